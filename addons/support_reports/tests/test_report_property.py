# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""For random logs the report equals an independent count in plain SQL over entries."""

import random
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCase

FIRST, DAYS = date(2026, 9, 20), 115
SEEDS = 3


@tagged('post_install', '-at_install')
class TestReportProperty(ReportCase):
    def _random_entries(self, chance, number):
        areas = self.city | self.north | self.south | self.school | self.second | self.outside
        entries = self.env['support.activity']
        outside = self.env.ref('support_council.commission_outside')
        for _n in range(number):
            kinds = chance.sample(list(self.kinds.values()), chance.randint(1, 3))
            area = chance.choice(areas)
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            precision = chance.choice(['day'] * 8 + ['month', 'fiscal_year'])
            last = day + timedelta(days=chance.randrange(1, 20))
            spans = precision == 'day' and chance.random() < 0.2
            further = chance.sample(list(areas), chance.choice([0, 0, 0, 1, 2, 3]))
            entry = self._log(
                day,
                {kind: chance.randint(1, 5) for kind in kinds},
                date_precision=precision,
                date_to=last if spans else False,
                area_id=area.id,
                area_ids=[Command.set([other.id for other in further])],
                state=chance.choice(['done'] * 7 + ['provisional', 'in_vain', 'cancelled']),
                commission_id=(outside if chance.random() < 0.1 else self.commission).id,
                headcount_is_approx=chance.random() < 0.5,
                participant_ids=[
                    Command.create({'coordinator_id': coordinator.id, 'minutes': 30})
                    for coordinator in chance.choice(
                        [self.coordinator_a, self.coordinator_a | self.coordinator_b]
                    )
                ],
            )
            entries |= entry
        return entries

    def _shake(self, chance, entries):
        """Change entries as people do afterwards."""
        for entry in chance.sample(list(entries), len(entries) // 3):
            change = chance.randrange(5)
            if change == 0:
                entry.active = False
            elif change == 1:
                entry.area_id = chance.choice([self.north, self.south, self.school])
            elif change == 2:
                entry.state = chance.choice(['done', 'cancelled'])
            elif change == 3:
                entry.date = FIRST + timedelta(days=chance.randrange(DAYS))
            else:
                entry.area_ids = chance.choice([False, self.south, self.north | self.city])

    def _count_in_sql(self, indicator, month, columns):
        """Return the quantities of a month by entry and column, from what people typed only.

        :param columns: ids of areas; an area below one of them counts in the nearest
        """
        self.env.flush_all()
        self.cr.execute(
            """
            WITH touched AS (
                SELECT id AS activity_id, area_id FROM support_activity
                 UNION
                SELECT support_activity_id, support_area_id FROM support_activity_support_area_rel
            ), placed AS (
                SELECT touched.activity_id,
                       (SELECT above.id FROM support_area above
                         WHERE above.id = ANY(%(columns)s)
                           AND area.parent_path LIKE above.parent_path || '%%'
                      ORDER BY length(above.parent_path) DESC LIMIT 1) AS column_id
                  FROM touched JOIN support_area area ON area.id = touched.area_id
            )
            SELECT DISTINCT entry.id, typed.kind_id, typed.quantity, placed.column_id
              FROM support_activity entry
              JOIN support_activity_count typed
                ON typed.activity_id = entry.id AND typed.source_id IS NULL
              JOIN placed ON placed.activity_id = entry.id AND placed.column_id IS NOT NULL
             WHERE entry.state = 'done' AND entry.active
               AND entry.date_precision != 'fiscal_year'
               AND to_char(entry.date, 'YYYYMM')::int = %(month)s
               AND entry.commission_id = %(commission)s
               AND typed.kind_id = ANY(%(kinds)s)
            """,
            {
                'columns': columns,
                'month': month,
                'commission': self.commission.id,
                'kinds': indicator.kind_ids.ids,
            },
        )
        return self.cr.fetchall()

    def test_random_logs(self):
        self.second = self.env['support.area'].create(
            {'name': 'Second', 'parent_id': self.north.id}
        )
        self.outside = self.env['support.area'].create({'name': 'Outside'})
        city, sheets = self._reports()
        columns = (self.city | self.north | self.south).ids
        indicators = self.form.indicator_ids.filtered('kind_ids')
        for seed in range(SEEDS):
            chance = random.Random(seed)
            self._shake(chance, self._random_entries(chance, 40))
            numbers = {}
            for rule in ('sum', 'distinct'):
                self.form.roll_up = rule
                numbers[rule] = self._numbers(city)
            of_sheets = {sheet.area_id.id: self._numbers(sheet) for sheet in sheets}
            for month in (202610, 202611, 202612):
                for indicator in indicators:
                    rows = self._count_in_sql(indicator, month, columns)
                    once = {(entry, kind): quantity for entry, kind, quantity, _c in rows}
                    cell = (month, indicator.id)
                    with self.subTest(seed=seed, month=month, indicator=indicator.label):
                        self.assertEqual(numbers['sum'][cell], sum(row[2] for row in rows))
                        self.assertEqual(numbers['distinct'][cell], sum(once.values()))
                        for area_id, values in of_sheets.items():
                            self.assertEqual(
                                values[cell], sum(row[2] for row in rows if row[3] == area_id)
                            )
                        # Opening the records is slow: once, when the log is full.
                        for rule in ('sum', 'distinct') if seed == SEEDS - 1 else ():
                            self.form.roll_up = rule
                            action = city.action_open_figure(indicator.id, month)
                            opened = self.env[action['res_model']].search(action['domain'])
                            self.assertEqual(sum(opened.mapped('quantity')), numbers[rule][cell])
