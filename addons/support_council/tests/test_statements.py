# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .client_payload import arch_of, open_board, open_form, open_list, read_specification
from .common import SupportCommon

FEW, MANY = 10, 1000
# Both sets lie in the same database and are told apart by the tier of their areas.
TIERS = {FEW: '1', MANY: '3'}
# Tables of a council with one row for each council, or several.
COPIED = ('council', 'council_milestone', 'council_check', 'meeting_council')


@tagged('post_install', '-at_install')
class TestStatements(SupportCommon):
    """Screens ask the database as often for 1,000 records as for 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True})
        cls.city.is_tier1 = False
        cls.stages = cls.study | cls.preparation | cls.established
        few = cls._add_councils(cls._add_areas(FEW))
        for days in (-30, 30):
            meeting = cls._meeting(cls.today + timedelta(days=days), few)
            if days < 0:
                meeting.action_hold()
        cls.councils = {FEW: few, MANY: cls._copy_councils(few, cls._add_areas(MANY))}
        rhythms = [key for key, _label in cls.env['support.council']._fields['rhythm'].selection]
        cls.env.cr.execute(
            'UPDATE support_council SET rhythm = (%s)[id %% %s + 1]', [rhythms, len(rhythms)]
        )
        for name in ('area', *COPIED):  # as the database itself does a minute after a big change
            cls.env.cr.execute(SQL('ANALYZE %s', SQL.identifier(f'support_{name}')))
        cls.env.invalidate_all()

    @classmethod
    def _add_areas(cls, number):
        tier = TIERS[number]
        return cls.env['support.area'].create(
            [
                {
                    'name': f'Ward {tier}-{index}',
                    'parent_id': cls.city.id,
                    f'is_tier{tier}': True,
                }
                for index in range(number)
            ]
        )

    @classmethod
    def _add_councils(cls, areas):
        return cls.env['support.council'].create(
            [
                {
                    'name': f'Council {index}',
                    'area_id': area.id,
                    'tier': TIERS[FEW],
                    'origin': 'existing',
                    'user_id': (cls.user | cls.manager)[index % 2].id,
                    'secretariat_id': cls.organization.id,
                    'stage_id': cls.stages[index % len(cls.stages)].id,
                }
                for index, area in enumerate(areas)
            ]
        )

    @classmethod
    def _copy_councils(cls, councils, areas):
        """Copy councils with what hangs on them, one for each area, by SQL: it takes no second."""
        originals = [councils[index % len(councils)].id for index in range(len(areas))]
        councils = cls._copy_rows('support_council', originals, areas, tier=TIERS[MANY])
        for name in COPIED[1:]:
            cls._copy_rows(f'support_{name}', originals, areas, council_id=councils)
        return councils

    @classmethod
    def _copy_rows(cls, table, originals, areas, **values):
        """Insert copies of rows of a table, one or several for each area.

        :param list originals: for each area the id of the council whose rows are copied
        :param values: other columns of the copies; a recordset has the value for each area
        :return: the copies, where they are councils
        """
        cls.env.flush_all()
        (column, value), *_none = values.items()
        by_area = value.ids if column == 'council_id' else [value] * len(areas)
        cls.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s
                SELECT copy.*
                  FROM unnest(%(originals)s, %(areas)s, %(values)s) AS pair(original, area, value)
                  JOIN %(table)s AS row ON row.%(key)s = pair.original
            CROSS JOIN LATERAL jsonb_populate_record(row, jsonb_build_object(
                           'id', nextval(%(sequence)s), 'area_id', pair.area,
                           %(column)s, pair.value
                       )) AS copy
             RETURNING id
                """,
                table=SQL.identifier(table),
                originals=originals,
                areas=areas.ids,
                values=by_area,
                key=SQL.identifier('council_id' if column == 'council_id' else 'id'),
                sequence=f'{table}_id_seq',
                column=column,
            )
        )
        return cls.env['support.council'].browse(sorted(row[0] for row in cls.env.cr.fetchall()))

    def _add_history(self, council, seats, steps):
        """Give a council seats with members, and milestones besides its first one."""
        rows = self.env['support.council.seat'].create(
            [
                {
                    'council_id': council.id,
                    'organization_id': organization.id,
                    'category_id': category.id,
                }
                for organization, category in zip(
                    self.env['res.partner'].create(
                        [{'name': f'Body {index}', 'is_company': True} for index in range(seats)]
                    ),
                    self.env['support.seat.category'].create(
                        [{'name': f'{council.name} {index}'} for index in range(seats)]
                    ),
                    strict=True,
                )
            ]
        )
        persons = self.env['support.person'].create(
            [
                {'name': f'Person {index}', 'organization_id': seat.organization_id.id}
                for index, seat in enumerate(rows)
            ]
        )
        self.env['support.council.member'].create(
            [
                {'seat_id': seat.id, 'person_id': person.id}
                for seat, person in zip(rows, persons, strict=True)
            ]
        )
        self.env['support.council.milestone'].create(
            [
                {
                    'council_id': council.id,
                    'stage_id': self.stages[index % len(self.stages)].id,
                    'date': date(2016, 4, 1) + timedelta(days=3 * index),
                    'name': f'Step {index}',
                }
                for index in range(steps)
            ]
        )

    def _statements(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = function()
        return self.env.cr.sql_log_count - before, result

    def _check_same(self, function, few=FEW, many=MANY):
        """Compare the statements of ``function(few)`` and ``function(many)``; return results."""
        for number in (few, many):  # fill the caches of views, rights and labels
            self._statements(lambda number=number: function(number))
        few_statements, few_result = self._statements(lambda: function(few))
        many_statements, many_result = self._statements(lambda: function(many))
        self.assertGreater(few_statements, 0)
        self.assertEqual(many_statements, few_statements)
        return few_result, many_result

    def _domain(self, number):
        return [
            ('tier', '=', TIERS[number]),
            '|',
            ('date_end', '=', False),
            ('date_end', '>=', 'today'),
        ]

    def _check_board(self, group, view):
        model = self.env['support.council'].with_user(self.user)
        view_id = self.env.ref(f'support_council.support_council_view_{view}').id
        few, many = self._check_same(
            lambda number: open_board(model, group, self._domain(number), view_id)
        )
        for groups, number in ((few, FEW), (many, MANY)):
            self.assertEqual(sum(group['__count'] for group in groups), number)
        cards = [card for group in many for card in group['__records']]
        self.assertEqual(len(cards), 80 * sum(bool(group['__count']) for group in many))
        self.assertTrue(all(card['last_meeting_date'] for card in cards))

    def test_setup_board(self):
        self._check_board('stage_id', 'kanban')

    def test_rhythm_board(self):
        self._check_board('rhythm', 'kanban_rhythm')

    def test_council_list(self):
        model = self.env['support.council'].with_user(self.user)
        few, many = self._check_same(
            lambda number: open_list(model, self._domain(number), MANY + 1)
        )
        self.assertEqual((len(few), len(many)), (FEW, MANY))

    def test_council_list_of_a_limited_user(self):
        self.limited.support_area_ids = self.city
        model = self.env['support.council'].with_user(self.limited)
        few, many = self._check_same(
            lambda number: open_list(model, self._domain(number), MANY + 1)
        )
        self.assertEqual((len(few), len(many)), (FEW, MANY))

    def test_council_form(self):
        one, full = self.councils[FEW][:2]
        self._add_history(one, 1, len(self.stages))
        self._add_history(full, 40, 29)
        model = self.env['support.council'].with_user(self.user)
        _few, many = self._check_same(
            lambda council: open_form(model.browse(council.id)), few=one, many=full
        )
        self.assertEqual((len(many['seat_ids']), len(many['milestone_ids'])), (40, 30))
        self.assertTrue(all(seat['current_member_id'] for seat in many['seat_ids']))

    def test_timeline(self):
        one, full = self.councils[FEW][:2]
        self._add_history(one, 0, FEW - 1)
        self._add_history(full, 0, MANY - 1)
        model = self.env['support.council.milestone'].with_user(self.user)
        few, many = self._check_same(
            lambda council: open_list(model, [('council_id', '=', council.id)], MANY + 1),
            few=one,
            many=full,
        )
        self.assertEqual((len(few), len(many)), (FEW, MANY))

    def test_progress_table(self):
        model = self.env['support.progress'].with_user(self.user)
        few, many = self._check_same(lambda number: model.get_table(TIERS[number], '2024-05-01'))
        self.assertEqual((few['rows'][-1]['total'], many['rows'][-1]['total']), (FEW, MANY))

    def test_activity_list(self):
        coordinators = self.coordinator_a | self.coordinator_b
        entries = self.env['support.activity'].create(
            [
                {
                    'date': date(2026, 5, 1),
                    'event_name': f'Entry {number}-{index}',
                    'area_id': council.area_id.id,
                    'council_ids': [Command.set(council.ids)],
                    'commission_id': self.commission.id,
                    'participant_ids': [
                        Command.create({'coordinator_id': coordinators[index % 2].id})
                    ],
                    'count_ids': [Command.create({'kind_id': self.kind_visit.id})],
                }
                for number, councils in self.councils.items()
                for index, council in enumerate(councils)
            ]
        )
        self.assertEqual(len(entries), FEW + MANY)
        model = self.env['support.activity'].with_user(self.user)
        few, many = self._check_same(
            lambda number: open_list(
                model, [('event_name', '=like', f'Entry {number}-%')], MANY + 1
            )
        )
        self.assertEqual((len(few), len(many)), (FEW, MANY))

    def test_saving_an_entry(self):
        """One entry asks as often with one kind counted as with eight."""
        kinds = self.env['support.activity.kind'].search([], limit=8)
        model = self.env['support.activity'].with_user(self.user)
        specification = read_specification(model, arch_of(model, 'form'))

        def save(number):
            return model.web_save(
                {
                    'date': '2026-05-01',
                    'event_name': 'Entry',
                    'counterpart': 'Salon',
                    'area_id': self.north.id,
                    'commission_id': self.commission.id,
                    'my_minutes': 30,
                    'participant_ids': [Command.create({'coordinator_id': self.coordinator_a.id})],
                    'count_ids': [
                        Command.create({'kind_id': kind.id, 'quantity': 2})
                        for kind in kinds[:number]
                    ],
                },
                specification,
            )

        for number in (1, 8):
            self._statements(lambda number=number: save(number))
        few_statements, _few = self._statements(lambda: save(1))
        many_statements, many = self._statements(lambda: save(8))
        self.assertAlmostEqual(many_statements, few_statements, delta=1)
        self.assertLess(many_statements, 40)
        self.assertEqual(len(many[0]['count_ids']), 8)
        self.assertEqual(many[0]['my_minutes'], 30)
