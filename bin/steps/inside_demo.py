# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo (started by demo.py): loads the demo city once, writes its report to out/.

Usage: python inside_demo.py DATABASE OUT_FOLDER. Prints one JSON line: the report's files and the
logins.
"""

import json
import sys
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.convert import convert_file

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ['support_council', 'support_resources', 'support_reports']
FLAG = 'support.demo'


def load_city(env):
    """Load addons/*/demo/*.xml in the order of dependency, by name within an addon.

    Refuse beside real councils.
    """
    parameters = env['ir.config_parameter'].sudo()
    if parameters.get_param(FLAG):
        return
    if env['support.council'].with_context(active_test=False).search_count([], limit=1):
        sys.exit(
            f'The database {env.cr.dbname} holds councils that are no demo: nothing was loaded.'
        )
    # the demo is in Japanese, so it is loaded in Japanese; its days are those of Japan
    env['res.users'].browse(SUPERUSER_ID).write({'tz': 'Asia/Tokyo'})
    env.ref('base.user_admin').write({'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
    env.ref('base.main_partner').write({'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
    # Loading knows no language: "Council created" would stand in English on every record.
    env = env(context={**env.context, 'mail_create_nolog': True})
    for addon in ADDONS:
        references = {}
        for file in sorted((ROOT / 'addons' / addon / 'demo').glob('*.xml')):
            print(f'demo {addon}/demo/{file.name}', flush=True)
            convert_file(env, addon, f'demo/{file.name}', references, mode='init', noupdate=True)
            # Each file is a moment of its own: what is entered after a submission is late.
            env.cr.commit()
    env.ref('base.user_admin').group_ids |= _own_groups(env)
    parameters.set_param(FLAG, 'True')


def _own_groups(env):
    ids = (
        env['ir.model.data']
        .search([('module', 'in', ADDONS), ('model', '=', 'res.groups')])
        .mapped('res_id')
    )
    groups = env['res.groups'].browse(ids)
    return groups - groups.filtered(
        lambda group: group.get_external_id()[group.id].endswith('_limited')
    )


def write_report(env, out):
    """Write the files of the newest complete quarterly report of the city; return their names."""
    out.mkdir(exist_ok=True)
    names = []
    for report in env['support.report']._demo_reports():
        for name, content in report._render_files():
            (out / name).write_bytes(content)
            names.append(name)
    return names


def logins(env):
    """Return login and role of the people of the demo; the password of each is the login."""
    data = env['ir.model.data'].search([('module', 'in', ADDONS), ('model', '=', 'res.users')])
    users = env.ref('base.user_admin') | env['res.users'].browse(data.mapped('res_id'))
    return [[user.login, user.name] for user in users]


def main(database, out):
    config.parse_config(['-d', database, '--no-http'], setup_logging=True)
    registry = Registry(database)
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
        load_city(env)
        cr.commit()
        result = {'files': write_report(env, Path(out)), 'logins': logins(env)}
    print(json.dumps(result), flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
