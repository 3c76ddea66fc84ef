# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CalendarAttendee(models.Model):
    _inherit = 'calendar.attendee'

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
