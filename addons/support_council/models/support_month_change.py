# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportMonthChange(models.Model):
    """A change of an entry after its month was confirmed, with its reason."""

    _name = 'support.month.change'
    _description = 'Change After the Monthly Closing'
    _order = 'id desc'
    _rec_name = 'entry_name'

    closing_id = fields.Many2one(
        'support.month.closing', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='closing_id.company_id', store=True, precompute=True)
    area_id = fields.Many2one(related='closing_id.area_id', store=True, precompute=True, index=True)
    activity_id = fields.Many2one(
        'support.activity',
        string='Log Entry',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    entry_name = fields.Char(readonly=True, help='Kept when the entry itself is deleted.')
    entry_date = fields.Date(string='Activity Date', readonly=True)
    changed_on = fields.Datetime(string='When', readonly=True)
    user_id = fields.Many2one('res.users', string='By', readonly=True, ondelete='restrict')
    reason = fields.Char(readonly=True)
