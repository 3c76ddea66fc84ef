# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .client_payload import open_form
from .common import SupportCommon

PDF = b'%PDF-1.7 minutes'


class MeetingCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True})
        cls.south_council = cls.env['support.council'].create(
            {'name': 'South Council', 'area_id': cls.south.id}
        )
        cls.day = date(2026, 5, 20)  # a Wednesday, the third of its month

    @classmethod
    def _add_member(cls, council=None, name='Member', seat_values=None, **values):
        seat = cls._add_seat(council, **(seat_values or {}))
        person = cls.env['support.person'].create({'name': name})
        return cls.env['support.council.member'].create(
            {'seat_id': seat.id, 'person_id': person.id, **values}
        )

    def _lines(self, meeting):
        return {line.member_id.person_id.name or line.name: line for line in meeting.attendance_ids}


@tagged('post_install', '-at_install')
class TestMeetingLife(MeetingCase):
    def test_joint_meeting_from_plan_to_second_version(self):
        """The whole way, as a coordinator who may do no more than that."""
        self._add_member(name='Kimura')
        self._add_member(self.south_council, name='Ueda')
        self.day = self.today - timedelta(days=3)
        meeting = (
            self.env['support.meeting']
            .with_user(self.user)
            .create(
                {
                    'kind_id': self.env.ref('support_council.meeting_kind_exchange').id,
                    'date': self.day,
                    'council_ids': [Command.set((self.council | self.south_council).ids)],
                    'commission_id': self.commission.id,
                    'agenda_ids': [Command.create({'name': 'Transport', 'is_discussed': False})],
                }
            )
        )
        self.assertEqual(meeting.link_ids.mapped('number'), [1, 1])
        lines = self._lines(meeting)
        self.assertEqual(set(lines), {'Kimura', 'Ueda'})
        self.assertFalse(lines['Kimura'].status)
        meeting.action_invite()
        lines['Kimura'].action_answer_present()
        lines['Ueda'].action_answer_absent()
        meeting.action_hold()
        self.assertEqual(
            [lines[name].status for name in ('Kimura', 'Ueda')], ['present', 'excused']
        )
        self.assertEqual(len(meeting.entry_ids), 1)
        meeting.agenda_ids.write({'outcome': 'action', 'outcome_text': 'Ask the bus company'})
        action = self.env['support.action'].create(
            {
                'name': 'Ask the bus company',
                'agenda_id': meeting.agenda_ids.id,
                'coordinator_id': self.coordinator_a.id,
            }
        )
        self.assertEqual(action.meeting_id, meeting)
        meeting.discussed = '<p>One bus a day.</p>'
        meeting.action_draft_minutes()
        with patch.object(type(meeting), '_render_minutes_pdf', lambda self: PDF):
            meeting.action_confirm()
        meeting.write({'action_ids': [Command.update(action.id, {'date_deadline': self.today})]})
        action.action_done()
        first = meeting.version_ids
        kept = (first.sudo().content, first.checksum, first.sudo().pdf_id.raw)
        self.assertEqual(first.sudo().content['pdf_checksum'], hashlib.sha256(PDF).hexdigest())
        self.assertEqual(first.checksum, meeting._frozen_checksum(first.sudo().content))
        self.assertEqual(
            first.sudo().content['agenda'][0]['to_dos'][0]['what'], 'Ask the bus company'
        )
        with self.assertRaisesRegex(UserError, 'frozen'), self.cr.savepoint():
            first.sudo().pdf_id.unlink()

        reason = self.env['support.reason'].browse(meeting.action_reopen()['res_id'])
        reason.with_user(self.user).reason = 'Two buses'
        reason.with_user(self.user).action_apply()
        meeting.discussed = '<p>Two buses a day.</p>'
        meeting.action_confirm()
        second = meeting.version_ids - first
        self.assertEqual((second.number, second.reason), (2, 'Two buses'))
        self.assertIn('Two buses', second.sudo().content['discussed'])
        self.assertEqual((first.sudo().content, first.checksum, first.sudo().pdf_id.raw), kept)
        self.assertEqual(len(meeting.entry_ids), 1)

    def test_later_minutes_get_a_correction_instead(self):
        first, second = self._meeting(self.day), self._meeting(date(2026, 6, 20))
        (first | second).action_hold()
        (first | second).action_confirm()
        with self.assertRaisesRegex(UserError, 'Add a Correction'), self.cr.savepoint():
            first.with_user(self.user)._reopen('12 people')
        action = first.with_user(self.user).action_correct()
        correction = (
            self.env['support.meeting.correction']
            .with_user(self.user)
            .with_context(**action['context'])
            .create(
                {
                    'text': '12 people took part, not 21.',
                    'user_id': self.env.uid,
                    'date': date(2026, 1, 1),
                }
            )
        )
        self.assertEqual(first.correction_ids, correction)
        self.assertEqual((correction.date, correction.user_id), (self.today, self.user))
        for change in (lambda: correction.sudo().write({'text': 'x'}), correction.sudo().unlink):
            with self.assertRaisesRegex(UserError, 'Add another'), self.cr.savepoint():
                change()

    def test_later_minutes_that_a_limited_user_does_not_see(self):
        joint = self._meeting(self.day, self.council | self.south_council, kind='exchange')
        later = self._meeting(date(2026, 6, 20), self.south_council)
        (joint | later).action_hold()
        (joint | later).action_confirm()
        with self.assertRaisesRegex(UserError, 'Later minutes'), self.cr.savepoint():
            joint.with_user(self.limited)._reopen('12 people')

    def test_minutes_of_a_joint_meeting_are_complete_whoever_confirms(self):
        meeting = self._meeting(
            self.day,
            self.council | self.south_council,
            kind='exchange',
            agenda_ids=[Command.create({'name': 'South', 'council_id': self.south_council.id})],
        )
        meeting.with_user(self.limited).action_hold()
        meeting.with_user(self.limited).action_confirm()
        self.assertEqual(meeting.version_ids.sudo().content['agenda'][0]['topic'], 'South')

    def test_long_and_pasted_minutes(self):
        meeting = self._meeting(self.day).with_user(self.user)
        meeting.action_hold()
        meeting.reported = '<p>%s</p>' % ('報告' * 4000)
        meeting.discussed = '<p onclick="alert(1)">Snow<script>alert(1)</script></p>'
        self.assertEqual(meeting.reported.count('報'), 4000)
        self.assertNotIn('script', meeting.discussed)
        self.assertNotIn('onclick', meeting.discussed)
        meeting.action_confirm()
        self.assertEqual(meeting.version_ids.sudo().content['reported'].count('報'), 4000)

    def test_history_of_the_draft_ends_with_the_version(self):
        meeting = self._meeting(self.day).with_user(self.user)
        meeting.action_hold()
        meeting.discussed = '<p>First</p>'
        meeting.discussed = '<p>Second</p>'
        newest = meeting.html_field_history_metadata['discussed'][0]['revision_id']
        self.assertIn(
            'First', meeting.html_field_history_get_content_at_revision('discussed', newest)
        )
        meeting.action_confirm()
        self.assertFalse(meeting.html_field_history)

    def test_reader_changes_nothing(self):
        meeting = self._meeting(self.day)
        meeting.attendance_ids = [Command.create({'name': 'Guest'})]
        for change in (
            lambda: meeting.with_user(self.reader).action_hold(),
            lambda: meeting.with_user(self.reader).action_next_meeting(),
            lambda: meeting.attendance_ids.with_user(self.reader).action_answer_present(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint(), mute_logger('odoo.sql_db'):
                change()


@tagged('post_install', '-at_install')
class TestMeetingPlanning(MeetingCase):
    def _new(self, action):
        return self.env['support.meeting'].browse(action['res_id'])

    def test_next_meeting_on_the_same_weekday(self):
        self.council.meeting_cycle = 3
        self.day = date(2027, 5, 19)
        meeting = self._meeting(
            False,
            start=datetime(2027, 5, 19, 4, 30),
            stop=datetime(2027, 5, 19, 6, 30),
            place='Hall',
        )
        new = self._new(meeting.with_user(self.user).action_next_meeting())
        # The third Wednesday three months later, at half past one as before.
        self.assertEqual(
            (new.start, new.stop), (datetime(2027, 8, 18, 4, 30), datetime(2027, 8, 18, 6, 30))
        )
        self.assertEqual((new.place, new.council_ids, new.state), ('Hall', self.council, 'planned'))
        self.assertEqual(new.coordinator_ids, self.coordinator_a)
        again = self._new(meeting.with_user(self.user).action_next_meeting())
        self.assertEqual(again, new)

    def test_next_meeting_on_the_day_agreed_upon(self):
        day = self.today + timedelta(days=40)
        meeting = self._meeting(self.day, next_date=day, next_theme='Snow')
        meeting.action_hold()
        new = self._new(meeting.with_user(self.user).action_next_meeting())
        self.assertEqual(new.date, day)
        self.assertIn('Snow', new.agenda_ids.mapped('name'))

    def test_next_meeting_is_never_in_the_past(self):
        meeting = self._meeting(date(2020, 1, 31))
        meeting.action_hold()
        new = self._new(meeting.action_next_meeting())
        self.assertGreaterEqual(new.date, self.today)
        self.assertEqual(new.date.weekday(), 4)

    def test_agenda_of_the_first_meeting_to_the_letter(self):
        meeting = self._meeting(self.today + timedelta(days=9)).with_user(self.user)
        meeting.action_propose_agenda()
        self.assertEqual(
            meeting.agenda_ids.mapped('name'),
            [
                '団体の選出',
                '生活支援コーディネーター（チーム）の選任',
                '事務局の担い手',
                '次回の開催見通し',
            ],
        )
        self.assertEqual(
            meeting.agenda_ids[0].note.split('\n'),
            ['主たる構成メンバー（団体）', '協力団体', '議題に応じて参加を要請する団体'],
        )
        meeting.action_propose_agenda()
        self.assertEqual(len(meeting.agenda_ids), 4)

    def test_agenda_of_a_later_meeting(self):
        self._meeting(self.day).action_hold()
        meeting = self._meeting(self.today + timedelta(days=9))
        meeting.action_propose_agenda()
        self.assertIn('協議・検討事項', meeting.agenda_ids.mapped('name'))
        self.assertEqual(meeting.agenda_minutes, 0)
        meeting.agenda_ids.unlink()
        self.company.support_agenda_times = True
        meeting.action_propose_agenda()
        self.assertEqual(meeting.agenda_minutes, 90)
        meeting.write({'start': datetime(2027, 5, 19, 4, 30), 'stop': datetime(2027, 5, 19, 5, 30)})
        self.assertEqual(meeting.agenda_overrun, 30)

    def test_second_part(self):
        meeting = self._meeting(
            False, start=datetime(2027, 5, 19, 4, 30), stop=datetime(2027, 5, 19, 6, 0)
        )
        second = self._new(meeting.with_user(self.user).action_second_part())
        self.assertEqual((second.start, second.date), (meeting.stop, meeting.date))

    def test_postponed(self):
        meeting = self._meeting(
            False,
            start=datetime(2027, 5, 19, 4, 30),
            stop=datetime(2027, 5, 19, 6, 0),
            agenda_ids=[Command.create({'name': 'Snow'})],
        )
        wizard = (
            self.env['support.meeting.postpone']
            .with_user(self.user)
            .create({'meeting_id': meeting.id, 'reason': 'Storm', 'date': date(2027, 5, 26)})
        )
        new = self._new(wizard.action_apply())
        self.assertEqual((meeting.state, meeting.cancel_reason), ('postponed', 'Storm'))
        self.assertEqual((meeting.link_ids.number, new.link_ids.number), (0, 1))
        self.assertEqual(new.start, datetime(2027, 5, 26, 4, 30))
        self.assertEqual((new.postponed_from_id, new.agenda_ids.name), (meeting, 'Snow'))
        with self.assertRaisesRegex(UserError, 'not possible'), self.cr.savepoint():
            meeting._postpone('Again', {'date': date(2027, 6, 2)})

    def test_cancellation_is_taken_back(self):
        meeting = self._meeting(self.day)
        meeting.action_hold()
        meeting = self._meeting(date(2026, 6, 20)).with_user(self.user)
        meeting._cancel('Storm')
        self.assertEqual(meeting.link_ids.number, 0)
        meeting.action_reinstate()
        self.assertEqual((meeting.state, meeting.link_ids.number), ('planned', 2))
        self.assertFalse(meeting.cancel_reason)

    def test_two_meetings_at_the_same_time(self):
        def plan(hour, councils, **values):
            start = datetime(2027, 5, 19, hour, 30)
            return self._meeting(
                False, councils, start=start, stop=start + timedelta(hours=2), **values
            )

        first = plan(4, self.council, name='Spring Meeting')
        with (
            self.assertRaisesRegex(ValidationError, 'North Council .* Spring Meeting'),
            self.cr.savepoint(),
        ):
            plan(5, self.council | self.south_council, kind='exchange')
        plan(2, self.council)  # back to back
        other = plan(5, self.south_council)
        self.assertIn('Coordinator A', other.with_user(self.user).overlap_warning)
        with self.assertRaisesRegex(ValidationError, 'same time'), self.cr.savepoint():
            other.council_ids = self.council
        first._cancel('Storm')
        other.invalidate_recordset()
        other.council_ids = self.council

    def test_hours_are_at_most_a_day(self):
        with mute_logger('odoo.sql_db'), self.assertRaisesRegex(Exception, 'hours_range'):
            self._meeting(
                False, start=datetime(2027, 5, 19, 4, 30), stop=datetime(2027, 5, 21, 4, 30)
            )

    def test_topic_goes_on_the_next_agenda(self):
        topics = self.env['support.topic'].with_user(self.user)
        topic = topics.create({'name': 'Shopping', 'council_id': self.council.id})
        self.assertEqual(topic.area_id, self.north)
        with self.assertRaisesRegex(UserError, 'no planned meeting'), self.cr.savepoint():
            topic.action_schedule()
        meeting = self._meeting(self.today + timedelta(days=9))
        topic.action_schedule()
        self.assertEqual((topic.state, topic.meeting_id), ('scheduled', meeting))
        meeting.agenda_ids.unlink()
        self.assertEqual(topic.state, 'proposed')
        south = topics.create({'name': 'South', 'council_id': self.south_council.id})
        self.assertNotIn(south, topics.with_user(self.limited).search([]))

    def test_homework(self):
        earlier = self._meeting(self.day)
        earlier.action_hold()
        meeting = self._meeting(date(2026, 6, 20))
        actions = self.env['support.action'].create(
            [
                {'name': name, 'meeting_id': origin.id, 'area_id': self.north.id, **more}
                for name, origin, more in (
                    ('Open', earlier, {}),
                    ('Done since', earlier, {'state': 'done', 'done_on': date(2026, 6, 1)}),
                    ('Done before', earlier, {'state': 'done', 'done_on': date(2026, 4, 1)}),
                    ('Of this one', meeting, {}),
                )
            ]
        )
        self.assertEqual(meeting.with_user(self.user).homework_ids, actions[:2])

    def test_yearly_number_of_others(self):
        tally = self.env['support.meeting.tally'].with_user(self.user)
        values = {
            'area_id': self.north.id,
            'fiscal_year': '2025',
            'kind_id': self.env.ref('support_council.meeting_kind_area_care').id,
        }
        tally.create({**values, 'held': 6, 'attended': 5})
        for bad in ({**values, 'held': 6}, {**values, 'fiscal_year': '2024', 'attended': 1}):
            with mute_logger('odoo.sql_db'), self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
                tally.create(bad)
        self.limited.support_area_ids = self.south
        self.assertFalse(tally.with_user(self.limited).search([]))


@tagged('post_install', '-at_install')
class TestAttendance(MeetingCase):
    def test_answers(self):
        chair, deputy, clerk = (
            self._add_member(name=name, seat_values={'fee': 2000})
            for name in ('Kimura', 'Ueda', 'Mori')
        )
        meeting = self._meeting(self.day).with_user(self.user)
        lines = self._lines(meeting)
        self.assertEqual(sorted(line.seat_number for line in lines.values()), [1, 2, 3])
        lines['Kimura'].action_answer_present()
        self.assertEqual(
            (lines['Kimura'].answered_on, lines['Kimura'].taken_by_id), (self.today, self.user)
        )
        lines['Ueda'].write({'answer': 'proxy', 'proxy_name': 'Oka'})
        self.assertEqual((meeting.answer_count, meeting.answer_missing_count), (2, 1))
        lines['Kimura'].action_answer_present()  # a slip
        self.assertFalse(lines['Kimura'].answered_on)
        lines['Kimura'].action_answer_present()
        meeting.action_hold()
        self.assertEqual(
            [lines[name].status for name in ('Kimura', 'Ueda', 'Mori')],
            ['present', 'proxy', 'absent'],
        )
        self.assertEqual([lines[name].fee for name in ('Kimura', 'Ueda', 'Mori')], [2000, 0, 0])
        lines['Kimura'].fee_declined = True
        self.assertEqual(lines['Kimura'].fee, 0)
        # What was due stays when the rate changes; a proxy is paid where the office says so.
        (chair | deputy | clerk).seat_id.fee = 3000
        self.company.support_proxy_fee = True
        lines['Mori'].status = 'proxy'
        self.assertEqual((lines['Ueda'].fee, lines['Mori'].fee), (0, 3000))
        with self.assertRaisesRegex(UserError, 'not possible'), self.cr.savepoint():
            lines['Mori'].action_answer_absent()

    def test_list_follows_the_day(self):
        self._add_member(name='Old', date_end=date(2026, 5, 31))
        self._add_seat(kind='guest', post='Speaker')
        meeting = self._meeting(self.day).with_user(self.user)
        self.assertEqual(set(self._lines(meeting)), {'Old'})
        meeting.date = date(2026, 6, 20)
        self.assertEqual(meeting.attendance_ids.name, self.organization.name)
        self.assertFalse(meeting.attendance_ids.member_id)

    def test_list_follows_the_roster(self):
        meeting = self._meeting(self.today + timedelta(days=9)).with_user(self.user)
        self.assertFalse(meeting.attendance_ids)
        member = self._add_member(name='Kimura')
        self.assertEqual(meeting.attendance_ids.member_id, member)
        member.date_end = self.today
        self.assertEqual(meeting.attendance_ids.name, self.organization.name)
        member.seat_id.with_user(self.user).date_end = self.today
        self.assertFalse(meeting.attendance_ids)
        fresh = self._add_member(name='Ueda')
        self.assertEqual(meeting.attendance_ids.member_id, fresh)
        seat = fresh.seat_id
        fresh.with_user(self.user).unlink()
        self.assertEqual(meeting.attendance_ids.seat_id, seat)
        seat.with_user(self.user).unlink()
        self.assertFalse(meeting.attendance_ids)

    def test_somebody_who_was_no_member_that_day(self):
        late = self._add_member(name='Late', date_start=date(2026, 6, 1))
        meeting = self._meeting(self.day)
        meeting.action_hold()
        lines = meeting.with_user(self.user).attendance_ids
        self.assertFalse(lines.member_id)
        with self.assertRaisesRegex(ValidationError, 'Late .* no seat'), self.cr.savepoint():
            lines.member_id = late
        with self.assertRaisesRegex(ValidationError, 'Late .* no seat'), self.cr.savepoint():
            meeting.with_user(self.user).attendance_ids = [Command.create({'member_id': late.id})]
        guest = {'name': 'Late, from the post office'}
        meeting.with_user(self.user).attendance_ids = [Command.create(guest)]
        self.assertEqual(
            meeting.attendance_ids.filtered(lambda line: not line.seat_id).status, 'present'
        )

    def test_day_of_a_held_meeting_out_of_a_term(self):
        self._add_member(name='Old', date_end=date(2026, 5, 31))
        meeting = self._meeting(self.day)
        meeting.action_hold()
        with self.assertRaisesRegex(ValidationError, 'Old .* no seat'), self.cr.savepoint():
            meeting.with_user(self.user).date = date(2026, 6, 20)

    def test_in_writing(self):
        self._add_member(name='Kimura')
        self._add_member(name='Ueda')
        with self.assertRaisesRegex(ValidationError, 'in writing'), self.cr.savepoint():
            self._meeting(False, format='written', start=datetime(2026, 5, 20, 4, 30))
        meeting = self._meeting(self.day, format='written').with_user(self.user)
        lines = self._lines(meeting)
        lines['Ueda'].action_answer_present()
        meeting.action_hold()
        self.assertEqual(
            [lines[name].status for name in ('Kimura', 'Ueda')], ['no_answer', 'answered']
        )
        entry = meeting.entry_ids
        self.assertEqual((entry.date, entry.month_key), (self.day, 202605))
        self.assertEqual(entry.count_ids.kind_id, self.kind_area_meeting)

    def test_limited_user_and_seats_of_the_other_council(self):
        self._add_member(name='Kimura')
        self._add_member(self.south_council, name='Ueda')
        meeting = self._meeting(
            self.day, self.council | self.south_council, kind='exchange', area_id=self.south.id
        ).with_user(self.limited)
        visible = self.env['support.meeting.attendance'].with_user(self.limited)
        self.assertEqual(visible.search([('meeting_id', '=', meeting.id)]).council_id, self.council)
        meeting.action_hold()
        self.assertEqual(set(meeting.sudo().attendance_ids.mapped('status')), {'present'})

    def test_statements(self):
        counts = []
        for index, number in enumerate((1, 1, 40)):  # the first one fills the caches
            council = self.env['support.council'].create(
                {'name': f'Council {index}', 'area_id': self.north.id}
            )
            for member in range(number):
                self._add_member(council, name=f'Member {member}')
            meeting = self._meeting(self.day, council).with_user(self.user)
            self.assertEqual(len(meeting.attendance_ids), number)
            counts.append(
                [
                    self._statements(lambda meeting=meeting: open_form(meeting)),
                    self._statements(lambda meeting=meeting: meeting.action_hold()),
                ]
            )
        self.assertEqual(counts[2], counts[1])

    def _statements(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged('post_install', '-at_install')
class TestMirror(SupportCommon):
    """One activity of Odoo for every open to-do with a login."""

    def _mirrors(self, action):
        return (
            self.env['mail.activity']
            .sudo()
            .search([('res_model', '=', 'support.action'), ('res_id', '=', action.id)])
        )

    def _action(self, **values):
        return (
            self.env['support.action']
            .with_user(self.user)
            .create(
                {
                    'name': 'Call the chair',
                    'coordinator_id': self.coordinator_a.id,
                    'date_deadline': self.today + timedelta(days=3),
                    **values,
                }
            )
        )

    def test_activity_follows_the_to_do(self):
        action = self._action()
        mirror = self._mirrors(action)
        self.assertEqual(
            (mirror.user_id, mirror.summary, mirror.date_deadline),
            (self.user, 'Call the chair', action.date_deadline),
        )
        action.write({'name': 'Write to the chair', 'date_deadline': self.today})
        self.assertEqual(self._mirrors(action), mirror)
        self.assertEqual((mirror.summary, mirror.date_deadline), ('Write to the chair', self.today))
        self.coordinator_b.user_id = self.manager
        action.coordinator_id = self.coordinator_b
        self.assertEqual(self._mirrors(action).user_id, self.manager)
        action.action_done()
        self.assertFalse(self._mirrors(action))
        action.action_undo()
        self.assertEqual(len(self._mirrors(action)), 1)
        action._drop('No longer wanted')
        self.assertFalse(self._mirrors(action))
        self.coordinator_b.user_id = False
        nobody = self._action(coordinator_id=self.coordinator_b.id)
        self.assertFalse(self._mirrors(nobody))
        self.coordinator_b.user_id = self.user
        self.assertEqual(self._mirrors(nobody).user_id, self.user)

    def test_to_do_follows_the_activity(self):
        action = self._action()
        mirror = self._mirrors(action).with_user(self.user)
        mirror.date_deadline = self.today + timedelta(days=9)
        self.assertEqual(action.date_deadline, self.today + timedelta(days=9))
        mirror.action_feedback(feedback='He agrees')
        self.assertEqual((action.state, action.done_on), ('done', self.today))
        self.assertFalse(self._mirrors(action))

    def test_archived_login_keeps_the_to_dos(self):
        actions = self._action() | self._action() | self._action()
        self.user.sudo().with_context(support_archive_anyway=True).action_archive()
        self.assertFalse(self._mirrors(actions[0]))
        self.assertEqual(actions.sudo().mapped('state'), ['open'] * 3)
