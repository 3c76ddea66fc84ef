# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models, tools


class SupportHoliday(models.Model):
    """A day on which the commissioner's office is closed, beside Saturdays and Sundays.

    Shipped are the holidays of a fixed date. Those that move (equinoxes, substitute days, Mondays)
    and the office's own days are typed in or imported from the government's yearly list.
    """

    _name = 'support.holiday'
    _description = 'Holiday'
    _order = 'date, id'

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True, index=True)
    is_yearly = fields.Boolean(string='Every Year', help='On the same day of every year.')
    company_id = fields.Many2one('res.company', index=True, help='Empty for all companies.')

    _date_uniq = models.UniqueIndex(
        '(COALESCE(company_id, 0), date)', 'This day is entered as a holiday already.'
    )

    @api.model
    def _office_day(self, day, step, company):
        """Return the next day from ``day`` on, in steps of days, on which offices are open.

        :param date day: is returned itself where it is such a day
        :param int step: -1 for the day before, 1 for the day after
        :param company: ``res.company`` whose holidays hold
        """
        dates, yearly = self._days_off(company.id)
        while day.weekday() >= 5 or day in dates or (day.month, day.day) in yearly:
            day += timedelta(days=step)
        return day

    @api.model
    @tools.ormcache('company_id')
    def _days_off(self, company_id):
        """Return the dates that are holidays of a company, and month and day of the yearly ones."""
        holidays = self.sudo().search([('company_id', 'in', (False, company_id))])
        yearly = holidays.filtered('is_yearly')
        return (
            frozenset(holidays.mapped('date')),
            frozenset((holiday.date.month, holiday.date.day) for holiday in yearly),
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
