# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class Figures:
    """Numbers of one report, by ``(indicator id, month key, column)``.

    A column is the id of a single area of the contract, or of its whole area for what belongs to
    the city as a whole. ``whole`` has the number of all columns together, by the form's rule,
    and ``excess`` what the plain sum counts more than once. ``places`` maps every area on the
    ground of the report to its column; ``own`` are the corrections of the report by
    ``(indicator id, month key)`` and ``of_sheets`` those of its sheets.
    """

    def __init__(self, places, own, of_sheets):
        self.places = places
        self.own = own
        self.of_sheets = of_sheets
        self.by_column = defaultdict(int)
        self.whole = defaultdict(int)
        self.excess = defaultdict(int)
        self.outside = 0


class SupportReportBuilder(models.AbstractModel):
    """Counting what the indicators of a form ask for, from the log and the needs.

    The number of statements is the same for one area and forty.
    """

    _inherit = 'support.report.builder'

    @api.model
    @api.private
    def figure_records(self, report, indicator, month=False, area=False):
        """Return model and domain of exactly the records that a counted figure is the sum of.

        :param indicator: ``support.report.indicator``
        :param int month: month key; False for all months of the report
        :param area: column of a whole-city report (``support.area``); False for the whole
        """
        report.check_access('read')
        report = report.sudo()
        places = self._places(report)
        asked = [place for place, column in places.items() if not area or column == area.id]
        months = [month] if month else self._month_keys(report)
        if indicator.source == 'need':
            domain = self._need_domain(report, indicator, months)
            return 'support.need', domain & Domain('area_id', 'in', asked)
        domain = self._count_domain(report, indicator.sudo().kind_ids.ids, months)
        domain &= Domain('area_id', 'in', asked)
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
        return 'support.activity.count', domain & Domain('id', 'not in', repeated)

    def _count_domain(self, report, kind_ids, months):
        return Domain(
            [
                ('month_key', 'in', months),
                ('kind_id', 'in', kind_ids),
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        )

    def _need_domain(self, report, indicators, months):
        return Domain(
            [
                ('month_key', 'in', months),
                ('source', 'in', indicators.mapped('need_source')),
                ('company_id', '=', report.company_id.id),
            ]
        )

    def _count(self, report):
        """Count what the form's indicators ask for.

        Three grouped statements: sums by month, area and kind; the rows that several areas share,
        to count them once where they belong once; needs.

        :return: :class:`Figures`
        """
        figures = Figures(self._places(report), *self._corrections(report))
        self._sum_up(report, figures, self._month_keys(report))
        return figures

    def _sum_up(self, report, figures, months):
        """Fill figures with what the records of some months give."""
        indicators = self._indicators(report)
        by_kind, excess = self._count_kinds(report, indicators, figures, months)
        by_source = self._count_needs(report, indicators, figures.places, months)
        # A kind has few indicators, but a year of forty areas has many sums.
        of_kind, of_source = self._indicators_by_rule(indicators)
        for (source, month, column), number in by_source.items():
            for indicator_id in of_source[source]:
                figures.by_column[indicator_id, month, column] += number
        for (kind_id, month, column), number in by_kind.items():
            for indicator_id in of_kind[kind_id]:
                figures.by_column[indicator_id, month, column] += number
        for (kind_id, month), number in excess.items():
            for indicator_id in of_kind[kind_id]:
                figures.excess[indicator_id, month] += number
        for (indicator_id, month, _column), number in figures.by_column.items():
            figures.whole[indicator_id, month] += number
        if self._builder(report)._counting_form(report).roll_up == 'distinct':
            for cell, number in figures.excess.items():
                figures.whole[cell] -= number

    def _indicators_by_rule(self, indicators):
        """Return the ids of the indicators by kind id, and by source of needs."""
        of_kind, of_source = defaultdict(list), defaultdict(list)
        for indicator in indicators:
            if indicator.source == 'need':
                of_source[indicator.need_source].append(indicator.id)
                continue
            for kind_id in indicator.kind_ids.ids:
                of_kind[kind_id].append(indicator.id)
        return of_kind, of_source

    def _count_kinds(self, report, indicators, figures, months):
        """Return ``{(kind, month, column): number}`` and what columns repeat of each other."""
        places = figures.places
        domain = self._count_domain(report, indicators.kind_ids.ids, months)
        if report.scope == 'area':
            domain &= Domain('area_id', 'in', list(places))
        numbers, excess = defaultdict(int), defaultdict(int)
        for month, kind_id, area_id, quantity in self._sums_by_area(domain):
            if column := places.get(area_id):
                numbers[kind_id, month, column] += quantity
            else:
                figures.outside += quantity
        for month, kind_id, column, repeated in self._repeated(domain, places):
            # A sum of sums is no integer to PostgreSQL.
            if column:
                numbers[kind_id, month, column] -= int(repeated)
            else:
                excess[kind_id, month] += int(repeated)
        return numbers, excess

    # Both return plain rows: a million entries have many groups, and a record for each of them
    # would take longer than counting.

    def _sums_by_area(self, domain):
        """Return rows of month key, kind id, area id and the sum of the quantities."""
        counts = self.env['support.activity.count'].sudo()
        query = counts._search(domain)
        fields = ('month_key', 'kind_id', 'area_id')
        groups = [counts._field_to_sql(query.table, name, query) for name in fields]
        query.groupby = SQL(', ').join(groups)
        quantity = counts._field_to_sql(query.table, 'quantity', query)
        return self.env.execute_query(query.select(*groups, SQL('sum(%s)', quantity)))

    def _repeated(self, domain, places):
        """Return what plain sums count more than once of entries that concern several areas.

        :param dict places: column by area id
        :return: rows of month key, kind id, column and number: with a column what small areas
            repeat within it, without one (None) what the columns repeat of each other
        """
        counts = self.env['support.activity.count'].sudo()
        query = counts._search(domain & Domain('is_shared', '=', True))
        fields = ('month_key', 'kind_id', 'activity_id', 'area_id', 'quantity')
        rows = query.select(
            *(
                SQL(
                    '%s AS %s',
                    counts._field_to_sql(query.table, name, query),
                    SQL.identifier(name),
                )
                for name in fields
            )
        )
        return self.env.execute_query(
            SQL(
                """
                WITH entries AS (
                    SELECT month_key, kind_id, activity_id, column_id,
                           max(quantity) AS once, sum(quantity) - max(quantity) AS within
                      FROM (%s) shared
                      JOIN unnest(%s::int[], %s::int[]) AS places(area_id, column_id)
                     USING (area_id)
                  GROUP BY month_key, kind_id, activity_id, column_id
                )
                SELECT month_key, kind_id, column_id, sum(within)
                  FROM entries
                 WHERE within > 0
              GROUP BY month_key, kind_id, column_id
             UNION ALL
                SELECT month_key, kind_id, NULL, sum(among)
                  FROM (SELECT month_key, kind_id, sum(once) - max(once) AS among
                          FROM entries
                      GROUP BY month_key, kind_id, activity_id) whole
              GROUP BY month_key, kind_id
                """,
                rows,
                list(places),
                list(places.values()),
            )
        )

    def _count_needs(self, report, indicators, places, months):
        """Return ``{(source, month, column): number of needs}``."""
        indicators = indicators.filtered(lambda indicator: indicator.source == 'need')
        domain = self._need_domain(report, indicators, months)
        domain &= Domain('area_id', 'in', list(places))
        numbers = defaultdict(int)
        for source, month, area, number in (
            self.env['support.need']
            .sudo()
            ._read_group(domain, ['source', 'month_key', 'area_id'], ['__count'])
        ):
            numbers[source, month, places[area.id]] += number
        return numbers

    def _corrections(self, report):
        """Return the corrections of the report, and how those of its sheets move its numbers.

        :return: ``{(indicator, month): value row}`` of the report itself, and the list of the rows
            of its sheets
        """
        values = self.env['support.report.value'].sudo().search_fetch(
            [
                ('report_id', 'in', (report | report.child_ids).ids),
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
