# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The yearly report, made of what was submitted, and the plan."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .common import ReportCase

DAYS = (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1))


class TestReportYearly(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        forms = [cls.env.ref(f'support_reports.form_{kind}') for kind in ('yearly', 'plan')]
        cls.past = cls._contract(
            2025,
            form_line_ids=[Command.create({'form_id': form.id}) for form in (cls.form, *forms)],
        )
        cls.by_kind = {line.form_id.kind: line for line in cls.past.form_line_ids}
        for day in DAYS:
            cls._log(day, {cls.kinds['visit']: 2})
        cls.yearly = cls.by_kind['yearly']._create_reports(DAYS[0])

    def _submit_quarters(self, days=DAYS):
        cities = []
        for day in days:
            reports = self.by_kind['quarterly']._create_reports(day)
            self._fill(reports)
            reports[1:].action_review()
            reports[0]._submit()
            cities.append(reports[0])
        return cities

    def _visits(self):
        rows = self.builder.build(self.yearly)['tables'][0]['rows']
        return next(row for row in rows if row['label'] == self.visits.label)

    def _items(self):
        return {item['code']: item for item in self.builder.build(self.yearly)['missing']}

    def test_sum_is_that_of_the_submitted_reports(self):
        self._submit_quarters(DAYS[:2])
        self.assertEqual(self._visits()['submitted'], 4)
        self.assertEqual(self._visits()['counted'], 8)
        self.assertIn('not_submitted', self._items())
        self._submit_quarters(DAYS[2:])
        self.assertEqual(self._visits()['cells'][4]['value'], 8)
        self.assertEqual(set(self._items()), set())
        self.yearly._submit()

    def test_rate_of_the_year_is_the_rate_of_its_sums(self):
        indicators = self.env['support.report.indicator']
        rate = indicators.create(
            {
                'form_id': self.form.id, 'label': 'Rate', 'unit': 'x', 'source': 'formula',
                'formula': f'{self.visits.code} / 3', 'decimals': '2', 'sequence': 99,
            }
        )  # fmt: skip
        yearly = self.yearly
        yearly.line_ids[0].write({'unit': 'x'})
        yearly.line_ids[0]._thaw().indicator_id = rate
        self._submit_quarters(DAYS[:2])
        row = self.builder.build(yearly)['tables'][0]['rows'][0]
        self.assertEqual((row['submitted'], row['counted']), (1.33, 2.67))
        self.assertEqual(row['cells'][4], {'value': 1.33, 'unit': '', 'decimals': 2})
        self.assertIn('1.33 → 2.67', self._items()['recount_rule']['message'])

    def test_corrected_numbers_are_summed_as_printed(self):
        quarter = self.by_kind['quarterly']._create_reports(DAYS[0])[0]
        quarter._correct(self.visits, 202504, 7, 'typed twice')
        self._submit_quarters()
        self.assertEqual(self._visits()['submitted'], 13)
        self.assertEqual(self._visits()['counted'], 8)

    def test_late_entry_shows_beside_the_sum_with_its_records(self):
        self._submit_quarters()
        late = self._log(DAYS[1], {self.kinds['visit']: 3})
        # The clock of the tests stands still; a record of later is one written later.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE support_activity SET write_date = '2027-01-13' WHERE id = %s", [late.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._visits()['cells'][4]['value'], 8)
        self.assertEqual(self._visits()['counted'], 11)
        item = self._items()['recount']
        self.assertEqual(item['level'], 'warn')
        self.assertIn('8 → 11', item['message'])
        self.assertEqual(self.env[item['model']].search(item['domain']), late)

    def test_changed_rule_and_late_meetings_show_beside_the_sum(self):
        column = self.env['support.report.indicator'].create(
            {'form_id': self.form.id, 'label': 'Meetings', 'unit': 'x', 'source': 'meeting'}
        )
        share = self.env['support.report.indicator'].create(
            {
                'form_id': self.form.id,
                'label': 'Share',
                'unit': '%',
                'source': 'formula',
                'formula': f'{column.code} * 100 / n1',
            }
        )
        self._meeting(DAYS[0]).action_hold()
        self.yearly.line_ids._thaw().unlink()
        self.yearly._add_lines()
        city = self._submit_quarters()[0]
        self.assertEqual(city.late_other_count, 0)
        rows = {row['label']: row for row in self.builder.build(self.yearly)['tables'][0]['rows']}
        # The share of the year is computed from its sums: 1 of 8, not from rounded quarters.
        self.assertEqual((rows['Share']['submitted'], rows['Share']['counted']), (13, 13))
        self.assertEqual(set(self._items()), set())
        share.formula = f'{column.code} * 50 / n1'
        self.assertEqual(set(self._items()), set())
        self.visits.kind_ids |= self.kinds['area_meeting']
        self.assertEqual(set(self._items()), {'recount_rule'})
        late = self._meeting(DAYS[0])
        late.action_hold()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE support_meeting SET write_date = '2027-01-13' WHERE id = %s", [late.id]
        )
        self.env.invalidate_all()
        self.assertEqual(city.late_other_count, 1)
        action = city.with_user(self.reporter).action_open_late_others()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), late)
        item = self._items()['recount_support.meeting']
        self.assertEqual(self.env[item['model']].search(item['domain']), late)

    def test_replaced_quarter_counts_with_its_last_submitted_version(self):
        first = self._submit_quarters()[0]
        second = first._replace('one visit too many')
        self.assertEqual(self._visits()['submitted'], 8)
        second._correct(self.visits, 202504, 1, 'one visit too many')
        second.child_ids.action_review()
        second._submit()
        self.assertEqual(self._visits()['submitted'], 7)

    def test_plan_is_typed_with_number_and_unit_apart(self):
        plan = self.by_kind['plan']._create_reports(DAYS[0])
        line = plan.line_ids[0]
        self.assertFalse(line.indicator_id)
        line.write({'quantity': 40, 'unit': '人', 'content': 'Salon'})
        cells = self.builder.build(plan)['tables'][0]['rows'][0]['cells']
        self.assertEqual([cell['value'] for cell in cells[3:]], ['Salon', 40, '人'])
        with self.assertRaisesRegex(ValidationError, 'ends before it begins'):
            line.date_end = '2020-01-01'

    def test_plan_is_submitted_before_its_year_is_over(self):
        plan = self.contract.form_line_ids.create(
            {'contract_id': self.contract.id, 'form_id': self.by_kind['plan'].form_id.id}
        )._create_reports(date(2026, 4, 1))
        plan._submit()
        with self.assertRaises(UserError):
            plan.line_ids[0].quantity = 1
        second = plan._replace('more salons')
        self.assertEqual(second.line_ids.mapped('name'), plan.line_ids.mapped('name'))
