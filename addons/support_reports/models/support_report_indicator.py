# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportReportIndicator(models.Model):
    """One column of the table of counts: label and unit as printed, and the rule that counts it.

    The source says which records are counted; ``support.report.builder`` knows how.
    """

    _name = 'support.report.indicator'
    _inherit = ['support.audited']
    _description = 'Report Indicator'
    _order = 'form_id, sequence, id'
    _rec_name = 'label'
    _audit_fields = ('label', 'unit', 'source', 'kind_ids', 'need_source', 'sequence')

    form_id = fields.Many2one('support.report.form', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    label = fields.Char(required=True, help='As printed on the form.')
    unit = fields.Char(required=True, help='Printed behind each number.')
    source = fields.Selection(
        [('count', 'Counted kinds of the log'), ('need', 'Needs')],
        string='Counted From',
        required=True,
        default='count',
    )
    kind_ids = fields.Many2many(
        'support.activity.kind',
        'support_report_indicator_kind_rel',
        'indicator_id',
        'kind_id',
        string='Kinds',
        ondelete='restrict',
        # What was counted with a kind stays counted when the kind is no longer offered.
        context={'active_test': False},
        help='The quantities of these kinds are added up.',
    )
    need_source = fields.Selection(
        selection='_selection_need_source',
        string='Needs Known By',
        help='Each need that became known this way counts once, in the month it was noticed.',
    )
    company_id = fields.Many2one(
        'res.company', index=True, help='Empty for an indicator that all companies use.'
    )

    @api.model
    def _selection_need_source(self):
        return self.env['support.need']._fields['source']._description_selection(self.env)

    @api.constrains('source', 'kind_ids', 'need_source')
    def _check_rule(self):
        for indicator in self:
            if indicator.source == 'count' and not indicator.kind_ids:
                raise ValidationError(
                    self.env._(
                        'Indicator %(label)s counts nothing. Choose at least one kind.',
                        label=indicator.label,
                    )
                )
            if indicator.source == 'need' and not indicator.need_source:
                raise ValidationError(
                    self.env._(
                        'Indicator %(label)s counts nothing. Choose how the needs became known.',
                        label=indicator.label,
                    )
                )
