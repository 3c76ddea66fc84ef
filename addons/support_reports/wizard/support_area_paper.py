# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportAreaPaper(models.TransientModel):
    """Chooses an area and prints one of its papers."""

    _name = 'support.area.paper'
    _description = 'Papers of an Area'
    _check_company_auto = True

    area_id = fields.Many2one(
        'support.area',
        required=True,
        check_company=True,
        default=lambda self: self.env['support.activity']._default_coordinator().area_id,
    )
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )

    def action_sheet(self):
        """Print the one-page sheet of the area."""
        self.ensure_one()
        return self.area_id.action_print_sheet()

    def action_handover(self):
        """Print the handover file of the area."""
        self.ensure_one()
        return self.area_id.action_print_handover()
