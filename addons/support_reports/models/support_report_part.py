# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class SupportReportPart(models.AbstractModel):
    """A number or a text of a report: edited while the report may be, frozen with it."""

    _name = 'support.report.part'
    _inherit = ['support.frozen', 'support.audited']
    _frozen_parent = 'report_id'
    _description = 'Part of a Report'

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.report_id._check_editable()
        return parts

    def write(self, vals):
        self.report_id._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.report_id._check_editable()
