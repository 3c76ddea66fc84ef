# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..tools import pdf
from .client_payload import open_list
from .common import SupportCommon

NOW = '2026-09-15 03:00:00'
START = datetime(2026, 9, 25, 4, 30)
# Plans, and as many entries and to-dos. A thousand rows are what the ORM reads at once.
FEW_ROWS, MANY_ROWS = 30, 400


class ScheduleCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.kind_office = cls.env.ref('support_council.activity_kind_office')

    def _plan(self, start=START, minutes=90, coordinator=None, user=None, **values):
        """Write a plan entry as a user does; return its row in the schedule."""
        return (
            self.env['support.schedule']
            .with_user(user or self.user)
            .create(
                {
                    'name': 'Salon',
                    'start': start,
                    'stop': start + timedelta(minutes=minutes),
                    'coordinator_id': (coordinator or self.coordinator_a).id,
                    'kind_id': self.kind_visit.id,
                    **values,
                }
            )
        )

    def _rows(self, user=None, **domain):
        return (
            self.env['support.schedule']
            .with_user(user or self.user)
            .search([(name, '=', value) for name, value in domain.items()])
        )


@tagged('post_install', '-at_install')
class TestSchedule(ScheduleCase):
    def test_days_are_those_of_the_office(self):
        late = self._plan(datetime(2026, 3, 31, 14, 30), 60)  # 31 March 23:30 to 00:30
        early = self._plan(datetime(2026, 3, 31, 23), 60)  # 1 April 08:00
        self.assertEqual(
            (late.date, late.fiscal_year, late.month_key), (date(2026, 3, 31), '2025', 202603)
        )
        self.assertEqual(
            (early.date, early.fiscal_year, early.month_key), (date(2026, 4, 1), '2026', 202604)
        )
        self.assertEqual((late.minutes, early.minutes), (60, 60))

    def test_allday_is_its_own_day(self):
        row = self._plan(allday=True, start=datetime(2026, 4, 1), minutes=0)
        self.assertEqual((row.date, row.minutes), (date(2026, 4, 1), 0))

    def test_three_sources(self):
        self._plan()
        meeting = self._meeting(START.date(), name='Spring', start=START, state='planned')
        meeting.coordinator_ids |= self.coordinator_b
        self._log(date(2026, 9, 25))
        rows = self._rows(date=START.date())
        self.assertEqual(
            sorted((row.source, row.coordinator_id.display_name, row.minutes) for row in rows),
            [
                ('log', 'Coordinator A', 60),
                ('meeting', 'Coordinator A', 0),
                ('meeting', 'Coordinator B', 0),
                ('plan', 'Coordinator A', 90),
            ],
        )
        log = rows.filtered(lambda row: row.source == 'log')
        self.assertEqual((log.kind_id, log.state), (self.kind_visit, 'logged'))
        meeting._cancel('Storm')
        self.assertFalse(self._rows(source='meeting'))

    def test_held_meeting_moves_to_the_log(self):
        meeting = self._meeting(date(2026, 9, 14), start=datetime(2026, 9, 14, 1))
        self.assertEqual(self._rows().mapped('source'), ['meeting'])
        meeting.action_hold()
        self.assertEqual(self._rows().mapped('source'), ['log'])

    def test_plans_of_others(self):
        own = self._plan()
        typed = self._plan(coordinator=self.coordinator_b)
        colleague = new_test_user(self.env, 'sc_other', 'support_council.group_coordinator')
        visible = self._rows(user=colleague)
        self.assertEqual(visible, typed, 'who has no login is typed for by colleagues')
        self.assertEqual(self._rows(user=self.reader), typed)
        self.assertEqual(self._rows(user=self.manager), own | typed)
        with (
            mute_logger('odoo.addons.base.models.ir_rule'),
            self.assertRaises(AccessError),
        ):
            own.with_user(colleague).action_call_off()

    def test_private_appointments_never_appear(self):
        self.env['calendar.event'].with_user(self.user).create(
            {'name': 'Dentist', 'start': START, 'stop': START + timedelta(hours=1)}
        )
        self.assertFalse(self._rows())
        self.assertFalse(self._rows(user=self.manager))

    def test_limited_user(self):
        self._log(date(2026, 9, 1))
        self._log(
            date(2026, 9, 2),
            area_id=self.south.id,
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        )
        rows = self._rows(user=self.limited)
        self.assertEqual(rows.area_id, self.north)
        self.coordinator_b.user_id = self.limited
        self.assertEqual(
            self._rows(user=self.limited).area_id, self.north | self.south, 'own rows always'
        )

    def test_other_company(self):
        self._plan()
        company = self.env['res.company'].create({'name': 'Elsewhere'})
        self.manager.company_ids |= company
        rows = self.env['support.schedule'].with_user(self.manager)
        self.assertFalse(rows.with_context(allowed_company_ids=company.ids).search([]))

    def test_moving_a_row(self):
        row = self._plan()
        later = START + timedelta(days=1)
        row.write({'start': later, 'stop': later + timedelta(hours=1), 'allday': False})
        self.assertEqual((row.date, row.minutes), (later.date(), 60))
        meeting = self._meeting(START.date(), start=START)
        meeting_row = self._rows(source='meeting')
        meeting_row.write({'start': later, 'stop': later + timedelta(hours=1)})
        self.assertEqual(meeting.start, later)
        self._log(date(2026, 9, 1))
        with self.assertRaisesRegex(UserError, 'not moved in the calendar'):
            self._rows(source='log').write({'start': later})
        with self.assertRaisesRegex(UserError, 'no plan entry'):
            meeting_row.unlink()
        row.unlink()
        self.assertFalse(self._rows(source='plan'))

    @mute_logger('odoo.addons.base.models.ir_model')
    def test_reader_plans_nothing(self):
        with self.assertRaises(AccessError):
            self._plan(user=self.reader)

    def test_click_on_a_day_of_the_month_proposes_hours(self):
        values = (
            self.env['support.schedule']
            .with_user(self.user)
            .with_context(default_allday=True, default_start='2026-09-25', default_name='Salon')
            .default_get(['name', 'start', 'stop', 'allday', 'coordinator_id'])
        )
        self.assertEqual(values['start'], datetime(2026, 9, 25, 0, 0), "nine o'clock in Japan")
        self.assertFalse(values['allday'])
        self.assertEqual(values['coordinator_id'], self.coordinator_a.id)


