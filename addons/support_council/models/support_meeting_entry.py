# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .support_council import HELD_STATES
from .support_meeting import CALLED_OFF_STATES


class SupportMeeting(models.Model):
    """The log entry of a held meeting."""

    _inherit = 'support.meeting'  # pylint: disable=consider-merging-classes-inherited

    def _sync_entry(self):
        """Keep the one log entry of each meeting in step with it.

        Facts of the meeting (day, areas, head-count, the gathering it counts as) are the
        meeting's; own words and minutes of a coordinator are hers and are never overwritten.

        Done by the system: a joint meeting concerns areas that a user limited to his own does
        not see.
        """
        activities = self.env['support.activity'].sudo()
        entries = (
            activities.with_context(active_test=False)
            .search([('meeting_id', 'in', self.ids)])
            .grouped('meeting_id')
        )
        for meeting in self.sudo():
            entry = entries.get(meeting)
            if meeting._writes_entry():
                if entry:
                    entry.write(meeting._prepare_entry_values())
                    meeting._sync_participants(entry)
                else:
                    entry = activities.create(
                        {
                            **meeting._prepare_entry_values(),
                            'participant_ids': [
                                Command.create(meeting._prepare_participant_values(coordinator))
                                for coordinator in meeting.coordinator_ids
                            ],
                        }
                    )
                meeting._sync_gathering_count(entry)
            elif entry:
                # Minutes already spent stay on the entry; it counts nowhere.
                called_off = meeting.state in CALLED_OFF_STATES
                entry.state = 'cancelled' if called_off else 'provisional'

    def _writes_entry(self):
        """A held meeting is logged when it is ours or one of us sat in it."""
        self.ensure_one()
        return self.state in HELD_STATES and (self.host == 'own' or bool(self.coordinator_ids))

    def _prepare_entry_values(self):
        """Return the values of the log entry that are the meeting's facts."""
        self.ensure_one()
        councils = self.link_ids.council_id
        areas = (councils.area_id | councils.area_ids) - self.area_id
        return {
            'meeting_id': self.id,
            'state': 'done',
            'active': True,
            'date': self.date,
            'date_to': self.date_to,
            'date_precision': self.date_precision,
            'event_name': self._title(),
            'area_id': self.area_id.id,
            'area_ids': [Command.set(areas.ids)],
            'council_ids': [Command.set(councils.ids)],
            'commission_id': self.commission_id.id,
            'company_id': self.company_id.id,
            'headcount': self.headcount,
            'headcount_is_approx': self.headcount_is_approx,
            'place': self.place,
            'means': 'online' if self.format == 'online' else 'event',
        }

    def _title(self):
        """Return the name with the number where one council gives it one: 協議体会議（第3回）."""
        self.ensure_one()
        number = self.link_ids.number if len(self.link_ids) == 1 else 0
        if not number:
            return self.name
        paper = self.env['ir.actions.report']._for_paper()  # it is kept, and printed
        return paper.env._('%(meeting)s (No. %(number)s)', meeting=self.name, number=number)

    def _prepare_participant_values(self, coordinator):
        return {'coordinator_id': coordinator.id, 'minutes': self._duration_minutes()}

    def _duration_minutes(self):
        self.ensure_one()
        if not self.start or not self.stop:
            return 0
        return min(int((self.stop - self.start) / timedelta(minutes=1)), 1440)

    def _sync_participants(self, entry):
        lines = entry.participant_ids
        gone = lines.filtered(
            lambda line: (
                line.coordinator_id not in self.coordinator_ids
                and not (line.own_action or line.own_reflection or line.next_approach)
            )
        )
        gone.unlink()
        missing = self.coordinator_ids - (lines - gone).coordinator_id
        self.env['support.activity.participant'].create(
            [
                {**self._prepare_participant_values(coordinator), 'activity_id': entry.id}
                for coordinator in missing
            ]
        )

    def _sync_gathering_count(self, entry):
        """Let the entry count this meeting as one gathering; other counts beside it stay."""
        own = entry.count_ids.filtered('kind_id.is_gathering')
        wrong = own.filtered(lambda row: row.kind_id != self.count_kind_id)
        wrong.unlink()
        if self.count_kind_id and not own - wrong:
            self.env['support.activity.count'].create(
                {'activity_id': entry.id, 'kind_id': self.count_kind_id.id, 'quantity': 1}
            )

    def action_open_entry(self):
        """Open the log entry of the held meeting."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.activity',
            'res_id': self.entry_ids[:1].id,
            'views': [(False, 'form')],
        }
