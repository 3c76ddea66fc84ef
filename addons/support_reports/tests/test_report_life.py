# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.canonical import checksum

from .common import DECEMBER, OCTOBER, ReportCase


@tagged('post_install', '-at_install')
class TestReportLife(ReportCase):
    def _run_jobs(self):
        job = self.env['support.job'].search([], order='id desc', limit=1)
        while job.state in ('waiting', 'running'):
            job._run_step()
        return job

    # ---- Corrections ----

    def test_a_correction_needs_a_reason_and_keeps_the_count(self):
        self._log(date(2026, 10, 5))
        city, _sheets = self._reports()
        for reason, error in ((False, IntegrityError), ('  ', UserError)):
            with self.assertRaises(error), mute_logger('odoo.sql_db'), self.cr.savepoint():
                city._correct(self.visits, OCTOBER, 12, reason)
        city._correct(self.visits, OCTOBER, 12, 'A paper log came in late')
        cell = city._cell(self.visits, OCTOBER)
        self.assertEqual((cell['value'], cell['counted']), (12, 1))
        self.assertEqual(cell['reason'], 'A paper log came in late')
        self.assertEqual(self._numbers(city)[0, self.visits.id], 12)

    def test_a_correction_overtaken_asks(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 10})
        city, sheets = self._reports()
        self._fill(city | sheets)
        sheets.action_review()
        city._correct(self.visits, OCTOBER, 12, 'reason')
        self._log(date(2026, 10, 6), {self.kinds['visit']: 4})
        cell = city._cell(self.visits, OCTOBER)
        self.assertTrue(cell['is_overtaken'])
        self.assertEqual((cell['counted_at'], cell['counted'], cell['value']), (10, 14, 12))
        with self.assertRaisesRegex(UserError, '10'):
            city._submit()
        city._correct(self.visits, OCTOBER, 12, 'still right')
        self.assertFalse(city._cell(self.visits, OCTOBER)['is_overtaken'])
        city._drop_correction(self.visits, OCTOBER)
        self.assertEqual(self._numbers(city)[OCTOBER, self.visits.id], 14)
        city._submit()

    def test_corrections_of_a_sheet_reach_the_city(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, sheets = self._reports()
        sheets[0]._correct(self.visits, OCTOBER, 5, 'reason')
        cell = city._cell(self.visits, OCTOBER)
        self.assertEqual((cell['value'], cell['counted'], cell['is_corrected']), (5, 5, False))
        self.assertEqual(self.builder.build(city)['breakdown'][0]['totals'][0], 5)
        self._fill(city | sheets)
        sheets.action_review()
        self._log(date(2026, 10, 6))
        self.assertIn('sheets_overtaken', self._codes(city))

    def test_dialog_corrects_and_drops(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, _sheets = self._reports()
        action = city.with_user(self.reporter).action_correct_figure(self.visits.id, OCTOBER)
        wizards = self.env['support.report.correct'].with_user(self.reporter)
        dialog = Form(wizards.with_context(**action['context']))
        self.assertEqual((dialog.counted, dialog.corrected), (3, 3))
        dialog.corrected = 4
        dialog.reason = 'reason'
        dialog.save().action_apply()
        self.assertEqual(self._numbers(city)[OCTOBER, self.visits.id], 4)
        dialog = Form(wizards.with_context(**action['context']))
        self.assertTrue(dialog.is_corrected)
        self.assertEqual((dialog.corrected, dialog.reason), (4, 'reason'))
        dialog.save().action_drop()
        self.assertEqual(self._numbers(city)[OCTOBER, self.visits.id], 3)

    # ---- Handing in, returning ----

    def test_incomplete_report_is_refused_with_all_that_is_missing(self):
        city, sheets = self._reports()
        with self.assertRaises(UserError) as caught:
            city._submit()
        message = str(caught.exception)
        self.assertEqual(message.count('【取組状況】'), 4)
        self.assertIn('North, South', message)
        with self.assertRaisesRegex(UserError, '【取組状況】'):
            sheets.action_review()
        self.assertEqual((city | sheets).mapped('state'), ['draft'] * 3)

    def test_sheet_is_locked_while_head_office_holds_it(self):
        _city, sheets = self._reports()
        self._fill(sheets)
        sheet = sheets[0]
        sheet.action_review()
        for change in (
            lambda: sheet.text_ids[0].write({'text': 'later'}),
            lambda: sheet._correct(self.visits, OCTOBER, 1, 'later'),
            sheet.text_ids[0].unlink,
        ):
            with self.assertRaisesRegex(UserError, 'in review'), self.cr.savepoint():
                change()
        sheet._return('Say more about B')
        self.assertEqual((sheet.state, sheet.return_reason), ('returned', 'Say more about B'))
        sheet.text_ids[0].text = 'more'
        sheet.action_review()

    def test_a_sheet_is_submitted_with_its_city_only(self):
        _city, sheets = self._reports()
        self._fill(sheets)
        with self.assertRaisesRegex(UserError, 'together with it'):
            sheets[0]._submit()

    def test_what_somebody_else_did_meanwhile_is_said(self):
        city, _sheets = self._submitted()
        with self.assertRaisesRegex(UserError, 'Reload'):
            city._submit()
        with self.assertRaisesRegex(UserError, 'Reload'):
            city._lock_in_state('draft')

    def test_texts_of_the_sheets_can_be_quoted(self):
        city, sheets = self._reports()
        self._fill(sheets[0], 'From the north')
        text = city.text_ids[0]
        self.assertEqual(
            [(part['area'], part['text']) for part in text.branch_texts],
            [('North', 'From the north')],
        )
        text.text = 'Own words'
        text.action_quote()
        self.assertEqual(text.text, 'Own words\n\n【North】\nFrom the north')

    # ---- Submitted is frozen ----

    def test_submitting_freezes_numbers_texts_and_files(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        self._log(date(2026, 12, 5), area_id=self.city.id)
        city, sheets = self._submitted()
        self.assertEqual(city.state, 'submitted')
        self.assertEqual(sheets.mapped('state'), ['compiled', 'compiled'])
        self.assertEqual(city.submitted_on, date(2027, 1, 12))
        values = self.env['support.report.value'].search([('report_id', '=', city.id)])
        self.assertEqual(len(values), 8 * 3 * 4)
        printed = values.filtered(lambda value: not value.area_id)
        self.assertEqual(sum(printed.mapped('value')), 4)
        self.assertEqual(sum((values - printed).mapped('value')), 4)
        self.assertEqual(city.file_ids.mapped('kind'), ['xlsx', 'pdf'])
        for file in city.file_ids:
            self.assertEqual(file.checksum, checksum(file.attachment_id.raw))
        self.assertEqual(city.checksum, checksum(city.snapshot))
        self.assertFalse(city.snapshot['is_draft'])
        self.assertEqual(city._broken_parts(), [])

    def test_files_of_the_sheets_follow_in_the_background(self):
        _city, sheets = self._submitted()
        self.assertFalse(sheets.file_ids)
        job = self._run_jobs()
        self.assertEqual((job.state, job.done, job.total), ('done', 2, 2))
        self.assertEqual([len(sheet.file_ids) for sheet in sheets], [2, 2])

    def test_later_edits_change_nothing(self):
        entry = self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, sheets = self._submitted()
        before = (self._numbers(city), city.snapshot, city._render_files())
        entry.count_ids.quantity = 9
        self._log(date(2026, 12, 6))
        self.north.name = 'Renamed'
        self.form.write({'title': 'Other title', 'roll_up': 'distinct'})
        self.visits.write({'label': 'Other label', 'unit': 'x'})
        self.contract.write({'area_ids': [(3, self.south.id)], 'whole_label': 'Other'})
        city.env.invalidate_all()
        self.assertEqual((self._numbers(city), city.snapshot, city._render_files()), before)
        self.assertEqual(self._numbers(sheets[0])[OCTOBER, self.visits.id], 3)
        self.assertEqual(city._broken_parts(), [])

    def test_every_way_to_change_it_is_refused(self):
        city, _sheets = self._submitted()
        value = self.env['support.report.value'].search([('report_id', '=', city.id)], limit=1)
        file = city.file_ids[0]
        changes = {
            'number': lambda: value.write({'value': 99}),
            'snapshot': lambda: city.write({'snapshot': {}}),
            'state': lambda: city.write({'state': 'draft'}),
            'due date': lambda: city.write({'date_due': False}),
            'text': lambda: city.text_ids[0].write({'text': 'later'}),
            'text by its report': lambda: city.write(
                {'text_ids': [(1, city.text_ids[0].id, {'text': 'later'})]}
            ),
            'correction': lambda: city._correct(self.visits, OCTOBER, 1, 'later'),
            'new value': lambda: value.create(
                {'report_id': city.id, 'indicator_id': self.visits.id, 'month_key': 202601}
            ),
            'file': lambda: file.write({'checksum': 'x'}),
            'attachment': lambda: file.attachment_id.write({'raw': b'x'}),
            'attachment deleted': file.attachment_id.unlink,
            'attachment moved': lambda: file.attachment_id.write({'res_id': 0}),
            'attachment added': lambda: self.env['ir.attachment'].create(
                {'name': 'x', 'raw': b'x', 'res_model': city._name, 'res_id': city.id}
            ),
            'delete': city.unlink,
            'sheet joined': lambda: city.child_ids[0].copy({'parent_id': city.id, 'version': 7}),
            'review': city.action_review,
            'reopen': city.action_reopen,
        }
        for name, change in changes.items():
            with self.subTest(change=name), self.assertRaises(UserError), self.cr.savepoint():
                change()
        with self.assertRaises(UserError):
            self.env['support.report'].with_context(support_thaw=True).browse(city.id).write(
                {'date_due': False}
            )

    def test_what_a_frozen_report_names_cannot_be_deleted(self):
        city, _sheets = self._submitted()
        with self.assertRaisesRegex(UserError, 'Duplicate the form'):
            self.visits.unlink()
        with self.assertRaisesRegex(UserError, 'has reports'):
            self.contract.unlink()
        for record in (self.form, self.north, city.text_ids.block_id):
            with (
                self.subTest(record=record),
                mute_logger('odoo.sql_db', 'odoo.models.unlink'),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                record.unlink()

    def test_broken_evidence_is_found(self):
        city, _sheets = self._submitted()
        self.env.flush_all()
        self.cr.execute(
            'UPDATE support_report SET snapshot = \'{"title": "x"}\' WHERE id = %s', [city.id]
        )
        city.invalidate_recordset()
        self.assertEqual(city._broken_parts(), ['snapshot'])

    # ---- After submitting ----

    def test_accepted(self):
        city, _sheets = self._submitted()
        city.action_accept()
        self.assertEqual((city.state, city.accepted_on), ('accepted', date(2027, 1, 12)))

    def test_replacement_has_a_number_and_a_reason(self):
        self._log(date(2026, 10, 5))
        city, sheets = self._reports()
        self._fill(city | sheets, 'First text')
        city._correct(self.visits, OCTOBER, 7, 'reason')
        sheets.action_review()
        city._submit()
        city._return('The number of December is wrong')
        self.assertEqual(city.state, 'returned')
        self._log(date(2026, 12, 6))
        second = city._replace('Late entry of December')
        self.assertEqual((second.version, second.reason), (2, 'Late entry of December'))
        self.assertTrue(second.is_current)
        self.assertFalse(city.is_current)
        self.assertEqual(second.child_ids.mapped('version'), [2, 2])
        self.assertEqual(set(second.text_ids.mapped('text')), {'First text'})
        self.assertEqual(self._numbers(second)[OCTOBER, self.visits.id], 7)
        self.assertEqual(self._numbers(second)[DECEMBER, self.visits.id], 1)
        self.assertEqual(self._numbers(city)[DECEMBER, self.visits.id], 0)
        self.assertEqual(second.remark_ids.text, 'The number of December is wrong')
        second.remark_ids.action_resolve()
        second.child_ids.action_review()
        second._submit()
        self.assertEqual(second.snapshot['mark'], '差替え（第2版）')
        with self.assertRaisesRegex(UserError, 'replaced already'):
            city._replace('again')
        self.assertEqual(
            self.env['support.report'].search(
                [('is_current', '=', True), ('id', 'in', (city | second).ids)]
            ),
            second,
        )

    def test_demo_report_is_the_newest_complete_one(self):
        self._reports(date(2027, 2, 1))
        newest, _sheets = self._reports()
        self._reports(date(2026, 8, 1))
        self.assertEqual(self.env['support.report']._demo_reports(), newest)

    # ---- What follows from steps is not set by hand ----

    def test_state_is_set_by_its_steps_only(self):
        city, _sheets = self._reports()
        for vals in ({'state': 'accepted'}, {'submitted_on': date(2026, 1, 1)}, {'version': 2}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, 'buttons'):
                city.write(vals)
        with self.assertRaisesRegex(UserError, 'buttons'):
            city.copy({'version': 2})

    def test_heading_added_later_has_its_text_in_open_reports(self):
        city, sheets = self._submitted()
        draft, _sheets = self._reports(date(2026, 8, 1))
        block = self.env['support.report.block'].create(
            {'form_id': self.form.id, 'group_label': 'E', 'label': 'New', 'sequence': 500}
        )
        self.assertIn(block, draft.text_ids.block_id)
        self.assertNotIn(block, (city | sheets).text_ids.block_id)