@tagged('post_install', '-at_install')
class TestPlanToLog(ScheduleCase):
    def _write(self, row):
        """Fill in the form that 記録する opens, as the client does, and save it."""
        action = row.action_log()
        model = self.env['support.activity'].with_user(row.env.user)
        with Form(model.with_context(**action['context'])) as form:
            self.assertEqual(form.event_name, row.name)
        return form.record

    def test_entry_is_filled_in_and_linked(self):
        row = self._plan(place='Hall', area_id=self.south.id)
        entry = self._write(row)
        self.assertEqual((entry.date, entry.place, entry.area_id), (row.date, 'Hall', self.south))
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entry.participant_ids.minutes, 90)
        self.assertEqual(entry.count_ids.kind_id, self.kind_visit)
        self.assertEqual((row.entry_id, row.state), (entry, 'logged'))
        self.assertEqual(row.action_log()['res_id'], entry.id, 'a second press opens it')

    def test_office_time(self):
        entry = self._write(self._plan(kind_id=self.kind_office.id, minutes=30))
        self.assertEqual((entry.duration_total, entry.means), (30, 'office'))

    def test_colleague_writes_for_a_coordinator_without_login(self):
        row = self._plan(coordinator=self.coordinator_b)
        colleague = new_test_user(self.env, 'sc_other', 'support_council.group_coordinator')
        entry = self._write(row.with_user(colleague))
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_b)
        self.assertEqual(row.entry_id, entry)

    def test_joining_a_colleagues_entry_logs_the_plan(self):
        row = self._plan()
        entry = self._log(
            row.date,
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        )
        entry.with_user(self.user).with_context(support_plan_id=row.res_id).action_join()
        self.assertEqual(row.entry_id, entry)

    def test_a_plan_is_linked_once(self):
        row = self._plan()
        first = self._write(row)
        second = (
            self.env['support.activity']
            .with_user(self.user)
            .with_context(support_plan_id=row.res_id)
            .create({'event_name': 'Other', 'commission_id': self.commission.id})
        )
        self.assertEqual(row.entry_id, first)
        self.assertNotEqual(first, second)

    def test_called_off_and_back(self):
        row = self._plan()
        row.action_call_off()
        self.assertFalse(self._rows())
        self.env['support.schedule'].with_user(self.user).action_reinstate(row.id)
        self.assertEqual(self._rows(), row)
        self._write(row)
        with self.assertRaisesRegex(UserError, 'no open plan'):
            row.action_call_off()

    @mute_logger('odoo.addons.base.models.ir_rule')
    def test_nobody_brings_back_a_strangers_event(self):
        colleague = new_test_user(self.env, 'sc_other', 'support_council.group_coordinator')
        row = self._plan()
        row.action_call_off()
        with self.assertRaises(AccessError):
            self.env['support.schedule'].with_user(colleague).action_reinstate(row.id)

    def test_open_the_record_behind(self):
        row = self._plan()
        self.assertEqual(row.action_open()['res_model'], 'calendar.event')
        self.assertEqual(
            row.with_user(self.manager).action_open()['res_model'],
            'support.schedule',
            'the event itself would only say that she is busy',
        )


