# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run database NAME: a database to develop in, with the three addons and no demo city."""

import sys

import databases
import odoo_source
import postgres
import setup
from common import ADDONS, Stop, main, say


def command():
    if len(sys.argv) != 2:
        raise Stop('usage: bin/run database NAME')
    name = sys.argv[1]
    environment, _started = setup.ensure()
    if name in postgres.databases():
        raise Stop(f'There is a database {name} already. bin/odoo db drop {name} removes it.')
    fresh = f'{name}_new'
    databases.copy(databases.base('setup', environment, odoo_source.ensure()), fresh)
    databases.install('setup', environment, fresh, ADDONS[-1])
    databases.rename(fresh, name)
    say('setup', f'database {name} is ready: bin/odoo -d {name}')


if __name__ == '__main__':
    main(command)
