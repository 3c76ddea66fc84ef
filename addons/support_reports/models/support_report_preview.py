# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.support_council.tools.japanese_date import month_key

from ..tools.periods import format_month_row, format_period, months_between


class SupportReportPreview(models.AbstractModel):
    """What a changed rule does to the reports at hand, before it is saved.

    The builder counts twice, by the rule as it is saved and by the one on the screen, for every
    contract that owes the form: the running period, and the one before while it has not been
    submitted. Nothing is created for it.
    """

    _name = 'support.report.preview'
    _description = 'Preview of a Rule'

    @api.model
    @api.private
    def build(self, indicator):
        """Return the preview of one indicator, which may hold unsaved values.

        Only for those who may change rules: the numbers are those of whole contracts.

        :param indicator: ``support.report.indicator``
        :return: dict with ``problem`` (why the rule cannot be counted, else empty) and
            ``periods``: a list of ``title``, ``columns`` (names of areas, the whole last), ``rows``
            (``label``, ``is_total``, ``cells``), ``decimals`` (those of ``before`` and of
            ``after``) and ``others`` (``label``, ``unit``, ``decimals``, ``before``, ``after``:
            totals of other columns that change as well). A cell has ``before`` (None for a new
            column) and ``after``; both are None where there is no number. False for others.
        """
        if not self.env.user.has_group('support_council.group_manager'):
            return False
        form = indicator.form_id
        among = self._unsaved(indicator)
        problem = indicator._rule_problem(among)
        periods = []
        if not problem:
            for line, start, end in self._periods(form._origin):
                periods.append(self._build_period(indicator, among, line, start, end))
        return {'problem': problem, 'periods': periods}

    def _unsaved(self, indicator):
        """Return the indicators of the form as they would be with the one on the screen."""
        return (indicator.form_id.indicator_ids - indicator - indicator._origin) | indicator

    def _periods(self, form):
        """Yield line of a contract, first and last day of each period to show."""
        today = self.env.company._support_today()
        lines = self.env['support.contract.form'].search(
            [
                ('form_id', '=', form.id),
                ('contract_id.state', '=', 'running'),
                ('contract_id.company_id', '=', self.env.company.id),
            ]
        )
        for line in lines:
            contract = line.contract_id
            if contract.date_start <= today <= contract.date_end:
                running = line._period(today)
                before = line._last_period()
                if before != running and not self._is_submitted(line, *before):
                    yield line, *before
                yield line, *running

    def _is_submitted(self, line, start, end):
        return bool(
            self.env['support.report']
            .sudo()
            .search_count(
                [
                    ('contract_id', '=', line.contract_id.id),
                    ('form_id', '=', line.form_id.id),
                    ('date_start', '=', start),
                    ('date_end', '=', end),
                    ('scope', '=', 'city'),
                    ('submitted_on', '!=', False),
                ],
                limit=1,
            )
        )

    def _build_period(self, indicator, among, line, start, end):
        contract = line.contract_id.sudo()
        # Nothing of it is saved; the builder only asks it for its ground and its months.
        report = self.env['support.report'].sudo().new(
            {
                'contract_id': contract.id,
                'form_id': line.form_id.id,
                'company_id': contract.company_id.id,
                'date_start': start,
                'date_end': end,
                'scope': 'city',
                'area_id': contract.area_id.id,
            }
        )  # fmt: skip
        builder = self.env['support.report.builder']
        saved = indicator._origin
        by_saved = builder._count(report, builder._indicators(report))
        by_unsaved = builder._count(report, builder._of_company(among, report.company_id))
        # Without single areas there is one column, the whole.
        areas = builder._columns(report) if contract.area_ids else self.env['support.area']
        whole = contract.whole_label or line.form_id.scope_city_label
        rows, total = [], None
        months = [month_key(day) for day in months_between(start, end)]
        labels = [format_month_row(day) for day in months_between(start, end)]
        for keys, label in [*zip(([key] for key in months), labels, strict=True), (months, '')]:
            before = self._numbers(by_saved, keys, areas) if saved else None
            after = self._numbers(by_unsaved, keys, areas)
            rows.append(
                {
                    'label': label or line.form_id.total_label,
                    'is_total': not label,
                    'cells': [
                        {
                            'before': before[position][saved.id] if saved else None,
                            'after': numbers[indicator.id],
                        }
                        for position, numbers in enumerate(after)
                    ],
                }
            )
            total = before, after
        return {
            'title': f'{contract.name}　{format_period(start, end)}',
            'columns': [
                self.env._('Work for the whole area') if area == contract.area_id else area.name
                for area in areas
            ]
            + [whole],
            'is_new': not saved,
            'decimals': {'before': saved._decimals(), 'after': indicator._decimals()},
            'rows': rows,
            'others': self._others(saved, by_saved, by_unsaved, *total) if saved else [],
        }

    def _numbers(self, figures, months, areas):
        """Return numbers of some months by indicator id: a dict for each area, then the whole."""
        counted = figures.counted()
        by_column = [
            {one.id: sum(figures.by_column[one.id, month, area.id] for month in months)
             for one in counted}
            for area in areas
        ]  # fmt: skip
        whole = {one.id: sum(figures.whole[one.id, month] for month in months) for one in counted}
        return [figures.calculate(numbers) for numbers in (*by_column, whole)]

    def _others(self, saved, by_saved, by_unsaved, before, after):
        """Return the totals of other columns of the form that change: their formulas use this."""
        changed = []
        for other in by_saved.indicators - saved:
            twin = by_unsaved.indicators.filtered(lambda one, other=other: one._origin == other)
            was, now = before[-1][other.id], twin and after[-1][twin.id]
            if twin and was != now:
                changed.append(
                    {
                        'label': other.label,
                        'unit': other.unit,
                        'decimals': other._decimals(),
                        'before': was,
                        'after': now,
                    }
                )
        return changed
