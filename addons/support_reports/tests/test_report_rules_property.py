# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""For random records every source equals an independent count in plain SQL."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo.fields import Command
from odoo.tests import tagged

from .test_report_rules import RuleCase

FIRST, DAYS = date(2026, 9, 25), 105
MONTHS = (202610, 202611, 202612)
SEEDS = (1, 2)

# What was recorded, as people typed it: id, month and number of each thing, and its areas.
ENTRIES = """
    SELECT entry.id, to_char(entry.date, 'YYYYMM')::int AS month,
           sum(typed.quantity * {weight}) AS number
      FROM support_activity entry
      JOIN support_activity_count typed
        ON typed.activity_id = entry.id AND typed.source_id IS NULL
      JOIN support_activity_kind kind ON kind.id = typed.kind_id AND kind.code = 'visit'
     WHERE entry.state = 'done' AND entry.active AND entry.date_precision != 'fiscal_year'
       AND entry.commission_id = %(commission)s AND {condition}
  GROUP BY entry.id
"""
ENTRY_AREAS = """
    SELECT id, area_id FROM support_activity
     UNION
    SELECT support_activity_id, support_area_id FROM support_activity_support_area_rel
"""
MEETINGS = """
    SELECT id, to_char(date, 'YYYYMM')::int AS month, 1 AS number
      FROM support_meeting
     WHERE state IN ('held', 'drafted', 'confirmed') AND date_precision != 'fiscal_year'
       AND commission_id = %(commission)s AND {condition}
"""
MEETING_AREAS = """
    SELECT id, area_id FROM support_meeting
     UNION
    SELECT link.meeting_id, council.area_id
      FROM support_meeting_council link JOIN support_council council ON council.id = council_id
     UNION
    SELECT link.meeting_id, more.support_area_id
      FROM support_meeting_council link
      JOIN support_area_support_council_rel more ON more.support_council_id = link.council_id
"""
# Facts in the column of the contract that each of their areas lies in.
PLACED = """
    WITH facts AS ({facts}), touched(id, area_id) AS ({areas}), placed AS (
        SELECT touched.id,
               (SELECT above.id FROM support_area above
                 WHERE above.id = ANY(%(columns)s)
                   AND area.parent_path LIKE above.parent_path || '%%'
              ORDER BY length(above.parent_path) DESC LIMIT 1) AS column_id
          FROM touched JOIN support_area area ON area.id = touched.area_id
    )
    SELECT DISTINCT facts.id, facts.month, facts.number::int, placed.column_id
      FROM facts JOIN placed ON placed.id = facts.id AND placed.column_id IS NOT NULL
"""
# The first step into a stage that is established, known by month at least.
COUNCILS = """
    SELECT council.id, to_char(launch.date, 'YYYYMM')::int AS month, 1 AS number
      FROM support_council council
      JOIN support_council_milestone launch ON launch.council_id = council.id
      JOIN support_council_stage stage ON stage.id = launch.stage_id AND stage.is_established
     WHERE launch.date_precision != 'fiscal_year' AND {condition}
       AND NOT EXISTS (SELECT 1 FROM support_council_milestone before
                         JOIN support_council_stage s ON s.id = before.stage_id
                        WHERE before.council_id = council.id AND s.is_established
                          AND (before.effective_date, before.sequence, before.id)
                            < (launch.effective_date, launch.sequence, launch.id))
"""
COUNCIL_AREAS = """
    SELECT id, area_id FROM support_council
     UNION
    SELECT support_council_id, support_area_id FROM support_area_support_council_rel
"""
RESOURCES = """
    SELECT step.id, to_char(step.date, 'YYYYMM')::int AS month, 1 AS number
      FROM support_resource_event step JOIN support_resource r ON r.id = step.resource_id
     WHERE step.kind = 'created' AND r.active AND step.date_precision != 'fiscal_year'
       AND {condition}
"""
RESOURCE_AREAS = """
    SELECT step.id, r.area_id
      FROM support_resource_event step JOIN support_resource r ON r.id = step.resource_id
     UNION
    SELECT step.id, more.area_id
      FROM support_resource_event step
      JOIN support_resource_area_rel more ON more.resource_id = step.resource_id
"""
NEEDS = """
    SELECT id, to_char(date, 'YYYYMM')::int AS month, 1 AS number
      FROM support_need WHERE date_precision != 'fiscal_year' AND {condition}
"""
NEED_AREAS = 'SELECT id, area_id FROM support_need'


