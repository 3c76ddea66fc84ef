# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY, ResourceCase


@tagged('post_install', '-at_install')
class TestNeed(ResourceCase):
    def number(self, need):
        """Return the running number; sequences do not go back when a test is rolled back."""
        return int(need.code.removeprefix('N-'))

    def test_codes_run_per_company_and_are_never_reused(self):
        first, second = self.need(), self.need()
        self.assertRegex(first.code, r'^N-\d{5}$')
        self.assertEqual(self.number(second), self.number(first) + 1)
        second.unlink()
        third = self.need()
        self.assertEqual(self.number(third), self.number(first) + 2)
        foreign = self.env['support.need'].create(
            {
                'category_id': self.shopping.id,
                'area_id': self.foreign_area.id,
                'company_id': self.other_company.id,
            }
        )
        self.assertEqual(foreign.code, 'N-00001')
        self.assertEqual(self.number(self.need()), self.number(third) + 1)

    def test_a_code_cannot_be_chosen(self):
        need = self.need(code='山田太郎')
        self.assertRegex(need.code, r'^N-\d{5}$')
        self.assertEqual(self.number(need.copy()), self.number(need) + 1)

    def test_companies_without_numbers_get_them(self):
        sequences = self.env['ir.sequence'].search(
            [('code', '=', 'support.need'), ('company_id', '=', self.company.id)]
        )
        self.assertEqual(len(sequences), 1)
        sequences.unlink()
        self.env['res.company']._create_missing_support_need_sequences()
        self.env['res.company']._create_missing_support_need_sequences()
        self.assertEqual(
            self.env['ir.sequence'].search_count(
                [('code', '=', 'support.need'), ('company_id', '=', self.company.id)]
            ),
            1,
        )

    def test_form_of_a_coordinator(self):
        need_model = self.env['support.need'].with_user(self.users['coordinator'])
        form = Form(need_model.with_company(self.company))
        self.assertEqual(form.date, TODAY)
        form.category_id = self.shopping
        form.area_id = self.north
        form.source = 'watch'
        need = form.save()
        self.assertEqual(need.month_key, 202611)
        self.assertEqual((need.fiscal_year, need.quarter), ('2026', '3'))
        self.assertEqual(need.display_name, f'{need.code} Shopping')

    def test_deleting_only_on_the_day_of_entry(self):
        self.need().with_user(self.users['coordinator']).unlink()
        kept = self.need().with_user(self.users['coordinator'])
        with freeze_time('2026-11-20 16:00:00'), self.assertRaises(UserError):
            kept.unlink()
        self.assertTrue(kept.exists())

    def test_changes_are_audited(self):
        need = self.need()
        self.env.flush_all()
        need.with_user(self.users['coordinator']).state = 'unmet'
        self.env.flush_all()
        row = (
            self.env['support.audit']
            .sudo()
            .search([('res_model', '=', 'support.need'), ('res_id', '=', need.id)])
        )
        self.assertEqual(len(row), 1)
        self.assertEqual(row.user_id, self.users['coordinator'])

    def test_a_resource_that_answers_a_need_stays(self):
        resource = self.resource()
        self.need(resource_ids=[Command.set(resource.ids)])
        with mute_logger('odoo.sql_db'), self.assertRaises(UserError) as refused:
            resource.unlink()
        needs = self.env['ir.model']._get('support.need').name
        self.assertIn(f'({needs})', str(refused.exception))
        self.assertTrue(resource.exists())

    def test_area_of_another_office_is_refused(self):
        with self.assertRaises(UserError):
            self.need(area_id=self.foreign_area.id)

    def test_reader_cannot_write(self):
        need = self.need()
        with self.assertRaises(AccessError):
            need.with_user(self.users['reader']).state = 'closed'
