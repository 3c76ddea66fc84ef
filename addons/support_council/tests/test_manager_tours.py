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
