# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .support_council_seat import HONORIFICS


class SupportLetterAddressee(models.Model):
    """To whom a letter goes, as it stands on the paper. One page each."""

    _name = 'support.letter.addressee'
    _inherit = ['support.frozen']
    _frozen_parent = 'letter_id'
    _description = 'Addressee of a Letter'
    _order = 'letter_id, sequence, id'

    letter_id = fields.Many2one('support.letter', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='letter_id.company_id', store=True, index=True)
    council_id = fields.Many2one(
        'support.council',
        readonly=True,
        ondelete='restrict',
        help='Whose seat it is. A letter for a joint meeting goes to the seats of all councils.',
    )
    sequence = fields.Integer(default=10)
    organization = fields.Char(
        string='Organisation', help='First line: the organisation, where the name follows.'
    )
    name = fields.Char(
        string='Addressee',
        required=True,
        help='Post and person, or the organisation itself when it is addressed as a whole.',
    )
    honorific = fields.Selection(HONORIFICS, required=True, default='sama')

    @api.depends('organization', 'name')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._label()

    def _label(self):
        """Return the addressee on one line: 北山地区社協 会長 山田太郎 様."""
        self.ensure_one()
        honorific = dict(HONORIFICS)[self.honorific]
        return ' '.join(filter(None, [self.organization, self.name, honorific]))

    def _prepare_content(self):
        """Return the values that are printed, plain text."""
        self.ensure_one()
        return {
            'of': self.council_id.id or 0,
            'organization': self.organization or '',
            'name': self.name,
            'honorific': dict(HONORIFICS)[self.honorific],
        }
