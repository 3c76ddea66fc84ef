# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The half-monthly log as a report: ten columns, one row a contact, only what is shared."""

import io
import itertools
from datetime import date, datetime

import openpyxl
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from odoo.fields import Command

from odoo.addons.support_council.tools.pdf import is_available
from odoo.addons.support_council.wizard.support_activity_sheet import HEADS

from .common import ReportCase

DAY = date(2026, 11, 16)


class TestReportLog(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.log_form = cls.env.ref('support_reports.form_log')
        cls.contract.form_line_ids = [Command.create({'form_id': cls.log_form.id})]
        cls.log_line = cls.contract.form_line_ids.filtered(lambda one: one.form_id == cls.log_form)
        cls.entry = cls._shared(DAY, event_name='介護者教室', counterpart='在宅介護支援センター')
        cls.report = cls.log_line._create_reports(DAY)

    @classmethod
    def _shared(cls, day, **values):
        return cls._log(day, share_level='commissioner', **values)

    def _events(self, report=None):
        """Return the names of the entries on each sheet."""
        tables = self.builder.build(report or self.report)['tables']
        return [[row['cells'][4]['value'] for row in table['rows']] for table in tables]

    def _items(self):
        return {item['code']: item for item in self.builder.build(self.report)['missing']}

    def test_half_months_cover_the_term_once(self):
        periods = self.log_line._periods()
        self.assertEqual(len(periods), 24)
        self.assertEqual((self.report.date_start, self.report.date_end), (DAY, date(2026, 11, 30)))

    def test_heads_and_title_are_those_of_the_form(self):
        data = self.builder.build(self.report)
        self.assertEqual(data['heading'], 'コーディネーター活動記録　　　令和8年11月16日～11月30日')
        heads = [column['label'] for column in data['tables'][0]['columns']]
        self.assertEqual(heads, list(HEADS))
        self.assertTrue(data['landscape'])

    def test_only_what_is_shared_of_this_commission_and_half_month(self):
        self._log(DAY, event_name='office', share_level='office')
        self._log(DAY, event_name='own', share_level='own')
        other = self.env['support.commission'].create({'name': 'Other'})
        self._shared(DAY, event_name='other commission', commission_id=other.id)
        self._shared(date(2026, 11, 15), event_name='first half')
        self._shared(date(2026, 12, 1), event_name='next month')
        self._shared(DAY, event_name='provisional', state='provisional')
        self.assertEqual(self._events(), [['介護者教室']])
        items = self._items()
        self.assertEqual(items['not_shared']['domain'][0][2], self.env['support.activity'].search(
            [('event_name', '=', 'office')]).ids)  # fmt: skip
        self.assertIn('provisional', items)

    def test_each_coordinator_has_a_sheet_with_her_own_words(self):
        self._shared(
            DAY,
            event_name='together',
            participant_ids=[
                Command.create({'coordinator_id': one.id, 'minutes': minutes, 'own_action': words})
                for one, minutes, words in (
                    (self.coordinator_a, 30, 'hers'),
                    (self.coordinator_b, 45, 'his'),
                )
            ],
        )
        self._shared(DAY, event_name='nobody', participant_ids=[])
        self.assertEqual(
            sorted(map(sorted, self._events())),
            [['nobody'], ['together'], ['together', '介護者教室']],
        )
        rows = [
            (row['cells'][1]['value'], row['cells'][6]['value'])
            for table in self.builder.build(self.report)['tables']
            for row in table['rows']
            if row['cells'][4]['value'] == 'together'
        ]
        self.assertEqual(sorted(rows), [(30, 'hers'), (45, 'his')])
        self.log_form.log_by = 'area'
        self.assertEqual(sorted(self._events()[0]), ['nobody', 'together', '介護者教室'])

    def test_entry_of_several_areas_stands_on_each_sheet(self):
        self.log_form.by_area = True
        reports = self.log_line._create_reports(date(2026, 12, 1))
        self._shared(date(2026, 12, 2), event_name='both', area_ids=[Command.set(self.south.ids)])
        self._shared(date(2026, 12, 3), event_name='school', area_id=self.school.id)
        by_area = {report.area_id: [*itertools.chain(*self._events(report))] for report in reports}
        self.assertEqual(by_area[self.north], ['both', 'school'])
        self.assertEqual(by_area[self.south], ['both'])
        self.assertEqual(by_area[self.city], ['both', 'school'])

    def test_thoughts_are_printed_where_the_office_says_so(self):
        self.entry.participant_ids.own_reflection = 'thought'
        self.contract.company_id.support_sheet_reflection = False
        cells = self.builder.build(self.report)['tables'][0]['rows'][0]['cells']
        self.assertFalse(cells[7]['value'])
        self.contract.company_id.support_sheet_reflection = True
        cells = self.builder.build(self.report)['tables'][0]['rows'][0]['cells']
        self.assertEqual(cells[7]['value'], 'thought')

    def test_personal_data_are_warned_of(self):
        self.assertNotIn('privacy', self._items())
        self.entry.progress_content = '連絡先は 042-123-4567。'
        self.assertIn('042-123-4567', self._items()['privacy']['message'])

    def test_submitted_sheet_stays_as_it_was(self):
        self.report._submit()
        before = self.report.snapshot
        self.entry.write({'event_name': 'changed', 'share_level': 'own'})
        self.assertEqual(self.builder.build(self.report)['tables'], before['tables'])
        self.assertFalse(self.report._broken_parts())

    def test_long_text_in_both_files_with_repeated_heads(self):
        self.entry.progress_content = '\n'.join(
            f'【話題{number}】集会所の鍵のこと。' for number in range(150)
        )
        data = self.builder.build(self.report)
        content = self.env['support.report.xlsx'].render(data)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        day = next(cell for cell in cells if isinstance(cell.value, datetime))
        self.assertEqual((day.value.date(), day.number_format), (DAY, 'm"月"d"日"'))
        written = '\n'.join(str(cell.value) for cell in cells if cell.value)
        for number in range(150):
            self.assertIn(f'【話題{number}】', written)
        self.assertTrue(sheet.print_title_rows)
        self.assertEqual(sheet.page_setup.orientation, 'landscape')
        if not is_available():
            return
        content = self.env['support.report.pdf'].render(data)
        pages = len(list(PDFPage.get_pages(io.BytesIO(content))))
        text = extract_text(io.BytesIO(content))
        self.assertGreater(pages, 1)
        self.assertEqual(text.count('話題149'), 1)
        self.assertGreaterEqual(text.count('対応時間'), pages, 'heads on every page')

    def test_two_coordinators_of_one_name_have_a_worksheet_each(self):
        twin = self.coordinator_a.copy({'person_id': self.coordinator_a.person_id.copy().id})
        twin.person_id.name = self.coordinator_a.person_id.name
        self._shared(DAY, participant_ids=[Command.create({'coordinator_id': twin.id})])
        data = self.builder.build(self.report)
        names = openpyxl.load_workbook(
            io.BytesIO(self.env['support.report.xlsx'].render(data))
        ).sheetnames
        self.assertEqual(len(set(names)), 2)

    def test_statements_do_not_grow_with_entries(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.builder.build(self.report)
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            self._shared(DAY, event_name=f'Entry {number}')
        self.assertLessEqual(count(), few + 1)
