# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The records behind a report as a table of any length."""

import io
import tempfile
import tracemalloc
from datetime import date, datetime

import openpyxl

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.stream_workbook import stream_workbook

from .common import ReportCase

FEW = 1_000
MEGABYTE = 1 << 20


@tagged('post_install', '-at_install')
class TestReportRecords(ReportCase, HttpCase):
    def _table(self, report, user=None):
        stream = io.BytesIO()
        records = self.env['support.report.records'].with_user(user or self.reporter)
        records.write_workbook(report.with_user(user or self.reporter), stream)
        rows = openpyxl.load_workbook(stream).active.iter_rows(min_row=2, values_only=True)
        return list(rows)

    def test_table_adds_up_to_the_figures(self):
        city, sheets = self._reports()
        both = {'area_ids': [Command.set(self.south.ids)]}
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3}, event_name='=1+1', **both)
        self._log(date(2026, 11, 5), {self.kinds['consultation']: 2})
        self._log(date(2026, 9, 30), {self.kinds['visit']: 7})
        rows = self._table(city)
        counts = self.builder.build(city)['counts']
        printed = sum(cell['value'] for cell in counts['rows'][-1]['cells'])
        self.assertEqual(sum(row[4] for row in rows), printed)
        self.assertEqual(printed, 8)
        self.assertEqual(rows[0][0], datetime(2026, 10, 5))
        self.assertEqual(rows[0][2], '=1+1')
        north = sheets.filtered(lambda sheet: sheet.area_id == self.north)
        self.assertEqual(sum(row[4] for row in self._table(north)), 5)

    def test_table_counts_what_is_not_shared_without_its_name(self):
        city, _sheets = self._reports()
        self._log(date(2026, 10, 5), event_name='Secret', share_level='own')
        self.assertEqual([row[2] for row in self._table(city, self.manager)], ['Secret'])
        (row,) = self._table(city)
        self.assertNotIn('Secret', row)
        self.assertEqual(row[4], 1)

    def _peak(self, number):
        """Return the bytes that writing so many rows takes at most."""
        rows = (
            (date(2026, 10, 5), 'North', f'Entry {index}', 'Visit', index)
            for index in range(number)
        )
        with tempfile.TemporaryFile() as stream:
            tracemalloc.start()
            try:
                written = stream_workbook(stream, 'Records', [(str(n), 10) for n in range(5)], rows)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        self.assertEqual(written, number)
        return peak

    def test_memory_does_not_grow_with_the_table(self):
        self.assertLess(self._peak(FEW * 10), self._peak(FEW) + MEGABYTE)

    def test_download(self):
        city, _sheets = self._reports()
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        self.authenticate('sr_reporter', 'sr_reporter')
        answer = self.url_open(f'/support_reports/{city.id}/records')
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual(sheet.max_row, 2)
        with mute_logger('odoo.http'):
            self.authenticate('sr_internal', 'sr_internal')
            refused = self.url_open(f'/support_reports/{city.id}/records')
        self.assertEqual(refused.status_code, 403)
