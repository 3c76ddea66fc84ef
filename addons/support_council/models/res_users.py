# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models, tools


class ResUsers(models.Model):
    _inherit = 'res.users'

    support_area_ids = fields.Many2many(
        'support.area',
        string='Areas',
        help='What an area-limited user sees, with everything below it. Empty means nothing.',
    )

    @tools.ormcache('self.id')
    def _support_area_ids(self):
        """Return the ids of a limited user's areas with all below them, ended ones included.

        A literal list, because a rule over a many2many of a large table costs a multiple. Record
        rules are cached, so every change of areas or of this list clears the registry's cache.
        """
        if not self.sudo().support_area_ids:
            return []
        areas = self.env['support.area'].sudo()
        return areas.search([('id', 'child_of', self.sudo().support_area_ids.ids)]).ids

    def write(self, vals):
        result = super().write(vals)
        if {'support_area_ids', 'group_ids'} & vals.keys():
            self.env.registry.clear_cache()
        return result
