# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .support_council import HELD_STATES


class SupportMeeting(models.Model):
    """The agenda of a meeting before it takes place, and the meeting that comes after it."""

    _inherit = 'support.meeting'

    agenda_minutes = fields.Integer(
        string='Agenda (Minutes)',
        compute='_compute_agenda_minutes',
        help='Sum of the times of all items.',
    )
    agenda_overrun = fields.Integer(
        string='Over Time (Minutes)',
        compute='_compute_agenda_minutes',
        help='By how much the agenda is longer than the meeting. 0 while its hours are not known.',
    )
    homework_ids = fields.Many2many(
        'support.action',
        string='Homework',
        compute='_compute_homework_ids',
        help='What is still open from earlier meetings, and what was done since the last one.',
    )

    @api.depends('agenda_ids.minutes', 'start', 'stop')
    def _compute_agenda_minutes(self):
        for meeting in self:
            meeting.agenda_minutes = sum(meeting.agenda_ids.mapped('minutes'))
            length = meeting._duration_minutes()
            over = meeting.agenda_minutes - length
            meeting.agenda_overrun = max(over, 0) if length else 0

    @api.depends('link_ids.council_id', 'date', 'state')
    def _compute_homework_ids(self):
        for meeting in self:
            councils = meeting.link_ids.council_id
            if not councils or not meeting.date:
                meeting.homework_ids = False
                continue
            last = councils._last_held_meeting(meeting.date, meeting._origin).date
            domain = Domain('council_id', 'in', councils.ids) | Domain(
                'meeting_id.link_ids.council_id', 'in', councils.ids
            )
            domain &= Domain('meeting_id', '=', False) | Domain(
                'meeting_id.date', '<', meeting.date
            )
            lately = Domain('state', '=', 'done')
            if last:
                lately &= Domain('done_on', '>=', last)
            domain &= Domain('state', '=', 'open') | lately
            meeting.homework_ids = self.env['support.action'].search(domain)

    # ---- Agenda --------------------------------------------------------------------------------

    def _is_first_of_kind(self):
        """Tell whether no council of the meeting has held one of this kind before it."""
        self.ensure_one()
        return not self.env['support.meeting.council'].search_count(
            Domain('council_id', 'in', self.link_ids.council_id.ids)
            & Domain('kind_id', '=', self.kind_id.id)
            & Domain('meeting_id', '!=', self.id)
            & Domain('meeting_state', 'in', HELD_STATES)
            & Domain('meeting_date', '<=', self.date),
            limit=1,
        )

    def action_propose_agenda(self):
        """Add the items of the template that fits; items of the same name stay as they are."""
        self._expect_state('planned', 'invited')
        for meeting in self:
            template = self.env['support.agenda.template']._find_for(meeting)
            meeting._add_agenda_of(template)

    def _add_agenda_of(self, template):
        """Add the items of a template that the agenda does not have yet."""
        self.ensure_one()
        present = set(self.agenda_ids.mapped('name'))
        lines = template.line_ids.filtered(lambda line: line.name not in present)
        last = max(self.agenda_ids.mapped('sequence'), default=0)
        self.env['support.meeting.agenda'].create(
            [
                {**line._prepare_agenda_values(), 'meeting_id': self.id, 'sequence': last + number}
                for number, line in enumerate(lines, start=1)
            ]
        )
