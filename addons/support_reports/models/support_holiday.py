# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models


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
        # Nobody is closed for a month.
        span = sorted((day, day + timedelta(days=31 * step)))
        holidays = self.sudo().search(
            [
                ('company_id', 'in', (False, company.id)),
                '|',
                ('is_yearly', '=', True),
                '&',
                ('date', '>=', span[0]),
                ('date', '<=', span[1]),
            ]
        )
        dates = {holiday.date for holiday in holidays}
        yearly = {
            (holiday.date.month, holiday.date.day) for holiday in holidays if holiday.is_yearly
        }
        while day.weekday() >= 5 or day in dates or (day.month, day.day) in yearly:
            day += timedelta(days=step)
        return day
