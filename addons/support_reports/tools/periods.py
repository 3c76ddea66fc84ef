# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods of a report: their bounds and how papers name them. No Odoo records in here."""

from dateutil.relativedelta import relativedelta

from odoo.addons.support_council.tools.japanese_date import (
    fiscal_year_bounds,
    fiscal_year_of,
    format_date,
)

CADENCE_MONTHS = {'month': 1, 'quarter': 3, 'half_year': 6, 'year': 12}


def period_bounds(day, cadence):
    """Return first and last day (inclusive) of the period of the fiscal year around ``day``.

    :param str cadence: ``half_month`` (1st to 15th, 16th to the last) or a key of CADENCE_MONTHS
    """
    if cadence == 'half_month':
        last = day + relativedelta(day=31)
        if day.day <= 15:
            return day.replace(day=1), day.replace(day=15)
        return day.replace(day=16), last
    start = fiscal_year_bounds(fiscal_year_of(day))[0]
    months = CADENCE_MONTHS[cadence]
    passed = (day.year - start.year) * 12 + day.month - start.month
    start += relativedelta(months=passed // months * months)
    return start, start + relativedelta(months=months, days=-1)


def format_period(start, end):
    """Return a span as papers print it: 令和8年10月～12月, 令和8年4月～令和9年3月.

    A part of one month is printed with its days: 令和8年10月16日～31日.
    """
    first, last = format_date(start, 'month'), format_date(end, 'month')
    if first == last:
        whole = start.day == 1 and end == start + relativedelta(day=31)
        return first if whole else f'{format_date(start)}～{end.day}日'
    year = first[: first.index('年') + 1]
    return f'{first}～{last.removeprefix(year)}'


def format_month_row(day):
    """Return the label of a month's row, era and year in each: 令和8年 10月."""
    label = format_date(day, 'month')
    cut = label.index('年') + 1
    return f'{label[:cut]} {label[cut:]}'


def months_between(start, end):
    """Return the first days of the months from that of ``start`` to that of ``end``."""
    day, days = start.replace(day=1), []
    while day <= end:
        days.append(day)
        day += relativedelta(months=1)
    return days
