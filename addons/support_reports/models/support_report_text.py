# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportReportText(models.Model):
    """What people wrote below one heading of a report."""

    _name = 'support.report.text'
    _inherit = ['support.report.part']
    _description = 'Report Text'
    _order = 'report_id, sequence, id'
    _audit_fields = ('text',)

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    block_id = fields.Many2one(
        'support.report.block', required=True, index=True, ondelete='restrict', readonly=True
    )
    sequence = fields.Integer(readonly=True)
    group_label = fields.Char(related='block_id.group_label')
    label = fields.Char(related='block_id.label')
    text = fields.Text()
    branch_texts = fields.Text(string='Texts of the Areas', compute='_compute_branch_texts')

    _block_uniq = models.Constraint(
        'unique(report_id, block_id)', 'The report has this text already.'
    )

    @api.depends('block_id')
    def _compute_display_name(self):
        for text in self:
            text.display_name = text.block_id.display_name

    @api.depends('report_id.child_ids.text_ids.text')
    def _compute_branch_texts(self):
        sheets = self.report_id.child_ids.text_ids.grouped(
            lambda text: (text.report_id.parent_id, text.block_id)
        )
        for text in self:
            parts = sheets.get((text.report_id, text.block_id), self.browse())
            text.branch_texts = '\n\n'.join(
                f'【{part.report_id.area_id.name}】\n{part.text.strip()}'
                for part in parts
                if (part.text or '').strip()
            )

    def action_quote(self):
        """Put what the single areas wrote behind the text of the whole-city report."""
        for text in self:
            if text.branch_texts:
                own = (text.text or '').rstrip()
                text.text = f'{own}\n\n{text.branch_texts}' if own else text.branch_texts
