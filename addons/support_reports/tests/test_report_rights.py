# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OCTOBER, ReportCase


@tagged('post_install', '-at_install')
class TestReportRights(ReportCase):
    def test_reporter_does_the_whole_way(self):
        self._log(date(2026, 10, 5))
        line = self.line.with_user(self.reporter)
        reports = line._create_reports(date(2026, 11, 1))
        city, sheets = reports[0], reports[1:]
        self._fill(reports)
        city._correct(self.visits.with_user(self.reporter), OCTOBER, 3, 'reason')
        sheets.action_review()
        wizard = Form(
            self.env['support.report.submit']
            .with_user(self.reporter)
            .with_context(default_report_id=city.id)
        )
        self.assertTrue(wizard.is_complete)
        wizard.save().action_submit()
        self.assertEqual(city.state, 'submitted')
        self.assertEqual(city.submitted_by_id, self.reporter)
        self.assertEqual(len(city._render_files()), 2)
        city.action_accept()

    def test_reader_reads_and_writes_nothing(self):
        city, _sheets = self._reports()
        report = city.with_user(self.reader)
        self.assertEqual(self._numbers(report), self._numbers(city))
        self.assertTrue(report.sheet['counts'])
        self.assertEqual(len(report._render_files()), 2)
        for change in (
            lambda: report.text_ids[0].write({'text': 'x'}),
            lambda: report._correct(self.visits, OCTOBER, 1, 'x'),
            report.action_review,
            report._submit,
            report.unlink,
            lambda: self.line.with_user(self.reader)._create_reports(date(2026, 5, 1)),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                change()

    def test_other_employees_see_nothing(self):
        city, _sheets = self._reports()
        for call in (
            lambda: self.builder.with_user(self.internal).build(city.with_user(self.internal)),
            lambda: city.with_user(self.internal).read(['state']),
            lambda: self.contract.with_user(self.internal).read(['name']),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_branch_sees_and_hands_in_its_own_sheet_only(self):
        self._log(date(2026, 10, 5))
        self._log(date(2026, 10, 5), area_id=self.south.id)
        city, sheets = self._reports()
        user = self.branch_reporter
        own = self.env['support.report'].with_user(user).search([])
        self.assertEqual(own.area_id, self.north)
        self.assertEqual(self._numbers(own)[OCTOBER, self.visits.id], 1)
        own.text_ids.text = 'from the branch'
        own._correct(self.visits.with_user(user), OCTOBER, 2, 'reason')
        form = Form(own)
        self.assertEqual(form.period_label, '令和8年10月～12月')
        own.action_review()
        self.assertEqual(own.state, 'review')
        for foreign in (city, sheets[1]):
            with self.assertRaises(AccessError):
                foreign.with_user(user).read(['state'])
            with self.assertRaises(AccessError):
                self.builder.with_user(user).build(foreign.with_user(user))
            with self.assertRaises(AccessError):
                foreign.with_user(user).text_ids[0].write({'text': 'x'})
        self.user.support_area_ids = False

    def test_a_branch_pushes_nothing_into_the_sheet_of_another(self):
        city, sheets = self._reports()
        other = self._reports(date(2026, 8, 1))[0]
        own = sheets.filtered(lambda sheet: sheet.area_id == self.north)
        foreign = sheets - own
        remark = self.env['support.report.remark'].create({'report_id': own.id, 'text': 'x'})
        own._correct(self.visits, OCTOBER, 2, 'reason')
        user = self.branch_reporter
        mine = own.with_user(user)
        changes = {
            'area': lambda: mine.write({'area_id': self.south.id}),
            'scope': lambda: mine.write({'scope': 'city', 'area_id': self.city.id}),
            'period': lambda: mine.write({'date_start': date(2026, 7, 1)}),
            'another city report': lambda: mine.write({'parent_id': other.id}),
            'remark': lambda: remark.with_user(user).write({'report_id': foreign.id}),
            'number': lambda: mine.value_ids.write({'report_id': foreign.id}),
            'text': lambda: mine.text_ids[0].write({'report_id': foreign.id}),
            'new remark': lambda: remark.with_user(user).create(
                {'report_id': foreign.id, 'text': 'x'}
            ),
        }
        for name, change in changes.items():
            with (
                self.subTest(change=name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                change()
        # The same again, as a form sends it, is no change.
        mine.write({'area_id': self.north.id, 'date_start': '2026-10-01', 'parent_id': city.id})

    def test_another_company_sees_nothing(self):
        city, _sheets = self._reports()
        other = self.env['res.company'].create({'name': 'Other'})
        self.reporter.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        for record in (city, self.contract, city.text_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(self.reporter).read(['display_name'])

    def test_money_is_for_finance_only(self):
        self.contract.write({'amount': 1000000, 'settlement': 'settle'})
        self.assertEqual(self.contract.with_user(self.finance).amount, 1000000)
        for user in (self.reporter, self.manager, self.reader):
            contract = self.contract.with_user(user)
            self.assertTrue(contract.read(['name'])[0]['name'])
            for name in ('amount', 'settlement'):
                with self.assertRaises(AccessError):
                    contract.read([name])
        self.assertTrue(self.contract.with_user(self.manager).write({'name': 'Renamed'}))
        with self.assertRaises(AccessError):
            self.contract.with_user(self.reporter).write({'name': 'Renamed'})

    def test_manager_is_reporter_but_not_finance(self):
        self.assertTrue(self.manager.has_group('support_reports.group_reporter'))
        self.assertFalse(self.manager.has_group('support_reports.group_finance'))
