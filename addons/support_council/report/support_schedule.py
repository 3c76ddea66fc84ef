# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..models.res_company import DEFAULT_ZONE

# What stands in the rows: the last digit of a row's id says where it comes from.
PLAN, MEETING, LOG = range(3)
# A row of a meeting is one of meeting and coordinator.
COORDINATOR_FACTOR = 1_000_000
# Plan of a day that was only clicked: from nine to ten.
FIRST_HOUR = time(9)
MINUTES_OF_A_DAY = 1440

_PLAN_FIELDS = {
    'name': 'name',
    'start': 'start',
    'stop': 'stop',
    'allday': 'allday',
    'place': 'location',
    'kind_id': 'support_kind_id',
    'area_id': 'support_area_id',
    'coordinator_id': 'support_coordinator_id',
}
_MEETING_FIELDS = {'start', 'stop', 'place'}


class SupportSchedule(models.Model):
    """予定と実績: what a coordinator plans, the meetings she is to attend, and what she logged.

    One row is one plan entry, one planned meeting and coordinator, or one line of the log and
    coordinator. Creating a row writes a plan entry; moving one moves the plan or the meeting. Days
    are those of the office, so 31 March 23:30 is in the old fiscal year.

    Who sees what: meetings and log follow the areas and the sharing of their own records, and
    everybody sees her own rows. A plan is private in Odoo's Calendar, and this view must not be the
    hole in that wall: a plan is shown to its coordinator and to managers, to whom weekly plans are
    handed on paper as well. The plan of a coordinator without a login is seen by the colleagues who
    type for her. Private appointments of the Calendar never appear, for nobody: a row needs a
    coordinator.
    """

    _name = 'support.schedule'
    _description = 'Plan and Log'
    _auto = False
    _order = 'start, id'
    _depends = {
        'calendar.event': [
            'active',
            'allday',
            'location',
            'name',
            'start',
            'stop',
            'support_activity_id',
            'support_area_id',
            'support_coordinator_id',
            'support_kind_id',
        ],
        'support.activity': [
            'active',
            'area_id',
            'date',
            'date_to',
            'event_name',
            'meeting_id',
            'place',
            'share_level',
            'state',
        ],
        'support.activity.count': ['kind_id', 'sequence'],
        'support.activity.participant': ['coordinator_id', 'minutes'],
        'support.coordinator': ['area_id', 'company_id', 'user_id'],
        'support.meeting': [
            'area_id',
            'coordinator_ids',
            'count_kind_id',
            'date',
            'date_precision',
            'name',
            'place',
            'start',
            'state',
            'stop',
        ],
    }

    name = fields.Char(string='Plan')
    source = fields.Selection(
        [('plan', 'Plan'), ('meeting', 'Meeting'), ('log', 'Log')], string='Row From', readonly=True
    )
    coordinator_id = fields.Many2one(
        'support.coordinator', default=lambda self: self._default_coordinator_id()
    )
    user_id = fields.Many2one('res.users', string='Login', readonly=True)
    date = fields.Date(readonly=True)
    month_key = fields.Integer(string='Month', readonly=True, aggregator=None)
    fiscal_year = fields.Selection(
        selection=lambda self: self.env['support.dated']._selection_fiscal_year(), readonly=True
    )
    start = fields.Datetime(string='Begins', default=lambda self: self._default_start())
    stop = fields.Datetime(
        string='Ends', default=lambda self: self._default_start() + timedelta(hours=1)
    )
    allday = fields.Boolean(string='No Fixed Hours')
    minutes = fields.Integer(string='Time (Minutes)', readonly=True)
    kind_id = fields.Many2one('support.activity.kind', string='Kind of Work')
    area_id = fields.Many2one('support.area')
    place = fields.Char()
    entry_id = fields.Many2one('support.activity', string='Log Entry', readonly=True)
    state = fields.Selection(
        [
            ('planned', 'Planned'),
            ('logged', 'Logged'),
            ('provisional', 'Provisional'),
            ('in_vain', 'Gone in vain'),
            ('cancelled', 'Cancelled'),
        ],
        readonly=True,
    )
    is_shared = fields.Boolean(
        readonly=True,
        export_string_translation=False,
        help='Unset for a line of the log that is not shared with colleagues.',
    )
    company_id = fields.Many2one('res.company', readonly=True)
    res_model = fields.Char(readonly=True, export_string_translation=False)
    res_id = fields.Many2oneReference(
        model_field='res_model', readonly=True, export_string_translation=False
    )

    # ---- Defaults ------------------------------------------------------------------------------

    @api.model
    def _default_coordinator_id(self):
        return self.env['support.activity']._default_coordinator()

    @api.model
    def _default_start(self):
        """Return the next half hour."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        return now + timedelta(minutes=30 - now.minute % 30)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if values.get('allday') and values.get('start'):
            # A click on a day of the month: planned work has hours, so some are proposed.
            day = fields.Datetime.to_datetime(values['start']).date()
            start = self._office_moment(day, FIRST_HOUR)
            values |= {'allday': False, 'start': start, 'stop': start + timedelta(hours=1)}
        return values

    @api.model
    def _office_moment(self, day, hour):
        """Return the naive UTC datetime of a local day and hour of the office."""
        local = self.env.company._support_zone().localize(datetime.combine(day, hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.onchange('kind_id')
    def _onchange_kind_id(self):
        self.name = self.name or self.kind_id.name

    @api.onchange('start')
    def _onchange_start(self):
        if self.start and (not self.stop or self.stop < self.start):
            self.stop = self.start + timedelta(hours=1)

    # ---- The rows ------------------------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT source.id, source.source, source.coordinator_id, coordinator.user_id,
                   source.name, source.date, source.start, source.stop, source.allday,
                   source.minutes, source.kind_id, source.place, source.entry_id, source.state,
                   source.is_shared,
                   (EXTRACT(YEAR FROM source.date) * 100
                    + EXTRACT(MONTH FROM source.date))::int AS month_key,
                   (EXTRACT(YEAR FROM source.date - INTERVAL '3 months'))::int::text
                       AS fiscal_year,
                   COALESCE(source.area_id, coordinator.area_id) AS area_id,
                   coordinator.company_id, source.res_model, source.res_id
              FROM (%(plans)s UNION ALL %(meetings)s UNION ALL %(log)s) AS source
              JOIN support_coordinator coordinator ON coordinator.id = source.coordinator_id
            """,
            plans=self._plan_query(),
            meetings=self._meeting_query(),
            log=self._log_query(),
        )

    @api.model
    def _plan_query(self):
        """Return the rows of plan entries."""
        return SQL(
            """
            SELECT event.id::bigint * 10 + %(digit)s AS id, 'plan' AS source,
                   event.support_coordinator_id AS coordinator_id, event.name,
                   CASE WHEN event.allday THEN event.start::date ELSE %(local)s END AS date,
                   event.start, event.stop, COALESCE(event.allday, FALSE) AS allday,
                   CASE WHEN event.allday THEN 0
                        ELSE (EXTRACT(EPOCH FROM event.stop - event.start) / 60)::int
                   END AS minutes,
                   event.support_kind_id AS kind_id, event.support_area_id AS area_id,
                   event.location AS place, event.support_activity_id AS entry_id,
                   CASE WHEN event.support_activity_id IS NULL THEN 'planned' ELSE 'logged'
                   END AS state,
                   'calendar.event' AS res_model, event.id AS res_id, TRUE AS is_shared
              FROM calendar_event event
              JOIN support_coordinator planner ON planner.id = event.support_coordinator_id
              %(zone)s
             WHERE event.active
            """,
            digit=PLAN,
            local=self._local_day(SQL('event.start')),
            zone=self._zone_join(SQL('planner.company_id')),
        )

    @api.model
    def _meeting_query(self):
        """Return the rows of meetings to come, one for each coordinator who is to be there."""
        present = self.env['support.meeting']._fields['coordinator_ids']
        return SQL(
            """
            SELECT (meeting.id::bigint * %(factor)s + present.coordinator_id) * 10 + %(digit)s,
                   'meeting', present.coordinator_id, meeting.name, meeting.date,
                   COALESCE(meeting.start, meeting.date + TIME '03:00'),
                   COALESCE(meeting.stop, meeting.start + INTERVAL '1 hour',
                            meeting.date + TIME '03:00'),
                   meeting.start IS NULL,
                   COALESCE((EXTRACT(EPOCH FROM meeting.stop - meeting.start) / 60)::int, 0),
                   meeting.count_kind_id, meeting.area_id, meeting.place, NULL::int, 'planned',
                   'support.meeting', meeting.id, TRUE
              FROM support_meeting meeting
              JOIN (SELECT %(meeting)s AS meeting_id, %(coordinator)s AS coordinator_id
                      FROM %(table)s) AS present ON present.meeting_id = meeting.id
             WHERE meeting.state IN ('planned', 'invited') AND meeting.date_precision = 'day'
            """,
            factor=COORDINATOR_FACTOR,
            digit=MEETING,
            meeting=SQL.identifier(present.column1),
            coordinator=SQL.identifier(present.column2),
            table=SQL.identifier(present.relation),
        )

    @api.model
    def _log_query(self):
        """Return the rows of the log. The minutes belong to the first kind the entry counts."""
        return SQL(
            """
            SELECT line.id::bigint * 10 + %(digit)s, 'log', line.coordinator_id,
                   entry.event_name, entry.date, entry.date + TIME '03:00',
                   COALESCE(entry.date_to, entry.date) + TIME '03:00', TRUE, line.minutes,
                   counted.kind_id, entry.area_id, entry.place, entry.id,
                   CASE entry.state WHEN 'done' THEN 'logged' ELSE entry.state END,
                   'support.activity', entry.id, entry.share_level <> 'own'
              FROM support_activity_participant line
              JOIN support_activity entry ON entry.id = line.activity_id
         LEFT JOIN LATERAL (
                    SELECT count.kind_id
                      FROM support_activity_count count
                     WHERE count.activity_id = entry.id
                     ORDER BY count.sequence, count.id
                     LIMIT 1
                   ) AS counted ON TRUE
             WHERE entry.active AND entry.date_precision = 'day'
            """,
            digit=LOG,
        )

    @api.model
    def _zone_join(self, company):
        """Return the join that gives the time zone of a company's office: ``zone.name``."""
        return SQL(
            """
              JOIN res_company office ON office.id = %(company)s
              JOIN res_partner address ON address.id = office.partner_id
        CROSS JOIN LATERAL (SELECT COALESCE(address.tz, %(default)s) AS name) AS zone
            """,
            company=company,
            default=DEFAULT_ZONE,
        )

    @api.model
    def _local_day(self, moment):
        return SQL("((%s AT TIME ZONE 'UTC') AT TIME ZONE zone.name)::date", moment)

    @api.model
    def _of_plan(self, event):
        """Return the row of a plan entry (one ``calendar.event``)."""
        return self.browse(event.id * 10 + PLAN)

    # ---- Create, write, delete: what stands behind the row -------------------------------------

    # The rows are a view, so there is no table to write: what stands behind them is written.
    # pylint: disable=method-required-super,no-raise-unlink

    @api.model_create_multi
    def create(self, vals_list):
        """Write plan entries. Values of ``calendar.event`` follow ``_PLAN_FIELDS``."""
        self.browse().check_access('create')
        events = self.env['calendar.event'].create(
            [
                self._prepare_plan_values(self._add_missing_default_values(vals))
                for vals in vals_list
            ]
        )
        self.env.flush_all()
        return self.browse([event.id * 10 + PLAN for event in events])

    @api.model
    def _prepare_plan_values(self, vals):
        if not vals.get('coordinator_id'):
            raise UserError(
                self.env._(
                    '“%(plan)s”: a plan belongs to a coordinator. Choose whose plan it is.',
                    plan=vals.get('name'),
                )
            )
        return {_PLAN_FIELDS[name]: value for name, value in vals.items() if name in _PLAN_FIELDS}

    def write(self, vals):
        """Change the plan or the hours and place of the meeting behind each row.

        :raises UserError: for rows of the log, which are corrected in their entry
        """
        self.check_access('write')
        for row in self:
            if row.source == 'plan':
                changes = {_PLAN_FIELDS[name]: vals[name] for name in vals.keys() & _PLAN_FIELDS}
                row._plan_event().write(changes)
            elif row.source == 'meeting' and not row.allday:
                meeting = row.env['support.meeting'].browse(row.res_id)
                meeting.write({name: vals[name] for name in vals.keys() & _MEETING_FIELDS})
            else:
                raise UserError(
                    self.env._(
                        '“%(row)s” is not moved in the calendar. Open it and correct its day '
                        'there.',
                        row=row.name,
                    )
                )
        self._reload()
        return True

    def unlink(self):
        """Delete plan entries; meetings and log entries are not deleted from the calendar."""
        self.check_access('unlink')
        for row in self:
            if row.source != 'plan':
                raise UserError(
                    self.env._(
                        '“%(row)s” is no plan entry. Open it to cancel or archive it.',
                        row=row.name,
                    )
                )
        for row in self:
            row._plan_event().unlink()
        self._reload()
        return True

    def _reload(self):
        self.env.flush_all()
        self.invalidate_model()

    def _plan_event(self):
        """Return the event behind a plan row, as far as the user may change it.

        Events are changed by their attendees. A coordinator without a login is none, and every
        colleague who sees her plan may keep it.
        """
        self.ensure_one()
        event = self.env['calendar.event'].browse(self.res_id)
        return event if self.user_id else event.sudo()

    # ---- Actions -------------------------------------------------------------------------------

    def action_open(self):
        """Open the record behind the row; the plan of somebody else is shown, not opened."""
        self.ensure_one()
        self.check_access('read')
        record = self.env[self.res_model].browse(self.res_id)
        views = [(False, 'form')]
        if self.source == 'plan':
            try:
                record.check_access('write')
                views = [(self.env.ref('support_council.calendar_event_view_form_plan').id, 'form')]
            except AccessError:
                record = self
        return {
            'type': 'ir.actions.act_window',
            'name': self.name,
            'res_model': record._name,
            'res_id': record.id,
            'views': views,
        }

    def action_log(self):
        """Open the log entry of a plan, or a new one filled in from it; for a meeting the meeting.

        :raises AccessError: for users who do not write the log
        """
        self.ensure_one()
        if self.entry_id or self.source != 'plan':
            return self.action_open() if not self.entry_id else self._open_entry()
        self.check_access('write')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Log Entry'),
            'res_model': 'support.activity',
            'views': [(False, 'form')],
            'context': {
                'support_plan_id': self.res_id,
                **{
                    f'default_{name}': value for name, value in self._prepare_entry_values().items()
                },
            },
        }

    def _open_entry(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Log Entry'),
            'res_model': 'support.activity',
            'res_id': self.entry_id.id,
            'views': [(False, 'form')],
        }

    def _prepare_entry_values(self):
        """Return the values of the log entry that this plan proposes."""
        self.ensure_one()
        coordinator = self.coordinator_id
        values = {
            'date': self.date,
            'event_name': self.name,
            'area_id': self.area_id.id,
            'place': self.place,
            'means': self._proposed_means(),
            'participant_ids': [
                Command.create(
                    {
                        'coordinator_id': coordinator.id,
                        'minutes': min(self.minutes, MINUTES_OF_A_DAY),
                    }
                )
            ],
        }
        if coordinator.commission_id:
            values['commission_id'] = coordinator.commission_id.id
        if self.kind_id:
            values['count_ids'] = [Command.create({'kind_id': self.kind_id.id, 'quantity': 1})]
        return values

    def _proposed_means(self):
        if self.kind_id.is_gathering:
            return 'event'
        return 'office' if self.kind_id.minutes_only else 'visit'

    @api.model
    def _link_entry(self, entries):
        """Note on the plan that this entry was written from it. Called by every new entry.

        :param entries: the ``support.activity`` records just created; the context key
            ``support_plan_id`` names the plan they were opened from
        """
        plan_id = self.env.context.get('support_plan_id')
        if not plan_id or len(entries) != 1:
            return
        event = self.env['calendar.event'].browse(plan_id)
        row = self.search([('id', '=', self._of_plan(event).id), ('entry_id', '=', False)])
        if row:
            # Whoever sees the plan and writes the log links the two, also for a colleague.
            event.sudo().support_activity_id = entries.id
            self._reload()

    def action_call_off(self):
        """中止だった: the plan counts nowhere and leaves the lists. Meetings are cancelled."""
        self.check_access('write')
        for row in self:
            if row.source != 'plan' or row.entry_id:
                raise UserError(
                    self.env._(
                        '“%(row)s” is no open plan entry. Open it and cancel it there.',
                        row=row.name,
                    )
                )
            row._plan_event().active = False
        self._reload()
        return True

    @api.model
    def action_reinstate(self, row_id):
        """Undo :meth:`action_call_off`.

        :param int row_id: id of the row that was called off
        """
        event = self.env['calendar.event'].sudo().browse(row_id // 10)
        event.filtered('support_coordinator_id').active = True
        self._reload()
        self.browse(row_id).check_access('write')  # the row can only be judged once it is back
        return True

    @api.model
    def _mine_domain(self):
        return Domain('user_id', '=', self.env.uid)
