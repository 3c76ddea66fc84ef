# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportMeetingAgenda(models.Model):
    """An item on the agenda and what came of it."""

    _name = 'support.meeting.agenda'
    _inherit = ['support.frozen']
    _frozen_parent = 'meeting_id'
    _description = 'Agenda Item'
    _order = 'meeting_id, sequence, id'

    meeting_id = fields.Many2one('support.meeting', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='meeting_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='meeting_id.area_id', store=True, index=True)
    council_id = fields.Many2one(
        'support.council',
        ondelete='restrict',
        help='Empty for what concerns every council of a joint meeting.',
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string='Topic', required=True)
    presenter = fields.Char()
    minutes = fields.Integer(string='Duration (Minutes)')
    is_internal = fields.Boolean(
        string='Internal', help='Internal items never reach a copy for people outside.'
    )
    outcome = fields.Selection(
        [('decision', 'Decision'), ('action', 'Homework'), ('information', 'Information')]
    )
    outcome_text = fields.Text(string='What Came of It')

    _minutes_range = models.Constraint(
        'CHECK(minutes BETWEEN 0 AND 1440)', 'The time of an item lies between 0 and 1440 minutes.'
    )
