# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What comes with the system: PostgreSQL, libraries and a font for PDF, Chromium for the tests.

As root it is installed by apt. For an ordinary user PostgreSQL, libraries and font are unpacked
into .local/debian instead; for Chromium the administrator is needed.
"""

import os
import re
import shutil
from pathlib import Path

import debian
import python_env
from common import IS_ROOT, LOCAL, Stop, run, say

CHROMIUM = ('google-chrome', 'chromium', 'chromium-browser', 'google-chrome-stable')
LIBRARIES = {
    'libpango-1.0.so.0': 'libpango-1.0-0',
    'libpangoft2-1.0.so.0': 'libpangoft2-1.0-0',
    'libharfbuzz-subset.so.0': 'libharfbuzz-subset0',
}
JAPANESE_FONT = re.compile(r'cjk|ipaex|ipamj|bizud|takao|vlgothic', re.IGNORECASE)


def postgres_folder():
    """Return the folder with PostgreSQL's programs (the newest), or None."""
    places = [
        *Path('/usr/lib/postgresql').glob('*/bin'),
        *debian.UNPACKED.glob('usr/lib/postgresql/*/bin'),
    ]
    places = sorted(
        (place for place in places if (place / 'initdb').exists()),
        key=lambda place: float(place.parent.name),
    )
    if places:
        return places[-1]
    initdb = shutil.which('initdb')
    return Path(initdb).resolve().parent if initdb else None


def has_library(name):
    folders = [
        *debian.library_folders(),
        '/usr/lib',
        '/usr/lib64',
        '/usr/local/lib',
        '/opt/homebrew/lib',
    ]
    folders += map(str, Path('/usr/lib').glob('*-linux-gnu'))
    return any(os.path.exists(os.path.join(folder, name)) for folder in folders)


def has_japanese_font():
    folders = ['/usr/share/fonts', '/usr/local/share/fonts', str(LOCAL / 'debian/usr/share/fonts')]
    return any(
        JAPANESE_FONT.search(name)
        for top in folders
        for _, _, names in os.walk(top)
        for name in names
    )


def chromium():
    """Return the path of Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def can_install():
    return IS_ROOT and debian.is_available()


def missing(browser=False, postgres=True):
    """Return the Debian packages that this machine lacks."""
    packages = [package for library, package in LIBRARIES.items() if not has_library(library)]
    if not has_japanese_font():
        packages.append('fonts-noto-cjk')
    if postgres and not postgres_folder():
        packages.append('postgresql')
    if browser and not chromium():
        packages.append('chromium')
    if can_install() and python_env.needs_system_package():
        packages.append('python3-venv')
    return packages


def ensure(packages):
    """Install the packages as root; else unpack what can be, and say what to ask for."""
    if not packages:
        return
    if can_install():
        say('system', f'apt installs {", ".join(packages)}')
        environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
        command = ['apt-get', 'install', '-y', '--no-install-recommends', *packages]
        try:
            run('system', command, '', note=_note, env=environment)
        except Stop:  # the lists of packages are missing or old
            remedy = f'Run it by hand and look: {" ".join(command)}'
            run('system', ['apt-get', 'update'], remedy, env=environment)
            run('system', command, remedy, note=_note, env=environment)
        return
    for_administrator = [package for package in packages if package == 'chromium']
    unpacked = [package for package in packages if package != 'chromium']
    if unpacked and debian.is_available():
        say(
            'system',
            f'not root: {", ".join(unpacked)} go to .local/debian, the system stays as it is',
        )
        debian.unpack_with_dependencies('system', unpacked)
    else:
        for_administrator += unpacked
    if for_administrator:
        say('system', f'ask the administrator for: apt-get install {" ".join(for_administrator)}')


def _note(line):
    return (
        ' '.join(line.split()[:2]) if line.startswith(('Get:', 'Unpacking', 'Setting up')) else None
    )
