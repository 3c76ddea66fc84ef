# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..tools.periods import format_period
from ..tools.printed import printed_number

# Codes of the check list by model of the records that came late.
RECOUNT_CODES = {'support.activity': 'recount', 'support.need': 'recount_needs'}


class SupportReportBuilderYearly(models.AbstractModel):
    """Builder of the yearly implementation report, one row a project.

    Sums are those of the numbers that the submitted reports of the year print. A row has beside
    its cells ``submitted``, ``counted``: what counting the records of the year gives now, and
    ``counted_then``: what it gave when the reports were submitted; None where the quantity was
    typed.
    """

    _name = 'support.report.builder.yearly'
    _inherit = 'support.report.builder.table'
    _description = 'Builder of the Yearly Report'

    def _build_tables(self, report, words):
        lines = report.line_ids
        submitted, counted, then = {}, {}, {}
        if lines.indicator_id:
            figures = self._count(report)
            submitted = figures.calculate(self._sum_submitted(report, figures, 'value'))
            then = figures.calculate(self._sum_submitted(report, figures, 'counted'))
            counted = dict.fromkeys(figures.counted().ids, 0)
            for (indicator_id, _month), number in figures.whole.items():
                counted[indicator_id] += number
            counted = figures.calculate(counted)
        columns = [
            (words['project_class']['text'], 16),
            (words['period']['text'], 14),
            (words['name']['text'], 22),
            (words['content']['text'], 30),
            (words['quantity']['text'], 10),
            (words['unit']['text'], 8),
        ]
        rows, facts = [], []
        for line in lines:
            indicator_id = line.indicator_id.id
            sums = (submitted.get(indicator_id, 0), counted.get(indicator_id, 0))
            quantity = sums[0] if indicator_id else line.quantity
            rows.append(
                [
                    line.project_class,
                    format_period(line.date_start, line.date_end)
                    if line.date_start and line.date_end
                    else '',
                    line.name,
                    line.content or '',
                    self._make_cell(
                        quantity if line.unit else None, decimals=line.indicator_id._decimals()
                    ),
                    line.unit or '',
                ]
            )
            facts.append(
                {
                    'label': line.name,
                    'submitted': sums[0] if indicator_id else None,
                    'counted': sums[1] if indicator_id else None,
                    'counted_then': then.get(indicator_id, 0) if indicator_id else None,
                }
            )
        table = self._make_table('', columns, rows)
        for row, fact in zip(table['rows'], facts, strict=True):
            row.update(fact)
        return {'tables': [table], 'landscape': True}

    def _counting_form(self, report):
        """Return the form of the contract that counts by months."""
        forms = report.contract_id.form_line_ids.form_id
        return forms.filtered(lambda form: form.kind == 'quarterly')[:1]

    def _sources(self, report):
        """Return the submitted reports that the year is made of, the last version of each."""
        found = report.search(
            [
                ('contract_id', '=', report.contract_id.id),
                ('form_id', '=', self._counting_form(report).id),
                ('scope', '=', report.scope),
                ('area_id', '=', report.area_id.id),
                ('submitted_on', '!=', False),
                ('date_start', '>=', report.date_start),
                ('date_end', '<=', report.date_end),
            ],
            order='date_start, version',
        )
        last = {source.date_start: source for source in found}
        return report.browse([source.id for source in last.values()])

    def _sum_submitted(self, report, figures, name):
        """Return ``{indicator id: sum over the submitted reports}`` of what is counted.

        :param str name: ``value`` for the numbers printed, ``counted`` for those counted then
        """
        sums = dict.fromkeys(figures.counted().ids, 0)
        return sums | {
            indicator.id: number
            for indicator, number in self.env['support.report.value']
            .sudo()
            ._read_group(
                [('report_id', 'in', self._sources(report).ids), ('area_id', '=', False)],
                ['indicator_id'],
                [f'{name}:sum'],
            )
            if indicator.source != 'formula'
        }

    def _find_missing(self, report, data, figures):
        sources = self._sources(report)
        return [
            *super()._find_missing(report, data, figures),
            *self._missing_sources(report, sources),
            *self._missing_difference(report, data, sources),
        ]

    def _missing_sources(self, report, sources):
        """Yield the periods of the year whose report has not been submitted."""
        line = report.contract_id.form_line_ids.filtered(
            lambda line: line.form_id == self._counting_form(report)
        )
        there = set(sources.mapped('date_start'))
        drafts = {
            draft.date_start: draft.id
            for draft in self.env['support.report'].search(
                [
                    ('contract_id', '=', report.contract_id.id),
                    ('form_id', '=', line.form_id.id),
                    ('scope', '=', report.scope),
                    ('area_id', '=', report.area_id.id),
                    ('submitted_on', '=', False),
                ]
            )
        }
        for start, end in line._periods() if line else []:
            if report.date_start <= start and end <= report.date_end and start not in there:
                yield self._missing_item(
                    'block',
                    'not_submitted',
                    self.env._(
                        'The report of %(period)s has not been submitted, so its numbers are not '
                        'in the sums. Submit it first.',
                        period=format_period(start, end),
                    ),
                    who=report.user_id.name or '',
                    **(
                        {'method': 'action_open_sheet', 'args': [drafts[start]]}
                        if start in drafts
                        else {}
                    ),
                )

    def _in_words(self, row, name):
        """Return a sum of a row as it is printed."""
        decimals = max(cell.get('decimals', 0) for cell in row['cells'])
        return '-' if row[name] is None else printed_number(row[name], decimals)

    def _missing_difference(self, report, data, sources):
        """Yield what counting again gives otherwise, with the records of the difference."""
        differing = [
            f'{row["label"]} {self._in_words(row, "submitted")} → {self._in_words(row, "counted")}'
            for row in data['tables'][0]['rows']
            if row['submitted'] != row['counted']
        ]
        if not differing or not sources:
            return
        late = self.env['support.report.late']
        found = defaultdict(list)
        for source in sources:
            for model, (domain, number) in (
                ('support.activity', late._entries(source)),
                ('support.need', late._needs(source)),
            ):
                if number:
                    found[model].append(domain)
            for _label, model, domain, _number in late._others(source):
                found[model].append(domain)
        differences = ', '.join(differing)
        for model, domains in found.items():
            yield self._missing_item(
                'warn',
                RECOUNT_CODES.get(model, f'recount_{model}'),
                self.env._(
                    'Submitted and counted now differ: %(differences)s. Printed is what was '
                    'submitted. Added or changed since: see the records.',
                    differences=differences,
                ),
                model,
                Domain.OR(domains),
            )
        # A correction explains that other numbers are printed, not that others are counted.
        rows = data['tables'][0]['rows']
        if not found and any(row['counted_then'] != row['counted'] for row in rows):
            yield self._missing_item(
                'warn',
                'recount_rule',
                self.env._(
                    'Submitted and counted now differ: %(differences)s. Printed is what was '
                    'submitted. No record was added or changed since: was the rule of a column '
                    'changed?',
                    differences=differences,
                ),
            )
