# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.support_council.tools.japanese_date import format_date, month_key, span_of

from ..tools.periods import format_month_row, format_period, months_between

PAPER_LANGUAGE = 'ja_JP'


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
    """Turns the records of a period into one plain dict, which the renderers print.

    The only place of the addon that counts. The number of statements is the same for one area
    and forty. It counts with the rights of the system, within the report's company, commission
    and areas: a figure of a paper cannot depend on who opens it. Who may not read the report gets
    nothing, and the records behind a figure are opened with the user's own rights.

    The dict holds strings, numbers, booleans, lists and dicts only, so it can be kept as JSON:

    - ``title``, ``mark``, ``footer``, ``side_front``, ``side_back``, ``sheet_break``, ``is_draft``,
      ``open_mark``, ``missing_mark``, ``sheet_names``
    - ``period``: ``label``, ``text``, ``start``, ``end`` (ISO 8601)
    - ``scope``: ``label``, ``name``, ``parts`` (``text``, ``is_choice``, ``is_chosen``) that make
      the printed line
    - ``counts``: ``title``, ``note``, ``columns`` (``indicator_id``, ``label``, ``unit``), ``rows``
      (``label``, ``month_key``, ``is_total``, ``cells``); a cell has ``value`` (None for a month
      not yet over), ``counted``, ``is_corrected``, ``reason``, ``counted_at``, ``is_overtaken``
    - ``breakdown``: one entry per column of a whole-city report, with ``rows`` of numbers
    - ``annex``: ``columns`` (the total last, with area 0), ``rows`` (``label``, ``is_total``,
      ``values``)
    - ``texts``: ``groups`` of ``blocks`` (``label``, ``text``)
    - ``missing``: what is missing, see ``support_report_check.py``; in the user's language
    """

    _name = 'support.report.builder'
    _description = 'Report Builder'

    @api.model
    def build(self, report, final=False, check=True):
        """Return the dict of a report: as it was submitted, else from the records of now.

        :param report: one ``support.report``, which the user may read
        :param bool final: as it is going to be submitted, without any mark of a draft
        :param bool check: look for what is missing as well; ``missing`` is empty without
        :raises AccessError: when the user may not read the report
        """
        report.ensure_one()
        report.check_access('read')
        report = report.sudo()
        if report.snapshot:
            return report.snapshot
        missing_env = report.env
        report = self._in_paper_language(report)
        figures = self._count(report)
        data = {
            **self._build_frame(report, final),
            'counts': self._build_counts(report, figures, final),
            'breakdown': self._build_breakdown(report, figures),
            'annex': self._build_annex(report),
            'texts': self._build_texts(report),
        }
        data['missing'] = []
        if check and not final:
            data['missing'] = self.with_env(missing_env)._find_missing(
                report.with_env(missing_env), data, figures
            )
        return data

    @api.model
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
        once = report.form_id.roll_up == 'distinct'
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

    # ---- Counting ----

    def _in_paper_language(self, report):
        languages = dict(self.env['res.lang'].get_installed())
        return report.with_context(lang=PAPER_LANGUAGE) if PAPER_LANGUAGE in languages else report

    def _indicators(self, report):
        """Return the columns of the form: those for everybody and those of the office."""
        return report.form_id.indicator_ids.filtered(
            lambda indicator: not indicator.company_id or indicator.company_id == report.company_id
        )

    def _month_keys(self, report):
        return [month_key(day) for day in months_between(report.date_start, report.date_end)]

    def _columns(self, report):
        """Return the areas whose numbers are kept apart, the whole area last."""
        if report.scope == 'area':
            return report.area_id
        return report.contract_id.area_ids.sorted() | report.contract_id.area_id

    def _places(self, report):
        """Return ``{area id: column id}`` of every area on the ground of the report.

        An area below several columns belongs to the nearest one.
        """
        contract = report.contract_id
        known = {contract.area_id.id, *contract.area_ids.ids}
        asked = set(self._columns(report).ids)
        areas = self.env['support.area'].sudo().search_fetch(
            Domain('id', 'child_of', list(asked)), ['parent_path']
        )  # fmt: skip
        places = {}
        for area in areas:
            above = [int(part) for part in area.parent_path.split('/')[:-1]]
            column = next(part for part in reversed(above) if part in known)
            if column in asked:
                places[area.id] = column
        return places

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
        for indicator in indicators:
            if indicator.source == 'need':
                for (source, month, column), number in by_source.items():
                    if source == indicator.need_source:
                        figures.by_column[indicator.id, month, column] += number
                continue
            kind_ids = set(indicator.kind_ids.ids)
            for (kind_id, month, column), number in by_kind.items():
                if kind_id in kind_ids:
                    figures.by_column[indicator.id, month, column] += number
            for (kind_id, month), number in excess.items():
                if kind_id in kind_ids:
                    figures.excess[indicator.id, month] += number
        for (indicator_id, month, _column), number in figures.by_column.items():
            figures.whole[indicator_id, month] += number
        if report.form_id.roll_up == 'distinct':
            for cell, number in figures.excess.items():
                figures.whole[cell] -= number

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
                      JOIN unnest(%s, %s) AS places(area_id, column_id) USING (area_id)
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

    # ---- Parts of the dict ----

    def _build_frame(self, report, final):
        form, contract = report.form_id, report.contract_id
        line = contract.form_line_ids.filtered(lambda line: line.form_id == form)
        today = report.company_id._support_today()
        marks = []
        if not final and form.draft_mark:
            marks.append(form.draft_mark.replace('{date}', format_date(today)))
        if report.version > 1 and form.version_mark:
            marks.append(form.version_mark.replace('{number}', str(report.version)))
        whole = contract.whole_label or form.scope_city_label
        name = whole if report.scope == 'city' else report.area_id.name
        period = format_period(report.date_start, report.date_end)
        return {
            'title': line.title or form.title,
            'is_draft': not final,
            'mark': '　'.join(marks),
            'footer': f'{period}　{name}',
            'side_front': form.side_front or '',
            'side_back': form.side_back or '',
            'sheet_break': form.sheet_break,
            'open_mark': form.open_mark,
            'missing_mark': form.missing_mark,
            'sheet_names': self._sheet_names(form),
            'period': {
                'label': form.period_label,
                'text': period,
                'start': report.date_start.isoformat(),
                'end': report.date_end.isoformat(),
            },
            'scope': {
                'label': form.scope_label,
                'name': name,
                'parts': self._scope_parts(report, whole),
            },
        }

    def _sheet_names(self, form):
        """Return names of worksheets, taken from the words of the form."""
        brackets = '＜＞<>［］[]'
        front = (form.side_front or '').strip(brackets)
        back = (form.side_back or '').strip(brackets)
        return {
            'front': front or form.name,
            'back': back or f'{front or form.name} 2',
            'annex': form.annex_sheet_title or f'{front or form.name} 3',
        }

    def _scope_parts(self, report, whole):
        """Return the line of areas in pieces, so that the chosen ones can be circled."""
        form = report.form_id

        def part(text, is_choice=False, is_chosen=False):
            return {'text': text, 'is_choice': is_choice, 'is_chosen': is_chosen}

        parts = [part(whole, True, report.scope == 'city')]
        areas = report.contract_id.area_ids.sorted()
        if areas:
            parts.append(part(f'・{form.scope_area_label or ""}（'))
            for area in areas:
                parts += [part(area.name, True, area == report.area_id), part('・')]
            parts[-1] = part('）')
        if form.scope_note:
            parts.append(part(form.scope_note))
        return parts

    def _build_counts(self, report, figures, final):
        form, indicators = report.form_id, self._indicators(report)
        moved = self._moved_by_sheets(figures)
        today = report.company_id._support_today()
        rows, totals = [], [[0, 0, False] for _indicator in indicators]
        for month in months_between(report.date_start, report.date_end):
            key = month_key(month)
            is_open = not final and today <= min(span_of(month, 'month')[1], report.date_end)
            cells = []
            for indicator, total in zip(indicators, totals, strict=True):
                counted = figures.whole[indicator.id, key] + moved[indicator.id, key]
                correction = figures.own.get((indicator.id, key))
                value = correction.corrected if correction else counted
                cells.append(
                    {
                        'value': None if is_open else value,
                        'counted': counted,
                        'is_corrected': bool(correction),
                        'reason': correction.correction_reason if correction else '',
                        'counted_at': correction.counted_at_correction if correction else 0,
                        'is_overtaken': bool(correction)
                        and correction.counted_at_correction != counted,
                    }
                )
                total[0] += 0 if is_open else value
                total[1] += counted
                total[2] |= bool(correction)
            rows.append(
                {
                    'label': format_month_row(month),
                    'month_key': key,
                    'is_total': False,
                    'is_open': is_open,
                    'cells': cells,
                }
            )
        rows.append(
            {
                'label': form.total_label,
                'month_key': 0,
                'is_total': True,
                'is_open': False,
                'cells': [
                    {
                        'value': value, 'counted': counted, 'is_corrected': corrected,
                        'reason': '', 'counted_at': 0, 'is_overtaken': False,
                    }
                    for value, counted, corrected in totals
                ],
            }
        )  # fmt: skip
        return {
            'title': form.counts_title,
            'note': form.note_counts or '',
            'columns': [
                {'indicator_id': indicator.id, 'label': indicator.label, 'unit': indicator.unit}
                for indicator in indicators
            ],
            'rows': rows,
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
        months, indicators = self._month_keys(report), self._indicators(report)
        breakdown = []
        for area in self._columns(report):
            rows = []
            for month in months:
                cells = [(indicator.id, month, area.id) for indicator in indicators]
                rows.append([of_sheets.get(cell, figures.by_column[cell]) for cell in cells])
            breakdown.append(
                {
                    'area_id': area.id,
                    'label': area.name,
                    'is_whole': area == report.contract_id.area_id,
                    'rows': rows,
                    'totals': [sum(numbers) for numbers in zip(*rows, strict=True)],
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

    def _build_texts(self, report):
        form = report.form_id
        texts = {text.block_id: text.text or '' for text in report.text_ids}
        groups = []
        for block in form.block_ids:
            if not groups or groups[-1]['label'] != block.group_label:
                groups.append(
                    {'pillar': block.pillar or '', 'label': block.group_label, 'blocks': []}
                )
            groups[-1]['blocks'].append(
                {'block_id': block.id, 'label': block.label, 'text': texts.get(block, '')}
            )
        return {
            'title': form.texts_title or '',
            'note': form.note_texts or '',
            'groups': groups,
        }
