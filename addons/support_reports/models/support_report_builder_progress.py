# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import (
    fiscal_year_bounds,
    fiscal_year_of,
    format_date,
)

TIERS = ('1', '2', '3')


class SupportReportBuilderProgress(models.AbstractModel):
    """Builder of the setup progress: areas by stage, for each tier, at the ends of fiscal years.

    The same rows as the screen (``support.progress``), up to the last day of the period.
    """

    _name = 'support.report.builder.progress'
    _inherit = 'support.report.builder.table'
    _description = 'Builder of the Setup Progress'

    def _build_tables(self, report, words):
        day = self._as_of(report)
        progress = (
            self.env['support.progress']
            .sudo()
            .with_company(report.company_id)
            .with_context(as_of=day.isoformat(), allowed_company_ids=report.company_id.ids)
        )
        found = Counter()
        for tier, moment, stage, number in progress._read_group(
            Domain('area_id', 'in', list(self._places(report))) & Domain('date', '<=', day),
            ['tier', 'date:day', 'stage_id'],
            ['area_count:sum'],
        ):
            found[tier, moment, stage.id] = number
        # A handful of rows, the columns of the table.
        stages = self.env['support.council.stage'].with_env(report.env).search([])  # pylint: disable=no-search-all
        keys = [False, *stages.ids]
        heads = [words['none']['text'], *stages.mapped('name'), report.form_id.total_label]
        width = 75 // len(heads)
        columns = [
            (words['as_of']['text'], 100 - width * len(heads)),
            *((head, width) for head in heads),
        ]
        tables = []
        for tier in TIERS:
            moments = sorted({moment for of_tier, moment, _stage in found if of_tier == tier})
            rows = []
            for moment in moments:
                # Today is one of the dates of the screen; the paper has one date a year.
                if moment != day and moment != fiscal_year_bounds(fiscal_year_of(moment))[1]:
                    continue
                numbers = [found[tier, moment, key] for key in keys]
                unit = words['areas']['unit']
                rows.append(
                    [
                        format_date(moment),
                        *(self._make_cell(number, unit) for number in [*numbers, sum(numbers)]),
                    ]
                )
            if rows:
                tables.append(self._make_table(words[f'tier{tier}']['text'], columns, rows))
        note = words['note']['text']
        return {'tables': tables, 'notes': [note] if note else []}
