# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .support_council import HELD_STATES, PLANNED_STATES

# Those who were there themselves, whatever part of it.
PRESENT_STATUSES = ('present', 'late', 'left_early')
# What a beforehand answer becomes when the meeting is held.
STATUS_OF_ANSWER = {'present': 'present', 'proxy': 'proxy', 'absent': 'excused', False: 'absent'}


class SupportMeetingAttendance(models.Model):
    """What a seat answered to the invitation, and who came, stayed away or sent somebody.

    There is one line for each seat from the planning on, and one for each guest.
    """

    _name = 'support.meeting.attendance'
    _inherit = ['support.frozen']
    _frozen_parent = 'meeting_id'
    _description = 'Attendance'
    _order = 'meeting_id, sequence, id'
    _rec_name = 'name'
    _check_company_auto = True

    meeting_id = fields.Many2one(
        'support.meeting', required=True, index=True, ondelete='cascade', check_company=True
    )
    meeting_state = fields.Selection(related='meeting_id.state', string='State of the Meeting')
    meeting_format = fields.Selection(related='meeting_id.format', string='Format of the Meeting')
    company_id = fields.Many2one(related='meeting_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    area_id = fields.Many2one(related='meeting_id.area_id', store=True, index=True)
    council_id = fields.Many2one('support.council', ondelete='restrict', check_company=True)
    sequence = fields.Integer(default=10)
    seat_number = fields.Integer(
        string='Seat No.',
        readonly=True,
        aggregator=None,
        help='Printed on the reply form, so that a returned form is found at once. 0 for a guest.',
    )
    member_id = fields.Many2one('support.council.member', ondelete='restrict', check_company=True)
    seat_id = fields.Many2one('support.council.seat', ondelete='restrict', check_company=True)
    organization_id = fields.Many2one(related='seat_id.organization_id')
    phone = fields.Char(related='seat_id.organization_id.phone', string='Telephone')
    name = fields.Char(
        string='Attendee',
        compute='_compute_name',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help='Name or organisation of somebody who is no member.',
    )

    # Beforehand
    answer = fields.Selection(
        [('present', 'Attends'), ('absent', 'Does not attend'), ('proxy', 'Sends a proxy')],
        help='Empty while there is no answer.',
    )
    answered_by = fields.Char(
        string='Answer From', help='Who answered, where it was somebody else.'
    )
    answered_on = fields.Date()
    taken_by_id = fields.Many2one(
        'res.users', string='Answer Taken By', readonly=True, ondelete='restrict'
    )
    proxy_name = fields.Char(string='Proxy')

    # Afterwards
    status = fields.Selection(
        [
            ('present', 'Present'),
            ('late', 'Came late'),
            ('left_early', 'Left early'),
            ('proxy', 'Proxy'),
            ('excused', 'Absent (excused)'),
            ('absent', 'Absent'),
            ('answered', 'Answered'),
            ('no_answer', 'No answer'),
        ],
        help='Empty until the meeting was held.',
    )
    fee = fields.Monetary(
        string='Fee Due',
        compute='_compute_fee',
        store=True,
        readonly=False,
        help='Fee of the seat, as far as it is due for this meeting.',
    )
    fee_declined = fields.Boolean(string='Declines the Fee')
    travel_fee = fields.Monetary(string='Travel Expenses')

    _seat_uniq = models.UniqueIndex(
        '(meeting_id, seat_id) WHERE seat_id IS NOT NULL', 'This seat is on the list already.'
    )
    _fees_positive = models.Constraint(
        'CHECK(fee >= 0 AND travel_fee >= 0)', 'A fee cannot be negative.'
    )

    @api.depends('member_id', 'seat_id')
    def _compute_name(self):
        for line in self:
            if line.member_id or line.seat_id:
                line.name = line.member_id.display_name or line.seat_id.display_name

    # Not on the fee of the seat: what was due stays when the rate changes.
    @api.depends('status', 'fee_declined')
    def _compute_fee(self):
        for line in self:
            due = line.status in line._paid_statuses() and not line.fee_declined
            line.fee = line.seat_id.fee if due else 0

    def _paid_statuses(self):
        """Hook: return the statuses for which a fee is due."""
        self.ensure_one()
        if self.company_id.support_proxy_fee:
            return (*PRESENT_STATUSES, 'proxy')
        return PRESENT_STATUSES

    @api.constrains('meeting_id', 'seat_id', 'member_id')
    def _check_in_force(self):
        # A joint meeting has seats of councils that the user does not see.
        for line in self.sudo():
            for holder in (line.member_id, line.seat_id):
                if holder and not line.meeting_id._falls_in_term(holder):
                    raise ValidationError(
                        self.env._(
                            '%(name)s has no seat on %(date)s, the day of "%(meeting)s". Choose '
                            'who held the seat on that day, or correct the term in the roster. '
                            'Somebody else is entered as a guest: a name without a seat.',
                            name=holder.display_name,
                            date=line.meeting_id.date_label,
                            meeting=line.meeting_id.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        meetings = self.env['support.meeting'].sudo()
        for vals in vals_list:
            meeting = meetings.browse(
                vals.get('meeting_id') or self.env.context.get('default_meeting_id')
            )
            if not vals.get('status') and meeting.state in HELD_STATES:
                # Whoever is put on the list afterwards was there.
                vals['status'] = 'answered' if meeting.format == 'written' else 'present'
        return super().create(vals_list)

    def write(self, vals):
        if 'answer' in vals:
            vals = {**self._prepare_answer_trace(vals), **vals}
        return super().write(vals)

    def _prepare_answer_trace(self, vals):
        """Return who took an answer and when; nothing of it stays when the answer is taken back."""
        if not vals['answer']:
            return {
                'answered_on': False,
                'answered_by': False,
                'taken_by_id': False,
                'proxy_name': False,
            }
        trace = {
            'answered_on': self.env.company._support_today(),
            'taken_by_id': self.env.uid,
        }
        if vals['answer'] != 'proxy':
            trace['proxy_name'] = False
        return trace

    # ---- Answers, one tap each -----------------------------------------------------------------

    def action_answer_present(self):
        """Note that the seat attends; a second tap takes it back."""
        self._answer('present')

    def action_answer_absent(self):
        """Note that the seat does not attend; a second tap takes it back."""
        self._answer('absent')

    def action_answer_proxy(self):
        """Note that the seat sends a proxy; a second tap takes it back."""
        self._answer('proxy')

    def action_answer_undo(self):
        """Take the answer back: a slip is undone at once."""
        self._answer(False)

    def _answer(self, answer):
        """Record an answer; the same one again takes it back.

        :param answer: key of the selection, or False
        """
        self.meeting_id._expect_state(*PLANNED_STATES)
        for line in self:
            line.answer = answer if line.answer != answer else False
