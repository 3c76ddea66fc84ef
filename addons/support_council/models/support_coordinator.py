# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .support_council import TIERS


class SupportCoordinator(models.Model):
    """Appointment of a coordinator: one person, one term, one or several areas.

    A coordinator need not be a user of Odoo; colleagues then type her entries.
    """

    _name = 'support.coordinator'
    _inherit = ['support.term', 'support.audited', 'support.kept', 'support.area.bound']
    _description = 'Coordinator'
    _order = 'date_end desc, sequence, id'
    _rec_names_search = ['person_id.name', 'person_id.kana']
    _audit_fields = (
        'person_id',
        'user_id',
        'role',
        'tier',
        'area_id',
        'date_start',
        'date_end',
        'allocation_pct',
    )
    _check_company_auto = True

    person_id = fields.Many2one(
        'support.person', required=True, index=True, ondelete='restrict', check_company=True
    )
    user_id = fields.Many2one(
        'res.users',
        string='Login',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help='Empty for a coordinator whose entries are typed by a colleague.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    sequence = fields.Integer(default=10)
    role = fields.Selection(
        [
            ('coordinator', 'Community support coordinator'),
            ('employment_support', 'Working-activity support coordinator'),
        ],
        required=True,
        default='coordinator',
    )
    local_title = fields.Char(
        compute='_compute_local_title', help='What the municipality calls the post. Prints use it.'
    )
    tier = fields.Selection(TIERS, required=True, default='2')
    area_id = fields.Many2one(
        'support.area',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    area_ids = fields.Many2many(
        'support.area', string='Further Areas', check_company=True, ondelete='restrict'
    )
    commission_id = fields.Many2one(
        'support.commission',
        ondelete='restrict',
        check_company=True,
        help='Proposed for new entries of this coordinator.',
    )
    host_organization_id = fields.Many2one(
        'res.partner',
        string='Host Organisation',
        domain=[('is_company', '=', True)],
        ondelete='restrict',
    )
    engagement = fields.Selection(
        [('dedicated', 'Dedicated'), ('concurrent', 'Concurrent')], default='dedicated'
    )
    working_time = fields.Selection(
        [
            ('full', 'Full-time'),
            ('part', 'Part-time'),
            ('contract', 'Commissioned'),
            ('honorarium', 'Honorarium'),
        ],
        default='full',
    )
    allocation_pct = fields.Float(
        string='Allocation (%)',
        default=100,
        digits=(5, 2),
        aggregator=None,
        help='Share of the working time that the commission pays for, in percent.',
    )

    team_id = fields.Many2one(
        'support.coordinator.team', ondelete='restrict', check_company=True, index='btree_not_null'
    )
    action_ids = fields.One2many('support.action', 'coordinator_id', string='To-Dos')
    handover_ids = fields.One2many(
        'support.handover', 'predecessor_id', string='Handovers', copy=False
    )
    training_ids = fields.One2many(
        'support.coordinator.training',
        'coordinator_id',
    )
    open_action_count = fields.Integer(compute='_compute_open_action_count', string='Open To-Dos')
    needs_handover = fields.Boolean(
        compute='_compute_needs_handover',
        search='_search_needs_handover',
        help='The appointment or the login ended while to-dos are open.',
    )

    _allocation_range = models.Constraint(
        'CHECK(allocation_pct BETWEEN 0 AND 100)', 'The allocation lies between 0 and 100 percent.'
    )

    @api.depends('person_id.name')
    def _compute_display_name(self):
        for coordinator in self:
            coordinator.display_name = coordinator.person_id.name or ''

    @api.depends('role', 'area_id', 'area_ids', 'company_id')
    def _compute_local_title(self):
        councils = self.env['support.council'].search(
            [
                ('coordinator_title', '!=', False),
                ('area_id', 'in', (self.area_id | self.area_ids).ids),
                ('date_end', '=', False),
            ]
        )
        by_area = {council.area_id: council.coordinator_title for council in reversed(councils)}
        for coordinator in self:
            if coordinator.role != 'coordinator':
                coordinator.local_title = coordinator._role_label()
                continue
            areas = [coordinator.area_id, *coordinator.area_ids]
            own = [by_area[area] for area in areas if area in by_area]
            coordinator.local_title = (own or [self._office_title(coordinator.company_id)])[0]

    def _role_label(self):
        return dict(self._fields['role']._description_selection(self.env)).get(self.role)

    @api.model
    def _office_title(self, company):
        """Return what prints of an office call a coordinator."""
        roles = dict(self._fields['role']._description_selection(self.env))
        return company.support_coordinator_title or roles['coordinator']

    def _compute_open_action_count(self):
        counts = dict(
            self.env['support.action']._read_group(
                self._open_action_domain() & Domain('coordinator_id', 'in', self.ids),
                ['coordinator_id'],
                ['__count'],
            )
        )
        for coordinator in self:
            coordinator.open_action_count = counts.get(coordinator._origin, 0)

    @api.model
    def _open_action_domain(self):
        return Domain('state', '=', 'open')

    @api.depends('date_end', 'user_id.active')
    def _compute_needs_handover(self):
        today = self.env.company._support_today()
        for coordinator in self:
            ended = coordinator.date_end and coordinator.date_end <= today
            gone = coordinator.user_id and not coordinator.user_id.active
            coordinator.needs_handover = bool((ended or gone) and coordinator.open_action_count)

    def _search_needs_handover(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        today = self.env.company._support_today()
        with_actions = self.env['support.action']._search(self._open_action_domain())
        return (Domain('date_end', '<=', today) | Domain('user_id.active', '=', False)) & Domain(
            'action_ids', 'in', with_actions
        )

    def write(self, vals):
        result = super().write(vals)
        if 'user_id' in vals:
            # Their login changed, so they are to-dos of somebody else in Odoo's top bar.
            self.action_ids._mirror()
        return result

    def action_hand_over(self):
        """Open a handover from this appointment, prepared for the day after its end."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Handover'),
            'res_model': 'support.handover',
            'views': [(False, 'form')],
            'context': {'default_predecessor_id': self.id},
        }

    @api.model
    def _of_user(self, user, day):
        """Return the appointments of a user that are in force on a day, first one first."""
        return self.search(Domain('user_id', '=', user.id) & self._in_force_domain(day))
