# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.support_council.models.support_job import OPEN_STATES
from odoo.addons.support_council.tools import japanese_date
from odoo.addons.support_council.tools.canonical import checksum
from odoo.addons.support_council.tools.pdf import PdfUnavailableError, is_available

from ..tools.difference import differences
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
# What a checksum is taken of when a report is submitted: its own facts and its rows.
EVIDENCE_FIELDS = (
    'contract_id', 'form_id', 'company_id', 'date_start', 'date_end', 'scope', 'area_id',
    'parent_id', 'version', 'reason', 'replaces_id', 'date_due', 'submitted_on', 'submitted_at',
    'submitted_by_id', 'approved_on', 'approved_by_id',
)  # fmt: skip
EVIDENCE_LINES = {
    'support.report.value': (
        'indicator_id', 'month_key', 'area_id', 'value', 'counted', 'is_corrected', 'corrected',
        'correction_reason', 'counted_at_correction',
    ),
    'support.report.text': ('block_id', 'text'),
    'support.report.line': (
        'project_class', 'name', 'content', 'date_start', 'date_end', 'indicator_id', 'quantity',
        'unit',
    ),
    'support.report.citation': ('text_id', 'date', 'source', 'excerpt', 'res_model', 'res_id'),
    'support.report.remark': (
        'indicator_id', 'month_key', 'block_id', 'text', 'state', 'author_id', 'resolved_by_id',
    ),
}  # fmt: skip


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
        help='Writes the texts and hands it in. Proposed: a coordinator of the area, else whoever '
        'is in charge of the contract.',
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
        coordinators = (
            self.env['support.coordinator']
            .sudo()
            .search(
                [
                    ('area_id', 'in', open_reports.area_id.ids),
                    ('company_id', 'in', open_reports.company_id.ids),
                    ('user_id', '!=', False),
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

    @api.depends('replaced_by_ids')
    def _compute_is_current(self):
        for report in self:
            report.is_current = not report.replaced_by_ids

    def _search_is_current(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return Domain('replaced_by_ids', '=', False)

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

    @api.depends('replaces_id', 'state', 'value_ids', 'text_ids.text')
    def _compute_difference(self):
        builder = self.env['support.report.builder']
        for report in self:
            replaced = report._origin.sudo().replaces_id
            report.difference = (
                differences(replaced.snapshot, builder.build(report._origin, check=False))
                if replaced
                else []
            )

    @api.depends('submitted_at')
    def _compute_late(self):
        late = self.env['support.report.late']
        for report in self:
            submitted = report.submitted_at and report._origin
            report.late_entry_count = late._entries(submitted)[1] if submitted else 0
            report.late_need_count = late._needs(submitted)[1] if submitted else 0
            others = late._others(submitted) if submitted else ()
            report.late_other_count = sum(number for *_source, number in others)

    @api.depends_context('uid', 'lang')
    @api.depends('state', 'value_ids', 'text_ids.text', 'child_ids.state', 'remark_ids.state')
    def _compute_sheet(self):
        for report in self:
            # Before the first save there is no period to count in.
            if not report._origin:
                report.sheet = False
                continue
            data = self.env['support.report.builder'].build(
                report._origin, check=not report._origin._is_frozen()
            )
            report.sheet = {
                'counts': data['counts'],
                'breakdown': data['breakdown'],
                'annex': data['annex'],
                'tables': data.get('tables', []),
                'notes': data.get('notes', []),
                'missing': [] if report.is_frozen else data['missing'],
                'open_mark': data['open_mark'],
                'can_remark': report.state == 'review' and not report.is_frozen,
                'remarks': {
                    f'{remark.indicator_id.id}:{remark.month_key}': remark.text
                    for remark in report._origin.remark_ids
                    if remark.state == 'open' and remark.indicator_id
                },
                'is_editable': report.state in EDITABLE_STATES and not report.is_frozen,
            }

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

    # ---- Figures ----

    def action_open_figure(self, indicator_id, month_key=False, area_id=False):
        """Open exactly the records that a counted figure is the sum of.

        :param int indicator_id: ``support.report.indicator``
        :param int month_key: e.g. 202611; falsy for the total
        :param int area_id: one area of a whole-city report; falsy for the whole
        :return: an action; False for the result of a formula, which has no records of its own
        """
        self.ensure_one()
        indicator = self.env['support.report.indicator'].browse(indicator_id)
        if indicator.source == 'formula':
            return False
        model, domain = self.env['support.report.builder'].figure_records(
            self, indicator, month_key, self.env['support.area'].browse(area_id or [])
        )
        return self._records_action(indicator.label, model, domain)

    def get_figure_card(self, indicator_id, month_key=False, area_id=False):
        """Return what stands behind a figure; arguments as in :meth:`action_open_figure`.

        :return: dict, see ``support.report.card``
        """
        self.ensure_one()
        return self.env['support.report.card'].build(
            self,
            self.env['support.report.indicator'].browse(indicator_id),
            month_key,
            self.env['support.area'].browse(area_id or []),
        )

    def action_open_nearly(self, code, indicator_id, month_key=False, area_id=False):
        """Open the records of one line of the nearly counted."""
        self.ensure_one()
        found = self.env['support.report.card'].nearly_records(
            self,
            self.env['support.report.indicator'].browse(indicator_id),
            month_key,
            self.env['support.area'].browse(area_id or []),
            code,
        )
        return bool(found) and self._records_action(*found)

    def _records_action(self, name, model, domain):
        view = self.env.ref('support_reports.support_activity_count_view_list_figure')
        is_count = model == 'support.activity.count'
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'views': [(view.id, 'list')] if is_count else [(False, 'list'), (False, 'form')],
            'domain': list(domain),
            'context': {'create': False},
        }

    def action_open_missing(self, code):
        """Open the records of one line of the check list."""
        self.ensure_one()
        data = self.env['support.report.builder'].build(self)
        item = next(
            (item for item in data['missing'] if item['code'] == code and item['model']), None
        )
        if not item:
            return False
        return self._records_action(item['message'], item['model'], item['domain'])

    def action_open_rule(self, indicator_id):
        """Open the form that a column stands in, to change its rule."""
        indicator = self.env['support.report.indicator'].browse(indicator_id)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.report.form',
            'res_id': indicator.form_id.id,
            'views': [(False, 'form')],
        }

    def action_open_sheet(self, sheet_id):
        """Open the sheet of a single area."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': sheet_id,
            'views': [(False, 'form')],
        }

    def action_open_latest(self):
        """Open the version that stands today."""
        self.ensure_one()
        latest = self
        while latest.replaced_by_ids:
            latest = latest.replaced_by_ids
        return self.action_open_sheet(latest.id)

    def action_add_sheets(self):
        """Create the sheets of areas that the contract got after the report was made."""
        for report in self:
            line = report.contract_id.form_line_ids.filtered(
                lambda line, form=report.form_id: line.form_id == form
            )
            line._create_reports(report.date_start)

    def action_correct_figure(self, indicator_id, month_key):
        """Open the dialog that corrects one number."""
        self.ensure_one()
        self._check_editable()
        self._check_correctable(self.env['support.report.indicator'].browse(indicator_id))
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_correct_action'
            ),
            'context': {
                'default_report_id': self.id,
                'default_indicator_id': indicator_id,
                'default_month_key': month_key,
            },
        }

    def _cell(self, indicator, month_key):
        """Return the cell of the dict that a number is printed from."""
        self.ensure_one()
        counts = self.env['support.report.builder'].build(self, check=False)['counts']
        column = [column['indicator_id'] for column in counts['columns']].index(indicator.id)
        row = next(row for row in counts['rows'] if row['month_key'] == month_key)
        return row['cells'][column]

    def _correct(self, indicator, month_key, number, reason):
        """Print ``number`` instead of what was counted; the count stays visible beside it.

        :raises UserError: without a reason, while the report cannot be edited, or for the result
            of a formula
        """
        self.ensure_one()
        self._check_correctable(indicator)
        vals = {
            'is_corrected': True,
            'corrected': number,
            'correction_reason': reason,
            'counted_at_correction': self._cell(indicator, month_key)['counted'],
        }
        value = self._value_row(indicator, month_key)
        if value:
            value.write(vals)
        else:
            self.env['support.report.value'].create(
                {
                    'report_id': self.id,
                    'indicator_id': indicator.id,
                    'month_key': month_key,
                    **vals,
                }
            )
        self.invalidate_recordset(['sheet'])

    def _check_correctable(self, indicator):
        if indicator.source == 'formula':
            raise UserError(
                self.env._(
                    '“%(label)s” follows from other numbers by a formula (%(formula)s). Correct '
                    'those numbers instead.',
                    label=indicator.label,
                    formula=indicator.formula,
                )
            )

    def _drop_correction(self, indicator, month_key):
        """Print what is counted again."""
        self._value_row(indicator, month_key).unlink()
        self.invalidate_recordset(['sheet'])

    def _value_row(self, indicator, month_key):
        return self.value_ids.filtered(
            lambda value: value.indicator_id == indicator and value.month_key == month_key
        )

    # ---- Life ----

    def _lock_in_state(self, *states):
        """Lock the report and make sure that nobody else has moved it on meanwhile.

        :raises UserError: when somebody has, or is about to
        """
        self.check_access('write')
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._('Somebody else is working on this report. Try again in a moment.')
            ) from error
        self.invalidate_recordset(['state', 'submitted_on'])
        labels = dict(self._fields['state']._description_selection(self.env))
        for report in self:
            if report.state not in states:
                raise UserError(
                    self.env._(
                        '“%(report)s” is in the state “%(state)s” by now. Reload the page.',
                        report=report.display_name,
                        state=labels[report.state],
                    )
                )

    def _blocking_items(self, data, apart_from=()):
        return [
            item['message']
            for item in data['missing']
            if item['level'] == 'block' and item['code'] not in apart_from
        ]

    def _check_complete(self, data, apart_from=()):
        """Refuse an incomplete report, naming all that is missing at once.

        :param apart_from: codes of the check list that do not matter yet
        :raises UserError: one line for each thing
        """
        missing = self._blocking_items(data, apart_from)
        if missing:
            raise UserError(
                self.env._(
                    '“%(report)s” is not complete:\n%(missing)s',
                    report=self.display_name,
                    missing='\n'.join(f'- {message}' for message in missing),
                )
            )

    def action_review(self):
        """Hand a sheet in to the head office, or a report to whoever checks it."""
        for report in self:
            report._lock_in_state(*EDITABLE_STATES)
            report._check_editable()
            report._check_complete(
                self.env['support.report.builder'].build(report), apart_from=('approval',)
            )
            report._thaw().state = 'review'

    def action_reopen(self):
        """Take a report back from review, to edit it again."""
        self._lock_in_state('review')
        self._thaw().write({'state': 'draft', **self._no_approval()})

    def _no_approval(self):
        return {'approved_by_id': False, 'approved_on': False, 'approved_checksum': False}

    def action_approve(self):
        """Approve the report as it stands: who, when, and of which numbers and texts.

        :raises UserError: when it is not complete
        :raises AccessError: for everybody but managers
        """
        if not self.env.user.has_group('support_council.group_manager'):
            raise AccessError(self.env._('A manager approves reports.'))
        for report in self:
            report._lock_in_state('review')
            data = self.env['support.report.builder'].build(report)
            report._check_complete(data, apart_from=('approval',))
            report._thaw().write(
                {
                    'approved_by_id': self.env.uid,
                    'approved_on': self.env.company._support_today(),
                    'approved_checksum': report._printed_checksum(data),
                }
            )

    def _printed_checksum(self, data):
        """Return the checksum of what a report prints: numbers, annex and texts."""
        numbers = [[cell['value'] for cell in row['cells']] for row in data['counts']['rows']]
        tables = [[row['cells'] for row in table['rows']] for table in data.get('tables', [])]
        return checksum([numbers, data['annex']['rows'], data['texts'], tables])

    # ---- Remarks ----

    def action_remark(self, indicator_id=False, month_key=False, block_id=False):
        """Open the dialog for a remark on a cell or a text."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Remark'),
            'res_model': 'support.report.remark',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {
                'default_report_id': self.id,
                'default_indicator_id': indicator_id,
                'default_month_key': month_key,
                'default_block_id': block_id,
            },
        }

    def action_open_remark(self, remark_id):
        """Open one remark, to deal with it."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Remark'),
            'res_model': 'support.report.remark',
            'res_id': remark_id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    # ---- With the commissioner ----

    def action_exchange(self):
        """Open the dialog that notes what the commissioner said."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Exchange With the Commissioner'),
            'res_model': 'support.report.exchange',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_report_id': self.id},
        }

    def _follow_exchange(self, line):
        """Move the report on as the commissioner did."""
        self.ensure_one()
        if line.kind == 'received':
            self._lock_in_state('submitted')
            self._thaw().received_on = line.date
        elif line.kind == 'accepted':
            self._lock_in_state('submitted')
            self._thaw().write({'state': 'accepted', 'accepted_on': line.date})
        elif line.kind == 'returned':
            self._lock_in_state('submitted')
            self._thaw().write({'state': 'returned', 'return_reason': line.text})

    def action_write_letter(self):
        """Open the cover letter: the draft there is, the one that was sent, else a new one."""
        self.ensure_one()
        letters = self.env['support.letter']
        letter = self.letter_ids.sorted(lambda letter: letter.state != 'draft')[:1]
        if not letter:
            letter = letters.create(letters._prepare_report_letter_values(self))
        return {
            'type': 'ir.actions.act_window',
            'res_model': letters._name,
            'res_id': letter.id,
            'views': [(False, 'form')],
        }

    def _printed_title(self):
        """Return how letters call the report: its printed title, with the version from 2 on."""
        self.ensure_one()
        line = self.contract_id.form_line_ids.filtered(lambda line: line.form_id == self.form_id)
        title = line[:1].title or self.form_id.title or self.form_id.name
        return f'{title}（差替え　第{self.version}版）' if self.version > 1 else title

    # ---- Records of afterwards ----

    def action_open_late_entries(self):
        """Open the entries that were added or changed after the report was submitted."""
        return self._open_late(self.env._('Late Entries'), 'support.activity', '_entries')

    def action_open_late_needs(self):
        """Open the needs that were added or changed after the report was submitted."""
        return self._open_late(self.env._('Late Needs'), 'support.need', '_needs')

    def action_open_late_others(self):
        """Open other counted records added or changed afterwards, of the first source with any."""
        self.ensure_one()
        self.check_access('read')
        if not self.submitted_at:
            return False
        for label, model, domain, _number in self.env['support.report.late']._others(self):
            return self._late_action(label, model, domain)
        return False

    def _open_late(self, name, model, method):
        self.ensure_one()
        domain, _number = getattr(self.env['support.report.late'], method)(self)
        return self._late_action(name, model, domain)

    def _late_action(self, name, model, domain):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'views': [(False, 'list'), (False, 'form')],
            'domain': list(domain),
            'context': {'create': False, 'active_test': False},
        }

    def action_submit(self):
        """Open the check list with the button that submits."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_submit_action'
            ),
            'context': {'default_report_id': self.id},
        }

    def action_return(self):
        """Open the dialog that returns a report with a reason."""
        self.ensure_one()
        return self.env['support.reason']._open(
            self,
            '_return',
            self.env._('Return the Report'),
            self.env._('The report goes back with this reason.'),
        )

    def action_replace(self):
        """Open the dialog that starts a replacement with a reason."""
        self.ensure_one()
        return self.env['support.reason']._open(
            self,
            '_open_replacement',
            self.env._('Create the Replacement'),
            self.env._(
                'A new version is made with the same texts and corrections; numbers are counted '
                'afresh. What was submitted stays as it is.'
            ),
        )

    def _open_replacement(self, reason):
        """Create the next version, as in :meth:`_replace`, and return the action that opens it."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self._replace(reason).id,
            'views': [(False, 'form')],
        }

    def _reason_methods(self):
        return {'_return', '_open_replacement'}

    def action_accept(self):
        """Note that the commissioner has accepted the report."""
        self._lock_in_state('submitted')
        self.env['support.report.exchange'].create(
            [{'report_id': report.id, 'kind': 'accepted'} for report in self]
        )

    def _submit(self):
        """Freeze the report with its sheets: numbers, texts and files stay as they are now.

        The files of the sheets follow in the background, made from their frozen numbers.

        :raises UserError: listing everything that is missing
        """
        self.ensure_one()
        self._lock_in_state(*EDITABLE_STATES, 'review')
        self._check_not_frozen()
        if self.parent_id:
            raise UserError(
                self.env._(
                    '“%(report)s” is a sheet of %(parent)s and is submitted together with it. '
                    'Hand it in to the head office instead.',
                    report=self.display_name,
                    parent=self.parent_id.display_name,
                )
            )
        builder = self.env['support.report.builder']
        self._check_complete(builder.build(self))
        sheets = self.child_ids
        if sheets:
            sheets._lock_in_state('review')
        # All figures are taken before the first report is frozen.
        snapshots = [(report, builder.build(report, final=True)) for report in self | sheets]
        for report, data in snapshots:
            report._write_values(data)
        self._store_files(snapshots[0][1])
        for report, data in snapshots:
            report._freeze(data)
        if sheets:
            self.env['support.job']._enqueue(
                self.env._('Files of the sheets: %(report)s', report=self.display_name),
                sheets,
                '_job_store_files',
            )

    def _freeze(self, data):
        self.ensure_one()
        report = self._thaw()
        report.write(
            {
                'state': 'compiled' if self.parent_id else 'submitted',
                'submitted_on': self.env.company._support_today(),
                'submitted_at': self.env.cr.now().replace(microsecond=0),
                'submitted_by_id': self.env.uid,
                'return_reason': False,
            }
        )
        # What the rows hold is part of what the checksum is taken of.
        data = {**data, 'evidence': self._evidence_checksum()}
        report.write({'snapshot': data, 'checksum': checksum(data)})

    def _write_values(self, data):
        """Write every number of the dict as a row; corrections keep theirs."""
        self.ensure_one()
        values = self.env['support.report.value'].sudo()._thaw()
        corrections = {
            (value.indicator_id.id, value.month_key): value.with_env(values.env)
            for value in self.value_ids
        }
        columns = [column['indicator_id'] for column in data['counts']['columns']]
        months = [row for row in data['counts']['rows'] if not row['is_total']]
        vals_list = []
        for position, row in enumerate(months):
            for indicator_id, cell in zip(columns, row['cells'], strict=True):
                if cell['value'] is None:
                    continue  # printed empty
                numbers = {'counted': cell['counted'], 'value': cell['value']}
                correction = corrections.get((indicator_id, row['month_key']))
                if correction:
                    correction.write(numbers)
                    continue
                vals_list.append(
                    {'indicator_id': indicator_id, 'month_key': row['month_key'], **numbers}
                )
            for area in data['breakdown']:
                vals_list += [
                    {
                        'indicator_id': indicator_id,
                        'month_key': row['month_key'],
                        'area_id': area['area_id'],
                        'counted': number,
                        'value': number,
                    }
                    for indicator_id, number in zip(columns, area['rows'][position], strict=True)
                    if number is not None
                ]
        values.create([{'report_id': self.id, **vals} for vals in vals_list])

    def _store_files(self, data):
        """Attach the files of the paper, with their checksums."""
        self.ensure_one()
        attachments = self.env['ir.attachment'].sudo()
        files = self.env['support.report.file'].sudo()
        if self._is_thawed():
            attachments, files = attachments.with_env(self.sudo().env), files._thaw()
        for kind in ('xlsx', 'pdf' if is_available() else 'html'):
            name, content = self._file_name(kind), self._render(kind, data)
            attachment = attachments.create(
                {'name': name, 'raw': content, 'res_model': self._name, 'res_id': self.id}
            )
            files.create(
                {
                    'report_id': self.id,
                    'name': name,
                    'kind': kind,
                    'attachment_id': attachment.id,
                    'size': len(content),
                    'checksum': checksum(content),
                }
            )

    def _job_store_files(self, job, cursor):
        """Step of the background job: make the files of one frozen sheet."""
        position = cursor or 0
        report = self[position]
        if not report.file_ids:
            report._thaw()._store_files(report.snapshot)
        position += 1
        return (position if position < len(self) else None), position, len(self)

    def _return(self, reason):
        """Return a sheet to its area, or note that the commissioner returned the report.

        :param str reason: what is to be changed
        """
        self.ensure_one()
        if self._is_frozen():
            self._lock_in_state('submitted')
            self.env['support.report.exchange'].create(
                {'report_id': self.id, 'kind': 'returned', 'text': reason}
            )
            return
        self._lock_in_state('review')
        self._thaw().write({'state': 'returned', 'return_reason': reason, **self._no_approval()})

    def _replace(self, reason):
        """Create the next version of a submitted report and of its sheets.

        Texts and corrections are taken over, numbers are counted afresh.

        :param str reason: why it is replaced
        :return: the new report
        """
        self.ensure_one()
        self._lock_in_state('submitted', 'returned', 'accepted')
        if not self._is_frozen() or self.parent_id:
            raise UserError(
                self.env._(
                    '“%(report)s” has not been submitted by itself, so there is nothing to '
                    'replace.',
                    report=self.display_name,
                )
            )
        if not self.is_current:
            raise UserError(
                self.env._(
                    '“%(report)s” has been replaced already. Open its latest version.',
                    report=self.display_name,
                )
            )
        city = self._next_version(reason)
        for sheet in self.child_ids:
            sheet._next_version(reason, city)
        return city

    def _next_version(self, reason, parent=None):
        copy = self._thaw().create(
            {
                'contract_id': self.contract_id.id,
                'form_id': self.form_id.id,
                'date_start': self.date_start,
                'date_end': self.date_end,
                'date_due': self.date_due,
                'scope': self.scope,
                'area_id': self.area_id.id,
                'parent_id': parent.id if parent else False,
                'version': self.version + 1,
                'reason': reason,
                'replaces_id': self.id,
                'user_id': self.user_id.id,
                'remark_ids': [
                    fields.Command.create(
                        {
                            'indicator_id': line.indicator_id.id,
                            'month_key': line.month_key,
                            'block_id': line.block_id.id,
                            'text': line.text,
                        }
                    )
                    for line in self.exchange_ids
                    if line.kind == 'returned'
                ],
                'value_ids': [
                    fields.Command.create(
                        {
                            'indicator_id': value.indicator_id.id,
                            'month_key': value.month_key,
                            'is_corrected': True,
                            'corrected': value.corrected,
                            'correction_reason': value.correction_reason,
                            'counted_at_correction': value.counted_at_correction,
                        }
                    )
                    for value in self.value_ids
                    if value.is_corrected
                ],
            }
        )
        written = {text.block_id: text for text in self.text_ids}
        citations = []
        for text in copy.text_ids:
            before = written.get(text.block_id, text)
            text.text = before.text
            for citation in before.citation_ids:
                citations += citation.copy_data({'report_id': copy.id, 'text_id': text.id})
        copy.env['support.report.citation'].create(citations)
        # Without the right to write what is frozen.
        return copy.with_env(self.env)

    # ---- Files ----

    def action_preview(self):
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/{self.id}/html',
            'target': 'new',
        }

    def action_download_xlsx(self):
        return self._download_action('xlsx')

    def action_download_pdf(self):
        return self._download_action('pdf')

    def action_download_records(self):
        """Download the records of the log that the figures are sums of."""
        return self._download_action('records')

    def _download_action(self, kind):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/{self.id}/{kind}',
            'target': 'download' if kind != 'html' else 'new',
        }

    def _file_name(self, kind):
        form = self.env['support.report.builder']._in_paper_language(self).form_id
        parts = [form.name, self.period_label, self.area_id.name]
        if self.version > 1:
            parts.append(f'v{self.version}')
        stem = '_'.join(part.replace('/', '-') for part in parts)
        return f'{stem}.{kind}'

    def _render(self, kind, data):
        if kind == 'xlsx':
            return self.env['support.report.xlsx'].render(data)
        if kind == 'pdf':
            return self.env['support.report.pdf'].render(data)
        return self.env['support.report.pdf'].render_html(data).encode()

    def _render_file(self, kind):
        """Return ``(name, bytes, kind)``: the submitted file, else one of the figures of now.

        Where PDF cannot be made, the paper comes as HTML, which browsers print the same way.
        """
        self.ensure_one()
        stored = self.file_ids.filtered(lambda file: file.kind == kind)
        if stored:
            return stored.name, stored._content(), kind
        data = self.env['support.report.builder'].build(self, check=False)
        try:
            content = self._render(kind, data)
        except PdfUnavailableError:
            kind = 'html'
            content = self._render(kind, data)
        return self._file_name(kind), content, kind

    def _render_files(self):
        """Return the XLSX and the PDF of the report as ``[(file name, bytes)]``."""
        return [self._render_file(kind)[:2] for kind in ('xlsx', 'pdf')]

    def _broken_parts(self):
        """Return what of a submitted report is no longer what was submitted; empty if nothing.

        :return: list of file names, ``snapshot`` for its figures and texts, ``records`` for the
            rows that they stand in, ``files`` where there are none
        """
        broken = super()._broken_parts()
        if not self._is_frozen():
            return broken
        broken += [file.name for file in self.file_ids if not file._is_intact()]
        if not self.file_ids and not self._waits_for_files():
            broken.append('files')
        if checksum(self.snapshot) != self.checksum:
            broken.append('snapshot')
        evidence = (self.snapshot or {}).get('evidence')
        if evidence and evidence != self._evidence_checksum():
            broken.append('records')
        return broken

    def _waits_for_files(self):
        """Return whether the background job that makes the files of a sheet is still to run."""
        self.ensure_one()
        jobs = self.env['support.job'].sudo()
        return bool(self.parent_id) and any(
            self.id in (job.res_ids or [])
            for job in jobs.search([('model', '=', self._name), ('state', 'in', OPEN_STATES)])
        )

    def _evidence_checksum(self):
        """Return the checksum of the report's own facts and of every row that it is made of."""
        self.ensure_one()
        rows = {'report': self._plain_values(EVIDENCE_FIELDS)}
        for model, names in EVIDENCE_LINES.items():
            lines = self.env[model].sudo().search([('report_id', '=', self.id)], order='id')
            rows[model] = lines._plain_values(names)
        return checksum(rows)

    @api.model
    def action_rehearse(self):
        """Open the report of the running period as if it were submitted today.

        The contract's first form that is filled for a period is taken; the report and its sheets
        are created where there are none yet.

        :raises UserError: when no contract is running
        """
        today = self.env.company._support_today()
        line = self.env['support.contract.form'].search(
            [
                ('contract_id.state', '=', 'running'),
                ('contract_id.date_start', '<=', today),
                ('contract_id.date_end', '>=', today),
                ('contract_id.company_id', '=', self.env.company.id),
            ],
            limit=1,
        )
        if not line:
            raise UserError(
                self.env._(
                    'No contract with a form is running today. Enter the contract of this fiscal '
                    'year first.'
                )
            )
        reports = line._create_reports(today)
        own = reports.filtered(lambda report: report.user_id == self.env.user)
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': (own or reports)[:1].id,
            'views': [(False, 'form')],
        }

    @api.model
    def _demo_reports(self):
        """Return the newest whole-city commission report whose period is over."""
        today = self.env.company._support_today()
        domain = Domain([('scope', '=', 'city'), ('form_id.kind', '=', 'quarterly')])
        over = self.search(domain & Domain('date_end', '<', today), limit=1)
        return over or self.search(domain, limit=1)