@tagged('post_install', '-at_install')
class TestSchedulePaper(ScheduleCase, HttpCase):
    def _build(self, period='week', user=None, **values):
        return (
            self.env['support.schedule.paper']
            .with_user(user or self.user)
            ._build(self.coordinator_a.with_user(user or self.user), period, **values)
        )

    def test_plan_beside_log(self):
        self._plan(datetime(2026, 9, 15, 0), 60, kind_id=self.kind_office.id)
        self._plan(datetime(2026, 9, 15, 1), 90)
        self._log(date(2026, 9, 15))
        self._log(date(2026, 9, 20))
        self._log(date(2026, 9, 21))
        sheet = self._build()
        self.assertEqual(len(sheet['days']), 7)
        tuesday, sunday = sheet['days'][1], sheet['days'][6]
        self.assertEqual((tuesday['plan_minutes'], tuesday['log_minutes']), (150, 60))
        self.assertEqual([line['time'] for line in tuesday['plans']], ['9:00–10:00', '10:00–11:30'])
        self.assertEqual(sunday['log_minutes'], 60)
        self.assertEqual(
            [(row['plan_minutes'], row['log_minutes']) for row in sheet['kinds']],
            [(90, 120), (60, 0)],
        )
        self.assertEqual((sheet['plan_total'], sheet['log_total']), (150, 120))
        self.company.support_approval_boxes = 'Head,In charge'
        month = self._build('month', show_approval=True)
        self.assertEqual((len(month['days']), month['log_total']), (30, 180))
        self.assertEqual((sheet['approval'], month['approval']), ([], ['Head', 'In charge']))

    def test_plan_of_a_colleague_is_not_printed_as_empty(self):
        colleague = new_test_user(self.env, 'sc_other', 'support_council.group_coordinator')
        with self.assertRaisesRegex(UserError, 'private'):
            self._build(user=colleague)
        self.assertTrue(self._build(user=self.manager))

    def test_file(self):
        self._plan()
        self.authenticate(self.user.login, self.user.login)
        url = f'/support_council/schedule/{self.coordinator_a.id}'
        answer = self.url_open(f'{url}/week.pdf?day=2026-09-25&approval=1', timeout=60)
        self.assertEqual(answer.headers['Content-Type'], 'application/pdf')
        self.assertTrue(answer.content.startswith(b'%PDF'))
        with mute_logger('odoo.http'):
            self.assertEqual(self.url_open(f'{url}/decade.pdf').status_code, 404)
            self.assertEqual(self.url_open(f'{url}/week.pdf?day=soon').status_code, 404)

    def test_month_goes_on_one_sheet(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        self.company.support_approval_boxes = 'Head,In charge'
        sheet = self._build('month', day=date(2026, 10, 1), show_approval=True)
        line = {'time': '10:00–12:00', 'name': '北山ふれあいサロン', 'note': '公民館'}
        for day in sheet['days']:
            if not day['is_weekend']:
                day['plans'] = day['logs'] = [line]
        sheet['kinds'] = [
            {'label': f'種別{number}', 'plan_minutes': 60, 'log_minutes': 60}
            for number in range(12)
        ]
        content = self.env['ir.actions.report']._render_paper_pdf(
            'support_council.schedule_paper', {'sheet': sheet}, {'title': sheet['title']}
        )
        self.assertEqual(len(PdfFileReader(io.BytesIO(content)).pages), 1)


@tagged('post_install', '-at_install')
class TestScheduleStatements(ScheduleCase):
    def _statements(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = function()
        return self.env.cr.sql_log_count - before, result

    def _fill(self, number):
        """Plan and log so much, half of the plans today and half yesterday, one to-do for each."""
        original = self._plan(datetime(2026, 9, 15, 0)).res_id
        self.env.flush_all()
        # Copied by SQL: core prepares an invitation for every event.
        self.env.cr.execute(
            """
            INSERT INTO calendar_event
            SELECT copy.*
              FROM calendar_event AS event
        CROSS JOIN generate_series(1, %s) AS number
        CROSS JOIN LATERAL jsonb_populate_record(event, jsonb_build_object(
                       'id', nextval('calendar_event_id_seq'),
                       'start', event.start - (number %% 2) * INTERVAL '1 day',
                       'stop', event.stop - (number %% 2) * INTERVAL '1 day'
                   )) AS copy
             WHERE event.id = %s
            """,
            [number, original],
        )
        self.env['support.activity'].create(
            [
                {
                    'date': date(2026, 9, 15),
                    'event_name': f'Entry {index}',
                    'area_id': self.north.id,
                    'commission_id': self.commission.id,
                    'state': 'provisional' if index % 2 else 'done',
                    'participant_ids': [
                        Command.create({'coordinator_id': self.coordinator_a.id, 'minutes': 5})
                    ],
                    'count_ids': [Command.create({'kind_id': self.kind_visit.id})],
                }
                for index in range(number)
            ]
        )
        self.env['support.action'].create(
            [
                {'name': f'Action {index}', 'coordinator_id': self.coordinator_a.id}
                for index in range(number)
            ]
        )

    def test_home_and_calendar(self):
        home = self.env['support.home'].with_user(self.user)
        schedule = self.env['support.schedule'].with_user(self.user)
        # More than a list shows: from there on the number of rows no longer counts.
        self._fill(FEW_ROWS)
        calls = {
            'home': home.get_today,
            'calendar': lambda: open_list(schedule, [('user_id', '=', self.user.id)], 5000),
        }
        few = {}
        for name, call in calls.items():
            self._statements(call)
            few[name] = self._statements(call)
        self._fill(MANY_ROWS)
        for name, call in calls.items():
            self._statements(call)
            many, result = self._statements(call)
            self.assertEqual(many, few[name][0], name)
            if name == 'calendar':
                self.assertGreater(len(result), 2 * MANY_ROWS)
            else:
                self.assertGreater(result['actions']['total'], MANY_ROWS)
                self.assertEqual(len(result['actions']['rows']), 10)
