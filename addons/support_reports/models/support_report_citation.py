# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportReportCitation(models.Model):
    """A fact that a text of a report rests on: its words and date as they were, and the link."""

    _name = 'support.report.citation'
    _inherit = ['support.report.part']
    _description = 'Cited Fact'
    _order = 'text_id, date, id'
    _rec_name = 'source'
    _audit_fields = ('source', 'excerpt')

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='cascade', readonly=True
    )
    text_id = fields.Many2one(
        'support.report.text', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    date = fields.Date(required=True, readonly=True)
    date_label = fields.Char(string='Dated', required=True, readonly=True)
    source = fields.Char(required=True, readonly=True)
    excerpt = fields.Text(required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', required=True, readonly=True)

    _fact_uniq = models.Constraint(
        'unique(text_id, res_model, res_id, excerpt)', 'The text cites this already.'
    )

    @api.depends('date_label', 'source')
    def _compute_display_name(self):
        for citation in self:
            citation.display_name = f'{citation.date_label} {citation.source}'

    def action_open(self):
        """Open the cited record."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }
