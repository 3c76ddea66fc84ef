# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.support_council import TIERS
from ..tools import japanese_date


class SupportProgress(models.Model):
    """How far each area had come on a date: one row per area, tier organised on it, and date.

    The dates are the ends of all fiscal years from the first milestone on, and today; the context
    key ``as_of`` (ISO date) adds another. An area stands where the furthest of its councils
    stood, by milestones; without a living council it has not started. Sub-bodies do not count.
    """

    _name = 'support.progress'
    _description = 'Setup Progress'
    _auto = False
    _order = 'date desc, tier, area_id'
    _rec_name = 'area_id'
    _depends = {
        'support.area': ['date_start', 'date_end', 'is_tier1', 'is_tier2', 'is_tier3'],
        'support.council': ['area_id', 'area_ids', 'company_id', 'date_end', 'parent_id', 'tier'],
        'support.council.milestone': ['effective_date', 'kind', 'sequence', 'stage_id'],
        'support.council.stage': ['is_dormant', 'is_established', 'sequence'],
    }

    date = fields.Date(string='As Of', readonly=True)
    fiscal_year = fields.Selection(
        selection=lambda self: self.env['support.dated']._selection_fiscal_year(), readonly=True
    )
    area_id = fields.Many2one('support.area', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    tier = fields.Selection([row for row in TIERS if row[0] != '12'], readonly=True)
    stage_id = fields.Many2one('support.council.stage', readonly=True, help='Empty: not started.')
    council_id = fields.Many2one(
        'support.council', readonly=True, help='The council that had come furthest.'
    )
    area_count = fields.Integer(string='Areas', readonly=True)
    established_count = fields.Integer(string='Areas with a Council', readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH step AS (
                SELECT milestone.council_id,
                       milestone.stage_id,
                       milestone.effective_date AS since,
                       LEAD(milestone.effective_date) OVER (
                           PARTITION BY milestone.council_id
                               ORDER BY milestone.effective_date, milestone.sequence,
                                        milestone.id
                       ) AS until
                  FROM support_council_milestone milestone
                 WHERE milestone.kind = 'stage'
            ), standing AS (
                SELECT moment.day,
                       covered.area_id,
                       council.tier,
                       council.company_id,
                       council.id AS council_id,
                       stage.id AS stage_id,
                       stage.is_established,
                       ROW_NUMBER() OVER (
                           PARTITION BY moment.day, covered.area_id, tier.tier, council.company_id
                               ORDER BY stage.is_dormant NULLS FIRST,
                                        stage.is_established DESC NULLS LAST,
                                        stage.sequence DESC, council.id
                       ) AS place,
                       tier.tier AS of_tier
                  FROM unnest(%(days)s::date[]) AS moment(day)
                  JOIN step ON step.since <= moment.day
                           AND (step.until IS NULL OR step.until > moment.day)
                  JOIN support_council_stage stage ON stage.id = step.stage_id
                  JOIN support_council council ON council.id = step.council_id
                                              AND council.parent_id IS NULL
                                              AND (council.date_end IS NULL
                                                   OR council.date_end >= moment.day)
                  JOIN (VALUES ('1', '1'), ('2', '2'), ('3', '3'), ('12', '1'), ('12', '2'))
                    AS tier(of_council, tier) ON tier.of_council = council.tier
            CROSS JOIN LATERAL (
                    SELECT council.area_id
                     UNION
                    SELECT further.support_area_id
                      FROM support_area_support_council_rel further
                     WHERE further.support_council_id = council.id
                  ) AS covered
            )
            -- An id that stays the same whatever dates are asked for: records are cached by it
            SELECT (((moment.day - DATE '1900-01-01')::bigint * 1000000 + area.id) * 10
                    + tier.tier::int) * 1000 + company.id AS id,
                   moment.day AS date,
                   (EXTRACT(YEAR FROM moment.day - INTERVAL '3 months'))::int::text AS fiscal_year,
                   area.id AS area_id,
                   company.id AS company_id,
                   tier.tier,
                   standing.stage_id,
                   standing.council_id,
                   1 AS area_count,
                   COALESCE(standing.is_established, FALSE)::int AS established_count
              FROM unnest(%(days)s::date[]) AS moment(day)
              JOIN support_area area ON (area.date_start IS NULL OR area.date_start <= moment.day)
                                    AND (area.date_end IS NULL OR area.date_end >= moment.day)
              JOIN LATERAL (
                    VALUES ('1', area.is_tier1), ('2', area.is_tier2), ('3', area.is_tier3)
                   ) AS tier(tier, organised) ON tier.organised
              JOIN res_company company ON company.id = ANY(%(companies)s)
                                      AND (area.company_id IS NULL OR area.company_id = company.id)
         LEFT JOIN standing ON standing.day = moment.day
                           AND standing.area_id = area.id
                           AND standing.of_tier = tier.tier
                           AND standing.company_id = company.id
                           AND standing.place = 1
            """,
            days=self._dates(),
            companies=self.env.companies.ids,
        )

    @api.model
    def _dates(self):
        """Return the dates that are compared, oldest first."""
        today = self.env.company._support_today()
        # The same dates for everybody, whatever councils one sees.
        milestones = self.env['support.council.milestone'].sudo()
        ((first,),) = milestones._read_group([('kind', '=', 'stage')], [], ['effective_date:min'])
        first = first or today
        ends = {
            japanese_date.fiscal_year_bounds(year)[1]
            for year in range(
                japanese_date.fiscal_year_of(first), japanese_date.fiscal_year_of(today)
            )
        }
        as_of = fields.Date.to_date(self.env.context.get('as_of'))
        return sorted(ends | {today} | ({as_of} if as_of else set()))

    @api.model
    @api.readonly
    def get_table(self, tier, as_of=None):
        """Return the table of areas by stage that cities print, one row a date.

        :param str tier: ``1``, ``2`` or ``3``
        :param as_of: a further date (date or ISO text), beside the ends of fiscal years and today
        :return: dict with ``tier`` (label), ``stages`` (list of ``{id, name}``, id False for areas
            that have not started) and ``rows``: list of ``{date, label, total, cells}``, where a
            cell is ``{stage_id, count, council_ids, area_ids}``, in the order of ``stages``
        """
        progress = self.with_context(as_of=as_of) if as_of else self
        found = {}
        for day, stage, count, councils, areas in progress._read_group(
            [('tier', '=', tier)],
            ['date:day', 'stage_id'],
            ['area_count:sum', 'council_id:recordset', 'area_id:recordset'],
        ):
            found[day, stage.id] = (count, councils.ids, areas.ids)
        # A handful of rows, the columns of the table.
        stages = self.env['support.council.stage'].search([])  # pylint: disable=no-search-all
        columns = [{'id': False, 'name': self.env._('Not started')}] + [
            {'id': stage.id, 'name': stage.name} for stage in stages
        ]
        rows = []
        for day in sorted({day for day, _stage in found}):
            cells = []
            for column in columns:
                count, councils, areas = found.get((day, column['id']), (0, [], []))
                cells.append(
                    {
                        'stage_id': column['id'],
                        'count': count,
                        'council_ids': councils,
                        'area_ids': areas,
                    }
                )
            rows.append(
                {
                    'date': day.isoformat(),
                    'label': self._date_label(day),
                    'total': sum(cell['count'] for cell in cells),
                    'cells': cells,
                }
            )
        tiers = dict(self._fields['tier']._description_selection(self.env))
        return {'tier': tiers[tier], 'stages': columns, 'rows': rows}

    @api.model
    def _get_paper(self, tier, as_of=None):
        """Return the table as it is printed: in Japanese, with title, office, head and note.

        :return: the dict of ``get_table`` with ``title``, ``office``, ``printed_on``, ``head``
            (column titles) and ``note``
        :raises UserError: for a tier or a date that does not exist
        """
        if tier not in dict(self._fields['tier'].selection):
            raise UserError(self.env._('There is no tier "%(tier)s".', tier=tier))
        try:
            as_of = fields.Date.to_date(as_of or None)
        except ValueError as error:
            raise UserError(self.env._('"%(date)s" is not a date.', date=as_of)) from error
        paper = self.env['ir.actions.report']._for_paper()
        return self.with_env(paper.env)._add_frame(self.with_env(paper.env).get_table(tier, as_of))

    @api.model
    def _add_frame(self, table):
        """Return the table with what stands around it on paper."""
        return {
            **table,
            'title': self.env._(
                'Setup Progress of %(councils)s, %(tier)s',
                councils=self.env.company.support_council_term or self.env._('Councils'),
                tier=table['tier'],
            ),
            'office': self.env.company.name,
            'printed_on': japanese_date.format_date(self.env.company._support_today()),
            'head': [
                self.env._('As of'),
                *[stage['name'] for stage in table['stages']],
                self.env._('Areas'),
            ],
            'note': self.env._(
                'An area stands where the furthest of its councils stood on the day. Sub-bodies '
                'do not count.'
            ),
        }

    @api.model
    def _date_label(self, day):
        if (day.month, day.day) == (3, 31):
            return self.env._(
                'End of %(year)s',
                year=dict(self.env['support.dated']._selection_fiscal_year())[
                    str(japanese_date.fiscal_year_of(day))
                ],
            )
        return japanese_date.format_date(day)

    def action_open_council(self):
        """Open the council by which the area stands where it does."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.council',
            'res_id': self.council_id.id,
            'views': [(False, 'form')],
        }
