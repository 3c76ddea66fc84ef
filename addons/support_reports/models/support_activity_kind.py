# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


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
        indicators = contracts.form_line_ids.form_id.indicator_ids
        counted = indicators._counted_kinds().filtered('active')
        return counted.sudo(False) or super()._stepper_kinds(commission)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        """Refuse to delete a kind that a form counts, and say which."""
        indicator = (
            self.env['support.report.indicator']
            .sudo()
            .search([('kind_ids', 'in', self.ids)], limit=1)
        )
        if indicator:
            raise UserError(
                self.env._(
                    '%(kind)s cannot be deleted: the column %(label)s of the form %(form)s counts '
                    'it. Take it out of that rule first, or archive it.',
                    kind=(indicator.kind_ids & self)[:1].name,
                    label=indicator.label,
                    form=indicator.form_id.display_name,
                )
            )
