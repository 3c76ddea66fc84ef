# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.support_council.tools.japanese_date import format_date


class SupportReportBuilderTable(models.AbstractModel):
    """What builders of forms made of plain tables share.

    Their dict has, beside the parts of all papers:

    - ``tables``: list of ``title``, ``note``, ``columns`` (``label``, ``width`` in percent),
      ``rows`` (``label`` that names it, ``is_total``, ``cells``); a cell has ``value`` (str, int,
      float, or None), ``unit``, ``decimals`` of a float where they are not one, and ``date``
      (ISO 8601) where the text says a day. A table may have ``sheet``: name of the worksheet it
      begins, on a page of its own, ``lead`` (line above it, on the right) and ``is_dense`` (small
      print)
    - ``notes``: lines below the last table
    - ``heading``, where the paper begins with one line instead of title, period and areas
    - ``landscape``: whether the paper lies across
    """

    _name = 'support.report.builder.table'
    _inherit = 'support.report.builder'
    _description = 'Builder of Forms Made of Tables'

    def _build(self, report, final):
        data, figures = super()._build(report, final)
        words = report.form_id._words()
        data |= {'landscape': False, 'notes': [], **self._build_tables(report, words)}
        return data, figures

    def _build_tables(self, report, words):
        """Return ``tables`` and, where there are any, ``notes``.

        :param dict words: :meth:`support.report.form._words`
        """
        raise NotImplementedError

    def _find_missing(self, report, data, figures):
        return [*self._missing_in_paper(report, data), *self._missing_answers(report, data)]

    def _make_table(self, title, columns, rows, note=''):
        """Return one table.

        :param columns: pairs of label and width in percent; the widths add up to 100
        :param rows: lists of cells, of :meth:`_make_cell` or plain texts; the first is a text
        """
        return {
            'title': title,
            'note': note,
            'columns': [{'label': label, 'width': width} for label, width in columns],
            'rows': [
                {
                    'label': cells[0],
                    'is_total': False,
                    'cells': [
                        cell if isinstance(cell, dict) else self._make_cell(cell) for cell in cells
                    ],
                }
                for cells in rows
            ],
        }

    def _make_cell(self, value, unit='', decimals=0):
        """Return a cell; a number is printed with its unit, and a float with its decimals."""
        cell = {'value': value, 'unit': unit or ''}
        return {**cell, 'decimals': decimals} if decimals else cell

    def _as_of(self, report):
        """Return the day on which a paper of a period stands: its last one, at most today."""
        return min(report.date_end, report.company_id._support_today())

    def _as_of_label(self, report, word):
        return word['text'].replace('{date}', format_date(self._as_of(report)))
