# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forms made of plain tables: the ministry's survey and the setup progress."""

import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase


class TestReportTables(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city.is_tier1 = True
        (cls.north | cls.south).is_tier2 = True
        cls.forms = {
            kind: cls.env.ref(f'support_reports.form_{kind}') for kind in ('ministry', 'progress')
        }
        cls.year = cls._contract(
            2025,
            form_line_ids=[Command.create({'form_id': form.id}) for form in cls.forms.values()],
        )
        cls.reports = {
            line.form_id.kind: line._create_reports(date(2025, 4, 1))
            for line in cls.year.form_line_ids
        }

    def _rows(self, report, table):
        """Return ``{first cell: the other values}`` of a table."""
        rows = self.builder.build(report)['tables'][table]['rows']
        return {
            row['cells'][0]['value']: [cell['value'] for cell in row['cells'][1:]] for row in rows
        }

    def test_survey_has_one_report_and_no_sheets(self):
        self.assertEqual(
            [report.scope for report in self.reports['ministry']], ['city'], 'sheets of areas'
        )

    def test_classes_count_entries_of_the_year_under_their_tier(self):
        kind = self.kinds['consultation']
        day = date(2025, 6, 1)
        label = self.forms['ministry']._words()[f'class_{kind.activity_class}']['text']
        before = self._rows(self.reports['ministry'], 2)[label]
        self._log(day, {kind: 5}, area_id=self.north.id, participant_ids=[])
        self._log(date(2026, 4, 1), {kind: 1}, area_id=self.north.id, participant_ids=[])
        # A school district has no tier of its own; nobody of the coordinators is named.
        self._log(day, {kind: 1}, area_id=self.school.id, participant_ids=[])
        counted = self._rows(self.reports['ministry'], 2)[label]
        self.assertEqual(counted, [*before[:2], before[2] + 2])

    def test_identical_areas_are_counted_apart(self):
        report = self.reports['ministry']
        person = self.env['support.person'].create({'name': 'Sato'})
        self.env['support.coordinator'].create(
            {'person_id': person.id, 'area_id': self.north.id, 'tier': '2',
             'date_start': '2025-04-01'}
        )  # fmt: skip
        placed = self._rows(report, 1)['SC配置人数']
        self.assertFalse(placed[0])
        self.north.is_tier1 = True
        moved = self._rows(report, 1)['SC配置人数']
        self.assertEqual(moved[0] - placed[0], placed[2] - moved[2])
        self.assertGreater(moved[0], 0)

    def test_coordinator_of_later_is_not_counted(self):
        report = self.reports['ministry']
        before = self._rows(report, 1)['SC配置人数']
        person = self.env['support.person'].create({'name': 'Suzuki'})
        self.env['support.coordinator'].create(
            {'person_id': person.id, 'area_id': self.south.id, 'tier': '2',
             'date_start': '2026-04-01'}
        )  # fmt: skip
        self.assertEqual(self._rows(report, 1)['SC配置人数'], before)

    def test_progress_prints_one_row_a_fiscal_year_up_to_the_end(self):
        data = self.builder.build(self.reports['progress'])
        tier2 = next(table for table in data['tables'] if table['title'] == '第2層')
        days = [row['cells'][0]['value'] for row in tier2['rows']]
        self.assertEqual(days[-1], '令和8年3月31日')
        for row in tier2['rows']:
            numbers = [cell['value'] for cell in row['cells'][1:]]
            self.assertEqual(numbers[-1], sum(numbers[:-1]))
            self.assertEqual(numbers[-1], 2)

    def test_xlsx_and_paper_hold_the_same_numbers(self):
        for report in self.reports.values():
            data = self.builder.build(report)
            content = self.env['support.report.xlsx'].render(data)
            sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
            printed = [cell.value for row in sheet.iter_rows() for cell in row]
            html = self.env['support.report.pdf'].render_html(data)
            for table in data['tables']:
                self.assertIn(table['title'], html)
                for row in table['rows']:
                    label = row['cells'][0]['value']
                    self.assertIn(label, printed)
                    numbers = [
                        one['value'] for one in row['cells'] if isinstance(one['value'], int)
                    ]
                    place = printed.index(label)
                    for number in numbers:
                        self.assertIn(number, printed[place:])

    def test_submitted_survey_stays_as_it_was(self):
        report = self.reports['ministry']
        report._submit()
        before = report.snapshot
        self.assertEqual(before['kind'], 'ministry')
        kinds = {'xlsx', 'pdf' if is_available() else 'html'}
        self.assertEqual(set(report.file_ids.mapped('kind')), kinds)
        self.north.is_tier1 = True
        self.assertEqual(self.builder.build(report)['tables'], before['tables'])

    def test_whoever_may_not_read_the_report_gets_no_number(self):
        with self.assertRaises(AccessError):
            self.builder.with_user(self.internal).build(
                self.reports['ministry'].with_user(self.internal)
            )
