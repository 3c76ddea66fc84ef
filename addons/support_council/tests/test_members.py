# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestMembers(SupportCommon):
    def test_seat_without_person_counts(self):
        self._add_seat()
        self.assertEqual((self.council.seat_count, self.council.member_count), (1, 0))

    def test_successor(self):
        seat = self._add_seat()
        member = self.env['support.council.member']
        first = member.create({'seat_id': seat.id, 'person_id': self.person_a.id})
        with self.assertRaisesRegex(ValidationError, 'overlap'), self.cr.savepoint():
            member.create(
                {
                    'seat_id': seat.id,
                    'person_id': self.person_b.id,
                    'date_start': date(2026, 4, 1),
                }
            )
        first.date_end = date(2026, 3, 31)
        second = member.create(
            {'seat_id': seat.id, 'person_id': self.person_b.id, 'date_start': date(2026, 4, 1)}
        )
        self.assertEqual(seat.member_ids._in_force(date(2026, 3, 31)), first)
        self.assertEqual(seat.member_ids._in_force(date(2026, 4, 1)), second)

    def test_rest_of_the_predecessors_term_is_proposed(self):
        other, seat = self._add_seat(post='Other'), self._add_seat()
        members = self.env['support.council.member']
        members.create(
            [
                {
                    'seat_id': one.id,
                    'person_id': self.person_a.id,
                    'date_start': date(2024, 4, 1),
                    'date_end': date(2026, 3, 31),
                }
                for one in (other, seat)
            ]
        )
        with Form(seat) as form:
            with form.member_ids.edit(0) as line:
                line.date_end = date(2025, 6, 30)
            with form.member_ids.new() as line:
                line.person_id = self.person_b
                self.assertEqual(line.date_start, date(2025, 7, 1))
                self.assertEqual(line.date_end, date(2026, 3, 31))
        # The predecessor left a while ago: the term of the others is the term of the council.
        seat.member_ids[-1].unlink()
        with Form(members.with_context(default_seat_id=seat.id)) as form:
            form.person_id = self.person_b
            self.assertEqual(
                (form.date_start, form.date_end), (date(2025, 7, 1), date(2026, 3, 31))
            )
            form.date_start, form.date_end = date(2026, 4, 1), False
            self.assertFalse(form.date_end, 'nothing is left of a term that is over')

    def test_dates_reversed(self):
        with self.assertRaisesRegex(ValidationError, 'lies before'), self.cr.savepoint():
            self._add_seat(date_start=date(2026, 4, 1), date_end=date(2026, 3, 31))

    def test_seat_needs_organisation_or_post(self):
        with self.assertRaisesRegex(ValidationError, 'neither'), self.cr.savepoint():
            self._add_seat(organization_id=False)

    def test_area_is_not_part_of_itself(self):
        with self.assertRaisesRegex(ValidationError, 'part of itself'), self.cr.savepoint():
            self.city.parent_id = self.north

    def test_seats_of_a_council_in_use_are_not_deleted_with_it(self):
        self._add_seat()
        refused = self.assertRaisesRegex(UserError, 'North Council.*Council Seat.*ended')
        with refused, mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.council.unlink()
        self.assertTrue(self.council.exists())

    def test_area_below_one_of_an_office_belongs_to_it(self):
        # Where there is but one company, nobody sees the field.
        self.city.company_id = self.company
        ward = (
            self.env['support.area']
            .with_user(self.manager)
            .create({'name': 'Ward', 'parent_id': self.city.id})
        )
        self.assertEqual(ward.company_id, self.company)
        with Form(self.env['support.area'].with_user(self.manager)) as form:
            form.name, form.parent_id = 'Another ward', self.city
        self.assertEqual(form.record.company_id, self.company)
        self.assertFalse(self.env['support.area'].create({'name': 'Shared'}).company_id)
