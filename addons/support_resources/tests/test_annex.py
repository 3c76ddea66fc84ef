# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import date, timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .common import TODAY, ResourceCase


@tagged('post_install', '-at_install')
class TestAnnex(ResourceCase):
    def count(self, day=TODAY, areas=None, **options):
        areas = areas or (self.north | self.south)
        return self.env['support.resource']._count_active_groups(
            day, areas.ids, self.company, **options
        )

    def test_counts_as_of_a_day(self):
        self.resource_since(
            '2026-04-01', ('suspended', '2026-06-30'), ('resumed', '2026-08-01'),
            ('ended', '2026-10-01'),
        )  # fmt: skip
        running = {(self.salon.id, self.north.id): 1}
        self.assertEqual(self.count(date(2026, 3, 31)), {})
        self.assertEqual(self.count(date(2026, 4, 1)), running)
        self.assertEqual(self.count(date(2026, 6, 29)), running)
        self.assertEqual(self.count(date(2026, 6, 30)), {})
        self.assertEqual(self.count(date(2026, 8, 1)), running)
        self.assertEqual(self.count(date(2026, 10, 1)), {})

    def test_an_organizer_counts_once_per_category_and_area(self):
        self.resource(name='一', organizer_id=self.club.id)
        self.resource(name='二', organizer_id=self.club.id)
        self.resource(name='三', organizer_id=self.shop.id)
        self.resource(name='四', organizer_id=self.club.id, category_id=self.housework.id)
        self.resource(name='五', organizer_id=self.club.id, area_id=self.south.id)
        self.assertEqual(
            self.count(totals=True),
            {
                (self.salon.id, self.north.id): 2,
                (self.salon.id, self.south.id): 1,
                (self.housework.id, self.north.id): 1,
                (self.salon.id, False): 2,
                (self.housework.id, False): 1,
                (False, self.north.id): 2,
                (False, self.south.id): 1,
                (False, False): 2,
            },
        )

    def test_without_organizer_each_is_one(self):
        self.resource(name='一')
        self.resource(name='二')
        self.assertEqual(self.count(), {(self.salon.id, self.north.id): 2})

    def test_further_areas_count_once_each(self):
        self.resource(area_ids=[Command.set((self.south | self.north).ids)])
        self.assertEqual(
            self.count(totals=True),
            {
                (self.salon.id, self.north.id): 1,
                (self.salon.id, self.south.id): 1,
                (self.salon.id, False): 1,
                (False, self.north.id): 1,
                (False, self.south.id): 1,
                (False, False): 1,
            },
        )

    def test_areas_below_count_in_the_nearest_asked_area(self):
        self.resource(name='自治会', area_id=self.district.id, organizer_id=self.club.id)
        self.resource(name='圏域', area_id=self.north.id, organizer_id=self.club.id)
        self.resource(name='全市', area_id=self.city.id, organizer_id=self.shop.id)
        self.assertEqual(self.count(), {(self.salon.id, self.north.id): 1})
        self.assertEqual(
            self.count(areas=self.city | self.north),
            {(self.salon.id, self.north.id): 1, (self.salon.id, self.city.id): 1},
        )
        self.assertEqual(self.count(areas=self.city), {(self.salon.id, self.city.id): 2})
        self.assertEqual(self.count(areas=self.district), {(self.salon.id, self.district.id): 1})

    def test_category_without_row_counts_in_the_row_above(self):
        child = self.env['support.resource.category'].create(
            {'name': 'Breakfast salon', 'parent_id': self.salon.id, 'in_annex': False}
        )
        alone = self.env['support.resource.category'].create({'name': 'x', 'in_annex': False})
        self.resource(name='朝食', category_id=child.id)
        self.resource(name='対象外', category_id=alone.id)
        self.assertEqual(self.count(), {(self.salon.id, self.north.id): 1})
        child.in_annex = True
        self.assertEqual(self.count(), {(child.id, self.north.id): 1})

    def test_a_used_category_is_not_hidden(self):
        self.resource()
        with self.assertRaisesRegex(ValidationError, 'still has 1 resources'):
            self.salon.active = False
        self.housework.active = False

    def test_left_out(self):
        self.resource(name='計上しない', counts_in_annex=False)
        self.resource(name='入力まちがい', active=False)
        self.env['support.resource'].create(
            {
                'name': '他社協',
                'category_id': self.salon.id,
                'area_id': self.foreign_area.id,
                'company_id': self.other_company.id,
            }
        )
        self.assertEqual(self.count(areas=self.city | self.foreign_area), {})
        self.assertEqual(
            self.env['support.resource']._count_active_groups(TODAY, [], self.company), {}
        )

    def test_active_on_is_a_domain(self):
        running = self.resource_since('2026-04-01')
        ended = self.resource_since('2026-04-01', ('ended', '2026-05-01'))
        resources = self.env['support.resource']
        both = Domain('id', 'in', (running | ended).ids)
        self.assertEqual(resources.search(resources._active_on(TODAY) & both), running)
        self.assertEqual(
            resources.search(resources._active_on(date(2026, 4, 30)) & both), running | ended
        )

    def test_limited_user_counts_what_she_may_read(self):
        self.resource()
        self.resource(area_id=self.south.id)
        limited = self.env['support.resource'].with_user(self.users['limited'])
        self.assertEqual(
            limited._count_active_groups(TODAY, (self.north | self.south).ids, self.company),
            {(self.salon.id, self.north.id): 1},
        )

    def test_statements_do_not_grow(self):
        def statements(areas):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.count(areas=areas, totals=True)
            return self.env.cr.sql_log_count - before

        self.resource()
        statements(self.north)
        few = statements(self.north)
        many_areas = self.env['support.area'].create(
            [
                {'name': f'圏域{i}', 'parent_id': self.city.id, 'company_id': self.company.id}
                for i in range(30)
            ]
        )
        for area in many_areas:
            self.resource(area_id=area.id)
        statements(many_areas)
        self.assertEqual(statements(many_areas), few)
        self.assertLessEqual(few, 3)

    def test_random_resources_against_plain_python(self):
        """Two hundred resources with random histories, counted again in plain Python."""
        seed = random.SystemRandom().randrange(10**9)
        rng = random.Random(seed)
        areas = self.city | self.north | self.south | self.district
        asked = self.city | self.north | self.south
        column_of = {
            self.city: self.city, self.north: self.north, self.south: self.south,
            self.district: self.north,
        }  # fmt: skip
        organizers = self.env['res.partner'].create([{'name': f'団体{i}'} for i in range(12)])
        first = date(2024, 4, 1)
        plain = []
        for index in range(200):
            steps = [('recorded', first + timedelta(days=rng.randrange(900)))]
            for _step in range(rng.randrange(4)):
                kind = rng.choice(('created', 'strengthened', 'suspended', 'resumed', 'ended'))
                steps.append((kind, first + timedelta(days=rng.randrange(900))))
            area = rng.choice(areas)
            further = self.env['support.area'].union(*rng.sample(list(areas), rng.randrange(3)))
            organizer = rng.choice([*organizers, self.env['res.partner']])
            category = rng.choice((self.salon, self.housework))
            active = rng.random() > 0.1
            counts = rng.random() > 0.1
            resource = self.resource_since(
                steps[0][1], *steps[1:], name=f'資源{index}', area_id=area.id,
                area_ids=[Command.set(further.ids)], organizer_id=organizer.id,
                category_id=category.id, active=active, counts_in_annex=counts,
            )  # fmt: skip
            if active and counts:
                plain.append(
                    (steps, {column_of[a] for a in (area | further)}, category,
                     organizer.id or f'alone {resource.id}')
                )  # fmt: skip
        for _trial in range(25):
            day = first + timedelta(days=rng.randrange(-30, 960))
            groups = {}
            for steps, columns, category, organization in plain:
                past = [
                    (when, position, kind)
                    for position, (kind, when) in enumerate(steps) if when <= day
                ]  # fmt: skip
                if past and max(past)[2] not in ('suspended', 'ended'):
                    for column in columns:
                        groups.setdefault((category.id, column.id), set()).add(organization)
            self.assertEqual(
                self.count(day, asked),
                {key: len(found) for key, found in groups.items()},
                f'seed {seed}, {day}',
            )
