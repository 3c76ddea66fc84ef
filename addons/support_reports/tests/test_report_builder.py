# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.periods import format_month_row, format_period
from .common import DECEMBER, NOVEMBER, OCTOBER, ReportCase


@tagged('post_install', '-at_install')
class TestReportBuilder(ReportCase):
    def _sum_and_distinct(self, city):
        self.form.roll_up = 'sum'
        by_sum = self._numbers(city)
        self.form.roll_up = 'distinct'
        return by_sum, self._numbers(city)

    # ---- What is counted where ----

    def test_quantities_by_month_and_indicator(self):
        kinds = self.kinds
        self._log(date(2026, 10, 5), {kinds['visit']: 2, kinds['consultation']: 3})
        self._log(date(2026, 12, 31), {kinds['visit']: 1})
        self._log(date(2027, 1, 1), {kinds['visit']: 50})
        self._watch_need(date(2026, 11, 3))
        self._watch_need(date(2026, 11, 4), source='consultation')
        city, sheets = self._reports()
        numbers = self._numbers(city)
        consultation = self.env.ref('support_reports.indicator_consultation').id
        self.assertEqual(numbers[OCTOBER, self.visits.id], 2)
        self.assertEqual(numbers[DECEMBER, self.visits.id], 1)
        self.assertEqual(numbers[0, self.visits.id], 3)
        self.assertEqual(numbers[OCTOBER, consultation], 3)
        self.assertEqual(numbers[NOVEMBER, self.watch.id], 1)
        self.assertEqual(numbers[0, self.watch.id], 1)
        north = sheets.filtered(lambda sheet: sheet.area_id == self.north)
        self.assertEqual(self._numbers(north), numbers)
        self.assertEqual(self._numbers(sheets - north)[0, self.visits.id], 0)

    def test_small_areas_count_in_the_area_they_lie_in(self):
        self._log(date(2026, 10, 5), area_id=self.school.id)
        _city, sheets = self._reports()
        self.assertEqual(self._numbers(sheets[0])[0, self.visits.id], 1)

    def test_two_small_areas_of_one_area_count_once(self):
        second = self.env['support.area'].create(
            {'name': 'Second School', 'parent_id': self.north.id}
        )
        self._log(
            date(2026, 10, 5), area_id=self.school.id, area_ids=[Command.set(second.ids)]
        )  # fmt: skip
        city, sheets = self._reports()
        self.assertEqual(self._numbers(sheets[0])[0, self.visits.id], 1)
        by_sum, distinct = self._sum_and_distinct(city)
        self.assertEqual(by_sum[0, self.visits.id], 1)
        self.assertEqual(distinct[0, self.visits.id], 1)

    def test_sum_and_without_repetition(self):
        self._log(
            date(2026, 10, 5), {self.kinds['visit']: 2}, area_ids=[Command.set(self.south.ids)]
        )
        self._log(date(2026, 10, 6))
        city, sheets = self._reports()
        by_sum, distinct = self._sum_and_distinct(city)
        self.assertEqual(by_sum[OCTOBER, self.visits.id], 5)
        self.assertEqual(distinct[OCTOBER, self.visits.id], 3)
        self.assertEqual([self._numbers(sheet)[0, self.visits.id] for sheet in sheets], [3, 2])
        self.assertIn('shared', self._codes(city))

    def test_whole_city_work_is_in_the_city_report_only(self):
        self._log(date(2026, 10, 5), area_id=self.city.id)
        city, sheets = self._reports()
        self.assertEqual(self._numbers(city)[0, self.visits.id], 1)
        for sheet in sheets:
            self.assertEqual(self._numbers(sheet)[0, self.visits.id], 0)
        whole = self.builder.build(city)['breakdown'][-1]
        self.assertTrue(whole['is_whole'])
        self.assertEqual(whole['totals'][0], 1)

    def test_what_does_not_count(self):
        day = date(2026, 10, 5)
        for state in ('provisional', 'cancelled', 'in_vain'):
            self._log(day, state=state)
        self._log(day).active = False
        self._log(day, commission_id=self.env.ref('support_council.commission_outside').id)
        self._log(date(2026, 4, 1), date_precision='fiscal_year')
        elsewhere = self.env['support.area'].create({'name': 'Elsewhere'})
        self._log(day, area_id=elsewhere.id)
        city, _sheets = self._reports()
        self.assertEqual(self._numbers(city)[0, self.visits.id], 0)
        codes = self._codes(city)
        self.assertIn('provisional', codes)
        self.assertIn('undated', codes)
        self.assertIn('outside', codes)

    def test_entries_of_another_company_do_not_count(self):
        other = self.env['res.company'].create({'name': 'Other'})
        self._log(
            date(2026, 10, 5),
            company_id=other.id,
            participant_ids=False,
            commission_id=self.env['support.commission'].create({'name': 'Shared'}).id,
        )
        city, _sheets = self._reports()
        self.assertEqual(self._numbers(city)[0, self.visits.id], 0)

    def test_indicator_of_another_company_is_no_column(self):
        other = self.env['res.company'].create({'name': 'Other'})
        city, _sheets = self._reports()
        self.visits.company_id = other
        columns = self.builder.build(city)['counts']['columns']
        self.assertNotIn(self.visits.id, [column['indicator_id'] for column in columns])
        self.visits.company_id = self.company
        columns = self.builder.build(city)['counts']['columns']
        self.assertIn(self.visits.id, [column['indicator_id'] for column in columns])

    def test_colleagues_count_once_and_a_span_in_its_first_month(self):
        self._log(
            date(2026, 10, 30),
            date_to=date(2026, 11, 2),
            participant_ids=[
                Command.create({'coordinator_id': coordinator.id, 'minutes': 30})
                for coordinator in self.coordinator_a | self.coordinator_b
            ],
        )
        city, _sheets = self._reports()
        numbers = self._numbers(city)
        self.assertEqual(numbers[OCTOBER, self.visits.id], 1)
        self.assertEqual(numbers[NOVEMBER, self.visits.id], 0)

    def test_japanese_days_at_the_turn_of_the_fiscal_year(self):
        """23:30 on 31 March is still the old fiscal year, 08:00 on 1 April the new one."""
        self._contract(2025, name='Before')
        indicator = self.env.ref('support_reports.indicator_area_meeting')
        for start in ('2026-03-31 14:30:00', '2026-03-31 15:00:00', '2026-03-31 23:00:00'):
            stop = start.replace(':00:00', ':15:00').replace(':30:00', ':45:00')
            meeting = self.env['support.meeting'].create(
                {
                    'kind_id': self.env.ref('support_council.meeting_kind_council').id,
                    'start': start,
                    'stop': stop,
                    'council_ids': [Command.set(self.council.ids)],
                    'commission_id': self.commission.id,
                    'coordinator_ids': [Command.set(self.coordinator_a.ids)],
                }
            )
            meeting.action_hold()
        before, _sheets = self._reports(
            date(2026, 3, 31), self.env['support.contract'].search([('name', '=', 'Before')])
        )
        after, _sheets = self._reports(date(2026, 4, 1))
        self.assertEqual(self._numbers(before)[202603, indicator.id], 1)
        self.assertEqual(self._numbers(after)[202604, indicator.id], 2)

    # ---- Words of the paper ----

    def test_every_month_row_has_its_era_and_year(self):
        city, _sheets = self._reports(date(2027, 2, 1))
        labels = [row['label'] for row in self.builder.build(city)['counts']['rows']]
        self.assertEqual(labels, ['令和9年 1月', '令和9年 2月', '令和9年 3月', '計'])
        city, _sheets = self._reports(date(2019, 4, 1), self._contract(2019, name='R1'))
        labels = [row['label'] for row in self.builder.build(city)['counts']['rows']]
        self.assertEqual(labels, ['平成31年 4月', '令和元年 5月', '令和元年 6月', '計'])
        self.assertEqual(city.period_label, '平成31年4月～令和元年6月')

    def test_periods_in_words(self):
        self.assertEqual(format_period(date(2027, 1, 1), date(2027, 3, 31)), '令和9年1月～3月')
        self.assertEqual(format_period(date(2026, 5, 1), date(2026, 5, 31)), '令和8年5月')
        self.assertEqual(format_month_row(date(1989, 1, 8)), '平成元年 1月')

    def test_month_not_yet_over_is_open_until_it_is_submitted(self):
        self._log(date(2026, 11, 3))
        city, _sheets = self._reports()
        with freeze_time('2026-11-30 14:59:00'):
            numbers = self._numbers(city)
            self.assertIsNone(numbers[NOVEMBER, self.visits.id])
            self.assertIsNone(numbers[DECEMBER, self.visits.id])
            self.assertEqual(numbers[OCTOBER, self.visits.id], 0)
            self.assertIn('period', self._codes(city))
        with freeze_time('2026-11-30 15:00:00'):
            self.assertEqual(self._numbers(city)[NOVEMBER, self.visits.id], 1)

    def test_chosen_areas_and_title(self):
        self.line.title = 'さかえ市の報告書'
        city, sheets = self._reports()
        data = self.builder.build(sheets[1])
        self.assertEqual(data['title'], 'さかえ市の報告書')
        self.assertEqual(
            ''.join(part['text'] for part in data['scope']['parts']),
            '全市・日常生活圏域（North・South）※該当圏域に○',
        )
        chosen = [part['text'] for part in data['scope']['parts'] if part['is_chosen']]
        self.assertEqual(chosen, ['South'])
        chosen = [
            part['text'] for part in self.builder.build(city)['scope']['parts'] if part['is_chosen']
        ]
        self.assertEqual(chosen, ['全市'])

    def test_contract_without_single_areas(self):
        self.contract.write({'area_ids': [Command.clear()], 'whole_label': '全町'})
        self._log(date(2026, 10, 5), area_id=self.north.id)
        city, sheets = self._reports()
        data = self.builder.build(city)
        self.assertFalse(sheets)
        self.assertEqual(self._numbers(city)[0, self.visits.id], 1)
        line = ''.join(part['text'] for part in data['scope']['parts'])
        self.assertEqual(line, '全町※該当圏域に○')

    # ---- Annex ----

    def test_annex_counts_organizations_at_the_end_of_the_period(self):
        category = self.env['support.resource.category'].search([('in_annex', '=', True)], limit=1)
        resources = self.env['support.resource']
        with freeze_time('2026-10-01 03:00:00'):
            for area in (self.north, self.north, self.south):
                resources |= resources.create(
                    {
                        'name': 'Salon',
                        'category_id': category.id,
                        'area_id': area.id,
                        'organizer_id': self.organization.id,
                    }
                )
        resources.create({'name': 'Too late', 'category_id': category.id, 'area_id': self.north.id})
        city, sheets = self._reports()
        annex = self.builder.build(city)['annex']
        self.assertEqual([column['label'] for column in annex['columns']], ['North', 'South', '計'])
        self.assertEqual(annex['rows'][0]['values'], [1, 1, 2])
        self.assertEqual(annex['rows'][-1]['values'], [1, 1, 2])
        self.assertEqual(annex['remark'], '令和8年12月31日現在')
        self.form.roll_up = 'distinct'
        self.assertEqual(self.builder.build(city)['annex']['rows'][0]['values'], [1, 1, 1])
        annex = self.builder.build(sheets[0])['annex']
        self.assertEqual([column['label'] for column in annex['columns']], ['North'])
        self.assertEqual(annex['rows'][0]['values'], [1])

    # ---- Check list ----

    def test_check_list_names_everything_at_once(self):
        self.coordinator_b.date_end = date(2026, 9, 30)
        city, sheets = self._reports()
        missing = self.builder.build(city)['missing']
        codes = [item['code'] for item in missing]
        self.assertEqual(codes.count('text'), 12)
        self.assertIn('sheets_open', codes)
        coordinator = next(item for item in missing if item['code'] == 'coordinator')
        self.assertIn('South', coordinator['message'])
        self.assertNotIn('North', coordinator['message'])
        self.contract.area_ids |= self.env['support.area'].create(
            {'name': 'East', 'parent_id': self.city.id}
        )
        self.assertIn('sheets_missing', self._codes(city))
        self.assertNotIn('sheets_open', self._codes(sheets[0]))

    def test_complete_report_misses_nothing(self):
        city, sheets = self._reports()
        self._fill(city | sheets)
        sheets.action_review()
        self.assertEqual(self._codes(city), [])

    # ---- Records behind a figure ----

    def _opened(self, report, *args):
        action = report.action_open_figure(*args)
        return self.env[action['res_model']].search(action['domain'])

    def test_each_figure_opens_exactly_its_records(self):
        entry = self._log(
            date(2026, 10, 5), {self.kinds['visit']: 2}, area_ids=[Command.set(self.south.ids)]
        )
        self._log(date(2026, 11, 5), area_id=self.city.id)
        need = self._watch_need(date(2026, 11, 6))
        city, sheets = self._reports()
        rows = self._opened(city, self.visits.id, OCTOBER)
        self.assertEqual(rows.activity_id, entry)
        self.assertEqual(sum(rows.mapped('quantity')), 4)
        self.assertEqual(len(self._opened(city, self.visits.id)), 3)
        self.assertEqual(len(self._opened(city, self.visits.id, False, self.city.id)), 1)
        self.assertEqual(len(self._opened(sheets[1], self.visits.id, OCTOBER)), 1)
        self.assertEqual(self._opened(city, self.watch.id, NOVEMBER), need)
        self.form.roll_up = 'distinct'
        self.assertEqual(sum(self._opened(city, self.visits.id, OCTOBER).mapped('quantity')), 2)

    def test_check_list_opens_its_records(self):
        entry = self._log(date(2026, 10, 5), state='provisional')
        city, _sheets = self._reports()
        action = city.action_open_missing('provisional')
        self.assertEqual(self.env[action['res_model']].search(action['domain']), entry)
        self.assertFalse(city.action_open_missing('text'))

    # ---- Statements ----

    def test_number_of_statements_is_the_same_for_two_areas_and_forty(self):
        def statements(city):
            city.env.flush_all()
            city.env.invalidate_all()
            before = self.cr.sql_log_count
            self.builder.build(city)
            return self.cr.sql_log_count - before

        self._log(date(2026, 10, 5), area_ids=[Command.set(self.south.ids)])
        few, _sheets = self._reports()
        statements(few)
        with_two = statements(few)
        areas = self.env['support.area'].create(
            [{'name': f'Area {n}', 'parent_id': self.city.id} for n in range(38)]
        )
        self.contract.area_ids |= areas
        for area in areas:
            self._log(date(2026, 10, 5), area_id=area.id, area_ids=[Command.set(self.south.ids)])
        many, _sheets = self._reports(date(2026, 7, 1))
        self.assertEqual(len(self.builder.build(many)['breakdown']), 41)
        self.assertEqual(statements(many), with_two)
        self.assertEqual(statements(few), with_two)
        self.assertLessEqual(with_two, 46)
