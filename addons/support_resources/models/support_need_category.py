# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportNeedCategory(models.Model):
    """What people have trouble with: shopping, bathing, a place to go."""

    _name = 'support.need.category'
    _description = 'Need Category'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
