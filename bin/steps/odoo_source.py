# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where Odoo 19 comes from: $ODOO_HOME, an installed one, .local/odoo, Debian's package, git."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import debian
from common import LOCAL, ROOT, Stop, read, remove, run, say, write

HOME = LOCAL / 'odoo'
STAMP = HOME / '.complete'
# Debian leaves this file out; without any file there every page logs an error (camera blurring is
# not used here)
STUB = 'addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js'
# all translations but Japanese are left out: 1.2 GB become 320 MB
ONLY_JAPANESE = [
    '--exclude=*/i18n*/[!j]*.po',
    '--exclude=*/i18n*/j[!a]*.po',
    '--exclude=*/i18n*/ja?*.po',
    '--exclude=*/i18n*/*.pot',
]


def series(package):
    """Return the release ('19.0') of the ``odoo`` package in a folder, or None."""
    found = re.search(r'^version_info = \((\d+), (\d+)', read(package / 'release.py'), re.MULTILINE)
    return found and f'{found[1]}.{found[2]}'


def find():
    """Return the folder that holds the package ``odoo`` 19 without fetching anything, or None."""
    wanted = os.environ.get('ODOO_HOME')
    if wanted:
        for home in (Path(wanted), Path(wanted).parent):
            if series(home / 'odoo') == '19.0':
                return home.resolve()
        found = series(Path(wanted) / 'odoo') or 'no odoo/release.py'
        raise Stop(
            f'ODOO_HOME={wanted} holds no Odoo 19.0 (found: {found}). '
            'Point it at a folder with odoo/release.py of 19.0, or unset it and Odoo is fetched.'
        )
    if (
        STAMP.exists()
        and series(HOME / 'odoo') == '19.0'
        and (HOME / 'odoo/addons/web/__manifest__.py').exists()
    ):
        return HOME
    return None


def find_installed():
    """Return the folder of an Odoo 19 whose ``odoo`` command is on PATH, or None."""
    command = shutil.which('odoo')
    if not command or Path(command).resolve().is_relative_to(ROOT):
        return None
    with open(command, 'rb') as script:
        interpreter = script.readline().decode(errors='replace').lstrip('#!').split()
    if not interpreter or 'python' not in interpreter[-1]:
        return None
    found = subprocess.run(
        [*interpreter, '-c', 'import odoo; print(next(iter(odoo.__path__)))'],
        capture_output=True,
        text=True,
        check=False,
        cwd='/',
    ).stdout.strip()
    return Path(found).parent if found and series(Path(found)) == '19.0' else None


def ensure():
    """Return the folder that holds Odoo 19, fetched if need be."""
    home = find() or find_installed()
    if home:
        return home
    remove(HOME)
    reasons = []
    for fetch in (_from_debian, _from_git):
        try:
            fetch()
            return HOME
        except Stop as reason:
            reasons.append(str(reason))
    raise Stop(
        '\n'.join(reasons)
        + '\n\nOdoo 19 could not be fetched. Give a copy with ODOO_HOME=/path make demo, set '
        'DEBIAN_MIRROR to a Debian mirror, or use containers: docker compose up (compose.yaml).'
    )


def _from_debian():
    if not debian.is_available() or not debian.KEYRING.exists():
        raise Stop(
            "Debian's odoo-19 package: it needs apt-get and the package debian-archive-keyring."
        )
    conf = _sid()
    say('odoo', "fetching Debian's package odoo-19 (123 MB); the system stays as it is")
    debs = debian.download('odoo', ['odoo-19', 'libjs-jquery'], debian.APT / 'sid' / 'debs', conf)
    say('odoo', 'unpacking')
    temporary = LOCAL / 'odoo.tmp'
    remove(temporary)
    share = LOCAL / 'apt/share'
    remove(share)
    for file in debs:
        if file.name.startswith('odoo-19'):
            package = './usr/lib/python3/dist-packages/odoo'
            debian.unpack(file, temporary, '--strip-components=5', *ONLY_JAPANESE, package)
        else:
            debian.unpack(file, share)
    for file in _looks():
        debian.unpack(file, share)
    _replace_links(temporary, share / 'usr/share')
    stub = temporary / 'odoo' / STUB
    if not stub.exists():
        write(stub, '// left out of the Debian package\n')
    write(temporary / '.complete', 'Debian package odoo-19\n')
    temporary.rename(HOME)
    for leftover in (share, debian.APT / 'sid' / 'debs', debian.APT / 'looks'):
        remove(leftover)


def _sid():
    """Return an apt configuration that knows Debian's development suite, where odoo-19 lives."""
    architecture = subprocess.run(
        ['dpkg', '--print-architecture'], capture_output=True, text=True, check=True
    ).stdout.strip()
    failure = Stop(
        "Debian's odoo-19 package: this machine's apt names no mirror (set DEBIAN_MIRROR)."
    )
    for mirror in debian.mirrors():
        conf = debian.configuration(
            'sid', f'deb [signed-by={debian.KEYRING} arch=all,{architecture}] {mirror} sid main\n'
        )
        # a mirror may lag so far behind that its list counts as expired; the signature is checked
        # all the same
        for option in ('Acquire::Check-Valid-Until=true', 'Acquire::Check-Valid-Until=false'):
            try:
                command = [
                    'apt-get',
                    '-c',
                    conf,
                    '-o',
                    option,
                    '-o',
                    'APT::Update::Error-Mode=any',
                    'update',
                ]
                run('odoo', command, 'Is the network there?')
                return conf
            except Stop as reason:
                failure = reason
    raise failure


def _looks():
    """Return the fonts of the web client that the package only links to, if they can be had."""
    try:
        with debian.machine_lists('odoo') as conf:
            fonts = ['fonts-font-awesome', 'fonts-roboto-unhinted']
            return debian.download('odoo', fonts, debian.APT / 'looks', conf)
    except Stop:
        say('odoo', 'without the fonts of the web client: it works, its icons look different')
        return []


def _replace_links(home, share):
    """Put the files that Debian's package links to in place of the links.

    Links whose file is not there are dropped.
    """
    for folder, _folders, names in os.walk(home):
        for name in names:
            link = Path(folder, name)
            if not link.is_symlink():
                continue
            target = str(link.readlink()).partition('share/')[2]
            link.unlink()
            if target and (share / target).is_file():
                shutil.copyfile(share / target, link)


def _from_git():
    if not shutil.which('git'):
        raise Stop('git clone of Odoo: git is not installed.')
    say('odoo', 'cloning Odoo 19.0 with git')
    temporary = LOCAL / 'odoo.tmp'
    remove(temporary)
    source = os.environ.get('ODOO_GIT', 'https://github.com/odoo/odoo')
    command = ['git', 'clone', '--quiet', '--depth', '1', '--branch', '19.0', source, temporary]
    run('odoo', command, 'Is the network there?', env={**os.environ, 'GIT_TERMINAL_PROMPT': '0'})
    write(temporary / '.complete', 'git clone\n')
    temporary.rename(HOME)


def addons_paths(home):
    """Return the folders of Odoo's own addons (one in a package, two in a git clone) and ours."""
    paths = [home / 'odoo/addons', home / 'addons', ROOT / 'addons']
    return [path for path in paths if path.is_dir()]
