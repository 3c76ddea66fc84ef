# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""圏域カルテ: one page an area, read with the rights of whoever prints it."""

import io
from datetime import date

from pdfminer.pdfpage import PDFPage

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase


class TestAreaSheet(ReportCase, HttpCase):
    def _rows(self, area, section, user=None):
        sheet = (
            self.env['support.area.sheet']
            .with_user(user or self.env.user)
            .build(area.with_user(user or self.env.user))
        )
        return sheet['sections'][section]['rows']

    def test_shared_entry_counts_once_in_the_area_above(self):
        kind = self.kinds['visit']
        both = {'area_ids': [Command.set((self.north | self.south).ids)]}
        self._log(date(2026, 5, 1), {kind: 3}, area_id=self.north.id, **both)
        self._log(date(2025, 5, 1), {kind: 1}, area_id=self.north.id)
        kind = kind.with_context(lang='ja_JP')
        rows = {row[0]: row[1:] for row in self._rows(self.city, 6)}
        self.assertEqual(rows[kind.name], [f'1{kind.unit}', f'3{kind.unit}'])

    def test_what_has_no_room_is_said_by_number(self):
        self.env['support.council'].create(
            [{'name': f'Council {n}', 'area_id': self.south.id, 'tier': '2'} for n in range(9)]
        )
        section = self.env['support.area.sheet'].build(self.south)['sections'][1]
        self.assertEqual(len(section['rows']), 6)
        self.assertTrue(section['more'])

    def test_limited_reader_gets_no_area_but_his_own(self):
        sheet = self.env['support.area.sheet'].with_user(self.branch_reporter)
        self.assertTrue(sheet.build(self.north.with_user(self.branch_reporter)))
        self._watch_need(date(2026, 5, 1), area_id=self.south.id)
        self.assertTrue(self._rows(self.south, 5))
        self.assertFalse(self._rows(self.south, 5, self.branch_reporter))
        with self.assertRaises(AccessError):
            sheet.with_user(self.internal).build(self.north.with_user(self.internal))

    def test_full_sheet_is_one_page(self):
        if not is_available():
            self.skipTest('This server cannot write PDF.')
        self.env['support.council'].create(
            [
                {'name': f'協議体の長い名称{n}' * 3, 'area_id': self.north.id, 'tier': '2'}
                for n in range(9)
            ]
        )
        for kind in self.kinds.values():
            self._log(date(2026, 5, 1), {kind: 3})
        self.authenticate('sr_reporter', 'sr_reporter')
        answer = self.url_open(f'/support_reports/area/{self.north.id}/sheet')
        self.assertEqual(answer.headers['Content-Type'], 'application/pdf')
        self.assertEqual(len(list(PDFPage.get_pages(io.BytesIO(answer.content)))), 1)

    @mute_logger('odoo.http')
    def test_stranger_is_refused(self):
        self.authenticate('sr_internal', 'sr_internal')
        answer = self.url_open(f'/support_reports/area/{self.north.id}/sheet')
        self.assertEqual(answer.status_code, 403)
