# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, models

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
# A draft without addressees still shows how it will look.
_TO_NOBODY = {'organization': '', 'name': '', 'honorific': ''}


class SupportMeetingPaper(models.AbstractModel):
    """Builder of every paper of a meeting: plain values in, templates print them.

    All questions to the database are asked here, as the user who prints, and as often for forty
    members as for four.
    """

    _name = 'support.meeting.paper'
    _description = 'Papers of a Meeting'

    @api.model
    def _seats(self, meeting):
        """Return the seats of a meeting's councils on its day, with who holds them.

        :return: list of ``(support.council.seat, support.council.member)`` in printing order; the
            member is empty while the seat is being filled
        """
        councils = meeting.link_ids.sorted('id').council_id
        place = {council: index for index, council in enumerate(councils)}
        seats = councils.seat_ids._in_force(meeting.date)
        members = seats.member_ids._in_force(meeting.date).grouped('seat_id')
        nobody = self.env['support.council.member']
        return [
            (seat, members.get(seat, nobody)[:1])
            for seat in seats.sorted(lambda seat: (place[seat.council_id], seat.sequence, seat.id))
        ]

    @api.model
    def _facts(self, meeting, shared=True):
        """Return what every paper says of a meeting, str by name and '' when unknown.

        :param bool shared: leave out the topics that are internal
        :return: dict with ``title``, ``number``, ``councils``, ``when``, ``date``, ``place``,
            ``format``, ``reason``, ``topics`` (list) and ``postponed_to`` (dict with ``when`` and
            ``place``)
        """
        meeting = self._on_paper(meeting)
        later = self._postponed_to(meeting)
        return {
            'title': self._title(meeting),
            'number': self._number(meeting),
            'councils': '、'.join(map(self._council_name, meeting.link_ids.council_id)),
            'when': self._when(meeting),
            'date': meeting.date_label,
            'place': self._place(meeting),
            'format': dict(meeting._fields['format']._description_selection(meeting.env))[
                meeting.format
            ],
            'reason': meeting.cancel_reason or '',
            'topics': [
                line.name for line in meeting.agenda_ids if not (shared and line.is_internal)
            ],
            'postponed_to': {'when': self._when(later), 'place': self._place(later)},
        }

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
    def _title(self, meeting):
        """Return the name as papers show it: 令和8年度第1回 北山支え合い協議体会議."""
        name = meeting.name or ''
        if name == meeting.kind_id.name and len(meeting.link_ids) == 1:
            name = f'{self._council_name(meeting.link_ids.council_id)} {name}'
        number = self._link_number(meeting.link_ids) if len(meeting.link_ids) == 1 else ''
        return f'{number} {name}'.strip()

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
        if len(meeting.link_ids) == 1:
            return self._link_number(meeting.link_ids)
        return '、'.join(
            f'{self._council_name(link.council_id)} {self._link_number(link)}'
            for link in meeting.link_ids.sorted('id')
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
        content = letter.content or letter._prepare_content()
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
        label = f'{LETTER_LABELS[letter.kind]}（控）' if inside else LETTER_LABELS[letter.kind]
        return self._document(letter.meeting_id, part['values']['meeting'], label, [part])

    # ---- Documents -----------------------------------------------------------------------------

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
