# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import SupportCommon

# A day in the middle of the fiscal year, so that a month before and after lie in it.
NOON = '2026-09-15 03:00:00'


@tagged('post_install', '-at_install')
class TestRhythm(SupportCommon):
    def _held(self, days):
        meeting = self._meeting(self.company._support_today() - timedelta(days=days))
        meeting.action_hold()
        return meeting

    def _planned(self, days):
        return self._meeting(self.company._support_today() + timedelta(days=days))

    @freeze_time(NOON)
    def test_rhythm(self):
        self.assertEqual(self.council.rhythm, 'none_this_year')
        self._held(400)
        self.assertEqual(self.council.rhythm, 'none_this_year')
        self._held(30)
        self.assertEqual(self.council.rhythm, 'no_next')
        planned = self._planned(30)
        self.assertEqual(self.council.rhythm, 'on_track')
        self.council.meeting_cycle = 1
        self.assertEqual(self.council.rhythm, 'overdue')
        self.council.meeting_cycle = 3
        self.assertEqual(self.council.rhythm, 'on_track')
        planned._cancel('Storm')
        self.assertEqual(self.council.rhythm, 'no_next')

    @freeze_time(NOON)
    def test_clock_alone_changes_it(self):
        self.council.meeting_cycle = 2
        self._held(10)
        self.assertEqual(self.council.rhythm, 'no_next')
        with freeze_time('2026-11-10 15:05:00'):
            self.env['support.council']._cron_new_day()
            self.assertEqual(self.council.rhythm, 'overdue')

    def test_dormant(self):
        dormant = self.env['support.council.stage'].create(
            {'name': 'Resting', 'sequence': 90, 'is_dormant': True}
        )
        self.council.stage_id = dormant
        self.assertEqual((self.council.rhythm, self.council.next_step), ('dormant', 'dormant'))

    def test_checklist_follows_the_stage(self):
        council = self.council.with_user(self.user)
        self.assertEqual(council.check_ids.template_id, self.study.check_ids)
        check = council.check_ids[0]
        check.done = True
        self.assertEqual((check.done_on, check.done_by_id), (self.today, self.user))
        self.assertEqual((council.check_open_count, council.check_count), (1, 2))
        council.stage_id = self.preparation
        council.stage_id = self.study
        names = council.check_ids.mapped('name')
        self.assertEqual(len(names), len(set(names)), 'going back copies nothing twice')
        self.assertTrue(check.done)

    def test_checklist_is_a_copy_of_the_lines_in_use(self):
        """What is written by one statement is what the ORM would have written."""
        old, kept = self.preparation.check_ids[0], self.preparation.check_ids[1:]
        old.active = False
        self.preparation.sequence = 15
        council = self.council.with_user(self.user)
        council.stage_id = self.preparation
        lines = council.check_ids.filtered(lambda line: line.stage_id == self.preparation)
        self.assertEqual(lines.template_id, kept)
        self.assertEqual(
            [(line.name, line.sequence) for line in lines],
            [(one.name, one.sequence) for one in kept.with_context(lang='ja_JP')],
        )
        for line in lines:
            self.assertEqual(
                (line.area_id, line.company_id, line.stage_sequence, line.create_uid, line.done),
                (council.area_id, council.company_id, 15, self.user, False),
            )
        self.assertEqual(lines.search([('done', '=', False), ('id', 'in', lines.ids)]), lines)
