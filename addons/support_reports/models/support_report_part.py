# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


def check_same_report(records, vals):
    """Refuse to move parts of a report into another one, past the rights on that.

    :raises UserError: naming the first such record
    """
    if 'report_id' not in vals:
        return
    moved = records.filtered(lambda record: record.report_id.id != vals['report_id'])[:1]
    if moved:
        raise UserError(
            records.env._(
                '“%(part)s” stays in %(report)s. Enter it anew in the other report.',
                part=moved.display_name,
                report=moved.report_id.display_name,
            )
        )


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
        check_same_report(self, vals)
        self.report_id._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.report_id._check_editable()
