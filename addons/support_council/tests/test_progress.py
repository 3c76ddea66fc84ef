# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestProgress(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_seat()
        cls.council.milestone_ids.write({'date': date(2015, 5, 1), 'entered_on': False})
        cls._enter(cls.preparation, date(2015, 10, 1))
        cls._enter(cls.established, date(2016, 3, 28))
        cls._enter(cls.study, date(2018, 6, 1))

    @classmethod
    def _enter(cls, stage, day, **values):
        return cls.env['support.council.milestone'].create(
            {
                'council_id': cls.council.id,
                'stage_id': stage.id,
                'date': day,
                **values,
            }
        )

    def _standing(self, day, area=None):
        self.env['support.progress'].invalidate_model()
        row = (
            self.env['support.progress']
            .with_context(as_of=day)
            .search(
                [('date', '=', day), ('tier', '=', '2'), ('area_id', '=', (area or self.north).id)]
            )
        )
        self.assertEqual(len(row), 1)
        return row.stage_id

    def test_as_of_any_date(self):
        """Launched on 28 March: established at the end of the year, and a step back is seen."""
        for day, stage in (
            ('2015-04-30', self.env['support.council.stage']),
            ('2015-05-01', self.study),
            ('2015-09-30', self.study),
            ('2015-10-01', self.preparation),
            ('2016-03-27', self.preparation),
            ('2016-03-31', self.established),
            ('2018-05-31', self.established),
            ('2018-06-01', self.study),
        ):
            self.assertEqual(self._standing(day), stage, day)
        self.assertFalse(self._standing('2016-03-31', self.south))

    def test_dates_are_year_ends_and_today(self):
        rows = self.env['support.progress'].search(
            [('area_id', '=', self.north.id), ('tier', '=', '2')], order='date'
        )
        self.assertEqual(rows[0].date, date(2016, 3, 31))
        self.assertEqual(rows[0].fiscal_year, '2015')
        self.assertEqual(rows[-1].date, self.today)
        self.assertEqual(len(rows), len(set(rows.mapped('fiscal_year'))))

    def test_furthest_council_decides(self):
        other = self.env['support.council'].create({'name': 'Second', 'area_id': self.north.id})
        self.assertEqual(self._standing(self.today.isoformat()), self.study)
        other.stage_id = self.preparation
        self.assertEqual(self._standing(self.today.isoformat()), self.preparation)
        other.date_end = date(2020, 1, 1)
        self.assertEqual(self._standing(self.today.isoformat()), self.study)

    def test_ended_area_and_its_successor(self):
        self.north.date_end = date(2017, 3, 31)
        areas = (
            self.env['support.progress']
            .search([('date', '=', date(2018, 3, 31)), ('tier', '=', '2')])
            .area_id
        )
        self.assertNotIn(self.north, areas)
        self.assertIn(self.south, areas)

    def test_sub_bodies_do_not_count(self):
        self.env['support.council'].create(
            {'name': 'Working group', 'area_id': self.south.id, 'parent_id': self.council.id}
        )
        self.assertFalse(self._standing(self.today.isoformat(), self.south))

    def test_council_of_two_areas(self):
        self.council.area_ids = self.south
        self.assertEqual(self._standing('2016-03-31', self.south), self.established)

    def test_table(self):
        table = self.env['support.progress'].with_user(self.user).get_table('2', '2015-06-30')
        row = next(row for row in table['rows'] if row['date'] == '2015-06-30')
        cells = {cell['stage_id']: cell for cell in row['cells']}
        self.assertEqual(cells[self.study.id]['council_ids'], self.council.ids)
        self.assertIn(self.south.id, cells[False]['area_ids'])
        self.assertEqual(row['total'], sum(cell['count'] for cell in row['cells']))

    def test_limited_user(self):
        rows = self.env['support.progress'].with_user(self.limited).search([])
        self.assertEqual(rows.area_id, self.north.with_user(self.limited))

    def test_statements(self):
        self.env['support.progress'].get_table('2')
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.env['support.progress'].get_table('2')

    def test_summary_on_the_tree(self):
        other = self.env['support.council'].create({'name': 'Second', 'area_id': self.south.id})
        other.stage_id = self.preparation
        self.assertEqual(self.north.stage_summary, f'{self.study.name} 1')
        self.assertEqual(
            self.city.stage_summary, f'{self.study.name} 1\u3000{self.preparation.name} 1'
        )

    def test_print_uses_the_local_word(self):
        self.company.support_council_term = '支え合い会議'
        title = self.env['support.progress']._get_paper('2')['title']
        self.assertIn('支え合い会議', title)
