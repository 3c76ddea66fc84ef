# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import SupportCommon

NOW = '2026-09-15 03:00:00'
START = datetime(2026, 9, 25, 4, 30)
STOP = datetime(2026, 9, 25, 6, 0)
DAY = timedelta(days=1)


class CalendarCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.user.email = 'coordinator@example.com'
        cls.member_partner = cls.env['res.partner'].create(
            {'name': 'Member', 'email': 'member@example.com'}
        )
        seat = cls._add_seat()
        persons = cls.env['support.person'].create(
            [
                {'name': 'Member', 'partner_id': cls.member_partner.id},
                {'name': 'Without Mail'},
            ]
        )
        cls.env['support.council.member'].create(
            [
                {
                    'seat_id': (seat if person == persons[0] else cls._add_seat()).id,
                    'person_id': person.id,
                }
                for person in persons
            ]
        )

    def _planned(self, **values):
        return self._meeting(
            START.date(),
            **{
                'name': 'Secret matter',
                'start': START,
                'stop': STOP,
                'place': 'Hall',
                'user_id': self.user.id,
                **values,
            },
        )

    def _event(self, meeting):
        return self.env['calendar.event'].search([('support_meeting_id', '=', meeting.id)])

    def _mails(self, event):
        return (
            self.env['mail.message']
            .search([('model', '=', 'calendar.event'), ('res_id', 'in', event.ids)])
            .filtered('partner_ids')
        )


@tagged('post_install', '-at_install')
class TestCalendarOfMeetings(CalendarCase):
    def test_one_private_event(self):
        meeting = self._planned()
        event = self._event(meeting)
        self.assertEqual(len(event), 1)
        self.assertEqual((event.start, event.stop, event.location), (START, STOP, 'Hall'))
        self.assertEqual((event.privacy, event.user_id), ('private', self.user))
        self.assertEqual(event.partner_ids, self.user.partner_id | self.member_partner)
        self.assertNotIn('Secret', event.name)
        self.assertIn('1', event.name)
        self.assertFalse(event.description, 'core writes telephone numbers into it')
        meeting.write({'name': 'Another matter', 'headcount': 3})
        self.assertEqual(self._event(meeting), event)

    def test_colleague_sees_no_more_than_busy(self):
        event = self._event(self._planned()).with_user(self.manager)
        event.invalidate_recordset()
        self.assertNotIn('1', event.display_name)
        self.assertFalse(event.location)
        with mute_logger('odoo.addons.base.models.ir_rule'), self.assertRaises(AccessError):
            event.start = START + DAY

    def test_both_ways_while_planned(self):
        meeting = self._planned()
        event = self._event(meeting)
        meeting.write({'start': START + DAY, 'stop': STOP + DAY, 'place': 'School'})
        self.assertEqual(
            (event.start, event.stop, event.location), (START + DAY, STOP + DAY, 'School')
        )
        # What the client sends when the event is dragged in the calendar
        event.with_user(self.user).write(
            {'start': START - DAY, 'stop': STOP - DAY, 'allday': False, 'location': 'Library'}
        )
        self.assertEqual(
            (meeting.start, meeting.stop, meeting.place), (START - DAY, STOP - DAY, 'Library')
        )
        self.assertEqual(meeting.date, (START - DAY).date())
        self.assertEqual(self._event(meeting), event)

    def test_unknown_end(self):
        meeting = self._planned(stop=False)
        event = self._event(meeting)
        self.assertEqual(event.stop, START + timedelta(hours=1))
        event.with_user(self.user).write({'start': START + DAY, 'stop': event.stop + DAY})
        self.assertEqual((meeting.start, meeting.stop), (START + DAY, False))
        event.with_user(self.user).write({'stop': event.stop + timedelta(hours=2)})
        self.assertEqual(meeting.stop, event.stop)

    def test_the_meeting_checks_the_move(self):
        event = self._event(self._planned())
        with self.assertRaisesRegex(ValidationError, '2206'):
            event.with_user(self.user).write(
                {'start': datetime(2206, 9, 1, 4), 'stop': datetime(2206, 9, 1, 5)}
            )

    @mute_logger('odoo.addons.base.models.ir_rule')
    def test_an_attendee_without_rights_moves_nothing(self):
        outsider = new_test_user(self.env, 'sc_outsider', 'base.group_user')
        meeting = self._planned()
        event = self._event(meeting)
        outsider.partner_id = self.member_partner
        with self.assertRaises(AccessError):
            event.with_user(outsider).write({'start': START + DAY, 'stop': STOP + DAY})
        self.assertEqual(meeting.start, START)

    def test_title_people_and_repetition_are_the_meetings(self):
        event = self._event(self._planned()).with_user(self.user)
        for values in (
            {'name': 'The secret matter'},
            {'privacy': 'public'},
            {'allday': True},
            {'recurrency': True, 'rrule_type': 'weekly'},
            {'active': False},
            {'partner_ids': [Command.link(self.manager.partner_id.id)]},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, 'stands for a meeting'):
                event.write(values)

    def test_deleting_only_unlinks(self):
        meeting = self._planned()
        self._event(meeting).with_user(self.user).unlink()
        self.assertEqual((meeting.state, meeting.start), ('planned', START))

    def test_called_off_and_back(self):
        meeting = self._planned()
        meeting._cancel('Storm')
        self.assertFalse(self._event(meeting).exists())
        self.assertFalse(
            self.env['calendar.event']
            .with_context(active_test=False)
            .search_count([('support_meeting_id', '=', meeting.id)])
        )
        meeting.state = 'planned'
        self.assertEqual(len(self._event(meeting)), 1)

    def test_no_hours_no_event(self):
        meeting = self._planned(start=False, stop=False)
        self.assertFalse(self._event(meeting))
        meeting.write({'start': START, 'stop': STOP})
        self.assertEqual(len(self._event(meeting)), 1)
        meeting.write({'start': False, 'stop': False})
        self.assertFalse(self._event(meeting))

    def test_past_and_imported_get_none(self):
        past = self._planned(start=START - 30 * DAY, stop=STOP - 30 * DAY, state='invited')
        self.assertFalse(self._event(past))
        importing = self.env(context={**self.env.context, 'import_file': True})
        imported = importing['support.meeting'].create(
            {
                'kind_id': self.env.ref('support_council.meeting_kind_council').id,
                'start': START,
                'stop': STOP,
                'state': 'invited',
                'council_ids': [Command.set(self.council.ids)],
                'commission_id': self.commission.id,
            }
        )
        self.assertFalse(self._event(imported))
        self.assertFalse(self.env['mail.mail'].search_count([('model', '=', 'calendar.event')]))

    def test_held_meeting_keeps_its_event_as_it_is(self):
        meeting = self._planned()
        event = self._event(meeting)
        with freeze_time(STOP + DAY):
            meeting.with_user(self.user).action_hold()
            for values in ({'start': START + DAY}, {'location': 'School'}, {'notes': 'x'}):
                with self.assertRaisesRegex(UserError, 'not planned any more'):
                    event.with_user(self.user).write(values)
            meeting.place = 'School'
            self.assertEqual((event.start, event.location), (START, 'Hall'))
            event.with_user(self.user).unlink()
        self.assertEqual(meeting.state, 'held')

    def test_mail_waits_for_the_invitation_and_goes_to_the_queue(self):
        meeting = self._planned()
        event = self._event(meeting)
        meeting.write({'start': START + DAY, 'stop': STOP + DAY})
        self.assertFalse(self._mails(event), 'a plan concerns nobody outside')
        meeting.with_user(self.user).action_invite()
        mails = self._mails(event)
        self.assertIn(self.member_partner, mails.partner_ids)
        self.assertEqual(set(mails.mail_ids.mapped('state')), {'outgoing'})
        meeting.headcount = 5
        self.assertEqual(self._mails(event), mails, 'nothing is sent twice')
        meeting.write({'start': START, 'stop': STOP})
        self.assertGreater(len(self._mails(event)), len(mails), 'a new hour is told')

    def test_answer_by_mail_is_on_the_attendance_list(self):
        meeting = self._planned(state='invited')
        attendee = self._event(meeting).attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.member_partner
        )
        line = meeting.attendance_ids.filtered(
            lambda line: line.member_id.person_id.partner_id == self.member_partner
        )
        attendee.do_decline()
        self.assertEqual((line.answer, line.answered_on), ('absent', self.company._support_today()))
        self.assertFalse(line.taken_by_id)
        attendee.do_accept()
        self.assertEqual(line.answer, 'present')
        self.assertFalse((meeting.attendance_ids - line).filtered('answer'))

    def test_joint_meeting_has_no_number(self):
        other = self.env['support.council'].create(
            {'name': 'South Council', 'area_id': self.south.id}
        )
        event = self._event(self._planned(councils=self.council | other))
        self.assertEqual(len(event), 1)
        self.assertFalse([sign for sign in event.name if sign.isdigit()])


