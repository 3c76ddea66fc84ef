# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportCommission(models.Model):
    """委託事業: a programme run for a commissioner. Every log entry belongs to exactly one.

    Work outside every programme (事業外) is a commission of its own kind, so that its minutes are
    kept for the allocation of hours while no form counts it.
    """

    _name = 'support.commission'
    _description = 'Commission'
    _order = 'is_outside, sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    commissioner_id = fields.Many2one(
        'res.partner', domain=[('is_company', '=', True)], ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', index=True)
    is_outside = fields.Boolean(
        string='Outside Commissioned Work', help='Hours are kept, but no form counts this work.'
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        '(COALESCE(company_id, 0), name)', 'A commission of this name exists already.'
    )
