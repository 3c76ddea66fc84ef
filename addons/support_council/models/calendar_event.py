# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

from .support_council import HELD_STATES, PLANNED_STATES

# Shown for a meeting whose end is not known.
ASSUMED_LENGTH = timedelta(hours=1)

_CONTEXT_KEY = 'support_from_meeting'
# Compared by identity: whatever a client sends in its context is another object.
_FROM_MEETING = object()


class CalendarEvent(models.Model):
    """Odoo's Calendar knows two things of ours: planned meetings, and a coordinator's own plan.

    Events are open to all employees of all companies, so both are private, and a meeting shows no
    more than the word for a council and its number. Staff see meetings in views of meetings and in
    ``support.schedule``, where our own rights apply.
    """

    _inherit = 'calendar.event'

    support_meeting_id = fields.Many2one(
        'support.meeting', string='Council Meeting', copy=False, ondelete='cascade'
    )
    support_announced = fields.Boolean(
        copy=False, export_string_translation=False, help='The invitations were put into the queue.'
    )
    support_coordinator_id = fields.Many2one(
        'support.coordinator',
        string='Plan of',
        index='btree_not_null',
        ondelete='cascade',
        help='The coordinator whose working time this plans.',
    )
    support_kind_id = fields.Many2one(
        'support.activity.kind', string='Kind of Work', ondelete='restrict'
    )
    support_area_id = fields.Many2one('support.area', string='Area', ondelete='restrict')
    support_activity_id = fields.Many2one(
        'support.activity',
        string='Log Entry',
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help='The entry that was written from this plan.',
    )

    _support_meeting_uniq = models.UniqueIndex(
        '(support_meeting_id) WHERE support_meeting_id IS NOT NULL',
        'The meeting stands in the calendar already.',
    )
    _support_meeting_or_plan = models.Constraint(
        'CHECK(support_meeting_id IS NULL OR support_coordinator_id IS NULL)',
        'A meeting is in the plan of its coordinators by itself. Name them on the meeting.',
    )

    @api.onchange('support_kind_id')
    def _onchange_support_kind_id(self):
        self.name = self.name or self.support_kind_id.name

    # ---- Create, write -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get('default_support_coordinator_id')
        plans = [bool(vals.get('support_coordinator_id', default)) for vals in vals_list]
        if any(plans):
            # Core would write address and telephone of whoever takes part into the event.
            self = self.with_context(skip_contact_description=True)  # noqa: PLW0642
        return super().create(
            [
                self._prepare_plan_values({'support_coordinator_id': default, **vals})
                if plan
                else vals
                for vals, plan in zip(vals_list, plans, strict=True)
            ]
        )

    @api.model
    def _prepare_plan_values(self, vals):
        """Return the values of a plan entry: private, and for its coordinator alone.

        A coordinator without a login has no attendee; whoever typed the plan owns the event.
        """
        coordinator = self.env['support.coordinator'].browse(vals['support_coordinator_id']).sudo()
        return {
            **vals,
            'privacy': 'private',
            'partner_ids': [Command.set(coordinator.user_id.partner_id.ids)],
            'res_model_id': False,
            'res_id': False,
        }

    def write(self, vals):
        if self.env.context.get(_CONTEXT_KEY) is _FROM_MEETING:
            return super().write(vals)
        # An event is checked against its meeting, also where one does not see that.
        of_meetings = self.browse(self.sudo().filtered('support_meeting_id').ids)
        of_meetings._check_meeting_allows(vals)
        moved = vals.keys() & {'start', 'stop', 'duration', 'location'}  # core empties the dict
        result = super().write(vals)
        if of_meetings and moved:
            of_meetings._update_meeting()
        return result

    def _check_meeting_allows(self, vals):
        """Refuse what cannot be changed on the event of a meeting.

        Hours and place follow to the meeting while it is planned; title and people are the
        meeting's; once it was held nothing changes here any more.

        :raises UserError: naming the event and the remedy
        """
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))}
        for event in self.sudo():
            if names and event.support_meeting_id.state not in PLANNED_STATES:
                raise UserError(
                    self.env._(
                        '“%(event)s” is not planned any more, so its event in the calendar stays '
                        'as it is. Open the meeting to correct it there.',
                        event=event.name,
                    )
                )
            if any(name in names and event._differs(name, vals[name]) for name in self._kept()):
                raise UserError(
                    self.env._(
                        '“%(event)s” stands for a meeting: only its hours and its place can be '
                        'changed in the calendar. Open the meeting to change title, people or '
                        'state; the event follows. Meetings are not repeated by the calendar: '
                        'plan the next one from the meeting.',
                        event=event.name,
                    )
                )

    @api.model
    def _kept(self):
        """Names of the fields of a meeting's event that only the meeting changes."""
        return (
            'name',
            'active',
            'allday',
            'partner_ids',
            'privacy',
            'recurrency',
            'user_id',
            'support_meeting_id',
            'support_coordinator_id',
        )

    def _differs(self, name, value):
        """Tell whether writing ``value`` changes the field; commands only as ``Command.set``."""
        field = self._fields[name]
        if field.type == 'many2many':
            commands = value if len(value) == 1 and value[0][0] == Command.SET else False
            return not commands or set(commands[0][2]) != set(self[name].ids)
        if field.type == 'datetime':
            value = fields.Datetime.to_datetime(value)
        current = self[name].id if field.type == 'many2one' else self[name]
        return (current or False) != (value or False)

    def _update_meeting(self):
        """Bring hours and place of events to their meetings, with the rights of the user.

        :raises ValidationError: when the meeting's own checks refuse them
        """
        for event in self:
            meeting, moved = event.support_meeting_id, event.sudo()
            vals = {}
            if self._meeting_hours(meeting) != (moved.start, moved.stop):
                known = meeting.stop or moved.stop - moved.start != ASSUMED_LENGTH
                vals = {'start': moved.start, 'stop': moved.stop if known else False}
            if (moved.location or False) != (meeting.place or False):
                vals['place'] = moved.location
            if vals:
                meeting.write(vals)

    # ---- From a meeting to its event -----------------------------------------------------------

    @api.model
    def _sync_meetings(self, meetings):
        """Give every planned meeting with a known beginning its one event, and others none.

        Meetings that are over when they are typed, and imported ones, get none. An event that
        somebody deleted comes back with the next change of the meeting.

        :param meetings: ``support.meeting`` records that were created or changed
        """
        owner = self.sudo().with_context(
            **{_CONTEXT_KEY: _FROM_MEETING, 'active_model': False, 'active_id': False},
            skip_contact_description=True,
        )
        owner = owner.with_env(owner.env(context=clean_context(owner.env.context)))
        events = owner.search([('support_meeting_id', 'in', meetings.ids)])
        events = events.grouped('support_meeting_id')
        for meeting in meetings.sudo():
            event = events.get(meeting, owner.browse())
            if meeting.state in PLANNED_STATES and meeting.start and meeting.format != 'written':
                values = owner._prepare_meeting_values(meeting)
                if event:
                    event._write_changes(values)
                elif owner._starts_event(meeting):
                    announced = meeting.state == 'invited'  # creating it sends the invitations
                    event = owner.create([{**values, 'support_announced': announced}])
                event._announce()
            elif meeting.state not in HELD_STATES:
                event.unlink()

    @api.model
    def _starts_event(self, meeting):
        """Hook: return whether a meeting that has no event gets one."""
        _start, stop = self._meeting_hours(meeting)
        return stop > fields.Datetime.now() and not self.env.context.get('import_file')

    @api.model
    def _meeting_hours(self, meeting):
        """Return beginning and end of a meeting as naive UTC, for an unknown end an assumed one."""
        return meeting.start, meeting.start and (meeting.stop or meeting.start + ASSUMED_LENGTH)

    @api.model
    def _prepare_meeting_values(self, meeting):
        """Return the values of the event that stands for a meeting."""
        start, stop = self._meeting_hours(meeting)
        return {
            'name': self._meeting_title(meeting),
            'start': start,
            'stop': stop,
            'allday': False,
            'location': meeting.place,
            'user_id': meeting.user_id.id,
            'partner_ids': [Command.set(self._meeting_partners(meeting).ids)],
            'privacy': 'private',
            'support_meeting_id': meeting.id,
        }

    @api.model
    def _meeting_title(self, meeting):
        """Return the word for a council and the number, and nothing else: 協議体（第3回）."""
        paper = self.env['ir.actions.report']._for_paper()  # members read it as well
        rows = meeting.link_ids
        if not rows:
            return meeting.kind_id.with_env(paper.env).name
        title = meeting.company_id.support_council_term or paper.env._('Council')
        number = rows.number if len(rows) == 1 else 0
        if not number:
            return title
        return paper.env._('%(meeting)s (No. %(number)s)', meeting=title, number=number)

    @api.model
    def _meeting_partners(self, meeting):
        """Return who takes part: who is in charge, coordinators with login, members with e-mail."""
        seats = meeting.link_ids.council_id.seat_ids._in_force(meeting.date)
        members = seats.member_ids._in_force(meeting.date).person_id.partner_id
        users = meeting.user_id | meeting.coordinator_ids.user_id
        return users.partner_id | members.filtered('email')

    def _write_changes(self, values):
        """Write those of the values that differ: an event nobody changed sends nothing."""
        changes = {name: value for name, value in values.items() if self._differs(name, value)}
        if changes:
            self.write(changes)

    # ---- Mail ----------------------------------------------------------------------------------

    def _announce(self):
        """Put the invitations into the queue once, when the meeting is announced."""
        for event in self:
            if event._is_announced() and not event.support_announced:
                event.support_announced = True
                event.attendee_ids._send_invitation_emails()

    def _is_announced(self):
        """Tell whether attendees may get mail: of a meeting still to come, once invitations go out.

        A plan that is still being moved about concerns nobody outside, and a coordinator's own
        plan never does.
        """
        self.ensure_one()
        return self.support_meeting_id.state == 'invited' and self.start > fields.Datetime.now()

    # ---- From a plan to the log ----------------------------------------------------------------

    def _schedule_row(self):
        self.ensure_one()
        return self.env['support.schedule']._of_plan(self)

    def action_support_log(self):
        """Write the log entry of this plan, or open it."""
        return self._schedule_row().action_log()

    def action_support_call_off(self):
        """It did not take place: the plan counts nowhere and leaves the lists."""
        return self._schedule_row().action_call_off()
