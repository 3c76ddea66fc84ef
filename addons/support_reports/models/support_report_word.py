# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportReportWord(models.Model):
    """A label of a form whose rows are not indicators: text and unit as printed, by code.

    The builder of the form's kind says which codes there are and what stands beside them.
    """

    _name = 'support.report.word'
    _description = 'Label of a Form'
    _order = 'form_id, sequence, id'
    _rec_name = 'text'

    form_id = fields.Many2one('support.report.form', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, readonly=True, help='What the label stands for.')
    text = fields.Char(help='As printed on the form. {number} and {date} are replaced.')
    unit = fields.Char(help='Printed behind the number.')

    _code_uniq = models.Constraint(
        'unique(form_id, code)', 'The form has a label with this code already.'
    )
