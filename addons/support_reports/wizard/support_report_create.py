# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportReportCreate(models.TransientModel):
    """Creates the whole-city report of a period and the sheets of its areas in one step."""

    _name = 'support.report.create'
    _description = 'Create the Reports of a Period'

    contract_id = fields.Many2one(
        'support.contract',
        required=True,
        domain=[('state', '=', 'running'), ('form_line_ids', '!=', False)],
        default=lambda self: self._default_contract_id(),
    )
    line_id = fields.Many2one(
        'support.contract.form',
        string='Form',
        required=True,
        compute='_compute_line_id',
        store=True,
        readonly=False,
        domain="[('contract_id', '=', contract_id)]",
    )
    date = fields.Date(
        string='Any Day of the Period',
        required=True,
        compute='_compute_date',
        store=True,
        readonly=False,
    )
    period_label = fields.Char(string='Period', compute='_compute_period_label')
    summary = fields.Char(compute='_compute_period_label')

    @api.model
    def _default_contract_id(self):
        today = self.env.company._support_today()
        domain = [('state', '=', 'running'), ('form_line_ids', '!=', False)]
        running = self.env['support.contract'].search(
            [*domain, ('date_start', '<=', today), ('date_end', '>=', today)], limit=1
        )
        return running or self.env['support.contract'].search(domain, limit=1)

    @api.depends('contract_id')
    def _compute_line_id(self):
        for wizard in self:
            wizard.line_id = wizard.contract_id.form_line_ids[:1]

    @api.depends('line_id')
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.line_id._last_period()[1] if wizard.line_id else False

    @api.depends('line_id', 'date')
    def _compute_period_label(self):
        for wizard in self:
            wizard.period_label = wizard.summary = False
            if not (wizard.line_id and wizard.date):
                continue
            try:
                wizard.period_label = wizard.line_id._period_label(wizard.date)
            except UserError as error:
                wizard.summary = str(error)
                continue
            if not wizard.line_id.form_id.by_area:
                wizard.summary = self.env._('One report for the whole area.')
                continue
            wizard.summary = self.env._(
                'One report for the whole area and %(number)s sheets for its single areas. '
                'What is there already stays as it is.',
                number=len(wizard.contract_id.area_ids),
            )

    def action_create_reports(self):
        """Create the reports of the period and open them; those that are there stay as they are."""
        self.ensure_one()
        reports = self.line_id._create_reports(self.date)
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_action'
            ),
            'domain': [('id', 'in', reports.ids)],
            'context': {},
            'target': 'current',
        }
