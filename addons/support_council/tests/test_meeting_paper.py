# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
from datetime import date, datetime, timedelta
from unittest.mock import patch
from urllib.parse import unquote

from pdfminer.high_level import extract_text

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..report.support_meeting_paper import PAPER_LABELS
from ..tools import pdf
from .common import SupportCommon

SECRET = '極秘'


class MeetingPaperCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'support_name_cards': True, 'support_office_fax': '0463-00-0001'})
        cls.papers = cls.env['support.meeting.paper'].with_user(cls.reader)
        cls.person = cls.env['support.person'].create({'name': '山田太郎'})
        cls.organization.name = '北山自治会'
        seat = cls._add_seat(post='会長', sequence=1)
        cls.env['support.council.member'].create(
            {'seat_id': seat.id, 'person_id': cls.person.id, 'date_start': date(2020, 4, 1)}
        )
        cls._add_seat(post='副会長', sequence=2)
        cls.last = cls._council_meeting(
            cls.today - timedelta(days=40),
            decided='<p>月4回の本運行とする。</p>',
            headcount=14,
            headcount_is_approx=True,
        )
        cls.last.agenda_ids = [
            cls._item('移動支援', outcome='decision', outcome_text='車を借りる。'),
            cls._item(f'{SECRET}前回', True, outcome='decision', outcome_text=f'{SECRET}決定'),
        ]
        cls.last.action_hold()
        cls.env['support.action'].create(
            [
                {
                    'name': name,
                    'meeting_id': cls.last.id,
                    'agenda_id': cls.last.agenda_ids[index].id,
                    'coordinator_id': cls.coordinator_a.id,
                    'date_deadline': cls.today,
                }
                for index, name in enumerate(('講師を探す', f'{SECRET}宿題'))
            ]
        )
        cls.env['support.action'].create(
            {
                'name': f'{SECRET}の仕事',
                'council_id': cls.council.id,
                'coordinator_id': cls.coordinator_a.id,
            }
        )
        cls.meeting = cls._council_meeting(cls.today + timedelta(days=20))
        cls.meeting.agenda_ids = [
            cls._item('見守りの分担', presenter='民児協', minutes=20),
            cls._item(
                f'{SECRET}議題',
                True,
                presenter=f'{SECRET}の人',
                note=f'{SECRET}の説明',
                outcome_text=f'{SECRET}の結果',
            ),
        ]

    @classmethod
    def _item(cls, name, is_internal=False, **values):
        return Command.create({'name': name, 'is_internal': is_internal, **values})

    @classmethod
    def _council_meeting(cls, day, councils=None, **values):
        start = datetime(day.year, day.month, day.day, 4, 30)
        return cls._meeting(
            False,
            councils,
            start=start,
            stop=start + timedelta(minutes=90),
            name='北山支え合い協議体会議',
            place='公民館',
            **values,
        )

    def _joint_meeting(self):
        """Return a meeting of the north, led by the south, with lines of the south alone."""
        south = self.env['support.council'].create(
            {'name': 'South Council', 'area_id': self.south.id}
        )
        self._add_seat(south, post='南の委員')
        joint = self._council_meeting(
            self.today - timedelta(days=8), self.council | south, area_id=self.south.id
        )
        joint.agenda_ids = [
            self._item('共通の議題', outcome_text='済んだ'),
            self._item('南だけの議題', council_id=south.id, outcome_text='済んだ'),
        ]
        self.env['support.action'].create(
            {'name': '南だけの宿題', 'meeting_id': joint.id, 'council_id': south.id}
        )
        return joint

    def _text(self, document):
        """Return the words of a document as it is printed, without blanks."""
        parts, title = document['parts'], document['metadata']['title']
        html = self.env['ir.actions.report']._render_papers_html(parts, title)
        body = html[html.index('<body') :]
        return re.sub(r'<[^>]+>|\s', '', body)


