# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportMeetingKind(models.Model):
    """What sort of gathering a meeting is, and what it counts as."""

    _name = 'support.meeting.kind'
    _description = 'Meeting Kind'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help='Stable key for imports and rules.')
    sequence = fields.Integer(default=10)
    activity_kind_id = fields.Many2one(
        'support.activity.kind',
        string='Counts As',
        ondelete='restrict',
        help='Kind that a meeting of this sort counts as when we hold it.',
    )
    other_host_kind_id = fields.Many2one(
        'support.activity.kind',
        string='Counts As When Held by Others',
        ondelete='restrict',
        help='Kind that it counts as when others hold it and we sit in.',
    )
    is_numbered = fields.Boolean(
        default=True, help='Meetings of this kind carry a running number in each council.'
    )
    number_per = fields.Selection(
        [('running', 'From the first meeting on'), ('fiscal_year', 'Anew each fiscal year')],
        string='Numbered',
        required=True,
        default='running',
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint('unique(code)', 'A meeting kind with this code exists already.')
