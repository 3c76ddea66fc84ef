# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..tools import pdf
from .test_meeting_life import MeetingCase


class MeetingTourCase(MeetingCase, HttpCase):
    def _spring_meeting(self, day, councils, **values):
        return self._meeting(day, councils, name='Spring Meeting', **values)


class MeetingTours:
    """What both a desk and a phone show; the tours differ."""

    suffix = ''

    def _run(self, tour):
        name = f'support_meeting_{tour}{self.suffix}'
        self.start_tour('/odoo', name, login=self.user.login)

    def test_cancelled(self):
        meeting = self._spring_meeting(self.today + timedelta(days=9), self.council)
        self.assertEqual(meeting.link_ids.number, 1)
        self._run('cancelled')
        self._assert_called_off(meeting)

    def test_postponed(self):
        meeting = self._spring_meeting(
            self.today + timedelta(days=9),
            self.council | self.south_council,
            kind='exchange',
            agenda_ids=[Command.create({'name': 'Transport'})],
        )
        self._run('postponed')
        new = meeting.postponed_to_ids
        self.assertEqual((meeting.state, meeting.cancel_reason), ('postponed', 'Storm'))
        self.assertEqual((new.date, new.council_ids), (date(2040, 4, 4), meeting.council_ids))
        self.assertEqual(meeting.link_ids.mapped('number'), [0, 0])
        self.assertEqual(new.link_ids.mapped('number'), [1, 1])

    def test_written(self):
        kimura, ueda = (self._add_member(name=name) for name in ('Kimura', 'Ueda'))
        meeting = self._spring_meeting(self.today, self.council, format='written')
        self._run('written')
        status = {line.member_id: line.status for line in meeting.attendance_ids}
        self.assertEqual(status, {kimura: 'answered', ueda: 'no_answer'})
        self.assertEqual(len(meeting.entry_ids), 1)

    def test_homework_and_unfinished_topic(self):
        meeting = self._spring_meeting(
            self.today - timedelta(days=3),
            self.council,
            agenda_ids=[Command.create({'name': name}) for name in ('Transport', 'Salon')],
        )
        meeting.action_hold()
        meeting.agenda_ids[0].is_discussed = True
        meeting.agenda_ids[1].is_discussed = False
        self._run('homework')
        self.assertEqual(meeting.action_ids.mapped('name'), ['Ask the bus company'])
        self.assertEqual(meeting.action_ids.state, 'done')

    def test_everything_for_the_meeting(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        self._add_member(name='Kimura')
        self._spring_meeting(self.today + timedelta(days=9), self.council)
        self._run('papers')


@tagged('post_install', '-at_install')
class TestMeetingTours(MeetingTours, MeetingTourCase):
    allow_inherited_tests_method = True
    browser_size = '1400x900'

    def _assert_called_off(self, meeting):
        self.assertEqual((meeting.state, meeting.cancel_reason), ('cancelled', 'Storm'))
        self.assertEqual(meeting.link_ids.number, 0)

    def test_joint_meeting_to_its_second_version(self):
        meeting = self._spring_meeting(
            self.today,
            self.council | self.south_council,
            kind='exchange',
            agenda_ids=[Command.create({'name': 'Transport'})],
        )
        self.start_tour('/odoo', 'support_meeting_life', login=self.user.login)
        self.assertEqual(meeting.state, 'confirmed')
        self.assertEqual(sorted(meeting.version_ids.mapped('number')), [1, 2])
        self.assertIn('One bus a day', meeting.version_ids[0].content['discussed'])
        self.assertEqual(meeting.version_ids[0].reason, 'Two buses')
        following = meeting._find_next_meeting()
        self.assertEqual(following.council_ids, meeting.council_ids)

    def test_answers_at_a_desk(self):
        for name in ('Kimura', 'Ueda', 'Mori'):
            self._add_member(name=name)
        meeting = self._spring_meeting(
            self.today + timedelta(days=9), self.council, state='invited'
        )
        self.start_tour('/odoo', 'support_meeting_answers', login=self.user.login)
        lines = self._lines(meeting)
        self.assertEqual(
            [lines[name].answer for name in ('Kimura', 'Ueda', 'Mori')],
            ['present', False, 'proxy'],
        )
        self.assertEqual(lines['Mori'].proxy_name, 'Ono')


@tagged('post_install', '-at_install')
class TestMeetingPhoneTours(MeetingTours, MeetingTourCase):
    allow_inherited_tests_method = True
    browser_size = '360x740'
    touch_enabled = True
    suffix = '_phone'

    def _assert_called_off(self, meeting):
        # The phone took it back afterwards.
        self.assertEqual((meeting.state, meeting.cancel_reason), ('planned', False))
        self.assertEqual(meeting.link_ids.number, 1)

    def test_joint_meeting_to_its_second_version(self):
        meeting = self._spring_meeting(
            self.today, self.council | self.south_council, kind='exchange'
        )
        self.start_tour('/odoo', 'support_meeting_life_phone', login=self.user.login)
        self.assertEqual(meeting.state, 'confirmed')
        self.assertEqual(sorted(meeting.version_ids.mapped('number')), [1, 2])
        self.assertIn('One bus a day', meeting.version_ids[0].content['discussed'])

    def test_answers_by_tapping(self):
        kimura = self._add_member(name='Kimura')
        self._add_member(name='Ueda')
        meeting = self._spring_meeting(
            self.today + timedelta(days=9), self.council, state='invited'
        )
        self.start_tour('/odoo', 'support_meeting_answers_phone', login=self.user.login)
        self.assertEqual(meeting.attendance_ids.mapped('answer'), ['present', 'absent'])
        self.assertEqual(meeting.attendance_ids[0].member_id, kimura)
        self.assertEqual(meeting.attendance_ids[0].taken_by_id, self.user)
