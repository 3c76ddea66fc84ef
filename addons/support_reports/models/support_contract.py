# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from odoo.addons.support_council.models.support_council import HELD_STATES
from odoo.addons.support_council.tools import japanese_date
from odoo.addons.support_council.tools.japanese_date import format_date

# What a submitted report was counted for.
FIXED_FIELDS = frozenset({'company_id', 'commission_id', 'area_id'})


class SupportContract(models.Model):
    """委託契約: what is owed for a commission in a term, mostly a fiscal year, and to whom.

    Cadence and due days are data of its forms; nothing about them is in code.
    """

    _name = 'support.contract'
    _inherit = ['support.attached', 'support.kept', 'support.audited']
    _attachment_fields = ('privacy_annex_ids',)
    _description = 'Commission Contract'
    _order = 'date_start desc, id desc'
    _check_company_auto = True
    _audit_fields = (
        'name', 'commission_id', 'date_start', 'date_end', 'area_id', 'area_ids', 'amount',
        'settlement', 'retention_years', 'state', 'on_holiday', 'minutes_due_days', 'notice_days',
        'min_meetings',
    )  # fmt: skip

    name = fields.Char(required=True)
    commission_id = fields.Many2one(
        'support.commission',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        domain=[('is_outside', '=', False)],
    )
    commissioner_id = fields.Many2one(related='commission_id.commissioner_id')
    user_id = fields.Many2one(
        'res.users',
        string='In Charge',
        default=lambda self: self.env.user,
        check_company=True,
        ondelete='restrict',
        help='Makes the report of the whole area and is reminded of what is due.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    date_start = fields.Date(
        string='From', required=True, default=lambda self: self._default_term()[0]
    )
    date_end = fields.Date(
        string='Until', required=True, default=lambda self: self._default_term()[1]
    )
    fiscal_year = fields.Selection(
        selection='_selection_fiscal_year',
        compute='_compute_fiscal_year',
        store=True,
        precompute=True,
        index=True,
    )
    area_id = fields.Many2one(
        'support.area',
        string='Whole Area',
        required=True,
        ondelete='restrict',
        check_company=True,
        help='The city. Work for the whole of it counts in the whole-city report only.',
    )
    area_ids = fields.Many2many(
        'support.area',
        'support_contract_area_rel',
        'contract_id',
        'area_id',
        string='Single Areas',
        check_company=True,
        ondelete='restrict',
        help='Areas printed on the form, each with a sheet of its own. Work in a smaller area '
        'counts in the one it lies in.',
    )
    whole_label = fields.Char(
        string='Whole Area as Printed', help='Where the form says something else, e.g. a town.'
    )
    state = fields.Selection(
        [('draft', 'In preparation'), ('running', 'Running'), ('closed', 'Closed')],
        required=True,
        default='running',
        index=True,
    )
    form_line_ids = fields.One2many(
        'support.contract.form', 'contract_id', string='Reports Owed', copy=True
    )
    report_ids = fields.One2many('support.report', 'contract_id', string='Reports')
    report_count = fields.Integer(compute='_compute_report_count')
    retention_years = fields.Integer(
        default=10, aggregator=None, help='Years for which everything of the contract is kept.'
    )
    kept_until = fields.Date(
        string='To Be Kept Until',
        compute='_compute_kept_until',
        store=True,
        help='Years of retention count from the end of the fiscal year in which the contract ends.',
    )
    privacy_annex_ids = fields.Many2many(
        'ir.attachment',
        'support_contract_annex_rel',
        'contract_id',
        'attachment_id',
        help='What the contract says about personal data.',
    )
    amendment_ids = fields.One2many(
        'support.contract.amendment', 'contract_id', string='Amendments'
    )

    # Deadlines beside the reports
    on_holiday = fields.Selection(
        [('as_is', 'Stays'), ('before', 'Day before'), ('after', 'Next working day')],
        string='Due on a Holiday',
        required=True,
        default='after',
        help='What holds when a due day is a Saturday, a Sunday or a holiday.',
    )
    minutes_due_days = fields.Integer(
        string='Minutes Due After (Days)',
        aggregator=None,
        help='Days after a meeting of a council until its minutes are confirmed; 0 for no rule.',
    )
    notice_days = fields.Integer(
        string='Notice Before (Days)',
        aggregator=None,
        help='How many days before a meeting the commissioner has to know its date; 0 for no rule.',
    )
    reminder_days = fields.Integer(
        default=7,
        aggregator=None,
        help='So many days before something is due, whoever is in charge gets a to-do; 0 for none.',
    )
    due_ids = fields.One2many('support.report.due', 'contract_id', string='Expected From Us')
    overdue_count = fields.Integer(compute='_compute_overdue_count')

    min_meetings = fields.Integer(
        string='Meetings per Council, at Least',
        aggregator=None,
        help='How often each established council has to meet in the fiscal year. 0 when the '
        'contract says nothing. The rhythm board shows councils that will not reach it.',
    )

    # Money
    amount = fields.Monetary(copy=False, groups='support_reports.group_finance')
    currency_id = fields.Many2one(
        related='company_id.currency_id', groups='support_reports.group_finance'
    )
    current_amount = fields.Monetary(
        string='Amount With Amendments',
        compute='_compute_current_amount',
        groups='support_reports.group_finance',
    )
    settlement = fields.Selection(
        [('settle', 'Settled, unused money is returned'), ('fixed', 'Fixed amount')],
        copy=False,
        groups='support_reports.group_finance',
    )

    _term_order = models.Constraint(
        'CHECK(date_start <= date_end)', 'The contract ends before it begins. Correct its dates.'
    )
    _min_meetings_positive = models.Constraint(
        'CHECK(min_meetings >= 0)', 'The minimum number of meetings cannot be negative.'
    )
    _days_positive = models.Constraint(
        'CHECK(minutes_due_days >= 0 AND notice_days >= 0 AND reminder_days >= 0)',
        'Days cannot be negative.',
    )
    _retention_positive = models.Constraint(
        'CHECK(retention_years > 0)', 'The years of retention are at least 1.'
    )

    @api.model
    def _selection_fiscal_year(self):
        return self.env['support.dated']._selection_fiscal_year()

    @api.model
    def _default_term(self):
        return japanese_date.fiscal_year_dates(self.env.company._support_today())

    @api.depends('date_start')
    def _compute_fiscal_year(self):
        for contract in self:
            day = contract.date_start
            contract.fiscal_year = str(japanese_date.fiscal_year_of(day)) if day else False

    @api.depends('date_end', 'retention_years')
    def _compute_kept_until(self):
        for contract in self:
            last = contract.date_end
            if last:
                last = japanese_date.fiscal_year_dates(last)[1]
                last += relativedelta(years=contract.retention_years)
            contract.kept_until = last

    def _compute_report_count(self):
        counts = dict(
            self.env['support.report']._read_group(
                [('contract_id', 'in', self.ids)], ['contract_id'], ['__count']
            )
        )
        for contract in self:
            contract.report_count = counts.get(contract, 0)

    @api.depends('amount', 'amendment_ids.amount_change')
    def _compute_current_amount(self):
        for contract in self:
            changes = contract.amendment_ids.mapped('amount_change')
            contract.current_amount = contract.amount + sum(changes)

    def _compute_overdue_count(self):
        counts = dict(
            self.env['support.report.due']._read_group(
                [('contract_id', 'in', self.ids), ('state', '=', 'overdue')],
                ['contract_id'],
                ['__count'],
            )
        )
        for contract in self:
            contract.overdue_count = counts.get(contract, 0)

    @api.constrains('commission_id', 'date_start', 'date_end', 'area_id', 'state')
    def _check_overlap(self):
        binding = self.filtered(lambda contract: contract.state != 'draft')
        # Of contracts that the user does not see as well: one month is reported once.
        others = self.sudo().search(
            [
                ('commission_id', 'in', binding.commission_id.ids),
                ('company_id', 'in', binding.company_id.ids),
                ('state', '!=', 'draft'),
            ]
        )
        for contract in binding.sudo():
            clash = others.filtered(contract._overlaps)
            if clash:
                raise ValidationError(
                    self.env._(
                        '%(contract)s and %(other)s are both contracts of %(commission)s for '
                        '%(area)s on the same days, so work would be reported twice. Correct the '
                        'terms or the areas, or leave one in preparation.',
                        contract=contract.name,
                        other=clash[0].name,
                        commission=contract.commission_id.name,
                        area=contract.area_id.name,
                    )
                )

    def _overlaps(self, other):
        """Tell whether another contract is about the same work: commission, ground and days."""
        paths = sorted((self.area_id.parent_path, other.area_id.parent_path), key=len)
        return (
            self != other
            and (self.commission_id, self.company_id) == (other.commission_id, other.company_id)
            and self.date_start <= other.date_end
            and other.date_start <= self.date_end
            and paths[1].startswith(paths[0])
        )

    # ---- What is expected ----

    def _due_fields(self):
        """Names of the fields from which follows what is expected, and when."""
        return {
            'state', 'date_start', 'date_end', 'area_id', 'commission_id', 'user_id', 'on_holiday',
            'minutes_due_days', 'notice_days', 'min_meetings', 'form_line_ids',
        }  # fmt: skip

    def _follow_dues(self):
        self.env['support.report.due']._follow(self)

    def _office_day(self, day, rule=None):
        """Return the day on which something is due, moved by the contract's rule for holidays.

        :param str rule: key of ``on_holiday``; the contract's own by default
        """
        self.ensure_one()
        step = {'before': -1, 'after': 1}.get(rule or self.on_holiday)
        return self.env['support.holiday']._office_day(day, step, self.company_id) if step else day

    def _councils_short_of_minimum(self, start, end):
        """Return the established councils that have not met often enough within some days yet.

        :param date start: first day of a fiscal year, or of the contract within it
        :param date end: last day of the same
        """
        self.ensure_one()
        councils = self.env['support.council'].search(
            [
                ('company_id', '=', self.company_id.id),
                ('area_id', 'child_of', self.area_id.ids),
                ('parent_id', '=', False),
                ('stage_id.is_established', '=', True),
                ('date_end', '=', False),
            ]
        )
        met = dict(
            self.env['support.meeting.council']._read_group(
                [
                    ('council_id', 'in', councils.ids),
                    ('meeting_state', 'in', HELD_STATES),
                    ('meeting_date', '>=', start),
                    ('meeting_date', '<=', end),
                ],
                ['council_id'],
                ['__count'],
            )
        )
        return councils.filtered(lambda council: met.get(council, 0) < self.min_meetings)

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._follow_dues()
        contracts.filtered('min_meetings')._update_rhythm()
        return contracts

    def write(self, vals):
        self._check_fixed(vals)
        result = super().write(vals)
        if {'min_meetings', 'state', 'date_start', 'date_end', 'area_id'} & vals.keys():
            self._update_rhythm()
        if self._due_fields() & vals.keys():
            self._follow_dues()
        if 'area_ids' in vals:
            self._release_sheets()
        return result

    def _submitted(self):
        """Return the reports of the contracts that have been submitted."""
        return self.env['support.report'].sudo().search(
            [('contract_id', 'in', self.ids), ('submitted_on', '!=', False)]
        )  # fmt: skip

    def _check_fixed(self, vals):
        """Refuse to change what a submitted report was counted for.

        :raises UserError: naming the fields and the report
        """
        names = FIXED_FIELDS & vals.keys()
        for contract in self if names else ():
            changed = [name for name in sorted(names) if contract[name].id != vals[name]]
            report = contract._submitted()[:1] if changed else None
            if report:
                labels = [self._fields[name]._description_string(self.env) for name in changed]
                raise UserError(
                    self.env._(
                        'Contract %(contract)s: “%(report)s” has been submitted for it, so '
                        '%(fields)s cannot be changed any more. Enter another contract instead.',
                        contract=contract.display_name,
                        report=report.display_name,
                        fields=', '.join(labels),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        for contract in self.sudo():
            if contract.report_ids:
                raise UserError(
                    self.env._(
                        'Contract %(contract)s has reports, “%(report)s” for one, and is kept '
                        'with them. Close it instead.',
                        contract=contract.display_name,
                        report=contract.report_ids[0].display_name,
                    )
                )

    def _release_sheets(self):
        """Take sheets still open of areas that have left the contract out of the city's report."""
        sheets = (
            self.env['support.report']
            .sudo()
            .search(
                [
                    ('contract_id', 'in', self.ids),
                    ('scope', '=', 'area'),
                    ('parent_id', '!=', False),
                    ('submitted_on', '=', False),
                ]
            )
        )
        sheets.filtered(lambda one: one.area_id not in one.contract_id.area_ids).parent_id = False

    @api.constrains('date_start', 'date_end')
    def _check_submitted_in_term(self):
        for report in self._submitted():
            contract = report.contract_id
            if report.date_start < contract.date_start or contract.date_end < report.date_end:
                raise ValidationError(
                    self.env._(
                        'Contract %(contract)s: “%(report)s” has been submitted, so its period '
                        'stays within the term. Let the contract run from %(start)s to %(end)s '
                        'at least.',
                        contract=contract.display_name,
                        report=report.display_name,
                        start=format_date(min(report.date_start, contract.date_start)),
                        end=format_date(max(report.date_end, contract.date_end)),
                    )
                )

    @api.model
    def default_get(self, fields):
        """Propose the first form for a contract that is typed in (context ``propose_form``)."""
        values = super().default_get(fields)
        if self.env.context.get('propose_form') and 'form_line_ids' in fields:
            form = self.env['support.report.form'].search(self._proposed_form_domain(), limit=1)
            values['form_line_ids'] = [Command.create({'form_id': form.id})] if form else []
        return values

    def _proposed_form_domain(self):
        return [('kind', '=', 'quarterly')]

    def copy_data(self, default=None):
        """Duplicate as the contract of the year after: same areas, forms and rules, one year on.

        It is in preparation until somebody has read it against the new paper.
        """
        vals_list = super().copy_data(default)
        for contract, vals in zip(self, vals_list, strict=True):
            year = japanese_date.fiscal_year_of(contract.date_start)
            following = {
                'name': contract.name.replace(
                    japanese_date.format_fiscal_year(year),
                    japanese_date.format_fiscal_year(year + 1),
                ),
                'date_start': contract.date_start + relativedelta(years=1),
                'date_end': contract.date_end + relativedelta(years=1),
                'state': 'draft',
            }
            vals.update({**following, **(default or {})})
        return vals_list

    def copy(self, default=None):
        contracts = super().copy(default)
        # Whoever duplicates a contract need not see its money; the clause stays the same.
        for contract, following in zip(self.sudo(), contracts.sudo(), strict=True):
            following.settlement = contract.settlement
        return contracts

    def action_create_next_year(self):
        """Make the contract of the year after from this one, and open it."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.copy().id,
            'views': [(False, 'form')],
        }

    def _update_rhythm(self):
        """Bring the rhythm of the councils up to date that the contracts are about."""
        if self:
            councils = self.env['support.council'].sudo()
            councils.search([('company_id', 'in', self.company_id.ids)])._update_next_step()

    @api.constrains('area_id', 'area_ids')
    def _check_areas(self):
        for contract in self:
            if contract.area_id in contract.area_ids:
                raise ValidationError(
                    self.env._(
                        'Contract %(contract)s: %(area)s is the whole area and cannot be one of '
                        'the single areas. Remove it from the single areas.',
                        contract=contract.display_name,
                        area=contract.area_id.name,
                    )
                )

    def action_open_reports(self):
        """Open the reports of the contract."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_action'
            ),
            'domain': [('contract_id', '=', self.id)],
            'context': {},
        }

    def action_open_dues(self):
        """Open what the contract expects, and when."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_due_action'
            ),
            'domain': [('contract_id', '=', self.id)],
            'context': {},
        }

    def action_create_reports(self):
        """Open the dialog that creates the sheets of a period."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_create_action'
            ),
            'context': {'default_contract_id': self.id},
        }
