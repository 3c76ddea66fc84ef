# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's Python: a virtual environment in .local/venv from the hashed locks, Odoo on its path."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import debian
from common import LOCAL, ROOT, Stop, read, remove, run, say, write

VENV = LOCAL / 'venv'
PYTHON = VENV / 'bin/python'
LOCKED = ['--require-hashes', '--only-binary', ':all:', '--no-binary', 'docopt', '--no-deps']
QUESTION = 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'


def suits(python, question=QUESTION):
    """Tell whether a Python is 3.11-3.13 and, by default, can make an environment with pip."""
    path = shutil.which(python)
    # a shim of a version manager or a Python under a closed home dies for other users
    return (
        bool(path)
        and subprocess.run([path, '-c', question], capture_output=True, check=False).returncode == 0
    )


def find():
    """Return a Python for the virtual environment, or None."""
    candidates = [
        '/usr/bin/python3',
        '/usr/bin/python3.13',
        '/usr/bin/python3.12',
        '/usr/bin/python3.11',
    ]
    candidates += ['python3.13', 'python3.12', 'python3.11', 'python3', sys.executable]
    return next((python for python in candidates if suits(python)), None)


def needs_system_package():
    """Tell whether root should install python3-venv first."""
    return not PYTHON.exists() and find() is None


def lock_hash(*locks):
    return hashlib.sha256(b''.join((ROOT / lock).read_bytes() for lock in locks)).hexdigest()


def is_complete(lock):
    return PYTHON.exists() and read(VENV / f'{lock}.stamp') == lock_hash(lock)


def ensure(dev=False):
    """Bring the virtual environment to the state of the locks."""
    locks = ['requirements.lock', *(['requirements-dev.lock'] if dev else [])]
    missing = [lock for lock in locks if not is_complete(lock)]
    if not missing:
        return
    if not is_complete('requirements.lock'):
        _create()
    for lock in missing:
        _install(lock)


def _create():
    remove(VENV)
    python = find()
    remedy = 'Is the package python3-venv there?'
    if python:
        say('python', f'virtual environment from {python}')
        run('python', [python, '-m', 'venv', VENV], remedy)
        return
    # Debian keeps pip in packages of their own: an ordinary user takes the wheel out of one
    python = next(
        (
            name
            for name in ('/usr/bin/python3', 'python3')
            if suits(name, QUESTION.replace(', ensurepip', ''))
        ),
        None,
    )
    if not python or not debian.is_available():
        raise Stop(
            'No Python 3.11, 3.12 or 3.13 with venv here. '
            'Ask the administrator for python3 and python3-venv.'
        )
    if not list(debian.UNPACKED.glob('usr/share/python-wheels/pip-*.whl')):
        debian.unpack_with_dependencies('python', ['python3-pip-whl'])
    wheel = next(debian.UNPACKED.glob('usr/share/python-wheels/pip-*.whl'))
    run('python', [python, '-m', 'venv', '--without-pip', VENV], remedy)
    run('python', [PYTHON, f'{wheel}/pip', 'install', '--no-index', wheel], remedy)


def _install(lock):
    total = len(re.findall(r'^[a-z0-9.-]+==', read(ROOT / lock), re.MULTILINE))
    say('python', f'{total} packages of {lock}, each checked by its hash')
    try:
        run('python', [*_uv(), *LOCKED, '-r', ROOT / lock], 'pip is tried instead.')
    except Stop:
        _pip(*LOCKED, '-r', ROOT / lock, total=total)
    write(VENV / f'{lock}.stamp', lock_hash(lock))


def _pip(*arguments, total=1):
    collected = 0

    def note(line):
        nonlocal collected
        if line.startswith('Collecting '):
            collected += 1
            return f'package {collected} of {total}: {line.split()[1]}'
        return 'installing' if line.startswith('Installing collected') else None

    options = ['--disable-pip-version-check', '--progress-bar', 'off', '--use-pep517']
    command = [PYTHON, '-m', 'pip', 'install', *options, *arguments]
    run('python', command, 'Is the network there? Start the same command again.', note=note)


def _uv():
    """Return the start of a command that installs five times faster than pip.

    uv comes by its hash in requirements-dev.lock. It does not read pip's settings: where they name
    an index of packages, pip does the work.
    """
    settings = subprocess.run(
        [PYTHON, '-m', 'pip', 'config', 'list'], capture_output=True, text=True, check=False
    ).stdout
    if re.search(r'\.(index-url|no-index)=', settings):
        raise Stop("pip's settings name an index")
    uv = VENV / 'bin/uv'
    if not uv.exists():
        entry = re.search(
            r'^uv==.*?(?=^\S)', read(ROOT / 'requirements-dev.lock') + '#', re.M | re.S
        )
        write(LOCAL / 'uv.lock', entry[0])
        _pip('--require-hashes', '--only-binary', ':all:', '-r', LOCAL / 'uv.lock')
    return [uv, 'pip', 'install', '--python', PYTHON, '--native-tls', '--no-cache', '--no-progress']


def link_odoo(home):
    """Let the virtual environment import Odoo from its folder."""
    if home.name == 'dist-packages':  # a system package: only odoo, not everything beside it
        link = LOCAL / 'odoo-link'
        link.mkdir(exist_ok=True)
        remove(link / 'odoo')
        (link / 'odoo').symlink_to(home / 'odoo')
        home = link
    path = next(Path(VENV, 'lib').glob('python3.*')) / 'site-packages/odoo-home.pth'
    if read(path) != f'{home}\n':
        write(path, f'{home}\n')
