# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..models.support_activity_kind import ACTIVITY_CLASSES, PILLARS


class SupportActivityFigure(models.Model):
    """Everything that was counted, for pivots and graphs over the years.

    One row is one row of counts of the log, or one total from before the system. Several areas
    add up to what counts once in each; choose "Counted Once" for the number without repetition.
    """

    _name = 'support.activity.figure'
    _description = 'Activity Figures'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'kind_id'
    _depends = {
        'support.activity.count': ['active', 'area_id', 'is_leading', 'kind_id', 'quantity'],
        'support.activity.total': ['area_id', 'date', 'kind_id', 'quantity'],
    }

    origin = fields.Selection(
        [('log', 'Log'), ('stated', 'Total from before the system')],
        string='Counted From',
        readonly=True,
    )
    activity_id = fields.Many2one('support.activity', string='Log Entry', readonly=True)
    date = fields.Date(readonly=True)
    month_key = fields.Integer(string='Month', readonly=True, aggregator=None)
    fiscal_year = fields.Selection(
        selection=lambda self: self.env['support.dated']._selection_fiscal_year(), readonly=True
    )
    quarter = fields.Selection(
        [('1', 'Quarter 1'), ('2', 'Quarter 2'), ('3', 'Quarter 3'), ('4', 'Quarter 4')],
        readonly=True,
    )
    area_id = fields.Many2one('support.area', readonly=True)
    kind_id = fields.Many2one('support.activity.kind', readonly=True)
    pillar = fields.Selection(PILLARS, string='Report Pillar', readonly=True)
    activity_class = fields.Selection(
        ACTIVITY_CLASSES, string='Class in the National Survey', readonly=True
    )
    commission_id = fields.Many2one('support.commission', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    quantity = fields.Integer(readonly=True)
    quantity_once = fields.Integer(
        string='Counted Once',
        readonly=True,
        help='What concerns several areas is counted in its leading area only.',
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id * 2 AS id, 'log' AS origin, activity_id, date, month_key, fiscal_year,
                   quarter, area_id, kind_id, pillar, activity_class, commission_id, company_id,
                   quantity, CASE WHEN is_leading THEN quantity ELSE 0 END AS quantity_once
              FROM support_activity_count
             WHERE active
         UNION ALL
            SELECT total.id * 2 + 1, 'stated', NULL, total.date, total.month_key,
                   total.fiscal_year, total.quarter, total.area_id, total.kind_id, kind.pillar,
                   kind.activity_class, total.commission_id, total.company_id, total.quantity,
                   total.quantity
              FROM support_activity_total total
              JOIN support_activity_kind kind ON kind.id = total.kind_id
            """
        )

    def action_open_entry(self):
        """Open the log entry that the row counts."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.activity',
            'res_id': self.activity_id.id,
            'views': [(False, 'form')],
        }
