# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..tools import japanese_date, letter_text
from .support_letter_template import LETTER_KINDS

INVITING_KINDS = ('notice', 'invitation')


class SupportLetter(models.Model):
    """発信文書: a letter that goes out for a meeting, one page to each addressee.

    While it is a draft its text follows the meeting. Other addons let letters go out for other
    records: they extend ``_about_fields``. Sending gives it the next number of the
    office and fiscal year and keeps the text, as it was printed, for good.
    """

    _name = 'support.letter'
    _inherit = ['support.dated', 'support.frozen']
    _description = 'Letter'
    _order = 'date desc, id desc'
    _rec_names_search = ['number', 'subject']
    _check_company_auto = True

    meeting_id = fields.Many2one(
        'support.meeting', index=True, ondelete='restrict', check_company=True
    )
    company_id = fields.Many2one(
        'res.company',
        compute='_compute_company_id',
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    kind = fields.Selection(LETTER_KINDS, required=True, default='notice')
    state = fields.Selection(
        [('draft', 'Draft'), ('sent', 'Sent')],
        required=True,
        default='draft',
        index=True,
        copy=False,
        readonly=True,
    )
    number = fields.Char(
        string='Letter Number', readonly=True, copy=False, help='Given when the letter is sent.'
    )
    date = fields.Date(string='Letter Date', copy=False)
    template_id = fields.Many2one(
        'support.letter.template',
        store=False,
        string='Text From',
        domain="[('kind', '=', kind), ('company_id', 'in', [company_id, False])]",
        help='Choosing a template replaces subject and text.',
    )
    subject = fields.Char(required=True)
    body = fields.Text(
        string='Text',
        required=True,
        help='A line 記 is centred, 以上 stands on the right. Words in braces, such as {日時}, are '
        'taken from the meeting when the letter is printed.',
    )
    sender = fields.Text(
        required=True,
        default=lambda self: self.env.company._support_sender(),
        help='Who writes, one line each, as it is printed.',
    )
    omit_seal = fields.Boolean(string='Without Seal', default=True, help='Prints 公印省略.')
    show_approval = fields.Boolean(
        string='Approval Boxes',
        default=lambda self: bool(self.env.company.support_approval_boxes),
        help='The file copy carries the boxes in which superiors approve.',
    )
    reply_by = fields.Date(string='Answers Until')
    user_id = fields.Many2one(
        'res.users',
        string='In Charge',
        default=lambda self: self.env.user,
        check_company=True,
        ondelete='restrict',
    )
    addressee_ids = fields.One2many(
        'support.letter.addressee', 'letter_id', string='Addressees', copy=True
    )
    addressee_count = fields.Integer(compute='_compute_addressee_count', string='Pages')
    # Holds the addressees of all councils of a joint meeting: printed by support.meeting.paper.
    content = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help='What was printed when it was sent.',
    )
    checksum = fields.Char(
        readonly=True, copy=False, help='SHA-256 over the content in canonical form.'
    )
    sent_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')

    _number_uniq = models.UniqueIndex(
        '(company_id, fiscal_year, number) WHERE number IS NOT NULL',
        'This letter number was given already. Send the letter again.',
    )

    # ---- Computes ------------------------------------------------------------------------------

    @api.model
    def _about_fields(self):
        """Hook: return the names of the fields of which one says what a letter goes out for."""
        return ('meeting_id',)

    def _about(self):
        """Return the record that the letter goes out for: one ``support.meeting`` or another."""
        self.ensure_one()
        return next((self[name] for name in self._about_fields() if self[name]), self.meeting_id)

    @api.depends(lambda self: self._about_fields())
    def _compute_company_id(self):
        for letter in self:
            letter.company_id = letter._about().company_id or self.env.company

    @api.depends('addressee_ids')
    def _compute_addressee_count(self):
        for letter in self:
            letter.addressee_count = len(letter.addressee_ids)

    @api.depends('number', 'subject', 'kind')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for letter in self:
            parts = [letter.number, kinds.get(letter.kind)]
            letter.display_name = ' '.join(part for part in parts if part)

    @api.onchange('template_id', 'kind')
    def _onchange_template_id(self):
        template = self.template_id
        if template and template.kind != self.kind:
            template = self.template_id = False
        if not template and not self.body:
            template = self.env['support.letter.template']._get_default(self.kind, self.company_id)
        if template:
            self.subject = template.subject
            self.body = template.body

    @api.constrains(lambda self: ('subject', *self._about_fields()))
    def _check_about(self):
        for letter in self:
            if sum(bool(letter[name]) for name in self._about_fields()) != 1:
                raise ValidationError(
                    self.env._(
                        'The letter “%(subject)s” does not say what it goes out for. Write it '
                        'from a meeting or a report.',
                        subject=letter.subject,
                    )
                )

    @api.constrains('subject', 'body')
    def _check_placeholders(self):
        for letter in self:
            self.env['support.letter.template']._check_text(
                letter.display_name, letter.subject, letter.body
            )

    # ---- A new letter --------------------------------------------------------------------------

    @api.model
    def _prepare_letter_values(self, meeting, kind):
        """Return the values of a draft for a meeting.

        :param meeting: one ``support.meeting``
        :param str kind: key of ``kind``
        """
        company = meeting.company_id
        template = self.env['support.letter.template']._get_default(kind, company)
        return {
            'meeting_id': meeting.id,
            'kind': kind,
            'date': company._support_today(),
            'subject': template.subject or meeting.name,
            'body': template.body or meeting.name,
            'sender': company._support_sender(),
            'show_approval': bool(company.support_approval_boxes),
            'reply_by': self._default_reply_by(meeting) if kind in INVITING_KINDS else False,
            'addressee_ids': [
                Command.create(values) for values in self._prepare_addressees(meeting)
            ],
        }

    @api.model
    def _default_reply_by(self, meeting):
        """Return the day until which answers are asked for: a week ahead, not in the past."""
        today = meeting.company_id._support_today()
        if not meeting.date or meeting.date <= today:
            return False
        return max(meeting.date - timedelta(days=7), today + timedelta(days=1))

    @api.model
    def _prepare_addressees(self, meeting):
        """Return the values of one addressee for everybody who is asked to the meeting.

        Staff delete whom the letter does not concern, and add whom else it goes to.
        """
        return [
            {
                'sequence': index,
                'council_id': person['of'] or False,
                **{key: person[key] for key in ('organization', 'name', 'honorific')},
            }
            for index, person in enumerate(self.env['support.meeting.paper']._people(meeting), 1)
        ]

    def action_refresh_addressees(self):
        """Take the addressees from the seats again."""
        self.ensure_one()
        self.addressee_ids = [
            Command.clear(),
            *(Command.create(values) for values in self._prepare_addressees(self.meeting_id)),
        ]

    # ---- Sending -------------------------------------------------------------------------------

    def _is_frozen(self):
        return self.state == 'sent'

    def _broken_parts(self):
        broken = super()._broken_parts()
        if self._frozen_checksum(self.content) != self.checksum:
            broken.append('content')
        return broken

    def _frozen_remedy(self):
        return self.env._('Duplicate it, correct the copy and send that.')

    def action_send(self):
        """Number the letter, keep it as it is printed, and move the meeting to invited."""
        self.lock_for_update()
        for letter in self:
            if letter.state != 'draft':
                raise UserError(
                    self.env._('“%(letter)s” was sent already.', letter=letter.display_name)
                )
            letter._check_complete()
            letter.number = letter._next_number()
            # Complete, whatever the person who sends sees of a joint meeting.
            content = letter.sudo()._prepare_content()
            letter.sudo().write(
                {
                    'content': content,
                    'checksum': letter._frozen_checksum(content),
                    'sent_on': fields.Datetime.now(),
                    'sent_by_id': self.env.user.id,
                    'state': 'sent',
                }
            )
            if letter.kind in INVITING_KINDS and letter.meeting_id.state == 'planned':
                letter.meeting_id.action_invite()

    def _check_complete(self):
        """Refuse to send a letter that nobody gets, or one with holes in its text.

        :raises UserError: naming what is missing and where to enter it
        """
        self.ensure_one()
        if not self.addressee_ids:
            raise UserError(
                self.env._(
                    '“%(letter)s” has no addressee. Add one, or take them from the seats.',
                    letter=self.display_name,
                )
            )
        values = self._placeholder_values()
        used = letter_text.placeholders(self.subject) + letter_text.placeholders(self.body)
        missing = [word for word in dict.fromkeys(used) if not values.get(word)]
        if missing:
            raise UserError(
                self.env._(
                    '“%(letter)s” uses %(words)s, but nothing is entered for it. Complete the '
                    'meeting or the letter, or take the words out of the text.',
                    letter=self.display_name,
                    words=' '.join(f'{{{word}}}' for word in missing),
                )
            )

    def _next_number(self):
        """Return the next number of the office in the fiscal year of the letter's date."""
        self.ensure_one()
        number = self.company_id._support_letter_sequence(self.date).next_by_id(self.date)
        return f'{self.company_id.support_letter_prefix or ""}第{number}号'

    def _number_to_come(self):
        """Return the number as a draft shows it, with room for the figure."""
        return f'{self.company_id.support_letter_prefix or ""}第　　号'

    # ---- What is printed -----------------------------------------------------------------------

    def _placeholder_values(self):
        """Return the words that stand for placeholders, str by placeholder, '' when unknown.

        宛先 is filled in for each addressee; here it is what keeps its place.
        """
        self.ensure_one()
        company = self.company_id
        facts = self.env['support.meeting.paper']._facts(self.meeting_id)
        new = facts['postponed_to']
        return {
            '宛先': '{宛先}',
            '協議体': facts['councils'],
            '会議名': self._meeting_title(facts),
            '日時': facts['when'],
            '場所': facts['place'],
            '開催方法': facts['format'],
            '議題': '\n'.join(
                f'　({number})　{topic}' for number, topic in enumerate(facts['topics'], 1)
            ),
            '理由': facts['reason'],
            '延期後の日時': new['when'],
            '延期後の場所': new['place'],
            '回答期限': japanese_date.format_weekday(self.reply_by) if self.reply_by else '',
            '事務局': company._support_office(),
            '担当': self.user_id.name or '',
            '電話': company.phone or '',
            'FAX': company.support_office_fax or '',
            '発信者': ' '.join((self.sender or '').split('\n')),
        }

    def _meeting_title(self, facts):
        """Return the title of the meeting. One that is called off is named as it was announced."""
        if self.kind in ('called_off', 'postponed'):
            announced = self.meeting_id.letter_ids.filtered(
                lambda letter: letter.state == 'sent' and letter.kind in INVITING_KINDS
            )
            if announced:
                return announced[0].sudo().content['meeting']
        return facts['title']

    def _prepare_content(self):
        """Return the letter as plain values: what is printed, and what is kept once it is sent.

        :return: dict with ``number``, ``date``, ``meeting``, ``subject``, ``body`` (filled in but
            for 宛先), ``sender`` (lines), ``omit_seal``, ``contact`` and ``addressees`` (dicts with
            ``organization``, ``name``, ``honorific``)
        """
        self.ensure_one()
        values = self._placeholder_values()
        shown = {word: value or f'〔{word}未定〕' for word, value in values.items()}
        return {
            'kind': self.kind,
            'number': self.number or '',
            'date': japanese_date.format_date(self.date),
            'meeting': values['会議名'],
            'subject': letter_text.fill(self.subject, shown),
            'body': letter_text.fill(self.body, shown),
            'sender': [line for line in (self.sender or '').split('\n') if line.strip()],
            'omit_seal': self.omit_seal,
            'contact': self._prepare_contact(values),
            'addressees': [line._prepare_content() for line in self.addressee_ids],
        }

    @api.model
    def _prepare_contact(self, values):
        """Return the lines that say whom to ask: office, person, telephone and FAX."""
        numbers = [f'{word} {values[word]}' for word in ('電話', 'FAX') if values[word]]
        person = f'担当　{values["担当"]}' if values['担当'] else ''
        return [line for line in (values['事務局'], person, '　'.join(numbers)) if line]

    def action_print(self):
        """Hand out the letter, one page to each addressee."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/support_council/letter/{self.id}.pdf',
        }

    def action_print_file_copy(self):
        """Hand out the copy for the file, with the list of addressees and the approval boxes."""
        return {**self.action_print(), 'url': f'/support_council/letter/{self.id}.pdf?inside=1'}
