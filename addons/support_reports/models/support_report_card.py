# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import (
    fiscal_year_bounds,
    month_key,
    span_of,
)

from ..tools.periods import format_month_row, format_period


class SupportReportCard(models.AbstractModel):
    """What stands behind a cell: the rule in words, what it counted, and what it nearly counted.

    Nearly counted is what misses one condition only: no kind, an area outside the contract, the
    month beside, still provisional. Each is a domain, opened with the reader's own rights.
    """

    _name = 'support.report.card'
    _description = 'Card Behind a Figure'

    @api.model
    @api.private
    def build(self, report, indicator, month=False, area=None):
        """Return the card of one figure as a dict.

        :param report: one ``support.report``, which the user may read
        :param indicator: ``support.report.indicator``
        :param int month: month key; falsy for the whole period
        :param area: one area of a whole-city report; empty for the whole
        :return: ``label``, ``unit``, ``decimals``, ``period``, ``area``, ``rule``, ``value``,
            ``counted``, ``reason``; ``hidden``, the number of counted records that the user may
            not read; ``parts``, what a formula was computed from: a list of ``code``, ``label``,
            ``unit``, ``decimals``, ``value``; and ``nearly``, a list of ``code``, ``label``,
            ``number``, ``hidden``
        """
        report.check_access('read')
        area = area or self.env['support.area']
        indicator = indicator.sudo()
        cells = self._cells(report, month, area)
        cell = cells.get(indicator.id) or {
            'value': None, 'counted': None, 'reason': '', 'decimals': 0,
        }  # fmt: skip
        nearly = []
        for code, label, model, domain in self._nearly(report, indicator, month, area):
            number = self.env[model].sudo().with_context(active_test=False).search_count(domain)
            if number:
                hidden = self._hidden(model, domain)
                nearly.append({'code': code, 'label': label, 'number': number, 'hidden': hidden})
        return {
            'label': indicator.label,
            'unit': indicator.unit,
            'decimals': cell['decimals'],
            'period': self._period(report, month),
            'area': area.sudo().name or report.area_id.name,
            'rule': self._rule(report, indicator),
            'value': cell['value'],
            'counted': cell['counted'],
            'reason': cell['reason'],
            'hidden': self._hidden_behind(report, indicator, month, area),
            'is_formula': indicator.source == 'formula',
            'parts': self._parts(indicator, cells),
            'nearly': nearly,
        }

    @api.model
    @api.private
    def nearly_records(self, report, indicator, month, area, code):
        """Return ``(label, model, domain)`` of one line of the nearly counted, or None."""
        report.check_access('read')
        for found, label, model, domain in self._nearly(report, indicator, month, area):
            if found == code:
                return label, model, domain
        return None

    def _hidden_behind(self, report, indicator, month, area):
        """Return how many records behind a figure the user may not read."""
        if indicator.source == 'formula':
            return 0
        builder = self.env['support.report.builder']
        return self._hidden(*builder.figure_records(report, indicator, month, area))

    def _hidden(self, model, domain):
        """Return how many records of a domain the user may not read, of count rows their entries.

        A figure counts for everybody what the log keeps to one person or to other areas; who opens
        its records is told how many are missing, and nothing else about them.
        """
        if model == 'support.activity.count':
            counts = self.env[model].sudo().with_context(active_test=False)
            model = 'support.activity'
            domain = Domain('all_count_ids', 'any!', counts._search(domain))
        records = self.env[model].with_context(active_test=False)
        found = records.sudo()._search(domain)
        return records.sudo().search_count(domain) - records.search_count([('id', 'in', found)])

    def _cells(self, report, month, area):
        """Return the cells of one row of the paper by indicator id."""
        data = self.env['support.report.builder'].build(report, check=False)
        if area:
            of_area = next(one for one in data['breakdown'] if one['area_id'] == area.id)
            cells = [
                {'value': number, 'counted': number, 'reason': ''} for number in of_area['totals']
            ]
        else:
            row = next(one for one in data['counts']['rows'] if one['month_key'] == (month or 0))
            cells = row['cells']
        return {
            column['indicator_id']: {**cell, 'decimals': column.get('decimals', 0)}
            for column, cell in zip(data['counts']['columns'], cells, strict=True)
        }

    def _parts(self, indicator, cells):
        """Return the numbers that a formula took; a month not yet over gives what is counted."""
        by_code = {other.code: other for other in indicator.form_id.indicator_ids}
        parts = []
        for name in indicator._formula_names():
            other = by_code.get(name)
            cell = other and cells.get(other.id)
            if cell:
                value = cell['counted'] if cell['value'] is None else cell['value']
                parts.append(
                    {
                        'code': name,
                        'label': other.label,
                        'unit': other.unit,
                        'decimals': cell['decimals'],
                        'value': value,
                    }
                )
        return parts

    def _period(self, report, month):
        if month:
            return format_month_row(date(month // 100, month % 100, 1))
        return format_period(report.date_start, report.date_end)

    def _rule(self, report, indicator):
        """Return the rule of the indicator as a sentence."""
        return indicator._rule_text(report.sudo().contract_id.commission_id.name)

    def _nearly(self, report, indicator, month, area):
        """Return the nearly counted as tuples of code, label, model and domain."""
        builder = self.env['support.report.builder']
        report, indicator = report.sudo(), indicator.sudo()
        if indicator.source == 'formula' or indicator._rule_problem():
            return []
        source = indicator._source()
        places = builder._places(report)
        asked = [place for place, column in places.items() if not area or column == area.id]
        months = [month] if month else builder._month_keys(report)
        here = builder._here(source, asked)
        # A sheet shows what lies outside the contract, not what is another branch's.
        ground = (
            self.env['support.area']
            .sudo()
            ._search([('id', 'child_of', report.contract_id.area_id.ids)])
        )
        outside = ~builder._here(source, list(ground))

        def counted(keys=None, **options):
            keys = months if keys is None else keys
            return builder._source_domain(report, indicator, keys, **options)

        model = source['model']
        nearly = getattr(self, f'_nearly_{indicator.source}', None)
        lines = nearly(report, indicator, months, here) if nearly else []
        lines.append(
            ('outside', self.env._('In an area outside the contract'), model, counted() & outside)
        )
        if indicator.source != 'count' and source['date'] == 'month_key':
            undated = counted([0]) & here & Domain('fiscal_year', '=', report.fiscal_year)
            lines.append(('undated', self.env._('Only the fiscal year is known'), model, undated))
        if source['commission']:
            other = Domain(source['commission'], '!=', report.contract_id.commission_id.id)
            lines.append(
                (
                    'commission',
                    self.env._('Of another commission, or outside every commission'),
                    model,
                    counted(own=False) & here & other,
                )
            )
        condition = indicator._condition_text()
        if condition:
            lines.append(
                (
                    'rule',
                    self.env._('Does not meet the condition: %(condition)s', condition=condition),
                    model,
                    counted(rule=False) & here & ~indicator._rule_condition(),
                )
            )
        lines += [
            (code, label, model, counted(keys) & here) for code, label, keys in self._beside(months)
        ]
        return lines

    def _beside(self, months):
        """Return the month before the first and the month after the last, with their labels."""
        first = date(months[0] // 100, months[0] % 100, 1)
        last = date(months[-1] // 100, months[-1] % 100, 1)
        before, after = first - relativedelta(months=1), last + relativedelta(months=1)
        return (
            (
                'before',
                self.env._('Dated in the month before (%(month)s)', month=format_month_row(before)),
                [month_key(before)],
            ),
            (
                'after',
                self.env._('Dated in the month after (%(month)s)', month=format_month_row(after)),
                [month_key(after)],
            ),
        )

    def _past(self, report, months):
        """Return the domain of what is dated in some months, and today at the latest."""
        first, last = months[0], months[-1]
        start = span_of(date(first // 100, first % 100, 1), 'month')[0]
        end = span_of(date(last // 100, last % 100, 1), 'month')[1]
        today = report.company_id._support_today()
        return Domain('date', '>=', start) & Domain('date', '<=', min(end, today))

    def _nearly_meeting(self, report, indicator, months, here):
        """Meetings whose day is over and that nobody closed."""
        still_open = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
                ('state', 'in', ('planned', 'invited')),
            ]
        )
        return [
            (
                'meetings_open',
                self.env._('Meetings neither held nor called off'),
                'support.meeting',
                still_open & self._past(report, months) & here & indicator._rule_condition(),
            )
        ]

    def _nearly_council(self, report, _indicator, _months, here):
        """Councils of whose launch only the fiscal year is known."""
        year = fiscal_year_bounds(int(report.fiscal_year))
        return [
            (
                'undated',
                self.env._('Only the fiscal year is known'),
                'support.council',
                Domain('company_id', '=', report.company_id.id)
                & here
                & ~self.env['support.report.indicator']._launch_domain()
                & Domain('launch_date', '>=', year[0])
                & Domain('launch_date', '<=', year[1]),
            )
        ]

    def _nearly_count(self, report, indicator, months, here):
        builder, kinds = self.env['support.report.builder'], indicator.kind_ids
        own = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        )
        of_kind = Domain('all_count_ids', 'any', [('kind_id', 'in', kinds.ids)])
        uncounted = builder._uncounted(own & here, months, ('done', 'provisional'))
        bare = Domain('id', 'in', uncounted.ids)
        entries = own & here & Domain([('month_key', 'in', months), ('active', '=', True)])
        lines = [
            (
                'provisional',
                self.env._('Still provisional'),
                'support.activity',
                entries & Domain('state', '=', 'provisional') & (of_kind | bare),
            ),
            (
                'no_kind',
                self.env._('Without any kind'),
                'support.activity',
                entries & Domain('state', '=', 'done') & bare,
            ),
            (
                'called_off',
                self.env._('Gone in vain or cancelled'),
                'support.activity',
                entries & Domain('state', 'in', ('in_vain', 'cancelled')) & of_kind,
            ),
            (
                'undated',
                self.env._('Only the fiscal year is known'),
                'support.activity',
                own
                & here
                & of_kind
                & Domain([('month_key', '=', 0), ('fiscal_year', '=', report.fiscal_year)]),
            ),
            (
                'meetings_open',
                self.env._('Meetings neither held nor called off'),
                'support.meeting',
                own
                & here
                & self._past(report, months)
                & Domain(
                    [
                        ('state', 'in', ('planned', 'invited')),
                        ('count_kind_id', 'in', kinds.ids),
                    ]
                ),
            ),
        ]
        if indicator.count_by == 'participant':
            lines.append(
                (
                    'nobody',
                    self.env._('None of us is named'),
                    'support.activity.count',
                    builder._source_domain(report, indicator, months, rule=False)
                    & here
                    & indicator._rule_condition()
                    & Domain('activity_id.participant_ids', '=', False),
                )
            )
        return lines
