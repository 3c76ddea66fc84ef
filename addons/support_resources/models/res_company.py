# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

NEED_SEQUENCE_CODE = 'support.need'


class ResCompany(models.Model):
    _inherit = 'res.company'

    support_verification_months = fields.Integer(
        string='Check Resources Every (Months)',
        default=12,
        help='After so many months without a check a resource is due for one.',
    )

    _support_verification_months_positive = models.Constraint(
        'CHECK(support_verification_months > 0)',
        'Resources are checked every 1 month or more.',
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_support_need_sequences()
        return companies

    @api.model
    def _create_missing_support_need_sequences(self):
        """Give the companies that were there before this addon their numbers for needs."""
        numbered = (
            self.env['ir.sequence']
            .sudo()
            .search([('code', '=', NEED_SEQUENCE_CODE), ('company_id', '!=', False)])
            .company_id
        )
        companies = self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all
        (companies - numbered)._create_support_need_sequences()

    def _create_support_need_sequences(self):
        """Create one sequence per company: the codes of an office have no holes by others."""
        self.env['ir.sequence'].sudo().create(
            [
                {
                    'name': f'{company.name}: needs',
                    'code': NEED_SEQUENCE_CODE,
                    'company_id': company.id,
                    'prefix': 'N-',
                    'padding': 5,
                }
                for company in self
            ]
        )
