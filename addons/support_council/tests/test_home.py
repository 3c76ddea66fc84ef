# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .test_schedule import ScheduleCase
from .test_tours import TourCase

TODAY = date(2026, 9, 15)
DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
class TestHome(ScheduleCase):
    def _today(self, user=None):
        return self.env['support.home'].with_user(user or self.user).get_today()

    def _names(self, section, user=None):
        return [row['name'] for row in self._today(user)[section]['rows']]

    def test_empty(self):
        for user in (self.user, self.manager, self.reader, self.limited):
            today = self._today(user)
            json.dumps(today)  # a plain dict, nothing else
            for section in ('plans', 'unlogged', 'provisional', 'actions'):
                self.assertEqual(today[section], {'rows': [], 'total': 0})
            self.assertEqual((today['meeting'], today['month']['kinds']), (False, []))
        self.assertFalse(self._today(self.reader)['can_write'])
        self.assertEqual(self._today()['coordinator'], 'Coordinator A')
        self.assertFalse(self._today(self.manager)['coordinator'])

    def test_plan_of_today(self):
        self._plan(datetime(2026, 9, 14, 23, 30), 30, name='Half past eight')
        self._plan(datetime(2026, 9, 15, 14, 59), 30, name='A minute before midnight')
        self._plan(datetime(2026, 9, 15, 15), 30, name='Tomorrow')
        self.assertEqual(self._names('plans'), ['Half past eight', 'A minute before midnight'])
        self.assertEqual(self._today()['plans']['rows'][0]['hours'], '8:30–9:00')

    def test_what_is_over_and_not_logged(self):
        forgotten = self._plan(datetime(2026, 9, 14, 1), name='Forgotten')
        logged = self._plan(datetime(2026, 9, 14, 2), name='Logged')
        entry = self._log(TODAY - DAY)
        self.env['calendar.event'].browse(logged.res_id).support_activity_id = entry
        self._plan(datetime(2026, 8, 31, 1), name='Long ago')
        self._plan(datetime(2026, 9, 16, 1), name='To come')
        self._meeting(TODAY - DAY, name='Meeting')
        self.assertEqual(set(self._names('unlogged')), {'Forgotten', 'Meeting'})
        forgotten.action_call_off()
        self.assertEqual(self._names('unlogged'), ['Meeting'])

    def test_provisional(self):
        self._log(TODAY, event_name='Half written', state='provisional')
        self._log(
            TODAY,
            event_name='Of a colleague',
            state='provisional',
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        )
        self.assertEqual(self._names('provisional'), ['Half written'])

    def test_actions_due(self):
        actions = self.env['support.action'].create(
            [
                {
                    'name': name,
                    'coordinator_id': coordinator.id,
                    'date_deadline': days is not None and TODAY + days * DAY,
                }
                for name, coordinator, days in (
                    ('Overdue', self.coordinator_a, -3),
                    ('Today', self.coordinator_a, 0),
                    ('Next month', self.coordinator_a, 30),
                    ('Any time', self.coordinator_a, None),
                    ('Of a colleague', self.coordinator_b, 0),
                )
            ]
        )
        self.assertEqual(self._names('actions'), ['Overdue', 'Today', 'Any time'])
        overdue, today, _any_time = self._today()['actions']['rows']
        self.assertEqual((overdue['overdue'], today['due_today']), (True, True))
        actions[0].with_user(self.user).action_done()
        self.assertEqual(self._names('actions'), ['Today', 'Any time'])

    def test_next_meeting_and_what_it_lacks(self):
        meeting = self._meeting(TODAY + 9 * DAY, name='Autumn')
        self._meeting(TODAY + 20 * DAY, name='Winter')
        self._meeting(TODAY + 2 * DAY, name='Elsewhere').write(
            {'coordinator_ids': [Command.set(self.coordinator_b.ids)], 'user_id': self.manager.id}
        )
        row = self._today()['meeting']
        self.assertEqual(row['id'], meeting.id)
        self.assertIn('9', row['days'])
        self.assertEqual(len(row['missing']), 4)
        meeting.write(
            {
                'start': datetime(2026, 9, 24, 1),
                'place': 'Hall',
                'agenda_ids': [Command.create({'name': 'Topic'})],
            }
        )
        self.assertEqual(len(self._today()['meeting']['missing']), 1)
        meeting.with_user(self.user).action_invite()
        self.assertEqual(self._today()['meeting']['missing'], [])
        self.assertIn('Elsewhere', self._today(self.manager)['meeting']['name'])
        self.assertIn('Elsewhere', self._today(self.reader)['meeting']['name'])

    def test_unanswered_are_counted(self):
        seats = self._add_seat() | self._add_seat()
        meeting = self._meeting(TODAY + 9 * DAY, place='Hall', start=datetime(2026, 9, 24, 1))
        meeting.agenda_ids = [Command.create({'name': 'Topic'})]
        meeting.action_invite()
        self.assertEqual(meeting.attendance_ids.seat_id, seats)
        meeting.attendance_ids[0].answer = 'present'
        self.assertIn('1', ' '.join(self._today()['meeting']['missing']))

    def test_month_in_numbers(self):
        self._log(TODAY, {self.kind_visit: 1, self.kind_consultation: 3})
        self._log(TODAY, area_ids=[Command.set(self.south.ids)])
        self._log(TODAY, state='provisional')
        self._log(date(2026, 8, 31))
        self._log(
            TODAY,
            participant_ids=[
                Command.create({'coordinator_id': self.coordinator_b.id, 'minutes': 30})
            ],
        )
        month = self._today()['month']
        self.assertEqual(
            {row['id']: row['quantity'] for row in month['kinds']},
            {self.kind_visit.id: 2, self.kind_consultation.id: 3},
        )
        self.assertEqual(month['minutes'], 180, 'minutes of what is not complete are spent too')
        office = self._today(self.manager)['month']
        self.assertEqual(office['kinds'][0]['quantity'], 3)
        entries = self.env['support.activity'].search(month['domain'] + [('state', '=', 'done')])
        self.assertEqual(len(entries), 2)

    def test_where_the_application_opens(self):
        home = self.env['support.home']
        self.assertEqual(home.with_user(self.user).action_open()['tag'], 'support_council.today')
        for user in (self.manager, self.reader):
            self.assertEqual(home.with_user(user).action_open()['res_model'], 'support.council')
        self.coordinator_a.date_end = TODAY - DAY
        self.assertNotIn('tag', home.with_user(self.user).action_open())

    def test_at_most_seven_menus(self):
        menus = self.env['ir.ui.menu'].with_user(self.user)
        root = self.env.ref('support_council.support_root_menu')
        visible = menus.browse(menus._visible_menu_ids()).filtered(
            lambda menu: menu.parent_id == root
        )
        self.assertLessEqual(len(visible), 7)
        self.assertIn(self.env.ref('support_council.support_today_menu'), visible)


