# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.support_council.tools import japanese_date

from ..tools.periods import CADENCE_MONTHS, format_period

EDITABLE_STATES = ('draft', 'returned')
# Written by the steps of a report's life only, never from outside.
LIFE_FIELDS = frozenset(
    {
        'state', 'submitted_on', 'submitted_by_id', 'accepted_on', 'return_reason', 'version',
        'reason', 'replaces_id', 'snapshot', 'checksum', 'submitted_at', 'received_on',
        'approved_by_id', 'approved_on', 'approved_checksum',
    }
)  # fmt: skip

# What a report is about: another period, form or area is another report.
IDENTITY_FIELDS = frozenset(
    {'contract_id', 'form_id', 'date_start', 'date_end', 'scope', 'area_id'}
)


class SupportReport(models.Model):
    """報告書: a form filled for a period and an area, from the first count to its acceptance.

    The whole-city report has a sheet for each single area (``child_ids``). A sheet is handed in
    to the head office (state ``review``) and compiled when the city's report is submitted. From
    then on both are frozen; a change is a replacement with a number and a reason.
    """

    _name = 'support.report'
    _inherit = ['support.frozen', 'support.kept', 'support.audited', 'support.handed.over']
    _description = 'Report to the Commissioner'
    _order = 'date_start desc, date_end desc, form_id, scope desc, area_id, version desc, id desc'
    _rec_names_search = ['form_id.name', 'area_id.name', 'contract_id.name']
    _check_company_auto = True
    _audit_fields = ('state', 'date_due', 'parent_id', 'return_reason', 'reason')

    # What it reports
    contract_id = fields.Many2one(
        'support.contract', required=True, index=True, ondelete='restrict', check_company=True
    )
    form_id = fields.Many2one('support.report.form', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True, required=True,
        index=True,
    )  # fmt: skip
    commission_id = fields.Many2one(related='contract_id.commission_id')
    kept_until = fields.Date(related='contract_id.kept_until')
    date_start = fields.Date(string='From', required=True)
    date_end = fields.Date(string='Until', required=True)
    period_label = fields.Char(string='Period', compute='_compute_period_label')
    fiscal_year = fields.Selection(
        selection='_selection_fiscal_year',
        compute='_compute_periods',
        store=True,
        precompute=True,
        index=True,
    )
    quarter = fields.Selection(
        [('1', 'Quarter 1'), ('2', 'Quarter 2'), ('3', 'Quarter 3'), ('4', 'Quarter 4')],
        compute='_compute_periods',
        store=True,
        precompute=True,
        help='Quarter of the fiscal year; empty for longer periods.',
    )
    scope = fields.Selection(
        [('city', 'Whole city'), ('area', 'Single area')], required=True, default='city'
    )
    area_id = fields.Many2one(
        'support.area',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    parent_id = fields.Many2one(
        'support.report',
        string='Whole-City Report',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    child_ids = fields.One2many('support.report', 'parent_id', string='Sheets of the Areas')
    has_sheets = fields.Boolean(compute='_compute_has_sheets')

    user_id = fields.Many2one(
        'res.users',
        string='In Charge',
        compute='_compute_user_id',
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete='restrict',
        help='Writes the texts and hands it in. Proposed: a coordinator of the area who may write '
        'reports, else whoever is in charge of the contract.',
    )

    # What people add
    text_ids = fields.One2many('support.report.text', 'report_id', string='Texts')
    value_ids = fields.One2many(
        'support.report.value', 'report_id', string='Corrections', domain=[('area_id', '=', False)]
    )
    # Table as printed, check list and what the page needs to show them
    sheet = fields.Json(string='Figures', compute='_compute_sheet')

    # Its life
    state = fields.Selection(
        [
            ('draft', 'In preparation'),
            ('review', 'In review'),
            ('compiled', 'Compiled'),
            ('submitted', 'Submitted'),
            ('returned', 'Returned'),
            ('accepted', 'Accepted'),
        ],
        required=True,
        default='draft',
        index=True,
        copy=False,
        readonly=True,
    )
    date_due = fields.Date(string='Due')
    submitted_on = fields.Date(copy=False, readonly=True)
    submitted_at = fields.Datetime(copy=False, readonly=True)
    submitted_by_id = fields.Many2one('res.users', copy=False, readonly=True, ondelete='restrict')
    received_on = fields.Date(
        copy=False, readonly=True, help='On which the commissioner received it.'
    )
    accepted_on = fields.Date(copy=False, readonly=True)
    approved_by_id = fields.Many2one('res.users', copy=False, readonly=True, ondelete='restrict')
    approved_on = fields.Date(copy=False, readonly=True)
    approved_checksum = fields.Char(copy=False, readonly=True)
    remark_ids = fields.One2many('support.report.remark', 'report_id', string='Remarks')
    open_remark_count = fields.Integer(string='Open Remarks', compute='_compute_open_remark_count')
    exchange_ids = fields.One2many(
        'support.report.exchange', 'report_id', string='Exchange With the Commissioner'
    )
    letter_ids = fields.One2many('support.letter', 'report_id', string='Cover Letters')
    return_reason = fields.Text(string='Reason of the Return', copy=False, readonly=True)
    version = fields.Integer(default=1, required=True, readonly=True, aggregator=None, copy=False)
    reason = fields.Text(string='Reason of the Replacement', readonly=True, copy=False)
    replaces_id = fields.Many2one('support.report', readonly=True, copy=False, ondelete='restrict')
    replaced_by_ids = fields.One2many('support.report', 'replaces_id')
    is_current = fields.Boolean(
        compute='_compute_is_current',
        search='_search_is_current',
        help='No replacement of it has been made.',
    )

    # What differs from the version it replaces
    difference = fields.Json(compute='_compute_difference')

    # What was submitted
    is_frozen = fields.Boolean(compute='_compute_is_frozen')
    snapshot = fields.Json(copy=False, readonly=True, prefetch=False)
    checksum = fields.Char(string='SHA-256', copy=False, readonly=True)
    file_ids = fields.One2many(
        'support.report.file', 'report_id', string='Submitted Files', readonly=True
    )

    late_entry_count = fields.Integer(
        compute='_compute_late', help='Entries added or changed after the report was submitted.'
    )
    late_need_count = fields.Integer(
        compute='_compute_late', help='Needs added or changed after the report was submitted.'
    )
    late_other_count = fields.Integer(
        string='Late Records',
        compute='_compute_late',
        help='Other counted records, as meetings, added or changed after the report was submitted.',
    )

    _version_uniq = models.UniqueIndex(
        '(contract_id, form_id, date_start, date_end, scope, area_id, version)',
        'There is already such a report for this period and area. Open that one.',
    )
    _replaces_uniq = models.UniqueIndex(
        '(replaces_id) WHERE replaces_id IS NOT NULL', 'The report has been replaced already.'
    )
    _period_order = models.Constraint(
        'CHECK(date_start <= date_end)', 'The period ends before it begins. Correct its dates.'
    )

    # ---- Computes ----

    @api.model
    def _selection_fiscal_year(self):
        return self.env['support.dated']._selection_fiscal_year()

    # The contract's company is copied, not followed: what is submitted reads nothing else.
    @api.depends('contract_id')
    def _compute_company_id(self):
        for report in self:
            report.company_id = report.contract_id.company_id

    # Proposed once; who is in charge later is a matter of the report.
    @api.depends('contract_id', 'area_id', 'scope')
    def _compute_user_id(self):
        open_reports = self.filtered(lambda report: report.area_id and not report.user_id)
        writers = self.env.ref('support_reports.group_reporter')
        coordinators = (
            self.env['support.coordinator']
            .sudo()
            .search(
                [
                    ('area_id', 'in', open_reports.area_id.ids),
                    ('company_id', 'in', open_reports.company_id.ids),
                    ('user_id.all_group_ids', 'in', writers.ids),
                ]
            )
        )
        for report in open_reports:
            own = coordinators.filtered(
                lambda coordinator, report=report: (
                    report.scope == 'area' and coordinator.area_id == report.area_id
                )
            )._in_force(report.date_end)
            report.user_id = own[:1].user_id or report.contract_id.user_id

    @api.depends('date_start', 'date_end')
    def _compute_periods(self):
        for report in self:
            start, end = report.date_start, report.date_end
            report.fiscal_year = str(japanese_date.fiscal_year_of(start)) if start else False
            quarter = start and str(japanese_date.quarter_of(start))
            same = start and end and quarter == str(japanese_date.quarter_of(end))
            short = same and (end - start).days < 31 * CADENCE_MONTHS['quarter']
            report.quarter = quarter if short else False

    @api.depends('date_start', 'date_end')
    def _compute_period_label(self):
        for report in self:
            known = report.date_start and report.date_end
            report.period_label = known and format_period(report.date_start, report.date_end)

    @api.depends('form_id', 'area_id', 'period_label', 'version')
    def _compute_display_name(self):
        for report in self:
            parts = [report.form_id.name, report.period_label, report.area_id.name]
            if report.version > 1:
                parts.append(self.env._('version %(number)s', number=report.version))
            report.display_name = ' '.join(part for part in parts if part)

    @api.depends('child_ids')
    def _compute_has_sheets(self):
        for report in self:
            report.has_sheets = bool(report.child_ids)

    @api.depends('submitted_on')
    def _compute_is_frozen(self):
        for report in self:
            report.is_frozen = report._is_frozen()

    @api.depends('remark_ids.state')
    def _compute_open_remark_count(self):
        counts = dict(
            self.env['support.report.remark']._read_group(
                [('report_id', 'in', self.ids), ('state', '=', 'open')], ['report_id'], ['__count']
            )
        )
        for report in self:
            report.open_remark_count = counts.get(report, 0)

    # ---- Constraints ----

    @api.constrains('contract_id', 'date_start', 'date_end')
    def _check_period(self):
        for report in self:
            contract = report.contract_id
            if report.date_start < contract.date_start or report.date_end > contract.date_end:
                raise ValidationError(
                    self.env._(
                        'The period %(period)s lies outside the contract %(contract)s '
                        '(%(start)s to %(end)s). Choose a period within it.',
                        period=report.period_label,
                        contract=contract.display_name,
                        start=japanese_date.format_date(contract.date_start),
                        end=japanese_date.format_date(contract.date_end),
                    )
                )

    @api.constrains('contract_id', 'form_id', 'area_id', 'date_start', 'date_end')
    def _check_periods_apart(self):
        """Refuse a period that overlaps another one: its days would be reported twice."""
        # Also of areas that the user does not see.
        others = self.sudo().search(
            [('contract_id', 'in', self.contract_id.ids), ('form_id', 'in', self.form_id.ids)]
        )
        for report in self:
            other = others.filtered(report._overlaps)[:1]
            if other:
                raise ValidationError(
                    self.env._(
                        'The period %(period)s overlaps that of “%(other)s”, so its days would be '
                        'reported twice. Choose other days, or correct how often the contract '
                        '%(contract)s owes the form.',
                        period=report.period_label,
                        other=other.display_name,
                        contract=report.contract_id.display_name,
                    )
                )

    def _overlaps(self, other):
        """Tell whether another report of the same form and ground covers some of the days only."""
        names = ('contract_id', 'form_id', 'scope', 'area_id')
        return (
            all(self[name] == other[name] for name in names)
            and self.date_start <= other.date_end
            and other.date_start <= self.date_end
            and (self.date_start, self.date_end) != (other.date_start, other.date_end)
        )

    @api.constrains('contract_id', 'scope', 'area_id')
    def _check_area(self):
        for report in self:
            contract = report.contract_id
            allowed = contract.area_id if report.scope == 'city' else contract.area_ids
            if report.area_id not in allowed:
                raise ValidationError(
                    self.env._(
                        '%(area)s is not an area of the contract %(contract)s that such a report '
                        'can be made for. Choose one of: %(areas)s.',
                        area=report.area_id.name,
                        contract=contract.display_name,
                        areas=', '.join(allowed.mapped('name')) or '-',
                    )
                )

    # ---- Frozen, editable ----

    def _is_frozen(self):
        return bool(self.submitted_on)

    def _frozen_remedy(self):
        return self.env._('To change it, create a replacement and state the reason.')

    def _handover_date(self):
        return self.date_due

    def _kept_remedy(self):
        return self.env._('A report that is not needed can stay in preparation.')

    def _check_editable(self):
        """Refuse to change numbers and texts while somebody else holds the report.

        :raises UserError: naming the first such report
        """
        if self._is_thawed():
            return
        self._check_not_frozen()
        for report in self:
            if report.state not in EDITABLE_STATES:
                raise UserError(
                    self.env._(
                        '“%(report)s” is in review and cannot be edited. Take it back, or have it '
                        'returned, first.',
                        report=report.display_name,
                    )
                )

    def _check_life_fields(self, names):
        """Refuse to set by hand what only the steps of a report's life set.

        :raises UserError: naming the fields
        """
        refused = LIFE_FIELDS.intersection(names)
        if refused and not self._is_thawed():
            labels = sorted(self._fields[name]._description_string(self.env) for name in refused)
            raise UserError(
                self.env._(
                    'These fields of a report follow from its steps: %(fields)s. Use the buttons '
                    'of the report instead.',
                    fields=', '.join(labels),
                )
            )

    def _check_identity(self, vals):
        """Refuse to turn a report into one of another period, form or area.

        :raises UserError: naming the report and the fields
        """
        names = sorted(IDENTITY_FIELDS & vals.keys())
        for report in self if names else ():
            changed = [
                name
                for name in names
                if self._fields[name].convert_to_cache(vals[name], report)
                != self._fields[name].convert_to_cache(report[name], report)
            ]
            if changed:
                labels = [self._fields[name]._description_string(self.env) for name in changed]
                raise UserError(
                    self.env._(
                        '“%(report)s” stays what it is about: %(fields)s. Create the report of '
                        'the other period or area instead.',
                        report=report.display_name,
                        fields=', '.join(labels),
                    )
                )

    @api.constrains('parent_id')
    def _check_parent(self):
        for report in self.filtered('parent_id').sudo():
            city = report.parent_id
            same = all(
                report[name] == city[name] for name in IDENTITY_FIELDS - {'scope', 'area_id'}
            )
            if not same or (report.scope, city.scope) != ('area', 'city'):
                raise ValidationError(
                    self.env._(
                        '“%(report)s” is no sheet of “%(city)s”: contract, form and period of '
                        'both have to be the same.',
                        report=report.display_name,
                        city=city.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_life_fields(vals)
        reports = super().create(vals_list)
        reports.parent_id._check_not_frozen()
        reports._add_texts()
        reports._follow_dues()
        return reports

    def write(self, vals):
        self._check_life_fields(vals)
        self._check_identity(vals)
        if vals.get('parent_id'):
            self.browse(vals['parent_id'])._check_not_frozen()
        result = super().write(vals)
        if {'state', 'user_id', 'date_due'} & vals.keys():
            self._follow_dues()
        return result

    def _follow_dues(self):
        """Bring up to date what the contracts expect."""
        cities = self.filtered(lambda report: report.scope == 'city')
        if cities:
            cities.contract_id._follow_dues()

    def _add_texts(self):
        """Give every heading of the form its text, empty where there was none."""
        self.env['support.report.text']._thaw().create(
            [
                {'report_id': report.id, 'block_id': block.id, 'sequence': block.sequence}
                for report in self
                for block in report.form_id.block_ids - report.text_ids.block_id
            ]
        )

    def action_add_sheets(self):
        """Create the sheets of areas that the contract got after the report was made."""
        for report in self:
            line = report.contract_id.form_line_ids.filtered(
                lambda line, form=report.form_id: line.form_id == form
            )
            line._create_reports(report.date_start)

    @api.model
    def _demo_reports(self):
        """Return the newest whole-city commission report whose period is over."""
        today = self.env.company._support_today()
        domain = Domain([('scope', '=', 'city'), ('form_id.kind', '=', 'quarterly')])
        over = self.search(domain & Domain('date_end', '<', today), limit=1)
        return over or self.search(domain, limit=1)