@tagged('post_install', '-at_install')
class TestMeetingPaper(MeetingPaperCase):
    def test_every_paper_prints_what_it_is_for(self):
        meeting = self.meeting.with_user(self.reader)
        for paper, words in (
            ('notice', ('見守りの分担', '午後1時30分～3時', '記', '以上', '（案）')),
            ('agenda', ('次第', '見守りの分担', '民児協')),
            ('roster', ('名簿', '山田太郎')),
            ('sheet', ('受付名簿', '署名', '山田太郎', '（選出中）')),
            ('reply', ('出欠回答書（FAX返信用）', '0463-00-0001', '北山自治会会長')),
            ('cards', ('山田太郎', '北山自治会副会長')),
            ('minutes', ('会議録', '公開の可否', '【報告事項】', '【次回】')),
        ):
            text = self._text(self.papers._file(meeting, paper))
            for word in words:
                self.assertIn(word, text, paper)

    def test_bundle_has_all_in_the_order_of_use(self):
        text = self._text(self.papers._file(self.meeting, 'bundle'))
        marks = ('以上', '出欠回答書', '次第', '月4回の本運行', '講師を探す', '受付名簿', '会議録')
        places = [text.index(mark) for mark in marks]
        self.assertEqual(places, sorted(places))
        self.company.write({'support_name_cards': False, 'support_answer_sheets': False})
        self.assertNotIn('出欠回答書', self._text(self.papers._file(self.meeting, 'bundle')))

    def test_internal_items_reach_no_shared_copy(self):
        """Neither its words, nor the file name, nor the properties, whatever is printed when."""
        self.last.with_user(self.user).action_confirm()
        for meeting in (self.meeting, self.last):
            for paper in PAPER_LABELS:
                document = self.papers._file(meeting, paper)
                shown = f'{self._text(document)}{document["name"]}{document["metadata"]}'
                self.assertNotIn(SECRET, shown, paper)
                self.assertNotIn(SECRET, str(document['parts']), paper)
        text = self._text(self.papers._file(self.meeting, 'agenda', shared=False))
        for words in ('議題', 'の人', 'の説明', '決定', '宿題', 'の仕事'):
            self.assertIn(f'{SECRET}{words}', text)
        text = self._text(self.papers._file(self.last, 'minutes', shared=False))
        for words in ('前回', '決定', '宿題'):
            self.assertIn(f'{SECRET}{words}', text)

    def test_confirmed_minutes_print_what_was_confirmed(self):
        self.last.with_user(self.user).action_confirm()
        self.person.name = '別人'
        self.organization.name = '別の団体'
        text = self._text(self.papers._file(self.last, 'minutes'))
        self.assertIn('北山自治会会長山田太郎', text)
        self.assertNotIn('別', text.replace('別記', ''))
        for words in ('約14人', '第1回', '月4回の本運行', '車を借りる', '講師を探す'):
            self.assertIn(words, text)
        self.assertNotIn('paper-mark">案', text)

    def test_draft_minutes_say_so(self):
        document = self.papers._file(self.last, 'minutes')
        self.assertEqual(document['parts'][0]['mark'], '案')
        self.last.action_confirm()
        self.assertEqual(self.papers._file(self.last, 'minutes')['parts'][0]['mark'], '')

    def test_who_came(self):
        self.last.attendance_ids[0].write({'status': 'proxy', 'proxy_name': '代理花子'})
        self.last.attendance_ids[1].write({'status': 'excused'})
        self.env['support.meeting.attendance'].create(
            {'meeting_id': self.last.id, 'name': '住民さくら', 'status': 'late'}
        )
        minutes = self.papers._build(self.last)['minutes']
        self.assertEqual(
            minutes['present'],
            [
                ('委員', ['北山自治会 会長 山田太郎（代理 代理花子）']),
                ('その他', ['住民さくら（遅参）']),
            ],
        )
        self.assertEqual(minutes['absent'], ['北山自治会 副会長'])

    def test_numbers_of_the_fiscal_year(self):
        """平成28年度第1回; a joint meeting carries a number in each council."""
        kind = self.env.ref('support_council.meeting_kind_council')
        kind.number_per = 'fiscal_year'
        south = self.env['support.council'].create(
            {'name': 'South Council', 'area_id': self.south.id}
        )
        old = self._council_meeting(date(2016, 5, 20))
        self.assertIn('平成28年度第1回', self.papers._facts(old)['title'])
        joint = self._council_meeting(date(2019, 5, 1), self.council | south)
        facts = self.papers._facts(joint)
        self.assertEqual(
            facts['number'], 'North Council 令和元年度第1回、South Council 令和元年度第1回'
        )
        self.assertEqual(facts['title'], joint.name)
        self.assertEqual(facts['when'], '令和元年5月1日（水）午後1時30分～3時')

    def test_day_and_hours_of_the_office(self):
        """31 March 23:30 and 1 April 8:00 in Japan are both 31 March in UTC."""
        for start, when in (
            (datetime(2026, 3, 31, 14, 30), '令和8年3月31日（火）午後11時30分～11時50分'),
            (datetime(2026, 3, 31, 23, 0), '令和8年4月1日（水）午前8時～8時20分'),
            (datetime(2026, 4, 1, 2, 40), '令和8年4月1日（水）午前11時40分～正午'),
            (datetime(2026, 4, 2, 2, 50), '令和8年4月2日（木）午前11時50分～午後0時10分'),
        ):
            meeting = self._meeting(False, start=start, stop=start + timedelta(minutes=20))
            self.assertEqual(self.papers._facts(meeting)['when'], when)
        month = self._meeting(date(2016, 1, 1), date_precision='month')
        self.assertEqual(self.papers._facts(month)['when'], '平成28年1月')

    def test_nothing_entered(self):
        """No agenda, no members, no place: every paper prints, with room to write."""
        empty = self.env['support.council'].create({'name': 'Empty', 'area_id': self.north.id})
        meeting = self._meeting(self.today + timedelta(days=9), empty)
        for paper in PAPER_LABELS:
            self._text(self.papers._file(meeting, paper))
        without = self._meeting(self.today + timedelta(days=9), area_id=self.north.id)
        without.council_ids = [Command.clear()]
        for paper in PAPER_LABELS:
            self._text(self.papers._file(without, paper))

    def test_joint_meeting_of_three_seen_by_a_limited_user(self):
        """A limited user gets the papers with the lines of his own council, and no error."""
        south, city = self.env['support.council'].create(
            [
                {'name': 'South Council', 'area_id': self.south.id},
                {'name': 'City Council', 'area_id': self.city.id},
            ]
        )
        people = self.env['support.person'].create([{'name': '南花子'}, {'name': '市次郎'}])
        for council, person in zip((south, city), people, strict=True):
            seat = self._add_seat(council, post='委員')
            self.env['support.council.member'].create(
                {'seat_id': seat.id, 'person_id': person.id, 'date_start': date(2020, 4, 1)}
            )
        joint = self._council_meeting(
            self.today + timedelta(days=8), self.council | south | city, area_id=self.city.id
        )
        joint.agenda_ids = [
            self._item('共通の議題'),
            self._item('南だけの議題', council_id=south.id),
        ]
        self.env.invalidate_all()
        papers = self.papers.with_user(self.limited)
        text = self._text(papers._file(joint.with_user(self.limited), 'bundle'))
        self.assertIn('山田太郎', text)
        self.assertIn('共通の議題', text)
        for words in ('南花子', '市次郎', '南だけの議題'):
            self.assertNotIn(words, text)
        self.env.invalidate_all()
        text = self._text(self.papers._file(joint.with_user(self.reader), 'bundle'))
        for words in ('山田太郎', '南花子', '市次郎', '南だけの議題'):
            self.assertIn(words, text)

    def test_confirmed_minutes_seen_by_a_limited_user(self):
        joint = self._joint_meeting()
        joint.action_hold()
        joint.action_confirm()
        joint.council_ids.name = 'Another name'  # of both, afterwards
        self.env.invalidate_all()
        papers = self.papers.with_user(self.limited)
        text = self._text(papers._file(joint.with_user(self.limited), 'minutes'))
        self.assertIn('共通の議題', text)
        self.assertIn('山田太郎', text)
        self.assertNotIn('南', text)
        version = joint.version_ids.with_user(self.limited)
        self.assertEqual(text, self._text(papers._version_file(version)))
        for user in (self.limited, self.reader):
            with self.assertRaises(AccessError):
                version.with_user(user).read(['content'])
        self.env.invalidate_all()
        text = self._text(self.papers._file(joint.with_user(self.reader), 'minutes'))
        for words in ('南だけの議題', '南の委員', '南だけの宿題'):
            self.assertIn(words, text)

    def test_called_off_and_postponed(self):
        self.meeting._cancel('大雨')
        text = self._text(self.papers._file(self.meeting, 'called_off'))
        for words in ('中止', '大雨', '公民館'):
            self.assertIn(words, text)

    def test_statements_for_many(self):
        """Forty members and two hundred items cost no statement more than two of each."""
        counts = []
        for number in (0, 0, 38):  # the first round fills the caches of rights and translations
            seats = self.env['support.council.seat'].create(
                [
                    {
                        'council_id': self.council.id,
                        'organization_id': self.organization.copy().id,
                        'post': f'委員{index}',
                    }
                    for index in range(number)
                ]
            )
            people = self.env['support.person'].create(
                [{'name': f'委員{index}'} for index in range(number)]
            )
            self.env['support.council.member'].create(
                [
                    {'seat_id': seat.id, 'person_id': person.id, 'date_start': date(2020, 4, 1)}
                    for seat, person in zip(seats, people, strict=True)
                ]
            )
            self.meeting.agenda_ids = [self._item(f'議題{index}') for index in range(5 * number)]
            self.meeting._ensure_attendance()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            document = self.papers._file(self.meeting.with_user(self.reader), 'bundle')
            counts.append(self.cr.sql_log_count - before)
            self._text(document)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLess(counts[2], 60)
        self.assertEqual(len(self.papers._people(self.meeting)), 40)


