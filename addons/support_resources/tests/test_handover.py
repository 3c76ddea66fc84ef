# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import tagged

from .common import TODAY, ResourceCase


@tagged('post_install', '-at_install')
class TestHandover(ResourceCase):
    def test_resources_due_for_checking_are_handed_over(self):
        old = self.resource('古い記録', verified_on=date(2025, 5, 1))
        never = self.resource('未確認', area_id=self.district.id)
        recent = self.resource('先月確認', verified_on=date(2026, 5, 1))
        self.resource('他圏域', area_id=self.south.id)
        self.resource_since(date(2020, 4, 1), ('ended', date(2024, 4, 1)), name='終了')
        people = self.env['support.person'].create(
            [{'name': name, 'company_id': self.company.id} for name in ('前任', '後任')]
        )
        predecessor = self.env['support.coordinator'].create(
            {
                'person_id': people[0].id,
                'area_id': self.north.id,
                'company_id': self.company.id,
            }
        )
        handover = self.as_role('manager', self.env['support.handover']).create(
            {
                'predecessor_id': predecessor.id,
                'successor_person_id': people[1].id,
                'date': TODAY,
            }
        )
        self.assertEqual(handover._find_due_resources(), old | never)
        self.company.support_verification_months = 3
        self.env.invalidate_all()
        self.assertEqual(handover._find_due_resources(), old | never | recent)
        handover.action_start()
        lines = handover.line_ids.filtered(lambda line: line.kind == 'resource')
        self.assertEqual(set(lines.mapped('res_id')), set((old | never | recent).ids))
        line = lines.filtered(lambda line: line.res_id == old.id)
        self.assertEqual((line.name, line.date), ('古い記録', date(2025, 5, 1)))
