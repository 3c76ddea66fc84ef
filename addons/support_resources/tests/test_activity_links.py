# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ResourceCase


@tagged('post_install', '-at_install')
class TestActivityLinks(ResourceCase):
    def entry(self, **values):
        return self.env['support.activity'].create(
            {
                'event_name': 'さくらサロン訪問',
                'area_id': self.north.id,
                'company_id': self.company.id,
                'commission_id': self.env.ref('support_council.commission_outside').id,
                **values,
            }
        )

    def test_links_are_seen_from_both_sides(self):
        resource, need = self.resource(), self.need()
        entry = self.entry(
            resource_ids=[Command.set(resource.ids)], need_ids=[Command.set(need.ids)]
        )
        self.assertEqual(resource.activity_ids, entry)
        self.assertEqual(need.activity_ids, entry)
        entry.unlink()
        self.assertFalse(resource.activity_ids)

    def test_other_office_is_refused(self):
        foreign = self.env['support.resource'].create(
            {
                'name': '他',
                'category_id': self.salon.id,
                'area_id': self.foreign_area.id,
                'company_id': self.other_company.id,
            }
        )
        with self.assertRaises(UserError):
            self.entry(resource_ids=[Command.set(foreign.ids)])

    def test_log_form_shows_both(self):
        arch = self.env['support.activity'].get_view(view_type='form')['arch']
        self.assertIn('name="resource_ids"', arch)
        self.assertIn('name="need_ids"', arch)
