# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.periods import format_month_row


class SupportReportValue(models.Model):
    """A number of a report: what was counted, what it was corrected to, and why.

    While a report is edited its numbers are counted afresh each time, and only corrections have
    rows. Submitting writes a row for every whole number, those of the single areas included.
    """

    _name = 'support.report.value'
    _inherit = ['support.report.part']
    _description = 'Report Value'
    _order = 'report_id, month_key, indicator_id, area_id'
    _audit_fields = ('corrected', 'correction_reason', 'counted_at_correction')

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    indicator_id = fields.Many2one(
        'support.report.indicator', required=True, index=True, ondelete='restrict', readonly=True
    )
    month_key = fields.Integer(
        string='Month',
        required=True,
        readonly=True,
        aggregator=None,
        help='202611 for November 2026.',
    )
    month_label = fields.Char(string='Month as Printed', compute='_compute_month_label')
    area_id = fields.Many2one(
        'support.area',
        readonly=True,
        ondelete='restrict',
        help='Part of a whole-city number; empty for the number that is printed.',
    )
    value = fields.Integer(help='The number that is printed.', readonly=True)
    counted = fields.Integer(
        readonly=True, help='What the records give, corrections of the single areas included.'
    )
    is_corrected = fields.Boolean(readonly=True)
    corrected = fields.Integer()
    correction_reason = fields.Char()
    counted_at_correction = fields.Integer(
        readonly=True, help='What the records gave when the number was corrected.'
    )

    _cell_uniq = models.UniqueIndex(
        '(report_id, indicator_id, month_key, COALESCE(area_id, 0))',
        'The report has this number already.',
    )
    _corrected_positive = models.Constraint(
        'CHECK(corrected >= 0)', 'A number of the report cannot be negative.'
    )
    _reason_given = models.Constraint(
        'CHECK(NOT is_corrected OR correction_reason IS NOT NULL)',
        'A corrected number needs a reason.',
    )

    @api.depends('month_key')
    def _compute_month_label(self):
        for value in self:
            year, month = divmod(value.month_key, 100)
            value.month_label = format_month_row(date(year, month, 1)) if month else ''

    @api.depends('indicator_id', 'month_label')
    def _compute_display_name(self):
        for value in self:
            value.display_name = f'{value.month_label} {value.indicator_id.label or ""}'

    @api.constrains('correction_reason', 'is_corrected')
    def _check_reason(self):
        for value in self:
            if value.is_corrected and not (value.correction_reason or '').strip():
                raise UserError(
                    self.env._(
                        '%(cell)s: a corrected number needs a reason. Say why it differs from '
                        'what was counted.',
                        cell=value.display_name,
                    )
                )