@tagged('post_install', '-at_install')
class TestReportRulesProperty(RuleCase):
    def _random_records(self, chance):
        def day():
            return FIRST + timedelta(days=chance.randrange(DAYS))

        def precision():
            return chance.choice(['day'] * 6 + ['month', 'fiscal_year'])

        areas = self.city | self.north | self.south | self.school | self.outside

        def places():
            further = chance.sample(list(areas), chance.choice([0, 0, 1, 2]))
            return {
                'area_id': chance.choice(areas).id,
                'area_ids': [Command.set([area.id for area in further])],
            }

        councils = self.council
        for _n in range(8):
            council = self._launch(
                day(), date_precision=precision(),
                tier=chance.choice('123'), **places(),
            )  # fmt: skip
            if chance.random() < 0.4:
                council.with_context(stage_date='2027-01-12').stage_id = self.study
                council.with_context(stage_date='2027-01-12').stage_id = self.established
            councils |= council
        for _n in range(10):
            joint = chance.sample(list(councils), chance.choice([1, 1, 2]))
            meeting = self._meeting(
                day(),
                councils=self.env['support.council'].concat(*joint),
                kind=chance.choice(['council', 'training', 'preparation']),
                host=chance.choice(['own', 'other']),
                area_id=chance.choice(areas).id,
            )
            if chance.random() < 0.8:
                meeting.action_hold()
        category = self.env['support.resource.category'].search([], limit=3)
        for _n in range(8):
            resource = self.env['support.resource'].create(
                {
                    'name': 'Salon',
                    'category_id': chance.choice(category).id,
                    'operator_kind': chance.choice(['group', 'npo', False]),
                    'event_ids': [
                        Command.create(
                            {
                                'kind': chance.choice(['created', 'created', 'recorded']),
                                'date': day(),
                                'date_precision': precision(),
                            }
                        )
                    ],
                    **places(),
                }
            )
            resource.active = chance.random() < 0.9
        for _n in range(12):
            self._watch_need(
                day(),
                date_precision=precision(),
                area_id=chance.choice(areas).id,
                source=chance.choice(['watch', 'survey']),
                age_band=chance.choice(['85_over', '65_74', False]),
            )
        team = list(self.coordinator_a | self.coordinator_b)
        for _n in range(20):
            kinds = chance.sample(list(self.kinds.values()), 2)
            self._log(
                day(),
                {kind: chance.randint(1, 4) for kind in kinds},
                date_precision=precision(),
                state=chance.choice(['done'] * 5 + ['provisional', 'in_vain']),
                means=chance.choice(['visit', 'phone', False]),
                participant_ids=[
                    Command.create({'coordinator_id': one.id})
                    for one in chance.sample(team, chance.randint(0, 2))
                ],
                **places(),
            )

    def _count_in_sql(self, facts, areas, columns):
        """Return rows of thing, month, number and column, from what people typed only."""
        self.env.flush_all()
        self.cr.execute(
            PLACED.format(facts=facts, areas=areas),
            {'columns': columns, 'commission': self.commission.id},
        )
        return self.cr.fetchall()

    def test_random_records_of_every_source(self):
        self.outside = self.env['support.area'].create({'name': 'Outside'})
        visit = self.kinds['visit'].ids
        people = (
            '(SELECT count(*) FROM support_activity_participant p WHERE p.activity_id = entry.id)'
        )
        always = {'weight': 1, 'condition': 'true'}
        rules = {
            self._column(kind_ids=visit, count_by='participant'): (
                ENTRIES.format(weight=people, condition='true'), ENTRY_AREAS),
            self._column(kind_ids=visit, rule_domain="[('activity_id.means', '!=', 'phone')]"): (
                ENTRIES.format(weight=1, condition="entry.means IS DISTINCT FROM 'phone'"),
                ENTRY_AREAS),
            self._column(source='meeting'): (MEETINGS.format(**always), MEETING_AREAS),
            self._column(
                source='meeting',
                rule_domain="['|', ('host', '=', 'other'), ('format', '=', 'online')]",
            ): (MEETINGS.format(condition="host = 'other'"), MEETING_AREAS),
            self._column(source='council'): (COUNCILS.format(**always), COUNCIL_AREAS),
            self._column(source='council', rule_domain="['!', ('tier', 'in', ['1', '3'])]"): (
                COUNCILS.format(condition="tier = '2'"), COUNCIL_AREAS),
            self._column(source='resource'): (RESOURCES.format(**always), RESOURCE_AREAS),
            self._column(
                source='resource', rule_domain="[('resource_id.operator_kind', '=', False)]"
            ): (RESOURCES.format(condition='r.operator_kind IS NULL'), RESOURCE_AREAS),
            self._column(source='need'): (NEEDS.format(**always), NEED_AREAS),
            self._column(
                source='need', need_source='survey', rule_domain="[('age_band', '!=', '85_over')]"
            ): (
                NEEDS.format(condition="source = 'survey' AND age_band IS DISTINCT FROM '85_over'"),
                NEED_AREAS,
            ),
        }  # fmt: skip
        columns = list(rules)
        share = self._column(
            source='formula', formula=f'{columns[0].code} * 100 / {columns[2].code}'
        )
        upper, lower = columns[0].code, columns[2].code
        rates = {
            decimals: self._column(
                source='formula', formula=f'{upper} * 100 / {lower}', decimals=str(decimals)
            )
            for decimals in (1, 2)
        }
        city, sheets = self._reports()
        ground = (self.city | self.north | self.south).ids
        seen = set()
        for seed in SEEDS:
            self._random_records(random.Random(seed))
            numbers = {}
            for rule in ('sum', 'distinct'):
                self.form.roll_up = rule
                numbers[rule] = self._numbers(city)
            of_sheets = {sheet.area_id.id: self._numbers(sheet) for sheet in sheets}
            for indicator, (facts, areas) in rules.items():
                rows = self._count_in_sql(facts, areas, ground)
                for month in MONTHS:
                    here = [row for row in rows if row[1] == month]
                    cell = (month, indicator.id)
                    with self.subTest(seed=seed, month=month, rule=indicator.rule_text):
                        self.assertEqual(numbers['sum'][cell], sum(row[2] for row in here))
                        once = {row[0]: row[2] for row in here}
                        self.assertEqual(numbers['distinct'][cell], sum(once.values()))
                        for area_id, values in of_sheets.items():
                            own = sum(row[2] for row in here if row[3] == area_id)
                            self.assertEqual(values[cell], own)
                    if here:
                        seen.add(indicator)
                if indicator.source != 'count':
                    opened = self._opened(city, indicator.id)
                    wanted = {row[0] for row in rows if row[1] in MONTHS}
                    self.assertEqual(set(opened.ids), wanted, indicator.rule_text)
            for month in MONTHS:
                upper, lower = (numbers['sum'][month, columns[n].id] for n in (0, 2))
                result = (upper * 200 + lower) // (2 * lower) if lower else None
                self.assertEqual(numbers['sum'][month, share.id], result)
                for decimals, rate in rates.items():
                    result = Decimal(upper * 100) / lower if lower else None
                    if result is not None:
                        digits = Decimal(1).scaleb(-decimals)
                        result = float(result.quantize(digits, ROUND_HALF_UP))
                    self.assertEqual(numbers['sum'][month, rate.id], result)
        self.assertEqual(seen, set(rules), 'a rule that never counted anything proves nothing')
