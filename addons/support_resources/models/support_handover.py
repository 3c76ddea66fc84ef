# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportHandover(models.Model):
    _inherit = 'support.handover'

    def _hand_over(self):
        return super()._hand_over() + [
            resource._prepare_handover_line('resource') for resource in self._find_due_resources()
        ]

    def _find_due_resources(self):
        """Return the resources in the predecessor's areas that somebody has to check again."""
        areas = self.predecessor_id.area_id | self.predecessor_id.area_ids
        return self.env['support.resource'].search(
            [
                ('area_id', 'child_of', areas.ids),
                ('company_id', '=', self.company_id.id),
                ('is_verification_due', '=', True),
            ]
        )


class SupportHandoverLine(models.Model):
    _inherit = 'support.handover.line'

    kind = fields.Selection(
        selection_add=[('resource', 'Resource to check')], ondelete={'resource': 'set default'}
    )
