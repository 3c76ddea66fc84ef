# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from .support_council import HELD_STATES

CALLED_OFF_STATES = ('cancelled', 'postponed')


class SupportMeeting(models.Model):
    """Any gathering: study session, preparation, council, sub-body, training, forum, briefing.

    A meeting that was held writes its log entry by itself, and so is counted exactly once.
    """

    _name = 'support.meeting'
    _inherit = [
        'support.dated',
        'mail.thread',
        'support.searchable',
        'support.frozen',
        'support.kept',
        'support.handed.over',
    ]
    _description = 'Meeting'
    _order = 'date desc, start desc, id desc'
    _rec_names_search = ['name', 'place']
    _search_key_fields = ('name', 'place')
    _check_company_auto = True
    _import_duplicate_fields = ('date', 'kind_id', 'area_id')

    name = fields.Char(
        compute='_compute_name', store=True, precompute=True, readonly=False, required=True
    )
    kind_id = fields.Many2one(
        'support.meeting.kind', required=True, index=True, ondelete='restrict'
    )
    host = fields.Selection(
        [('own', 'We'), ('other', 'Others')], string='Held By', required=True, default='own'
    )
    host_organization_id = fields.Many2one(
        'res.partner', string='Host', domain=[('is_company', '=', True)], ondelete='restrict'
    )
    state = fields.Selection(
        [
            ('planned', 'Planned'),
            ('invited', 'Invited'),
            ('held', 'Held'),
            ('drafted', 'Minutes drafted'),
            ('confirmed', 'Minutes confirmed'),
            ('postponed', 'Postponed'),
            ('cancelled', 'Cancelled'),
        ],
        required=True,
        default='planned',
        index=True,
        copy=False,
        tracking=True,
    )
    cancel_reason = fields.Char(string='Reason', copy=False)

    # When and where
    date = fields.Date(string='Meeting Date')
    start = fields.Datetime(string='Begins', help='Leave empty while only the day is known.')
    stop = fields.Datetime(string='Ends')
    format = fields.Selection(
        [
            ('onsite', 'On site'),
            ('online', 'Online'),
            ('hybrid', 'On site and online'),
            ('written', 'In writing'),
        ],
        required=True,
        default='onsite',
    )
    place = fields.Char()
    area_id = fields.Many2one(
        'support.area',
        compute='_compute_area_id',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        help='Leading area. It decides who may see the meeting.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    commission_id = fields.Many2one(
        'support.commission',
        required=True,
        ondelete='restrict',
        check_company=True,
        default=lambda self: self.env['support.activity']._default_commission_id(),
    )

    # Who
    link_ids = fields.One2many('support.meeting.council', 'meeting_id', string='Numbers')
    council_ids = fields.Many2many(
        'support.council',
        string='Councils',
        compute='_compute_council_ids',
        inverse='_inverse_council_ids',
        search='_search_council_ids',
    )
    user_id = fields.Many2one(
        'res.users',
        string='In Charge',
        default=lambda self: self.env.user,
        check_company=True,
        ondelete='restrict',
    )
    coordinator_ids = fields.Many2many(
        'support.coordinator',
        string='Coordinators Present',
        check_company=True,
        ondelete='restrict',
        default=lambda self: self.env['support.activity']._default_coordinator(),
    )
    attendance_ids = fields.One2many(
        'support.meeting.attendance',
        'meeting_id',
    )
    headcount = fields.Integer(
        aggregator=None, help='Everybody who came, residents and guests included.'
    )
    headcount_is_approx = fields.Boolean(string='About')
    observers = fields.Integer(aggregator=None)

    # What
    count_kind_id = fields.Many2one(
        'support.activity.kind',
        string='Counts As',
        compute='_compute_count_kind_id',
        store=True,
        readonly=False,
        ondelete='restrict',
    )
    agenda_ids = fields.One2many('support.meeting.agenda', 'meeting_id', copy=True)
    reported = fields.Html(string='Reports')
    discussed = fields.Html(string='Discussion')
    decided = fields.Html(string='Decisions')
    next_date = fields.Date()
    next_theme = fields.Char()
    is_public = fields.Boolean(string='Open to the Public')
    minutes_public = fields.Boolean(string='Minutes Open to the Public')
    version_ids = fields.One2many(
        'support.meeting.version', 'meeting_id', string='Confirmed Minutes', copy=False
    )
    entry_ids = fields.One2many(
        'support.activity', 'meeting_id', string='Log Entry', context={'active_test': False}
    )
    action_ids = fields.One2many('support.action', 'meeting_id', string='Homework')

    _hours_order = models.Constraint(
        'CHECK(stop IS NULL OR start IS NOT NULL AND stop >= start)',
        'A meeting needs a beginning before its end. Correct "Begins" or "Ends".',
    )
    _numbers_positive = models.Constraint(
        'CHECK(headcount >= 0 AND observers >= 0)', 'A head-count cannot be negative.'
    )

    # ---- Computes ------------------------------------------------------------------------------

    @api.depends('kind_id')
    def _compute_name(self):
        for meeting in self:
            if not meeting.name or meeting.name in self._kind_names():
                meeting.name = meeting.kind_id.name

    @api.model
    def _kind_names(self):
        """Names of all kinds: a meeting named by nothing else follows its kind."""
        return self.env['support.meeting.kind'].search_fetch([], ['name']).mapped('name')

    @api.depends('kind_id', 'host')
    def _compute_count_kind_id(self):
        for meeting in self:
            kind = meeting.kind_id
            meeting.count_kind_id = (
                kind.activity_kind_id if meeting.host == 'own' else kind.other_host_kind_id
            )

    @api.depends('link_ids.council_id')
    def _compute_area_id(self):
        for meeting in self:
            if not meeting.area_id:
                meeting.area_id = meeting.link_ids.council_id.area_id[:1]

    @api.depends('link_ids.council_id')
    def _compute_council_ids(self):
        for meeting in self:
            meeting.council_ids = meeting.link_ids.council_id

    def _inverse_council_ids(self):
        for meeting in self:
            wanted = meeting.council_ids
            rows = meeting.link_ids
            meeting.write(
                {
                    'link_ids': [
                        Command.delete(row.id) for row in rows if row.council_id not in wanted
                    ]
                    + [
                        Command.create({'council_id': council.id})
                        for council in wanted - rows.council_id
                    ]
                }
            )

    def _search_council_ids(self, operator, value):
        if operator not in ('in', 'any'):
            return NotImplemented
        return Domain('link_ids.council_id', operator, value)

    @api.onchange('council_ids')
    def _onchange_council_ids(self):
        self.area_id = self.area_id or self.council_ids[:1].area_id

    @api.constrains('state', 'date')
    def _check_held_not_future(self):
        for meeting in self:
            today = meeting.company_id._support_today()
            if meeting.state in HELD_STATES and meeting.date > today:
                raise ValidationError(
                    self.env._(
                        '%(meeting)s is on %(date)s and cannot have been held yet. '
                        'Correct the date, or leave it planned.',
                        meeting=meeting.name,
                        date=meeting.date_label,
                    )
                )

    # ---- Create, write -------------------------------------------------------------------------

    def _with_local_day(self, vals):
        """Add the local calendar day of a known beginning: 08:00 on 1 April is the new year."""
        if vals.get('start'):
            company = self[:1].company_id or self.env.company
            start = fields.Datetime.to_datetime(vals['start'])
            stop = fields.Datetime.to_datetime(vals.get('stop')) or start
            vals = {
                **vals,
                'date': company._support_local_date(start),
                'date_to': company._support_local_date(stop),
                'date_precision': 'day',
            }
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('area_id') and vals.get('council_ids'):
                vals['area_id'] = self._area_of_commands(vals['council_ids'])
        meetings = super().create([self._with_local_day(vals) for vals in vals_list])
        meetings._follow_up()
        return meetings

    @api.model
    def _area_of_commands(self, commands):
        """Return the id of the leading area of the first council in many2many commands."""
        ids = self.env['support.meeting'].new({'council_ids': commands}).council_ids.ids
        return self.env['support.council'].browse(ids[:1]).area_id.id

    def write(self, vals):
        if 'kind_id' in vals:
            # A number belongs to a series of one kind; in that of the new kind it may be taken.
            self.filtered(lambda meeting: meeting.kind_id.id != vals['kind_id']).link_ids.write(
                {'number': 0, 'number_year': 0}
            )
        result = super().write(self._with_local_day(vals))
        if self._follow_up_fields() & vals.keys():
            self._follow_up()
        return result

    @api.model
    def _follow_up_fields(self):
        """Names of the fields on which numbers, log entry and cards of a meeting depend."""
        return {
            'state',
            'start',
            'stop',
            'date',
            'date_to',
            'date_precision',
            'kind_id',
            'name',
            'host',
            'count_kind_id',
            'area_id',
            'commission_id',
            'council_ids',
            'link_ids',
            'coordinator_ids',
            'headcount',
            'headcount_is_approx',
            'place',
            'format',
        }

    def _follow_up(self):
        self.link_ids._propose_numbers()
        self._sync_entry()
        self.link_ids.council_id.sudo()._update_next_step()

    # ---- The log entry of a held meeting -------------------------------------------------------

    def _sync_entry(self):
        """Keep the one log entry of each meeting in step with it.

        Facts of the meeting (day, areas, head-count, the gathering it counts as) are the
        meeting's; own words and minutes of a coordinator are hers and are never overwritten.
        """
        entries = (
            self.env['support.activity']
            .with_context(active_test=False)
            .search([('meeting_id', 'in', self.ids)])
            .grouped('meeting_id')
        )
        for meeting in self:
            entry = entries.get(meeting)
            if meeting._writes_entry():
                if entry:
                    entry.write(meeting._prepare_entry_values())
                    meeting._sync_participants(entry)
                else:
                    entry = self.env['support.activity'].create(
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

    # ---- Actions -------------------------------------------------------------------------------

    def action_invite(self):
        self._expect_state('planned')
        self.state = 'invited'

    def action_hold(self):
        """Record that the meeting took place; its attendance list starts from the members."""
        self._expect_state('planned', 'invited')
        for meeting in self.filtered(lambda meeting: not meeting.attendance_ids):
            meeting.attendance_ids = [
                Command.create(values) for values in meeting._prepare_attendance_values()
            ]
        self.state = 'held'

    def _prepare_attendance_values(self):
        """Return the values of one attendance line for each seat in force on the day."""
        self.ensure_one()
        lines = []
        for council in self.link_ids.council_id:
            for seat in council.seat_ids._in_force(self.date):
                member = seat.member_ids._in_force(self.date)[:1]
                lines.append(
                    {
                        'council_id': council.id,
                        'seat_id': seat.id,
                        'member_id': member.id,
                        'sequence': seat.sequence,
                    }
                )
        return lines

    def action_draft_minutes(self):
        self._expect_state('held')
        self.state = 'drafted'

    def action_confirm(self):
        """Confirm the minutes: keep them as a version and lock the meeting."""
        self.lock_for_update()
        self._expect_state('held', 'drafted')
        for meeting in self:
            content = meeting._prepare_minutes()
            # The version row is the system's own record; nobody types it.
            self.env['support.meeting.version'].sudo()._thaw().create(
                {
                    'meeting_id': meeting.id,
                    'company_id': meeting.company_id.id,
                    'area_id': meeting.area_id.id,
                    'number': max(meeting.version_ids.mapped('number'), default=0) + 1,
                    'reason': self.env.context.get('reopen_reason'),
                    'content': content,
                    'checksum': meeting._frozen_checksum(content),
                    'confirmed_on': fields.Datetime.now(),
                    'confirmed_by_id': self.env.user.id,
                }
            )
        self.state = 'confirmed'

    def _prepare_minutes(self):
        """Return what is kept of confirmed minutes: names as text, so that it never changes.

        :return: dict with ``title``, ``date`` (as printed), ``place``, ``headcount``, the texts
            ``reported``, ``discussed``, ``decided``, and the lists ``agenda`` and ``attendance``
        """
        self.ensure_one()
        return {
            'title': self._title(),
            'date': self.date_label,
            'place': self.place or '',
            'councils': self.link_ids.council_id.mapped('name'),
            'headcount': self.headcount,
            'headcount_is_approx': self.headcount_is_approx,
            'reported': str(self.reported or ''),
            'discussed': str(self.discussed or ''),
            'decided': str(self.decided or ''),
            'agenda': [
                {
                    'topic': line.name,
                    'presenter': line.presenter or '',
                    'is_internal': line.is_internal,
                    'outcome': line.outcome or '',
                    'outcome_text': line.outcome_text or '',
                }
                for line in self.agenda_ids
            ],
            'attendance': [
                {'name': line.name, 'status': line.status, 'proxy': line.proxy_name or ''}
                for line in self.attendance_ids
            ],
        }

    def action_reopen(self):
        """Unlock confirmed minutes for a correction. Asks for the reason."""
        self._expect_state('confirmed')
        return self.env['support.reason']._open(self, '_reopen', self.env._('Reopen the Minutes'))

    def _reopen(self, reason):
        """Unlock confirmed minutes; possible while no council of the meeting has later ones.

        :param str reason: kept in the next version
        :raises UserError: when later minutes are confirmed
        """
        self.ensure_one()
        self.lock_for_update()
        self._expect_state('confirmed')
        later = self.search(
            [
                ('state', '=', 'confirmed'),
                ('date', '>', self.date),
                ('link_ids.council_id', 'in', self.link_ids.council_id.ids),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    'Later minutes are confirmed already (%(meeting)s, %(date)s). Add a dated '
                    'correction to those instead of reopening these.',
                    meeting=later.name,
                    date=later.date_label,
                )
            )
        self._thaw().write({'state': 'drafted'})
        self.message_post(body=self.env._('Minutes reopened: %(reason)s', reason=reason))

    def action_cancel(self):
        """Call the meeting off. Asks for the reason."""
        self._expect_state('planned', 'invited')
        return self.env['support.reason']._open(self, '_cancel', self.env._('Cancel the Meeting'))

    def _cancel(self, reason):
        """Call the meeting off: it counts nowhere and gives its number back.

        :param str reason: shown on the meeting
        """
        self._expect_state('planned', 'invited')
        self.write({'state': 'cancelled', 'cancel_reason': reason})

    def _reason_methods(self):
        return {'_reopen', '_cancel'}

    def _expect_state(self, *states):
        """Refuse a step that does not fit the state, for example when a colleague was faster."""
        labels = dict(self._fields['state']._description_selection(self.env))
        for meeting in self:
            if meeting.state not in states:
                raise UserError(
                    self.env._(
                        '%(meeting)s is "%(state)s" now, so this step is not possible. '
                        'Reload the page to see its present state.',
                        meeting=meeting.name,
                        state=labels[meeting.state],
                    )
                )

    def _is_frozen(self):
        return self.state == 'confirmed'

    def action_open_entry(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.activity',
            'res_id': self.entry_ids[:1].id,
            'views': [(False, 'form')],
        }
