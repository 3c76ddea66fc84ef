# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


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
    note = fields.Text(string='Explanation', help='Printed below the topic on the agenda.')
    is_internal = fields.Boolean(
        string='Internal', help='Internal items never reach a copy for people outside.'
    )
    outcome = fields.Selection(
        [('decision', 'Decision'), ('action', 'Homework'), ('information', 'Information')]
    )
    outcome_text = fields.Text(string='What Came of It')
    action_ids = fields.One2many('support.action', 'agenda_id', string='Who Does What by When')

    # What becomes of it in the next meeting
    is_discussed = fields.Boolean(
        string='Discussed',
        compute='_compute_is_discussed',
        store=True,
        precompute=True,
        readonly=False,
        help='An item that was not discussed comes to the next meeting by itself.',
    )
    is_recurring = fields.Boolean(
        string='Every Time', help='Comes to every next meeting, discussed or not.'
    )
    is_pinned = fields.Boolean(
        string='Stays',
        help='Information that stays on the agenda until this mark is taken away.',
    )
    origin_id = fields.Many2one(
        'support.meeting.agenda',
        string='Carried Over From',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )
    root_id = fields.Many2one(
        'support.meeting.agenda',
        string='First Time',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
        help='The item with which this topic first stood on an agenda; empty there itself.',
    )
    is_carried = fields.Boolean(
        string='Carried Over',
        readonly=True,
        copy=False,
        help='The item was put here by itself, from an earlier meeting.',
    )
    topic_id = fields.Many2one(
        'support.topic',
        string='Proposed Topic',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )

    _minutes_range = models.Constraint(
        'CHECK(minutes BETWEEN 0 AND 1440)', 'The time of an item lies between 0 and 1440 minutes.'
    )
    _root_uniq = models.UniqueIndex(
        '(meeting_id, root_id) WHERE root_id IS NOT NULL',
        'This topic is on the agenda of the meeting already.',
    )

    @api.depends('outcome', 'outcome_text')
    def _compute_is_discussed(self):
        for line in self:
            line.is_discussed = bool(
                line.is_discussed
                or line.outcome
                or line.outcome_text
                or (not line.ids and line._is_typed_afterwards())
            )

    def _is_typed_afterwards(self):
        """Whoever writes the agenda of a day gone by writes down what was discussed."""
        day = self.meeting_id.date
        return bool(day and day < self.env.company._support_today())
