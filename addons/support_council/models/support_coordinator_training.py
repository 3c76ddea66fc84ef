# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportCoordinatorTraining(models.Model):
    """A training that a coordinator took."""

    _name = 'support.coordinator.training'
    _inherit = ['support.dated']
    _description = 'Training of a Coordinator'
    _order = 'date desc, id desc'

    coordinator_id = fields.Many2one(
        'support.coordinator', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='coordinator_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='coordinator_id.area_id', store=True, index=True)
    name = fields.Char(string='Training', required=True)
    organizer = fields.Char(string='Held By')
    is_completed = fields.Boolean(string='Completed', default=True)
