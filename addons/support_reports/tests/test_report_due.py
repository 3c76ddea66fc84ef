# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportDue(ReportCase):
    """12 January 2027: the report of the third quarter was due on the 11th."""

    def setUp(self):
        super().setUp()
        self.dues = self.env['support.report.due'].with_user(self.reporter)

    def _dues(self, kind='report', **values):
        domain = [('contract_id', '=', self.contract.id), ('kind', '=', kind)]
        return self.dues.search([*domain, *((k, '=', v) for k, v in values.items())])

    def _on(self, day):
        return patch.object(type(self.company), '_support_today', lambda _company: day)

    # ---- Due days ----

    def test_every_cadence_and_due_rule_is_data(self):
        self.contract.on_holiday = 'as_is'
        for cadence, number, second in (
            ('month', 12, (date(2026, 5, 1), date(2026, 5, 31))),
            ('quarter', 4, (date(2026, 7, 1), date(2026, 9, 30))),
            ('half_year', 2, (date(2026, 10, 1), date(2027, 3, 31))),
            ('year', 1, None),
        ):
            with self.subTest(cadence=cadence):
                self.line.cadence = cadence
                items = self._dues()
                self.assertEqual(len(items), number)
                if second:
                    self.assertEqual((items[1].date_start, items[1].date_end), second)
        self.line.write({'cadence': 'month', 'due_rule': 'days', 'due_days': 15})
        self.assertEqual(self._dues()[0].date_due, date(2026, 5, 15))
        self.line.write({'due_rule': 'day', 'due_day': 10})
        self.assertEqual(self._dues()[0].date_due, date(2026, 5, 10))
        self.line.write({'due_day': 31})
        self.assertEqual(self._dues()[1].date_due, date(2026, 6, 30))
        with self.assertRaisesRegex(ValidationError, 'before that is over'), self.cr.savepoint():
            self.line.write({'due_months': 0, 'due_day': 10})

    def test_half_months(self):
        with self.assertRaisesRegex(ValidationError, 'counts by months'), self.cr.savepoint():
            self.line.cadence = 'half_month'
        log = self.form.copy({'indicator_ids': False, 'code': 'half_monthly'})
        self.line.write({'form_id': log.id, 'cadence': 'half_month'})
        items = self._dues()
        self.assertEqual(len(items), 24)
        self.assertEqual(
            [(item.date_start.day, item.date_end.day) for item in items[:2]], [(1, 15), (16, 30)]
        )
        self.assertIn('令和8年4月16日～30日', items[1].name)

    def test_due_on_a_holiday(self):
        """10 May 2026 is a Sunday; 3 to 5 May are holidays every year, 2 May is a Saturday."""
        self.line.write({'cadence': 'month', 'due_rule': 'day', 'due_day': 10})
        expected = {
            'as_is': date(2026, 5, 10), 'before': date(2026, 5, 8), 'after': date(2026, 5, 11),
        }  # fmt: skip
        for rule, day in expected.items():
            self.contract.on_holiday = rule
            self.assertEqual(self._dues()[0].date_due, day)
        self.env['support.holiday'].create({'name': 'Substitute', 'date': date(2026, 5, 6)})
        self.assertEqual(self.contract._office_day(date(2026, 5, 2)), date(2026, 5, 7))
        self.assertEqual(self.contract._office_day(date(2026, 5, 6), 'before'), date(2026, 5, 1))
        self.line.due_day = 3
        self.assertEqual(self._dues()[0].date_due, date(2026, 5, 7))
        city, _sheets = self._reports(date(2026, 4, 1))
        self.assertEqual(city.date_due, date(2026, 5, 7))

    # ---- What is done ----

    def test_reports_are_done_when_they_are_submitted(self):
        self.assertEqual(self._dues().mapped('state'), ['overdue', 'overdue', 'overdue', 'open'])
        self.assertEqual(self.contract.overdue_count, 3)
        city, _sheets = self._submitted(date(2026, 8, 1))
        second = self._dues()[1]
        self.assertEqual(
            (second.report_id, second.state, second.done_on),
            (city, 'done', date(2027, 1, 12)),
        )
        self.assertEqual(self._dues(state='overdue'), self._dues()[0] | self._dues()[2])
        city._return('Wrong')
        self.assertEqual(second.state, 'overdue')
        again = city._replace('As asked')
        self.assertEqual(second.report_id, again)

    def test_a_report_handed_in_on_paper_is_noted_and_taken_back(self):
        """An office that starts during the year is not overdue for what it sent before."""
        items = self.contract.due_ids.filtered(lambda item: item.kind == 'report')
        items[0].with_user(self.reporter).action_done()
        self.contract._follow_dues()
        self.assertEqual(items[0].state, 'done')
        with self.assertRaises(AccessError):
            items[1].with_user(self.reader).action_done()
        items[0].with_user(self.reporter).action_undo()
        self.assertEqual(items[0].state, 'overdue')
        # Once the report is made here, its own submission decides.
        items[0].action_done()
        items[0].action_undo()
        items[0].action_open()
        items[0].with_user(self.reporter).action_done()
        self.assertFalse(items[0].done_on)

    def test_an_item_opens_its_report_and_makes_it_where_there_is_none(self):
        item = self._dues()[2]
        action = item.action_open()
        self.assertEqual(action['res_model'], 'support.report')
        report = self.env['support.report'].browse(action['res_id'])
        self.assertEqual((report.date_end, report.scope), (date(2026, 12, 31), 'city'))
        self.assertEqual(item.report_id, report)
        self.assertEqual(item.action_open(), action)

    def test_a_closed_contract_keeps_what_it_expected(self):
        self.contract.state = 'closed'
        self.assertEqual(len(self._dues()), 4)
        self.contract.state = 'running'
        self.contract.date_end = date(2026, 9, 30)
        self.assertEqual(len(self._dues()), 2)

    # ---- Meetings ----

    def test_minutes_and_notices_are_expected(self):
        self.contract.write({'minutes_due_days': 14, 'notice_days': 7, 'on_holiday': 'as_is'})
        held = self._meeting(date(2026, 12, 1), state='held', user_id=self.user.id)
        planned = self._meeting(date(2027, 2, 10))
        cancelled = self._meeting(date(2027, 2, 12))
        self.dues._cron_follow()
        minutes = self._dues('minutes')
        self.assertEqual(minutes.meeting_id, held)
        self.assertEqual(
            (minutes.date_due, minutes.state, minutes.user_id),
            (date(2026, 12, 15), 'overdue', self.user),
        )
        notices = self._dues('notice')
        self.assertEqual(notices.meeting_id, planned | cancelled)
        self.assertEqual(notices[0].date_due, date(2027, 2, 3))
        notices[0].action_done()
        self.assertEqual(notices[0].done_on, date(2027, 1, 12))
        with self.assertRaises(AccessError):
            notices[1].with_user(self.reader).action_done()
        cancelled.write({'state': 'cancelled', 'cancel_reason': 'x'})
        self.env.cr.execute(
            "UPDATE support_meeting SET state = 'confirmed' WHERE id = %s", [held.id]
        )
        self.env.invalidate_all()
        self.dues._cron_follow()
        self.assertEqual(minutes.state, 'done')
        self.assertEqual(self._dues('notice').meeting_id, planned)
        self.assertEqual(self._dues('notice').state, 'done')
        self.contract.minutes_due_days = 0
        self.assertEqual(self._dues('minutes'), minutes, 'what is done stays')

    def test_minimum_of_meetings_is_expected_by_the_end_of_the_term(self):
        self.contract.min_meetings = 1
        self._add_seat()
        self.council.write({'stage_id': self.established.id})
        self.dues._cron_follow()
        item = self._dues('meetings')
        self.assertEqual((item.date_due, item.state), (date(2027, 3, 31), 'open'))
        self.assertIn('1 councils to go', item.name)
        self.council.meeting_cycle = 1
        item.invalidate_recordset(['name'])
        self.assertNotIn('in sight', item.name)
        action = item.action_open()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), self.council)
        self.contract.min_meetings = 9
        item.invalidate_recordset(['name'])
        self.assertIn('1 councils to go, no meetings in sight for 1', item.name)
        self.contract.min_meetings = 1
        self._meeting(date(2026, 12, 1), state='held')
        self.dues._cron_follow()
        self.assertEqual(item.state, 'done')

    def test_each_fiscal_year_of_a_long_contract_has_its_minimum(self):
        self.contract.write({'date_end': date(2028, 9, 30), 'min_meetings': 1})
        self.assertEqual(
            [(item.date_start, item.date_due) for item in self._dues('meetings')],
            [
                (date(2026, 4, 1), date(2027, 3, 31)),
                (date(2027, 4, 1), date(2028, 3, 31)),
                (date(2028, 4, 1), date(2028, 9, 30)),
            ],
        )

    def test_a_contract_taken_back_to_preparation_expects_nothing(self):
        self._submitted(date(2026, 8, 1))
        self.contract.state = 'draft'
        self.assertEqual(self._dues().mapped('state'), ['done'])
        self.contract.state = 'running'
        self.assertEqual(len(self._dues()), 4)

    def test_number_of_statements_is_the_same_for_few_meetings_and_many(self):
        self.contract.write({'minutes_due_days': 14, 'notice_days': 7})

        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.dues._follow(self.contract)
            self._dues().read(['name', 'state', 'user_id'])
            self._dues('minutes').read(['name', 'state', 'user_id'])
            return self.cr.sql_log_count - before

        self._meeting(date(2026, 12, 1), state='held')
        self.dues._follow(self.contract)
        statements()  # what is cached for good
        few = statements()
        for day in range(2, 22):
            self._meeting(date(2026, 12, day), state='held')
        self.dues._follow(self.contract)
        self.assertEqual(len(self._dues('minutes')), 21)
        statements()
        self.assertEqual(statements(), few)

    # ---- Reminders ----

    def test_whoever_is_in_charge_is_reminded_once(self):
        self.contract.user_id = self.reporter
        item = self._dues()[3]  # due on 12 April 2027, for 10 April is a Saturday
        self.assertEqual(item.date_due, date(2027, 4, 12))
        for day, number in ((date(2027, 4, 4), 0), (date(2027, 4, 5), 1), (date(2027, 4, 6), 1)):
            with self._on(day):
                self.dues._cron_follow()
            self.assertEqual(len(item.activity_ids), number, day)
        self.assertEqual(item.activity_ids.user_id, self.reporter)
        self.assertEqual(item.activity_ids.date_deadline, item.date_due)
        city, sheets = self._reports(date(2027, 2, 1))
        self._fill(city | sheets)
        with self._on(date(2027, 4, 7)):
            sheets.action_review()
            city._submit()
        self.assertFalse(item.activity_ids)

    def test_who_may_only_read_opens_what_is_there(self):
        item = self._dues()[0].with_user(self.reader)
        self.assertFalse(item.report_id)
        self.assertEqual(item.action_open()['res_model'], 'support.contract')
        self.assertEqual(item.with_user(self.reporter).action_open()['res_model'], 'support.report')

    def test_a_branch_sees_only_its_own(self):
        self.assertFalse(self._dues().with_user(self.branch_reporter).search([]))
