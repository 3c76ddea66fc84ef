# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportActivityParticipant(models.Model):
    """Who of us was there, for how long, and what she did, thought and plans herself.

    Minutes add up per person; counts belong to the entry. The own words are those of the
    half-monthly log sheet.
    """

    _name = 'support.activity.participant'
    _inherit = ['support.audited']
    _description = 'Participant of an Entry'
    _order = 'activity_id, id'
    _rec_name = 'coordinator_id'
    _audit_fields = ('coordinator_id', 'minutes', 'own_action', 'own_reflection', 'next_approach')
    _check_company_auto = True

    activity_id = fields.Many2one(
        'support.activity', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(related='activity_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='activity_id.area_id', store=True, index=True)
    coordinator_id = fields.Many2one(
        'support.coordinator', required=True, index=True, ondelete='restrict', check_company=True
    )
    share_level = fields.Selection(related='activity_id.share_level', store=True, precompute=True)
    minutes = fields.Integer(string='Time (Minutes)')
    own_action = fields.Text(string='What the Coordinator Did')
    own_reflection = fields.Text(string='Thoughts and Findings')
    next_approach = fields.Text()

    _activity_coordinator_uniq = models.Constraint(
        'unique(activity_id, coordinator_id)',
        'This coordinator stands on the entry already. Add the minutes to that line.',
    )
    _minutes_range = models.Constraint(
        'CHECK(minutes BETWEEN 0 AND 1440)',
        'The time of one entry lies between 0 and 1440 minutes (24 hours).',
    )
