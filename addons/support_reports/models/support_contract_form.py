# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.support_council.tools.japanese_date import format_date

from ..tools.periods import format_period, period_bounds
from .support_report_form import CADENCES


class SupportContractForm(models.Model):
    """A report that a contract owes: form, cadence and when it is due."""

    _name = 'support.contract.form'
    _inherit = ['support.audited']
    _description = 'Report Owed by a Contract'
    _order = 'contract_id, sequence, id'
    _audit_fields = (
        'form_id',
        'cadence',
        'due_rule',
        'due_days',
        'due_months',
        'due_day',
        'title',
        'needs_approval',
    )

    contract_id = fields.Many2one('support.contract', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='contract_id.company_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    form_id = fields.Many2one('support.report.form', required=True, ondelete='restrict')
    cadence = fields.Selection(
        CADENCES,
        compute='_compute_cadence',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    due_rule = fields.Selection(
        [('days', 'Days after the period'), ('day', 'Day of a following month')],
        string='Due',
        required=True,
        default='days',
    )
    due_days = fields.Integer(
        string='Days',
        default=10,
        aggregator=None,
        help='Days after the end of each period on which the report is due.',
    )
    due_months = fields.Integer(
        string='Months Later',
        default=1,
        aggregator=None,
        help='1 for the month after the one in which the period ends.',
    )
    due_day = fields.Integer(
        string='Day', default=10, aggregator=None, help='Day of that month; 31 for its last day.'
    )
    title = fields.Char(
        string='Title on the Paper', help="Where it differs from the form's own title."
    )

    needs_approval = fields.Boolean(
        help='It cannot be submitted before a manager has approved it (who and when are kept).'
    )

    _due_days_positive = models.Constraint(
        'CHECK(due_days >= 0)', 'A report cannot be due before its period ends.'
    )
    _due_day_range = models.Constraint(
        'CHECK(due_day BETWEEN 1 AND 31 AND due_months >= 0)',
        'The day on which a report is due lies between 1 and 31.',
    )
    _form_uniq = models.Constraint(
        'unique(contract_id, form_id)', 'The contract owes this report already.'
    )

    @api.depends('form_id')
    def _compute_cadence(self):
        for line in self:
            line.cadence = line.form_id.cadence

    @api.depends('form_id')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.form_id.display_name

    @api.constrains('cadence', 'form_id', 'due_rule', 'due_months', 'due_day')
    def _check_cadence(self):
        for line in self:
            if line.cadence == 'half_month' and line.form_id.indicator_ids:
                raise ValidationError(
                    self.env._(
                        '%(form)s counts by months and cannot be owed every half month. Choose '
                        'a month or longer.',
                        form=line.form_id.display_name,
                    )
                )
            same_month = line.cadence != 'half_month' and not line.due_months
            if line.due_rule == 'day' and same_month and line.due_day < 28:
                raise ValidationError(
                    self.env._(
                        '%(form)s would be due on day %(day)s of the month in which its period '
                        'ends, before that is over. Choose a later month.',
                        form=line.form_id.display_name,
                        day=line.due_day,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.contract_id._follow_dues()
        return lines

    def write(self, vals):
        if 'form_id' in vals:
            self.filtered(lambda line: line.form_id.id != vals['form_id'])._check_not_reported()
        result = super().write(vals)
        self.contract_id._follow_dues()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        self._check_not_reported()

    def _check_not_reported(self):
        """Refuse to take away a form of which the contract has reports.

        :raises UserError: naming the contract and one of the reports
        """
        for line in self.sudo():
            report = line.contract_id.report_ids.filtered(
                lambda report, line=line: report.form_id == line.form_id
            )[:1]
            if report:
                raise UserError(
                    self.env._(
                        'Contract %(contract)s: “%(report)s” is there already, so the contract '
                        'goes on owing this form. Add another form beside it instead.',
                        contract=line.contract_id.display_name,
                        report=report.display_name,
                    )
                )

    def unlink(self):
        contracts = self.contract_id
        result = super().unlink()
        contracts._follow_dues()
        return result

    def _due_date(self, end):
        """Return the day on which the report of a period is due.

        :param date end: last day of the period
        """
        self.ensure_one()
        if self.due_rule == 'day':
            day = end + relativedelta(months=self.due_months, day=self.due_day)
        else:
            day = end + relativedelta(days=self.due_days)
        return self.contract_id._office_day(day)

    def _periods(self):
        """Return first and last day of every period of the contract's term."""
        self.ensure_one()
        contract, periods = self.contract_id, []
        day = contract.date_start
        while day <= contract.date_end:
            start, end = self._period(day)
            periods.append((start, end))
            day = end + timedelta(days=1)
        return periods

    def _period(self, day):
        """Return first and last day of the period around ``day``, cut to the contract's term.

        :raises UserError: when the day lies outside the contract
        """
        self.ensure_one()
        contract = self.contract_id
        if not contract.date_start <= day <= contract.date_end:
            raise UserError(
                self.env._(
                    '%(day)s lies outside the contract %(contract)s (%(start)s to %(end)s). '
                    'Choose a day within its term, or the contract of that year.',
                    day=format_date(day),
                    contract=contract.display_name,
                    start=format_date(contract.date_start),
                    end=format_date(contract.date_end),
                )
            )
        start, end = period_bounds(day, self.cadence)
        return max(start, contract.date_start), min(end, contract.date_end)

    def _last_period(self):
        """Return the period last ended by today, else the contract's first one."""
        self.ensure_one()
        contract = self.contract_id
        today = contract.company_id._support_today()
        if contract.date_end < today:
            return self._period(contract.date_end)
        first = self._period(contract.date_start)
        if today <= first[1]:
            return first
        current = self._period(today)
        return self._period(current[0] - timedelta(days=1))

    def _create_reports(self, day):
        """Create the whole-city report of a period with a sheet for each single area.

        What is there already stays as it is.

        :param date day: any day of the period
        :return: the current reports of the period, the whole city's first
        """
        self.ensure_one()
        contract = self.contract_id
        start, end = self._period(day)
        common = {
            'contract_id': contract.id,
            'form_id': self.form_id.id,
            'date_start': start,
            'date_end': end,
            'date_due': self._due_date(end),
        }
        reports = self.env['support.report']
        existing = reports.search(
            [
                ('contract_id', '=', contract.id),
                ('form_id', '=', self.form_id.id),
                ('date_start', '=', start),
                ('date_end', '=', end),
                ('is_current', '=', True),
            ]
        )
        city = existing.filtered(lambda report: report.scope == 'city')
        if not city:
            city = reports.create({**common, 'scope': 'city', 'area_id': contract.area_id.id})
        # A sheet of an area that has left the contract stays by itself.
        sheets = (existing - city).filtered(lambda sheet: sheet.area_id in contract.area_ids)
        if not city._is_frozen():
            sheets.filtered(lambda sheet: not sheet.parent_id).parent_id = city
            sheets |= reports.create(
                [
                    {**common, 'scope': 'area', 'area_id': area.id, 'parent_id': city.id}
                    for area in contract.area_ids - sheets.area_id
                    if self.form_id.by_area
                ]
            )
        return city | sheets

    def _period_label(self, day):
        return format_period(*self._period(day))
