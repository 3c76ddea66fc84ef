# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo: builds scripts and styles of the web client, so that no first page is slow.

Usage: python inside_assets.py DATABASE
"""

import sys

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config

BUNDLES = [
    'web.assets_frontend',
    'web.assets_frontend_lazy',
    'web.assets_frontend_minimal',
    'web.assets_web',
]


def main(database):
    config.parse_config(['-d', database, '--no-http'], setup_logging=True)
    with Registry(database).cursor() as cr:
        # without a company the files refer to nothing that the city, loading beside us, is writing
        qweb = Environment(cr, SUPERUSER_ID, {'default_company_id': False})['ir.qweb']
        for bundle in BUNDLES:
            qweb._get_asset_bundle(bundle, css=True, js=False).css()
            qweb._get_asset_bundle(bundle, css=False, js=True).js()
            cr.commit()


if __name__ == '__main__':
    main(*sys.argv[1:])
