# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestMeeting(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south_council = cls.env['support.council'].create(
            {'name': 'South Council', 'area_id': cls.south.id}
        )
        cls.day = date(2026, 5, 20)

    def _counted(self, meeting):
        rows = meeting.entry_ids.all_count_ids.filtered('active')
        return sorted((row.area_id.name, row.kind_id.code, row.quantity) for row in rows)

    def test_held_meeting_writes_one_entry(self):
        meeting = self._meeting(self.day)
        self.assertFalse(meeting.entry_ids)
        meeting.with_user(self.user).action_hold()
        entry = meeting.entry_ids
        self.assertEqual(len(entry), 1)
        self.assertEqual(self._counted(meeting), [('North', 'area_meeting', 1)])
        self.assertEqual(entry.coordinator_ids, self.coordinator_a)
        meeting.with_user(self.user).write({'headcount': 12, 'headcount_is_approx': True})
        meeting.with_user(self.user).action_draft_minutes()
        self.assertEqual(meeting.entry_ids, entry)
        self.assertEqual((entry.headcount, entry.headcount_is_approx), (12, True))
        self.assertEqual(self._counted(meeting), [('North', 'area_meeting', 1)])

    def test_own_words_survive(self):
        meeting = self._meeting(self.day)
        meeting.action_hold()
        line = meeting.entry_ids.participant_ids
        line.write({'own_reflection': 'Everybody spoke.', 'minutes': 150})
        meeting.entry_ids.count_ids = [
            Command.create({'kind_id': self.kind_consultation.id, 'quantity': 2})
        ]
        meeting.write({'place': 'Hall', 'date': date(2026, 6, 1)})
        meeting.coordinator_ids = self.coordinator_a | self.coordinator_b
        entry = meeting.entry_ids
        self.assertEqual(line.own_reflection, 'Everybody spoke.')
        self.assertEqual(line.minutes, 150)
        self.assertEqual(entry.month_key, 202606)
        self.assertEqual(len(entry.participant_ids), 2)
        self.assertEqual(
            self._counted(meeting), [('North', 'area_meeting', 1), ('North', 'consultation', 2)]
        )

    def test_joint_meeting_counts_once_in_each_area(self):
        councils = self.council | self.south_council
        meeting = self._meeting(self.day, councils, kind='exchange')
        meeting.action_hold()
        self.assertEqual(len(meeting.entry_ids), 1)
        self.assertEqual(self._counted(meeting), [('North', 'network', 1), ('South', 'network', 1)])
        self.assertEqual(meeting.link_ids.mapped('number'), [1, 1])

    def test_cancelled_meeting_counts_nowhere_and_frees_its_number(self):
        first, second = self._meeting(self.day), self._meeting(self.day)
        self.assertEqual((first.link_ids.number, second.link_ids.number), (1, 2))
        second._cancel('Storm')
        self.assertEqual(second.link_ids.number, 0)
        third = self._meeting(self.day)
        self.assertEqual(third.link_ids.number, 2)

    def test_changed_kind_takes_the_next_number_of_the_new_kind(self):
        self._meeting(self.day, kind='study')
        meeting = self._meeting(self.day)
        self.assertEqual(meeting.link_ids.number, 1)
        meeting.kind_id = self.env.ref('support_council.meeting_kind_study')
        self.env.flush_all()
        self.assertEqual(meeting.link_ids.number, 2)

    def test_meeting_of_others(self):
        meeting = self._meeting(self.day, kind='training', host='other')
        meeting.action_hold()
        self.assertEqual(self._counted(meeting), [('North', 'meeting_attended', 1)])
        without_us = self._meeting(
            self.day, kind='training', host='other', coordinator_ids=[Command.clear()]
        )
        without_us.action_hold()
        self.assertFalse(without_us.entry_ids)

    def test_changed_kind_counts_as_the_new_one_only(self):
        meeting = self._meeting(self.day)
        meeting.action_hold()
        meeting.kind_id = self.env.ref('support_council.meeting_kind_study')
        self.assertEqual(self._counted(meeting), [('North', 'training_held', 1)])

    def test_midnight_and_the_new_fiscal_year(self):
        """The day is what the calendar in Japan says: 31 March 23:30, 1 April 08:00."""
        for start, day, year in (
            (datetime(2026, 3, 31, 14, 30), date(2026, 3, 31), '2025'),
            (datetime(2026, 3, 31, 23, 0), date(2026, 4, 1), '2026'),
        ):
            meeting = self._meeting(False, start=start, stop=start + timedelta(minutes=20))
            meeting.action_hold()
            self.assertEqual((meeting.date, meeting.fiscal_year), (day, year))
            self.assertEqual(meeting.entry_ids.date, day)
            self.assertEqual(meeting.entry_ids.participant_ids.minutes, 20)

    def test_future_meeting_cannot_have_been_held(self):
        meeting = self._meeting(self.today + timedelta(days=3))
        with self.assertRaisesRegex(ValidationError, 'cannot have been held'), self.cr.savepoint():
            meeting.action_hold()

    def test_attendance_starts_from_the_seats_of_the_day(self):
        seat, empty = self._add_seat(), self._add_seat(post='Head')
        old, new = self.env['support.person'].create([{'name': 'Old'}, {'name': 'New'}])
        self.env['support.council.member'].create(
            [
                {'seat_id': seat.id, 'person_id': old.id, 'date_end': date(2026, 3, 31)},
                {'seat_id': seat.id, 'person_id': new.id, 'date_start': date(2026, 4, 1)},
            ]
        )
        before, after = self._meeting(date(2026, 3, 20)), self._meeting(self.day)
        (before | after).action_hold()
        self.assertEqual(before.attendance_ids.member_id.person_id, old)
        self.assertEqual(after.attendance_ids.member_id.person_id, new)
        self.assertIn(empty.display_name, after.attendance_ids.mapped('name'))

    def test_confirmed_minutes_are_locked(self):
        meeting = self._meeting(self.day, discussed='<p>Shopping</p>')
        meeting.action_hold()
        meeting.with_user(self.user).action_confirm()
        version = meeting.version_ids
        self.assertEqual(version.number, 1)
        self.assertEqual(version.checksum, meeting._frozen_checksum(version.content))
        for record, values in (
            (meeting, {'discussed': 'x'}),
            (meeting, {'state': 'drafted'}),
            (meeting.link_ids, {'number': 9}),
            (version, {'content': {}}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                record.sudo().write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env['support.meeting.agenda'].create({'meeting_id': meeting.id, 'name': 'Late'})
        meeting._reopen('A name was wrong')
        meeting.discussed = '<p>Shopping and snow</p>'
        meeting.action_confirm()
        self.assertEqual(sorted(meeting.version_ids.mapped('number')), [1, 2])
        self.assertIn('Shopping</p>', version.content['discussed'])

    def test_only_the_latest_minutes_reopen(self):
        first, second = self._meeting(self.day), self._meeting(date(2026, 6, 20))
        (first | second).action_hold()
        (first | second).action_confirm()
        with self.assertRaisesRegex(UserError, 'Later minutes'), self.cr.savepoint():
            first._reopen('Typing error')
        second._reopen('Typing error')
        first._reopen('Typing error')

    def test_step_that_no_longer_fits(self):
        meeting = self._meeting(self.day)
        meeting.action_hold()
        with self.assertRaisesRegex(UserError, 'not possible'), self.cr.savepoint():
            meeting._cancel('Too late')

    def test_limited_user_and_joint_meeting(self):
        """A limited user sees a joint meeting, its common lines and those of his own council."""
        meeting = self._meeting(
            self.day,
            self.south_council | self.council,
            area_id=self.south.id,
            agenda_ids=[
                Command.create({'name': 'Common'}),
                Command.create({'name': 'North', 'council_id': self.council.id}),
                Command.create({'name': 'South', 'council_id': self.south_council.id}),
            ],
        )
        alone = self._meeting(self.day, self.south_council)
        meetings = self.env['support.meeting'].with_user(self.limited)
        self.assertEqual(meetings.search([]).ids, meeting.ids)
        self.assertNotIn(alone.id, meetings.search([]).ids)
        lines = self.env['support.meeting.agenda'].with_user(self.limited)
        self.assertEqual(set(lines.search([]).mapped('name')), {'Common', 'North'})

    def test_reason_is_asked_for(self):
        meeting = self._meeting(self.day).with_user(self.user)
        action = meeting.action_cancel()
        wizard = self.env['support.reason'].with_user(self.user).browse(action['res_id'])
        with self.assertRaisesRegex(UserError, 'Enter the reason'), self.cr.savepoint():
            wizard.action_apply()
        wizard.reason = 'Storm'
        wizard.action_apply()
        self.assertEqual((meeting.state, meeting.cancel_reason), ('cancelled', 'Storm'))
        with self.assertRaises(UserError):
            self.env['support.reason'].create(
                {
                    'res_model': 'support.meeting',
                    'res_ids': meeting.ids,
                    'method': 'unlink',
                    'reason': 'x',
                }
            ).action_apply()