@tagged('post_install', '-at_install')
class TestPlanInTheCalendar(CalendarCase):
    def _plan(self, coordinator=None, user=None, **values):
        return (
            self.env['calendar.event']
            .with_user(user or self.user)
            .create(
                {
                    'name': 'Visit to the salon',
                    'start': START,
                    'stop': STOP,
                    'support_coordinator_id': (coordinator or self.coordinator_a).id,
                    'support_kind_id': self.kind_visit.id,
                    **values,
                }
            )
        )

    def test_plan_is_private_and_nobody_is_written_to(self):
        event = self._plan()
        self.assertEqual((event.privacy, event.partner_ids), ('private', self.user.partner_id))
        self.assertFalse(event.description)
        typed = self._plan(self.coordinator_b)
        self.assertFalse(typed.partner_ids, 'a coordinator without login attends nothing')
        typed_by_colleague = self._plan(user=self.manager)
        self.assertEqual(typed_by_colleague.partner_ids, self.user.partner_id)
        self.assertFalse(self._mails(event | typed | typed_by_colleague))

    def test_plan_from_another_record_does_not_hang_on_it(self):
        partner = {'active_model': 'res.partner', 'active_id': self.organization.id}
        event = (
            self.env['calendar.event']
            .with_user(self.user)
            .with_context(**partner)
            .create(
                {
                    'name': 'Visit',
                    'start': START,
                    'stop': STOP,
                    'support_coordinator_id': self.coordinator_a.id,
                }
            )
        )
        self.assertFalse(event.res_model)
        self.assertFalse(self.organization.activity_ids)
        self.assertEqual(event.partner_ids, self.user.partner_id)

    def test_plan_may_repeat(self):
        event = self._plan(
            recurrency=True,
            rrule_type_ui='weekly',
            rrule_type='weekly',
            interval=1,
            count=3,
            end_type='count',
            fri=True,
        )
        events = event.recurrence_id.calendar_event_ids
        self.assertEqual(len(events), 3)
        self.assertEqual(events.support_coordinator_id, self.coordinator_a)
