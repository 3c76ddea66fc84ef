# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import letter_text

LETTER_KINDS = [
    ('notice', 'Notice of meeting'),
    ('invitation', 'Invitation'),
    ('called_off', 'Notice of cancellation'),
    ('postponed', 'Notice of postponement'),
    ('cover', 'Cover letter'),
]


class SupportLetterTemplate(models.Model):
    """The text from which a letter is written. Staff edit it; an update leaves it alone."""

    _name = 'support.letter.template'
    _description = 'Letter Template'
    _order = 'kind, sequence, id'

    name = fields.Char(required=True)
    kind = fields.Selection(LETTER_KINDS, required=True, default='notice')
    sequence = fields.Integer(default=10, help='The first template of a kind is proposed.')
    subject = fields.Char(required=True)
    body = fields.Text(
        string='Text',
        required=True,
        help='A line 記 is centred, 以上 stands on the right. Words in braces, such as {日時}, are '
        'taken from the meeting when the letter is printed.',
    )
    company_id = fields.Many2one(
        'res.company', help='Empty: for every office. An office prefers its own templates.'
    )
    active = fields.Boolean(default=True)

    @api.constrains('subject', 'body')
    def _check_placeholders(self):
        for template in self:
            self._check_text(template.name, template.subject, template.body)

    @api.model
    def _check_text(self, name, *texts):
        """Refuse a text with words in braces that no letter can fill.

        :param str name: of the record, for the message
        :raises ValidationError: naming the word and listing the known ones
        """
        words = self._known_placeholders()
        for text in texts:
            for word in letter_text.placeholders(text):
                if word not in words:
                    raise ValidationError(
                        self.env._(
                            '“%(record)s”: {%(word)s} cannot be filled in. Correct it to one of: '
                            '%(known)s.',
                            record=name,
                            word=word,
                            known=' '.join(f'{{{known}}}' for known in words),
                        )
                    )

    @api.model
    def _known_placeholders(self):
        """Hook: return the words in braces that letters can fill in."""
        return letter_text.PLACEHOLDERS

    @api.model
    def _get_default(self, kind, company):
        """Return the template proposed for letters of a kind: the office's own before the shared.

        :param str kind: key of ``kind``
        :param company: the office that writes
        """
        found = self.search([('kind', '=', kind), ('company_id', 'in', [company.id, False])])
        return found.sorted(lambda template: not template.company_id)[:1]
