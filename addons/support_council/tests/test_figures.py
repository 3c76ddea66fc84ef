# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestFigures(SupportCommon):
    def test_log_and_totals_side_by_side(self):
        self._log(date(2026, 5, 10), area_ids=[Command.set(self.south.ids)])
        self._log(date(2026, 5, 11), state='provisional')
        self.env['support.activity.total'].create(
            {
                'date': date(2016, 5, 17),
                'area_id': self.north.id,
                'kind_id': self.kind_visit.id,
                'quantity': 41,
                'commission_id': self.commission.id,
                'source': 'Yearly report of fiscal year 2016',
            }
        )
        rows = (
            self.env['support.activity.figure']
            .with_user(self.user)
            ._read_group(
                [('commission_id', '=', self.commission.id)],
                ['fiscal_year', 'origin'],
                ['quantity:sum', 'quantity_once:sum'],
            )
        )
        self.assertEqual(rows, [('2016', 'stated', 41, 41), ('2026', 'log', 2, 1)])

    def test_total_is_a_month(self):
        total = self.env['support.activity.total'].create(
            {
                'date': date(2016, 5, 17),
                'area_id': self.north.id,
                'kind_id': self.kind_visit.id,
                'quantity': 41,
                'commission_id': self.commission.id,
                'source': 'Yearly report',
            }
        )
        self.assertEqual((total.month_key, total.date_label), (201605, '平成28年5月'))

    def test_limited_user(self):
        self._log(date(2026, 5, 10), area_id=self.south.id)
        figures = self.env['support.activity.figure'].with_user(self.limited)
        self.assertFalse(figures.search([('commission_id', '=', self.commission.id)]))
