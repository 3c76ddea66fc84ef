# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OWN_WORDS = ('own_action', 'own_reflection', 'next_approach')


class SupportActivity(models.Model):
    """活動記録: one thing that happened, whoever took part, with what is counted of it.

    The first ten fields are those of the half-monthly log sheet, in its order.
    """

    _name = 'support.activity'
    _inherit = [
        'support.dated',
        'support.searchable',
        'support.audited',
        'support.kept',
        'support.handed.over',
        'support.text.guarded',
        'support.area.bound',
    ]
    _description = 'Activity Log Entry'
    _order = 'date desc, id desc'
    _rec_name = 'event_name'
    _rec_names_search = ['event_name', 'counterpart']
    _search_key_fields = ('event_name', 'counterpart', 'progress_content', 'place')
    _guarded_text_fields = (
        'event_name',
        'counterpart',
        'progress_content',
        'place',
        'other_area_issue',
    )
    _audit_fields = (
        'date',
        'date_to',
        'date_precision',
        'state',
        'event_name',
        'area_id',
        'commission_id',
        'active',
    )
    _check_company_auto = True
    _sight_fields = ('area_id', 'share_level')
    _import_duplicate_fields = ('date', 'event_name', 'area_id')

    # The log sheet
    date = fields.Date(string='Activity Date')
    area_id = fields.Many2one(
        'support.area',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        default=lambda self: self._default_coordinator().area_id,
    )
    counterpart = fields.Char(
        help='Organisation, post (welfare commissioner, head of a residents body) or "residents" '
        'with area and age group. Do not enter the name of a resident.'
    )
    event_name = fields.Char(string='Event or Meeting', required=True)
    progress_content = fields.Text(string='Course and Content')
    other_area_issue = fields.Text(string='Other (Area Issues)')
    participant_ids = fields.One2many(
        'support.activity.participant',
        'activity_id',
        string='Coordinators',
        default=lambda self: self._default_participant_ids(),
        copy=True,
    )

    # Counting
    count_ids = fields.One2many(
        'support.activity.count',
        'activity_id',
        string='Counts',
        domain=[('is_leading', '=', True)],
        context={'active_test': False},
        copy=True,
    )
    all_count_ids = fields.One2many(
        'support.activity.count',
        'activity_id',
        string='Counts in All Areas',
        context={'active_test': False},
    )
    kind_choices = fields.Json(
        compute='_compute_kind_choices',
        export_string_translation=False,
        help='Kinds that the form offers: {"steppers": [...], "others": [...]}, each with id, '
        'name, label and unit.',
    )
    count_summary = fields.Char(compute='_compute_count_summary', string='Counted')
    count_warning = fields.Char(compute='_compute_count_warning')
    state = fields.Selection(
        [
            ('provisional', 'Provisional'),
            ('done', 'Done'),
            ('in_vain', 'Gone in vain'),
            ('cancelled', 'Cancelled'),
        ],
        required=True,
        default='done',
        index=True,
        help='Only entries that are done are counted. Minutes are kept in every case.',
    )
    area_ids = fields.Many2many(
        'support.area',
        string='Further Areas',
        check_company=True,
        ondelete='restrict',
        help='The entry counts once in each of them as well.',
    )
    commission_id = fields.Many2one(
        'support.commission',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        default=lambda self: self._default_commission_id(),
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )

    # More about it
    means = fields.Selection(
        [
            ('visit', 'Visit'),
            ('office', 'At our office'),
            ('phone', 'Telephone'),
            ('fax_mail', 'Fax or mail'),
            ('online', 'Online'),
            ('event', 'Meeting or event'),
        ],
        default='visit',
    )
    caller_kind = fields.Selection(
        [
            ('elderly', 'Older person'),
            ('family', 'Family'),
            ('resident', 'Resident'),
            ('helper', 'Helper or organiser'),
            ('professional', 'Professional'),
            ('other', 'Other'),
        ],
        string='Consulted By',
    )
    is_continued = fields.Boolean(
        string='Continued Consultation', help='Not the first consultation on this matter.'
    )
    headcount = fields.Integer(aggregator=None)
    headcount_is_approx = fields.Boolean(string='About')
    place = fields.Char()
    council_ids = fields.Many2many(
        'support.council', string='Councils', check_company=True, ondelete='restrict'
    )
    meeting_id = fields.Many2one(
        'support.meeting',
        readonly=True,
        copy=False,
        ondelete='restrict',
        check_company=True,
        help='The meeting that made this entry by itself.',
    )
    action_ids = fields.One2many('support.action', 'activity_id', string='Follow-Up')
    share_level = fields.Selection(
        [
            ('own', 'Only me'),
            ('office', 'Our office'),
            ('commissioner', 'Up to the commissioner'),
        ],
        required=True,
        default=lambda self: self.env.company.support_share_level or 'office',
        help='Only me: the entry opens for those who stand on it, for whoever typed it and for '
        'managers. It is counted like any other.',
    )
    author_id = fields.Many2one(
        'res.users',
        string='Entered By',
        readonly=True,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )
    active = fields.Boolean(default=True)
    duration_total = fields.Integer(
        string='Total Time (Minutes)', compute='_compute_duration_total', store=True
    )
    coordinator_ids = fields.Many2many(
        'support.coordinator',
        string='Coordinators Present',
        compute='_compute_coordinator_ids',
        search='_search_coordinator_ids',
    )

    _meeting_uniq = models.UniqueIndex(
        '(meeting_id) WHERE meeting_id IS NOT NULL', 'The meeting has its log entry already.'
    )
    _headcount_positive = models.Constraint(
        'CHECK(headcount >= 0)', 'A head-count cannot be negative.'
    )
    _date_idx = models.Index('(company_id, date DESC, id DESC)')

    # ---- Defaults ------------------------------------------------------------------------------

    @api.model
    def _default_coordinator(self):
        company = self.env.company
        return self.env['support.coordinator']._of_user(self.env.user, company._support_today())[:1]

    @api.model
    def _default_participant_ids(self):
        if self.env.context.get('import_file'):
            return []  # whoever imports a file was not at everything in it
        coordinator = self._default_coordinator()
        return [fields.Command.create({'coordinator_id': coordinator.id})] if coordinator else []

    @api.model
    def _default_commission_id(self):
        """Propose the coordinator's commission, else the office's only one."""
        own = self._default_coordinator().commission_id
        if own:
            return own
        running = self.env['support.commission'].search(self._proposed_commission_domain(), limit=2)
        return running if len(running) == 1 else self.env['support.commission']

    @api.model
    def _proposed_commission_domain(self):
        return Domain('is_outside', '=', False) & Domain(
            'company_id', 'in', [False, self.env.company.id]
        )

    # ---- Computes ------------------------------------------------------------------------------

    @api.depends('event_name', 'share_level')
    @api.depends_context('uid')
    def _compute_display_name(self):  # pylint: disable=missing-return
        super()._compute_display_name()
        # A link shows its name to everybody who sees the record with the link.
        for entry in self:
            if entry.share_level == 'own' and not entry._is_open_to(self.env.user):
                entry.display_name = self._name_not_shared()

    @api.model
    def _name_not_shared(self):
        """Return what stands for the name of an entry that its author does not share."""
        return self.env._('(entry of a colleague, not shared)')

    def _is_open_to(self, user):
        """Tell whether a user may open an entry that is not shared; see the record rule."""
        self.ensure_one()
        entry = self.sudo()
        return (
            user._is_superuser()
            or user.has_group('support_council.group_manager')
            or user in entry.author_id | entry.participant_ids.coordinator_id.user_id
        )

    @api.depends('participant_ids.minutes')
    def _compute_duration_total(self):
        for entry in self:
            entry.duration_total = sum(entry.participant_ids.mapped('minutes'))

    @api.depends('participant_ids.coordinator_id')
    @api.depends_context('uid')
    def _compute_coordinator_ids(self):
        seen = self.participant_ids.coordinator_id
        if self.env['support.area']._is_sight_limited():
            seen = seen._filtered_access('read')
        for entry in self:
            entry.coordinator_ids = entry.participant_ids.coordinator_id & seen

    def _search_coordinator_ids(self, operator, value):
        if operator not in ('in', 'any'):
            return NotImplemented
        return Domain('participant_ids.coordinator_id', operator, value)

    @api.depends('commission_id')
    def _compute_kind_choices(self):
        kinds = self.env['support.activity.kind'].search_fetch([], ['name', 'short_label', 'unit'])
        for commission, entries in self.grouped('commission_id').items():
            steppers = kinds._stepper_kinds(commission)
            entries.kind_choices = {
                'steppers': self._kinds_as_choices(steppers),
                'others': self._kinds_as_choices(kinds - steppers),
            }

    @api.model
    def _kinds_as_choices(self, kinds):
        return [
            {
                'id': kind.id,
                'name': kind.name,
                'label': kind.short_label or kind.name,
                'unit': kind.unit,
            }
            for kind in kinds
        ]

    @api.depends('count_ids.kind_id', 'count_ids.quantity')
    def _compute_count_summary(self):
        for entry in self:
            entry.count_summary = '\u3000'.join(
                f'{row.kind_id.short_label or row.kind_id.name} {row.quantity}'
                for row in entry.count_ids
            )

    def _counted_texts(self):
        """Return ``{id: text}`` of all that is counted, with what differs from the kind's own."""
        texts = {}
        for entry in self.sudo():
            texts[entry.id] = '\u3000'.join(row._counted_text() for row in entry.count_ids)
        return texts

    @api.depends('count_ids.kind_id')
    def _compute_count_warning(self):
        for entry in self:
            gatherings = entry.count_ids.kind_id.filtered('is_gathering')
            entry.count_warning = len(gatherings) > 1 and self.env._(
                'One gathering counts in one kind only, but here it counts as %(kinds)s.',
                kinds=' / '.join(gatherings.mapped('name')),
            )

    # ---- Counting ------------------------------------------------------------------------------

    def _sync_further_areas(self):
        """Give every counted kind one row in each further area, no more and no less.

        Uses one search for all entries; called by every change of counts or areas.
        """
        counts = self.env['support.activity.count'].sudo().with_context(active_test=False)
        rows = counts.search([('activity_id', 'in', self.ids)]).grouped('activity_id')
        surplus, missing = counts.browse(), []
        for entry in self.sudo():
            own = rows.get(entry, counts)
            further = entry.area_ids - entry.area_id
            copies = own.filtered('source_id')
            for row in own - copies:
                kept = self.env['support.area']
                for twin in copies.filtered(lambda twin, row=row: twin.source_id == row):
                    if twin.area_id in further - kept and twin.kind_id == row.kind_id:
                        kept |= twin.area_id
                        twin._follow(row)
                    else:
                        surplus |= twin
                missing += [row._prepare_copy_values(area) for area in further - kept]
        surplus.unlink()
        if missing:
            # The leading row may just be moving away from an area that now gets a copy.
            counts.flush_model(['area_id'])
            counts.create(missing)
        # Rows created along with their entry were computed before it had its further areas.
        self.env.add_to_compute(counts._fields['is_shared'], counts.concat(*rows.values()).exists())

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get('state') == 'provisional' and not vals.get('event_name'):
                vals['event_name'] = self._first_words(vals)
        entries = super().create(vals_list)
        entries.filtered('area_ids')._sync_further_areas()
        self.env['support.schedule']._link_entry(entries)
        return entries

    def write(self, vals):
        if 'area_id' in vals:
            # The leading row is about to move to that area, where a copy may stand.
            self.sudo().all_count_ids.filtered(
                lambda row: row.source_id and row.area_id.id == vals['area_id']
            ).unlink()
        result = super().write(vals)
        if {'area_id', 'area_ids'} & vals.keys():
            self._sync_further_areas()
        return result

    # ---- Actions -------------------------------------------------------------------------------

    @api.model
    def _first_words(self, vals):
        """Return what names a provisional entry: the first words that were typed anywhere."""
        for name in ('counterpart', 'progress_content', 'place', 'other_area_issue'):
            words = (vals.get(name) or '').strip()
            if words:
                return words.splitlines()[0][:100]
        return False

    def _guarded_text(self):
        lines = self.participant_ids
        words = (line[name] for line in lines for name in OWN_WORDS)
        return '\n'.join([super()._guarded_text(), *filter(None, words)])

    def action_save_provisional(self):
        """Put entries aside: they count nowhere until they are completed."""
        self.filtered(lambda entry: entry.state == 'done').state = 'provisional'

    def action_complete(self):
        """Turn provisional entries into entries that count.

        :raises UserError: naming what an entry lacks
        """
        entries = self.filtered(lambda entry: entry.state == 'provisional')
        for entry in entries:
            missing = entry._missing_to_complete()
            if missing:
                raise UserError(
                    self.env._(
                        '“%(entry)s” (%(date)s) is not complete yet. Still missing: %(missing)s.',
                        entry=entry.event_name,
                        date=entry.date_label,
                        missing=self.env._(', ').join(missing),
                    )
                )
        entries.state = 'done'

    def _missing_to_complete(self):
        """Hook: return the labels of what a provisional entry lacks."""
        self.ensure_one()
        missing = []
        if not self.participant_ids:
            missing.append(self.env._('who of us was there'))
        if not self.duration_total:
            missing.append(self.env._('the time in minutes'))
        if not self.count_ids:
            missing.append(self.env._('what is counted'))
        return missing
