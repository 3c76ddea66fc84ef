# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.support_council.models.support_council import PLANNED_STATES
from odoo.addons.support_council.tools.japanese_date import (
    fiscal_year_bounds,
    fiscal_year_of,
    format_date,
    format_fiscal_year,
    month_keys_between,
)

# What one page of A4 has room for; what is left out is said by number.
MOST_ROWS = 6
OPEN_NEEDS = ('noticed', 'considering', 'unmet')


class SupportAreaSheet(models.AbstractModel):
    """圏域カルテ: what the office knows of an area, on one page of A4.

    Everything is read with the rights of whoever prints it.
    """

    _name = 'support.area.sheet'
    _description = 'Area Sheet'

    @api.model
    @api.private
    def build(self, area, day=None):
        """Return the sheet of an area as it is printed, in the language of papers.

        :param area: one ``support.area``
        :param date day: on which it stands, today when missing
        :return: dict with ``title``, ``name``, ``facts`` (lines below it), ``as_of`` and
            ``sections``: list of ``title``, ``head``, ``widths`` (percent), ``rows`` (texts and
            numbers), ``more`` (line about rows left out, else empty) and ``empty`` (words for no
            rows)
        :raises AccessError: when the user may not read the area
        """
        area.ensure_one()
        area.check_access('read')
        paper = self.env['ir.actions.report']._for_paper()
        company = area.company_id or self.env.company
        day = day or company._support_today()
        return self.with_env(paper.env)._build(area.with_env(paper.env), company, day)

    def _build(self, area, company, day):
        tiers = [
            area._fields[name]._description_string(area.env)
            for name in ('is_tier1', 'is_tier2', 'is_tier3')
            if area[name]
        ]
        return {
            'title': self.env._('Area Sheet'),
            'name': area.complete_name,
            'facts': '　'.join(filter(None, [area.kind_id.name, *tiers])),
            'as_of': self.env._('As of %(date)s', date=format_date(day)),
            'office': company.name,
            'sections': [
                self._statistics(area, day),
                self._councils(area, day),
                self._coordinators(area, day),
                self._meetings(area, day),
                self._resources(area, company, day),
                self._needs(area),
                self._activities(area, company, day),
            ],
        }

    def _section(self, title, head, widths, rows, limit=MOST_ROWS):
        """Return a section of at most ``limit`` rows."""
        left_out = len(rows) - limit
        return {
            'title': title,
            'head': head,
            'widths': widths,
            'rows': rows[:limit],
            'more': self.env._('and %(number)s more', number=left_out) if left_out > 0 else '',
            'empty': self.env._('None'),
        }

    def _label(self, record, name):
        """Return the label of a selection's value."""
        return dict(record._fields[name]._description_selection(record.env)).get(record[name], '')

    def _statistics(self, area, day):
        known = area.statistic_ids.filtered(lambda row: row.date <= day)[:1]
        rows = []
        if known:
            names = ('population', 'population_65', 'population_75', 'households', 'certified')
            rows = [
                [known._fields[name]._description_string(known.env), f'{known[name]:,}']
                for name in names
                if known[name]
            ]
            if known.ageing_rate:
                rate = known._fields['ageing_rate']._description_string(known.env)
                rows.append([rate, f'{known.ageing_rate:.1f}%'])
        title = self.env._('Statistics')
        if known:
            source = '　'.join(filter(None, [format_date(known.date), known.source]))
            title = self.env._('Statistics (%(origin)s)', origin=source)
        return self._section(title, [], [60, 40], rows)

    def _here(self, area):
        return Domain('area_id', 'child_of', area.id) | Domain('area_ids', 'in', area.ids)

    def _councils(self, area, day):
        councils = self.env['support.council'].search(
            self._here(area)
            & Domain('parent_id', '=', False)
            & (Domain('date_end', '=', False) | Domain('date_end', '>=', day))
        )
        return self._section(
            self.env._('Councils'),
            [self.env._('Name'), self.env._('Stage'), self.env._('Last Meeting')],
            [46, 24, 30],
            [
                [
                    council.name,
                    council.stage_id.name or '',
                    format_date(council.last_meeting_date) if council.last_meeting_date else '',
                ]
                for council in councils
            ],
        )

    def _coordinators(self, area, day):
        coordinators = self.env['support.coordinator']
        found = coordinators.search(self._here(area) & coordinators._in_force_domain(day))
        return self._section(
            self.env._('Coordinators'),
            [self.env._('Name'), self.env._('Local Title'), self.env._('Tier')],
            [40, 40, 20],
            [[one.display_name, one.local_title or '', self._label(one, 'tier')] for one in found],
        )

    def _meetings(self, area, day):
        meetings = self.env['support.meeting'].search(
            [
                ('area_id', 'child_of', area.id),
                ('date', '>=', day),
                ('state', 'in', PLANNED_STATES),
            ],
            order='date',
        )
        return self._section(
            self.env._('Coming Meetings'),
            [self.env._('Date'), self.env._('Meeting')],
            [36, 64],
            [[format_date(meeting.date), meeting.display_name] for meeting in meetings],
            limit=3,
        )

    def _resources(self, area, company, day):
        """Return the organisations that run something, by category, as in the report's annex."""
        numbers = self.env['support.resource']._count_active_groups(day, area.ids, company)
        categories = self.env['support.resource.category'].search([('in_annex', '=', True)])
        return self._section(
            self.env._('Resources (organisations)'),
            [self.env._('Category'), self.env._('How Many')],
            [72, 28],
            [
                [category.name, numbers[category.id, area.id]]
                for category in categories
                if (category.id, area.id) in numbers
            ],
            limit=10,
        )

    def _needs(self, area):
        rows = self.env['support.need']._read_group(
            [('area_id', 'child_of', area.id), ('state', 'in', OPEN_NEEDS)],
            ['category_id'],
            ['__count', 'persons:sum'],
            order='__count desc',
        )
        return self._section(
            self.env._('Needs not met yet'),
            [self.env._('Category'), self.env._('Needs'), self.env._('Persons')],
            [52, 24, 24],
            [[category.display_name, count, persons] for category, count, persons in rows],
        )

    def _activities(self, area, company, day):
        """Return what was counted this fiscal year and in the whole one before, by kind."""
        year = fiscal_year_of(day)
        before = self._count(area, company, *fiscal_year_bounds(year - 1))
        now = self._count(area, company, fiscal_year_bounds(year)[0], day)
        kinds = self.env['support.activity.kind'].browse(now.keys() | before.keys())
        return self._section(
            self.env._('Work in the Area'),
            [self.env._('Kind'), format_fiscal_year(year - 1), format_fiscal_year(year)],
            [52, 24, 24],
            [
                [kind.name, *(f'{numbers[kind.id]}{kind.unit}' for numbers in (before, now))]
                for kind in kinds.sorted()
            ],
            limit=10,
        )

    def _count(self, area, company, start, end):
        """Return quantities by kind id; what concerns several parts of the area counts once."""
        counts = self.env['support.activity.count']
        domain = Domain(
            [
                ('area_id', 'child_of', area.id),
                ('company_id', '=', company.id),
                ('month_key', 'in', month_keys_between(start, end)),
                ('kind_id.minutes_only', '=', False),
            ]
        )
        numbers = Counter()
        for kind, quantity in counts._read_group(domain, ['kind_id'], ['quantity:sum']):
            numbers[kind.id] = quantity
        once = Counter()
        for row in counts.search_fetch(
            domain & Domain('is_shared', '=', True), ['activity_id', 'kind_id', 'quantity']
        ):
            key = (row.activity_id.id, row.kind_id.id)
            numbers[row.kind_id.id] -= min(row.quantity, once[key])
            once[key] = max(row.quantity, once[key])
        return numbers
