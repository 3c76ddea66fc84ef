# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import BaseCase

from ..tools import japanese_date as jd


class TestJapaneseDate(BaseCase):
    def test_eras(self):
        """The first year of an era is 元年 and begins on the day of the change."""
        for day, label in (
            (date(2019, 4, 30), '平成31年4月30日'),
            (date(2019, 5, 1), '令和元年5月1日'),
            (date(1989, 1, 7), '昭和64年1月7日'),
            (date(1989, 1, 8), '平成元年1月8日'),
            (date(2026, 11, 20), '令和8年11月20日'),
        ):
            self.assertEqual(jd.format_date(day), label)

    def test_fiscal_year(self):
        for day, year, quarter in (
            (date(2026, 3, 31), 2025, 4),
            (date(2026, 4, 1), 2026, 1),
            (date(2026, 9, 30), 2026, 2),
            (date(2027, 1, 1), 2026, 4),
        ):
            self.assertEqual((jd.fiscal_year_of(day), jd.quarter_of(day)), (year, quarter))
        self.assertEqual(jd.format_fiscal_year(2026), '令和8年度')
        self.assertEqual(jd.format_fiscal_year(2018), '平成30年度')
        self.assertEqual(jd.format_fiscal_year(2019), '令和元年度')
        self.assertEqual(jd.quarter_bounds(2026, 4), (date(2027, 1, 1), date(2027, 3, 31)))

    def test_precision_is_printed(self):
        day = date(2016, 1, 1)
        self.assertEqual(jd.format_date(day, 'month'), '平成28年1月')
        self.assertEqual(jd.format_date(day, 'fiscal_year'), '平成27年度')

    def test_parse(self):
        for text, expected in (
            ('2015-05-01', (date(2015, 5, 1), None, 'day')),
            ('2015/5/1', (date(2015, 5, 1), None, 'day')),
            ('2015-05', (date(2015, 5, 1), date(2015, 5, 31), 'month')),
            ('平成27年5月', (date(2015, 5, 1), date(2015, 5, 31), 'month')),
            ('平成27年5月1日', (date(2015, 5, 1), None, 'day')),
            ('Ｈ２７．５．１', (date(2015, 5, 1), None, 'day')),
            ('令和元年5月', (date(2019, 5, 1), date(2019, 5, 31), 'month')),
            ('平成27年度', (date(2015, 4, 1), date(2016, 3, 31), 'fiscal_year')),
            ('FY2015', (date(2015, 4, 1), date(2016, 3, 31), 'fiscal_year')),
        ):
            self.assertEqual(jd.parse_dated(text), expected, text)
        for text in ('', 'yesterday', '2015-13-01', '2015-02-30', '5月'):
            with self.assertRaises(ValueError, msg=text):
                jd.parse_dated(text)
