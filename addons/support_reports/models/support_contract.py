# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.support_council.tools import japanese_date


class SupportContract(models.Model):
    """委託契約: what a commission owes in one fiscal year, and to whom it is paid.

    Cadence and due days are data of its forms; nothing about them is in code.
    """

    _name = 'support.contract'
    _inherit = ['support.kept', 'support.audited']
    _description = 'Commission Contract'
    _order = 'date_start desc, id desc'
    _check_company_auto = True
    _audit_fields = (
        'name', 'commission_id', 'date_start', 'date_end', 'area_id', 'area_ids', 'amount',
        'settlement', 'retention_years', 'state',
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

    min_meetings = fields.Integer(
        string='Meetings per Council, at Least',
        aggregator=None,
        help='How often each established council has to meet in the fiscal year. 0 when the '
        'contract says nothing. The rhythm board shows councils that will not reach it.',
    )

    # Money
    amount = fields.Monetary(groups='support_reports.group_finance')
    currency_id = fields.Many2one(
        related='company_id.currency_id', groups='support_reports.group_finance'
    )
    settlement = fields.Selection(
        [('settle', 'Settled, unused money is returned'), ('fixed', 'Fixed amount')],
        groups='support_reports.group_finance',
    )

    _term_order = models.Constraint(
        'CHECK(date_start <= date_end)', 'The contract ends before it begins. Correct its dates.'
    )
    _min_meetings_positive = models.Constraint(
        'CHECK(min_meetings >= 0)', 'The minimum number of meetings cannot be negative.'
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

    def _compute_report_count(self):
        counts = dict(
            self.env['support.report']._read_group(
                [('contract_id', 'in', self.ids)], ['contract_id'], ['__count']
            )
        )
        for contract in self:
            contract.report_count = counts.get(contract, 0)

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts.filtered('min_meetings')._update_rhythm()
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if {'min_meetings', 'state', 'date_start', 'date_end', 'area_id'} & vals.keys():
            self._update_rhythm()
        return result

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
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_action'
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
