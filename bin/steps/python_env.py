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
INSTALL = [
    'install',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--no-binary',
    'docopt',
    '--use-pep517',
    '--no-deps',
]
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
    collected = 0

    def note(line):
        nonlocal collected
        if line.startswith('Collecting '):
            collected += 1
            return f'package {collected} of {total}: {line.split()[1]}'
        return 'installing' if line.startswith('Installing collected') else None

    command = [
        PYTHON,
        '-m',
        'pip',
        *INSTALL,
        '--disable-pip-version-check',
        '--progress-bar',
        'off',
        '-r',
        ROOT / lock,
    ]
    run(
        'python',
        command,
        'Is the network there? Start the same command again: it goes on.',
        note=note,
    )
    write(VENV / f'{lock}.stamp', lock_hash(lock))


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
