# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What holds for every form there is: it opens on the screen, and its two files say the same."""

import io
import re
from collections import Counter
from datetime import date

from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase

# A number format as XlsxWriter writes it: 0"回"
UNIT = re.compile(r'"([^"]*)"')


class KindCase(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city.is_tier1 = True
        for number, kind in enumerate(cls.kinds.values(), 1):
            cls._log(date(2026, 10, number), {kind: 2 * number + 11})
        forms = cls.env['support.report.form'].search([])
        cls.contract.form_line_ids = [
            Command.create({'form_id': form.id}) for form in forms - cls.form
        ]
        cls.reports = [
            line._create_reports(date(2026, 10, 1))[:1] for line in cls.contract.form_line_ids
        ]


@tagged('post_install', '-at_install')
class TestReportKinds(KindCase):
    def _workbook_numbers(self, report):
        """Return how often each number stands in the workbook, as it is shown: ``{'13回': 1}``."""
        content = report._render_file('xlsx')[1]
        return Counter(
            f'{cell.value}{"".join(UNIT.findall(cell.number_format))}'
            for sheet in load_workbook(io.BytesIO(content)).worksheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, int)
        )

    def test_the_two_files_hold_the_same_numbers(self):
        if not is_available():
            self.skipTest('WeasyPrint or pango is missing')
        kinds = {report.form_id.kind for report in self.reports}
        self.assertEqual(kinds, set(dict(self.form._fields['kind'].selection)), 'a kind unread')
        for report in self.reports:
            with self.subTest(report.form_id.code):
                text = extract_text(io.BytesIO(report._render_file('pdf')[1]))
                for shown, number in self._workbook_numbers(report).items():
                    found = re.findall(rf'(?<!\d){re.escape(shown)}(?!\d)', text)
                    self.assertGreaterEqual(len(found), number, shown)


@tagged('post_install', '-at_install')
class TestReportKindsTour(KindCase, HttpCase):
    browser_size = '1400x900'

    def test_every_form_opens(self):
        self.start_tour(
            '/odoo/action-support_reports.support_report_action',
            'support_reports_kinds',
            login=self.reporter.login,
        )
