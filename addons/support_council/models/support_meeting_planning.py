# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import calendar
from datetime import timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from .support_council import HELD_STATES, PLANNED_STATES
from .support_meeting import CALLED_OFF_STATES


class SupportMeeting(models.Model):
    """The agenda of a meeting before it takes place, and the meeting that comes after it."""

    _inherit = 'support.meeting'  # pylint: disable=consider-merging-classes-inherited

    has_agenda_times = fields.Boolean(related='company_id.support_agenda_times')
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
        compute='_compute_homework_ids',
        help='What is still open from earlier meetings, and what was done since the last one.',
    )

    overlap_warning = fields.Char(compute='_compute_overlap_warning')

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
        values = [
            {**line._prepare_agenda_values(), 'meeting_id': self.id, 'sequence': last + number}
            for number, line in enumerate(lines, start=1)
        ]
        if not self.has_agenda_times:
            # Nobody would see, and nobody correct, the times that the notice then prints.
            values = [{**item, 'minutes': 0} for item in values]
        self.env['support.meeting.agenda'].create(values)

    # ---- The meeting after it ------------------------------------------------------------------

    def action_next_meeting(self):
        """Plan the next meeting of the same councils and kind, or open it where it is planned.

        Its agenda is what was carried over, and the template's items.
        """
        self.ensure_one()
        meeting = self._find_next_meeting()
        if not meeting:
            meeting = self._create_like(self._prepare_next_values())
            meeting._add_next_theme(self.next_theme)
            meeting.action_propose_agenda()
        return meeting._open_form()

    def _find_next_meeting(self):
        """Return the planned meeting after this one of all its councils and the same kind."""
        self.ensure_one()
        councils = self.link_ids.council_id
        domain = (
            Domain('state', 'in', PLANNED_STATES)
            & Domain('kind_id', '=', self.kind_id.id)
            & Domain('date', '>=', self.date)
            & Domain('id', '!=', self.id)
        )
        if not councils:
            return self.browse()
        for council in councils:
            domain &= Domain('link_ids.council_id', '=', council.id)
        return self.search(domain, order='date, start, id', limit=1)

    def _prepare_next_values(self):
        """Return the values of the next meeting: another day, everything else as here."""
        self.ensure_one()
        day = self._next_day()
        return {
            **self._prepare_copied_values(day),
            **self._hours_on(day),
        }

    def _create_like(self, values):
        """Create a meeting of the same circle, with those of it whom the user does not see.

        :param dict values: of :meth:`_prepare_copied_values`, and what differs
        """
        self.ensure_one()
        meeting = self.create(values)
        if self.env['support.area']._is_sight_limited():
            self._forget_partial_relations()
            here, there = self.sudo(), meeting.sudo()
            councils = here.link_ids.council_id - there.link_ids.council_id
            people = here.coordinator_ids._in_force(there.date) - there.coordinator_ids
            there.write(
                {
                    'link_ids': [Command.create({'council_id': one.id}) for one in councils],
                    'coordinator_ids': [Command.link(one.id) for one in people],
                }
            )
            meeting._forget_partial_relations()
        return meeting

    def _prepare_copied_values(self, day):
        """Return what another meeting of the same circle on a day has in common with this one."""
        self.ensure_one()
        coordinators = self.coordinator_ids._in_force(day)
        return {
            'name': self.name,
            'kind_id': self.kind_id.id,
            'host': self.host,
            'host_organization_id': self.host_organization_id.id,
            'date': day,
            'date_to': False,
            'date_precision': 'day',
            'format': self.format,
            'place': self.place,
            'area_id': self.area_id.id,
            'company_id': self.company_id.id,
            'commission_id': self.commission_id.id,
            'council_ids': [Command.set(self.council_ids.ids)],
            'user_id': self.user_id.id if self.user_id.active else self.env.uid,
            'coordinator_ids': [Command.set(coordinators.ids)],
            'is_public': self.is_public,
            'minutes_public': self.minutes_public,
        }

    def _next_day(self):
        """Return the day of the next meeting.

        The one agreed upon, else the same weekday of the month (second Wednesday) after the
        council's own interval, a month where it has none. Never a day gone by.
        """
        self.ensure_one()
        if self.next_date and self.next_date > self.date:
            return self.next_date
        # The longest of all, also of a council that the user does not see.
        councils = self.sudo().link_ids.council_id
        cycle = max(councils.mapped('meeting_cycle'), default=0) or 1
        today = self.company_id._support_today()
        months, day = cycle, self._same_weekday(cycle)
        while day < today:
            months += cycle
            day = self._same_weekday(months)
        return day

    def _same_weekday(self, months):
        """Return the day some months later that is the same weekday of its month.

        The fifth one is the last one where a month has but four.
        """
        first = (self.date + relativedelta(months=months)).replace(day=1)
        offset = (self.date.weekday() - first.weekday()) % 7 + (self.date.day - 1) // 7 * 7
        length = calendar.monthrange(first.year, first.month)[1]
        return first + timedelta(days=offset if offset < length else offset - 7)

    def _hours_on(self, day):
        """Return ``start`` and ``stop`` at the same hours of the clock on another day (UTC)."""
        self.ensure_one()
        if not self.start:
            return {}
        zone = self.company_id._support_zone()
        moved = {}
        for name in ('start', 'stop'):
            if self[name]:
                local = self.company_id._support_local_datetime(self[name])
                there = zone.localize(local.replace(tzinfo=None) + (day - self.date))
                moved[name] = there.astimezone(pytz.utc).replace(tzinfo=None)
        return moved

    def _add_next_theme(self, theme):
        """Put the theme that the last meeting set for this one on the agenda."""
        if theme and theme not in self.agenda_ids.mapped('name'):
            self.env['support.meeting.agenda'].create(
                {'meeting_id': self.id, 'name': theme, 'is_discussed': False}
            )

    def action_second_part(self):
        """Plan a second part (第2部) of the same day: a record of its own, back to back."""
        self.ensure_one()
        values = self._prepare_copied_values(self.date)
        if self.start:
            values['start'] = self.stop or self.start
        return self._create_like(values)._open_form()

    def _open_form(self):
        """Return the action that opens the form of this one meeting."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    # ---- Called off ----------------------------------------------------------------------------

    def action_postpone(self):
        """Open the dialog that asks why and for the new day."""
        self.ensure_one()
        self._expect_state(*PLANNED_STATES)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Postpone the Meeting'),
            'res_model': 'support.meeting.postpone',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_meeting_id': self.id},
        }

    def _postpone(self, reason, values):
        """Put another meeting in the place of this one.

        This one gives its number back; its agenda comes to the new one by the carry-over, for
        nothing of it was discussed.

        :param str reason: kept on this meeting
        :param dict values: ``date``, and ``start`` and ``stop`` where they are known
        :return: the new meeting
        """
        self.ensure_one()
        self.lock_for_update()
        self._expect_state(*PLANNED_STATES)
        self.write({'state': 'postponed', 'cancel_reason': reason})
        day = fields.Date.to_date(values['date'])
        return self._create_like(
            {**self._prepare_copied_values(day), **values, 'postponed_from_id': self.id}
        )

    def action_reinstate(self):
        """Take a cancellation back: the meeting is planned again."""
        self.lock_for_update()
        self._expect_state('cancelled')
        self.write({'state': 'planned', 'cancel_reason': False})

    # ---- Two at the same time ------------------------------------------------------------------

    def _end(self):
        """Return when the meeting ends, as far as that is known."""
        self.ensure_one()
        return self.stop or self.start

    def _find_at_same_time(self, domain):
        """Return the meetings of a domain that were not called off and touch the hours of these.

        :return: ``{meeting of self: other meetings}``
        """
        timed = self.filtered(
            lambda meeting: meeting.start and meeting.state not in CALLED_OFF_STATES
        )
        if not timed:
            return {}
        others = self.search(
            Domain(domain)
            & Domain('start', '<', max(meeting._end() for meeting in timed))
            & Domain('state', 'not in', CALLED_OFF_STATES)
            & (
                Domain('stop', '>', min(timed.mapped('start')))
                | Domain('start', '>=', min(timed.mapped('start')))
            )
        )
        return {
            meeting: others.filtered(
                lambda other, meeting=meeting: (
                    other.id != meeting._origin.id
                    and other.start < meeting._end()
                    and meeting.start < other._end()
                )
            )
            for meeting in timed
        }

    @api.constrains('start', 'stop', 'state', 'link_ids')
    def _check_councils_not_twice(self):
        # A council sits in one place, also where the user does not see it sit in the other.
        councils = self.sudo().link_ids.council_id
        if not councils:
            return
        found = self.sudo()._find_at_same_time(Domain('link_ids.council_id', 'in', councils.ids))
        for meeting, others in found.items():
            mine = meeting.link_ids.council_id
            for other in others:
                council = (mine & other.link_ids.council_id)[:1]
                if council:
                    raise ValidationError(
                        self.env._(
                            '%(council)s would sit in two meetings at the same time: %(first)s '
                            'and %(second)s on %(date)s. Change the hours of one of them, or '
                            'cancel it.',
                            council=council.name,
                            first=meeting._title(),
                            second=other._title(),
                            date=meeting.date_label,
                        )
                    )

    @api.depends('start', 'stop', 'coordinator_ids', 'state')
    def _compute_overlap_warning(self):
        self.overlap_warning = False
        coordinators = self.coordinator_ids._origin
        if not coordinators:
            return
        found = self._find_at_same_time(Domain('coordinator_ids', 'in', coordinators.ids))
        for meeting, others in found.items():
            for other in others:
                both = meeting.coordinator_ids._origin & other.coordinator_ids
                if both:
                    meeting.overlap_warning = self.env._(
                        '%(names)s is at another meeting at the same time: %(meeting)s.',
                        names=format_list(self.env, both.mapped('display_name')),
                        meeting=other._title(),
                    )
                    break
