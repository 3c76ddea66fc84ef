# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestSight(SupportCommon):
    """Who opens what: areas of a limited user, and entries that are not shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south_council = cls.env['support.council'].create(
            {'name': 'South Council', 'area_id': cls.south.id}
        )

    def _assert_stays(self, record, values):
        record = record.with_user(self.limited)
        record.check_access('write')
        with self.assertRaisesRegex(AccessError, 'South'), self.cr.savepoint():
            record.write(values)

    def test_limited_user_pushes_nothing_out_of_his_areas(self):
        south = {'area_id': self.south.id}
        seat = self._add_seat()
        own = [
            self._log(self.today),
            self._meeting(self.today, council_ids=[], area_id=self.north.id),
            self.council,
            self.env['support.action'].create({'name': 'Ask', 'area_id': self.north.id}),
            self.env['support.topic'].create({'name': 'Buses', 'area_id': self.north.id}),
        ]
        for record in own:
            with self.subTest(model=record._name):
                self._assert_stays(record, south)
        meeting = self._meeting(self.today).with_user(self.limited)
        with self.assertRaises(AccessError), self.cr.savepoint():
            meeting.write({**south, 'council_ids': [Command.set(self.south_council.ids)]})
        self._assert_stays(own[4], {'council_id': self.south_council.id})
        self._assert_stays(seat, {'council_id': self.south_council.id})
        for record in own:
            self.assertEqual(record.area_id, self.north)
            record.with_user(self.manager).write(south)
            self.assertEqual(record.area_id, self.south)

    def test_limited_user_moves_within_his_areas(self):
        below = self.env['support.area'].create({'name': 'Ward', 'parent_id': self.north.id})
        entry = self._log(self.today).with_user(self.limited)
        entry.area_id = below
        self.assertEqual(entry.area_id, below)
        # A joint meeting stays in sight through the council it keeps.
        meeting = self._meeting(self.today, self.council | self.south_council)
        meeting.with_user(self.limited).area_id = self.south
        self.assertEqual(meeting.area_id, self.south)

    def _open_and_save(self, meeting):
        """List, open and save a meeting as the limited user, each in a transaction of its own."""
        shown = {
            name: {'fields': {'display_name': {}}}
            for name in ('council_ids', 'link_ids', 'coordinator_ids', 'agenda_ids')
        }
        shown['name'] = {}
        meeting = meeting.with_user(self.limited)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(meeting.web_read(shown)[0]['council_ids'][0]['id'], self.council.id)
        self.env.invalidate_all()
        with Form(meeting) as form:
            form.place = 'Hall'
        self.env.invalidate_all()
        meeting.web_save({'place': 'Library'}, shown)
        self.env.invalidate_all()

    def test_joint_meeting_opens_for_a_limited_user(self):
        """He works with his part; what he does not see of it stays."""
        both = self.council | self.south_council
        for area in (self.south, self.north):
            meeting = self._meeting(self.today, both, area_id=area.id)
            meeting.action_hold()
            with self.subTest(area=area.name):
                self._open_and_save(meeting)
                self.assertEqual(meeting.link_ids.council_id, both)
                self.assertEqual(meeting.entry_ids.council_ids, both)
                self.assertEqual(meeting.council_ids, both)

    def test_colleague_from_another_area_keeps_her_minutes(self):
        self.coordinator_a.user_id = self.limited
        meeting = self._meeting(
            self.today,
            coordinator_ids=[Command.set((self.coordinator_a | self.coordinator_b).ids)],
        )
        meeting.action_hold()
        line = meeting.entry_ids.participant_ids.filtered(
            lambda line: line.coordinator_id == self.coordinator_b
        )
        line.minutes = 77
        self._open_and_save(meeting)
        meeting.with_user(self.limited).write(
            {'coordinator_ids': [Command.link(self.coordinator_a.id)], 'place': 'School'}
        )
        self.env.invalidate_all()
        self.assertEqual(line.exists().minutes, 77)
        entry = meeting.entry_ids.with_user(self.limited)
        self.assertEqual(entry.coordinator_ids, self.coordinator_a)
        self.assertEqual(entry.sudo().coordinator_ids, self.coordinator_a | self.coordinator_b)

    def test_next_meeting_takes_along_whom_the_user_does_not_see(self):
        both = self.council | self.south_council
        people = self.coordinator_a | self.coordinator_b
        self.coordinator_a.user_id = self.limited
        meeting = self._meeting(self.today, both, coordinator_ids=[Command.set(people.ids)])
        meeting.area_id = self.north
        meeting.action_hold()
        self.env.flush_all()
        self.env.invalidate_all()
        action = meeting.with_user(self.limited).action_next_meeting()
        self.env.invalidate_all()
        following = meeting.browse(action['res_id'])
        self.assertEqual(following.link_ids.council_id, both)
        self.assertEqual(following.coordinator_ids, people)

    def test_homework_of_a_colleague_from_another_area_is_printed(self):
        meeting = self._meeting(self.today)
        meeting.action_hold()
        item = self.env['support.meeting.agenda'].create(
            {'meeting_id': meeting.id, 'name': 'Buses', 'outcome': 'action'}
        )
        self.env['support.action'].create(
            {
                'name': 'Ask the city',
                'agenda_id': item.id,
                'coordinator_id': self.coordinator_b.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        minutes = meeting.with_user(self.limited)._prepare_minutes()
        self.assertEqual(minutes['agenda'][0]['to_dos'][0]['who'], 'Coordinator B')

    def test_entry_that_is_not_shared(self):
        colleague = new_test_user(
            self.env, 'sc_colleague', 'support_council.group_coordinator', name='Colleague'
        )
        entry = self._log(
            self.today, share_level='own', event_name='A hard talk', counterpart='Club'
        )
        entry.participant_ids.own_reflection = 'I was too fast'
        line = entry.participant_ids
        for user, opens in (
            (self.user, True),  # stands on it
            (self.manager, True),
            (colleague, False),
            (self.reader, False),
            (self.limited, False),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                records = entry.with_user(user), line.with_user(user)
                for record in records:
                    self.assertEqual(bool(record.search([('id', '=', record.id)])), opens)
                    self.assertEqual(record.has_access('read'), opens)
                rows = self.env['support.schedule'].with_user(user)
                found = rows.search_count([('source', '=', 'log'), ('entry_id', '=', entry.id)])
                self.assertEqual(bool(found), opens)
                # What counts is open, the name of the entry behind it is not.
                count = entry.with_user(user).sudo().count_ids.sudo(False)
                shown = count.read(['activity_id', 'quantity'])[0]
                self.assertEqual(shown['quantity'], 1)
                self.assertEqual('A hard talk' in shown['activity_id'][1], opens)
        facts = {'date': self.today, 'area_id': self.north.id, 'counterpart': 'Club'}
        self.assertFalse(entry.with_user(colleague).get_twins(facts))
        self.assertTrue(entry.with_user(self.manager).get_twins(facts))

    def test_whoever_typed_it_opens_it(self):
        author = new_test_user(
            self.env, 'sc_author', 'support_council.group_coordinator', name='Author'
        )
        entries = self.env['support.activity'].with_user(author)
        values = {
            'date': self.today,
            'event_name': 'Typed from paper',
            'area_id': self.north.id,
            'commission_id': self.commission.id,
            'share_level': 'own',
        }
        # Of a colleague without a login, and on the way of another one.
        entry = entries.create(
            {
                **values,
                'participant_ids': [Command.create({'coordinator_id': self.coordinator_b.id})],
            }
        )
        self.env.invalidate_all()
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_b)
        self.assertFalse(entry.with_user(self.user).search([('id', '=', entry.id)]))
        shared = self._log(self.today)
        with self.assertRaises(AccessError), self.cr.savepoint():
            shared.with_user(author).share_level = 'own'
        shared.with_user(self.user).share_level = 'own'
