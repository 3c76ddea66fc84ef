# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportAreaKind(models.Model):
    """What a municipality calls the pieces it is cut into; the label is its own word."""

    _name = 'support.area.kind'
    _description = 'Area Kind'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint('unique(name)', 'An area kind of this name exists already.')
