# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportHandover(models.Model):
    _inherit = 'support.handover'

    def _hand_over(self):
        return super()._hand_over() + [
            report._prepare_handover_line('report') for report in self._move_reports()
        ]

    def _move_reports(self):
        """Give the sheets that are still to be handed in to the successor; return them."""
        user = self.predecessor_id.user_id
        reports = self.env['support.report']
        if not user:
            return reports
        areas = self.predecessor_id.area_id | self.predecessor_id.area_ids
        sheets = reports.search(
            [
                ('company_id', '=', self.company_id.id),
                ('user_id', '=', user.id),
                ('scope', '=', 'area'),
                ('area_id', 'in', areas.ids),
                ('submitted_on', '=', False),
            ]
        )
        # Whoever takes over the post need not write reports.
        sheets.sudo().user_id = self.successor_user_id
        return sheets


class SupportHandoverLine(models.Model):
    _inherit = 'support.handover.line'

    kind = fields.Selection(
        selection_add=[('report', 'Report to hand in')], ondelete={'report': 'set default'}
    )
