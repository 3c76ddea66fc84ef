# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ResourceCase

# Letters: read, write, create, unlink.
EXPECTED = {
    'support.resource.category': {
        'reader': 'r', 'coordinator': 'r', 'limited': 'r', 'editor': 'rwcu', 'manager': 'rwcu',
    },
    'support.resource': {
        'reader': 'r', 'coordinator': 'rwc', 'limited': 'rwc', 'editor': 'rwcu',
        'manager': 'rwcu',
    },
    'support.resource.event': {
        'reader': 'r', 'coordinator': 'rwcu', 'limited': 'rwcu', 'editor': 'rwcu',
        'manager': 'rwcu',
    },
    'support.need.category': {
        'reader': 'r', 'coordinator': 'r', 'limited': 'r', 'editor': 'r', 'manager': 'rwcu',
    },
    'support.need': {
        'reader': 'r', 'coordinator': 'rwcu', 'limited': 'rwcu', 'editor': 'r',
        'manager': 'rwcu',
    },
}  # fmt: skip


@tagged('post_install', '-at_install')
class TestRights(ResourceCase):
    def test_rights_by_role(self):
        letters = {'read': 'r', 'write': 'w', 'create': 'c', 'unlink': 'u'}
        for model, expected in EXPECTED.items():
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    records = self.env[model].with_user(user)
                    found = ''.join(
                        letter
                        for operation, letter in letters.items()
                        if records.has_access(operation)
                    )
                    self.assertEqual(found, expected.get(role, ''))

    def test_manager_is_editor_but_never_private(self):
        manager = self.users['manager']
        self.assertTrue(manager.has_group('support_resources.group_editor'))
        self.assertFalse(manager.has_group('support_resources.group_private'))

    def test_other_office_sees_nothing(self):
        resource, need = self.resource(), self.need()
        for record in (resource, need, resource.event_ids):
            foreign = record.with_user(self.stranger).with_context(
                allowed_company_ids=self.other_company.ids
            )
            self.assertFalse(foreign.search([('id', 'in', record.ids)]))
            with mute_logger('odoo.addons.base.models.ir_rule'), self.assertRaises(AccessError):
                foreign.read(['display_name'])

    def test_limited_user_sees_own_areas_and_those_below(self):
        mine = self.resource(area_id=self.district.id)
        # A resource that merely serves her area belongs to its leading area.
        theirs = self.resource(area_id=self.south.id, area_ids=[Command.set(self.north.ids)])
        own_need, other_need = self.need(), self.need(area_id=self.south.id)
        found = self.env['support.resource'].with_user(self.users['limited']).search([])
        self.assertEqual(found, mine)
        steps = self.env['support.resource.event'].with_user(self.users['limited']).search([])
        self.assertEqual(steps.sudo().resource_id, mine)
        needs = self.env['support.need'].with_user(self.users['limited']).search([])
        self.assertEqual(needs, own_need)
        with mute_logger('odoo.addons.base.models.ir_rule'):
            with self.assertRaises(AccessError):
                theirs.with_user(self.users['limited']).place = '公民館'
            with self.assertRaises(AccessError):
                other_need.with_user(self.users['limited']).state = 'closed'
            with self.assertRaises(AccessError):
                other_need.with_user(self.users['limited']).unlink()
            with self.assertRaises(AccessError):
                self.env['support.need'].with_user(self.users['limited']).create(
                    {'category_id': self.shopping.id, 'area_id': self.south.id}
                )

    def test_coordinator_does_the_daily_work(self):
        coordinator = self.users['coordinator']
        resource = (
            self.env['support.resource']
            .with_user(coordinator)
            .create(
                {'name': '新しいサロン', 'category_id': self.salon.id, 'area_id': self.north.id}
            )
        )
        self.assertEqual(resource.company_id, self.company)
        resource.state = 'supported'
        self.assertEqual(resource.state, 'supported')
        resource.event_ids.filtered(lambda step: step.kind == 'strengthened').unlink()
        self.assertEqual(resource.state, 'known')
        with self.assertRaises(AccessError):
            resource.unlink()

    def test_editor_deletes_what_was_entered_today(self):
        resource = self.resource()
        resource.with_user(self.users['editor']).unlink()
        self.assertFalse(resource.exists())
