# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P10: the commission report as XLSX from its dict, against XlsxWriter told the same.

Every call that our renderer makes to XlsxWriter is written down once; the yardstick makes them
again, without deciding anything. The report is the one of P1.
"""

import io
from unittest.mock import patch

TITLE = 'P10 report as XLSX'
SIZES = {'tiny': 1, 'small': 1, 'full': 1}
FACTOR = 1.2


def fill(_env, _number):
    """Nothing: the report of P1 is written."""


def contenders(env, _number):
    report = env['support.report'].search(
        [('contract_id.name', '=', 'ベンチ'), ('scope', '=', 'city')]
    )
    data = env['support.report.builder'].build(report, check=False)
    paper = env['support.report.xlsx']
    calls = _written_down(lambda: paper.render(data))
    return {
        'XlsxWriter, the same calls': lambda: _again(calls),
        'our XLSX': lambda: paper.render(data),
    }


def goal(spent, yardstick, _number):
    return f'{FACTOR}x', spent <= FACTOR * yardstick


class _Noted:
    """Stands before an object of XlsxWriter and notes the calls made to it from outside."""

    def __init__(self, target, number, calls):
        self._target, self._number, self._calls = target, number, calls

    def __getattr__(self, name):
        value = getattr(self._target, name)
        if not callable(value):
            return value

        def call(*args, **kwargs):
            # The thing made by call n is thing n; the workbook itself is thing 0.
            number = len(self._calls) + 1
            self._calls.append((self._number, name, args, kwargs))
            made = value(*_plain(args), **kwargs)
            return (
                made if made is None or isinstance(made, int) else _Noted(made, number, self._calls)
            )

        return call


def _plain(args):
    return tuple(arg._target if isinstance(arg, _Noted) else arg for arg in args)


def _written_down(function):
    """Return the options of the workbook that a function writes, and the calls it makes."""
    import xlsxwriter

    options, calls = {}, []
    real = xlsxwriter.Workbook

    def workbook(stream, given):
        options.update(given)
        return _Noted(real(stream, given), 0, calls)

    with patch.object(xlsxwriter, 'Workbook', workbook):
        function()
    return options, calls


def _again(written_down):
    import xlsxwriter

    options, calls = written_down
    things = [xlsxwriter.Workbook(io.BytesIO(), options)]
    for number, name, args, kwargs in calls:
        own = (things[arg._number] if isinstance(arg, _Noted) else arg for arg in args)
        things.append(getattr(things[number], name)(*own, **kwargs))
