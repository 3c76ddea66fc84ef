# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools.image import image_data_uri


class SupportNewsletterSection(models.Model):
    """An article of a newsletter."""

    _name = 'support.newsletter.section'
    _inherit = ['support.frozen']
    _frozen_parent = 'newsletter_id'
    _description = 'Article of a Newsletter'
    _order = 'newsletter_id, sequence, id'
    _rec_name = 'heading'

    newsletter_id = fields.Many2one(
        'support.newsletter', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='newsletter_id.company_id', store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=30)
    kind = fields.Selection(
        [
            ('meeting', 'Meeting'),
            ('resources', 'Begun in the area'),
            ('next', 'Next meeting'),
            ('own', 'Own article'),
        ],
        required=True,
        default='own',
        readonly=True,
    )
    meeting_id = fields.Many2one(
        'support.meeting',
        string='From',
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
        help='The meeting it was drafted from.',
    )
    heading = fields.Char(required=True)
    body = fields.Text(string='Text')
    image = fields.Image(
        string='Picture',
        max_width=1200,
        max_height=1200,
        help='With the consent of whoever can be recognised in it.',
    )

    def _printed(self):
        """Return the article as it is printed; the picture stands in the page itself."""
        self.ensure_one()
        return {
            'heading': self.heading,
            'body': (self.body or '').strip(),
            'image': image_data_uri(self.image) if self.image else '',
        }
