# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportVenueHeadcount(models.Model):
    """How many people of an age came to a venue in its typical month, where that is known."""

    _name = 'support.venue.headcount'
    _description = 'People at a Venue'
    _order = 'resource_id, age_id, id'

    resource_id = fields.Many2one('support.resource', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(
        related='resource_id.company_id', store=True, precompute=True, index=True
    )
    age_id = fields.Many2one(
        'support.venue.class',
        required=True,
        ondelete='restrict',
        domain=[('kind', '=', 'age')],
    )
    male = fields.Integer(string='Men')
    female = fields.Integer(string='Women')
    unstated = fields.Integer(string='Sex Not Known')
    total = fields.Integer(compute='_compute_total')

    _age_uniq = models.Constraint(
        'unique(resource_id, age_id)', 'The venue has a line for this age already.'
    )
    _numbers_positive = models.Constraint(
        'CHECK(male >= 0 AND female >= 0 AND unstated >= 0)',
        'Numbers of people cannot be negative.',
    )

    @api.depends('male', 'female', 'unstated')
    def _compute_total(self):
        for line in self:
            line.total = line.male + line.female + line.unstated
