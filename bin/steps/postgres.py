# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database server: the one that PGHOST or DATABASE_URL names, else a private one in .local/pg.

The private one listens on a socket only, in a directory that nobody else can enter, so it needs no
password and no port. PostgreSQL refuses to run as root: then it runs as ``postgres`` or ``nobody``.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import debian
import system
from common import IS_ROOT, LOCAL, LOGS, Stop, read, remove, say

SOCKET_NAME = '.s.PGSQL.5432'
LONGEST_SOCKET = 107


def external():
    """Return the PG* variables of a server that the caller names, or None."""
    url = os.environ.get('DATABASE_URL')
    if url:
        parts = urlsplit(url)
        named = {
            'PGHOST': parts.hostname,
            'PGPORT': parts.port and str(parts.port),
            'PGUSER': parts.username,
            'PGPASSWORD': parts.password,
        }
        return {name: unquote(value) for name, value in named.items() if value}
    host = os.environ.get('PGHOST')
    if host and host != str(socket_folder()):
        return {
            name: os.environ[name]
            for name in ('PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD')
            if name in os.environ
        }
    return None


def settings():
    """Return the PG* variables for Odoo and psql."""
    return external() or {'PGHOST': str(socket_folder()), 'PGPORT': '5432', 'PGUSER': 'odoo'}


def _account():
    """Return the account that runs the private server when we are root, or None."""
    if not IS_ROOT:
        return None
    for name in ('postgres', 'nobody'):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Stop(
        'There is neither a user postgres nor nobody to run PostgreSQL as. '
        'Run the command as an ordinary user.'
    )


def _as_account():
    account = _account()
    return {'user': account.pw_uid, 'group': account.pw_gid, 'extra_groups': []} if account else {}


def _short_name():
    return f'support-{os.geteuid()}-{hashlib.sha256(str(LOCAL).encode()).hexdigest()[:10]}'


def folder():
    """Return the folder of the private cluster; the server's account must be able to reach it."""
    # _own checks whose it is
    elsewhere = Path('/var/tmp', _short_name())  # nosec B108
    if elsewhere.exists() and IS_ROOT:
        return elsewhere
    inside = LOCAL / 'pg'
    if inside.exists() or not IS_ROOT:
        return inside
    # a clone below a closed home directory
    reachable = subprocess.run(['test', '-x', LOCAL], check=False, **_as_account()).returncode == 0
    return inside if reachable else elsewhere


def socket_folder():
    """Return the folder of the socket: a short one where the path would be too long for one."""
    path = folder() / 'socket'
    if len(os.fsencode(path / SOCKET_NAME)) > LONGEST_SOCKET:
        return Path(tempfile.gettempdir(), _short_name() + '-socket')
    return path


def _own(path):
    """Create a folder for the server's account only; refuse one that somebody else put there."""
    account = _account()
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
        if account:
            os.chown(path, account.pw_uid, account.pw_gid)
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != (
        account.pw_uid if account else os.geteuid()
    ):
        raise Stop(f'{path} belongs to somebody else. Remove it and start the same command again.')
    path.chmod(0o700)
    return path


def is_running():
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_folder() / SOCKET_NAME))
        except OSError:
            return False
        return True


def ensure():
    """Create and start the private server where that is needed.

    Return whether this call started it.
    """
    if external() or is_running():
        return False
    data = _own(folder()) / 'data'
    programs = system.postgres_folder()
    if not programs:
        raise Stop(
            'PostgreSQL is missing. Ask the administrator for the package postgresql, '
            'or name a server: PGHOST=... PGUSER=... PGPASSWORD=... make demo'
        )
    complete = folder() / 'complete'
    if not complete.exists():
        remove(data)
        say(
            'database', f'new private cluster of PostgreSQL {programs.parent.name} in {data.parent}'
        )
        _server(
            programs,
            'initdb',
            '-D',
            data,
            '--locale=C.UTF-8',
            '-E',
            'UTF8',
            '-A',
            'trust',
            '-U',
            'odoo',
            '-N',
        )
        complete.touch()
    version = read(data / 'PG_VERSION').strip()
    if version and programs.parent.name.isdigit() and version != programs.parent.name:
        matching = programs.parent.parent / version / 'bin'
        if not matching.exists():
            raise Stop(
                f'{data} was made by PostgreSQL {version}, here is {programs.parent.name}. '
                'make clean removes it.'
            )
        programs = matching
    say('database', 'starting PostgreSQL')
    place = _own(socket_folder())
    # everything that depends on the place is given here, so the directory may be moved; a crash of
    # the machine may lose the last moments of a demo, never the database
    options = (
        f"-c listen_addresses='' -c unix_socket_directories='{place}' -c synchronous_commit=off "
        '-c max_connections=200 -c shared_buffers=256MB -c max_wal_size=2GB'
    )
    _server(
        programs,
        'pg_ctl',
        '-D',
        data,
        '-l',
        data.parent / 'server.log',
        '-w',
        '-o',
        options,
        'start',
    )
    return True


def _server(programs, name, *arguments):
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / 'database.log').open('a') as log:
        done = subprocess.run(
            [programs / name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd='/',
            check=False,
            env={**os.environ, **libraries(), 'LC_ALL': 'C.UTF-8'},
            start_new_session=True,
            **_as_account(),
        )
    if done.returncode:
        raise Stop(
            f'{name} failed; see .local/log/database.log and {folder() / "server.log"}. '
            'If the cluster is broken, make clean removes it.'
        )


def libraries():
    """Return the variables that let programs use the libraries in .local/debian, if any."""
    folders = debian.library_folders()
    if not folders:
        return {}
    return {
        'LD_LIBRARY_PATH': ':'.join(filter(None, [*folders, os.environ.get('LD_LIBRARY_PATH')]))
    }


def stop():
    """Stop the private server. Return whether it ran."""
    programs = system.postgres_folder()
    if external() or not is_running() or not programs:
        return False
    _server(programs, 'pg_ctl', '-D', folder() / 'data', '-m', 'fast', '-w', 'stop')
    return True


def erase():
    """Remove the private cluster and its socket folder."""
    stop()
    for path in (folder(), socket_folder()):
        remove(path)


def query(database, statement):
    """Run one statement and return the rows as lists of text.

    Raise Stop when the server cannot be reached.
    """
    psql = shutil.which('psql') or system.postgres_folder() / 'psql'
    done = subprocess.run(
        [
            psql,
            '-X',
            '-A',
            '-t',
            '-F',
            '\t',
            '-v',
            'ON_ERROR_STOP=1',
            '-d',
            database,
            '-c',
            statement,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **libraries(), **settings()},
    )
    if done.returncode:
        raise Stop(f'The database answers: {done.stderr.strip()}')
    return [line.split('\t') for line in done.stdout.splitlines()]


def databases():
    return [row[0] for row in query('postgres', 'SELECT datname FROM pg_database')]
