# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestCouncilHistory(SupportCommon):
    def _step(self, stage, day, **values):
        return self.env['support.council.milestone'].create(
            {
                'council_id': self.council.id,
                'kind': 'stage',
                'stage_id': stage.id,
                'date': day,
                **values,
            }
        )

    def test_new_council_has_a_milestone(self):
        self.assertEqual(self.council.stage_id, self.study)
        self.assertEqual(self.council.milestone_ids.stage_id, self.study)
        self.assertEqual(self.council.stage_since, self.today)

    def test_drop_writes_a_dated_milestone(self):
        self._add_seat()
        council = self.council.with_user(self.user)
        council.milestone_ids.date = date(2025, 1, 10)
        council.with_context(stage_date='2026-03-28').write({'stage_id': self.established.id})
        self.assertEqual(council.stage_id, self.established)
        self.assertEqual(council.stage_since, date(2026, 3, 28))
        self.assertEqual(council.launch_date, date(2026, 3, 28))
        step = council.milestone_ids.filtered('is_established')
        self.assertEqual(step.entered_on, self.today)

    def test_same_stage_again_does_nothing(self):
        self.council.write({'stage_id': self.study.id})
        self.assertEqual(len(self.council.milestone_ids), 1)

    def test_step_back_and_skip_are_history(self):
        self._add_seat()
        self.council.milestone_ids.date = date(2020, 5, 1)
        self._step(self.established, date(2021, 4, 1))
        self._step(self.study, date(2022, 4, 1))
        self.assertEqual(self.council.stage_id, self.study)
        self.assertEqual(self.council.launch_date, date(2021, 4, 1))
        self._step(self.preparation, date(2020, 9, 1))
        self.assertEqual(self.council.stage_id, self.study, 'a past step does not move the card')

    def test_deleted_step_moves_the_card_back(self):
        step = self._step(self.preparation, self.today)
        self.assertEqual(self.council.stage_id, self.preparation)
        step.unlink()
        self.assertEqual(self.council.stage_id, self.study)

    def test_two_steps_of_a_day_keep_their_order(self):
        self.council.stage_id = self.preparation
        self.council.stage_id = self.study
        self.council.stage_id = self.preparation
        self.assertEqual(self.council.stage_id, self.preparation)
        self.assertEqual(len(self.council.milestone_ids), 4)

    def test_established_needs_a_seat(self):
        with self.assertRaisesRegex(ValidationError, 'has no seat'), self.cr.savepoint():
            self.council.stage_id = self.established
        self.council.origin = 'existing'
        self.council.stage_id = self.established
        self.assertEqual(self.council.stage_id, self.established)

    def test_stage_cannot_be_entered_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, 'Planned Launch'), self.cr.savepoint():
            self._step(self.preparation, self.today + timedelta(days=1))

    def test_the_office_moves_to_another_time_zone(self):
        """The zone is kept for speed; a change of it counts from the next question on."""
        with freeze_time('2026-03-31 16:00:00'):
            company = self.env.company
            self.assertEqual(company._support_today(), date(2026, 4, 1))
            company.partner_id.tz = 'UTC'
            self.assertEqual(company._support_today(), date(2026, 3, 31))
            company.partner_id = self.env['res.partner'].create(
                {'name': 'Office', 'tz': 'Asia/Seoul'}
            )
            self.assertEqual(company._support_today(), date(2026, 4, 1))

    def test_month_counts_from_its_end_or_the_day_of_typing(self):
        with freeze_time('2026-11-20 03:00:00'):
            known = self._step(self.preparation, date(2026, 11, 1), date_precision='month')
            self.assertEqual(known.effective_date, date(2026, 11, 20))
            self.assertEqual(known.date_label, '令和8年11月')
            past = self._step(self.preparation, date(2016, 1, 9), date_precision='month')
            self.assertEqual(past.effective_date, date(2016, 1, 31))

    def test_stalled(self):
        councils = self.env['support.council']
        self.council.milestone_ids.date = self.today - timedelta(days=900)
        self.assertTrue(self.council.is_rotting)
        self.assertEqual(self.council.rotting_days, 900)
        self.assertEqual(self.council.next_step, 'stalled')
        self.assertIn(self.council, councils.search([('is_rotting', '=', True)]))
        self.assertNotIn(self.council, councils.search([('is_rotting', '=', False)]))
        self.study.stall_days = 0
        self.assertFalse(self.council.is_rotting)
        self.assertIn(self.council, councils.search([('is_rotting', '=', False)]))

    def test_next_step_follows_the_clock(self):
        """At midnight the card turns: the meeting of the day before is no coming meeting."""
        self._meeting(self.today)
        self.assertEqual(self.council.next_step, 'on_track')
        with freeze_time(self.today + timedelta(days=2)):
            self.env['support.council']._cron_new_day()
            self.assertEqual(self.council.next_step, 'no_meeting')

    def test_drag_statements(self):
        """A drag costs the same for a council with a long history."""
        self._add_seat()
        for days in range(40, 0, -1):
            self._step(self.preparation, self.today - timedelta(days=days))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.council.write({'stage_id': self.established.id})
            self.env.flush_all()
