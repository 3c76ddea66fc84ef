# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from odoo.addons.support_council.tools.japanese_date import format_date, month_key, span_of

from ..tools.periods import format_month_row, months_between


class SupportReportBuilderQuarterly(models.AbstractModel):
    """Builder of the commission report: months by indicators, groups by area, texts."""

    _name = 'support.report.builder.quarterly'
    _inherit = 'support.report.builder'
    _description = 'Builder of the Commission Report'

    def _build(self, report, final):
        data, _figures = super()._build(report, final)
        figures = self._count(report)
        data |= {
            'counts': self._build_counts(report, figures, final),
            'breakdown': self._build_breakdown(report, figures),
            'annex': self._build_annex(report),
        }
        return data, figures

    def _build_counts(self, report, figures, final):
        form = report.form_id
        moved = self._moved_by_sheets(figures)
        today = report.company_id._support_today()
        rows = []
        for month in months_between(report.date_start, report.date_end):
            is_open = not final and today <= min(span_of(month, 'month')[1], report.date_end)
            rows.append(
                {
                    'label': format_month_row(month),
                    'month_key': month_key(month),
                    'is_total': False,
                    'is_open': is_open,
                    'cells': self._build_month(figures, moved, month_key(month), is_open),
                }
            )
        rows.append(
            {
                'label': form.total_label,
                'month_key': 0,
                'is_total': True,
                'is_open': False,
                'cells': self._build_totals(figures, rows),
            }
        )
        footnote = ''
        if any(cell['is_empty'] for row in rows for cell in row['cells']):
            footnote = report.env._('Empty cells: the number cannot be computed.')
        return {
            'title': form.counts_title,
            'note': form.note_counts or '',
            'footnote': footnote,
            'columns': [
                {
                    'indicator_id': indicator.id,
                    'label': indicator.label,
                    'unit': indicator.unit,
                    'is_formula': indicator.source == 'formula',
                    'decimals': indicator._decimals(),
                }
                for indicator in figures.indicators
            ],
            'rows': rows,
        }

    def _build_month(self, figures, moved, month, is_open):
        """Return the cells of one month; formulas take the numbers that are printed."""
        counted, corrections = {}, {}
        for indicator in figures.counted():
            cell = (indicator.id, month)
            counted[indicator.id] = figures.whole[cell] + moved[cell]
        for indicator in figures.indicators:
            if indicator.source != 'formula' and (indicator.id, month) in figures.own:
                corrections[indicator.id] = figures.own[indicator.id, month]
        values = figures.calculate(
            {**counted, **{key: correction.corrected for key, correction in corrections.items()}}
        )
        return [
            self._make_count_cell(
                values[one.id], counted.get(one.id), corrections.get(one.id), is_open
            )
            for one in figures.indicators
        ]

    def _build_totals(self, figures, rows):
        """Return the cells of the row of totals; formulas take the totals."""
        printed, counted, corrected = {}, {}, {}
        for position, indicator in enumerate(figures.indicators):
            cells = [row['cells'][position] for row in rows]
            corrected[indicator.id] = any(cell['is_corrected'] for cell in cells)
            if indicator.source == 'formula':
                continue
            if indicator.id not in figures.broken or corrected[indicator.id]:
                printed[indicator.id] = sum(cell['value'] or 0 for cell in cells)
                counted[indicator.id] = sum(cell['counted'] or 0 for cell in cells)
        totals = figures.calculate(printed)
        return [
            {
                **self._make_count_cell(totals[one.id], counted.get(one.id)),
                'is_corrected': corrected[one.id],
            }
            for one in figures.indicators
        ]

    def _make_count_cell(self, value, counted, correction=None, is_open=False):
        """Return one cell of the table of counts.

        :param value: what is printed once the month is over; None where there is no number
        :param counted: what the records give; for a formula None, for it takes what is printed
        :param correction: row of the number's correction
        """
        counted = value if counted is None else counted
        return {
            'value': None if is_open else value,
            'counted': counted,
            'is_empty': value is None and not is_open,
            'is_corrected': bool(correction),
            'reason': correction.correction_reason if correction else '',
            'counted_at': correction.counted_at_correction if correction else 0,
            'is_overtaken': bool(correction) and correction.counted_at_correction != counted,
        }

    def _moved_by_sheets(self, figures):
        """Return by how much the corrections of the sheets change the city's numbers."""
        moved = defaultdict(int)
        for value in figures.of_sheets:
            cell = (value.indicator_id.id, value.month_key)
            moved[cell] += value.corrected - figures.by_column[(*cell, value.report_id.area_id.id)]
        return moved

    def _build_breakdown(self, report, figures):
        if report.scope != 'city':
            return []
        of_sheets = {
            (value.indicator_id.id, value.month_key, value.report_id.area_id.id): value.corrected
            for value in figures.of_sheets
        }
        # Ids, not records: forty areas have thousands of cells.
        counted = [one.id for one in figures.counted()]
        printed = [one.id for one in figures.indicators]
        months = self._month_keys(report)
        breakdown = []
        for area in self._columns(report):
            rows, totals = [], defaultdict(int)
            for month in months:
                numbers = {}
                for indicator_id in counted:
                    cell = (indicator_id, month, area.id)
                    numbers[indicator_id] = of_sheets.get(cell, figures.by_column[cell])
                    totals[indicator_id] += numbers[indicator_id]
                numbers = figures.calculate(numbers)
                rows.append([numbers[indicator_id] for indicator_id in printed])
            totals = figures.calculate(totals)
            breakdown.append(
                {
                    'area_id': area.id,
                    'label': area.name,
                    'is_whole': area == report.contract_id.area_id,
                    'rows': rows,
                    'totals': [totals[indicator_id] for indicator_id in printed],
                }
            )
        return breakdown

    def _build_annex(self, report):
        form, company = report.form_id, report.company_id
        day = min(report.date_end, company._support_today())
        areas = self._columns(report)
        numbers = (
            self.env['support.resource']
            .sudo()
            ._count_active_groups(day, areas.ids, company, totals=form.roll_up == 'distinct')
            if form.annex_heading
            else {}
        )
        whole = report.contract_id.area_id
        if len(areas) > 1 and not any(column == whole.id for _row, column in numbers):
            areas -= whole
        categories = self.env['support.resource.category'].with_env(report.env)
        rows = []
        for category in categories.search_fetch([('in_annex', '=', True)], ['name']):
            values = [numbers.get((category.id, area.id), 0) for area in areas]
            if len(areas) > 1:
                repeated = form.roll_up == 'sum'
                values.append(sum(values) if repeated else numbers.get((category.id, False), 0))
            rows.append({'label': category.name, 'is_total': False, 'values': values})
        if rows:
            totals = [sum(column) for column in zip(*(row['values'] for row in rows), strict=True)]
            rows.append({'label': form.total_label, 'is_total': True, 'values': totals})
        whole_label = report.contract_id.whole_label or form.scope_city_label
        columns = [
            {'area_id': area.id, 'label': whole_label if area == whole else area.name}
            for area in areas
        ]
        if len(areas) > 1:
            columns.append({'area_id': 0, 'label': form.total_label})
        return {
            'title': form.annex_title or '',
            'note': form.note_annex or '',
            'body': form.annex_body or '',
            'sheet_title': form.annex_sheet_title or '',
            'heading': form.annex_heading or '',
            'remark': (form.annex_as_of or '').replace('{date}', format_date(day)),
            'row_label': form.annex_row_label or '',
            'unit': form.annex_unit or '',
            'footnote': form.annex_footnote or '',
            'columns': columns if rows and form.annex_heading else [],
            'rows': rows,
        }
