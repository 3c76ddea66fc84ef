# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.support_council.models.support_activity_kind import PILLARS


class SupportReportBlock(models.Model):
    """A heading of the form below which people write: (A) resource development, results."""

    _name = 'support.report.block'
    _description = 'Report Text Block'
    _order = 'form_id, sequence, id'
    _rec_name = 'label'

    form_id = fields.Many2one('support.report.form', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    pillar = fields.Selection(PILLARS, string='Report Pillar')
    topic = fields.Selection(
        [('status', 'What was done'), ('result', 'Results'), ('issue', 'Issues')],
        help='Which facts of the period are offered for a draft: entries, decisions and steps of '
        'resources, or issues and needs. Empty for all.',
    )
    group_label = fields.Char(string='Group', required=True, help='As printed on the form.')
    label = fields.Char(string='Heading', required=True, help='As printed on the form.')

    @api.depends('group_label', 'label')
    def _compute_display_name(self):
        for block in self:
            block.display_name = f'{block.group_label or ""}{block.label or ""}'

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        # A heading added later has its text in the reports not yet submitted.
        self.env['support.report'].sudo().search(
            [('form_id', 'in', blocks.form_id.ids), ('submitted_on', '=', False)]
        )._add_texts()
        return blocks
