# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages without touching the system: fetched by signed apt, unpacked below .local.

An own configuration file is passed with ``-c`` (read last, so the machine's proxy and certificates
stay), with own state and cache; it works without root. The mirror is the machine's own, or
$DEBIAN_MIRROR.
"""

import contextlib
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

from common import LOCAL, Stop, remove, run, write

APT = LOCAL / 'apt'
UNPACKED = LOCAL / 'debian'
_lists_lock = threading.Lock()
KEYRING = Path('/usr/share/keyrings/debian-archive-keyring.gpg')


def is_available():
    return bool(shutil.which('apt-get') and shutil.which('dpkg-deb'))


def mirrors():
    """Return the addresses of the Debian mirrors this machine is set up with."""
    if os.environ.get('DEBIAN_MIRROR'):
        return [os.environ['DEBIAN_MIRROR']]
    listed = subprocess.run(
        ['apt-get', '-c', configuration('machine'), 'update', '--print-uris'],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    sites = re.findall(r"^'(\S+?)/dists/", listed, re.MULTILINE)
    return [site for site in dict.fromkeys(sites) if 'security' not in site]


def configuration(name, source=None):
    """Write and return an apt configuration with its own state.

    ``source`` replaces the machine's list of sources.
    """
    base = APT / name
    for folder in ('state/lists/partial', 'cache/archives/partial'):
        (base / folder).mkdir(parents=True, exist_ok=True)
    (base / 'empty').mkdir(exist_ok=True)
    lines = [
        f'Dir::State::lists "{base}/state/lists/";',
        f'Dir::Cache "{base}/cache/";',
        'APT::Sandbox::User "root";',
        'Acquire::Languages "none";',
        'Acquire::Retries "2";',
    ]
    if source:
        write(base / 'sources.list', source)
        lines += [
            f'Dir::Etc::sourcelist "{base}/sources.list";',
            f'Dir::Etc::sourceparts "{base}/empty/";',
            f'Dir::Etc::preferencesparts "{base}/empty/";',
        ]
    path = base / 'apt.conf'
    write(path, '\n'.join(lines) + '\n')
    return path


def download(step, packages, folder, conf):
    """Download packages into a folder and return the files."""
    remove(folder)
    folder.mkdir(parents=True)

    def size(_line):
        return f'{sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.0f} MB fetched'

    run(
        step,
        ['apt-get', '-c', conf, 'download', *packages],
        'Is the network there? Start the same command again.',
        note=size,
        cwd=folder,
    )
    return sorted(folder.glob('*.deb'))


def unpack(file, target, *patterns):
    """Unpack a package, or the members that match tar's arguments, into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(['dpkg-deb', '--fsys-tarfile', file], stdout=subprocess.PIPE) as source:
        subprocess.run(['tar', '-x', '-C', target, *patterns], stdin=source.stdout, check=True)
    if source.returncode:
        raise Stop(f'{file.name} could not be unpacked. Remove {file.parent} and start again.')


@contextlib.contextmanager
def machine_lists(step):
    """Give an apt configuration with fresh lists of the machine's packages, one step at a time."""
    with _lists_lock:
        conf = configuration('machine')
        run(step, ['apt-get', '-c', conf, 'update'], 'Is the network there? Start again.')
        yield conf


def unpack_with_dependencies(step, packages):
    """For a user who may not install: put packages and what they lack here into .local/debian."""
    with machine_lists(step) as conf:
        plan = subprocess.run(
            ['apt-get', '-c', conf, '-s', '--no-install-recommends', 'install', *packages],
            capture_output=True,
            text=True,
            check=False,
        )
        if plan.returncode:
            raise Stop(f'apt does not know how to get {", ".join(packages)}: {plan.stderr.strip()}')
        needed = [line.split()[1] for line in plan.stdout.splitlines() if line.startswith('Inst ')]
        folder = APT / 'machine/debs'
        for file in download(step, needed, folder, conf):
            unpack(file, UNPACKED)
        remove(folder)


def library_folders():
    """Return the folders of .local/debian that hold shared libraries."""
    return [
        str(folder)
        for top in ('usr/lib', 'lib')
        for folder in sorted((UNPACKED / top).glob('*-linux-gnu'))
    ]
