# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter, defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.support_council.tools.japanese_date import month_key, span_of

from ..tools.formula import round_number


class Figures:
    """Numbers of one report, by ``(indicator id, month key, column)``.

    A column is the id of a single area of the contract, or of its whole area for what belongs to
    the city as a whole. ``whole`` has the number of all columns together, by the form's rule,
    and ``excess`` what the plain sum counts more than once. ``places`` maps every area on the
    ground of the report to its column; ``own`` are the corrections of the report by
    ``(indicator id, month key)`` and ``of_sheets`` those of its sheets.

    ``indicators`` are the rules it is counted by; ``broken`` are the ids of those that cannot be.
    What formulas give is no part of it: they take numbers as printed, see :meth:`calculate`.
    """

    def __init__(self, indicators, places, own, of_sheets):
        self.indicators = indicators
        self.places = places
        self.own = own
        self.of_sheets = of_sheets
        self.by_column = defaultdict(int)
        self.whole = defaultdict(int)
        self.excess = defaultdict(int)
        self.outside = 0
        self.formulas = indicators._formulas()
        computed = {indicator.id for indicator, _formula in self.formulas}
        self.broken = {
            indicator.id
            for indicator in indicators
            if indicator.id not in computed and indicator._rule_problem(indicators)
        }

    def calculate(self, numbers):
        """Return numbers by indicator id, with what the formulas make of them.

        None stands for what cannot be computed: a division by zero, a rule that is broken. A
        result with decimals is a float; formulas that use it take the decimal number exactly.

        :param dict numbers: by indicator id, for all that is counted, as printed
        """
        numbers = {**dict.fromkeys(self.broken), **numbers}
        if self.formulas:
            by_code = {one.code: numbers.get(one.id) for one in self.indicators}
            for indicator, formula in self.formulas:
                result, decimals = formula.evaluate(by_code), indicator._decimals()
                if result is not None:
                    result = round_number(result, indicator.rounding, decimals)
                by_code[indicator.code] = result
                is_float = decimals and result is not None
                numbers[indicator.id] = float(result) if is_float else result
        return numbers

    def counted(self):
        """Return the indicators whose records are counted."""
        return self.indicators.filtered(
            lambda one: one.source != 'formula' and one.id not in self.broken
        )


