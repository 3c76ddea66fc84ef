# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import japanese_date

# States of meetings that took place.
HELD_STATES = ('held', 'drafted', 'confirmed')
PLANNED_STATES = ('planned', 'invited')

TIERS = [
    ('1', 'Tier 1'),
    ('2', 'Tier 2'),
    ('12', 'Tiers 1 and 2'),
    ('3', 'Tier 3'),
]


class SupportCouncil(models.Model):
    """協議体: a council, a body that prepares one, or a sub-body of it."""

    _name = 'support.council'
    _inherit = [
        'mail.thread',
        'support.searchable',
        'support.audited',
        'support.kept',
        'support.handed.over',
        'support.area.bound',
    ]
    _description = 'Council'
    _order = 'priority desc, sequence, id'
    _search_key_fields = ('name', 'nickname')
    _rec_names_search = ['name', 'nickname']
    # The stage is not among them: its history is the milestones.
    _audit_fields = ('name', 'tier', 'area_id', 'user_id', 'parent_id', 'date_end')
    _check_company_auto = True
    _import_duplicate_fields = ('name', 'area_id')

    # What it is
    name = fields.Char(required=True)
    nickname = fields.Char(help='The name by which the people of the area call it.')
    coordinator_title = fields.Char(
        string='Title of Its Coordinators',
        help='Where it differs from the word of the office, as set in the settings. Prints use it.',
    )
    tier = fields.Selection(TIERS, required=True, default='2')
    area_id = fields.Many2one(
        'support.area',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        help='Leading area. It decides who may see the council.',
    )
    area_ids = fields.Many2many(
        'support.area', string='Further Areas', check_company=True, ondelete='restrict'
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    parent_id = fields.Many2one(
        'support.council',
        string='Sub-Body Of',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    child_ids = fields.One2many('support.council', 'parent_id', string='Sub-Bodies')
    origin = fields.Selection(
        [('new', 'New body'), ('existing', 'Existing meeting used as council')],
        required=True,
        default='new',
    )
    user_id = fields.Many2one(
        'res.users', string='In Charge', index='btree_not_null', check_company=True
    )
    sequence = fields.Integer(default=10)
    priority = fields.Selection([('0', 'Normal'), ('1', 'Important')], default='0')
    date_end = fields.Date(string='Dissolved On', help='Last day on which the council existed.')

    # How it works
    secretariat_id = fields.Many2one('res.partner', domain=[('is_company', '=', True)])
    bylaw = fields.Char(string='By-Law', help='Rules on which the council stands.')
    capacity = fields.Integer(help='Number of seats that the rules allow. 0 when not stated.')
    stated_member_count = fields.Integer(
        string='Members as Stated',
        help='Number that the papers of the council give, beside the members entered here.',
    )
    vision = fields.Text(help='The area that its people want to live in.')
    seat_ids = fields.One2many('support.council.seat', 'council_id', string='Seats')
    member_ids = fields.One2many('support.council.member', 'council_id', string='Members')
    member_count = fields.Integer(compute='_compute_member_count', string='Members Today')
    seat_count = fields.Integer(compute='_compute_member_count', string='Seats Today')

    # Where it stands: stage_id and stage_since follow from the milestones
    stage_id = fields.Many2one(
        'support.council.stage',
        index=True,
        copy=False,
        ondelete='restrict',
        group_expand='_read_group_expand_full',
        default=lambda self: self._default_stage_id(),
    )
    stage_since = fields.Date(readonly=True, copy=False, string='In This Stage Since')
    stage_is_established = fields.Boolean(related='stage_id.is_established')
    milestone_ids = fields.One2many(
        'support.council.milestone', 'council_id', string='Milestones', copy=False
    )
    timeline = fields.Html(
        compute='_compute_timeline', sanitize=False, help='All steps in order, by fiscal year.'
    )
    launch_date = fields.Date(
        readonly=True, copy=False, help='Date of the first milestone that established the council.'
    )
    planned_launch = fields.Date()
    stalled_on = fields.Date(
        readonly=True, copy=False, help='Day from which the council counts as stalled.'
    )
    is_rotting = fields.Boolean(
        string='Stalled', compute='_compute_rotting', search='_search_is_rotting'
    )
    rotting_days = fields.Integer(string='Days in Stage', compute='_compute_rotting')

    # Meetings
    meeting_link_ids = fields.One2many(
        'support.meeting.council', 'council_id', string='Meetings', copy=False
    )
    last_meeting_date = fields.Date(compute='_compute_meeting_dates', string='Last Meeting')
    next_meeting_date = fields.Date(compute='_compute_meeting_dates', string='Next Meeting')
    next_step = fields.Selection(
        [
            ('on_track', 'On track'),
            ('no_meeting', 'No next meeting'),
            ('stalled', 'Stalled'),
            ('dormant', 'Dormant'),
        ],
        string='What Comes Next',
        readonly=True,
        copy=False,
        default='no_meeting',
        index=True,
    )
    meeting_cycle = fields.Integer(
        string='Meets Every (Months)',
        aggregator=None,
        help='Usual interval between two meetings, in months. 0 when there is no fixed one.',
    )
    rhythm = fields.Selection(
        [
            ('on_track', 'On rhythm'),
            ('no_next', 'Next one not set'),
            ('overdue', 'Interval exceeded'),
            ('none_this_year', 'None this fiscal year'),
            ('dormant', 'Dormant'),
        ],
        readonly=True,
        copy=False,
        default='none_this_year',
        index=True,
        group_expand=True,
        help='How regularly it meets, from the last and the next meeting and its own interval.',
    )

    # Checklist
    check_ids = fields.One2many(
        'support.council.check', 'council_id', string='Checklist', copy=False
    )
    check_count = fields.Integer(compute='_compute_check_counts', string='Checklist Lines')
    check_open_count = fields.Integer(compute='_compute_check_counts', string='Open Lines')

    _name_area_uniq = models.UniqueIndex(
        '(company_id, area_id, name) WHERE date_end IS NULL',
        'This area has a council of the same name already. Open that one, or use another name.',
    )
    _numbers_positive = models.Constraint(
        'CHECK(capacity >= 0 AND stated_member_count >= 0)',
        'Numbers of members cannot be negative.',
    )
    _meeting_cycle_range = models.Constraint(
        'CHECK(meeting_cycle BETWEEN 0 AND 36)', 'A council meets every 0 to 36 months.'
    )

    @api.model
    def _default_stage_id(self):
        return self.env['support.council.stage'].search([], limit=1)

    @api.depends('seat_ids', 'member_ids')
    def _compute_member_count(self):
        today = self.env.company._support_today()
        seats = dict(
            self.env['support.council.seat']._read_group(
                Domain('council_id', 'in', self.ids)
                & self.env['support.council.seat']._in_force_domain(today),
                ['council_id'],
                ['__count'],
            )
        )
        members = dict(
            self.env['support.council.member']._read_group(
                Domain('council_id', 'in', self.ids)
                & self.env['support.council.member']._in_force_domain(today),
                ['council_id'],
                ['__count'],
            )
        )
        for council in self:
            council.seat_count = seats.get(council, 0)
            council.member_count = members.get(council, 0)

    @api.depends('stage_since', 'stalled_on')
    def _compute_rotting(self):
        today = self.env.company._support_today()
        for council in self:
            council.is_rotting = bool(council.stalled_on and council.stalled_on <= today)
            council.rotting_days = (today - council.stage_since).days if council.stage_since else 0

    def _search_is_rotting(self, operator, value):
        if operator != 'in' or not (value <= {True, False}):
            return NotImplemented
        stalled = Domain('stalled_on', '<=', self.env.company._support_today())
        conditions = [stalled if wanted else ~stalled for wanted in value]
        return Domain.OR(conditions)

    @api.depends('check_ids.done')
    def _compute_check_counts(self):
        counts = {}
        for council, done, count in self.env['support.council.check']._read_group(
            [('council_id', 'in', self.ids)], ['council_id', 'done'], ['__count']
        ):
            counts[council, done] = count
        for council in self:
            council.check_open_count = counts.get((council, False), 0)
            council.check_count = council.check_open_count + counts.get((council, True), 0)

    def _coordinators_domain(self, day):
        """Return the domain of the coordinators who work in a council's areas on a day."""
        self.ensure_one()
        coordinators = self.env['support.coordinator']
        areas = (self.area_id | self.area_ids).ids
        tiers = ['1', '2', '12'] if self.tier == '12' else [self.tier, '12']
        return Domain.AND(
            [
                coordinators._in_force_domain(day),
                Domain('company_id', '=', self.company_id.id),
                Domain('role', '=', 'coordinator'),
                Domain('tier', 'in', tiers),
                Domain('area_id', 'in', areas) | Domain('area_ids', 'in', areas),
            ]
        )

    def _coordinator_title(self):
        """Return what prints call a council's coordinators: its own word, or that of the office."""
        self.ensure_one()
        return self.coordinator_title or self.env['support.coordinator']._office_title(
            self.company_id
        )

    @api.depends(
        'milestone_ids.date',
        'milestone_ids.date_precision',
        'milestone_ids.kind',
        'milestone_ids.stage_id',
        'milestone_ids.name',
        'milestone_ids.note',
    )
    def _compute_timeline(self):
        for council in self:
            council.timeline = bool(council.milestone_ids) and self.env['ir.qweb']._render(
                'support_council.council_timeline', {'years': council._get_timeline()}
            )

    def _get_timeline(self):
        """Return the steps of a council, oldest first, under their fiscal years.

        :return: list of ``{'label': str, 'steps': milestones}``
        """
        self.ensure_one()
        steps = self.milestone_ids.filtered('effective_date').sorted(
            lambda step: (step.effective_date, step.sequence, step._origin.id)
        )
        labels = dict(self.env['support.dated']._selection_fiscal_year())
        return [
            {'label': labels[year], 'steps': steps_of_year}
            for year, steps_of_year in steps.filtered('fiscal_year').grouped('fiscal_year').items()
        ]

    def _compute_meeting_dates(self):
        today = self.env.company._support_today()
        last, coming = self._meeting_dates(today)
        for council in self:
            council.last_meeting_date = last.get(council.id)
            council.next_meeting_date = coming.get(council.id)

    def _meeting_dates(self, today):
        """Return ``({council id: last date}, {council id: next date})`` in one grouped query."""
        coming = Domain('meeting_state', 'in', PLANNED_STATES) & Domain('meeting_date', '>=', today)
        last, following = {}, {}
        for council, state, first_day, last_day in self.env['support.meeting.council']._read_group(
            Domain('council_id', 'in', self.ids)
            & (Domain('meeting_state', 'in', HELD_STATES) | coming),
            ['council_id', 'meeting_state'],
            ['meeting_date:min', 'meeting_date:max'],
        ):
            if state in HELD_STATES:
                last[council.id] = max(last_day, last.get(council.id, last_day))
            else:
                following[council.id] = min(first_day, following.get(council.id, first_day))
        return last, following

    def _next_planned_meeting(self):
        """Return the next meeting planned for any of the councils, or none."""
        return (
            self.env['support.meeting.council']
            .search(
                Domain('council_id', 'in', self.ids)
                & Domain('meeting_state', 'in', PLANNED_STATES),
                order='meeting_date, meeting_id',
                limit=1,
            )
            .meeting_id
        )

    def _update_planned_attendance(self):
        """Let the attendance lists of planned meetings follow a change of seats or members."""
        rows = (
            self.env['support.meeting.council']
            .sudo()
            .search(
                Domain('council_id', 'in', self.ids) & Domain('meeting_state', 'in', PLANNED_STATES)
            )
        )
        rows.meeting_id._ensure_attendance()

    def _last_held_meeting(self, day, but_not):
        """Return the last meeting that any of the councils held until a day, or none.

        :param date day: inclusive
        :param but_not: a meeting that is left out
        """
        return (
            self.env['support.meeting.council']
            .search(
                Domain('council_id', 'in', self.ids)
                & Domain('meeting_state', 'in', HELD_STATES)
                & Domain('meeting_date', '<=', day)
                & Domain('meeting_id', 'not in', but_not.ids),
                order='meeting_date DESC, meeting_id DESC',
                limit=1,
            )
            .meeting_id
        )

    @api.constrains('parent_id')
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._('A council cannot be its own sub-body. Choose another parent body.')
            )

    # ---- Stage history -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        councils = super().create(vals_list)
        fresh = councils.filtered(
            lambda council: council.stage_id and 'stage' not in council.milestone_ids.mapped('kind')
        )
        if fresh:
            sequences = fresh._next_milestone_sequences()
            self.env['support.council.milestone'].sudo().create(
                [
                    council._prepare_stage_milestone(council.stage_id, sequences[council])
                    for council in fresh
                ]
            )
        return councils

    def write(self, vals):
        if 'stage_id' not in vals:
            result = super().write(vals)
            if 'meeting_cycle' in vals:
                self._update_next_step()
            return result
        stage = self.env['support.council.stage'].browse(vals['stage_id'])
        rest = {name: value for name, value in vals.items() if name != 'stage_id'}
        result = super().write(rest) if rest else True
        moved = self.filtered(lambda council: council.stage_id != stage)
        if moved:
            # All that is asked of a stage from here to the answer, in one statement.
            (moved.stage_id | stage).fetch(['name', 'sequence', 'is_established', 'stall_days'])
            # Writing the stage asks for the same right as writing any field of the council; the
            # milestone is its consequence.
            moved.check_access('write')
            sequences = moved._next_milestone_sequences()
            steps = (
                self.env['support.council.milestone']
                .sudo()
                .create(
                    [
                        council._prepare_stage_milestone(stage, sequences[council])
                        for council in moved
                    ]
                )
            )
            steps._replace_first_guess()
            moved._check_entered(stage, steps[:1].date_label)
        return result

    def _check_entered(self, stage, date_label):
        """Refuse a change of stage that the history contradicts, for the card would not move."""
        for council in self:
            if council.stage_id != stage:
                raise ValidationError(
                    self.env._(
                        '%(council)s is "%(current)s" since %(since)s, so "%(stage)s" on %(date)s '
                        'would be an earlier step. Choose a later date, or add the earlier step '
                        'under "History" of the council.',
                        council=council.display_name,
                        current=council.stage_id.name,
                        since=japanese_date.format_date(council.stage_since),
                        stage=stage.name,
                        date=date_label,
                    )
                )

    @api.model
    def get_stage_question(self, stage_id):
        """Return what the dialog needs that asks when a council entered a stage.

        :param int stage_id: the stage to enter
        :return: dict with ``today`` (ISO text, in the office), ``fiscal_years`` (list of
            ``[key, label]``, newest first, none in the future) and ``requirement`` (text)
        """
        today = self.env.company._support_today()
        newest = str(japanese_date.fiscal_year_of(today))
        years = self.env['support.council.milestone']._selection_fiscal_year()
        return {
            'today': fields.Date.to_string(today),
            'fiscal_years': [list(year) for year in reversed(years) if year[0] <= newest],
            'requirement': self.env['support.council.stage'].browse(stage_id).requirement or '',
        }

    def _prepare_stage_milestone(self, stage, sequence):
        """Return the values of the milestone that a change of stage writes.

        :param int sequence: its order among the steps of one day

        The context may hold ``stage_date`` (date or ISO text; today when missing) and
        ``stage_date_precision`` (key of ``date_precision``; day when missing): the board asks for
        them when a card is dropped.
        """
        self.ensure_one()
        today = self.company_id._support_today()
        return {
            'council_id': self.id,
            'kind': 'stage',
            'stage_id': stage.id,
            'date': fields.Date.to_date(self.env.context.get('stage_date')) or today,
            'date_precision': self.env.context.get('stage_date_precision') or 'day',
            'entered_on': today,
            'sequence': sequence,
        }

    def _next_milestone_sequences(self):
        """Return by council a sequence behind all its steps: of one day's steps the last wins."""
        last = dict(
            self.env['support.council.milestone']
            .sudo()
            ._read_group([('council_id', 'in', self.ids)], ['council_id'], ['sequence:max'])
        )
        return {council: (last.get(council) or 0) + 1 for council in self}

    def _apply_stage_history(self):
        """Set the stage and what follows from it from the stage milestones.

        The one place that writes ``stage_id``, ``stage_since``, ``stalled_on`` and
        ``launch_date``: the last stage milestone by (effective date, sequence, id) is the stage.
        """
        steps = (
            self.env['support.council.milestone']
            .search_fetch(
                [('council_id', 'in', self.ids), ('kind', '=', 'stage')],
                ['council_id', 'stage_id', 'date', 'effective_date'],
                order='council_id, effective_date, sequence, id',
            )
            .grouped('council_id')
        )
        none = self.env['support.council.milestone']
        for council in self:
            history = steps.get(council, none)
            current = history[-1:]
            since = current.effective_date
            threshold = current.stage_id.stall_days
            launch = history.filtered('is_established')[:1]
            council._set_standing(
                {
                    'stage_id': current.stage_id.id,
                    'stage_since': since,
                    'stalled_on': since + relativedelta(days=threshold) if threshold else False,
                    'launch_date': launch.date,
                }
            )
        self._copy_checklist()
        self._update_next_step()

    def _set_standing(self, vals):
        """Write what follows from the history, past the hook that makes history of it."""
        return super().write(vals)

    def _copy_checklist(self):
        """Add the lines of the present stage's checklist that the council does not have yet.

        One statement for any number of councils: it is a part of every drag. Two of the same moment
        add each line once.
        """
        checks = self.env['support.council.check']
        paper = self.env['ir.actions.report']._for_paper()  # the copy has one language
        templates = paper.env['support.council.stage.check']
        for model, names in (
            (self, ['stage_id', 'company_id', 'area_id']),
            (self.stage_id, ['sequence']),
            (templates, ['stage_id', 'sequence', 'name', 'active']),
            (checks, ['council_id', 'template_id']),
        ):
            model.flush_model(names)
        statement = SQL(
            """
            INSERT INTO support_council_check (
                        council_id, company_id, area_id, template_id, stage_id, stage_sequence,
                        sequence, name, done, create_uid, write_uid, create_date, write_date)
                 SELECT council.id, council.company_id, council.area_id, template.id, stage.id,
                        stage.sequence, template.sequence, %(name)s, FALSE,
                        %(uid)s, %(uid)s, %(now)s, %(now)s
                   FROM support_council council
                   JOIN support_council_stage stage ON stage.id = council.stage_id
                   JOIN support_council_stage_check template
                     ON template.stage_id = stage.id AND template.active
                  WHERE council.id = ANY(%(ids)s)
               ORDER BY council.id, template.sequence, template.id
            ON CONFLICT (council_id, template_id) WHERE template_id IS NOT NULL DO NOTHING
            """,
            name=templates._field_to_sql('template', 'name'),
            uid=self.env.uid,
            now=self.env.cr.now(),
            ids=self.ids,
        )
        self.env.cr.execute(statement)
        self.invalidate_recordset(['check_ids', 'check_count', 'check_open_count'], flush=False)

    def _update_next_step(self):
        """Set the bar of the card and the rhythm. Called by what touches them, and nightly.

        One statement for any number of councils: it runs over all of them after midnight.
        """
        if not self:
            return
        self.env['support.council'].flush_model()
        self.env['support.meeting.council'].flush_model()
        today = self.env.company._support_today()
        first, last = japanese_date.fiscal_year_dates(today)
        statement = SQL(
            """
            UPDATE support_council AS council
               SET next_step = fresh.step,
                   rhythm = fresh.rhythm
              FROM (
                    SELECT c.id,
                           CASE
                               WHEN stage.is_dormant THEN 'dormant'
                               WHEN c.stalled_on <= %(today)s THEN 'stalled'
                               WHEN meeting.next IS NOT NULL THEN 'on_track'
                               ELSE 'no_meeting'
                           END AS step,
                           CASE
                               WHEN stage.is_dormant THEN 'dormant'
                               WHEN c.id = ANY(%(short)s) THEN 'short'
                               WHEN c.meeting_cycle > 0
                                AND COALESCE(meeting.last, c.launch_date)
                                    + make_interval(months => c.meeting_cycle)
                                    < COALESCE(meeting.next, %(today)s) THEN 'overdue'
                               WHEN COALESCE(meeting.last < %(first)s, TRUE)
                                AND COALESCE(meeting.next > %(last)s, TRUE) THEN 'none_this_year'
                               WHEN meeting.next IS NULL THEN 'no_next'
                               ELSE 'on_track'
                           END AS rhythm
                      FROM support_council c
                 LEFT JOIN support_council_stage stage ON stage.id = c.stage_id
                 LEFT JOIN (
                           SELECT link.council_id,
                                  MAX(link.meeting_date) FILTER (
                                      WHERE link.meeting_state IN %(held)s
                                  ) AS last,
                                  MIN(link.meeting_date) FILTER (
                                      WHERE link.meeting_state IN %(planned)s
                                        AND link.meeting_date >= %(today)s
                                  ) AS next
                             FROM support_meeting_council link
                            WHERE link.council_id = ANY(%(ids)s)
                         GROUP BY link.council_id
                           ) AS meeting ON meeting.council_id = c.id
                     WHERE c.id = ANY(%(ids)s)
                   ) AS fresh
             WHERE council.id = fresh.id
               AND (council.next_step, council.rhythm)
                   IS DISTINCT FROM (fresh.step, fresh.rhythm)
         RETURNING council.id
            """,
            today=today,
            first=first,
            last=last,
            held=HELD_STATES,
            planned=PLANNED_STATES,
            short=self._find_short_of_meetings(today),
            ids=self.ids,
        )
        changed = self.browse(council_id for (council_id,) in self.env.execute_query(statement))
        changed.invalidate_recordset(['next_step', 'rhythm'], flush=False)

    def _find_short_of_meetings(self, today):
        """Hook: return the ids of the councils that will miss a minimum number of meetings.

        An addon that returns some adds the key ``short`` to the rhythms.

        :param date today: local calendar day
        """
        return []

    @api.model
    def action_open_board(self):
        """Open the setup board, or the rhythm board once two thirds are established."""
        bodies = Domain('parent_id', '=', False) & Domain('date_end', '=', False)
        total = self.search_count(bodies)
        established = self.search_count(bodies & Domain('stage_id.is_established', '=', True))
        name = '_rhythm' if total and 3 * established >= 2 * total else ''
        return self.env['ir.actions.act_window']._for_xml_id(
            f'support_council.support_council_action{name}'
        )

    @api.model
    def _cron_new_day(self):
        """Bring everything that follows from today's date up to date, just after midnight."""
        # pylint: disable-next=no-search-all
        self.search([])._update_next_step()
        self.env['support.council.member']._remind_term_end()
        # Areas end and begin by date, and limited users' rule domains are cached.
        self.env.registry.clear_cache()
