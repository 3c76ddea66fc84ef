# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from odoo import api, models
from odoo.tools import html_sanitize, is_html_empty

from ..models.support_council import PLANNED_STATES
from ..models.support_letter import INVITING_KINDS
from ..tools import japanese_date, letter_text

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')

# Official words on papers and in file names, the same in every language.
LETTER_LABELS = {
    'notice': '開催通知',
    'invitation': '開催案内',
    'called_off': '中止のお知らせ',
    'postponed': '延期のお知らせ',
    'cover': '送付状',
}
PAPER_LABELS = {
    'notice': '開催通知',
    'agenda': '次第',
    'roster': '名簿',
    'sheet': '受付名簿',
    'reply': '出欠回答書',
    'cards': '名札',
    'minutes': '会議録',
    'called_off': '中止のお知らせ',
    'bundle': '書類一式',
}
# In the order of use: sent, handed out, signed, written.
BUNDLE = ('notice', 'reply', 'agenda', 'roster', 'sheet', 'cards', 'minutes')

_GROUPS = {'member': '委員', 'secretariat': '事務局', 'other': 'その他'}
# Remarks behind the names of those who came; in writing, those who answered.
_PRESENT = {
    'present': '',
    'late': '遅参',
    'left_early': '早退',
    'proxy': '代理',
    'answered': '',
}
_ABSENT = ('excused', 'absent', 'no_answer')
_MINUTES_SECTIONS = (
    ('【報告事項】', 'reported', ('information',)),
    ('【協議・検討事項】', 'discussed', ('', 'action')),
    ('【決定事項】', 'decided', ('decision',)),
)
_KEPT_OF_PEOPLE = ('of', 'affiliation', 'person', 'group', 'status', 'proxy')
_NO_ANSWER = {'answer': '', 'status': '', 'proxy': ''}
# Points: the width of a name card between its margins, and the sizes of names on it.
_CARD_WIDTH, _CARD_SMALLEST, _CARD_LARGEST = 232, 13, 32
# A draft without addressees still shows how it will look.
_TO_NOBODY = {'organization': '', 'name': '', 'honorific': ''}


