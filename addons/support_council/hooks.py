# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Add Japanese, whose papers and labels the product is for, where it is missing."""
    env['res.lang']._activate_lang('ja_JP')
    env['ir.module.module'].search([('state', '=', 'installed')])._update_translations(['ja_JP'])
