# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportReportReason(models.TransientModel):
    """Asks why a report is returned or replaced."""

    _name = 'support.report.reason'
    _description = 'Return or Replace a Report'

    report_id = fields.Many2one('support.report', required=True, ondelete='cascade')
    kind = fields.Selection(
        [('return', 'Return'), ('replace', 'Replace')], required=True, readonly=True
    )
    reason = fields.Text(required=True)

    def action_apply(self):
        self.ensure_one()
        if self.kind == 'return':
            self.report_id._return(self.reason)
            return {'type': 'ir.actions.act_window_close'}
        replacement = self.report_id._replace(self.reason)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.report',
            'res_id': replacement.id,
            'views': [(False, 'form')],
        }
