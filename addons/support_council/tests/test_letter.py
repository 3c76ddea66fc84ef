# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from pdfminer.high_level import extract_text

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..tools import letter_text, pdf
from .common import SupportCommon

BODY = '{会議名}を下記のとおり開催します。{宛先}のご出席を願います。\n記\n１　日時　{日時}\n以上'


@tagged('post_install', '-at_install')
class TestLetter(SupportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'support_letter_prefix': 'あ社協', 'support_letter_sender': '会長'})
        cls.chair = cls._add_seat(post='会長', sequence=1)
        cls.whole = cls._add_seat(sequence=2)
        person = cls.env['support.person'].create({'name': '山田太郎'})
        cls.held = cls._add_seat(post='事務局長', sequence=3)
        cls.env['support.council.member'].create(
            {'seat_id': cls.held.id, 'person_id': person.id, 'date_start': date(2020, 4, 1)}
        )
        cls.organization.name = '北山自治会'
        day = cls.today + timedelta(days=20)
        cls.meeting = cls._meeting(
            False,
            start=datetime(day.year, day.month, day.day, 4, 30),
            stop=datetime(day.year, day.month, day.day, 6, 0),
            place='公民館',
        )
        cls.meeting.agenda_ids = [
            Command.create({'name': '見守りの分担', 'sequence': 1}),
            Command.create({'name': '極秘の相談', 'sequence': 2, 'is_internal': True}),
        ]

    def _letter(self, user=None, meeting=None, **values):
        letters = self.env['support.letter'].with_user(user or self.user)
        meeting = (meeting or self.meeting).with_user(user or self.user)
        prepared = letters._prepare_letter_values(meeting, values.pop('kind', 'notice'))
        return letters.create({**prepared, **values})

    def test_addressees_of_seats(self):
        """A post being filled, an organisation, a person: each is addressed as is usual."""
        self.assertEqual(
            [line.display_name for line in self._letter().addressee_ids],
            ['北山自治会長 様', '北山自治会 御中', '北山自治会 事務局長　山田太郎 様'],
        )
        self.chair.honorific = 'dono'
        self.assertEqual(self._letter().addressee_ids[0].display_name, '北山自治会長 殿')

    def test_sending_numbers_freezes_and_invites(self):
        letter = self._letter()
        self.assertFalse(letter.number)
        letter.action_send()
        self.assertEqual(letter.number, 'あ社協第1号')
        self.assertEqual(self.meeting.state, 'invited')
        kept = dict(letter.sudo().content)
        self.assertIn('見守りの分担', kept['body'])
        self.assertNotIn('極秘', str(kept))
        for change in (
            lambda: letter.sudo().write({'body': 'x'}),
            lambda: letter.sudo().addressee_ids[0].write({'name': 'x'}),
            lambda: letter.sudo().unlink(),
            lambda: letter.sudo().addressee_ids.create({'letter_id': letter.id, 'name': 'x'}),
        ):
            with self.assertRaisesRegex(UserError, 'frozen'), self.cr.savepoint():
                change()
        self.meeting.place = '別の場所'
        self.held.member_ids.person_id.name = '別人'
        paper = self.env['support.meeting.paper']._letter_paper(letter)
        self.assertIn('公民館', str(paper))
        self.assertIn('山田太郎', str(paper))
        self.assertEqual(letter.checksum, letter._frozen_checksum(kept))
        with self.assertRaisesRegex(UserError, 'sent already'):
            letter.action_send()

    def test_series_of_the_fiscal_year_and_office(self):
        numbers = []
        for day in (date(2027, 3, 31), date(2027, 4, 1), date(2026, 12, 31), date(2027, 1, 4)):
            letter = self._letter(date=day)
            letter.action_send()
            numbers.append((letter.fiscal_year, letter.number))
        self.assertEqual(
            numbers,
            [
                ('2026', 'あ社協第1号'),
                ('2027', 'あ社協第1号'),
                ('2026', 'あ社協第2号'),
                ('2026', 'あ社協第3号'),
            ],
        )
        other = self.env['res.company'].create({'name': 'Other Office'})
        self.assertEqual(other._support_letter_sequence(self.today).next_by_id(self.today), '1')
        copy = letter.copy()
        self.assertEqual((copy.number, copy.state, copy.sudo().content), (False, 'draft', False))

    def test_date_in_the_office_is_the_fiscal_year(self):
        """31 March 23:30 and 1 April 00:30 in Japan are both 31 March in UTC."""
        years = []
        for moment in ('2027-03-31 14:30:00', '2027-03-31 15:30:00'):
            with freeze_time(moment):
                letter = self._letter(body='{日時}')
                letter.action_send()
            years.append((letter.sudo().content['date'], letter.fiscal_year))
        self.assertEqual(years, [('令和9年3月31日', '2026'), ('令和9年4月1日', '2027')])

    def test_unknown_placeholder(self):
        with self.assertRaisesRegex(ValidationError, r'\{会場\}.*\{場所\}'), self.cr.savepoint():
            self._letter(body='{会場}')
        with self.assertRaisesRegex(ValidationError, r'\{会場\}'), self.cr.savepoint():
            self.env['support.letter.template'].create(
                {'name': 'x', 'kind': 'cover', 'subject': '｛会場｝', 'body': 'x'}
            )

    def test_holes_are_refused_and_shown(self):
        self.meeting.write({'place': False})
        self.meeting.agenda_ids.unlink()
        letter = self._letter(reply_by=False)
        with self.assertRaisesRegex(UserError, r'\{回答期限\} \{場所\} \{議題\}'):
            letter.action_send()
        self.assertIn('〔場所未定〕', letter._prepare_content()['body'])
        letter = self._letter(addressee_ids=[], body='x', subject='x')
        with self.assertRaisesRegex(UserError, 'no addressee'):
            letter.action_send()
        self.assertEqual(self.meeting.state, 'planned')

    def test_shipped_texts_fill(self):
        """Every shipped text uses known words only and has 記 and 以上 in their places."""
        for template in self.env['support.letter.template'].search([('company_id', '=', False)]):
            letter = self._letter(kind=template.kind)
            kinds = [block['kind'] for block in letter_text.blocks(letter.body)]
            self.assertEqual((kinds.count('centre'), kinds.count('right')), (1, 1), template.name)
            self.assertEqual(letter.body, template.body)

    def test_office_prefers_its_own_template(self):
        own = self.env['support.letter.template'].create(
            {
                'name': 'own',
                'kind': 'notice',
                'subject': 's',
                'body': 'own text',
                'company_id': self.company.id,
            }
        )
        self.assertEqual(self._letter().body, 'own text')
        own.active = False
        self.assertNotEqual(self._letter().body, 'own text')

    def test_template_in_the_form(self):
        letter = self._letter(body='typed')
        template = self.env['support.letter.template']._get_default('notice', self.company)
        with Form(letter) as form:
            form.template_id = template
        self.assertEqual(letter.body, template.body)

    def test_which_letter_is_due(self):
        meeting = self.meeting.with_user(self.user)
        self.assertEqual(meeting._letter_kind(), 'invitation')
        self.council.bylaw = '協議体設置要綱'
        self.assertEqual(meeting._letter_kind(), 'notice')
        action = meeting.action_write_letter()
        self.assertEqual(action['res_id'], meeting.action_write_letter()['res_id'], 'the draft')
        meeting.letter_ids.action_send()
        self.assertEqual(meeting._letter_kind(), 'cover')
        meeting._cancel('大雨')
        self.assertEqual(meeting._letter_kind(), 'called_off')
        called_off = self.env['support.letter'].browse(meeting.action_write_letter()['res_id'])
        content = called_off._prepare_content()
        self.assertIn('第1回', content['subject'], 'named as it was announced')
        self.assertIn('大雨', content['body'])

    def test_rights(self):
        letter = self._letter()
        letter.with_user(self.reader).read(['subject'])
        for user in (self.reader,):
            with self.assertRaises(AccessError), self.cr.savepoint():
                letter.with_user(user).action_send()
        self.meeting.area_id = self.south
        self.council.area_id = self.south
        letters = self.env['support.letter'].with_user(self.limited)
        self.assertFalse(letters.search([]))
        self.assertFalse(self.env['support.letter.addressee'].with_user(self.limited).search([]))

    def test_addressees_of_a_joint_meeting(self):
        south = self.env['support.council'].create({'name': 'South', 'area_id': self.south.id})
        self._add_seat(south, post='南の委員')
        self.meeting.write({'council_ids': [Command.link(south.id)], 'area_id': self.south.id})
        letter = self._letter()
        letter.addressee_ids = [Command.create({'name': '市役所'})]
        for state in ('draft', 'sent'):
            if state == 'sent':
                letter.action_send()
            for user, names in ((self.reader, 5), (self.limited, 4)):
                with self.subTest(state=state, user=user.login):
                    self.env.invalidate_all()
                    seen = letter.with_user(user)
                    self.assertEqual(len(seen.addressee_ids), names)
                    pages = seen.env['support.meeting.paper']._letter_paper(seen)['pages']
                    self.assertEqual(len(pages), names)
                    self.assertEqual('南' in str(pages), user == self.reader)
                    with self.assertRaises(AccessError):
                        seen.read(['content'])
        # Sent by somebody who sees a part of it, the letter is kept whole.
        mine = self._letter()
        mine.with_user(self.limited).action_send()
        self.assertEqual(len(mine.sudo().content['addressees']), 4)

    def test_drafts_go_with_their_meeting(self):
        meeting = self._meeting(self.today + timedelta(days=3))
        letter = self._letter(meeting=meeting)
        meeting.unlink()
        self.assertFalse(letter.exists())

    def test_pages(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        letter = self._letter(body=BODY)
        letter.action_send()
        self.authenticate('sc_reader', 'sc_reader')
        answer = self.url_open(f'/support_council/letter/{letter.id}.pdf')
        reader = PdfFileReader(io.BytesIO(answer.content))
        self.assertEqual(len(reader.pages), 3, 'one page to each addressee')
        text = extract_text(io.BytesIO(answer.content)).replace('\n', '')
        for words in (
            'あ社協第1号',
            '北山自治会長',
            '御中',
            '山田太郎',
            '公印省略',
            '午後1時30分～3時',
        ):
            self.assertIn(words, text)
        self.assertIn('filename', answer.headers['Content-Disposition'])
        inside = self.url_open(f'/support_council/letter/{letter.id}.pdf?inside=1')
        text = extract_text(io.BytesIO(inside.content)).replace('\n', '')
        self.assertIn('別記のとおり', text)
        self.assertIn('各位のご出席', text)

    @mute_logger('odoo.http')
    def test_pages_of_another_area(self):
        letter = self._letter()
        self.council.area_id = self.south
        self.meeting.area_id = self.south
        self.authenticate('sc_limited', 'sc_limited')
        self.assertIn(
            self.url_open(f'/support_council/letter/{letter.id}.pdf').status_code, (403, 404)
        )
