# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.support_council.tools.japanese_date import format_date


class SupportContractAmendment(models.Model):
    """変更契約: what was changed of a contract, from when, and by how much its amount."""

    _name = 'support.contract.amendment'
    _inherit = ['support.attached', 'support.kept', 'support.audited']
    _attachment_fields = ('attachment_ids',)
    _description = 'Amendment of a Contract'
    _order = 'contract_id, date, id'
    _audit_fields = ('number', 'date', 'date_from', 'name', 'amount_change')

    contract_id = fields.Many2one(
        'support.contract', required=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='contract_id.company_id', store=True, precompute=True)
    number = fields.Char(required=True, help='As on the paper, e.g. first amendment.')
    date = fields.Date(string='Signed On', required=True)
    date_from = fields.Date(string='In Force From')
    name = fields.Text(string='What Changes', required=True)
    amount_change = fields.Monetary(
        string='Change of the Amount',
        groups='support_reports.group_finance',
        help='Negative where the amount is reduced.',
    )
    currency_id = fields.Many2one(
        related='company_id.currency_id', groups='support_reports.group_finance'
    )
    attachment_ids = fields.Many2many('ir.attachment', string='Papers')

    _number_uniq = models.Constraint(
        'unique(contract_id, number)', 'The contract has an amendment of this number already.'
    )

    @api.depends('number', 'contract_id')
    def _compute_display_name(self):
        for amendment in self:
            amendment.display_name = f'{amendment.contract_id.name} {amendment.number or ""}'

    @api.constrains('date_from', 'contract_id')
    def _check_date_from(self):
        for amendment in self:
            contract, day = amendment.contract_id, amendment.date_from
            if day and not contract.date_start <= day <= contract.date_end:
                raise ValidationError(
                    self.env._(
                        'Amendment %(number)s: %(day)s lies outside the contract %(contract)s '
                        '(%(start)s to %(end)s). Correct the day from which it is in force.',
                        number=amendment.number,
                        day=format_date(day),
                        contract=contract.display_name,
                        start=format_date(contract.date_start),
                        end=format_date(contract.date_end),
                    )
                )