@tagged('post_install', '-at_install')
class TestMeetingPaperFiles(MeetingPaperCase, HttpCase):
    def _url(self, paper, meeting=None):
        return f'/support_council/meeting/{(meeting or self.meeting).id}/{paper}.pdf'

    def test_bundle(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        self.authenticate('sc_reader', 'sc_reader')
        answer = self.url_open(self._url('bundle'), timeout=60)
        reader = PdfFileReader(io.BytesIO(answer.content))
        self.assertEqual(
            [round(float(side)) for side in reader.pages[0].mediabox[2:]], [595, 842], 'A4'
        )
        text = re.sub(r'\s', '', extract_text(io.BytesIO(answer.content)))
        for words in ('出欠回答書', '次第', '受付名簿', '会議録', '月4回の本運行'):
            self.assertIn(words, text)
        self.assertNotIn(SECRET, text)
        self.assertNotIn(SECRET, str(reader.metadata))
        name = unquote(answer.headers['Content-Disposition'])
        self.assertIn(f'{self.meeting.date:%Y%m%d}_第2回北山支え合い協議体会議_書類一式.pdf', name)
        self.assertNotIn(SECRET, name)
        inside = self.url_open(f'{self._url("agenda")}?inside=1')
        self.assertIn(SECRET, extract_text(io.BytesIO(inside.content)))

    @mute_logger('odoo.http')
    def test_file_of_a_version(self):
        """Who may see all of a joint meeting gets the file that was kept, others their part."""
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        joint = self._joint_meeting()
        joint.action_hold()
        joint.with_context(force_report_rendering=True).action_confirm()
        version = joint.version_ids
        file = version.pdf_id
        url = version.with_user(self.reader).action_open_pdf()['url']
        self.authenticate('sc_reader', 'sc_reader')
        self.assertEqual(self.url_open(url).content, file.raw)
        self.assertIn('南だけの議題', extract_text(io.BytesIO(file.raw)))
        self.authenticate('sc_limited', 'sc_limited')
        answer = self.url_open(url)
        self.assertEqual(answer.headers['Content-Type'], 'application/pdf')
        text = extract_text(io.BytesIO(answer.content))
        self.assertIn('共通の議題', text)
        self.assertNotIn('南', text)
        # The file itself is handed out by nothing else.
        self.assertEqual(self.url_open(f'/web/content/{file.id}').status_code, 404)
        self.assertFalse(
            self.env['ir.attachment'].with_user(self.limited).search([('id', '=', file.id)])
        )
        self.limited.support_area_ids = False
        self.assertEqual(self.url_open(url).status_code, 403)

    def test_bad_input(self):
        """Long names, signs that no font has, many items: pages that are whole."""
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        self.person.name = '寿限無' * 30
        self.organization.name = '社会福祉法人😀/\\:*?"<>|' + '長' * 150
        self.meeting.name = '会議😀/\\:*?"<>|' * 8
        self.meeting.agenda_ids = [self._item(f'議題{index}') for index in range(200)]
        self.authenticate('sc_reader', 'sc_reader')
        text = ''
        for paper in ('agenda', 'cards', 'reply'):
            answer = self.url_open(self._url(paper), timeout=60)
            self.assertEqual(answer.headers['Content-Type'], 'application/pdf')
            text += re.sub(r'\s', '', extract_text(io.BytesIO(answer.content)))
        self.assertIn('議題199', text)
        self.assertIn('寿限無', text)
        name = unquote(answer.headers['Content-Disposition'])
        self.assertFalse(set('/\\:*?<>|') & set(name.split("''")[-1]))

    def test_page_where_pdf_is_missing(self):
        self.authenticate('sc_reader', 'sc_reader')
        with patch.object(pdf, '_weasyprint', lambda: None):
            answer = self.url_open(self._url('bundle'))
            meeting = self.last.with_context(force_report_rendering=True)
            self.assertFalse(meeting._render_minutes_pdf())
        self.assertIn('text/html', answer.headers['Content-Type'])
        self.assertIn("default-src 'none'", answer.headers['Content-Security-Policy'])
        self.assertIn('受付名簿', answer.text)
        self.assertFalse(re.findall(r'(?:src|href)=|url\(|@import', answer.text))

    @mute_logger('odoo.http')
    def test_refused(self):
        self.authenticate('sc_limited', 'sc_limited')
        self.assertEqual(self.url_open(self._url('nothing')).status_code, 404)
        self.assertEqual(
            self.url_open('/support_council/meeting/999999999/agenda.pdf').status_code, 404
        )
        self.council.area_id = self.south
        self.meeting.area_id = self.south
        self.assertIn(self.url_open(self._url('agenda')).status_code, (403, 404))

    def test_minutes_to_keep(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        last = self.last.with_context(force_report_rendering=True)
        for shared in (True, False):
            text = re.sub(r'\s', '', extract_text(io.BytesIO(last._render_minutes_pdf(shared))))
            self.assertIn('月4回の本運行', text)
            self.assertEqual(SECRET in text, not shared)
        last.action_confirm()
        self.assertNotIn(SECRET, last.version_ids.pdf_id.name)
        kept = re.sub(r'\s', '', extract_text(io.BytesIO(last.version_ids.pdf_id.raw)))
        self.assertIn('約14人', kept)
        self.assertNotIn(SECRET, kept)
