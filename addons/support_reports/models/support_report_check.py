# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import (
    format_date,
    month_key,
    month_keys_between,
    span_of,
)

from ..tools.periods import format_period
from ..tools.printed import printed_number
from .support_report import EDITABLE_STATES

# Names of people shown behind one line of the check list.
MOST_NAMES = 4


class SupportReportCheck(models.AbstractModel):
    """The check list: what is missing, who has to put it right, and the way there.

    A part of every builder; it reads what the builder counted.
    """

    _name = 'support.report.check'
    _description = 'Check List of a Report'

    def _find_missing(self, report, data, figures):
        """Return everything that should be put right before the report is submitted.

        Each item is a dict: ``level`` (``block`` keeps it from being submitted, ``warn`` does not),
        ``code``, ``message`` and ``who`` (names of those who can put it right) in the user's
        language. The way there is one of: ``model`` with ``domain`` (a list) of the records to
        open; ``method`` of the report with ``args``; ``text_id``, the text to write.
        """
        items = [
            *self._missing_in_paper(report, data),
            *self._missing_rules(report, data, figures),
            *self._missing_answers(report, data),
            *self._missing_sheets(report, figures),
            *self._missing_records(report, figures),
            *self._missing_plans(report, figures),
            *self._missing_minutes(report, figures),
            *self._missing_jumps(report, data, figures),
        ]
        return sorted(items, key=lambda item: item['level'] != 'block')

    @api.model
    def _missing_item(self, level, code, message, model='', domain=(), **way):
        return {
            'level': level,
            'code': code,
            'message': message,
            'model': model,
            'domain': list(domain),
            'who': '',
            'method': '',
            'args': [],
            'text_id': False,
            **way,
        }

    def _names(self, counted):
        """Return who has to do how much: ``Sato 3, Tanaka 1``.

        :param counted: pairs of user and number, e.g. of a ``_read_group``
        """
        counted = sorted(counted, key=lambda pair: -pair[1])
        names = [f'{user.sudo().name} {number}' for user, number in counted if user]
        return ', '.join(names[:MOST_NAMES] + ['…'] * (len(names) > MOST_NAMES))

    def _missing_in_paper(self, report, data):
        today = report.company_id._support_today()
        who = report.user_id.name or ''
        text_ids = {text.block_id.id: text.id for text in report.text_ids}
        if today <= report.date_end:
            yield self._missing_item(
                'block',
                'period',
                self.env._(
                    'The period is not over: it ends on %(end)s.', end=format_date(report.date_end)
                ),
            )
        yield from self._missing_ground(report)
        for group in data['texts']['groups']:
            for block in group['blocks']:
                if not block['text'].strip():
                    yield self._missing_item(
                        'block',
                        'text',
                        self.env._(
                            'The text %(block)s is empty.',
                            block=f'{group["label"]} {block["label"]}',
                        ),
                        who=who,
                        text_id=text_ids.get(block['block_id'], False),
                    )
        for text in report.text_ids.filtered('text_warning'):
            yield self._missing_item(
                'warn',
                'personal',
                f'{text.display_name}: {text.text_warning}',
                who=who,
                text_id=text.id,
            )
        for row in data['counts']['rows']:
            for cell, column in zip(row['cells'], data['counts']['columns'], strict=True):
                if cell['is_overtaken']:
                    yield self._missing_item(
                        'block',
                        'overtaken',
                        self.env._(
                            '%(month)s, %(label)s: corrected when %(before)s were counted, now '
                            '%(now)s are. Keep the correction, drop it or enter a new number.',
                            month=row['label'],
                            label=column['label'],
                            before=cell['counted_at'],
                            now=cell['counted'],
                        ),
                        who=who,
                        **self._way_to_correct(report, column['indicator_id'], row['month_key']),
                    )

    def _missing_ground(self, report):
        """Yield that the contract was changed and no longer covers the report."""
        contract = report.contract_id
        outside = report.date_start < contract.date_start or contract.date_end < report.date_end
        ground = contract.area_ids if report.scope == 'area' else contract.area_id
        gone = report.area_id not in ground
        if not (outside or gone):
            return
        yield self._missing_item(
            'block',
            'contract',
            self.env._(
                'The contract %(contract)s no longer covers %(what)s. Correct the contract, or '
                'leave this report in preparation.',
                contract=contract.display_name,
                what=format_period(report.date_start, report.date_end)
                if outside
                else report.area_id.name,
            ),
            'support.contract',
            [('id', '=', contract.id)],
            who=contract.user_id.name or '',
        )

    def _missing_rules(self, report, data, figures):
        """Yield rules that count nothing, kinds that are gone, and formulas without a result."""
        indicators = figures.indicators.with_env(report.env)
        for indicator in indicators:
            problem = indicator.id in figures.broken and indicator._rule_problem(indicators)
            gone = not problem and indicator._gone_labels()
            if not problem and not gone:
                continue
            yield self._missing_item(
                'block' if problem else 'warn',
                'rule' if problem else 'rule_gone',
                problem
                or self.env._(
                    'The rule of %(label)s names what is archived or deleted: %(gone)s. What was '
                    'entered with it counts on; choose anew in the form.',
                    label=indicator.label,
                    gone=', '.join(gone),
                ),
                method='action_open_rule',
                args=[indicator.id],
            )
        for row in data['counts']['rows']:
            for cell, indicator in zip(row['cells'], indicators, strict=True):
                if cell['is_empty'] and indicator.id not in figures.broken:
                    yield self._missing_item(
                        'warn',
                        'no_result',
                        self.env._(
                            '%(month)s, %(label)s: %(formula)s divides by 0. The cell stays empty.',
                            month=row['label'],
                            label=indicator.label,
                            formula=indicator.formula,
                        ),
                        method='action_open_rule',
                        args=[indicator.id],
                    )

    def _way_to_correct(self, report, indicator_id, month_key):
        """Return the way to a number: its dialog, or the return of a sheet that is locked."""
        if report.state in EDITABLE_STATES:
            return {'method': 'action_correct_figure', 'args': [indicator_id, month_key]}
        return {'method': 'action_return' if report.parent_id else 'action_reopen'}

    def _missing_answers(self, report, data):
        """Yield remarks not dealt with, and the approval where the contract asks for one."""
        remarks = (report | report.child_ids).remark_ids.filtered(
            lambda remark: remark.state == 'open'
        )
        for remark in remarks:
            own = remark.report_id == report
            place = remark.place if own else f'{remark.report_id.area_id.name} {remark.place}'
            yield self._missing_item(
                'block',
                'remark',
                self.env._('Remark on %(place)s: %(text)s', place=place, text=remark.text),
                who=remark.report_id.user_id.name or '',
                method='action_open_remark',
                args=[remark.id],
            )
        line = report.contract_id.form_line_ids.filtered(
            lambda line: line.form_id == report.form_id
        )
        if report.parent_id or not line.needs_approval:
            return
        if not report.approved_on:
            message = self.env._('Not approved yet.')
        elif report.approved_checksum != report._printed_checksum(data):
            message = self.env._(
                'Numbers or texts changed since %(name)s approved them on %(day)s. Have it '
                'approved again.',
                name=report.approved_by_id.name,
                day=format_date(report.approved_on),
            )
        else:
            return
        yield self._missing_item('block', 'approval', message, **self._way_to_approval(report))

    def _way_to_approval(self, report):
        """Return the next step to an approval that the user can take, if there is one."""
        if report.state in EDITABLE_STATES:
            return {'method': 'action_review'}
        if self.env.user.has_group('support_council.group_manager'):
            return {'method': 'action_approve'}
        return {}

    def _missing_sheets(self, report, figures):
        """Yield what is missing about the sheets of the single areas."""
        if report.scope != 'city':
            return
        sheets = report.child_ids
        yield from self._missing_open_sheets(report)
        yield from self._missing_sheet_texts(self._open_sheets(report))
        without = report.contract_id.area_ids - sheets.area_id
        if without:
            yield self._missing_item(
                'warn',
                'sheets_missing',
                self.env._(
                    'No sheet of its own: %(areas)s.', areas=', '.join(without.mapped('name'))
                ),
                who=report.user_id.name or '',
                method='action_add_sheets',
            )
        overtaken = figures.of_sheets.filtered(
            lambda value: (
                value.counted_at_correction
                != figures.by_column[
                    value.indicator_id.id, value.month_key, value.report_id.area_id.id
                ]
            )
        )
        if overtaken:
            yield self._missing_item(
                'block',
                'sheets_overtaken',
                self.env._(
                    'Corrections that newer entries have overtaken, in the sheets of: %(areas)s.',
                    areas=', '.join(overtaken.report_id.area_id.mapped('name')),
                ),
                'support.report',
                [('id', 'in', overtaken.report_id.ids)],
                who=', '.join(overtaken.report_id.user_id.mapped('name')),
            )
        yield from self._missing_shared(report, figures)

    def _open_sheets(self, report):
        return report.child_ids.filtered(lambda sheet: sheet.state in EDITABLE_STATES)

    def _missing_open_sheets(self, report):
        """Yield the sheets of single areas that have not been handed in."""
        open_sheets = self._open_sheets(report)
        if open_sheets:
            yield self._missing_item(
                'block',
                'sheets_open',
                self.env._(
                    'Not handed in yet: %(areas)s.',
                    areas=', '.join(open_sheets.area_id.mapped('name')),
                ),
                'support.report',
                [('id', 'in', open_sheets.ids)],
                who=', '.join(open_sheets.user_id.mapped('name')),
            )

    def _missing_shared(self, report, figures):
        """Yield both totals of what concerns several areas, for each source that has such."""
        distinct = report.form_id.roll_up == 'distinct'
        months = self._month_keys(report)
        for source_code, indicators in figures.counted().grouped('source').items():
            ids = set(indicators.ids)
            repeated = sum(
                number for (indicator_id, _m), number in figures.excess.items()
                if indicator_id in ids
            )  # fmt: skip
            if not repeated:
                continue
            total = sum(
                number for (indicator_id, _m), number in figures.whole.items()
                if indicator_id in ids
            )  # fmt: skip
            source = indicators[0]._source()
            several = Domain('is_shared', '=', True)
            if source['areas']:
                several = Domain.OR(Domain(path, '!=', False) for path in source['areas'])
            counted = Domain.OR(
                self._source_domain(report, indicator, months) for indicator in indicators
            )
            yield self._missing_item(
                'warn',
                'shared' if source_code == 'count' else f'shared_{source_code}',
                self.env._(
                    '%(what)s, where they concern several areas: the sum of the areas is '
                    '%(sum)s, without repetition it is %(distinct)s.',
                    what=source['label'],
                    sum=total + repeated if distinct else total,
                    distinct=total if distinct else total - repeated,
                ),
                source['model'],
                counted & several & self._here(source, list(figures.places)),
            )

    def _missing_records(self, report, figures):
        """Yield what is missing about the records that the figures come from."""
        places = figures.places
        own = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        )
        here = own & Domain('area_id', 'in', list(places))
        provisional = here & Domain(
            [('state', '=', 'provisional'), ('month_key', 'in', self._month_keys(report))]
        )
        undated = here & Domain(
            [
                ('state', '=', 'done'),
                ('month_key', '=', 0),
                ('fiscal_year', '=', report.fiscal_year),
            ]
        )
        by_author = defaultdict(list)
        for state, author, number in (
            self.env['support.activity']
            .sudo()
            ._read_group(provisional | undated, ['state', 'author_id'], ['__count'])
        ):
            by_author[state].append((author, number))
        if counted := by_author['provisional']:
            yield self._missing_item(
                'warn',
                'provisional',
                self.env._(
                    'Provisional entries that are not counted: %(number)s.',
                    number=sum(number for _author, number in counted),
                ),
                'support.activity',
                provisional,
                who=self._names(counted),
            )
        if counted := by_author['done']:
            yield self._missing_item(
                'warn',
                'undated',
                self.env._(
                    'Entries of which only the fiscal year is known, counted in no month: '
                    '%(number)s.',
                    number=sum(number for _author, number in counted),
                ),
                'support.activity',
                undated,
                who=self._names(counted),
            )
        yield from self._missing_days(here, report)
        yield from self._missing_kinds(here, report)
        if figures.outside:
            counts = self.env['support.activity.count'].sudo()
            outside = self._count_domain(
                report, figures.counted()._counted_kinds().ids, self._month_keys(report)
            ) & Domain('area_id', 'not in', list(places))
            ((number,),) = counts._read_group(outside, [], ['quantity:sum'])
            yield self._missing_item(
                'warn',
                'outside',
                self.env._(
                    'Counted in areas outside the contract, in no figure: %(number)s.',
                    number=number,
                ),
                'support.activity.count',
                outside,
            )
        yield from self._missing_coordinators(report, places)

    def _missing_coordinators(self, report, places):
        coordinators = self.env['support.coordinator'].sudo().search_fetch(
            Domain('company_id', '=', report.company_id.id)
            & (Domain('date_start', '=', False) | Domain('date_start', '<=', report.date_end))
            & (Domain('date_end', '=', False) | Domain('date_end', '>=', report.date_start)),
            ['area_id', 'area_ids'],
        )  # fmt: skip
        served = {places.get(area.id) for area in coordinators.area_id | coordinators.area_ids}
        whole = report.contract_id.area_id
        without = self._columns(report).filtered(
            lambda area: (
                area.id not in served and (area != whole or not report.contract_id.area_ids)
            )
        )
        if without:
            yield self._missing_item(
                'warn',
                'coordinator',
                self.env._(
                    'No coordinator in the period: %(areas)s.',
                    areas=', '.join(without.mapped('name')),
                ),
                'support.area',
                [('id', 'in', without.ids)],
                who=report.contract_id.user_id.name or '',
            )

    def _missing_sheet_texts(self, sheets):
        """Yield how many texts each open sheet lacks."""
        if not sheets:
            return
        empty = (
            self.env['support.report.text']
            .sudo()
            ._read_group(
                [('report_id', 'in', sheets.ids), ('text', 'in', [False, ''])],
                ['report_id'],
                ['__count'],
            )
        )
        for sheet, number in empty:
            yield self._missing_item(
                'warn',
                'sheet_texts',
                self.env._(
                    '%(area)s: %(number)s texts are empty.',
                    area=sheet.area_id.name,
                    number=number,
                ),
                who=sheet.user_id.name or '',
                method='action_open_sheet',
                args=[sheet.id],
            )

    @api.model
    def _uncounted(self, domain, months, states):
        """Return the entries of some months and states that have no counts at all."""
        entries = self.env['support.activity'].sudo()
        period = Domain('month_key', 'in', months)
        # Counts have the month of their entry: reading those of the period is enough.
        return entries.search(
            domain
            & period
            & Domain('state', 'in', states)
            & Domain('all_count_ids', 'not any', period)
        )

    def _missing_days(self, here, report):
        """Yield entries without a day in a month of which the report covers only a part."""
        start, end = report.date_start, report.date_end
        cut = {month_key(start)} if start.day > 1 else set()
        if end != span_of(end, 'month')[1]:
            cut.add(month_key(end))
        if not cut:
            return
        dayless = here & Domain(
            [('state', '=', 'done'), ('date_precision', '=', 'month'), ('month_key', 'in', cut)]
        )
        counted = self.env['support.activity'].sudo()._read_group(
            dayless, ['author_id'], ['__count']
        )  # fmt: skip
        if counted:
            yield self._missing_item(
                'warn',
                'no_day',
                self.env._(
                    'Entries without a day, in a month of which this report covers only a part: '
                    '%(number)s. They count on the 1st. Enter the day.',
                    number=sum(number for _author, number in counted),
                ),
                'support.activity',
                dayless,
                who=self._names(counted),
            )

    def _missing_kinds(self, here, report):
        """Yield the entries of the period that are counted as nothing."""
        uncounted = self._uncounted(here, self._month_keys(report), ('done',))
        if uncounted:
            yield self._missing_item(
                'warn',
                'no_kind',
                self.env._(
                    'Entries without any kind, counted as nothing: %(number)s.',
                    number=len(uncounted),
                ),
                'support.activity',
                [('id', 'in', uncounted.ids)],
                who=self._names(
                    (author, len(own)) for author, own in uncounted.grouped('author_id').items()
                ),
            )

    def _missing_plans(self, report, figures):
        """Yield plans of coordinators that are over and of which nothing was written.

        Office hours and travel need no entry. A plan without an area is one for the coordinator's.
        """
        zone = report.company_id._support_zone()
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(UTC).replace(tzinfo=None)
            for day in (report.date_start, report.date_end + timedelta(days=1))
        )
        places = list(figures.places)
        plans = (
            self.env['calendar.event']
            .sudo()
            .search(
                Domain(
                    [
                        ('support_coordinator_id.company_id', '=', report.company_id.id),
                        ('support_activity_id', '=', False),
                        ('start', '>=', start),
                        ('start', '<', end),
                        ('stop', '<', fields.Datetime.now()),
                    ]
                )
                & (
                    Domain('support_kind_id', '=', False)
                    | Domain('support_kind_id.minutes_only', '=', False)
                )
                & (
                    Domain('support_area_id', 'in', places)
                    | Domain('support_area_id', '=', False)
                    & Domain('support_coordinator_id.area_id', 'in', places)
                )
            )
        )
        if plans:
            by_coordinator = plans.grouped('support_coordinator_id')
            yield self._missing_item(
                'warn',
                'plans',
                self.env._(
                    'Plans that are over, without an entry in the log: %(number)s.',
                    number=len(plans),
                ),
                'support.schedule',
                [('source', '=', 'plan'), ('res_id', 'in', plans.ids)],
                who=self._names((one.person_id, len(own)) for one, own in by_coordinator.items()),
            )

    def _missing_minutes(self, report, figures):
        """Yield meetings of the period that are not closed, and those without minutes."""
        today = report.company_id._support_today()
        period = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
                ('area_id', 'in', list(figures.places)),
                ('date', '>=', report.date_start),
                ('date', '<=', min(report.date_end, today)),
            ]
        )
        unfinished = period & Domain('state', 'in', ('planned', 'invited'))
        without = period & Domain([('state', 'in', ('held', 'drafted')), ('host', '=', 'own')])
        found = {'unfinished': [], 'without': []}
        for state, user, number in (
            self.env['support.meeting']
            .sudo()
            ._read_group(unfinished | without, ['state', 'user_id'], ['__count'])
        ):
            key = 'unfinished' if state in ('planned', 'invited') else 'without'
            found[key].append((user, number))
        if counted := found['unfinished']:
            yield self._missing_item(
                'warn',
                'meetings_open',
                self.env._(
                    'Meetings whose day is over, neither held nor called off, not counted: '
                    '%(number)s.',
                    number=sum(number for _user, number in counted),
                ),
                'support.meeting',
                unfinished,
                who=self._names(counted),
            )
        if counted := found['without']:
            yield self._missing_item(
                'warn',
                'minutes',
                self.env._(
                    'Meetings without confirmed minutes: %(number)s.',
                    number=sum(number for _user, number in counted),
                ),
                'support.meeting',
                without,
                who=self._names(counted),
            )

    # ---- Numbers that jump ----

    def _missing_jumps(self, report, data, figures):
        """Yield the totals that differ much from the period before or from last year's.

        How much is said by the form: by so many percent and by at least so many.
        """
        form = report.form_id
        if report.company_id._support_today() <= report.date_end or not form.jump_percent:
            return
        now = {
            column['indicator_id']: (column, cell['value'])
            for column, cell in zip(
                data['counts']['columns'], data['counts']['rows'][-1]['cells'], strict=True
            )
        }
        counted = set(figures.counted().ids)
        for label, earlier in self._earlier_totals(report, figures):
            for indicator_id, (column, number) in now.items():
                before = earlier.get(indicator_id, 0)
                if number is None or before is None:
                    continue
                texts = [printed_number(one, column['decimals']) for one in (number, before)]
                # As printed: 33.3 and 28.3 are 5 apart, which floats are not.
                difference = abs(Fraction(texts[0]) - Fraction(texts[1]))
                if (
                    difference < form.jump_minimum
                    or difference * 100 < Fraction(texts[1]) * form.jump_percent
                ):
                    continue
                yield self._missing_item(
                    'warn',
                    'jump',
                    self.env._(
                        '%(label)s: %(now)s, but %(before)s in %(period)s. Right?',
                        label=column['label'],
                        now=texts[0],
                        before=texts[1],
                        period=label,
                    ),
                    who=report.user_id.name or '',
                    method='action_open_figure' if indicator_id in counted else '',
                    args=[indicator_id],
                )

    def _earlier_totals(self, report, figures):
        """Return the totals of the period before and of the same one last year.

        As they were submitted, else as counted now with the totals from before the system. A
        period of which nothing at all is known is left out.

        :return: pairs of the period as printed and ``{indicator id: number}``
        """
        length = relativedelta(months=len(self._month_keys(report)))
        periods = []
        for step in (length, relativedelta(years=1)):
            start = report.date_start - step
            end = (report.date_end + relativedelta(days=1)) - step - relativedelta(days=1)
            if (start, end) not in periods:
                periods.append((start, end))
        submitted = {}
        for earlier in (
            self.env['support.report']
            .sudo()
            .search(
                [
                    ('form_id', '=', report.form_id.id),
                    ('scope', '=', report.scope),
                    ('area_id', '=', report.area_id.id),
                    ('commission_id', '=', report.commission_id.id),
                    ('company_id', '=', report.company_id.id),
                    ('date_start', 'in', [start for start, _end in periods]),
                    ('submitted_on', '!=', False),
                ],
                order='version',
            )
        ):
            submitted[earlier.date_start, earlier.date_end] = earlier
        counted = None
        for start, end in periods:
            if earlier := submitted.get((start, end)):
                totals = self._submitted_totals(earlier)
            else:
                counted = counted or self._count_earlier(report, figures, periods)
                totals = dict.fromkeys(figures.counted().ids, 0)
                months = set(month_keys_between(start, end))
                for (indicator_id, month), number in counted.whole.items():
                    if month in months:
                        totals[indicator_id] += number
                totals = figures.calculate(totals)
            if any(totals.values()):
                yield format_period(start, end), totals

    def _submitted_totals(self, report):
        counts = report.snapshot['counts']
        return {
            column['indicator_id']: cell['value']
            for column, cell in zip(counts['columns'], counts['rows'][-1]['cells'], strict=True)
        }

    def _count_earlier(self, report, figures, periods):
        """Count other periods on the ground of the report."""
        months = [month for start, end in periods for month in month_keys_between(start, end)]
        earlier = type(figures)(figures.indicators, figures.places, {}, [])
        self._sum_up(report, earlier, months)
        # Those totals know nothing that a condition could ask for.
        plain = figures.counted().filtered(
            lambda one: not one.rule_domain and one.count_by == 'event'
        )
        of_kind = defaultdict(list)
        for indicator in plain:
            for kind_id in indicator._counted_kinds().ids:
                of_kind[kind_id].append(indicator.id)
        for kind, month, number in (
            self.env['support.activity.total']
            .sudo()
            ._read_group(
                self._count_domain(report, list(of_kind), months)
                & Domain('area_id', 'in', list(figures.places)),
                ['kind_id', 'month_key'],
                ['quantity:sum'],
            )
        ):
            for indicator_id in of_kind[kind.id]:
                earlier.whole[indicator_id, month] += number
        return earlier