@tagged('post_install', '-at_install')
class TestTodayTour(TourCase):
    browser_size = '360x740'
    touch_enabled = True

    def test_lands_here_and_plans(self):
        action = self.env['support.action'].create(
            {'name': 'Ask for the hall', 'coordinator_id': self.coordinator_a.id}
        )
        self.kind_visit.with_context(lang=self.user.lang).name = 'Visit'
        self.start_tour('/odoo', 'support_today', login=self.user.login)
        event = self.env['calendar.event'].search([('name', '=', 'Salon in the north')])
        self.assertEqual(event.support_coordinator_id, self.coordinator_a)
        self.assertEqual(event.support_kind_id, self.kind_visit)
        self.assertEqual(event.privacy, 'private')
        self.assertEqual(action.state, 'done')

    def test_provisional_entry_is_finished(self):
        self.kind_visit.with_context(lang=self.user.lang).write(
            {'name': 'Visit', 'short_label': 'Visit'}
        )
        self.kind_visit.is_stepper = True
        entry = self._log(self.today, event_name='Half written', state='provisional', count_ids=[])
        entry.participant_ids.minutes = 0
        self.start_tour('/odoo', 'support_today_provisional', login=self.user.login)
        self.assertEqual((entry.state, entry.duration_total), ('done', 40))
        self.assertEqual((entry.count_ids.kind_id, entry.count_ids.quantity), (self.kind_visit, 1))
