# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportSeatCategory(models.Model):
    """選出区分: the circle from which a seat is filled, as by-laws list them."""

    _name = 'support.seat.category'
    _description = 'Selection Category'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint('unique(name)', 'A category of this name exists already.')
