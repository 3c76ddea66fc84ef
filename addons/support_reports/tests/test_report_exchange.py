# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DECEMBER, NOVEMBER, OCTOBER, ReportCase

LATER = datetime(2027, 2, 3, 3, 0, 0)


@tagged('post_install', '-at_install')
class TestReportExchange(ReportCase):
    """Remarks, approval, the commissioner's questions, differences, late entries."""

    def _handed_in(self):
        city, sheets = self._reports()
        self._fill(city | sheets)
        sheets.action_review()
        return city.with_user(self.reporter), sheets.with_user(self.reporter)

    def _remark(self, report, **values):
        return (
            self.env['support.report.remark']
            .with_user(self.reporter)
            .create({'report_id': report.id, 'text': 'Say more', **values})
        )

    # ---- Remarks ----

    def test_remarks_stand_at_their_cell_or_text_until_dealt_with(self):
        city, sheets = self._handed_in()
        north = sheets[0]
        text = north.text_ids[0]
        action = north.action_remark(False, False, text.block_id.id)
        remarks = self.env['support.report.remark'].with_user(self.reporter)
        dialog = Form(remarks.with_context(**action['context']))
        dialog.text = 'Name the day'
        on_text = dialog.save()
        on_cell = self._remark(north, indicator_id=self.visits.id, month_key=OCTOBER)
        self.assertEqual(on_text.place, text.block_id.display_name)
        self.assertIn('令和8年 10月', on_cell.place)
        self.assertEqual(text.open_remarks, 'Name the day')
        self.assertEqual(north.sheet['remarks'], {f'{self.visits.id}:{OCTOBER}': 'Say more'})
        self.assertEqual(self._codes(city).count('remark'), 2)
        north._return('See the remarks')
        # The branch deals with them before it hands in again.
        branch = north.with_user(self.branch_reporter)
        with self.assertRaisesRegex(UserError, 'Name the day'):
            branch.action_review()
        branch.remark_ids.action_resolve()
        self.assertEqual(on_text.resolved_by_id, self.branch_reporter)
        self.assertFalse(text.open_remarks)
        branch.action_review()
        self.assertEqual(north.state, 'review')
        city._submit()
        for change in (
            lambda: self._remark(north),
            lambda: on_text.write({'text': 'other'}),
            on_cell.action_reopen,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                change()

    def test_remark_of_another_branch_is_not_seen(self):
        _city, sheets = self._handed_in()
        south = self._remark(sheets[1])
        with self.assertRaises(AccessError):
            south.with_user(self.branch_reporter).read(['text'])

    def test_one_text_or_all_are_quoted(self):
        city, sheets = self._reports()
        self._fill(sheets[0], 'From the north')
        self._fill(sheets[1], 'From the south')
        text = city.text_ids[0]
        text.action_quote([sheets[1].text_ids[0].id])
        self.assertEqual(text.text, '【South】\nFrom the south')
        text.action_quote()
        self.assertEqual(
            text.text,
            '【South】\nFrom the south\n\n【North】\nFrom the north\n\n【South】\nFrom the south',
        )

    # ---- Approval ----

    def test_approval_is_asked_for_where_the_contract_says_so(self):
        self.line.needs_approval = True
        city, sheets = self._handed_in()
        self.assertNotIn('approval', self._codes(sheets[0]))

        def way(user):
            items = self.builder.with_user(user).build(city.with_user(user))['missing']
            return next(item['method'] for item in items if item['code'] == 'approval')

        self.assertEqual(way(self.reporter), 'action_review')
        city.action_review()
        self.assertEqual((way(self.reporter), way(self.manager)), ('', 'action_approve'))
        with self.assertRaisesRegex(UserError, 'approved'):
            city._submit()
        with self.assertRaises(AccessError):
            city.action_approve()
        city.with_user(self.manager).action_approve()
        self.assertEqual((city.approved_by_id, city.approved_on), (self.manager, date(2027, 1, 12)))
        # What was approved is what is submitted.
        self._log(date(2026, 10, 5))
        with self.assertRaisesRegex(UserError, 'changed since'):
            city._submit()
        city.with_user(self.manager).action_approve()
        city._submit()
        self.assertEqual(city.approved_by_id, self.manager)

    def test_editing_again_drops_the_approval(self):
        city, _sheets = self._handed_in()
        city.action_review()
        city.with_user(self.manager).action_approve()
        city.action_reopen()
        self.assertFalse(city.approved_by_id)
        with self.assertRaisesRegex(UserError, 'buttons'):
            city.write({'approved_on': date(2027, 1, 12)})

    # ---- The commissioner ----

    def test_questions_and_answers_stay_with_the_version(self):
        city, _sheets = self._submitted()
        lines = self.env['support.report.exchange'].with_user(self.reporter)
        context = city.with_user(self.reporter).action_exchange()['context']
        dialog = Form(lines.with_context(**context))
        dialog.officer = 'Ms. Sato'
        dialog.text = 'Why so few in November?'
        question = dialog.save()
        self.assertTrue(question.is_open)
        self.assertEqual(lines.search([('is_open', '=', True)]), question)
        with self.assertRaisesRegex(UserError, 'answer first'):
            question.action_answer()
        moment = patch.object(self.cr, 'now', lambda: LATER)
        with moment, patch.object(type(self.company), '_support_today', lambda _s: LATER.date()):
            letter = (
                self.env['ir.attachment']
                .with_user(self.reporter)
                .create({'name': 'answer.pdf', 'raw': b'x', 'res_model': question._name})
            )
            question.write(
                {'answer': 'The hall was closed.', 'attachment_ids': [Command.link(letter.id)]}
            )
            question.action_answer()
            self.assertEqual(letter.with_user(self.reader).name, 'answer.pdf')
            for change in (
                lambda: letter.write({'raw': b'y'}),
                letter.unlink,
                lambda: question.write({'attachment_ids': [Command.unlink(letter.id)]}),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    change()
            self.assertEqual(
                (question.answered_on, question.answered_by_id),
                (date(2027, 2, 3), self.reporter),
            )
            for change in (
                lambda: question.write({'answer': 'other'}),
                lambda: question.write({'text': 'other'}),
                question.unlink,
            ):
                with self.assertRaisesRegex(UserError, 'earlier day|frozen'), self.cr.savepoint():
                    change()
        with self.assertRaises(AccessError):
            question.with_user(self.reader).write({'answer': 'x'})

    def test_receipt_return_and_acceptance_move_the_report_on(self):
        city, _sheets = self._submitted()
        lines = self.env['support.report.exchange'].with_user(self.reporter)
        with (
            self.assertRaisesRegex(UserError, 'between the day of submission'),
            self.cr.savepoint(),
        ):
            lines.create({'report_id': city.id, 'kind': 'received', 'date': date(2027, 1, 11)})
        lines.create({'report_id': city.id, 'kind': 'received', 'officer': 'Ms. Sato'})
        self.assertEqual((city.state, city.received_on), ('submitted', date(2027, 1, 12)))
        lines.create(
            {
                'report_id': city.id,
                'kind': 'returned',
                'text': 'December is wrong',
                'indicator_id': self.visits.id,
            }
        )
        self.assertEqual((city.state, city.return_reason), ('returned', 'December is wrong'))
        with self.assertRaisesRegex(UserError, 'Reload'), self.cr.savepoint():
            lines.create({'report_id': city.id, 'kind': 'accepted'})
        second = city.with_user(self.reporter)._replace('As asked')
        # What they asked for is the first thing to deal with in the new version.
        self.assertEqual(second.remark_ids.mapped('text'), ['December is wrong'])
        self.assertEqual(second.remark_ids.indicator_id, self.visits)
        self.assertFalse(second.exchange_ids)
        self.env.invalidate_all()
        self.assertEqual(city.exchange_ids.mapped('kind'), ['received', 'returned'])

    def test_nothing_was_said_about_what_was_not_submitted(self):
        city, _sheets = self._reports()
        with self.assertRaisesRegex(UserError, 'not been submitted'):
            self.env['support.report.exchange'].create(
                {'report_id': city.id, 'kind': 'question', 'text': 'x'}
            )

    # ---- Two versions ----

    def test_differences_of_a_version_are_listed(self):
        self._log(date(2026, 10, 5))
        city, _sheets = self._submitted()
        self.assertFalse(city.difference)
        self._log(date(2026, 12, 6), {self.kinds['visit']: 2})
        second = city._replace('Late entry')
        second.text_ids[0].text = 'Rewritten'
        expected = [
            ('cell', '令和8年 12月 地域活動(行事等)の訪問回数', '0回', '2回'),
            ('cell', '計 地域活動(行事等)の訪問回数', '1回', '3回'),
            ('text', second.text_ids[0].block_id.display_name, '特になし', 'Rewritten'),
        ]
        read = [tuple(line.values()) for line in second.difference]
        self.assertEqual(read, expected)
        self._fill(second.child_ids)
        second.child_ids.action_review()
        second._submit()
        self._log(date(2026, 12, 7))
        second.invalidate_recordset()
        self.assertEqual([tuple(line.values()) for line in second.difference], expected)

    # ---- Late entries ----

    def test_late_entries_are_listed_and_change_nothing(self):
        early = self._log(date(2026, 10, 5))
        moved = self._log(date(2026, 10, 6))
        self._log(date(2026, 10, 7))
        city, sheets = self._submitted()
        numbers = self._numbers(city)
        self.assertEqual((city.late_entry_count, city.late_need_count), (0, 0))
        self.env.flush_all()
        with patch.object(self.cr, 'now', lambda: LATER):
            late = self._log(date(2026, 11, 7))
            self._log(date(2027, 1, 7))
            early.count_ids.quantity = 5
            moved.date = date(2027, 1, 8)
            self._watch_need(date(2026, 12, 1))
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(city.late_entry_count, 3)
        self.assertEqual(city.late_need_count, 1)
        self.assertEqual([sheet.late_entry_count for sheet in sheets], [3, 0])
        action = city.with_user(self.reporter).action_open_late_entries()
        found = self.env['support.activity'].search(action['domain'])
        self.assertEqual(found, late | early | moved)
        self.assertEqual(self._numbers(city), numbers)

    def test_an_entry_moved_to_another_area_is_late_in_both(self):
        entry = self._log(date(2026, 10, 5))
        city, sheets = self._submitted()
        self.env.flush_all()
        with patch.object(self.cr, 'now', lambda: LATER):
            entry.area_id = self.south
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([report.late_entry_count for report in city | sheets], [1, 1, 1])
        found = self.env['support.activity'].search(sheets[0].action_open_late_entries()['domain'])
        self.assertEqual(found, entry)

    # ---- Corrections overtaken ----

    def test_an_overtaken_correction_can_be_kept_with_one_button(self):
        self._log(date(2026, 11, 5), {self.kinds['visit']: 10})
        city, _sheets = self._reports()
        city._correct(self.visits, NOVEMBER, 12, 'paper log')
        self._log(date(2026, 11, 6), {self.kinds['visit']: 4})
        item = next(
            item for item in self.builder.build(city)['missing'] if item['code'] == 'overtaken'
        )
        action = getattr(city.with_user(self.reporter), item['method'])(*item['args'])
        wizards = self.env['support.report.correct'].with_user(self.reporter)
        Form(wizards.with_context(**action['context'])).save().action_keep()
        cell = city._cell(self.visits, NOVEMBER)
        self.assertEqual(
            (cell['value'], cell['reason'], cell['is_overtaken']), (12, 'paper log', False)
        )
        self.assertEqual(self._numbers(city)[DECEMBER, self.visits.id], 0)
