# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportReportText(models.Model):
    """What people wrote below one heading of a report."""

    _name = 'support.report.text'
    _inherit = ['support.report.part', 'support.text.guarded']
    _description = 'Report Text'
    _order = 'report_id, sequence, id'
    _audit_fields = ('text',)
    _guarded_text_fields = ('text',)

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
    branch_texts = fields.Json(
        string='Texts of the Areas',
        compute='_compute_branch_texts',
        help='What each area wrote below the same heading: text_id, area, text.',
    )
    citation_ids = fields.One2many('support.report.citation', 'text_id', string='Cited')
    citations = fields.Json(
        compute='_compute_citations', help='What the text cites: citation_id, label, excerpt.'
    )
    open_remarks = fields.Text(compute='_compute_open_remarks')

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
            text.branch_texts = [
                {'text_id': part.id, 'area': part.report_id.area_id.name, 'text': part.text.strip()}
                for part in parts
                if (part.text or '').strip()
            ]

    @api.depends('report_id.remark_ids.state', 'report_id.remark_ids.text')
    def _compute_open_remarks(self):
        for text in self:
            remarks = text.report_id.remark_ids.filtered(
                lambda remark, text=text: (
                    remark.state == 'open' and remark.block_id == text.block_id
                )
            )
            text.open_remarks = '\n'.join(remarks.mapped('text'))

    def action_quote(self, text_ids=None):
        """Put what single areas wrote behind the text of the whole-city report.

        :param text_ids: ids of the areas' texts; those of all areas by default
        """
        for text in self:
            parts = [
                f'【{part["area"]}】\n{part["text"]}'
                for part in text.branch_texts or []
                if text_ids is None or part['text_id'] in text_ids
            ]
            if parts:
                text.text = '\n\n'.join(filter(None, [(text.text or '').rstrip(), *parts]))

    @api.depends('citation_ids')
    def _compute_citations(self):
        for text in self:
            text.citations = [
                {
                    'citation_id': citation.id,
                    'label': citation.display_name,
                    'excerpt': citation.excerpt,
                }
                for citation in text.citation_ids
            ]

    @api.depends('citation_ids.excerpt')
    def _compute_text_warning(self):
        return super()._compute_text_warning()

    def _guarded_text(self):
        """Return the text with the words that it cites: they are kept with the report."""
        return '\n'.join([super()._guarded_text(), *self.citation_ids.mapped('excerpt')])

    def action_draft(self):
        """Open the list of facts that this text can be drafted from."""
        self.ensure_one()
        self.report_id._check_editable()
        return self.env['support.report.draft']._open(self)

    def _cite(self, facts):
        """Put facts behind the text, one line each with its source, and keep the links.

        :param list facts: dicts as in ``support.report.facts``
        """
        self.ensure_one()
        lines = [f'・{fact["excerpt"]}（{fact["date_label"]} {fact["source"]}）' for fact in facts]
        self.text = '\n'.join(filter(None, [(self.text or '').rstrip(), *lines]))
        self.env['support.report.citation'].create(
            [{'report_id': self.report_id.id, 'text_id': self.id, **fact} for fact in facts]
        )
