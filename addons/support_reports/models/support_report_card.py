# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import month_key, span_of

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
        :return: ``label``, ``unit``, ``period``, ``area``, ``rule``, ``value``, ``counted``,
            ``reason`` and ``nearly``, a list of ``code``, ``label``, ``number``
        """
        report.check_access('read')
        area = area or self.env['support.area']
        cell = self._cell(report, indicator, month, area)
        nearly = []
        for code, label, model, domain in self._nearly(report, indicator, month, area):
            number = self.env[model].sudo().with_context(active_test=False).search_count(domain)
            if number:
                nearly.append({'code': code, 'label': label, 'number': number})
        return {
            'label': indicator.label,
            'unit': indicator.unit,
            'period': self._period(report, month),
            'area': area.sudo().name or report.area_id.name,
            'rule': self._rule(report, indicator),
            'value': cell['value'],
            'counted': cell['counted'],
            'reason': cell['reason'],
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

    def _cell(self, report, indicator, month, area):
        data = self.env['support.report.builder'].build(report, check=False)
        position = [one['indicator_id'] for one in data['counts']['columns']].index(indicator.id)
        if area:
            of_area = next(one for one in data['breakdown'] if one['area_id'] == area.id)
            number = of_area['totals'][position]
            return {'value': number, 'counted': number, 'reason': ''}
        row = next(one for one in data['counts']['rows'] if one['month_key'] == (month or 0))
        return row['cells'][position]

    def _period(self, report, month):
        if month:
            return format_month_row(date(month // 100, month % 100, 1))
        return format_period(report.date_start, report.date_end)

    def _rule(self, report, indicator):
        """Return the rule of the indicator as a sentence."""
        if indicator.source == 'need':
            sources = dict(indicator._fields['need_source']._description_selection(self.env))
            return self.env._(
                'Each need known by “%(known_by)s” counts once, in the month it was noticed.',
                known_by=sources[indicator.need_source],
            )
        return self.env._(
            'The quantities of these kinds in entries that are done and belong to '
            '“%(commission)s” are added up: %(kinds)s. Two of us at one thing count once.',
            commission=report.sudo().contract_id.commission_id.name,
            kinds=', '.join(indicator.sudo().kind_ids.mapped('name')),
        )

    def _nearly(self, report, indicator, month, area):
        """Return the nearly counted as tuples of code, label, model and domain."""
        builder = self.env['support.report.builder']
        report, indicator = report.sudo(), indicator.sudo()
        places = builder._places(report)
        asked = [place for place, column in places.items() if not area or column == area.id]
        months = [month] if month else builder._month_keys(report)
        here = Domain('area_id', 'in', asked)
        # A sheet shows what lies outside the contract, not what is another branch's.
        ground = (
            self.env['support.area']
            .sudo()
            ._search([('id', 'child_of', report.contract_id.area_id.ids)])
        )
        outside = Domain('area_id', 'not in', list(ground))
        if indicator.source == 'need':
            return self._nearly_needs(builder, report, indicator, months, here, outside)
        return self._nearly_entries(builder, report, indicator, months, here, outside)

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

    def _nearly_needs(self, builder, report, indicator, months, here, outside):
        needs = [
            (
                'outside',
                self.env._('In an area outside the contract'),
                'support.need',
                builder._need_domain(report, indicator, months) & outside,
            )
        ]
        needs += [
            (code, label, 'support.need', builder._need_domain(report, indicator, keys) & here)
            for code, label, keys in self._beside(months)
        ]
        return needs

    def _nearly_entries(self, builder, report, indicator, months, here, outside):
        kinds = indicator.kind_ids
        counts = 'support.activity.count'
        own = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        )
        of_kind = Domain('all_count_ids', 'any', [('kind_id', 'in', kinds.ids)])
        bare = Domain('id', 'in', builder._uncounted(own & here, months, ('done', 'provisional')))
        entries = own & here & Domain([('month_key', 'in', months), ('active', '=', True)])
        start = span_of(date(months[0] // 100, months[0] % 100, 1), 'month')[0]
        end = span_of(date(months[-1] // 100, months[-1] % 100, 1), 'month')[1]
        counted = builder._count_domain(report, kinds.ids, months) & Domain('active', '=', True)
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
                'outside',
                self.env._('In an area outside the contract'),
                counts,
                counted & outside,
            ),
            (
                'commission',
                self.env._('Of another commission, or outside every commission'),
                counts,
                here
                & Domain(
                    [
                        ('company_id', '=', report.company_id.id),
                        ('commission_id', '!=', report.contract_id.commission_id.id),
                        ('kind_id', 'in', kinds.ids),
                        ('month_key', 'in', months),
                        ('active', '=', True),
                    ]
                ),
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
                & Domain(
                    [
                        ('state', 'in', ('planned', 'invited')),
                        ('count_kind_id', 'in', kinds.ids),
                        ('date', '>=', start),
                        ('date', '<=', min(end, report.company_id._support_today())),
                    ]
                ),
            ),
        ]
        lines += [
            (
                code,
                label,
                counts,
                builder._count_domain(report, kinds.ids, keys) & here & Domain('active', '=', True),
            )
            for code, label, keys in self._beside(months)
        ]
        return lines
