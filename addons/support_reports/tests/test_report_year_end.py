# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Half a year around 31 March, entered as people do; the reports equal plain SQL over it.

The second count shares nothing with the first: it reads the hours of meetings and plans instead of
stored days, the councils of a meeting instead of its log entry, and ``parent_id`` instead of the
stored path of an area. No count row that the system made is looked at.
"""

import os
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCase

TOKYO = ZoneInfo('Asia/Tokyo')
NEW_YEAR = date(2026, 4, 1)
# (year of the contract, a day of the quarter, its months)
QUARTERS = (
    (2025, date(2026, 2, 1), (202601, 202602, 202603)),
    (2026, date(2026, 5, 1), (202604, 202605, 202606)),
)
STEPS = 120
# Hours at which a day, a month, a quarter and a fiscal year change in Japan but not in UTC
EDGES = ((-1, 15, 0), (-1, 23, 30), (-1, 23, 59), (0, 0, 0), (0, 0, 10), (0, 8, 0), (0, 9, 30))


@tagged('post_install', '-at_install')
class TestReportYearEnd(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # North ends with the year; what took it over is in the contract of the next one.
        cls.successor, cls.outside = cls.env['support.area'].create(
            [
                {'name': 'New North', 'parent_id': cls.city.id, 'date_start': NEW_YEAR},
                {'name': 'Outside'},
            ]
        )
        cls.north.write(
            {
                'date_end': NEW_YEAR - timedelta(days=1),
                'successor_ids': [Command.set(cls.successor.ids)],
            }
        )
        cls.areas = [cls.city, cls.north, cls.south, cls.school, cls.successor, cls.outside]
        cls.old_kind = cls.env['support.activity.kind'].create(
            {'name': 'Old kind', 'code': 'old_kind', 'unit': '回'}
        )
        cls.visits.kind_ids |= cls.old_kind
        cls.kinds['old'] = cls.old_kind
        cls.councils = cls.council | cls.env['support.council'].create(
            [
                {'name': 'South Council', 'area_id': cls.south.id},
                {
                    'name': 'Wide Council',
                    'area_id': cls.successor.id,
                    'area_ids': [Command.set((cls.school | cls.city).ids)],
                },
            ]
        )
        cls.contract.area_ids = cls.successor | cls.south
        cls.contract.date_end = date(2027, 3, 31)
        cls.contracts = {2025: cls._contract(2025), 2026: cls.contract}
        cls.reports = {
            day: cls._reports(day, cls.contracts[year]) for year, day, _months in QUARTERS
        }

    def setUp(self):
        super().setUp()
        seed = os.environ.get('SUPPORT_TEST_SEED') or random.SystemRandom().randrange(10**9)
        self.seed = int(seed)
        self.rng = random.Random(self.seed)
        self.entries = self.env['support.activity'].browse()
        self.meetings = self.env['support.meeting'].browse()
        hours = [
            NEW_YEAR + timedelta(days=day + shift)
            for shift in (0, 30, 61, -31)
            for day, _hour, _minute in EDGES
        ]
        self.moments = [
            datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)
            for day, (_shift, hour, minute) in zip(hours, EDGES * 4, strict=True)
        ]
        self.rng.shuffle(self.moments)

    # ---- What people enter ----

    def some_day(self):
        near = self.rng.random() < 0.4
        return NEW_YEAR + timedelta(
            days=self.rng.randint(-3, 2) if near else self.rng.randint(-89, 90)
        )

    def some_areas(self, most=3):
        return [area.id for area in self.rng.sample(self.areas, self.rng.randrange(most))]

    def some_counts(self):
        kinds = self.rng.sample(list(self.kinds.values()), self.rng.randint(1, 3))
        return {kind: self.rng.randint(1, 9) for kind in kinds}

    def some_moment(self):
        """Return an hour near a midnight, as the database holds it; each is given out once."""
        moment = self.moments.pop().astimezone(UTC).replace(tzinfo=None)
        return {'start': moment, 'stop': moment + timedelta(minutes=1)}

    def step_entry(self):
        day = self.some_day()
        precision = self.rng.choice(['day'] * 6 + ['month', 'fiscal_year'])
        several = precision == 'day' and self.rng.random() < 0.3
        self.entries |= self._log(
            day,
            self.some_counts(),
            area_id=self.rng.choice(self.areas).id,
            area_ids=[Command.set(self.some_areas())],
            date_precision=precision,
            date_to=day + timedelta(days=self.rng.randint(1, 40)) if several else False,
            state=self.rng.choice(['done'] * 6 + ['provisional', 'in_vain', 'cancelled']),
            commission_id=self.rng.choice(
                [self.commission] * 8 + [self.env.ref('support_council.commission_outside')]
            ).id,
            headcount=self.rng.randint(0, 50),
            headcount_is_approx=self.rng.random() < 0.5,
        )

    def step_meeting(self):
        """A meeting of one council or of several, most of them held, at an awkward hour."""
        if not self.moments:
            return
        councils = self.env['support.council'].union(
            *self.rng.sample(list(self.councils), self.rng.randint(1, 3))
        )
        hours = self.some_moment()
        meeting = self._meeting(
            hours['start'].date(),
            councils,
            self.rng.choice(['council', 'liaison', 'training', 'study']),
            coordinator_ids=[Command.set((self.coordinator_a | self.coordinator_b).ids)],
            **hours,
        )
        step = self.rng.choice(['hold', 'hold', 'hold', 'cancel', 'leave'])
        if step == 'hold':
            meeting.action_hold()
        elif step == 'cancel':
            meeting._cancel('Storm')
        self.meetings |= meeting

    def step_save_meeting_again(self):
        meeting = self.rng.choice(self.meetings)
        meeting.write({'place': f'Hall {self.rng.randrange(9)}', 'headcount': 12})

    def step_count_beside_a_meeting(self):
        entry = self.rng.choice(self.meetings).entry_ids
        if entry and self.kinds['consultation'] not in entry.count_ids.kind_id:
            entry.count_ids = [
                Command.create({'kind_id': self.kinds['consultation'].id, 'quantity': 4})
            ]

    def step_log_a_plan(self):
        """Plan an hour near midnight and write the entry from it: the day is the plan's."""
        if not self.moments:
            return
        event = self.env['calendar.event'].create(
            {
                'name': 'Salon',
                'support_coordinator_id': self.coordinator_a.id,
                'support_area_id': self.rng.choice([self.south, self.school]).id,
                **self.some_moment(),
            }
        )
        context = event.action_support_log()['context']
        self.env['support.activity'].with_context(**context).create(
            {
                'count_ids': [
                    Command.create({'kind_id': kind.id, 'quantity': quantity})
                    for kind, quantity in self.some_counts().items()
                ]
            }
        )

    def step_join(self):
        entry = self.rng.choice(self.entries)
        if self.coordinator_b not in entry.participant_ids.coordinator_id:
            entry.action_join([{'coordinator_id': self.coordinator_b.id, 'minutes': 45}])

    def step_repeat(self):
        """The same again is provisional until it is completed."""
        entry = self.rng.choice(self.entries)
        again = self.env['support.activity'].browse(entry.action_repeat()['res_id'])
        again.date = self.some_day()
        if self.rng.random() < 0.5:
            again.participant_ids.minutes = 10
            again.action_complete()
        self.entries |= again

    def step_put_aside(self):
        self.rng.choice(self.entries).action_save_provisional()

    def step_archive(self):
        entry = self.rng.choice(self.entries)
        entry.active = not entry.active

    def step_delete(self):
        entry = self.rng.choice(self.entries)
        self.entries -= entry
        entry.unlink()

    def step_redate(self):
        self.rng.choice(self.entries).write(
            {
                'date': self.some_day(),
                'date_precision': self.rng.choice(['day', 'day', 'month', 'fiscal_year']),
            }
        )

    def step_other_area(self):
        self.rng.choice(self.entries).area_id = self.rng.choice(self.areas)

    def step_other_further_areas(self):
        self.rng.choice(self.entries).area_ids = [Command.set(self.some_areas(4))]

    def step_other_quantity(self):
        entry = self.rng.choice(self.entries.filtered('count_ids'))
        self.rng.choice(entry.count_ids).quantity = self.rng.randint(1, 30)

    def step_other_kind(self):
        entry = self.rng.choice(self.entries.filtered('count_ids'))
        free = set(self.kinds.values()) - set(entry.count_ids.kind_id)
        self.rng.choice(entry.count_ids).kind_id = self.rng.choice(
            sorted(free, key=lambda kind: kind.id)
        )

    def step_move_an_area(self):
        self.school.parent_id = self.rng.choice([self.north, self.south, self.successor, self.city])

    def step_drop_a_kind(self):
        """A kind that is no longer offered keeps what was counted with it."""
        self.old_kind.active = False

    def step_need(self):
        self._watch_need(
            self.some_day(),
            area_id=self.rng.choice(self.areas).id,
            source=self.rng.choice(['watch', 'watch', 'consultation']),
            date_precision=self.rng.choice(['day', 'day', 'month', 'fiscal_year']),
        )

    def step_earlier_total(self):
        """Totals from before the system, of the year before and of the quarter before."""
        day = self.rng.choice([date(2025, month, 1) for month in (1, 2, 3, 4, 5, 6)])
        kind, area = self.rng.choice(list(self.kinds.values())), self.rng.choice(self.areas)
        totals = self.env['support.activity.total']
        if not totals.search_count(
            [('kind_id', '=', kind.id), ('area_id', '=', area.id), ('date', '=', day)]
        ):
            totals.create(
                {
                    'date': day,
                    'kind_id': kind.id,
                    'area_id': area.id,
                    'quantity': self.rng.randint(1, 40),
                    'commission_id': self.commission.id,
                    'source': 'Paper',
                }
            )

    # ---- The second count ----

    def _rows(self, columns):
        """Return ``[(thing, month, kind, quantity, column, people)]`` of everything that counts.

        :param columns: ids of areas; an area below one of them counts in the nearest
        """
        self.env.flush_all()
        self.cr.execute(
            """
            WITH RECURSIVE above AS (
                SELECT id AS area_id, id AS column_id, parent_id, 0 AS steps FROM support_area
                 UNION ALL
                SELECT above.area_id, area.id, area.parent_id, above.steps + 1
                  FROM above JOIN support_area area ON area.id = above.parent_id
            ), placed AS (
                SELECT DISTINCT ON (area_id) area_id, column_id
                  FROM above WHERE column_id = ANY(%(columns)s)
              ORDER BY area_id, steps
            ), meetings AS (
                SELECT meeting.id, meeting.kind_id, meeting.area_id,
                       to_char(timezone('Asia/Tokyo', timezone('UTC', meeting.start)), 'YYYYMM')
                       AS month
                  FROM support_meeting meeting
                 WHERE meeting.state IN ('held', 'drafted', 'confirmed')
                   AND meeting.commission_id = %(commission)s
            ), of_meetings AS (
                SELECT id AS meeting_id, area_id FROM meetings
                 UNION
                SELECT link.meeting_id, council.area_id
                  FROM support_meeting_council link
                  JOIN support_council council ON council.id = link.council_id
                 UNION
                SELECT link.meeting_id, further.support_area_id
                  FROM support_meeting_council link
                  JOIN support_area_support_council_rel further
                    ON further.support_council_id = link.council_id
            ), of_entries AS (
                SELECT id AS activity_id, area_id FROM support_activity WHERE meeting_id IS NULL
                 UNION
                SELECT rel.support_activity_id, rel.support_area_id
                  FROM support_activity_support_area_rel rel
                  JOIN support_activity entry ON entry.id = rel.support_activity_id
                 WHERE entry.meeting_id IS NULL
                 UNION
                SELECT entry.id, of_meetings.area_id
                  FROM support_activity entry JOIN of_meetings USING (meeting_id)
            ), people AS (
                SELECT activity_id, count(*) AS number
                  FROM support_activity_participant GROUP BY activity_id
            ), things AS (
                -- held meetings, as the gathering of their kind
                SELECT 'm' || meetings.id AS thing, meetings.month, kind.activity_kind_id AS kind,
                       1 AS quantity, of_meetings.area_id,
                       COALESCE(people.number, 0) AS people
                  FROM meetings
                  JOIN support_meeting_kind kind ON kind.id = meetings.kind_id
                  JOIN of_meetings ON of_meetings.meeting_id = meetings.id
                  JOIN support_activity entry ON entry.meeting_id = meetings.id
             LEFT JOIN people ON people.activity_id = entry.id
                 UNION ALL
                -- what people typed: on entries of their own, and beside a meeting
                SELECT 'a' || entry.id,
                       CASE WHEN plan.id IS NOT NULL
                            THEN to_char(timezone('Asia/Tokyo', timezone('UTC', plan.start)),
                                         'YYYYMM')
                            WHEN entry.meeting_id IS NOT NULL THEN meetings.month
                            WHEN entry.date_precision = 'fiscal_year' THEN '0'
                            ELSE to_char(entry.date, 'YYYYMM') END,
                       typed.kind_id, typed.quantity, of_entries.area_id,
                       COALESCE(people.number, 0)
                  FROM support_activity entry
                  JOIN support_activity_count typed
                    ON typed.activity_id = entry.id AND typed.source_id IS NULL
                  JOIN of_entries ON of_entries.activity_id = entry.id
             LEFT JOIN people ON people.activity_id = entry.id
             LEFT JOIN calendar_event plan ON plan.support_activity_id = entry.id
             LEFT JOIN meetings ON meetings.id = entry.meeting_id
                 WHERE entry.state = 'done' AND entry.active
                   AND entry.commission_id = %(commission)s
                   AND (entry.meeting_id IS NULL OR typed.kind_id = %(beside)s)
            )
            SELECT DISTINCT things.thing, things.month::int, things.kind, things.quantity,
                   placed.column_id, things.people
              FROM things JOIN placed USING (area_id)
             UNION ALL
            SELECT 'n' || need.id, to_char(need.date, 'YYYYMM')::int, -1, 1, placed.column_id, 1
              FROM support_need need JOIN placed USING (area_id)
             WHERE need.source = 'watch' AND need.date_precision != 'fiscal_year'
            """,
            {
                'columns': columns,
                'commission': self.commission.id,
                'beside': self.kinds['consultation'].id,
            },
        )
        return self.cr.fetchall()

    def _kinds_of(self, indicator):
        """Return the ids of the kinds of an indicator, -1 for needs, without asking Odoo."""
        if indicator == self.watch:
            return {-1}
        self.cr.execute(
            'SELECT kind_id FROM support_report_indicator_kind_rel WHERE indicator_id = %s',
            [indicator.id],
        )
        return {kind_id for (kind_id,) in self.cr.fetchall()}

    def _expected(self, contract):
        """Return three Counters: sum, without repetition, and by area, of month and indicator."""
        rows = self._rows([*contract.area_ids.ids, contract.area_id.id])
        total, once, by_area = Counter(), Counter(), Counter()
        for indicator in self.form.indicator_ids:
            kinds = self._kinds_of(indicator)
            seen = {}
            each = indicator.count_by == 'participant'
            for thing, month, kind, number, column, people in rows:
                quantity = number * people if each else number
                if kind in kinds:
                    total[month, indicator.id] += quantity
                    by_area[month, indicator.id, column] += quantity
                    seen[thing, month, kind] = quantity
            for (_thing, month, _kind), quantity in seen.items():
                once[month, indicator.id] += quantity
        return total, once, by_area

    # ---- The test ----

    def test_reports_equal_what_people_entered(self):
        steps = sorted(name for name in dir(self) if name.startswith('step_'))
        makers = ['step_entry', 'step_meeting', 'step_log_a_plan', 'step_need'] * 4
        for _n in range(8):
            self.step_entry()
            self.step_meeting()
        # 延べ人員: once for each of us who was there
        self.form.indicator_ids.filtered(
            lambda one: (
                self.kinds['consultation'] in one.kind_ids
                or self.kinds['area_meeting'] in one.kind_ids
            )
        ).count_by = 'participant'
        for _n in range(STEPS):
            getattr(self, self.rng.choice(steps + makers))()
        found = Counter()
        for year, day, months in QUARTERS:
            contract, (city, sheets) = self.contracts[year], self.reports[day]
            total, once, by_area = self._expected(contract)
            numbers = {}
            for rule in ('sum', 'distinct'):
                self.form.roll_up = rule
                numbers[rule] = self._numbers(city)
            of_sheets = {sheet.area_id.id: self._numbers(sheet) for sheet in sheets}
            for month in months:
                for indicator in self.form.indicator_ids:
                    cell = (month, indicator.id)
                    with self.subTest(seed=self.seed, month=month, indicator=indicator.label):
                        self.assertEqual(numbers['sum'][cell], total[cell])
                        self.assertEqual(numbers['distinct'][cell], once[cell])
                        for area_id, values in of_sheets.items():
                            self.assertEqual(values[cell], by_area[*cell, area_id])
                    found[year] += total[cell]
        # The log was no empty one.
        self.assertTrue(all(found.values()), f'seed {self.seed}: {found}')

    def test_comparisons_equal_what_was_known_before(self):
        """Jumps compare with counted entries and totals from before the system together."""
        for _n in range(25):
            self.step_entry()
            self.step_earlier_total()
            self.step_earlier_total()
        # Any difference at all is a jump.
        self.form.write({'jump_percent': 1, 'jump_minimum': 1, 'roll_up': 'sum'})
        contract, (city, _sheets) = self.contracts[2026], self.reports[date(2026, 5, 1)]
        total, _once, _by_area = self._expected(contract)
        before = defaultdict(Counter)
        self.cr.execute(
            """
            SELECT kind_id, to_char(date, 'YYYYMM')::int, sum(quantity)
              FROM support_activity_total WHERE area_id != %s GROUP BY 1, 2
            """,
            [self.outside.id],
        )
        totals = self.cr.fetchall()
        periods = {
            '令和8年1月～3月': (202601, 202602, 202603),
            '令和7年4月～6月': (202504, 202505, 202506),
        }
        for period, months in periods.items():
            for indicator in self.form.indicator_ids:
                kinds = self._kinds_of(indicator)
                before[period][indicator] = sum(
                    total[month, indicator.id] for month in months
                ) + sum(
                    number for kind, month, number in totals if kind in kinds and month in months
                )
        expected = set()
        for period, numbers in before.items():
            for indicator, number in numbers.items():
                now = sum(total[month, indicator.id] for month in QUARTERS[1][2])
                if now != number:
                    expected.add(f'{indicator.label}: {now}, but {number} in {period}. Right?')
        jumps = {
            item['message']
            for item in self.builder.build(city)['missing']
            if item['code'] == 'jump'
        }
        self.assertTrue(expected)
        self.assertEqual(jumps, expected, f'seed {self.seed}')
