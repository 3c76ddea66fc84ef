# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo (started by check_data.py): names frozen records that were changed.

Usage: python inside_check_data.py DATABASE. Nothing is written.
"""

import sys

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config


def check(database):
    """Print each broken record and return their number."""
    config.parse_config(['-d', database, '--no-http', '--log-level', 'warn'], setup_logging=True)
    with Registry(database).cursor(readonly=True) as cr:
        env = Environment(cr, SUPERUSER_ID, {'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
        compared, broken = env['support.frozen']._find_broken()
        for record, parts in broken:
            print(
                f'{record._name} {record.id} {record.display_name}: changed in the database, '
                f'not by the programme: {", ".join(parts)}'
            )
    print(f'{database}: {compared} frozen records compared, {len(broken)} broken')
    return len(broken)


if __name__ == '__main__':
    sys.exit(1 if check(sys.argv[1]) else 0)
