# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportResource(models.Model):
    """通いの場: what the yearly survey asks about a venue, in one typical month."""

    _inherit = 'support.resource'

    is_venue = fields.Boolean(
        string='Venue of the Survey',
        compute='_compute_is_venue',
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        help='Residents meet here; the yearly survey of venues asks for it. Proposed by the '
        'category.',
    )
    venue_activity_id = fields.Many2one(
        'support.venue.class',
        string='Main Activity',
        domain=[('kind', '=', 'activity')],
        ondelete='restrict',
    )
    venue_operator_id = fields.Many2one(
        'support.venue.class',
        string='Operator',
        compute='_compute_venue_operator_id',
        store=True,
        precompute=True,
        readonly=False,
        domain=[('kind', '=', 'operator')],
        ondelete='restrict',
        help='Proposed by the kind of organizer.',
    )
    venue_place_id = fields.Many2one(
        'support.venue.class',
        string='Kind of Place',
        domain=[('kind', '=', 'place')],
        ondelete='restrict',
    )
    venue_month = fields.Date(
        string='Typical Month', help='Any day of the month that the numbers are of.'
    )
    participants_each = fields.Integer(
        string='Participants Each Time', aggregator=None, help='0 while not known.'
    )
    participants_month = fields.Integer(
        string='Different People in the Month', aggregator=None, help='0 while not known.'
    )
    headcount_ids = fields.One2many(
        'support.venue.headcount', 'resource_id', string='By Age and Sex', copy=True
    )

    _participants_positive = models.Constraint(
        'CHECK(participants_each >= 0 AND participants_month >= 0)',
        'Numbers of participants cannot be negative.',
    )

    @api.depends('category_id')
    def _compute_is_venue(self):
        for resource in self:
            resource.is_venue = resource.category_id.is_venue

    @api.depends('operator_kind')
    def _compute_venue_operator_id(self):
        options = self.env['support.venue.class'].search([('kind', '=', 'operator')])
        by_kind = {option.operator_kind: option for option in options.sorted(reverse=True)}
        for resource in self:
            proposed = by_kind.get(resource.operator_kind) if resource.operator_kind else None
            if proposed or not resource.venue_operator_id:
                resource.venue_operator_id = proposed
