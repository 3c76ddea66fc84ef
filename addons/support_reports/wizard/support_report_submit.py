# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportReportSubmit(models.TransientModel):
    """Shows the whole check list once more and submits."""

    _name = 'support.report.submit'
    _description = 'Submit a Report'

    report_id = fields.Many2one('support.report', required=True, ondelete='cascade')
    sheet = fields.Json(related='report_id.sheet')
    is_complete = fields.Boolean(compute='_compute_is_complete')

    @api.depends('report_id')
    def _compute_is_complete(self):
        for wizard in self:
            items = (wizard.report_id.sheet or {}).get('missing', [])
            wizard.is_complete = all(item['level'] != 'block' for item in items)

    def action_submit(self):
        """Submit the report with its sheets.

        :raises UserError: listing everything that is missing
        """
        self.ensure_one()
        self.report_id._submit()
        return {'type': 'ir.actions.act_window_close'}
