# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_meeting_life import MeetingCase


class MeetingTourCase(MeetingCase, HttpCase):
    def _spring_meeting(self, day, councils, **values):
        return self._meeting(day, councils, name='Spring Meeting', **values)


@tagged('post_install', '-at_install')
class TestMeetingTours(MeetingTourCase):
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


@tagged('post_install', '-at_install')
class TestMeetingPhoneTours(MeetingTourCase):
    browser_size = '360x740'
    touch_enabled = True

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
