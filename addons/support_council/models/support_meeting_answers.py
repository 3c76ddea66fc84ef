# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .support_council import HELD_STATES, PLANNED_STATES
from .support_meeting_attendance import STATUS_OF_ANSWER


class SupportMeeting(models.Model):
    """The attendance list of a meeting: its lines, the answers beforehand, who came."""

    _inherit = 'support.meeting'  # pylint: disable=consider-merging-classes-inherited

    asked_count = fields.Integer(string='Seats Asked', compute='_compute_answer_counts')
    answer_count = fields.Integer(string='Answers', compute='_compute_answer_counts')
    answer_present_count = fields.Integer(string='Attending', compute='_compute_answer_counts')
    answer_missing_count = fields.Integer(
        string='Not Answered Yet', compute='_compute_answer_counts'
    )

    @api.depends('attendance_ids.answer', 'attendance_ids.seat_id')
    def _compute_answer_counts(self):
        for meeting in self:
            asked = meeting.attendance_ids.filtered('seat_id')
            coming = asked.filtered(lambda line: line.answer in ('present', 'proxy'))
            meeting.asked_count = len(asked)
            meeting.answer_missing_count = len(asked.filtered(lambda line: not line.answer))
            meeting.answer_count = meeting.asked_count - meeting.answer_missing_count
            meeting.answer_present_count = len(coming)

    @api.constrains('date', 'date_to')
    def _check_attendance_of_the_day(self):
        # While it is planned the list follows the date by itself.
        held = self.filtered(lambda meeting: meeting.state in HELD_STATES)
        held.attendance_ids._check_in_force()

    def _falls_in_term(self, holder):
        """Tell whether a seat or member was in force on the day, or within what is known of it."""
        self.ensure_one()
        last = self.date_to or self.date
        return not (
            (holder.date_start and holder.date_start > last)
            or (holder.date_end and holder.date_end < self.date)
        )

    def _ensure_attendance(self):
        """Give planned meetings one line for each seat in force on their day, no more, no less.

        The list is the system's own record: a user limited to his area plans a joint meeting with
        seats that he does not see. Seats of guests by topic are put on it by hand.
        """
        planned = self.sudo().filtered(
            lambda meeting: meeting.state in PLANNED_STATES and meeting.date
        )
        values, surplus = [], self.env['support.meeting.attendance'].sudo()
        for meeting in planned:
            holders = meeting._seat_holders()
            listed = meeting.attendance_ids.filtered('seat_id')
            gone = listed.filtered(
                lambda line, meeting=meeting: (
                    line.council_id not in meeting.link_ids.council_id
                    or not meeting._falls_in_term(line.seat_id)
                )
            )
            surplus |= gone
            for line in listed - gone:
                member = line.seat_id.member_ids._in_force(meeting.date)[:1]
                if line.member_id != member:
                    line.member_id = member
            last = max(listed.mapped('seat_number'), default=0)
            missing = {
                seat: member for seat, member in holders.items() if seat not in listed.seat_id
            }
            values += [
                {
                    'meeting_id': meeting.id,
                    **meeting._prepare_attendance_values(seat, member, number),
                }
                for number, (seat, member) in enumerate(missing.items(), start=last + 1)
            ]
        surplus.unlink()
        if values:
            surplus.create(values)

    def _seat_holders(self):
        """Return ``{seat: member or none}`` of the seats that are asked to this meeting."""
        self.ensure_one()
        seats = self.link_ids.council_id.seat_ids._in_force(self.date)
        return {
            seat: seat.member_ids._in_force(self.date)[:1]
            for seat in seats
            if seat.kind not in self._seat_kinds_not_asked()
        }

    @api.model
    def _seat_kinds_not_asked(self):
        """Hook: return the kinds of seats that are not asked to every meeting."""
        return {'guest'}

    def _prepare_attendance_values(self, seat, member, number):
        """Return the values of the line of a seat.

        :param seat: the seat
        :param member: who holds it on the day, or an empty recordset
        :param int number: running number in this meeting, printed on the reply form
        """
        self.ensure_one()
        return {
            'council_id': seat.council_id.id,
            'seat_id': seat.id,
            'member_id': member.id,
            'seat_number': number,
            'sequence': number,
        }

    def _settle_attendance(self):
        """Make of the answers who attended; what was entered already stays.

        Where nobody entered any answer everybody counts as present, to be corrected on the list.
        """
        for meeting in self.sudo():
            lines = meeting.attendance_ids
            asked = lines.filtered('answer')
            for answer, of_answer in (
                lines.filtered(lambda line: not line.status).grouped('answer').items()
            ):
                of_answer.status = meeting._status_of_answer(answer, bool(asked))

    def _status_of_answer(self, answer, any_answer):
        """Return the status that an answer becomes.

        :param answer: key of the answer, or False
        :param bool any_answer: whether anybody's answer was entered
        """
        self.ensure_one()
        if self.format == 'written':
            return 'answered' if answer else 'no_answer'
        if not any_answer:
            return 'present'
        return STATUS_OF_ANSWER[answer]

    def action_open_answers(self):
        """Open the grid in which answers are entered during the calls, unanswered ones first."""
        self.ensure_one()
        self._ensure_attendance()
        view = 'support_council.support_meeting_attendance_view'
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Answers: %(meeting)s', meeting=self._title()),
            'res_model': 'support.meeting.attendance',
            'views': [
                (self.env.ref(f'{view}_{kind}').id, kind) for kind in ('list', 'kanban', 'form')
            ],
            'mobile_view_mode': 'kanban',
            'search_view_id': [self.env.ref(f'{view}_search').id],
            'domain': [('meeting_id', '=', self.id)],
            'context': {'default_meeting_id': self.id, 'create': False},
        }
