# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.tests import tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportCheck(ReportCase):
    def _items(self, report, code):
        missing = self.builder.build(report)['missing']
        return [item for item in missing if item['code'] == code]

    def _found(self, item):
        return self.env[item['model']].search(item['domain'])

    def test_each_line_says_who_and_leads_there(self):
        self._may_report(self.user)
        city, sheets = self._reports()
        self.assertEqual(sheets[0].user_id, self.user)
        self.assertEqual(city.user_id, self.contract.user_id)
        text = self._items(sheets[0], 'text')[0]
        self.assertEqual(text['who'], self.user.name)
        self.assertEqual(text['text_id'], sheets[0].text_ids[0].id)
        north = self._items(city, 'sheet_texts')[0]
        self.assertIn('12', north['message'])
        self.assertEqual(city.action_open_sheet(*north['args'])['res_id'], sheets[0].id)
        self.contract.area_ids |= self.env['support.area'].create(
            {'name': 'East', 'parent_id': self.city.id}
        )
        item = self._items(city, 'sheets_missing')[0]
        getattr(city.with_user(self.reporter), item['method'])(*item['args'])
        self.assertFalse(self._items(city, 'sheets_missing'))
        self.assertEqual(len(city.child_ids), 3)

    def test_entries_counted_as_nothing(self):
        good = self._log(date(2026, 10, 5))
        bare = self._log(date(2026, 10, 6))
        bare.count_ids.unlink()
        cancelled = self._log(date(2026, 10, 7), state='cancelled')
        cancelled.count_ids.unlink()
        _city, sheets = self._reports()
        item = self._items(sheets[0], 'no_kind')[0]
        self.assertEqual(self._found(item), bare)
        self.assertIn(self.env.user.name, item['who'])
        self.assertFalse(self._items(sheets[1], 'no_kind'))
        self.assertTrue(good.count_ids)

    def test_plans_of_which_nothing_was_written(self):
        def plan(start, **values):
            return self.env['calendar.event'].create(
                {
                    'name': 'Salon',
                    'start': start,
                    'stop': start.replace(minute=30),
                    'support_coordinator_id': self.coordinator_a.id,
                    **values,
                }
            )

        # 1 October 00:00 in Japan is 15:00 of 30 September in UTC.
        first = plan(datetime(2026, 9, 30, 15, 0))
        plan(datetime(2026, 9, 30, 14, 0))
        plan(datetime(2026, 10, 1, 3, 0), support_activity_id=self._log(date(2026, 10, 1)).id)
        office = self.env['support.activity.kind'].search([('minutes_only', '=', True)], limit=1)
        plan(datetime(2026, 10, 2, 3, 0), support_kind_id=office.id)
        south = plan(datetime(2026, 10, 3, 3, 0), support_area_id=self.south.id)
        city, sheets = self._reports()
        for report, events in ((city, first | south), (sheets[0], first), (sheets[1], south)):
            item = self._items(report, 'plans')[0]
            self.assertIn(self.person_a.name, item['who'])
            rows = self._found(item)
            self.assertEqual(set(rows.mapped('res_id')), set(events.ids))

    def test_meetings_without_minutes_and_meetings_left_open(self):
        held = self._meeting(date(2026, 10, 5), state='held', user_id=self.user.id)
        planned = self._meeting(date(2026, 10, 20), user_id=self.user.id)
        self._meeting(date(2026, 10, 21), state='cancelled', cancel_reason='x')
        self._meeting(date(2027, 1, 20))
        city, sheets = self._reports()
        for report in (city, sheets[0]):
            item = self._items(report, 'minutes')[0]
            self.assertEqual(self._found(item), held)
            self.assertEqual(item['who'], f'{self.user.name} 1')
            self.assertEqual(self._found(self._items(report, 'meetings_open')[0]), planned)
        self.assertFalse(self._items(sheets[1], 'minutes'))

    def test_totals_that_jump(self):
        """±50 % and at least 5, against the quarter before and last year's."""
        visit, consultation = self.kinds['visit'], self.kinds['consultation']
        self._log(date(2026, 7, 5), {visit: 10, consultation: 4})
        self._log(date(2026, 10, 5), {visit: 15, consultation: 8})
        self.env['support.activity.total'].create(
            {
                'date': date(2025, 11, 1),
                'area_id': self.north.id,
                'kind_id': visit.id,
                'quantity': 40,
                'commission_id': self.commission.id,
                'source': 'old report',
            }
        )
        city, sheets = self._reports()
        messages = [item['message'] for item in self._items(city, 'jump')]
        # 10 to 15 is exactly half more; 4 to 8 is double but only 4 more
        self.assertEqual(len(messages), 3, messages)
        self.assertIn('15, but 10 in 令和8年7月～9月', messages[0])
        self.assertIn('15, but 40 in 令和7年10月～12月', messages[1])
        self.assertIn('8, but 0 in 令和7年10月～12月', messages[2])
        self.assertEqual(len(self._items(sheets[0], 'jump')), 3)
        self.assertFalse(self._items(sheets[1], 'jump'))
        self.form.write({'jump_percent': 60, 'jump_minimum': 9})
        self.assertEqual(len(self._items(city, 'jump')), 1)
        self.form.jump_percent = 0
        self.assertFalse(self._items(city, 'jump'))

    def test_jumps_compare_with_what_was_submitted(self):
        entry = self._log(date(2026, 7, 5), {self.kinds['visit']: 10})
        self._submitted(date(2026, 8, 1))
        entry.count_ids.quantity = 1
        self._log(date(2026, 10, 5), {self.kinds['visit']: 11})
        city, _sheets = self._reports()
        self.assertFalse(self._items(city, 'jump'))

    def test_a_running_quarter_does_not_jump_yet(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 20})
        city, _sheets = self._reports(date(2027, 1, 5))
        self.assertTrue(self._items(city, 'period'))
        self.assertFalse(self._items(city, 'jump'))

    def test_entries_without_a_day_where_two_contracts_share_a_month(self):
        self.contract.date_end = date(2026, 11, 15)
        following = self._contract(2026, name='Following', date_start=date(2026, 11, 16))
        vague = self._log(date(2026, 11, 1), date_precision='month')
        self._log(date(2026, 11, 20))
        self._log(date(2026, 12, 1), date_precision='month')
        first, _sheets = self._reports()
        second, _sheets = self._reports(date(2026, 11, 20), contract=following)
        for report, counted in ((first, 1), (second, 1)):
            (item,) = self._items(report, 'no_day')
            self.assertEqual(self._found(item), vague)
            self.assertEqual(item['who'], f'{self.env.user.name} 1')
            self.assertEqual(self._numbers(report)[202611, self.visits.id], counted)
        whole, _sheets = self._reports(date(2026, 7, 1))
        self.assertFalse(self._items(whole, 'no_day'))
