# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestContract(ReportCase):
    def test_create_all_sheets_of_a_quarter_in_one_step(self):
        reports = self.line._create_reports(date(2026, 12, 31))
        city = reports[0]
        self.assertEqual(city.scope, 'city')
        self.assertEqual(reports[1:], city.child_ids)
        self.assertEqual(city.child_ids.area_id, self.north | self.south)
        self.assertEqual(city.date_start, date(2026, 10, 1))
        self.assertEqual(city.date_end, date(2026, 12, 31))
        self.assertEqual(city.date_due, date(2027, 1, 11), '10 January 2027 is a Sunday')
        self.assertEqual((city.fiscal_year, city.quarter), ('2026', '3'))
        self.assertEqual(city.period_label, '令和8年10月～12月')
        self.assertEqual(len(city.text_ids), 12)

    def test_steppers_of_the_log_are_those_of_the_running_form(self):
        """Whoever writes the log taps what the form counts, and sees no contract for it."""
        kinds = self.env['support.activity.kind'].with_user(self.user)
        counted = self.form.indicator_ids.kind_ids
        self.assertEqual(kinds._stepper_kinds(self.commission), counted)
        self.form.indicator_ids.filtered(lambda one: counted[0] in one.kind_ids).unlink()
        self.assertEqual(kinds._stepper_kinds(self.commission), counted[1:])
        # Without a running contract they are the kinds so marked.
        self.contract.state = 'closed'
        marked = kinds.search([('is_stepper', '=', True)])
        self.assertEqual(kinds._stepper_kinds(self.commission), marked)

    def test_creating_twice_makes_nothing_new(self):
        first = self.line._create_reports(date(2026, 12, 31))
        self.assertEqual(self.line._create_reports(date(2026, 10, 1)), first)

    def test_a_sheet_added_later_joins_the_city_report(self):
        self.contract.area_ids = self.north
        city, _sheets = self._reports()
        self.contract.area_ids |= self.south
        self._reports()
        self.assertEqual(city.child_ids.area_id, self.north | self.south)

    def test_a_day_outside_the_contract_is_refused(self):
        with self.assertRaisesRegex(UserError, 'outside the contract'):
            self.line._create_reports(date(2027, 4, 1))

    def test_a_period_outside_the_contract_is_refused(self):
        with self.assertRaisesRegex(ValidationError, 'outside the contract'):
            self.env['support.report'].create(
                {
                    'contract_id': self.contract.id,
                    'form_id': self.form.id,
                    'date_start': date(2027, 3, 1),
                    'date_end': date(2027, 5, 31),
                    'area_id': self.city.id,
                }
            )

    def test_a_foreign_area_is_refused(self):
        other = self.env['support.area'].create({'name': 'Elsewhere'})
        with self.assertRaisesRegex(ValidationError, 'not an area of the contract'):
            self.env['support.report'].create(
                {
                    'contract_id': self.contract.id,
                    'form_id': self.form.id,
                    'date_start': date(2026, 10, 1),
                    'date_end': date(2026, 12, 31),
                    'scope': 'area',
                    'area_id': other.id,
                }
            )

    @mute_logger('odoo.sql_db')
    def test_a_period_has_one_current_report(self):
        city, _sheets = self._reports()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            city.copy()

    def test_contract_that_begins_within_a_quarter(self):
        contract = self._contract(2025, name='Late', date_start=date(2025, 5, 15))
        city, _sheets = self._reports(date(2025, 6, 1), contract)
        self.assertEqual(city.date_start, date(2025, 5, 15))
        self.assertEqual(city.period_label, '令和7年5月～6月')
        self.assertEqual(city.quarter, '1')

    def test_every_cadence_has_its_periods(self):
        periods = {
            'month': ('令和8年11月', '3'),
            'quarter': ('令和8年10月～12月', '3'),
            'half_year': ('令和8年10月～令和9年3月', False),
            'year': ('令和8年4月～令和9年3月', False),
        }
        for cadence, (label, quarter) in periods.items():
            with self.subTest(cadence=cadence):
                commission = self.commission.copy({'name': cadence})
                contract = self._contract(2026, name=cadence, commission_id=commission.id)
                contract.form_line_ids.cadence = cadence
                city, _sheets = self._reports(date(2026, 11, 20), contract)
                self.assertEqual((city.period_label, city.quarter), (label, quarter))

    def test_dialog_proposes_the_quarter_that_is_over(self):
        dialog = Form(self.env['support.report.create'].with_user(self.reporter))
        self.assertEqual(dialog.contract_id, self.contract)
        self.assertEqual(dialog.period_label, '令和8年10月～12月')
        dialog.date = date(2030, 1, 1)
        self.assertIn('outside the contract', dialog.summary)
        dialog.date = date(2026, 5, 1)
        action = dialog.save().action_create_reports()
        reports = self.env['support.report'].search(action['domain'])
        self.assertEqual(reports.mapped('period_label'), ['令和8年4月～6月'] * 3)

    def test_whole_area_is_none_of_the_single_ones(self):
        with self.assertRaisesRegex(ValidationError, 'single areas'):
            self.contract.area_ids |= self.city

    def test_an_indicator_counts_something(self):
        with self.assertRaisesRegex(ValidationError, 'counts nothing'):
            self.visits.kind_ids = False

    # ---- Overlaps, amendments ----

    def test_overlapping_contracts_are_refused_with_both_names(self):
        for values in (
            {'date_start': date(2027, 3, 31)},
            {'area_id': self.north.id, 'area_ids': False},
        ):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                self._contract(2026, name='Second', **{'date_end': date(2027, 3, 31), **values})
            self.assertIn('Second', str(caught.exception))
            self.assertIn('Contract 2026', str(caught.exception))
        # A draft, another programme, other ground and other days are no overlap.
        draft = self._contract(2026, name='Draft', state='draft')
        with self.assertRaisesRegex(ValidationError, 'Draft'), self.cr.savepoint():
            draft.state = 'running'
        other = self.commission.copy({'name': 'Other programme'})
        self._contract(2026, name='Other', commission_id=other.id)
        self._contract(2027, name='Next year')
        town = self.env['support.area'].create({'name': 'Town'})
        self._contract(2026, name='Town', area_id=town.id, area_ids=False)

    def test_amendments_keep_number_date_and_money(self):
        self.contract.amount = 1000000
        amendments = self.env['support.contract.amendment']
        vals = {'contract_id': self.contract.id, 'date': date(2026, 9, 1), 'name': 'More areas'}
        first = amendments.with_user(self.finance).create(
            {**vals, 'number': '1', 'amount_change': 200000}
        )
        amendments.with_user(self.manager).create({**vals, 'number': '2'})
        self.assertEqual(self.contract.with_user(self.finance).current_amount, 1200000)
        with self.assertRaises(AccessError):
            first.with_user(self.manager).read(['amount_change'])
        with self.assertRaises(AccessError):
            amendments.with_user(self.reporter).create({**vals, 'number': '3'})
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.cr.savepoint():
            amendments.create({**vals, 'number': '1'})
        with self.assertRaisesRegex(ValidationError, 'outside the contract'):
            first.date_from = date(2027, 4, 1)

    def test_the_contract_of_next_year_is_made_from_this_one(self):
        """In April nothing is typed again: same forms, areas and rules, a year on, to be read."""
        self.contract.write({'name': '令和8年度 委託契約', 'min_meetings': 3})
        self.contract.write({'amount': 1000000, 'settlement': 'settle'})
        action = self.contract.with_user(self.manager).action_create_next_year()
        following = self.env['support.contract'].browse(action['res_id'])
        self.assertEqual(following.name, '令和9年度 委託契約')
        self.assertEqual(following.date_start, date(2027, 4, 1))
        self.assertEqual(following.date_end, date(2028, 3, 31))
        self.assertEqual((following.state, following.min_meetings), ('draft', 3))
        self.assertEqual(following.form_line_ids.form_id, self.contract.form_line_ids.form_id)
        self.assertEqual(following.area_ids, self.contract.area_ids)
        self.assertFalse(following.amendment_ids)
        self.assertEqual((following.amount, following.settlement), (0, 'settle'))

    def test_a_new_contract_proposes_the_quarterly_report(self):
        proposing = self.env['support.contract'].with_context(propose_form=True)
        with Form(proposing.with_user(self.manager)) as contract:
            contract.name = 'Other commission'
            contract.commission_id = self.env['support.commission'].create({'name': 'Other'})
            contract.area_id = self.city
        self.assertEqual(contract.record.form_line_ids.form_id, self.form)

    # ---- A contract that changes while reports are written ----

    def test_an_area_that_leaves_takes_its_open_sheet_along(self):
        self._log(date(2026, 10, 5), area_id=self.south.id)
        city, sheets = self._reports()
        gone = sheets.filtered(lambda sheet: sheet.area_id == self.south)
        self.contract.area_ids = self.north
        self.assertEqual(city.child_ids, sheets - gone)
        item = self.builder.build(gone)['missing'][0]
        self.assertEqual((item['level'], item['code']), ('block', 'contract'))
        self.assertIn('South', item['message'])
        self._fill(gone)
        with self.assertRaisesRegex(UserError, 'no longer covers South'):
            gone.action_review()
        # What was done there belongs to the city itself now.
        self.assertNotIn('contract', self._codes(city))
        self.assertEqual(self._numbers(city)[202610, self.visits.id], 1)
        self.assertNotIn(gone, self.line._create_reports(date(2026, 11, 1)))
        self.contract.area_ids |= self.south
        self.line._create_reports(date(2026, 11, 1))
        self.assertEqual(city.child_ids, sheets)
        self.assertNotIn('contract', self._codes(gone))

    def test_a_term_is_not_cut_behind_a_submitted_report(self):
        city, _sheets = self._submitted()
        late, _more = self._reports(date(2027, 2, 1))
        with self.assertRaisesRegex(ValidationError, '令和8年12月31日'), self.cr.savepoint():
            self.contract.date_end = date(2026, 11, 30)
        with self.assertRaisesRegex(ValidationError, 'has been submitted'), self.cr.savepoint():
            self.contract.date_start = date(2026, 10, 2)
        self.contract.date_end = date(2026, 12, 31)
        self.assertIn('contract', self._codes(late))
        self.assertEqual(city.state, 'submitted')

    def test_what_a_submitted_report_was_counted_for_stays(self):
        city, _sheets = self._submitted()
        other = self.env['res.company'].create({'name': 'Other'})
        for change in (
            {'commission_id': self.commission.copy({'name': 'Other'}).id},
            {'company_id': other.id},
            {'area_id': self.north.id, 'area_ids': [Command.clear()]},
        ):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                self.contract.write(change)
            self.assertIn(city.display_name, str(caught.exception))
        # The same again, as a form sends it, is no change.
        self.contract.write({'commission_id': self.commission.id, 'name': 'Renamed'})
        for change in (
            self.contract.unlink,
            self.line.unlink,
            lambda: self.line.write({'form_id': self.env.ref('support_reports.form_yearly').id}),
            lambda: self.contract.write({'form_line_ids': [Command.delete(self.line.id)]}),
        ):
            with self.assertRaisesRegex(UserError, 'Contract Renamed'), self.cr.savepoint():
                change()

    def test_periods_of_one_form_do_not_overlap(self):
        self._reports()
        self.line.cadence = 'month'
        with self.assertRaisesRegex(ValidationError, '令和8年11月 overlaps'), self.cr.savepoint():
            self._reports()
        self._reports(date(2026, 9, 1))
        self.line.cadence = 'half_year'
        with self.assertRaisesRegex(ValidationError, 'reported twice'), self.cr.savepoint():
            self._reports(date(2026, 4, 1))

    def test_two_contracts_share_a_month_without_counting_a_day_twice(self):
        self.contract.date_end = date(2026, 5, 15)
        following = self._contract(2026, name='Following', date_start=date(2026, 5, 16))
        self._log(date(2026, 5, 10), {self.kinds['visit']: 1})
        self._log(date(2026, 5, 16), {self.kinds['visit']: 10})
        self._log(date(2026, 5, 1), {self.kinds['visit']: 100}, date_precision='month')
        self._watch_need(date(2026, 5, 15))
        self._watch_need(date(2026, 5, 16))
        for contract, visits, needs in ((self.contract, 101, 1), (following, 10, 1)):
            with self.subTest(contract=contract.name):
                city, _sheets = self._reports(contract.date_start, contract)
                self.assertEqual(self._numbers(city)[202605, self.visits.id], visits)
                self.assertEqual(self._numbers(city)[202605, self.watch.id], needs)
                action = city.action_open_figure(self.visits.id, 202605)
                opened = self.env[action['res_model']].search(action['domain'])
                self.assertEqual(sum(opened.mapped('quantity')), visits)

    def test_papers_are_kept_from_the_end_of_the_fiscal_year(self):
        self.contract.date_end = date(2027, 1, 31)
        self.assertEqual(self.contract.kept_until, date(2037, 3, 31))
        old = self._contract(2020, retention_years=5)
        older = self._contract(2019, name='Older', retention_years=5)
        reports = self.env['support.report']
        for contract, day in ((old, date(2020, 5, 1)), (older, date(2019, 5, 1))):
            reports |= self._reports(day, contract)[0]
        self.assertEqual(reports.mapped('kept_until'), [date(2026, 3, 31), date(2025, 3, 31)])
        over = [('id', 'in', reports.ids), ('kept_until', '<', 'today')]
        with freeze_time('2026-03-31 14:00:00'):
            self.assertEqual(reports.with_user(self.reporter).search(over), reports[1])
        with freeze_time('2026-03-31 16:00:00'):  # 1 April in Japan
            self.assertEqual(
                reports.with_user(self.reporter).with_context(tz='Asia/Tokyo').search(over), reports
            )
