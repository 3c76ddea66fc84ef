# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Step that leads to a state when somebody asks for the state instead of entering the step.
KIND_OF_STATE = {
    'known': 'recorded',
    'supported': 'strengthened',
    'suspended': 'suspended',
    'ended': 'ended',
}
INACTIVE_KINDS = ('suspended', 'ended')


class SupportResource(models.Model):
    """社会資源: a salon, a service, a shop that helps people of an area to live there.

    ``state`` is set by ``_apply_event_history`` alone, from the dated events; asking for another
    state (form, import) adds an event.
    """

    _name = 'support.resource'
    _inherit = [
        'support.kept',
        'support.audited',
        'support.searchable',
        'support.handed.over',
        'support.area.bound',
    ]
    _description = 'Resource'
    _order = 'name, id'
    _check_company_auto = True
    _search_key_fields = ('name', 'kana', 'place', 'organizer_id.name')
    _audit_fields = (
        'name', 'category_id', 'organizer_id', 'area_id', 'area_ids', 'state', 'counts_in_annex',
        'visibility', 'verified_on', 'active', 'is_venue', 'participants_each',
        'participants_month',
    )  # fmt: skip

    # What it is
    name = fields.Char(required=True)
    kana = fields.Char(string='Reading')
    category_id = fields.Many2one(
        'support.resource.category', required=True, index=True, ondelete='restrict'
    )
    description = fields.Text()
    active = fields.Boolean(default=True)

    # Who runs it
    organizer_id = fields.Many2one(
        'res.partner',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help='Organization that runs it. The annex of the report counts organizations, each once '
        'per category and area; a resource without one counts as an organization of its own.',
    )
    operator_kind = fields.Selection(
        [
            ('group', "Residents' group"),
            ('individual', 'Individual resident'),
            ('council', 'Social welfare council'),
            ('npo', 'NPO'),
            ('company', 'Company or shop'),
            ('public', 'Municipality or public body'),
            ('other', 'Other'),
        ],
        string='Kind of Organizer',
    )

    # Where and when
    area_id = fields.Many2one(
        'support.area', required=True, index=True, ondelete='restrict', check_company=True
    )
    area_ids = fields.Many2many(
        'support.area',
        'support_resource_area_rel',
        'resource_id',
        'area_id',
        string='Further Areas',
        check_company=True,
        ondelete='restrict',
        help='Other areas it serves. It counts once in each.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    place = fields.Char()
    schedule_text = fields.Char(
        string='Days and Hours', help='As people say it, for example: second Thursday 12:00-13:00.'
    )
    frequency = fields.Selection(
        [
            ('weekly', 'Once a week or more'),
            ('twice_monthly', 'Two or three times a month'),
            ('monthly', 'Once a month'),
            ('less', 'Less than once a month'),
            ('on_request', 'On request'),
        ]
    )
    fee_note = fields.Char(string='Fee')
    contact_note = fields.Char(string='Contact')

    # History
    state = fields.Selection(
        [
            ('known', 'Known'),
            ('supported', 'Supported'),
            ('suspended', 'Suspended'),
            ('ended', 'Ended'),
        ],
        default='known',
        required=True,
        index=True,
        copy=False,
        help='Follows from the last step of the history.',
    )
    event_ids = fields.One2many('support.resource.event', 'resource_id', string='History')

    # Reports, checking, publication
    counts_in_annex = fields.Boolean(
        string='Counts in the Annex',
        default=True,
        help='Its organizer counts in the annex of the quarterly report.',
    )
    verified_on = fields.Date(
        string='Last Checked',
        copy=False,
        help='Day on which somebody last made sure that all this is still true.',
    )
    verified_by_id = fields.Many2one(
        'res.users', string='Checked By', copy=False, readonly=True, ondelete='restrict'
    )
    is_verification_due = fields.Boolean(
        string='Check Due',
        compute='_compute_is_verification_due',
        search='_search_is_verification_due',
    )
    visibility = fields.Selection(
        [
            ('internal', 'Our office'),
            ('professional', 'Professionals'),
            ('public', 'Everybody'),
        ],
        string='May Be Seen By',
        required=True,
        default='internal',
    )

    # Links
    need_ids = fields.Many2many(
        'support.need',
        'support_need_resource_rel',
        'resource_id',
        'need_id',
        string='Needs',
        check_company=True,
    )
    activity_ids = fields.Many2many(
        'support.activity',
        'support_activity_resource_rel',
        'resource_id',
        'activity_id',
        string='Log Entries',
        check_company=True,
    )

    @api.depends('verified_on', 'state')
    def _compute_is_verification_due(self):
        limit = self._verification_limit()
        for resource in self:
            resource.is_verification_due = resource.state != 'ended' and (
                not resource.verified_on or resource.verified_on <= limit
            )

    def _search_is_verification_due(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        limit = self._verification_limit()
        stale = Domain('verified_on', '=', False) | Domain('verified_on', '<=', limit)
        return Domain('state', '!=', 'ended') & stale

    def _verification_limit(self):
        """Return the last day whose check has grown too old by today."""
        company = self.env.company
        return company._support_today() - relativedelta(months=company.support_verification_months)

    def _handover_date(self):
        return self.verified_on

    def _kept_remedy(self):
        return self.env._(
            'Enter the step "Ended" instead, or archive it if it was entered by mistake.'
        )

    @api.model_create_multi
    def create(self, vals_list):
        asked = [vals.get('state') for vals in vals_list]
        vals_list = [
            {name: value for name, value in vals.items() if name != 'state'} for vals in vals_list
        ]
        resources = super().create(vals_list)
        without_history = resources.filtered(lambda resource: not resource.event_ids)
        states = dict(zip(resources, asked, strict=True))
        self.env['support.resource.event'].create(
            [
                {
                    'resource_id': resource.id,
                    'kind': KIND_OF_STATE[states[resource] or 'known'],
                    'date': resource.company_id._support_today(),
                }
                for resource in without_history
            ]
        )
        for resource in resources - without_history:
            if states[resource]:
                resource._request_state(states[resource])
        return resources

    def write(self, vals):
        if 'state' not in vals:
            return super().write(vals)
        vals = dict(vals)
        state = vals.pop('state')
        result = super().write(vals) if vals else True
        self._request_state(state)
        return result

    def action_verify(self):
        """Note that the current user has checked the resources today."""
        self.write(
            {'verified_on': self.env.company._support_today(), 'verified_by_id': self.env.uid}
        )

    def action_add_event(self):
        """Open an empty step of the history; the kind comes from the button's context."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_resources.support_resource_event_action'
            ),
            'context': {**self.env.context, 'default_resource_id': self.id},
        }

    # ---- History ----

    def _request_state(self, state):
        """Add the step of today that leads to ``state``; nothing where it is reached already."""
        today = self.env.company._support_today()
        vals_list = []
        for resource in self:
            if resource.state == state:
                continue
            kind = KIND_OF_STATE[state]
            if resource.state in INACTIVE_KINDS and resource._state_before_rest() == state:
                kind = 'resumed'
            vals_list.append({'resource_id': resource.id, 'kind': kind, 'date': today})
        self.env['support.resource.event'].create(vals_list)

    def _state_before_rest(self):
        """Return what the resource was before it was suspended or ended: known or supported."""
        self.ensure_one()
        return self._fold_events(self._events_in_order())[1]

    def _events_in_order(self):
        return self.env['support.resource.event'].search(
            [('resource_id', 'in', self.ids)], order='effective_date, sequence, id'
        )

    @api.model
    def _fold_events(self, events):
        """Walk the events of one resource in order.

        :return: ``(state, state it has whenever it runs)``
        """
        state = running = 'known'
        for event in events:
            if event.kind in INACTIVE_KINDS:
                state = event.kind
                continue
            if event.kind == 'recorded':
                running = 'known'
            elif event.kind != 'resumed':
                running = 'supported'
            state = running
        return state, running

    def _apply_event_history(self):
        """Set the state from the events, ordered by effective date, sequence and id.

        The only place that writes the state.
        """
        events = self._events_in_order().grouped('resource_id')
        by_state = {}
        for resource in self.exists():
            state = self._fold_events(events.get(resource, ()))[0]
            if resource.state != state:
                by_state[state] = by_state.get(state, self.browse()) | resource
        for state, resources in by_state.items():
            resources._set_state(state)

    def _set_state(self, state):
        """Write the state, past the hook that makes a step of it."""
        return super().write({'state': state})

    # ---- The annex of the report ----

    @api.model
    def _active_on(self, date):
        """Return the domain of the resources that were running at the end of a day.

        A resource runs from its first step on, until one that suspends or ends it. Archived
        resources (entered by mistake) never ran. Use it like any domain: record rules apply.

        :param date date: local calendar day, inclusive
        """
        last_step = SQL(
            'SELECT resource_id FROM (%s) AS last_step WHERE kind NOT IN %s',
            self._last_step_sql(date),
            INACTIVE_KINDS,
        )
        return Domain('id', 'in', SQL('(%s)', last_step)) & Domain('active', '=', True)

    @api.model
    def _last_step_sql(self, date):
        events = self.env['support.resource.event']
        events.flush_model(['resource_id', 'kind', 'effective_date', 'sequence'])
        return SQL(
            'SELECT DISTINCT ON (resource_id) resource_id, kind'
            ' FROM support_resource_event WHERE effective_date <= %s'
            ' ORDER BY resource_id, effective_date DESC, sequence DESC, id DESC',
            date,
        )

    @api.model
    def _count_active_groups(self, date, area_ids, company, totals=False):
        """Count the organizations that ran something on a day: the annex of the report.

        An organization (実施団体) counts once per category and area, however many resources it
        runs there, and once in each area it serves; a resource without organizer counts as one.
        A resource below an asked area counts in the nearest asked area above it, so that the
        city beside its areas holds only what belongs to the city as a whole. Likewise a category
        that is no row of the annex counts in the nearest row above it.

        Three statements, whatever the number of areas, categories and resources. Rows that the
        caller may not read are not counted.

        :param date date: local calendar day, inclusive
        :param area_ids: ids of the areas (columns of the annex)
        :param company: the office (``res.company`` record)
        :param bool totals: add keys with ``False`` for all asked areas together
            ``(category_id, False)``, all categories ``(False, area_id)`` and both, in which each
            organization counts once
        :return: ``{(category_id, area_id): number of organizations}`` without zeros
        """
        if not area_ids:
            return {}
        running = self._search(
            self._active_on(date) & Domain('company_id', '=', company.id)
            & Domain('counts_in_annex', '=', True)
        )  # fmt: skip
        self.flush_model(['category_id', 'organizer_id', 'area_id', 'area_ids'])
        self.env['support.area'].flush_model(['parent_path'])
        self.env['support.resource.category'].flush_model(['parent_path', 'in_annex', 'active'])
        grouping = SQL('GROUPING SETS ((row_id, column_id), (row_id), (column_id), ())')
        rows = self.env.execute_query(
            SQL(
                """
                WITH place AS (
                    SELECT DISTINCT ON (area.id) area.id AS area_id, asked.id AS column_id
                      FROM support_area asked
                      JOIN support_area area
                        ON area.parent_path LIKE asked.parent_path || '%%'
                     WHERE asked.id IN %(area_ids)s
                  ORDER BY area.id, length(asked.parent_path) DESC
                ), kind AS (
                    SELECT DISTINCT ON (category.id) category.id AS category_id, above.id AS row_id
                      FROM support_resource_category above
                      JOIN support_resource_category category
                        ON category.parent_path LIKE above.parent_path || '%%'
                     WHERE above.in_annex
                  ORDER BY category.id, length(above.parent_path) DESC
                ), running AS (
                    SELECT id, category_id, area_id, COALESCE(organizer_id, -id) AS organization
                      FROM support_resource
                     WHERE id IN %(running)s
                ), served AS (
                    SELECT id, area_id FROM running
                     UNION
                    SELECT link.resource_id, link.area_id
                      FROM support_resource_area_rel link
                      JOIN running ON running.id = link.resource_id
                )
                SELECT row_id, column_id, COUNT(DISTINCT organization)
                  FROM served
                  JOIN running ON running.id = served.id
                  JOIN place ON place.area_id = served.area_id
                  JOIN kind ON kind.category_id = running.category_id
              GROUP BY %(grouping)s
                """,
                area_ids=tuple(area_ids),
                running=running.subselect(),
                grouping=grouping if totals else SQL('row_id, column_id'),
            )
        )
        return {
            (row_id or False, column_id or False): number
            for row_id, column_id, number in rows
            if number
        }
