# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make lint: style, Odoo idioms, translations, security, what does not belong into a repository.

Every check runs; the failed ones are named at the end. ``bin/run lint --fast`` leaves out the slow
ones: pylint-odoo, and translations, which need a database.
"""

import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import check_translations
import setup
from common import ADDONS, LOCAL, ROOT, main
from python_env import PYTHON, VENV

# hosts of package registries and mirrors, paths of somebody's machine
HOSTS = re.compile(r'\b(debian|pythonhosted|pypi|npmjs|archive\.ubuntu)\.(org|com)\b')
MACHINE = re.compile(r'(?<![\w.])/(work|home|root|Users)/\w')


def tracked(*patterns):
    """Return the files that git knows, and new ones that it does not ignore."""
    listed = subprocess.run(
        ['git', 'ls-files', '--cached', '--others', '--exclude-standard', '--', *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def tool(*command):
    done = subprocess.run([str(word) for word in command], cwd=ROOT, check=False)
    return done.returncode == 0


def ruff():
    return tool(VENV / 'bin/ruff', 'check', '--quiet', '.')


def ruff_format():
    return tool(VENV / 'bin/ruff', 'format', '--quiet', '--diff', '.')


def odoo_idioms():
    return tool(PYTHON, ROOT / 'bin/check_odoo19.py')


def headers():
    files = [path for path in tracked('*.py') if not path.is_relative_to(ROOT / 'addons')]
    return tool(PYTHON, ROOT / 'bin/check_odoo19.py', '--headers', *files)


def pylint_odoo():
    return tool(VENV / 'bin/pylint', '--rcfile', ROOT / 'pyproject.toml', *addons_folders())


def bandit():
    shown = ['-f', 'custom', '--msg-template', '{relpath}:{line}: {test_id}: {msg}']
    return tool(VENV / 'bin/bandit', '-q', '-c', 'pyproject.toml', *shown, '-r', 'addons', 'bin')


def xml():
    """Every XML file can be read."""
    good = True
    for path in tracked('*.xml'):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            good = False
            print(f'{path.relative_to(ROOT)}: {error}')
    return good


def places():
    """No package host and no path of somebody's machine stands in the repository."""
    good = True
    for path in tracked():
        try:
            lines = path.read_text(encoding='utf-8').splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            found = HOSTS.search(line) or MACHINE.search(line)
            if found:
                good = False
                print(f'{path.relative_to(ROOT)}:{number}: {found[0]} does not belong here')
    return good


def translations():
    return check_translations.check()


def addons_folders():
    return [ROOT / 'addons' / addon for addon in ADDONS if (ROOT / 'addons' / addon).exists()]


QUICK = [ruff, ruff_format, odoo_idioms, headers, xml, places, bandit]
SLOW = [pylint_odoo, translations]


def command():
    setup.ensure(dev=True)
    checks = QUICK if '--fast' in sys.argv else QUICK + SLOW
    failed = []
    for check in checks:
        name = check.__name__.replace('_', ' ')
        begin = time.monotonic()
        good = check()
        print(
            f'{name:<14} {"ok" if good else "FAILED"}  {time.monotonic() - begin:.1f} s', flush=True
        )
        if not good:
            failed.append(name)
    print(f'\n{len(checks) - len(failed)} checks passed, {len(failed)} failed', *failed)
    return 1 if failed else 0


if __name__ == '__main__':
    LOCAL.mkdir(exist_ok=True)
    main(command)
