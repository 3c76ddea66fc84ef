# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportActivityTotal(models.Model):
    """A total of the time before this system: so many of a kind in a month and an area.

    Taken over from old reports with its source. It enters comparisons, year totals and graphs,
    is marked there, and has no log entries behind it.
    """

    _name = 'support.activity.total'
    _inherit = ['support.dated', 'support.audited', 'support.area.bound']
    _description = 'Total From Before the System'
    _order = 'date desc, area_id, kind_id, id'
    _audit_fields = ('date', 'kind_id', 'area_id', 'quantity', 'source')
    _check_company_auto = True

    date_precision = fields.Selection(default='month')
    area_id = fields.Many2one(
        'support.area',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    kind_id = fields.Many2one('support.activity.kind', required=True, ondelete='restrict')
    quantity = fields.Integer(required=True)
    unit = fields.Char(related='kind_id.unit')
    commission_id = fields.Many2one(
        'support.commission',
        required=True,
        ondelete='restrict',
        check_company=True,
        default=lambda self: self.env['support.activity']._default_commission_id(),
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    source = fields.Char(required=True, help='Paper from which the total was taken.')

    _month_uniq = models.Constraint(
        'unique(company_id, commission_id, area_id, kind_id, date)',
        'There is a total of this kind, month and area already. Change that one.',
    )
    _quantity_positive = models.Constraint('CHECK(quantity >= 0)', 'A total cannot be negative.')

    @api.depends('kind_id', 'area_id', 'date')
    def _compute_display_name(self):
        for total in self:
            total.display_name = ' '.join(
                filter(None, [total.area_id.name, total.date_label, total.kind_id.name])
            )
