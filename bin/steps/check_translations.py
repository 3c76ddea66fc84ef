# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every addon's i18n/ADDON.pot is what Odoo exports today, and ja.po translates all of it.

``bin/run check_translations --write`` exports the pot and brings new strings into ja.po, empty.
"""

import re
import subprocess
import sys

import databases
import odoo_source
import postgres
import setup
from common import ADDONS, LOCAL, ROOT, main, read, say, write
from python_env import PYTHON

NAME = 'support_lint'
STAMP = LOCAL / 'lint-database'
EXPORTED = LOCAL / 'pot'


def export(environment):
    """Export the pot of each addon from a database with today's addons; return the folder."""
    code = databases.addons_hash()
    if read(STAMP) != code or NAME not in postgres.databases():
        say('lint', 'installing the addons to export their strings')
        base = databases.base('lint', environment, odoo_source.ensure())
        databases.copy(base, NAME)
        databases.install('lint', environment, NAME, ADDONS[-1])
        write(STAMP, code)
    EXPORTED.mkdir(exist_ok=True)
    for addon in ADDONS:
        output = EXPORTED / f'{addon}.po'
        options = ['i18n', 'export', '-d', NAME, addon, '-l', 'ja_JP', '-o', output]
        databases.odoo('lint', environment, *options)
    return EXPORTED


def compare():
    """Run in Odoo's Python (polib): print what is wrong; return the number of findings."""
    import polib

    count = 0

    def tell(text):
        nonlocal count
        count += 1
        print(text)

    for addon in ADDONS:
        folder = ROOT / 'addons' / addon / 'i18n'
        # exported for Japanese without reading ja.po: only its msgids are looked at
        today = {entry.msgid for entry in polib.pofile(str(EXPORTED / f'{addon}.po'))}
        for file in (folder / f'{addon}.pot', folder / 'ja.po'):
            if not file.exists():
                tell(f'{file.relative_to(ROOT)} is missing: bin/run check_translations --write')
                continue
            entries = [entry for entry in polib.pofile(str(file)) if not entry.obsolete]
            shown = file.relative_to(ROOT)
            known = {entry.msgid for entry in entries}
            for msgid in sorted(today - known):
                tell(f'{shown}: missing: {msgid!r}')
            for msgid in sorted(known - today):
                tell(f'{shown}: no longer used: {msgid!r}')
            if file.name == 'ja.po':
                for entry in entries:
                    if 'fuzzy' in entry.flags:
                        tell(f'{shown}: fuzzy: {entry.msgid!r}')
                    elif not entry.msgstr:
                        tell(f'{shown}: not translated: {entry.msgid!r}')
                    elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
                        tell(f'{shown}: other %(names)s: {entry.msgid!r}')
    return count


def _placeholders(text):
    return sorted(set(re.findall(r'%\(\w+\)[sd]|%[sd]', text)))


def update():
    """Run in Odoo's Python: write today's strings into the pot files and merge them into ja.po."""
    import polib

    for addon in ADDONS:
        folder = ROOT / 'addons' / addon / 'i18n'
        folder.mkdir(exist_ok=True)
        pot = polib.pofile(str(EXPORTED / f'{addon}.po'))
        for entry in pot:
            entry.msgstr = ''
        pot.save(str(folder / f'{addon}.pot'))
        japanese = folder / 'ja.po'
        merged = polib.pofile(str(japanese)) if japanese.exists() else polib.POFile()
        merged.merge(pot)
        merged.metadata.setdefault('Content-Type', 'text/plain; charset=UTF-8')
        merged.metadata['Language'] = 'ja'
        for entry in merged.obsolete_entries():
            merged.remove(entry)
        merged.save(str(japanese))


def _inside(action):
    script = f'import check_translations as c; raise SystemExit(min(c.{action}() or 0, 1))'
    folder = ROOT / 'bin/steps'
    return subprocess.run([PYTHON, '-c', script], cwd=folder, check=False).returncode == 0


def check():
    export(setup.ensure(dev=True)[0])
    return _inside('compare')


def command():
    export(setup.ensure(dev=True)[0])
    if '--write' in sys.argv:
        _inside('update')
    return 0 if _inside('compare') else 1


if __name__ == '__main__':
    main(command)
