# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportAreaStatistic(models.Model):
    """Dated figures of an area: a population without its date says nothing."""

    _name = 'support.area.statistic'
    _description = 'Area Statistics'
    _order = 'date desc, id desc'
    _rec_name = 'date'

    area_id = fields.Many2one('support.area', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='area_id.company_id', store=True, index=True)
    date = fields.Date(required=True, string='As Of')
    population = fields.Integer(aggregator=None)
    population_65 = fields.Integer(string='Aged 65 and Over', aggregator=None)
    population_75 = fields.Integer(string='Aged 75 and Over', aggregator=None)
    households = fields.Integer(aggregator=None)
    certified = fields.Integer(
        aggregator=None,
        help='Persons certified as needing long-term care or support.',
    )
    ageing_rate = fields.Float(
        compute='_compute_ageing_rate',
        store=True,
        digits=(5, 1),
        aggregator=None,
        help='Share of people aged 65 and over, in percent.',
    )
    source = fields.Char(help='Where the figures come from, for example the resident register.')

    _area_date_uniq = models.Constraint(
        'unique(area_id, date)', 'The area has statistics of this date already. Change those.'
    )
    _figures_positive = models.Constraint(
        'CHECK(population >= 0 AND population_65 >= 0 AND population_75 >= 0'
        ' AND households >= 0 AND certified >= 0)',
        'Statistics cannot be negative.',
    )

    @api.depends('population', 'population_65')
    def _compute_ageing_rate(self):
        for row in self:
            row.ageing_rate = 100 * row.population_65 / row.population if row.population else 0
