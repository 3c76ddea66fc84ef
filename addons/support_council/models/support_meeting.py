# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
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
        'support.text.guarded',
        'support.area.bound',
    ]
    _description = 'Meeting'
    _guarded_text_fields = ('reported', 'discussed', 'decided')
    _order = 'date desc, start desc, id desc'
    _rec_names_search = ['name', 'place']
    _search_key_fields = ('name', 'place')
    _check_company_auto = True
    _sight_fields = ('area_id', 'council_ids', 'link_ids')
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
    postponed_from_id = fields.Many2one(
        'support.meeting',
        string='Instead Of',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help='The postponed meeting in whose place this one was planned.',
    )
    postponed_to_ids = fields.One2many(
        'support.meeting', 'postponed_from_id', string='New Meeting', copy=False
    )

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
    action_ids = fields.One2many('support.action', 'meeting_id', string='To-Dos')

    correction_ids = fields.One2many(
        'support.meeting.correction', 'meeting_id', string='Corrections', copy=False
    )

    _hours_order = models.Constraint(
        'CHECK(stop IS NULL OR start IS NOT NULL AND stop >= start)',
        'A meeting needs a beginning before its end. Correct "Begins" or "Ends".',
    )
    _hours_range = models.Constraint(
        "CHECK(stop IS NULL OR stop <= start + interval '24 hours')",
        'A meeting lasts 24 hours at most. Correct "Begins" or "Ends"; a course over several days '
        'is one meeting for each day.',
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
    @api.depends_context('uid')
    def _compute_council_ids(self):
        seen = self._seen_links()
        for meeting in self:
            meeting.council_ids = (meeting.link_ids & seen).council_id

    def _seen_links(self):
        """Return the rows of the councils that the user may read, of joint meetings his own."""
        links = self.link_ids
        if not self.env['support.area']._is_sight_limited():
            return links
        links = links._filtered_access('read')
        councils = links.council_id._filtered_access('read')
        return links.filtered(lambda link: link.council_id in councils)

    def _inverse_council_ids(self):
        seen = self._seen_links()
        for meeting in self:
            wanted = meeting.council_ids
            # Of a joint meeting the councils that the user does not see stay.
            rows = meeting.link_ids & seen
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

    @api.onchange('format')
    def _onchange_format(self):
        if self.format == 'written':
            self.start = self.stop = False

    @api.constrains('format', 'start')
    def _check_written_without_hours(self):
        for meeting in self:
            if meeting.format == 'written' and meeting.start:
                raise ValidationError(
                    self.env._(
                        '%(meeting)s is held in writing and has no hours. Empty "Begins" and '
                        '"Ends", and enter the closing day as its date.',
                        meeting=meeting.name,
                    )
                )

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
        meetings._forget_partial_relations()
        meetings._follow_up()
        meetings._follow_plan()
        meetings._forget_partial_relations()
        return meetings

    def _forget_partial_relations(self):
        """Let what is related be read afresh, before the system does its part and after it.

        Lines and people that a user limited to areas does not see are left out where he reads
        them, and Odoo's cache of relations is one for him and for the system.
        """
        if self.env['support.area']._is_sight_limited():
            self.invalidate_recordset()

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
        self._forget_partial_relations()
        if self._follow_up_fields() & vals.keys():
            self._follow_up()
        if self._follow_plan_fields() & vals.keys():
            self._follow_plan()
        self._forget_partial_relations()
        return result

    @api.model
    def _follow_plan_fields(self):
        """Names of the fields on which the attendance list and the next agenda depend."""
        return {
            'state',
            'start',
            'date',
            'date_to',
            'date_precision',
            'council_ids',
            'link_ids',
        }

    def _follow_plan(self):
        self._ensure_attendance()

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
        # Numbers are the system's: a joint meeting has one in each council.
        self.sudo().link_ids._propose_numbers()
        self._sync_entry()
        self.env['calendar.event']._sync_meetings(self)
        self.sudo().link_ids.council_id._update_next_step()

    # ---- Actions -------------------------------------------------------------------------------

    def action_invite(self):
        """Note that the invitations have gone out.

        :raises UserError: when the meeting is not planned any more
        """
        self.lock_for_update()
        self._expect_state('planned')
        self.state = 'invited'

    def action_hold(self):
        """Record that the meeting took place; who attended follows from the answers."""
        self.lock_for_update()
        self._expect_state('planned', 'invited')
        self._ensure_attendance()
        self._settle_attendance()
        self.state = 'held'

    def action_cancel(self):
        """Call the meeting off. Asks for the reason."""
        self._expect_state('planned', 'invited')
        return self.env['support.reason']._open(self, '_cancel', self.env._('Cancel the Meeting'))

    def _cancel(self, reason):
        """Call the meeting off: it counts nowhere and gives its number back.

        :param str reason: shown on the meeting
        """
        self.lock_for_update()
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
