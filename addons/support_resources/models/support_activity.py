# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportActivity(models.Model):
    _inherit = 'support.activity'

    resource_ids = fields.Many2many(
        'support.resource',
        'support_activity_resource_rel',
        'activity_id',
        'resource_id',
        string='Resources',
        check_company=True,
        ondelete='restrict',
    )
    need_ids = fields.Many2many(
        'support.need',
        'support_activity_need_rel',
        'activity_id',
        'need_id',
        string='Needs',
        check_company=True,
        ondelete='restrict',
    )
