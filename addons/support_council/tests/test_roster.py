# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date

from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestRoster(SupportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seats = cls.env['support.council.seat']
        names = ('Abe', 'Baba', 'Chiba')
        cls.old = cls.env['support.person'].create([{'name': f'{name} old'} for name in names])
        cls.new = cls.env['support.person'].create([{'name': f'{name} new'} for name in names])
        for number, person in enumerate(cls.old):
            seat = cls._add_seat(post=f'Post {number}', sequence=number)
            cls.seats |= seat
            cls.env['support.council.member'].create(
                {'seat_id': seat.id, 'person_id': person.id, 'date_start': date(2024, 4, 1)}
            )
        cls.vacant = cls._add_seat(post='Vacant', sequence=9)

    def _names(self, day):
        roster = (
            self.env['support.council.roster']
            .with_user(self.reader)
            ._get_roster(self.council.with_user(self.reader), day)
        )
        return [row[5] for row in roster['rows']]

    def test_three_seats_changed_at_once(self):
        wizard = Form(
            self.env['support.council.succession']
            .with_user(self.user)
            .with_context(active_id=self.council.id)
        )
        wizard.date_start = date(2026, 4, 1)
        wizard.date_end = date(2028, 3, 31)
        for index in range(3):
            with wizard.line_ids.edit(index) as line:
                line.person_id = self.new[index]
                self.assertTrue(line.change)
        wizard.save().action_apply()
        self.assertEqual(self._names(date(2026, 3, 31))[:3], self.old.mapped('name'))
        self.assertEqual(self._names(date(2026, 4, 1))[:3], self.new.mapped('name'))
        self.assertEqual(len(self._names(date(2026, 4, 1))), 4, 'the vacant seat is printed too')
        self.assertEqual(self.seats.member_ids.mapped('date_end').count(date(2026, 3, 31)), 3)

    def test_takes_over_the_rest_of_a_term(self):
        self.seats.member_ids.date_end = date(2027, 3, 31)
        wizard = Form(
            self.env['support.council.succession']
            .with_user(self.user)
            .with_context(active_id=self.council.id)
        )
        wizard.date_start = date(2026, 4, 1)
        with wizard.line_ids.edit(0) as line:
            line.person_id = self.new[0]
            self.assertEqual(line.date_end, date(2027, 3, 31))
        with wizard.line_ids.edit(1) as line:
            line.change = True
            self.assertFalse(line.date_end, 'another term of the same person is a new one')
        wizard.save().action_apply()
        first, second, _third, _vacant = self.council.seat_ids.sorted('sequence')
        self.assertEqual(
            first.member_ids.mapped('date_end'), [date(2026, 3, 31), date(2027, 3, 31)]
        )
        self.assertEqual(second.member_ids.mapped('date_end'), [date(2026, 3, 31), False])

    def test_words_of_the_municipality(self):
        self.company.write(
            {
                'support_council_term': '支え合い会議',
                'support_coordinator_title': '支え合い推進員',
            }
        )
        roster = self.env['support.council.roster']._get_roster(self.council)
        self.assertIn('支え合い会議', roster['lead'][0])
        self.assertEqual(roster['lead'][1], '支え合い推進員　Coordinator A')
        self.assertEqual(self.coordinator_a.local_title, '支え合い推進員')
        self.council.coordinator_title = '地域の応援団'
        self.coordinator_a.invalidate_recordset(['local_title'])
        roster = self.env['support.council.roster']._get_roster(self.council)
        self.assertEqual(roster['lead'][1], '地域の応援団　Coordinator A')
        self.assertEqual(self.coordinator_a.local_title, '地域の応援団')
        self.assertEqual(self.coordinator_b.local_title, '支え合い推進員')

    def test_renewal_of_the_same_people(self):
        wizard = self.env['support.council.succession'].with_context(active_id=self.council.id)
        wizard = wizard.create({'date_start': date(2026, 4, 1)})
        wizard.line_ids.change = True
        wizard.action_apply()
        self.assertEqual(self._names(date(2026, 4, 1))[:3], self.old.mapped('name'))
        self.assertEqual(len(self.seats[0].member_ids), 2)

    def test_nothing_half_done(self):
        wizard = self.env['support.council.succession'].with_context(active_id=self.council.id)
        wizard = wizard.create({'date_start': date(2024, 4, 1)})
        with self.assertRaisesRegex(UserError, 'Tick'), self.cr.savepoint():
            wizard.action_apply()
        wizard.line_ids.change = True
        with self.assertRaisesRegex(UserError, 'begins on'), self.cr.savepoint():
            wizard.action_apply()
        self.assertFalse(any(self.seats.member_ids.mapped('date_end')))

    def test_files(self):
        self.authenticate('sc_reader', 'sc_reader')
        url = f'/support_council/roster/{self.council.id}/%s?as_of=2026-04-01'
        text = extract_text(io.BytesIO(self.url_open(url % 'pdf').content))
        sheet = load_workbook(io.BytesIO(self.url_open(url % 'xlsx').content)).active
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        for person in self.old:
            self.assertIn(person.name, text)
            self.assertIn(person.name, cells)
        self.assertIn('令和8年4月1日', text)
        yesterday = url.replace('2026-04-01', 'yesterday')
        self.assertEqual(self.url_open(yesterday % 'pdf').status_code, 404)

    @mute_logger('odoo.http')
    def test_files_of_another_area(self):
        self.council.area_id = self.south
        self.authenticate('sc_limited', 'sc_limited')
        answer = self.url_open(f'/support_council/roster/{self.council.id}/xlsx')
        self.assertIn(answer.status_code, (403, 404))
