# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestProgressPaper(SupportCommon, HttpCase):
    def test_files(self):
        self.authenticate('sc_reader', 'sc_reader')
        pdf = self.url_open('/support_council/progress.pdf?tier=2&as_of=2020-06-30')
        self.assertEqual(pdf.status_code, 200)
        self.assertEqual(pdf.headers['Content-Type'], 'application/pdf')
        self.assertTrue(pdf.content.startswith(b'%PDF'))
        answer = self.url_open('/support_council/progress.xlsx?tier=2&as_of=2020-06-30')
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = {
            row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=3)
        }
        self.assertIn('令和2年6月30日', rows)
        numbers = rows['令和2年6月30日']
        self.assertEqual(sum(numbers[:-1]), numbers[-1])
        self.assertIsInstance(numbers[-1], int)
        self.assertEqual(sheet.page_setup.paperSize, 9)

    @mute_logger('odoo.http')
    def test_bad_address(self):
        self.authenticate('sc_reader', 'sc_reader')
        for query in ('tier=9', 'tier=2&as_of=yesterday'):
            answer = self.url_open(f'/support_council/progress.xlsx?{query}')
            self.assertNotEqual(answer.status_code, 200)

    @mute_logger('odoo.http')
    def test_employee_without_group(self):
        new_test_user(self.env, 'sc_nobody', 'base.group_user')
        self.authenticate('sc_nobody', 'sc_nobody')
        self.assertEqual(self.url_open('/support_council/progress.xlsx?tier=2').status_code, 403)
