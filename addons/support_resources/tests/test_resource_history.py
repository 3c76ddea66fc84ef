# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import TODAY, ResourceCase


@tagged('post_install', '-at_install')
class TestResourceHistory(ResourceCase):
    def step(self, resource, kind, day, **values):
        return self.env['support.resource.event'].create(
            {'resource_id': resource.id, 'kind': kind, 'date': day, **values}
        )

    def test_a_new_resource_is_recorded_today_in_the_office(self):
        resource = self.resource()
        self.assertEqual(resource.state, 'known')
        self.assertEqual(resource.event_ids.kind, 'recorded')
        self.assertEqual(resource.event_ids.date, TODAY)
        self.assertEqual(resource.event_ids.company_id, self.company)
        self.assertEqual(resource.event_ids.area_id, self.north)

    def test_asking_for_a_state_adds_the_step(self):
        resource = self.resource(state='supported')
        self.assertEqual(resource.event_ids.mapped('kind'), ['strengthened'])
        resource.write({'state': 'suspended', 'place': '公民館'})
        self.assertEqual((resource.state, resource.place), ('suspended', '公民館'))
        resource.state = 'supported'
        self.assertEqual(resource.event_ids.sorted('id')[-1].kind, 'resumed')
        resource.state = 'ended'
        resource.state = 'known'
        self.assertEqual(resource.state, 'known')
        self.assertEqual(
            resource.event_ids.sorted('id').mapped('kind'),
            ['strengthened', 'suspended', 'resumed', 'ended', 'recorded'],
        )

    def test_asking_for_the_same_state_changes_nothing(self):
        resource = self.resource()
        resource.state = 'known'
        self.assertEqual(len(resource.event_ids), 1)

    def test_state_follows_the_last_effective_date(self):
        resource = self.resource_since('2020-04-01')
        self.step(resource, 'ended', '2026-03-31')
        self.assertEqual(resource.state, 'ended')
        self.step(resource, 'created', '2015-04-01', entered_on='2026-11-20')
        self.assertEqual(resource.state, 'ended', 'an earlier step typed later does not win')
        late = self.step(resource, 'resumed', '2026-05-01')
        self.assertEqual(resource.state, 'known')
        late.date = '2026-03-01'
        self.assertEqual(resource.state, 'ended', 'a corrected date moves the state')
        resource.event_ids.filtered(lambda step: step.kind == 'ended').unlink()
        self.assertEqual(resource.state, 'known')

    def test_resumed_gives_back_what_it_was(self):
        resource = self.resource_since(
            '2020-04-01', ('strengthened', '2021-04-01'), ('suspended', '2022-04-01')
        )
        self.step(resource, 'resumed', '2023-04-01')
        self.assertEqual(resource.state, 'supported')

    def test_same_day_goes_by_sequence_then_id(self):
        resource = self.resource_since('2020-04-01')
        self.step(resource, 'ended', '2026-04-01', sequence=20)
        self.step(resource, 'suspended', '2026-04-01')
        self.assertEqual(resource.state, 'ended')
        self.step(resource, 'suspended', '2026-04-01', sequence=20)
        self.assertEqual(resource.state, 'suspended')

    def test_month_precision_counts_from_its_last_day(self):
        resource = self.resource_since('2020-04-01')
        self.step(resource, 'suspended', '2026-05-01', date_precision='month')
        self.step(resource, 'resumed', '2026-05-20')
        self.assertEqual(resource.state, 'suspended', 'effective 31 May, after the 20th')

    def test_future_step_is_refused(self):
        resource = self.resource()
        with self.assertRaisesRegex(ValidationError, 'future'):
            self.step(resource, 'ended', '2026-11-21')
        self.step(resource, 'ended', TODAY)

    def test_last_step_stays(self):
        resource = self.resource()
        with self.assertRaisesRegex(UserError, 'at least one step'):
            resource.event_ids.unlink()
        self.assertEqual(resource.state, 'known')

    def test_many_resources_cost_no_more_statements_than_two(self):
        def statements(number):
            vals_list = [
                {
                    'name': f'サロン{index}',
                    'category_id': self.salon.id,
                    'area_id': self.north.id,
                    'company_id': self.company.id,
                    'state': ('known', 'supported', 'suspended', 'ended')[index % 4],
                }
                for index in range(number)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['support.resource'].create(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(8)
        self.assertEqual(statements(8), statements(80))

    def test_check_is_noted_by_the_button_alone(self):
        resource = self.resource().with_user(self.users['coordinator'])
        resource.place = '集会所'
        self.assertFalse(resource.verified_on)
        self.assertTrue(resource.is_verification_due)
        resource.action_verify()
        self.assertEqual(resource.verified_on, TODAY)
        self.assertEqual(resource.verified_by_id, self.users['coordinator'])
        self.assertFalse(resource.is_verification_due)

    def test_check_is_due_after_a_year(self):
        fresh = self.resource(name='新', verified_on='2025-11-21')
        old = self.resource(name='旧', verified_on='2025-11-20')
        never = self.resource(name='未')
        ended = self.resource(name='終', state='ended')
        everything = fresh | old | never | ended
        due = self.env['support.resource'].search(
            [('is_verification_due', '=', True), ('id', 'in', everything.ids)]
        )
        self.assertEqual(due, old | never)
        self.assertEqual(everything.filtered('is_verification_due'), old | never)
        not_due = self.env['support.resource'].search(
            [('is_verification_due', '=', False), ('id', 'in', everything.ids)]
        )
        self.assertEqual(not_due, fresh | ended)
