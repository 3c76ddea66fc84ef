# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportDraft(ReportCase):
    def _text(self, report, code):
        block = self.env.ref(f'support_reports.block_{code}')
        return report.text_ids.filtered(lambda text: text.block_id == block)

    def _draft(self, text):
        action = text.with_user(self.reporter).action_draft()
        return self.env['support.report.draft'].with_user(self.reporter).browse(action['res_id'])

    def _excerpts(self, text):
        return self._draft(text).line_ids.mapped('excerpt')

    def test_entries_of_the_pillar_and_the_period(self):
        visit = {self.kinds['visit']: 1}  # pillar b
        self._log(date(2026, 10, 5), visit, progress_content='Went to\n the salon')
        self._log(date(2026, 10, 6), {self.kinds['consultation']: 1}, progress_content='pillar c')
        self._log(date(2026, 10, 7), visit, progress_content='own', share_level='own')
        self._log(date(2026, 10, 8), visit, progress_content='plan', state='provisional')
        self._log(date(2026, 9, 30), visit, progress_content='September')
        self._log(date(2026, 10, 9), visit, progress_content='South', area_id=self.south.id)
        self._log(date(2026, 10, 10), visit, other_area_issue='No bus')
        city, sheets = self._reports()
        self.assertEqual(
            self._excerpts(self._text(sheets[0], 'b_status')), ['Went to the salon', 'Entry']
        )
        self.assertIn('South', self._excerpts(self._text(city, 'b_status')))
        self.assertEqual(self._excerpts(self._text(sheets[0], 'b_issue')), ['No bus'])

    def test_decisions_steps_and_needs(self):
        meeting = self._meeting(
            date(2026, 10, 5),
            state='held',
            agenda_ids=[
                Command.create({'name': 'Fee', 'outcome': 'decision', 'outcome_text': '200 yen'}),
                Command.create({'name': 'Secret', 'outcome': 'decision', 'is_internal': True}),
                Command.create({'name': 'News', 'outcome': 'information'}),
            ],
        )
        self._watch_need(date(2026, 11, 2), description='Cannot take out the rubbish')
        resource = self.env['support.resource'].create(
            {
                'name': 'Salon',
                'area_id': self.north.id,
                'category_id': self.env['support.resource.category'].search([], limit=1).id,
                'event_ids': [
                    Command.create({'date': date(2026, 12, 1), 'kind': 'created', 'note': 'weekly'})
                ],
            }
        )
        _city, sheets = self._reports()
        pillar = meeting.count_kind_id.pillar
        self.assertEqual(self._excerpts(self._text(sheets[0], f'{pillar}_result')), ['200 yen'])
        steps = self._draft(self._text(sheets[0], 'a_result')).line_ids
        self.assertEqual(steps.mapped('excerpt'), ['Salon weekly'])
        self.assertEqual((steps.res_model, steps.res_id), ('support.resource', resource.id))
        self.assertIn(
            'Cannot take out the rubbish', self._excerpts(self._text(sheets[0], 'c_issue'))
        )

    def test_chosen_facts_are_quoted_with_their_source(self):
        entry = self._log(date(2026, 10, 5), progress_content='Went to the salon')
        self._log(date(2026, 10, 6), progress_content='Another')
        city, sheets = self._reports()
        text = self._text(sheets[0], 'b_status')
        text.text = 'Own words'
        draft = self._draft(text)
        with self.assertRaisesRegex(UserError, 'at least one'):
            draft.action_quote()
        with Form(draft) as dialog, dialog.line_ids.edit(0) as line:
            line.is_chosen = True
        draft.action_quote()
        self.assertEqual(text.text, 'Own words\n・Went to the salon（令和8年10月5日 Entry）')
        self.assertEqual(text.citation_ids.action_open()['res_id'], entry.id)
        self.assertEqual(text.citations[0]['excerpt'], 'Went to the salon')
        # Offered once only.
        self.assertEqual(self._excerpts(text), ['Another'])
        # Frozen with the text; the next version takes it over.
        self._fill((city | sheets) - sheets[0])
        self._fill(sheets[0], 'x')
        sheets.action_review()
        city._submit()
        with self.assertRaisesRegex(UserError, 'frozen'):
            text.citation_ids.unlink()
        with self.assertRaises(UserError):
            text.with_user(self.reporter).action_draft()
        second = city._replace('reason').child_ids[0]
        self.assertEqual(self._text(second, 'b_status').citation_ids.source, 'Entry')

    def test_only_who_may_write_the_text_drafts_it(self):
        _city, sheets = self._reports()
        text = self._text(sheets[1], 'b_status')
        for user in (self.reader, self.branch_reporter):
            with self.assertRaises(AccessError):
                text.with_user(user).action_draft()

    # ---- What should not be printed ----

    def test_telephone_and_residents_are_warned_of(self):
        self.env['support.person'].create({'name': '田中みどり'})
        self._log(date(2026, 10, 5), progress_content='田中みどりさんを訪問')
        _city, sheets = self._reports()
        text = self._text(sheets[0], 'b_status').with_user(self.reporter)
        self.assertFalse(text.text_warning)
        text.text = '連絡先は090-1234-5678'
        self.assertIn('090-1234-5678', text.text_warning)
        draft = self._draft(text)
        self.assertIn('田中みどり', draft.line_ids.text_warning)
        draft.line_ids.is_chosen = True
        draft.action_quote()
        # The cited words are kept with the report, whatever becomes of the text.
        text.text = '特になし'
        self.assertIn('田中みどり', text.text_warning)
        item = next(
            item for item in self.builder.build(sheets[0])['missing'] if item['code'] == 'personal'
        )
        self.assertEqual((item['level'], item['text_id']), ('warn', text.id))
        text.citation_ids.unlink()
        self.assertFalse(text.text_warning)
