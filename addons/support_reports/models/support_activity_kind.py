# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class SupportActivityKind(models.Model):
    _inherit = 'support.activity.kind'

    @api.model
    def _stepper_kinds(self, commission):
        """Offer what the forms count that the commission owes today, in the order of the forms."""
        today = self.env.company._support_today()
        # Whoever writes an entry need not see contracts.
        contracts = (
            self.env['support.contract']
            .sudo()
            .search(
                [
                    ('commission_id', 'in', commission.ids),
                    ('state', '=', 'running'),
                    ('date_start', '<=', today),
                    ('date_end', '>=', today),
                ]
            )
        )
        counted = contracts.form_line_ids.form_id.indicator_ids.kind_ids.filtered('active')
        return counted.sudo(False) or super()._stepper_kinds(commission)
