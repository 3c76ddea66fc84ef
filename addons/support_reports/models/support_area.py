# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SupportArea(models.Model):
    _inherit = 'support.area'

    def action_print_sheet(self):
        """Print what is known of the area on one page."""
        return self._print_paper('sheet')

    def action_print_handover(self):
        """Print where everything in the area stands, for whoever takes it over."""
        return self._print_paper('handover')

    def _print_paper(self, paper):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/area/{self.id}/{paper}',
            'target': 'new',
        }