class SupportReportBuilder(models.AbstractModel):
    """Counting what the indicators of a form ask for, from the log, the needs and other records.

    The number of statements is the same for one area and forty; it grows with the number of
    different rules only.
    """

    _inherit = 'support.report.builder'

    @api.model
    @api.private
    def figure_records(self, report, indicator, month=False, area=False):
        """Return model and domain of exactly the records that a counted figure is the sum of.

        What concerns several areas is one record where it is no count of the log.

        :param indicator: ``support.report.indicator``, none with a formula
        :param int month: month key; False for all months of the report
        :param area: column of a whole-city report (``support.area``); False for the whole
        """
        report.check_access('read')
        report, indicator = report.sudo(), indicator.sudo()
        places = self._places(report)
        asked = [place for place, column in places.items() if not area or column == area.id]
        months = [month] if month else self._month_keys(report)
        source = indicator._source()
        if indicator._rule_problem():
            return source.get('model') or 'support.activity.count', Domain.FALSE
        domain = self._source_domain(report, indicator, months) & self._here(source, asked)
        if indicator.source != 'count':
            return source['model'], domain
        counts = self.env['support.activity.count'].sudo()
        seen, repeated = set(), []
        once = self._builder(report)._counting_form(report).roll_up == 'distinct'
        for row in counts.search_fetch(
            domain & Domain('is_shared', '=', True),
            ['activity_id', 'kind_id', 'area_id'],
            order='is_leading desc, id',
        ):
            key = (row.activity_id.id, row.kind_id.id, once or places[row.area_id.id])
            if key in seen:
                repeated.append(row.id)
            seen.add(key)
        return source['model'], domain & Domain('id', 'not in', repeated)

    def _source_domain(self, report, indicator, months, own=True, rule=True):
        """Return the domain of what an indicator counts in some months, anywhere.

        :param bool own: of the contract's commission only
        :param bool rule: with the conditions of the rule
        """
        source = indicator._source()
        domain = Domain('company_id', '=', report.company_id.id)
        always = source['domain']
        domain &= Domain(always() if callable(always) else always)
        domain &= self._in_months(source, months) & self._in_term(report, months, source)
        if source['commission'] and own:
            domain &= Domain(source['commission'], '=', report.contract_id.commission_id.id)
        if indicator.source == 'count':
            domain &= Domain('kind_id', 'in', indicator.kind_ids.ids)
        if indicator.source == 'need' and indicator.need_source:
            domain &= Domain('source', '=', indicator.need_source)
        if rule:
            domain &= indicator._rule_condition()
            if indicator.count_by == 'participant':
                domain &= Domain('activity_id.participant_ids', '!=', False)
        return domain

    def _in_months(self, source, months):
        """Return the domain of records of a source that are dated in some months."""
        model, name = self.env[source['model']], source['date']
        if model._fields[name].type == 'integer':
            return Domain(name, 'in', months)
        return Domain.OR(
            Domain(name, '>=', first) & Domain(name, '<=', last)
            for first, last in (
                span_of(date(month // 100, month % 100, 1), 'month') for month in months
            )
        )

    def _in_term(self, report, months, source=None):
        """Return the domain of what lies within the days of a report, where it cuts a month.

        A contract that begins within a month follows another one, which reports the days before.

        :param dict source: of the records, by default one whose records have a ``date``
        """
        name = 'date'
        if source and self.env[source['model']]._fields[source['date']].type == 'date':
            name = source['date']
        start, end = report.date_start, report.date_end
        domain = Domain.TRUE
        if start.day > 1 and month_key(start) in months:
            domain &= Domain(name, '>=', start)
        if end != span_of(end, 'month')[1] and month_key(end) in months:
            domain &= Domain(name, '<=', end)
        return domain

    def _here(self, source, places):
        """Return the domain of records of a source that concern one of some areas."""
        return Domain.OR(Domain(path, 'in', places) for path in (source['area'], *source['areas']))

    def _count_domain(self, report, kind_ids, months):
        return Domain(
            [
                ('month_key', 'in', months),
                ('kind_id', 'in', kind_ids),
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        ) & self._in_term(report, months)

    def _count(self, report, indicators=None):
        """Count what the form's indicators ask for.

        Indicators with the same source and conditions are counted together. For those of a plain
        form that makes three grouped statements: sums by month, area and kind; the rows that
        several areas share, to count them once where they belong once; needs.

        :param indicators: the rules to count by, unsaved ones as well; by default the form's
        :return: :class:`Figures`
        """
        if indicators is None:
            indicators = self._indicators(report)
        figures = Figures(indicators, self._places(report), *self._corrections(report))
        self._sum_up(report, figures, self._month_keys(report))
        return figures

    def _sum_up(self, report, figures, months):
        """Fill figures with what the records of some months give."""
        for indicators in figures.counted().grouped(lambda one: one._rule_key()).values():
            source = indicators[0].source
            count = getattr(self, f'_count_{source}', self._count_records)
            count(report, figures, indicators, months)
        for (indicator_id, month, _column), number in figures.by_column.items():
            figures.whole[indicator_id, month] += number
        if self._builder(report)._counting_form(report).roll_up == 'distinct':
            for cell, number in figures.excess.items():
                figures.whole[cell] -= number

    def _count_count(self, report, figures, indicators, months):
        """Count kinds of the log, and what columns repeat of each other."""
        places = figures.places
        domain = self._count_domain(report, indicators.kind_ids.ids, months)
        domain &= indicators[0]._rule_condition()
        if report.scope == 'area':
            domain &= Domain('area_id', 'in', list(places))
        of_kind = defaultdict(list)
        for indicator in indicators:
            for kind_id in indicator.kind_ids.ids:
                of_kind[kind_id].append(indicator.id)
        each = indicators[0].count_by == 'participant'
        for month, area_id, kind_id, quantity in self._sums_by_area(domain, each):
            column = places.get(area_id)
            if not column:
                figures.outside += quantity
                continue
            for indicator_id in of_kind[kind_id]:
                figures.by_column[indicator_id, month, column] += quantity
        for month, kind_id, column, repeated in self._repeated(domain, places, each):
            for indicator_id in of_kind[kind_id]:
                if column:
                    figures.by_column[indicator_id, month, column] -= repeated
                    figures.excess[indicator_id, month] -= repeated
                else:
                    figures.excess[indicator_id, month] += repeated

    # Both return plain rows: a million entries have many groups, and a record for each of them
    # would take longer than counting.

    def _quantity(self, query, each):
        """Return the number a count row stands for, once for each of us where asked."""
        counts = self.env['support.activity.count']
        quantity = counts._field_to_sql(query.table, 'quantity', query)
        if not each:
            return quantity
        self.env['support.activity.participant'].flush_model(['activity_id'])
        return SQL(
            '%s * (SELECT count(*) FROM support_activity_participant participant'
            ' WHERE participant.activity_id = %s)::int',
            quantity,
            counts._field_to_sql(query.table, 'activity_id', query),
        )

    def _sums_by_area(self, domain, each):
        """Return rows of month key, area id, kind id and the sum of the quantities.

        :param bool each: a quantity counts once for each of us who was there
        """
        counts = self.env['support.activity.count'].sudo()
        query = counts._search(domain)
        fields = ('month_key', 'area_id', 'kind_id')  # the order of the index
        groups = [counts._field_to_sql(query.table, name, query) for name in fields]
        query.groupby = SQL(', ').join(groups)
        total = SQL('sum(%s)', self._quantity(query, each))
        return self.env.execute_query(query.select(*groups, total))

    def _repeated(self, domain, places, each):
        """Return what plain sums count more than once of entries that concern several areas.

        :param dict places: column by area id
        :param bool each: a quantity counts once for each of us who was there
        :return: rows of month key, kind id, column and number: with a column what small areas
            repeat within it, without one (None) what all areas together repeat
        """
        counts = self.env['support.activity.count'].sudo()
        query = counts._search(
            domain & Domain('is_shared', '=', True) & Domain('area_id', 'in', list(places))
        )
        fields = ('month_key', 'kind_id', 'activity_id', 'area_id')
        rows = query.select(
            *(
                SQL(
                    '%s AS %s',
                    counts._field_to_sql(query.table, name, query),
                    SQL.identifier(name),
                )
                for name in fields
            ),
            SQL('%s AS quantity', self._quantity(query, each)),
        )
        # A column with one area repeats nothing within it: in most cities none has more.
        areas = Counter(places.values())
        several = {place: column for place, column in places.items() if areas[column] > 1}
        return self.env.execute_query(
            SQL(
                """
                SELECT month_key, kind_id, NULL::int, sum(repeated)::int
                  FROM (SELECT month_key, kind_id, sum(quantity) - max(quantity) AS repeated
                          FROM (%(rows)s) shared
                      GROUP BY month_key, kind_id, activity_id) entries
              GROUP BY month_key, kind_id
             UNION ALL
                SELECT month_key, kind_id, column_id, sum(repeated)::int
                  FROM (SELECT month_key, kind_id, column_id,
                               sum(quantity) - max(quantity) AS repeated
                          FROM (%(rows)s) shared
                          JOIN unnest(%(places)s::int[], %(columns)s::int[])
                               AS places(area_id, column_id)
                         USING (area_id)
                      GROUP BY month_key, kind_id, activity_id, column_id) entries
                 WHERE repeated > 0
              GROUP BY month_key, kind_id, column_id
                """,
                rows=rows,
                places=list(several),
                columns=list(several.values()),
            )
        )

    def _count_need(self, report, figures, indicators, months):
        """Count needs by how they became known, all together."""
        source = indicators[0]._source()
        domain = Domain('company_id', '=', report.company_id.id)
        domain &= self._in_months(source, months) & self._here(source, list(figures.places))
        domain &= self._in_term(report, months, source) & indicators[0]._rule_condition()
        known_by = indicators.mapped('need_source')
        if all(known_by):
            domain &= Domain('source', 'in', known_by)
        for known, month, area, number in (
            self.env['support.need']
            .sudo()
            ._read_group(domain, ['source', 'month_key', 'area_id'], ['__count'])
        ):
            for indicator in indicators:
                if indicator.need_source in (False, known):
                    cell = (indicator.id, month, figures.places[area.id])
                    figures.by_column[cell] += number

    def _count_records(self, report, figures, indicators, months):
        """Count records of any other source: each once in every column that it concerns."""
        source = indicators[0]._source()
        domain = self._source_domain(report, indicators[0], months)
        records = (
            self.env[source['model']]
            .sudo()
            .search_fetch(
                domain & self._here(source, list(figures.places)),
                [source['date'], source['area']],
            )
        )
        for record in records:
            month = record[source['date']]
            month = month if isinstance(month, int) else month_key(month)
            areas = record[source['area']]
            for path in source['areas']:
                areas |= record.mapped(path)
            columns = {figures.places[area.id] for area in areas if area.id in figures.places}
            for indicator in indicators:
                for column in columns:
                    figures.by_column[indicator.id, month, column] += 1
                figures.excess[indicator.id, month] += len(columns) - 1

    def _corrections(self, report):
        """Return the corrections of the report, and how those of its sheets move its numbers.

        :return: ``{(indicator, month): value row}`` of the report itself, and the list of the rows
            of its sheets
        """
        values = self.env['support.report.value'].sudo().search_fetch(
            [
                '|', ('report_id', 'in', report.ids), ('report_id.parent_id', 'in', report.ids),
                ('is_corrected', '=', True),
                ('area_id', '=', False),
            ],
            ['indicator_id', 'month_key', 'corrected', 'correction_reason',
             'counted_at_correction', 'report_id'],
        )  # fmt: skip
        own = {
            (value.indicator_id.id, value.month_key): value
            for value in values
            if value.report_id == report
        }
        return own, values.filtered(lambda value: value.report_id != report)
