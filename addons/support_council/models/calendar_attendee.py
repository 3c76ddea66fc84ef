# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .support_council import PLANNED_STATES

# What the links in the invitation of a member mean for the attendance list.
ANSWER_OF_STATE = {'accepted': 'present', 'declined': 'absent'}


class CalendarAttendee(models.Model):
    _inherit = 'calendar.attendee'

    def write(self, vals):
        result = super().write(vals)
        if vals.get('state') in ANSWER_OF_STATE:
            self._answer_meeting(ANSWER_OF_STATE[vals['state']])
        return result

    def _answer_meeting(self, answer):
        """Note what a member answered by mail or in the calendar on the attendance list."""
        # Whoever answers by mail has no right on the list.
        for attendee in self.sudo():
            meeting = attendee.event_id.support_meeting_id
            if meeting.state in PLANNED_STATES:
                # Nobody of us took the answer.
                meeting.attendance_ids.filtered(
                    lambda line, partner=attendee.partner_id: (
                        line.member_id.person_id.partner_id == partner
                    )
                ).write({'answer': answer, 'taken_by_id': False})

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Mail about our events goes into the queue, and only once a meeting is announced."""
        ours = self.filtered(
            lambda attendee: (
                attendee.event_id.sudo().support_meeting_id
                or attendee.event_id.sudo().support_coordinator_id
            )
        )
        announced = ours.filtered(lambda attendee: attendee.event_id.sudo()._is_announced())
        if announced:
            super(CalendarAttendee, announced)._notify_attendees(mail_template, notify_author)
        if self - ours:
            return super(CalendarAttendee, self - ours)._notify_attendees(
                mail_template, notify_author=notify_author, force_send=force_send
            )
        return False
