# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportReportDraft(models.TransientModel):
    """Lists the facts of the period for one text; the chosen ones are quoted with their source."""

    _name = 'support.report.draft'
    _description = 'Draft a Text From the Records'

    text_id = fields.Many2one('support.report.text', required=True, ondelete='cascade')
    label = fields.Char(string='Heading', related='text_id.block_id.display_name')
    line_ids = fields.One2many('support.report.draft.line', 'draft_id')

    @api.model
    def _open(self, text):
        """Return the action of the dialog for one text."""
        cited = {(one.res_model, one.res_id, one.excerpt) for one in text.citation_ids}
        draft = self.create(
            {
                'text_id': text.id,
                'line_ids': [
                    fields.Command.create(fact)
                    for fact in self.env['support.report.facts']._find(text)
                    if (fact['res_model'], fact['res_id'], fact['excerpt']) not in cited
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('From the Records'),
            'res_model': self._name,
            'res_id': draft.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def action_quote(self):
        """Put the chosen facts behind the text, each with date and source, and keep the links."""
        self.ensure_one()
        chosen = self.line_ids.filtered('is_chosen')
        if not chosen:
            raise UserError(self.env._('Choose at least one of the records.'))
        self.text_id._cite([line._prepare_fact() for line in chosen])
        return {'type': 'ir.actions.act_window_close'}


class SupportReportDraftLine(models.TransientModel):
    _name = 'support.report.draft.line'
    _inherit = ['support.text.guarded']
    _description = 'Fact to Quote'
    _order = 'date, id'
    _guarded_text_fields = ('excerpt',)

    draft_id = fields.Many2one('support.report.draft', required=True, ondelete='cascade')
    is_chosen = fields.Boolean(string='Quote')
    date = fields.Date(required=True)
    date_label = fields.Char(string='Dated', required=True)
    source = fields.Char(required=True)
    excerpt = fields.Text(string='Words', required=True)
    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)

    def _prepare_fact(self):
        self.ensure_one()
        names = ('date', 'date_label', 'source', 'excerpt', 'res_model', 'res_id')
        return {name: self[name] for name in names}