class SupportMeetingPaper(models.AbstractModel):
    """Builder of every paper of a meeting: plain values in, templates print them.

    All questions to the database are asked here, as the user who prints, and as often for forty
    members as for four.
    """

    _name = 'support.meeting.paper'
    _description = 'Papers of a Meeting'

    # ---- What every paper says -----------------------------------------------------------------

    @api.model
    def _facts(self, meeting, shared=True):
        """Return what every paper says of a meeting, str by name and '' when unknown.

        :param bool shared: leave out the topics that are internal
        :return: dict with ``title``, ``name``, ``number``, ``councils``, ``when``, ``place``,
            ``format``, ``reason``, ``topics`` (list) and ``postponed_to`` (dict with ``when`` and
            ``place``)
        """
        meeting = self._on_paper(meeting)
        later = self._postponed_to(meeting)
        return {
            'title': self._title(meeting),
            'name': self._name_of(meeting),
            'number': self._number(meeting),
            'councils': '、'.join(
                self._council_name(link.council_id) for link in self._links(meeting)
            ),
            'when': self._when(meeting),
            'place': self._place(meeting),
            'format': dict(meeting._fields['format']._description_selection(meeting.env))[
                meeting.format
            ],
            'reason': meeting.cancel_reason or '',
            'topics': [line.name for line in self._agenda_lines(meeting, shared)],
            'postponed_to': {'when': self._when(later), 'place': self._place(later)},
        }

    @api.model
    def _links(self, meeting):
        """Return the councils' rows that the user sees, with their councils' names readable.

        Whoever sees a joint meeting sees whose it is, also where a council is not his to open.
        """
        return meeting.link_ids.sorted('id').sudo()

    @api.model
    def _agenda_lines(self, meeting, shared):
        lines = meeting.agenda_ids.sorted(lambda line: (line.sequence, line.id))
        return lines.filtered(lambda line: not line.is_internal) if shared else lines

    @api.model
    def _on_paper(self, records):
        """Return the records in the language of the papers."""
        return records.with_env(
            records.env(context=self.env['ir.actions.report']._for_paper().env.context)
        )

    @api.model
    def _postponed_to(self, meeting):
        """Return the meeting that takes the place of a postponed one, maybe empty."""
        return meeting.postponed_to_ids[:1]

    @api.model
    def _council_name(self, council):
        return council.nickname or council.name

    @api.model
    def _name_of(self, meeting):
        """Return the name; one that is named by nothing but its kind also says whose it is."""
        links = self._links(meeting)
        if meeting.name == meeting.kind_id.name and len(links) == 1:
            return f'{self._council_name(links.council_id)} {meeting.name}'
        return meeting.name or ''

    @api.model
    def _title(self, meeting):
        """Return the name as papers show it: 令和8年度第1回 北山支え合い協議体会議."""
        links = self._links(meeting)
        number = self._link_number(links) if len(links) == 1 else ''
        return f'{number} {self._name_of(meeting)}'.strip()

    @api.model
    def _link_number(self, link):
        """Return 第3回, or 平成28年度第1回 where numbers begin anew each fiscal year."""
        if not link.number:
            return ''
        year = japanese_date.format_fiscal_year(link.number_year) if link.number_year else ''
        return f'{year}第{link.number}回'

    @api.model
    def _number(self, meeting):
        """Return the numbers of a meeting; a joint one carries one in each of its councils."""
        links = self._links(meeting)
        if len(links) == 1:
            return self._link_number(links)
        return '、'.join(
            f'{self._council_name(link.council_id)} {self._link_number(link)}'
            for link in links
            if link.number
        )

    @api.model
    def _when(self, meeting):
        """Return day and hours in office time, as exactly as they are known."""
        if not meeting:
            return ''
        if meeting.start:
            local = meeting.company_id._support_local_datetime
            return japanese_date.format_span(
                local(meeting.start), local(meeting.stop) if meeting.stop else None
            )
        if meeting.date_precision != 'day' or meeting.date_to:
            return meeting.date_label
        return japanese_date.format_weekday(meeting.date)

    @api.model
    def _place(self, meeting):
        """Return the place; a meeting without one says how it is held."""
        return meeting.place or {'online': 'オンライン', 'written': '書面開催'}.get(
            meeting.format, ''
        )

    # ---- Who is asked, who came ----------------------------------------------------------------

    @api.model
    def _people(self, meeting):
        """Return everybody on the attendance list that the user sees, in its order.

        :return: list of dicts: ``number`` (of the seat, 0 for a guest), ``of`` (id of
            the council that decides who sees the line, or 0), ``council`` (as printed),
            ``organization``, ``name`` and ``honorific`` (see ``support.council.seat``),
            ``affiliation`` (organisation and post), ``person``, ``group`` (member, secretariat,
            other), ``answer``, ``status`` and ``proxy``
        """
        # Who may see a line may see what stands on it, as on the screen.
        lines = meeting.attendance_ids.sorted(lambda line: (line.sequence, line.id)).sudo()
        if lines:
            return [self._person_of_line(line) for line in lines]
        holders = meeting._seat_holders().items()
        return [
            {**self._person_of_seat(seat, member, number), **_NO_ANSWER}
            for number, (seat, member) in enumerate(holders, 1)
        ]

    @api.model
    def _person_of_line(self, line):
        answer = {
            'answer': line.answer or '',
            'status': line.status or '',
            'proxy': line.proxy_name or '',
        }
        if line.seat_id:
            return {
                **self._person_of_seat(line.seat_id, line.member_id, line.seat_number),
                **answer,
            }
        return {
            'number': 0,
            'of': line.council_id.id or 0,
            'council': '',
            'organization': '',
            'name': line.name,
            'honorific': 'sama',
            'affiliation': '',
            'person': line.name,
            'group': 'other',
            **answer,
        }

    @api.model
    def _person_of_seat(self, seat, member, number):
        addressee = seat._prepare_addressee(member)
        return {
            'number': number,
            'of': seat.council_id.id,
            'council': self._council_name(seat.council_id),
            **addressee,
            'affiliation': ' '.join(filter(None, [seat.organization_id.name, seat.post])),
            'person': member.person_id.name or '',
            'group': 'secretariat' if seat.kind == 'secretariat' else 'member',
        }

    # ---- The papers ----------------------------------------------------------------------------

    @api.model
    def _build(self, meeting, shared=True):
        """Return all that the papers of a meeting print, as one dict of plain values.

        :param meeting: one ``support.meeting``
        :param bool shared: for people outside: without what is internal
        :return: dict with ``meeting`` (see :meth:`_facts`), ``office``, ``people`` (see
            :meth:`_people`), ``agenda``, ``last`` (decisions of the last meeting and homework),
            ``reply`` and ``minutes``
        """
        meeting = self._on_paper(meeting)
        return {
            'shared': shared,
            'meeting': self._facts(meeting, shared),
            'office': self._office(meeting.company_id),
            'people': self._people(meeting),
            'is_joint': len(meeting.link_ids) > 1,
            'agenda': self._agenda(meeting, shared),
            'last': self._last(meeting, shared),
            'reply': self._reply(meeting),
            'minutes': self._minutes(meeting, shared),
        }

    @api.model
    def _office(self, company):
        """Return the office as sender and as receiver of answers."""
        return {
            'name': company.name,
            'section': company._support_office(),
            'phone': company.phone or '',
            'fax': company.support_office_fax or '',
            'approval': company._support_approval_boxes(),
        }

    @api.model
    def _agenda(self, meeting, shared):
        """Return the items of the agenda; hours of the clock only for those who lead through it."""
        clock = meeting.start and meeting.company_id._support_local_datetime(meeting.start)
        items = []
        for line in self._agenda_lines(meeting, shared):
            items.append(
                {
                    'topic': line.name,
                    'note': line.note or '',
                    'presenter': line.presenter or '',
                    'minutes': line.minutes,
                    'begins': f'{clock:%H:%M}' if clock and line.minutes else '',
                    'is_internal': line.is_internal,
                }
            )
            clock = clock and clock + timedelta(minutes=line.minutes)
        return items

    @api.model
    def _last(self, meeting, shared):
        """Return what the last meeting decided, and the homework that was left.

        :return: dict with ``title``, ``when``, ``decided`` (HTML), ``decisions`` (lines of the
            agenda) and ``homework`` (dicts with ``what``, ``who``, ``by``, ``is_done``)
        """
        councils = meeting.link_ids.council_id
        last = councils._last_held_meeting(meeting.date, meeting) if councils else meeting.browse()
        homework = meeting.homework_ids
        if shared:
            homework = homework.filtered(self._is_shared_homework)
        return {
            'title': self._title(last) if last else '',
            'when': self._when(last),
            'decided': self._html(last.decided),
            'decisions': [
                f'{line.name}　{line.outcome_text or ""}'
                for line in self._agenda_lines(last, shared)
                if line.outcome == 'decision'
            ],
            'homework': [self._homework(action) for action in homework],
        }

    @api.model
    def _is_shared_homework(self, action):
        """Tell whether people outside know of a to-do: a meeting gave it, on an item they see."""
        return bool(action.meeting_id) and not action.agenda_id.sudo().is_internal

    @api.model
    def _homework(self, action):
        return {
            'of': action.sudo().council_id.id or 0,
            'what': action.name,
            'who': action.sudo().coordinator_id.person_id.name or action.responsible or '',
            'by': japanese_date.format_date(action.date_deadline),
            'is_done': action.state == 'done',
            'is_internal': action.agenda_id.sudo().is_internal,
        }

    @api.model
    def _reply(self, meeting):
        """Return until when answers are asked for: as the last letter says that tells of it."""
        day = meeting._inviting_letters()[:1].reply_by
        return {'until': japanese_date.format_weekday(day) if day else ''}

    # ---- Minutes -------------------------------------------------------------------------------

    @api.model
    def _minutes(self, meeting, shared):
        """Return the minutes as printed: of the confirmed version, else as they stand today."""
        version = meeting.version_ids[:1] if meeting.state == 'confirmed' else False
        if version:
            return self._minutes_of_version(version, shared)
        return {
            **self._minutes_paper(meeting._prepare_minutes(), shared),
            'is_blank': meeting.state in PLANNED_STATES,
            'mark': '' if meeting.state in PLANNED_STATES else '案',
            'corrections': [],
        }

    @api.model
    def _minutes_of_version(self, version, shared):
        """Return confirmed minutes as printed, as far as the user may see them."""
        content = self._visible_content(version.meeting_id, version.sudo().content)
        return {
            **self._minutes_paper(content, shared),
            'is_blank': False,
            'mark': self._version_mark(version.number),
            'corrections': [
                f'{japanese_date.format_date(correction.date)}　{correction.text}'
                for correction in version.correction_ids
            ],
        }

    @api.model
    def _visible_content(self, meeting, content):
        """Return of confirmed minutes what the user may see, as the rules say for the lines.

        Whoever is limited to another area than the leading one sees of a joint meeting what
        concerns all, and his own councils.
        """
        if self._sees_all(meeting):
            return content
        # Ids, because names change after minutes were confirmed.
        councils = {0, *meeting.link_ids.council_id._filtered_access('read').ids}
        head = content['paper']
        return {
            **content,
            'agenda': [line for line in content['agenda'] if line['of'] in councils],
            'paper': {
                **head,
                'people': [person for person in head['people'] if person['of'] in councils],
                'homework': [action for action in head['homework'] if action['of'] in councils],
            },
        }

    @api.model
    def _sees_all(self, meeting):
        """Tell whether the user sees all of a joint meeting: who is not limited, or leads it."""
        limited = self.env['support.area']._is_sight_limited()
        return not limited or meeting.area_id.id in self.env.user._support_area_ids()

    @api.model
    def _version_mark(self, number):
        return f'第{number}版' if number > 1 else ''

    @api.model
    def _minutes_head(self, meeting):
        """Return what the head of the minutes says, names as text, to be kept with them.

        :return: dict of str, bool, int and lists, JSON as it is
        """
        meeting = self._on_paper(meeting)
        facts = self._facts(meeting, shared=False)
        day = meeting.next_date
        return {
            **{key: facts[key] for key in ('name', 'number', 'when', 'place', 'format', 'title')},
            'is_public': meeting.is_public,
            'minutes_public': meeting.minutes_public,
            'observers': meeting.observers,
            'staff': self._staff(meeting),
            'documents': meeting.handout_ids.mapped('name'),
            'people': [
                {key: person[key] for key in _KEPT_OF_PEOPLE} for person in self._people(meeting)
            ],
            'homework': [self._homework(action) for action in meeting.action_ids],
            'next': '　'.join(
                filter(
                    None,
                    [japanese_date.format_weekday(day) if day else '', meeting.next_theme],
                )
            ),
        }

    @api.model
    def _staff(self, meeting):
        """Return who was in charge: the coordinators by their local title, else the clerk."""
        # Their names stand on the paper, also of those from another area.
        names = '、'.join(meeting.sudo().coordinator_ids.mapped('person_id.name'))
        if not names:
            return meeting.user_id.sudo().name or ''
        link = self._links(meeting)[:1]
        title = (
            link.council_id._coordinator_title()
            if link
            else self.env['support.coordinator']._office_title(meeting.company_id)
        )
        return f'{title}　{names}'

    @api.model
    def _minutes_paper(self, content, shared):
        """Return the minutes as the template prints them.

        :param dict content: of ``support.meeting._prepare_minutes``, today's or a version's
        :param bool shared: leave out the items that are internal
        """
        head = content['paper']
        lines = [
            {**line, 'topic': f'【内部】{line["topic"]}' if line['is_internal'] else line['topic']}
            for line in content['agenda']
            if not (shared and line['is_internal'])
        ]
        outcomes = {}
        for line in lines:
            if line['outcome_text']:
                outcomes.setdefault(line['outcome'], []).append(line)
        return {
            'head': {key: head[key] for key in head if key not in ('people', 'homework')},
            'topics': [line['topic'] for line in lines],
            'present': self._present(head['people']),
            'absent': [
                self._absentee(person) for person in head['people'] if person['status'] in _ABSENT
            ],
            'headcount': self._headcount(content),
            'sections': [
                {
                    'title': title,
                    'text': self._html(content[key]),
                    'lines': [line for outcome in kinds for line in outcomes.get(outcome, [])],
                }
                for title, key, kinds in _MINUTES_SECTIONS
            ],
            'homework': [
                action for action in head['homework'] if not (shared and action['is_internal'])
            ],
        }

    @api.model
    def _html(self, text):
        """Return HTML that may be printed as it is; '' where it shows nothing."""
        return '' if is_html_empty(text) else html_sanitize(text)

    @api.model
    def _present(self, people):
        """Return who came, by group: list of ``(label, [names])`` without the empty groups."""
        groups = []
        for group, label in _GROUPS.items():
            names = [
                self._attendee(person)
                for person in people
                if person['group'] == group and person['status'] in _PRESENT
            ]
            if names:
                groups.append((label, names))
        return groups

    @api.model
    def _attendee(self, person):
        name = ' '.join(filter(None, [person['affiliation'], person['person']]))
        remark = _PRESENT[person['status']]
        if person['status'] == 'proxy' and person['proxy']:
            remark = f'{remark} {person["proxy"]}'
        return f'{name}（{remark}）' if remark else name

    @api.model
    def _absentee(self, person):
        return ' '.join(filter(None, [person['affiliation'], person['person']]))

    @api.model
    def _headcount(self, content):
        if not content['headcount']:
            return ''
        return f'{"約" if content["headcount_is_approx"] else ""}{content["headcount"]}人'

    # ---- Letters -------------------------------------------------------------------------------

    @api.model
    def _letter_paper(self, letter, inside=False):
        """Return a letter as its template prints it: as it was sent, or as it stands today.

        :param letter: one ``support.letter``
        :param bool inside: the copy for the file, with approval boxes and a list of addressees
        :return: the dict of ``support.letter._prepare_content``, with ``blocks`` and ``pages``
            (addressees, each with its ``blocks``), ``approval`` (names of boxes), ``inside``
            and ``draft``
        """
        letter = self._on_paper(letter)
        content = self._visible_letter(letter)
        return {
            **content,
            'number': content['number'] or letter._number_to_come(),
            'inside': inside,
            'draft': letter.state == 'draft',
            'approval': letter.company_id._support_approval_boxes() if letter.show_approval else [],
            'blocks': letter_text.blocks(letter_text.fill(content['body'], {'宛先': '各位'})),
            'pages': [
                {**to, 'blocks': self._letter_blocks(content['body'], to)}
                for to in content['addressees'] or [_TO_NOBODY]
            ],
        }

    @api.model
    def _visible_letter(self, letter):
        """Return a letter as it was sent, or as it stands, to the addressees whom the user sees."""
        content = letter.sudo().content
        if not content:
            return letter._prepare_content()
        meeting = letter.meeting_id
        if self._sees_all(meeting):
            return content
        councils = {0, *meeting.link_ids.council_id._filtered_access('read').ids}
        return {
            **content,
            'addressees': [to for to in content['addressees'] if to['of'] in councils],
        }

    @api.model
    def _letter_blocks(self, body, to):
        name = f'{to["organization"]} {to["name"]} {to["honorific"]}'.strip()
        return letter_text.blocks(letter_text.fill(body, {'宛先': name}))

    @api.model
    def _letter_part(self, letter, inside=False):
        """Return a letter as one part of a document."""
        return {
            'template': 'support_council.letter_pages',
            'values': self._letter_paper(letter, inside),
            'mark': '',
        }

    @api.model
    def _letter_file(self, letter, inside=False):
        """Return a letter as a document: dict with ``name``, ``parts`` and ``metadata``."""
        part = self._letter_part(letter, inside)
        label = f'{self._letter_label(letter)}{"（控）" if inside else ""}'
        return self._document(letter._about(), part['values']['meeting'], label, [part])

    @api.model
    def _letter_label(self, letter):
        """Hook: return how a letter is called in the name of its file."""
        return LETTER_LABELS[letter.kind]

    @api.model
    def _letter_of(self, meeting, kinds):
        """Return the letter to print: the last one sent, else a draft, else one as proposed.

        :param kinds: keys of ``support.letter.kind``; the first is proposed
        """
        letters = meeting.letter_ids.filtered(lambda letter: letter.kind in kinds)
        sent = letters.filtered(lambda letter: letter.state == 'sent')
        proposal = self.env['support.letter']
        return (sent or letters)[:1] or proposal.new(
            proposal._prepare_letter_values(meeting, kinds[0])
        )

    # ---- Documents -----------------------------------------------------------------------------

    @api.model
    def _file(self, meeting, paper, shared=True):
        """Return a paper of a meeting as a document.

        :param meeting: one ``support.meeting``
        :param str paper: key of ``PAPER_LABELS``
        :param bool shared: for people outside: without what is internal
        :return: dict with ``name`` (of the file, without ending), ``parts`` and ``metadata`` (see
            ``ir.actions.report._render_papers_pdf``)
        """
        data = self._build(meeting, shared)
        wanted = self._bundle(meeting.company_id) if paper == 'bundle' else [paper]
        parts = []
        for key in wanted:
            parts += getattr(self, f'_parts_{key}')(meeting, data, paper == 'bundle')
        label = PAPER_LABELS[paper]
        if paper == 'called_off' and meeting.state == 'postponed':
            label = LETTER_LABELS['postponed']
        return self._document(
            meeting, data['meeting']['title'], label if shared else f'{label}（内部用）', parts
        )

    @api.model
    def _bundle(self, company):
        """Return the papers of the bundle, in the order of use, as the office has chosen."""
        off = set()
        if not company.support_answer_sheets:
            off.add('reply')
        if not company.support_name_cards:
            off.add('cards')
        return [paper for paper in BUNDLE if paper not in off]

    @api.model
    def _part(self, name, values, mark=''):
        return {'template': f'support_council.{name}', 'values': values, 'mark': mark}

    @api.model
    def _parts_notice(self, meeting, data, _bundled):
        kind = 'notice' if meeting._letter_kind() != 'invitation' else 'invitation'
        kinds = (kind, *(other for other in INVITING_KINDS if other != kind))
        return [self._letter_part(self._letter_of(meeting, kinds), not data['shared'])]

    @api.model
    def _parts_called_off(self, meeting, data, _bundled):
        kind = 'postponed' if meeting.state == 'postponed' else 'called_off'
        return [self._letter_part(self._letter_of(meeting, (kind,)), not data['shared'])]

    @api.model
    def _parts_agenda(self, _meeting, data, bundled):
        # What was decided last time is for those who lead the meeting, and for the bundle.
        parts = [self._part('meeting_agenda', data)]
        last = data['last']
        if (bundled or not data['shared']) and (last['title'] or last['homework']):
            parts.append(self._part('meeting_last', data))
        return parts

    @api.model
    def _parts_roster(self, meeting, _data, _bundled):
        rosters = self.env['support.council.roster']
        councils = meeting.link_ids.sorted('id').council_id._filtered_access('read')
        return [
            self._part('roster_page', rosters._get_roster(council, meeting.date))
            for council in councils
        ]

    @api.model
    def _parts_sheet(self, _meeting, data, _bundled):
        return [self._part('meeting_sheet', data)]

    @api.model
    def _parts_reply(self, _meeting, data, _bundled):
        return [self._part('meeting_reply', data)]

    @api.model
    def _parts_cards(self, _meeting, data, _bundled):
        cards = [
            {
                'affiliation': person['affiliation'] if person['person'] else '',
                'name': person['person'] or person['name'],
                'size': self._card_size(person['person'] or person['name']),
            }
            for person in data['people']
        ]
        rows = [cards[index : index + 2] for index in range(0, len(cards), 2)]
        return [self._part('meeting_cards', {'rows': rows, 'meeting': data['meeting']['name']})]

    @api.model
    def _card_size(self, name):
        """Return the size in points in which a name fills the width of its card."""
        return max(_CARD_SMALLEST, min(_CARD_LARGEST, _CARD_WIDTH / letter_text.width(name)))

    @api.model
    def _parts_minutes(self, _meeting, data, _bundled):
        return [self._part('meeting_minutes', data, data['minutes']['mark'])]

    @api.model
    def _confirmed_file(self, meeting, shared=True):
        """Return the minutes as a document, as they are when they are confirmed right now."""
        content = meeting._prepare_minutes()
        number = len(meeting.version_ids) + 1
        minutes = {
            **self._minutes_paper(content, shared),
            'is_blank': False,
            'mark': self._version_mark(number),
            'corrections': [],
        }
        data = {'shared': shared, 'office': self._office(meeting.company_id), 'minutes': minutes}
        parts = self._parts_minutes(meeting, data, False)
        label = PAPER_LABELS['minutes']
        return self._document(meeting, content['paper']['title'], label, parts)

    @api.model
    def _version_file(self, version, shared=True):
        """Return confirmed minutes as a document: of this version, whatever came after it."""
        meeting = self._on_paper(version.meeting_id)
        minutes = self._minutes_of_version(version, shared)
        data = {'shared': shared, 'office': self._office(meeting.company_id), 'minutes': minutes}
        parts = self._parts_minutes(meeting, data, False)
        return self._document(meeting, minutes['head']['title'], PAPER_LABELS['minutes'], parts)

    @api.model
    def _document(self, meeting, title, label, parts):
        """Return a document: its parts, its file name without ending, and the PDF's properties.

        :param str title: of the meeting, as printed
        :param str label: of the paper
        """
        words = [f'{meeting.date:%Y%m%d}', title[:60], label]
        return {
            'name': '_'.join(_NOT_IN_FILE_NAMES.sub('', word) for word in words if word),
            'parts': parts,
            'metadata': {'title': f'{title} {label}', 'authors': [meeting.company_id.name]},
        }
