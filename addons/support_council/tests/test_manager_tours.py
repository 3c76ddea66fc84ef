# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.tests import tagged

from .test_tours import TourCase


@tagged('post_install', '-at_install')
class TestManagerTours(TourCase):
    def test_progress_opens_the_councils_behind_a_number(self):
        self.start_tour('/odoo', 'support_progress_page', login=self.manager.login)

    def test_rhythm_board(self):
        self._meeting(self.today, self.ready).action_hold()
        self._meeting(self.today + timedelta(days=1), self.ready)
        self.start_tour('/odoo', 'support_rhythm_board', login=self.manager.login)

    def test_handover(self):
        actions = self.env['support.action'].create(
            [
                {'name': f'Promise {number}', 'coordinator_id': self.coordinator_a.id}
                for number in range(3)
            ]
        )
        self.start_tour('/odoo', 'support_handover', login=self.manager.login)
        self.assertEqual(self.coordinator_a.date_end, date(2030, 3, 31))
        self.assertEqual(actions.coordinator_id.person_id, self.person_b)
        self.assertEqual(actions.coordinator_id.date_start, date(2030, 4, 1))

    def test_new_terms_of_three_seats(self):
        old, new = (
            self.env['support.person'].create([{'name': f'{age} {n}'} for n in range(3)])
            for age in ('Old', 'New')
        )
        self.ready.seat_ids.date_end = date(2020, 5, 1)
        for number, person in enumerate(old):
            seat = self._add_seat(self.ready, post=f'Post {number}', sequence=number)
            self.env['support.council.member'].create(
                {'seat_id': seat.id, 'person_id': person.id, 'date_start': date(2024, 4, 1)}
            )
        self.start_tour('/odoo', 'support_new_terms', login=self.manager.login)
        members = self.ready.member_ids.sorted(lambda member: (member.date_start, member.id))
        self.assertEqual(members.person_id, old + new)
        self.assertEqual(members[:3].mapped('date_end'), [date(2026, 3, 31)] * 3)
        self.assertEqual(members[3:].mapped('date_start'), [date(2026, 4, 1)] * 3)
