# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_list

from .support_council import PLANNED_STATES


class SupportMeeting(models.Model):
    """One sentence on the form that says what comes next."""

    _inherit = 'support.meeting'  # pylint: disable=consider-merging-classes-inherited

    is_due = fields.Boolean(
        compute='_compute_is_due', help='The day has come, so that it can have been held.'
    )
    next_hint = fields.Char(compute='_compute_next_hint')

    @api.depends('date')
    def _compute_is_due(self):
        for meeting in self:
            today = (meeting.company_id or self.env.company)._support_today()
            meeting.is_due = bool(meeting.date and meeting.date <= today)

    @api.depends(
        'state',
        'date',
        'start',
        'place',
        'format',
        'agenda_ids',
        'attendance_ids.answer',
        'version_ids',
        'postponed_to_ids',
    )
    def _compute_next_hint(self):
        for meeting in self:
            meeting.next_hint = meeting._origin.id and (
                getattr(meeting, f'_hint_{meeting.state}')() or False
            )

    def _hint_planned(self):
        if self.is_due:
            return self._hint_invited()
        missing = self._missing_before_invitation()
        if missing:
            return self.env._(
                'Still missing for the notice: %(missing)s.', missing=format_list(self.env, missing)
            )
        return self.env._(
            'Everything for the notice is here. When it has gone out, press "Invitations Sent".'
        )

    def _missing_before_invitation(self):
        """Return the labels of what a notice needs and this meeting does not have yet."""
        missing = []
        if self.format != 'written' and not self.start:
            missing.append(self.env._('hours'))
        if self.format in ('onsite', 'hybrid') and not self.place:
            missing.append(self.env._('place'))
        if not self.agenda_ids:
            missing.append(self.env._('agenda'))
        return missing

    def _hint_invited(self):
        if self.is_due:
            return self.env._(
                'If it took place, press "Was Held": the attendance list and the log entry are '
                'then made. If not, postpone or cancel it.'
            )
        if self.answer_missing_count:
            return self.env._(
                '%(missing)s of %(all)s have not answered yet. "Enter Answers" has their telephone '
                'numbers.',
                missing=self.answer_missing_count,
                all=self.asked_count,
            )
        return self.env._('Everybody has answered. On the day, press "Was Held".')

    def _hint_held(self):
        return self.env._(
            'Correct the attendance, tick what was discussed on the agenda, and write the '
            'minutes. Then press "Minutes Drafted".'
        )

    def _hint_drafted(self):
        if self.reopen_reason:
            return self.env._(
                'Reopened (%(reason)s). Correct the minutes and confirm them again: that makes '
                'the next version.',
                reason=self.reopen_reason,
            )
        return self.env._('When the draft was read and approved, confirm the minutes.')

    def _hint_confirmed(self):
        following = self.link_ids.council_id and self._find_next_meeting()
        if following:
            return self.env._(
                'The minutes are locked. The next meeting is planned for %(date)s.',
                date=following.date_label,
            )
        return self.env._(
            'The minutes are locked. No next meeting is planned yet: press "Next Meeting".'
        )

    def _hint_cancelled(self):
        return self.env._('Called off. It counts nowhere; its agenda comes to the next meeting.')

    def _hint_postponed(self):
        new = self.postponed_to_ids.filtered(lambda meeting: meeting.state in PLANNED_STATES)[:1]
        if new:
            return self.env._('Postponed to %(date)s.', date=new.date_label)
        return self.env._('Postponed. It counts nowhere.')
