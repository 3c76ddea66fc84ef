# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Forms that list projects.
PROJECT_KINDS = ('yearly', 'plan')


class SupportReportLine(models.Model):
    """A project of a yearly report or plan: what, when, and how many of which unit."""

    _name = 'support.report.line'
    _inherit = ['support.report.part']
    _description = 'Project of a Yearly Report'
    _order = 'report_id, sequence, id'
    _audit_fields = (
        'project_class', 'name', 'content', 'date_start', 'date_end', 'indicator_id', 'quantity',
        'unit',
    )  # fmt: skip

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    project_class = fields.Char(string='Class of the Project', required=True)
    name = fields.Char(string='Project', required=True)
    content = fields.Text(string='What Is Done')
    date_start = fields.Date(string='From')
    date_end = fields.Date(string='Until')
    indicator_id = fields.Many2one(
        'support.report.indicator',
        string='Sum Of',
        readonly=True,
        ondelete='restrict',
        help='The quantity is the sum of what the submitted reports of the year print.',
    )
    quantity = fields.Integer(
        aggregator=None, help='Typed where it is not a sum; a number only, its unit stands apart.'
    )
    unit = fields.Char(help='Without a unit no quantity is printed.')

    @api.constrains('date_start', 'date_end')
    def _check_dates(self):
        for line in self:
            if line.date_start and line.date_end and line.date_end < line.date_start:
                raise ValidationError(
                    self.env._(
                        'Project %(name)s ends before it begins. Correct its dates.',
                        name=line.name,
                    )
                )
