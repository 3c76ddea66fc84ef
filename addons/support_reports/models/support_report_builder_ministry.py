# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.support_council.models.support_activity_kind import ACTIVITY_CLASSES

# Where a tier-1 area is a tier-2 area as well, the survey counts it apart from both.
PLACES = ('same', 'tier1', 'tier2')
TIER_PLACES = {'1': 'tier1', '2': 'tier2', '12': 'same'}


class SupportReportBuilderMinistry(models.AbstractModel):
    """Builder of the counts that the ministry's yearly survey asks for.

    Coordinators and councils as of the last day of the period, by tier and for identical areas;
    what both did in the period by the ten classes of the survey. Tier 3 is not asked for.
    """

    _name = 'support.report.builder.ministry'
    _inherit = 'support.report.builder.table'
    _description = "Builder of the Ministry's Survey"

    def _build_tables(self, report, words):
        areas = self._area_places(report)
        day = self._as_of(report)
        people, unplaced, unnamed = self._count_coordinators(report, areas, day)
        councils = self._count_councils(report, areas, day)
        organised = set(areas.values())
        heads = [words[place]['text'] for place in PLACES]
        columns = [('', 49), *((head, 17) for head in heads)]
        identical = organised == {'same'}
        established = [
            self._make_cell(words['open']['text'])
            if place not in organised
            else self._make_cell(
                words['established_some' if councils[place] else 'established_none']['text']
            )
            for place in PLACES
        ]
        activities = self._count_activities(report, areas)
        tables = [
            self._make_table(
                '',
                [(words['item']['text'], 49), (words['answer']['text'], 51)],
                [[words['equal']['text'], words['yes' if identical else 'no']['text']]],
            ),
            self._make_table(
                self._as_of_label(report, words['as_of']),
                columns,
                [
                    [
                        words[code]['text'],
                        *(self._make_cell(numbers[place], words[code]['unit']) for place in PLACES),
                    ]
                    for code, numbers in (('coordinators', people), ('councils', councils))
                ]
                + [[words['established']['text'], *established]],
            ),
            self._make_table(
                words['activities']['text'],
                columns,
                [
                    [
                        words[f'class_{code}']['text'],
                        *(
                            self._make_cell(activities[code, place], words['activities']['unit'])
                            for place in PLACES
                        ),
                    ]
                    for code, _label in ACTIVITY_CLASSES
                ],
                words['activities_note']['text'],
            ),
        ]
        notes = [
            words[code]['text'].replace('{number}', str(number))
            for code, number in (('unnamed', unnamed), ('unplaced', unplaced))
            if number
        ]
        return {'tables': tables, 'notes': notes}

    def _area_places(self, report):
        """Return ``{area id: place}``; an area without a tier belongs to the one above it."""
        areas = self.env['support.area'].sudo().browse(self._places(report))
        places = {}
        for area in areas._in_force(self._as_of(report)).sorted('parent_path'):
            if area.is_tier1 and area.is_tier2:
                places[area.id] = 'same'
            elif area.is_tier1 or area.is_tier2:
                places[area.id] = 'tier1' if area.is_tier1 else 'tier2'
            elif area.parent_id.id in places:
                places[area.id] = places[area.parent_id.id]
        return places

    def _place(self, areas, area, tier):
        """Return where something of a tier in an area counts; None for tier 3."""
        place = TIER_PLACES.get(tier)
        return 'same' if place and areas.get(area.id) == 'same' else place

    def _count_coordinators(self, report, areas, day):
        """Return coordinators in office by place.

        A team may state more persons than are entered by name.

        :return: Counter by place, stated persons of teams whose tier is not known, and stated
            persons without a name that are counted
        """
        coordinators = self.env['support.coordinator'].sudo()
        here = Domain('company_id', '=', report.company_id.id)
        ground = Domain('area_id', 'in', list(self._places(report)))
        in_office = coordinators.search(
            here & ground & Domain('role', '=', 'coordinator') & coordinators._in_force_domain(day)
        )
        people = Counter()
        for coordinator in in_office:
            people[self._place(areas, coordinator.area_id, coordinator.tier)] += 1
        unplaced = unnamed = 0
        teams = self.env['support.coordinator.team'].sudo()
        for team in teams.search(
            here & Domain('stated_count', '>', 0) & (ground | Domain('area_id', '=', False))
        ):
            more = max(0, team.stated_count - len(team.coordinator_ids._in_force(day)))
            place = areas.get(team.area_id.id)
            if place:
                people[place] += more
                unnamed += more
            else:
                unplaced += more
        return people, unplaced, unnamed

    def _count_councils(self, report, areas, day):
        """Return councils established on a day by place; sub-bodies do not count."""
        councils = (
            self.env['support.council']
            .sudo()
            .search(
                Domain('company_id', '=', report.company_id.id)
                & Domain('area_id', 'in', list(self._places(report)))
                & Domain('parent_id', '=', False)
                & (Domain('date_end', '=', False) | Domain('date_end', '>=', day))
            )
        )
        steps = (
            self.env['support.council.milestone']
            .sudo()
            .search(
                Domain('council_id', 'in', councils.ids)
                & Domain('kind', '=', 'stage')
                & Domain('effective_date', '<=', day),
                order='council_id, effective_date, sequence, id',
            )
        )
        stages = {step.council_id: step.stage_id for step in steps}
        counted = Counter()
        for council in councils:
            if stages.get(council) and stages[council].is_established:
                counted[self._place(areas, council.area_id, council.tier)] += 1
        return counted

    def _count_activities(self, report, areas):
        """Return ``{(class, place): entries of the period}``.

        An entry counts where its coordinators belong, once in each place; without a coordinator
        where its area belongs.
        """
        counts = self.env['support.activity.count'].sudo()
        query = counts._search(
            Domain('month_key', 'in', self._month_keys(report))
            & Domain('company_id', '=', report.company_id.id)
            & Domain('commission_id', '=', report.contract_id.commission_id.id)
            & Domain('area_id', 'in', list(self._places(report)))
            & Domain('activity_class', '!=', False)
        )
        coordinators = (
            self.env['support.coordinator']
            .sudo()
            .search_fetch(
                [('company_id', '=', report.company_id.id), ('tier', 'in', list(TIER_PLACES))],
                ['tier', 'area_id'],
            )
        )
        who = [self._place(areas, one.area_id, one.tier) for one in coordinators]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT counted.activity_class, COALESCE(who.place, ground.place),
                       count(DISTINCT counted.activity_id)
                  FROM (%s) counted
             LEFT JOIN (SELECT DISTINCT participant.activity_id, known.place
                          FROM support_activity_participant participant
                          JOIN unnest(%s::int[], %s::text[]) AS known(coordinator_id, place)
                            USING (coordinator_id)) who USING (activity_id)
             LEFT JOIN unnest(%s::int[], %s::text[]) AS ground(area_id, place) USING (area_id)
              GROUP BY 1, 2
                """,
                query.select(
                    *(
                        SQL(
                            '%s AS %s',
                            counts._field_to_sql(query.table, name, query),
                            SQL.identifier(name),
                        )
                        for name in ('activity_id', 'area_id', 'activity_class')
                    )
                ),
                coordinators.ids,
                who,
                list(areas),
                list(areas.values()),
            )
        )
        return Counter({(code, place): number for code, place, number in rows})
