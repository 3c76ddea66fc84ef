# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models

from ..tools.periods import format_month_row
from .support_report_part import check_same_report


class SupportReportPlace(models.AbstractModel):
    """Something said about a place of a report: a cell, a text, or the whole of it."""

    _name = 'support.report.place'
    _description = 'Said About a Place of a Report'

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    indicator_id = fields.Many2one('support.report.indicator', ondelete='restrict')
    month_key = fields.Integer(string='Month', aggregator=None, help='0 for the whole period.')
    block_id = fields.Many2one('support.report.block', ondelete='restrict')
    place = fields.Char(string='Where', compute='_compute_place')

    @api.depends_context('lang')
    def write(self, vals):
        check_same_report(self, vals)
        return super().write(vals)

    @api.depends('indicator_id', 'month_key', 'block_id')
    def _compute_place(self):
        for record in self:
            year, month = divmod(record.month_key or 0, 100)
            row = format_month_row(date(year, month, 1)) if month else ''
            parts = [row, record.indicator_id.label, record.block_id.display_name]
            record.place = ' '.join(part for part in parts if part) or self.env._('Whole report')
