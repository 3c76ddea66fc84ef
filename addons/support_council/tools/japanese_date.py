# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Japanese calendar: eras, fiscal years (April to March) and dates of known precision.

Pure functions without Odoo records, so that importers, prints and tests share one reading.
Era starts are those of the laws and cabinet orders on era names.
"""

import re
import unicodedata
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import date_utils

ERAS = (
    ('令和', 'R', date(2019, 5, 1)),
    ('平成', 'H', date(1989, 1, 8)),
    ('昭和', 'S', date(1926, 12, 25)),
    ('大正', 'T', date(1912, 7, 30)),
    ('明治', 'M', date(1868, 1, 25)),
)
WEEKDAYS = '月火水木金土日'

_ERA_BY_NAME = {
    key: start for name, letter, start in ERAS for key in (name, letter, letter.lower())
}
_YEAR = (
    r'(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTMrhstm])\s*(?P<era_year>元|\d{1,2})|(?P<year>\d{4}))'
)
_PATTERNS = (
    (
        'day',
        re.compile(
            rf'^{_YEAR}\s*[年./-]\s*(?P<month>\d{{1,2}})\s*[月./-]\s*(?P<day>\d{{1,2}})日?$'
        ),
    ),
    ('month', re.compile(rf'^{_YEAR}\s*[年./-]\s*(?P<month>\d{{1,2}})月?$')),
    ('fiscal_year', re.compile(rf'^(?:FY)?{_YEAR}\s*(?:年度)$|^FY(?P<fy>\d{{4}})$')),
)


def era_year(day):
    """Return ``(era name, year of the era)`` of a date, e.g. ``('令和', 1)`` for 2019-05-01.

    :param date day: a date on or after 1868-01-25
    :raises ValueError: for earlier dates
    """
    for name, _letter, start in ERAS:
        if day >= start:
            return name, day.year - start.year + 1
    raise ValueError(f'no Japanese era for {day.isoformat()}')


def _era_label(day):
    name, year = era_year(day)
    return f'{name}{"元" if year == 1 else year}年'


def format_date(day, precision='day'):
    """Return a date as an official Japanese print shows it.

    :param date day: the (first) day
    :param str precision: ``day`` 令和8年11月20日, ``month`` 令和8年11月, ``fiscal_year`` 令和8年度
    """
    if not day:
        return ''
    if precision == 'fiscal_year':
        return format_fiscal_year(fiscal_year_of(day))
    text = f'{_era_label(day)}{day.month}月'
    return text if precision == 'month' else f'{text}{day.day}日'


def format_days(start, end):
    """Return a span of days as the log sheet prints it: 令和8年11月16日～11月30日.

    The year is said again where it is another one.
    """
    first, last = format_date(start), format_date(end)
    return f'{first}～{last.removeprefix(_era_label(start))}'


def format_weekday(day):
    """Return a date with its weekday, as invitations print it: 令和8年11月21日（土）."""
    return f'{format_date(day)}（{WEEKDAYS[day.weekday()]}）'


def format_time(moment, with_half=True):
    """Return a time of day as official Japanese prints show it: 午後1時30分, 正午.

    :param moment: time or datetime in local time
    :param bool with_half: whether 午前 or 午後 is said
    """
    if (moment.hour, moment.minute) == (12, 0):
        return '正午'
    half = ('午前', '午後')[moment.hour >= 12] if with_half else ''
    minutes = f'{moment.minute}分' if moment.minute else ''
    return f'{half}{moment.hour % 12}時{minutes}'


def format_span(start, stop=None):
    """Return when something takes place: 令和8年11月21日（土）午後1時30分～3時.

    :param datetime start: local time
    :param stop: local time or None while the end is open
    """
    text = f'{format_weekday(start.date())}{format_time(start)}'
    if not stop:
        return f'{text}～'
    if stop.date() != start.date():
        return f'{text}～{format_weekday(stop.date())}{format_time(stop)}'
    return f'{text}～{format_time(stop, (stop.hour >= 12) != (start.hour >= 12))}'


def format_fiscal_year(year):
    """Return the label of the fiscal year that starts in April of ``year``: 令和8年度.

    A fiscal year is named by the era of its first day, except the one in which Reiwa began:
    the government named it 令和元年度 from 1 May 2019 on, and papers use that name.
    """
    if year == 2019:
        return '令和元年度'
    return f'{_era_label(date(year, 4, 1))}度'


def fiscal_year_of(day):
    """Return the calendar year in which the Japanese fiscal year of ``day`` began."""
    return fiscal_year_dates(day)[0].year


def fiscal_year_dates(day):
    """Return the first and the last day (inclusive) of the fiscal year of ``day``."""
    return date_utils.get_fiscal_year(day, day=31, month=3)


def fiscal_year_bounds(year):
    """Return 1 April of ``year`` and the following 31 March (inclusive)."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def quarter_of(day):
    """Return the quarter 1-4 of the fiscal year: April-June is 1, January-March is 4."""
    return (day.month - 4) % 12 // 3 + 1


def quarter_bounds(year, quarter):
    """Return first and last day (inclusive) of quarter 1-4 of the fiscal year ``year``."""
    start = date(year, 4, 1) + relativedelta(months=3 * (int(quarter) - 1))
    return start, start + relativedelta(months=3, days=-1)


def month_key(day):
    """Return the month as a sortable number, 202611 for November 2026."""
    return day.year * 100 + day.month


def month_keys_between(start, end):
    """Return the month keys from the month of ``start`` to the month of ``end``, inclusive."""
    keys, day = [], start.replace(day=1)
    while day <= end:
        keys.append(month_key(day))
        day += relativedelta(months=1)
    return keys


def span_of(day, precision):
    """Return first and last day (inclusive) of what is known when ``day`` has ``precision``."""
    if precision == 'month':
        start = day.replace(day=1)
        return start, start + relativedelta(months=1, days=-1)
    if precision == 'fiscal_year':
        return fiscal_year_dates(day)
    return day, day


def parse_dated(text):
    """Read a date as people write it and say how exactly it is known.

    Accepts 2015-05-01, 2015/5/1, 2015-05, 平成27年5月1日, H27.5.1, 平成27年5月, 平成27年度, FY2015,
    also in full-width digits.

    :param str text: what stands in the cell
    :return: ``(first day, last day or None when it is a single day, precision)``
    :raises ValueError: when the text is no such date, or the day does not exist
    """
    clean = unicodedata.normalize('NFKC', str(text)).strip()
    for precision, pattern in _PATTERNS:
        match = pattern.match(clean)
        if not match:
            continue
        parts = match.groupdict()
        if parts.get('era'):
            base = _ERA_BY_NAME[parts['era']].year
            year = base + (1 if parts['era_year'] == '元' else int(parts['era_year'])) - 1
        else:
            year = int(parts.get('year') or parts['fy'])
        month = int(parts.get('month') or 4)
        start, end = span_of(date(year, month, int(parts.get('day') or 1)), precision)
        return start, None if precision == 'day' else end, precision
    raise ValueError(f'not a date: {clean}')
