# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import html2plaintext
from odoo.tools.pdf import PdfFileReader

from odoo.addons.support_council.models.support_council import PLANNED_STATES
from odoo.addons.support_council.tools.canonical import checksum
from odoo.addons.support_council.tools.japanese_date import (
    format_date,
    format_span,
    format_weekday,
)
from odoo.addons.support_council.tools.pdf import is_available
from odoo.addons.support_council.tools.text_guard import find_personal_data

TEMPLATE = 'support_reports.newsletter_paper'
# Conferences on single cases hold personal data; nothing of them is told.
UNTOLD_KINDS = ('case_care',)
MONTHS = 3
MOST_PAGES = 2


class SupportNewsletter(models.Model):
    """協議体だより: what a council decided and does, as a leaflet for the people of its area.

    Drafted from what came of the non-internal items of confirmed meetings, then edited by people.
    Issuing keeps the file as it was handed out.
    """

    _name = 'support.newsletter'
    _inherit = [
        'support.frozen',
        'support.audited',
        'support.text.guarded',
        'support.area.bound',
    ]
    _description = 'Council Newsletter'
    _order = 'date_to desc, id desc'
    _rec_name = 'title'
    _rec_names_search = ['title', 'council_id.name']
    _check_company_auto = True
    _audit_fields = ('title', 'number', 'date_from', 'date_to', 'state')
    _guarded_text_fields = ('title', 'lead')
    _sight_fields = ('area_id', 'council_id')

    council_id = fields.Many2one(
        'support.council', required=True, index=True, ondelete='restrict', check_company=True
    )
    company_id = fields.Many2one(
        related='council_id.company_id', store=True, precompute=True, index=True
    )
    area_id = fields.Many2one(related='council_id.area_id', store=True, precompute=True, index=True)
    title = fields.Char(
        compute='_compute_title', store=True, precompute=True, readonly=False, required=True
    )
    number = fields.Integer(
        string='Issue No.',
        compute='_compute_number',
        store=True,
        precompute=True,
        readonly=False,
        aggregator=None,
    )
    date_from = fields.Date(
        string='From',
        compute='_compute_period',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date_to = fields.Date(
        string='Until',
        compute='_compute_period',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date = fields.Date(string='Date of Issue', copy=False, help='The day of issuing when empty.')
    lead = fields.Text(string='Greeting', help='A few words that stand above everything.')
    section_ids = fields.One2many(
        'support.newsletter.section', 'newsletter_id', string='Articles', copy=True
    )
    publisher = fields.Text(
        default=lambda self: self.env.company._support_sender(),
        help='Who publishes it and where to ask, one line each, as it is printed.',
    )
    user_id = fields.Many2one(
        'res.users',
        string='In Charge',
        default=lambda self: self.env.user,
        check_company=True,
        ondelete='restrict',
    )
    state = fields.Selection(
        [('draft', 'Draft'), ('issued', 'Issued')],
        required=True,
        default='draft',
        index=True,
        readonly=True,
        copy=False,
    )
    issued_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')
    attachment_id = fields.Many2one(
        'ir.attachment', string='File', readonly=True, copy=False, ondelete='restrict'
    )
    checksum = fields.Char(string='SHA-256', readonly=True, copy=False)
    left_out = fields.Char(
        compute='_compute_left_out', help='What of the period is not told, and why.'
    )

    _number_uniq = models.UniqueIndex(
        '(council_id, number) WHERE number > 0',
        'The council has an issue of this number already. Choose another number.',
    )
    _period_order = models.Constraint(
        'CHECK(date_from <= date_to)', 'The period ends before it begins. Correct its dates.'
    )

    # ---- Computes ----

    @api.depends('council_id')
    def _compute_title(self):
        for letter in self:
            council = letter.council_id
            if council and not letter.title:
                paper = letter.env['ir.actions.report']._for_paper().env
                letter.title = paper._('%(council)s News', council=council.nickname or council.name)

    @api.depends('council_id')
    def _compute_number(self):
        for letter in self:
            letter.number = letter._issues().sorted('number')[-1:].number + 1

    @api.depends('council_id')
    def _compute_period(self):
        """Propose the time since the last issue, else the last three months."""
        for letter in self:
            today = (letter.company_id or self.env.company)._support_today()
            last = letter._issues().sorted('date_to')[-1:].date_to
            if last and last < today:
                letter.date_from = last + relativedelta(days=1)
            else:
                letter.date_from = today - relativedelta(months=MONTHS)
            letter.date_to = today

    def _issues(self):
        """Return the other issues of the council, whoever may read them."""
        return self.sudo().search(
            [('council_id', '=', self.council_id.id), ('id', 'not in', self._origin.ids)]
        )

    @api.depends('title', 'number')
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = (
                self.env._('%(title)s No. %(number)s', title=letter.title, number=letter.number)
                if letter.number
                else letter.title
            )

    @api.depends('council_id', 'date_from', 'date_to', 'section_ids.meeting_id')
    def _compute_left_out(self):
        for letter in self:
            letter.left_out = letter._left_out_label() if letter.council_id else False

    @api.depends('title', 'lead', 'section_ids.heading', 'section_ids.body')
    def _compute_text_warning(self):
        return super()._compute_text_warning()

    def _guarded_text(self):
        sections = (f'{section.heading}\n{section.body or ""}' for section in self.section_ids)
        return '\n'.join([super()._guarded_text(), *sections])

    # ---- Frozen ----

    def _is_frozen(self):
        return self.state == 'issued'

    def _frozen_remedy(self):
        return self.env._('Correct it in the next issue.')

    def _broken_parts(self):
        broken = super()._broken_parts()
        if checksum(self.attachment_id.raw or b'') != self.checksum:
            broken.append(self.attachment_id.name or self.title)
        return broken

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_issue_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_issue_fields(vals)
        return super().write(vals)

    def _check_issue_fields(self, vals):
        refused = {'state', 'issued_by_id', 'attachment_id', 'checksum'} & vals.keys()
        if refused and not self._is_thawed() and vals.get('state') != 'draft':
            raise UserError(self.env._('Press "Issue" to issue a newsletter.'))

    # ---- What can be told ----

    def _meetings_domain(self):
        """Return the domain of the council's confirmed meetings of the period."""
        return Domain(
            [
                ('link_ids.council_id', '=', self.council_id.id),
                ('state', '=', 'confirmed'),
                ('date', '>=', self.date_from),
                ('date', '<=', self.date_to),
                ('kind_id.code', 'not in', UNTOLD_KINDS),
            ]
        )

    def _own_lines(self, meetings):
        """Return the items of meetings that do not belong to another council of a joint one."""
        return meetings.agenda_ids.filtered(
            lambda line: not line.council_id or line.council_id == self.council_id
        )

    def _shareable_lines(self, meetings):
        """Return the items that can be told: nothing internal, nothing that may be personal."""
        names = self._known_person_names()
        return self._own_lines(meetings).filtered(
            lambda line: (
                not line.is_internal
                and not find_personal_data(f'{line.name}\n{line.outcome_text or ""}', names)
            )
        )

    def _told_lines(self, meetings):
        return self._shareable_lines(meetings).filtered('outcome_text')

    def _public_decisions(self, meeting):
        """Return what was decided, of minutes that are open to the public as a whole."""
        if not meeting.minutes_public or any(meeting.agenda_ids.mapped('is_internal')):
            return ''
        text = html2plaintext(meeting.decided or '').strip()
        return '' if find_personal_data(text, self._known_person_names()) else text

    def _left_out_label(self):
        """Return how much of the period is not told, for whoever edits."""
        meetings = self.env['support.meeting']
        confirmed = meetings.search(self._meetings_domain())
        lines = self._own_lines(confirmed).filtered('outcome_text')
        internal = len(lines.filtered('is_internal'))
        personal = len(lines) - internal - len(self._told_lines(confirmed))
        open_minutes = meetings.search_count(
            [
                ('link_ids.council_id', '=', self.council_id.id),
                ('state', 'in', ('held', 'drafted')),
                ('date', '>=', self.date_from),
                ('date', '<=', self.date_to),
            ]
        )
        parts = [
            self.env._('internal items: %(number)s', number=internal) if internal else '',
            self.env._(
                'items with what may be personal data: %(number)s',
                number=personal,
            )
            if personal
            else '',
            self.env._('meetings without confirmed minutes: %(number)s', number=open_minutes)
            if open_minutes
            else '',
        ]
        return self.env._(', ').join(filter(None, parts)) or False

    # ---- Draft ----

    def action_draft(self):
        """Add the articles that the period gives and that are not there yet.

        :raises UserError: when nothing can be told
        """
        self.ensure_one()
        self._check_not_frozen()
        paper = self.env['ir.actions.report']._for_paper()
        vals_list = self.with_env(paper.env)._prepare_sections()
        if not vals_list and not self.section_ids:
            raise UserError(
                self.env._(
                    'Nothing of this period can be told yet: no confirmed minutes with an outcome '
                    'that is not internal. Confirm the minutes, choose another period, or write '
                    'articles of your own.'
                )
            )
        self.section_ids = [Command.create(vals) for vals in vals_list]

    def _prepare_sections(self):
        """Return the values of the articles to add, in the language of the papers."""
        known = self.section_ids
        meetings = self.env['support.meeting'].search(
            self._meetings_domain() & Domain('id', 'not in', known.meeting_id.ids),
            order='date, id',
        )
        sections = [self._prepare_meeting(meeting) for meeting in meetings]
        kinds = set(known.mapped('kind'))
        if 'resources' not in kinds:
            sections.append(self._prepare_resources())
        if 'next' not in kinds:
            sections.append(self._prepare_next())
        return [vals for vals in sections if vals]

    def _prepare_meeting(self, meeting):
        words = {
            'decision': self.env._('What was decided'),
            'action': self.env._('What we set out to do'),
            'information': self.env._('What was reported'),
            False: self.env._('What was talked about'),
        }
        lines = self._told_lines(meeting).grouped('outcome')
        parts = [
            f'【{words[outcome]}】\n'
            + '\n'.join(f'・{line.name}：{line.outcome_text.strip()}' for line in lines[outcome])
            for outcome in words
            if outcome in lines
        ]
        if not parts and (decided := self._public_decisions(meeting)):
            parts = [f'【{words["decision"]}】\n{decided}']
        if not parts:
            return None
        return {
            'kind': 'meeting',
            'sequence': 10,
            'meeting_id': meeting.id,
            'heading': meeting.name,
            'body': '\n'.join(
                ['　'.join(filter(None, [meeting.date_label, meeting.place])), *parts]
            ),
        }

    def _prepare_resources(self):
        """Return the article on activities that began or began again, as far as all may know."""
        areas = (self.council_id.area_id | self.council_id.area_ids).ids
        steps = self.env['support.resource.event'].search(
            [
                ('resource_id.area_id', 'child_of', areas),
                ('resource_id.visibility', '=', 'public'),
                ('resource_id.state', 'in', ('known', 'supported')),
                ('kind', 'in', ('created', 'resumed')),
                ('date', '>=', self.date_from),
                ('date', '<=', self.date_to),
            ],
            order='date, id',
        )
        names = self._known_person_names()
        lines = []
        for resource in steps.resource_id:
            facts = '、'.join(filter(None, [resource.schedule_text, resource.place]))
            text = f'・{resource.name}（{facts}）' if facts else f'・{resource.name}'
            if not find_personal_data(text, names):
                lines.append(text)
        return lines and {
            'kind': 'resources',
            'sequence': 50,
            'heading': self.env._('Begun in our area'),
            'body': '\n'.join(lines),
        }

    def _prepare_next(self):
        """Return the article on the next meeting of the council."""
        meeting = self.env['support.meeting'].search(
            [
                ('link_ids.council_id', '=', self.council_id.id),
                ('state', 'in', PLANNED_STATES),
                ('date', '>', self.date_to),
                ('kind_id.code', 'not in', UNTOLD_KINDS),
            ],
            order='date, id',
            limit=1,
        )
        if not meeting:
            return None
        local = meeting.company_id._support_local_datetime
        when = meeting.date_label
        if meeting.start:
            when = format_span(local(meeting.start), meeting.stop and local(meeting.stop))
        elif meeting.date_precision == 'day':
            when = format_weekday(meeting.date)
        topics = meeting.agenda_ids.filtered(
            lambda line: (
                not line.is_internal
                and line.council_id in (line.council_id.browse(), self.council_id)
            )
        )
        lines = [
            f'{meeting.name}　{when}',
            meeting.place and self.env._('Place: %(place)s', place=meeting.place),
            topics and self.env._('Topics: %(topics)s', topics='、'.join(topics.mapped('name'))),
        ]
        return {
            'kind': 'next',
            'sequence': 60,
            'heading': self.env._('Next time'),
            'body': '\n'.join(filter(None, lines)),
        }

    # ---- Paper ----

    def _paper(self):
        """Return the leaflet as it is printed.

        :return: dict with ``title``, ``number``, ``date``, ``mark``, ``lead``, ``sections``
            (``heading``, ``body``, ``image`` as a data URI or ''), ``publisher``
        """
        self.ensure_one()
        words = self.env['ir.actions.report']._for_paper().env
        day = self.date or self.company_id._support_today()
        return {
            'title': self.title,
            'number': words._('No. %(number)s', number=self.number) if self.number else '',
            'date': words._('Issued on %(date)s', date=format_date(day)),
            'mark': '' if self.state == 'issued' else words._('Draft'),
            'lead': (self.lead or '').strip(),
            'sections': [section._printed() for section in self.section_ids.sorted()],
            'publisher': (self.publisher or '').strip(),
            'publisher_label': words._('Published by'),
        }

    def _render(self, data):
        """Return the leaflet as ``(bytes, kind)``; HTML where this server cannot write PDF."""
        papers = self.env['ir.actions.report']
        if is_available():
            return papers._render_paper_pdf(
                TEMPLATE, {'paper': data}, {'title': data['title']}
            ), 'pdf'
        return papers._render_paper_html(TEMPLATE, {'paper': data}).encode(), 'html'

    def action_print(self):
        """Open the leaflet: the file as issued, else one of now."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/newsletter/{self.id}',
            'target': 'new',
        }

    def _file(self):
        """Return ``(name, bytes, kind)``: the file as issued, else one of now."""
        self.ensure_one()
        self.check_access('read')
        if self.attachment_id:
            file = self.sudo().attachment_id
            return file.name, file.raw, 'pdf' if file.name.endswith('.pdf') else 'html'
        content, kind = self._render(self._paper())
        return self._file_name(kind), content, kind

    def _file_name(self, kind):
        number = f'_{self.number}' if self.number else ''
        return f'{self.title}{number}.{kind}'.replace('/', '-')

    def action_issue(self):
        """Issue the leaflet: from now on it stays as it is, with its file.

        :raises UserError: when it is empty, names a resident on record, or is too long
        """
        self.ensure_one()
        self.check_access('write')
        self.lock_for_update()
        self._check_not_frozen()
        if not any(section.body for section in self.section_ids):
            raise UserError(
                self.env._('“%(title)s” has no article yet. Draft or write one.', title=self.title)
            )
        self._check_no_names()
        self.date = self.date or self.company_id._support_today()
        content, kind = self._render({**self._paper(), 'mark': ''})
        if kind == 'pdf':
            self._check_length(content)
        attachment = (
            self.env['ir.attachment']
            .sudo()
            .create(
                {
                    'name': self._file_name(kind),
                    'raw': content,
                    'res_model': self._name,
                    'res_id': self.id,
                }
            )
        )
        self._thaw().write(
            {
                'state': 'issued',
                'issued_by_id': self.env.uid,
                'attachment_id': attachment.id,
                'checksum': checksum(content),
            }
        )

    def _check_no_names(self):
        """Refuse while somebody on record who does not act in public is named.

        :raises UserError: with the names
        """
        found = find_personal_data(self._guarded_text(), self._known_person_names())
        names = [excerpt for kind, excerpt in found if kind == 'name']
        if names:
            raise UserError(
                self.env._(
                    '“%(title)s” names people: %(names)s. A newsletter names no residents; write '
                    'a post or leave them out.',
                    title=self.title,
                    names=', '.join(names),
                )
            )

    def _check_length(self, content):
        """Refuse a leaflet of more than two pages.

        :raises UserError: with the number of pages
        """
        pages = PdfFileReader(io.BytesIO(content), strict=False).getNumPages()
        if pages > MOST_PAGES:
            raise UserError(
                self.env._(
                    '“%(title)s” has %(pages)s pages. It is handed out on at most %(most)s; '
                    'shorten the articles or leave some for the next issue.',
                    title=self.title,
                    pages=pages,
                    most=MOST_PAGES,
                )
            )
