# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every counted thing counts once per area, whatever people do to the entry afterwards.

A few hundred random steps are taken on entries and meetings as the screens take them. A second
book is kept in plain Python, which knows nothing of count rows, copies or computed fields; after
every step the rows of what was touched must be those the book expects, and every so often all
sums are compared with the book and with SQL over the entries alone.
"""

import os
import random
from collections import Counter, defaultdict
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import SupportCommon

HELD = ('held', 'drafted')
FIRST_DAY = date(2024, 4, 1)
DAYS = 730


class Thing:
    """What the book knows of one entry: the facts people entered, nothing derived."""

    def __init__(self, record, **facts):
        self.record = record
        self.areas = set()
        self.quantities = {}
        self.day, self.precision = FIRST_DAY, 'day'
        self.state, self.active = 'done', True
        self.__dict__.update(facts)

    @property
    def counts(self):
        return self.active and self.state == 'done'

    @property
    def month_key(self):
        if self.precision == 'fiscal_year':
            return 0
        return self.day.year * 100 + self.day.month

    @property
    def first_day(self):
        """The day the entry is filed under: the first of what is known."""
        if self.precision == 'month':
            return self.day.replace(day=1)
        if self.precision == 'fiscal_year':
            return date(self.day.year - (self.day.month < 4), 4, 1)
        return self.day

    def rows(self):
        """Return the rows the entry must have: ``(kind, area, quantity, month, counted)``."""
        return Counter(
            (kind, area, quantity, self.month_key, self.counts)
            for kind, quantity in self.quantities.items()
            for area in self.areas
        )


@tagged('post_install', '-at_install')
class TestCounting(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.east, cls.west = cls.env['support.area'].create(
            [{'name': name, 'parent_id': cls.city.id} for name in ('East', 'West')]
        )
        cls.areas = cls.city | cls.north | cls.south | cls.east | cls.west
        cls.commissions = cls.commission | cls.env.ref('support_council.commission_outside')
        cls.kinds = cls.env['support.activity.kind'].search([])
        cls.councils = cls.council | cls.env['support.council'].create(
            [
                {'name': 'South Council', 'area_id': cls.south.id},
                {
                    'name': 'Joint Council',
                    'area_id': cls.east.id,
                    'area_ids': [Command.set((cls.west | cls.east).ids)],
                },
            ]
        )
        cls.meeting_kinds = cls.env['support.meeting.kind'].search([])

    def setUp(self):
        super().setUp()
        self.seed = int(
            os.environ.get('SUPPORT_TEST_SEED') or random.SystemRandom().randrange(10**9)
        )
        self.rng = random.Random(self.seed)
        self.entries, self.meetings = [], []
        self.trace = []

    # ---- Random facts ----

    def some_areas(self, most=4):
        return self.env['support.area'].union(
            *self.rng.sample(list(self.areas), self.rng.randrange(most))
        )

    def some_day(self):
        return FIRST_DAY + timedelta(days=self.rng.randrange(DAYS))

    def some_precision(self):
        return self.rng.choice(('day', 'day', 'day', 'month', 'fiscal_year'))

    def some_quantities(self):
        kinds = self.rng.sample(list(self.kinds), self.rng.randrange(4))
        return {kind: self.rng.randint(1, 9) for kind in kinds}

    # ---- Steps on entries ----

    def step_create(self):
        lead, further = self.rng.choice(self.areas), self.some_areas()
        quantities = self.some_quantities()
        day, precision = self.some_day(), self.some_precision()
        state = self.rng.choice(('done', 'done', 'done', 'provisional', 'in_vain', 'cancelled'))
        values = {
            'event_name': 'Entry',
            'date': day,
            'date_precision': precision,
            'state': state,
            'area_id': lead.id,
            'area_ids': [Command.set(further.ids)],
            'commission_id': self.commission.id,
            'count_ids': [
                Command.create({'kind_id': kind.id, 'quantity': quantity})
                for kind, quantity in quantities.items()
            ],
        }
        entry = self.env['support.activity'].with_user(self.user).create(values)
        thing = Thing(
            entry,
            areas={lead, *further},
            quantities=quantities,
            day=day,
            precision=precision,
            state=state,
        )
        thing.lead, thing.further, thing.commission = lead, further, self.commission
        self.entries.append(thing)
        return thing

    def step_quantity(self):
        thing = self.some_entry(counted=True)
        kind = self.rng.choice(sorted(thing.quantities, key=lambda kind: kind.id))
        quantity = self.rng.randint(1, 99)
        row = thing.record.count_ids.filtered(lambda row: row.kind_id == kind)
        thing.record.write({'count_ids': [Command.update(row.id, {'quantity': quantity})]})
        thing.quantities[kind] = quantity
        return thing

    def step_kind(self):
        thing = self.some_entry(counted=True)
        old = self.rng.choice(sorted(thing.quantities, key=lambda kind: kind.id))
        new = self.rng.choice([kind for kind in self.kinds if kind not in thing.quantities])
        row = thing.record.count_ids.filtered(lambda row: row.kind_id == old)
        thing.record.write({'count_ids': [Command.update(row.id, {'kind_id': new.id})]})
        thing.quantities[new] = thing.quantities.pop(old)
        return thing

    def step_add(self):
        thing = self.some_entry()
        kind = self.rng.choice([kind for kind in self.kinds if kind not in thing.quantities])
        quantity = self.rng.randint(1, 9)
        command = Command.create({'kind_id': kind.id, 'quantity': quantity})
        thing.record.write({'count_ids': [command]})
        thing.quantities[kind] = quantity
        return thing

    def step_remove(self):
        thing = self.some_entry(counted=True)
        kind = self.rng.choice(sorted(thing.quantities, key=lambda kind: kind.id))
        row = thing.record.count_ids.filtered(lambda row: row.kind_id == kind)
        thing.record.write({'count_ids': [Command.delete(row.id)]})
        del thing.quantities[kind]
        return thing

    def step_lead(self):
        """Another leading area, often one that is a further area already."""
        thing = self.some_entry()
        lead = self.rng.choice([*thing.further, *thing.further, *self.areas])
        thing.record.area_id = lead
        thing.lead = lead
        thing.areas = {lead, *thing.further}
        return thing

    def step_further(self):
        thing = self.some_entry()
        thing.further = self.some_areas()
        thing.record.area_ids = [Command.set(thing.further.ids)]
        thing.areas = {thing.lead, *thing.further}
        return thing

    def step_several_at_once(self):
        """Areas and counts in one save, as the form sends them."""
        thing = self.some_entry()
        thing.lead, thing.further = self.rng.choice(self.areas), self.some_areas()
        quantities = self.some_quantities()
        thing.record.write(
            {
                'area_id': thing.lead.id,
                'area_ids': [Command.set(thing.further.ids)],
                'count_ids': [
                    *(Command.delete(row.id) for row in thing.record.count_ids),
                    *(
                        Command.create({'kind_id': kind.id, 'quantity': quantity})
                        for kind, quantity in quantities.items()
                    ),
                ],
            }
        )
        thing.areas, thing.quantities = {thing.lead, *thing.further}, quantities
        return thing

    def step_state(self):
        thing = self.some_entry()
        thing.state = self.rng.choice(('done', 'done', 'provisional', 'in_vain', 'cancelled'))
        thing.record.state = thing.state
        return thing

    def step_archive(self):
        thing = self.some_entry()
        thing.active = not thing.active
        thing.record.active = thing.active
        return thing

    def step_date(self):
        thing = self.some_entry()
        thing.day, thing.precision = self.some_day(), self.some_precision()
        thing.record.write({'date': thing.day, 'date_precision': thing.precision})
        return thing

    def step_commission(self):
        thing = self.some_entry()
        thing.commission = self.rng.choice(self.commissions)
        thing.record.commission_id = thing.commission
        return thing

    def step_delete(self):
        thing = self.some_entry()
        rows = self.all_rows(thing.record).ids
        thing.record.unlink()
        self.entries.remove(thing)
        self.assertFalse(self.env['support.activity.count'].browse(rows).exists(), self.story())

    def step_copy(self):
        """A copied entry is a thing of its own: done, whatever became of the first."""
        source = self.some_entry()
        day = self.some_day()
        copied = source.record.copy({'date': day, 'date_precision': 'day', 'date_to': False})
        thing = Thing(
            copied,
            areas=set(source.areas),
            quantities=dict(source.quantities),
            day=day,
            active=source.active,
        )
        thing.lead, thing.further = source.lead, source.further
        thing.commission = source.commission
        self.entries.append(thing)
        return thing

    # ---- Steps of colleagues and of the superior ----

    def step_join(self):
        """A colleague joins: minutes are added, nothing is counted twice."""
        thing = self.some_entry()
        entry = thing.record
        if self.coordinator_b in entry.participant_ids.coordinator_id:
            return None
        facts = {'date': entry.date, 'area_id': entry.area_id.id, 'counterpart': entry.counterpart}
        self.assertFalse(entry.get_twins(facts))  # no counterpart, no proposal
        entry.action_join([{'coordinator_id': self.coordinator_b.id, 'minutes': 30}])
        self.assertEqual(entry.participant_ids.filtered('minutes')[-1].minutes, 30, self.story())
        return thing

    def step_leave(self):
        thing = self.some_entry()
        thing.record.participant_ids.filtered(
            lambda line: line.coordinator_id == self.coordinator_b
        ).unlink()
        return thing

    def step_put_aside(self):
        thing = self.some_entry()
        thing.record.action_save_provisional()
        if thing.state == 'done':
            thing.state = 'provisional'
        return thing

    def step_complete(self):
        thing = self.rng.choice([thing for thing in self.entries if thing.state == 'provisional'])
        thing.record.my_minutes = 15
        if thing.record._missing_to_complete():
            with self.assertRaises(UserError):
                thing.record.action_complete()
        else:
            thing.record.action_complete()
            thing.state = 'done'
        return thing

    def step_repeat(self):
        """Again like last time: counts nowhere before it is completed."""
        source = self.some_entry()
        thing = Thing(
            source.record.browse(source.record.action_repeat()['res_id']),
            areas=set(source.areas),
            quantities=dict(source.quantities),
            day=self.today,
            state='provisional',
        )
        thing.lead, thing.further = source.lead, source.further
        thing.commission = source.commission
        self.entries.append(thing)
        return thing

    def step_close_month(self):
        """The superior confirms a month; what is refused without a reason changes nothing."""
        thing = self.some_entry(counted=True)
        entry = thing.record
        coordinator = entry.participant_ids.coordinator_id[:1]
        if not coordinator or not thing.month_key:
            return None
        closings = self.env['support.month.closing']
        closing = closings.sudo().create(
            {'coordinator_id': coordinator.id, 'month_key': thing.month_key}
        )
        row = self.rng.choice(entry.count_ids)
        quantity = row.quantity % 99 + 1
        for values in (
            {'count_ids': [Command.update(row.id, {'quantity': quantity})]},
            {'state': 'cancelled' if thing.state != 'cancelled' else 'done'},
            {'date': thing.first_day + timedelta(days=400), 'date_precision': 'day'},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                entry.write(values)
        self.env.invalidate_all()
        entry.write(
            {
                'count_ids': [Command.update(row.id, {'quantity': quantity})],
                'change_reason': 'Miscounted',
            }
        )
        thing.quantities[row.kind_id] = quantity
        self.assertEqual(closing.change_ids.activity_id.ids, entry.ids, self.story())
        closing.sudo().change_ids.unlink()
        closing.sudo().unlink()  # the other steps go on in that month
        return thing

    def some_entry(self, counted=False):
        fitting = [thing for thing in self.entries if thing.quantities or not counted]
        return self.rng.choice(fitting)

    # ---- Steps on meetings ----

    def step_meeting(self):
        kind, day = self.rng.choice(self.meeting_kinds), self.some_day()
        councils = self.councils.browse(
            council.id for council in self.rng.sample(list(self.councils), self.rng.randint(1, 3))
        )
        host = self.rng.choice(('own', 'own', 'other'))
        present = self.rng.choice((True, True, False))
        meeting = (
            self.env['support.meeting']
            .with_user(self.user)
            .create(
                {
                    'kind_id': kind.id,
                    'host': host,
                    'date': day,
                    'area_id': councils[0].area_id.id,
                    'council_ids': [Command.set(councils.ids)],
                    'commission_id': self.commission.id,
                    'coordinator_ids': [Command.set(self.coordinator_a.ids if present else [])],
                }
            )
        )
        thing = Thing(meeting, day=day, state='planned')
        thing.__dict__.update(
            kind=kind, host=host, present=present, councils=councils, had_entry=False,
            lead=councils[0].area_id,
        )  # fmt: skip
        self.meetings.append(thing)
        return self.expect_meeting(thing)

    def step_hold(self):
        thing = self.some_meeting('planned')
        thing.record.action_hold()
        thing.state = 'held'
        return self.expect_meeting(thing)

    def step_cancel(self):
        thing = self.some_meeting('planned')
        thing.record._cancel('Storm')
        thing.state = 'cancelled'
        return self.expect_meeting(thing)

    def step_call_off_afterwards(self):
        """Somebody finds out that a meeting entered as held was called off, or the reverse."""
        thing = self.some_meeting('held', 'drafted', 'postponed')
        thing.state = 'held' if thing.state == 'postponed' else 'postponed'
        thing.record.state = thing.state
        return self.expect_meeting(thing)

    def step_draft(self):
        thing = self.some_meeting('held')
        thing.record.action_draft_minutes()
        thing.state = 'drafted'
        return self.expect_meeting(thing)

    def step_meeting_changed(self):
        thing = self.some_meeting('planned', 'held', 'drafted', 'postponed', 'cancelled')
        change = self.rng.choice(('day', 'councils', 'kind', 'host', 'present', 'nothing'))
        if change == 'day':
            thing.day = self.some_day()
            thing.record.date = thing.day
        elif change == 'councils':
            number = self.rng.randint(1, 3)
            thing.councils = self.councils.browse(
                council.id for council in self.rng.sample(list(self.councils), number)
            )
            thing.record.council_ids = [Command.set(thing.councils.ids)]
        elif change == 'kind':
            thing.kind = self.rng.choice(self.meeting_kinds)
            thing.record.kind_id = thing.kind
        elif change == 'host':
            thing.host = 'other' if thing.host == 'own' else 'own'
            thing.record.host = thing.host
        elif change == 'present':
            thing.present = not thing.present
            here = self.coordinator_a.ids if thing.present else []
            thing.record.coordinator_ids = [Command.set(here)]
        else:
            thing.record.write({'headcount': self.rng.randrange(50)})
        return self.expect_meeting(thing)

    def some_meeting(self, *states):
        return self.rng.choice([thing for thing in self.meetings if thing.state in states])

    def expect_meeting(self, thing):
        """Write into the book what the meeting counts now."""
        writes = thing.state in HELD and (thing.host == 'own' or thing.present)
        if writes:
            thing.had_entry = True
            kind = (
                thing.kind.activity_kind_id
                if thing.host == 'own'
                else thing.kind.other_host_kind_id
            )
            thing.quantities = {kind: 1} if kind else {}
            thing.areas = {
                thing.lead,
                *thing.councils.area_id,
                *thing.councils.area_ids,
            }
            thing.entry_day = thing.day
        thing.entry_counts = writes
        return thing

    # ---- Comparing ----

    def all_rows(self, entry):
        counts = self.env['support.activity.count'].with_context(active_test=False)
        return counts.search([('activity_id', 'in', entry.ids)])

    def rows_of(self, entry):
        return Counter(
            (row.kind_id, row.area_id, row.quantity, row.month_key, row.active)
            for row in self.all_rows(entry)
        )

    def check(self, thing):
        self.env.flush_all()
        self.env.invalidate_all()
        if thing.record._name == 'support.activity':
            self.assert_rows(self.rows_of(thing.record), thing.rows())
            self.assertEqual(
                set(self.all_rows(thing.record).mapped('date')),
                {thing.first_day} if thing.quantities else set(),
                self.story(),
            )
            self.assertEqual(
                set(self.all_rows(thing.record).commission_id),
                {thing.commission} if thing.quantities else set(),
                self.story(),
            )
            return
        entry = thing.record.with_context(active_test=False).entry_ids
        self.assertEqual(len(entry), int(thing.had_entry), self.story())
        rows = [row for row in self.all_rows(entry) if row.active]
        self.assert_rows(
            Counter((row.kind_id, row.area_id, row.quantity, row.month_key) for row in rows),
            Counter(self.counted(thing)),
        )

    def assert_rows(self, found, expected):
        def plain(rows):
            return [(kind.code, area.name, *rest) for kind, area, *rest in rows.elements()]

        self.assertEqual(
            found,
            expected,
            f'surplus {plain(found - expected)}, missing {plain(expected - found)}; {self.story()}',
        )

    def counted(self, thing):
        """Yield ``(kind, area, quantity, month)`` of what counts now."""
        if thing.record._name == 'support.activity':
            counts, month = thing.counts, thing.month_key
        else:
            counts = thing.entry_counts
            month = thing.day.year * 100 + thing.day.month
        if counts:
            for kind, quantity in thing.quantities.items():
                for area in thing.areas:
                    yield kind, area, quantity, month

    def check_sums(self):
        self.env.flush_all()
        self.env.invalidate_all()
        things = [*self.entries, *self.meetings]
        sums, most = defaultdict(int), defaultdict(int)
        for number, thing in enumerate(things):
            for kind, area, quantity, month in self.counted(thing):
                sums[month, area.id, kind.id] += quantity
                # Without repetition, a thing counts once however many of the areas it concerns.
                most[month, kind.id, number] = quantity
        distinct = defaultdict(int)
        for (month, kind, _number), quantity in most.items():
            distinct[month, kind] += quantity

        counts = self.env['support.activity.count'].with_user(self.manager)
        groups = counts._read_group([], ['month_key', 'area_id', 'kind_id'], ['quantity:sum'])
        summed = {(month, area.id, kind.id): total for month, area, kind, total in groups}
        self.assert_figures(summed, sums, 'month, area, kind')
        self.assert_figures(self.sums_by_sql(), sums, 'month, area, kind by SQL')
        self.assert_figures(self.distinct_sums(counts), distinct, 'month, kind without repetition')

    def assert_figures(self, found, expected, what):
        wrong = {
            key: (found.get(key, 0), expected.get(key, 0))
            for key in found.keys() | expected.keys()
            if found.get(key, 0) != expected.get(key, 0)
        }
        self.assertFalse(wrong, f'(counted, expected) per {what}; {self.story()}')

    def distinct_sums(self, counts):
        """Return the sums without repetition the way the reports make them: sum less excess."""
        whole = {
            (month, kind.id): total
            for month, kind, total in counts._read_group(
                [], ['month_key', 'kind_id'], ['quantity:sum']
            )
        }
        shared = counts._read_group(
            [('is_shared', '=', True)],
            ['month_key', 'kind_id', 'activity_id'],
            ['quantity:max', '__count'],
        )
        for month, kind, _entry, quantity, rows in shared:
            whole[month, kind.id] -= quantity * (rows - 1)
        return whole

    def sums_by_sql(self):
        """Return the sums from entries, their areas and typed counts alone, without any copy."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH concerned AS (
                    SELECT id AS activity_id, area_id FROM support_activity
                     UNION
                    SELECT %(activity)s, %(area)s FROM %(link)s
                )
                SELECT CASE activity.date_precision WHEN 'fiscal_year' THEN 0
                       ELSE EXTRACT(YEAR FROM activity.date) * 100
                            + EXTRACT(MONTH FROM activity.date) END AS month,
                       concerned.area_id, typed.kind_id, SUM(typed.quantity)
                  FROM support_activity activity
                  JOIN concerned ON concerned.activity_id = activity.id
                  JOIN support_activity_count typed
                    ON typed.activity_id = activity.id AND typed.source_id IS NULL
                 WHERE activity.active AND activity.state = 'done'
              GROUP BY 1, 2, 3
                """,
                activity=SQL.identifier(self.area_link.column1),
                area=SQL.identifier(self.area_link.column2),
                link=SQL.identifier(self.area_link.relation),
            )
        )
        return {(int(month), area, kind): int(total) for month, area, kind, total in rows}

    @property
    def area_link(self):
        return self.env['support.activity']._fields['area_ids']

    def story(self):
        """What to say when a comparison fails: how to repeat it and what was done last."""
        return f'seed {self.seed} (SUPPORT_TEST_SEED), last steps: {" ".join(self.trace[-8:])}'

    # ---- Tests ----

    def take(self, steps, number):
        """Take random steps, each of which names what it touched."""
        for position in range(number):
            step = self.rng.choice(steps)
            self.trace.append(step.__name__.removeprefix('step_'))
            try:
                thing = step()
            except IndexError:  # nothing there yet to take this step on
                continue
            except Exception as error:
                raise AssertionError(f'{error!r} at {self.story()}') from error
            if thing:
                self.check(thing)
            if position % 40 == 0:
                self.check_sums()
        self.check_sums()

    def test_entries_count_once_per_area(self):
        steps = [
            self.step_create, self.step_create, self.step_create, self.step_quantity,
            self.step_kind, self.step_add, self.step_remove, self.step_lead, self.step_further,
            self.step_several_at_once, self.step_state, self.step_archive, self.step_date,
            self.step_commission, self.step_delete, self.step_copy,
        ]  # fmt: skip
        self.take(steps, 300)

    def test_joined_put_aside_repeated_closed(self):
        steps = [
            self.step_create, self.step_create, self.step_quantity, self.step_further,
            self.step_date, self.step_state, self.step_delete, self.step_join, self.step_join,
            self.step_leave, self.step_put_aside, self.step_complete, self.step_complete,
            self.step_repeat, self.step_close_month, self.step_close_month,
        ]  # fmt: skip
        self.take(steps, 160)

    def test_meetings_count_once_per_area(self):
        steps = [
            self.step_meeting, self.step_hold, self.step_hold, self.step_cancel, self.step_draft,
            self.step_call_off_afterwards, self.step_meeting_changed, self.step_meeting_changed,
        ]  # fmt: skip
        self.take(steps, 120)

    def test_entries_and_meetings_together(self):
        steps = [
            self.step_create, self.step_quantity, self.step_further, self.step_lead,
            self.step_state, self.step_archive, self.step_delete, self.step_meeting,
            self.step_hold, self.step_call_off_afterwards, self.step_meeting_changed,
        ]  # fmt: skip
        self.take(steps, 120)

    def test_many_entries_created_at_once(self):
        """An import creates many entries in one call; each counts as if typed alone."""
        things = []
        vals_list = []
        for _number in range(300):
            lead, further = self.rng.choice(self.areas), self.some_areas()
            quantities = self.some_quantities()
            day = self.some_day()
            vals_list.append(
                {
                    'event_name': 'Imported',
                    'date': day,
                    'area_id': lead.id,
                    'area_ids': [Command.set(further.ids)],
                    'commission_id': self.commission.id,
                    'count_ids': [
                        Command.create({'kind_id': kind.id, 'quantity': quantity})
                        for kind, quantity in quantities.items()
                    ],
                }
            )
            things.append(Thing(None, areas={lead, *further}, quantities=quantities, day=day))
        entries = self.env['support.activity'].with_user(self.user).create(vals_list)
        for thing, entry in zip(things, entries, strict=True):
            thing.record, thing.commission = entry, self.commission
        self.entries = things
        self.check_sums()
        for thing in self.rng.sample(things, 30):
            self.check(thing)
