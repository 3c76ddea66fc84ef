# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def write(self, vals):
        result = super().write(vals)
        # The time zone of an office is kept (res.company._support_zone_name).
        if 'tz' in vals:
            offices = self.env['res.company'].sudo().search_count([('partner_id', 'in', self.ids)])
            if offices:
                self.env.registry.clear_cache()
        return result
