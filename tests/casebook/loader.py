# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loads what a municipality published (``cases/*.json``) over the public ORM.

Environment in, records out; no SQL, and nothing is made up. A name, a day or a number that the
papers do not give stays empty, and what has no place without it is listed in ``Case.left_out``.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from odoo.fields import Command

CASES = Path(__file__).with_name('cases')

# What an entry of the casebook counts as, by code of ``support.activity.kind``: decided by the
# customer for 池田町. Explaining at somebody else's gathering is taking part in a meeting.
ACTIVITY_KINDS = {
    'visit': 'visit',
    'briefing': 'meeting_attended',
    'meeting': 'meeting_attended',
    'training': 'training_held',
    'study': 'training_held',
    'forum': 'training_held',
    'consultation': 'consultation',
    'other': None,
}
# xml ids of support_council
AREA_KINDS = {
    '市全域': 'area_kind_municipality',
    '町全域': 'area_kind_municipality',
    '社協支部': 'area_kind_shakyo_branch',
    '地区社協': 'area_kind_shakyo_branch',
    '公民館区': 'area_kind_community_hall',
    '中学校区': 'area_kind_junior_high',
    '小学校区': 'area_kind_elementary',
}
STAGES = {
    'study': 'council_stage_study',
    'preparation': 'council_stage_preparation',
    'established': 'council_stage_established',
}
WORKING_TIMES = {'full_time': 'full', 'part_time': 'part'}
# A candidate holds no seat yet.
CANDIDATE_ROLES = {'候補'}
WHOLE = re.compile(r'^[市町村]内?全域$')


@dataclass
class Case:
    """A municipality in the database."""

    key: str
    facts: dict
    env: object
    city: object = None
    commission: object = None
    areas: dict = field(default_factory=dict)
    councils: object = None
    coordinators: object = None
    entries: object = None
    left_out: list = field(default_factory=list)

    @property
    def name(self):
        return self.facts['municipality']['name']

    def area(self, name):
        """Return the area of a name as the papers use it; the municipality for 全域 or none."""
        if not name or WHOLE.match(name):
            return self.city
        return self.areas[name]

    def areas_of_kind(self, text):
        """Return the named areas of which a text such as 「社協支部(6圏域)」 speaks."""
        kind = re.split(r'[(（]', text)[0]
        named = {row['name'] for row in self.facts['areas'] if row['kind'] == kind}
        return [area for name, area in self.areas.items() if name in named and area != self.city]


def read(key):
    """Return the facts of a case as published."""
    return json.loads((CASES / f'{key}.json').read_text(encoding='utf-8'))


def load(env, key):
    """Load a case into the environment's company and return it.

    :param str key: name of the file without ending, e.g. ``ikeda``
    :rtype: Case
    """
    case = Case(key=key, facts=read(key), env=env)
    _load_areas(case)
    _load_commission(case)
    _load_councils(case)
    _load_coordinators(case)
    own = [fact for fact in case.facts['activities'] if fact['actor'] == 'coordinator']
    case.entries = add_entries(case, own)
    return case


def dated(fact):
    """Return the date fields of a fact, None when the papers give neither day, month nor year.

    A span of days begins on its first day, and so is counted in that month.
    """
    # Odoo knows its addons only once the database is loaded.
    from odoo.addons.support_council.tools.japanese_date import parse_dated

    fiscal_year = (fact.get('extra') or {}).get('fiscal_year')
    if not fact['date']:
        if not fiscal_year:
            return None
        return {'date': date(fiscal_year, 4, 1), 'date_precision': 'fiscal_year'}
    if re.fullmatch(r'\d{4}', fact['date']):
        return None  # a calendar year lies in two fiscal years
    start, end, precision = parse_dated(fact['date'])
    if fact.get('date_end'):
        last = parse_dated(fact['date_end'])
        end = last[1] or last[0]
    return {'date': start, 'date_to': end, 'date_precision': precision}


def _load_areas(case):
    """One area for each name; a row that only says how many there are is not an area."""
    rows = {}
    for row in case.facts['areas']:
        if (row['count'] or 1) > 1:
            case.left_out.append(f'{row["name"]}: {row["count"]} areas without names')
            continue
        rows.setdefault(row['name'], []).append(row)
    root = next(
        (name for name, same in rows.items() if same[0]['kind'] in ('市全域', '町全域')), case.name
    )
    kinds = case.env['support.area.kind']
    # The municipality first: the others are part of it.
    for name in [root, *(name for name in rows if name != root)]:
        same = rows.get(name, [])
        tiers = {row['tier'] for row in same}
        kind = same and AREA_KINDS.get(same[0]['kind'])
        case.areas[name] = case.env['support.area'].create(
            {
                'name': case.name if name == root else name,
                'code': f'{case.key}-{len(case.areas)}',
                'sequence': len(case.areas),
                'parent_id': case.city.id if case.city else False,
                'kind_id': case.env.ref(f'support_council.{kind}').id if kind else kinds.id,
                'is_tier1': 1 in tiers,
                'is_tier2': 2 in tiers,
                'is_tier3': 3 in tiers,
                'company_id': case.env.company.id,
            }
        )
        case.city = case.city or case.areas[name]
    figures = case.facts['municipality']
    as_of = dated({'date': figures['as_of']})
    case.env['support.area.statistic'].create(
        {
            'area_id': case.city.id,
            'date': as_of['date_to'] or as_of['date'],
            'population': figures['population'],
            'population_65': figures['elderly_population'],
        }
    )


def _load_commission(case):
    department = case.facts['municipality']['department']
    case.commission = case.env['support.commission'].create(
        {
            'name': f'{case.name}生活支援体制整備事業',
            'commissioner_id': _organization(case, f'{case.name} {department}').id,
            'company_id': case.env.company.id,
        }
    )


def _organization(case, name):
    return case.env['res.partner'].create({'name': name, 'is_company': True})


def _load_councils(case):
    case.councils = case.env['support.council']
    for fact in case.facts['councils']:
        many = (fact.get('extra') or {}).get('count')
        areas = case.areas_of_kind(fact['area']) if many else [case.area(fact['area'])]
        steps = [(event, dated(event)) for event in fact['stage_events']]
        if not any(event['stage'] in STAGES and when for event, when in steps):
            case.left_out.append(f'{fact["name"]}: no dated step, status {fact["status"]}')
            continue
        members = []
        for member in fact['members']:
            if member['role'] in CANDIDATE_ROLES:
                case.left_out.append(f'{fact["name"]}: {member["organization"]} is a candidate')
            else:
                members.append(member)
        for event, when in steps:
            if not when:
                case.left_out.append(f'{fact["name"]}: {event["title"]} has no date')
        for area in areas:
            name = f'{fact["name"]}（{area.name}）' if many else fact['name']
            case.councils += _load_council(case, {**fact, 'members': members}, name, area, steps)


def _load_council(case, fact, name, area, steps):
    seats = [
        Command.create(
            {
                'organization_id': _organization(case, member['organization']).id,
                'category_id': _category(case, member['category']).id,
                'position': member['role'],
            }
        )
        for member in fact['members']
    ]
    milestones, established = [], False
    for event, when in steps:
        if not when:
            continue
        stage = STAGES.get(event['stage'])
        # The papers call a visit that explains the council "preparation" even months after its
        # launch. A council that they call established has not gone back by that.
        if established and fact['status'] == 'established' and event['stage'] != 'established':
            stage = None
        established |= event['stage'] == 'established'
        milestones.append(
            Command.create(
                {
                    **when,
                    'kind': 'stage' if stage else 'other',
                    'stage_id': stage and case.env.ref(f'support_council.{stage}').id,
                    'name': event['title'],
                    'sequence': len(milestones),
                }
            )
        )
    return case.env['support.council'].create(
        {
            'name': name,
            'nickname': fact['nickname'],
            'tier': str(fact['tier']),
            'area_id': area.id,
            'stated_member_count': fact['member_count'] or 0,
            'vision': fact['vision'],
            'seat_ids': seats,
            'milestone_ids': milestones,
        }
    )


def _category(case, name):
    categories = case.env['support.seat.category']
    if not name:
        return categories
    return categories.search([('name', '=', name)], limit=1) or categories.create({'name': name})


def _load_coordinators(case):
    """The papers name no coordinator: the persons are numbered."""
    case.coordinators = case.env['support.coordinator']
    for fact in case.facts['coordinators']:
        extra = fact.get('extra') or {}
        if extra.get('status', 'placed') != 'placed' or not fact['count'] or not fact['tier']:
            case.left_out.append(
                f'coordinators of {fact["affiliation"]}: {extra.get("status") or "number unknown"}'
            )
            continue
        if 'per_area' in extra:
            areas = [
                area for area in case.areas_of_kind(fact['area']) for _n in range(extra['per_area'])
            ]
        else:
            areas = [case.area(fact['area'])] * fact['count']
        host = _organization(case, fact['affiliation'])
        for area in areas:
            number = len(case.coordinators) + 1
            person = case.env['support.person'].create(
                {'name': f'{case.name} コーディネーター{number}', 'organization_id': host.id}
            )
            case.coordinators += case.env['support.coordinator'].create(
                {
                    'person_id': person.id,
                    'tier': str(fact['tier']),
                    'area_id': area.id,
                    'commission_id': case.commission.id,
                    'host_organization_id': host.id,
                    'engagement': 'concurrent' if fact['employment'] == 'concurrent' else False,
                    'working_time': WORKING_TIMES.get(fact['employment'], False),
                    'date_start': fact['appointed'] and dated({'date': fact['appointed']})['date'],
                }
            )


def add_entries(case, facts):
    """Write facts into the log and return the entries.

    :param facts: dicts as in ``activities`` of a case. Those made by a test may also have
        ``area`` and ``further`` (names of areas), ``counts`` (quantity by code of the kind,
        instead of ``kind``) and ``state``.
    """
    kinds = {kind.code: kind.id for kind in case.env['support.activity.kind'].search([])}
    values = []
    for fact in facts:
        when = dated(fact)
        if not when:
            case.left_out.append(f'{fact["title"]}: no date')
            continue
        code = ACTIVITY_KINDS[fact['kind']] if 'kind' in fact else None
        counts = fact.get('counts') or ({code: 1} if code else {})
        area = case.area(fact.get('area'))
        present = case.coordinators.filtered(lambda one, area=area: one.area_id == area)[:1]
        title, _slash, content = fact['title'].partition(' / ')
        values.append(
            {
                **when,
                'event_name': title,
                'progress_content': content,
                'state': fact.get('state', 'done'),
                'area_id': area.id,
                'area_ids': [Command.set([case.area(name).id for name in fact.get('further', ())])],
                'commission_id': case.commission.id,
                'place': fact.get('place'),
                'headcount': fact.get('participants') or 0,
                'headcount_is_approx': fact.get('participants_is_approx', False),
                'means': 'visit' if 'visit' in counts else 'event',
                'participant_ids': [Command.create({'coordinator_id': one.id}) for one in present],
                'count_ids': [
                    Command.create({'kind_id': kinds[code], 'quantity': quantity})
                    for code, quantity in counts.items()
                ],
            }
        )
    return case.env['support.activity'].create(values)


def add_needs(case, facts):
    """Write needs, dicts with ``date``, ``area`` and ``source``, and return them."""
    category = case.env.ref('support_resources.need_category_other')
    return case.env['support.need'].create(
        [
            {
                **dated(fact),
                'area_id': case.area(fact['area']).id,
                'source': fact['source'],
                'category_id': category.id,
            }
            for fact in facts
        ]
    )


def add_contract(case, fiscal_year, roll_up='sum'):
    """Create the contract of a fiscal year that owes the quarterly form, and return it.

    The form is a copy of the shipped one where its roll-up differs. Amounts are those of the
    case's budget.
    """
    form = case.env.ref('support_reports.form_quarterly')
    if form.roll_up != roll_up:
        form = form.copy({'roll_up': roll_up, 'code': f'{form.code}_{roll_up}'})
    budget = [row for row in case.facts['budgets'] if row['fiscal_year'] == fiscal_year]
    return case.env['support.contract'].create(
        {
            'name': f'{case.commission.name} {fiscal_year}',
            'commission_id': case.commission.id,
            'date_start': date(fiscal_year, 4, 1),
            'date_end': date(fiscal_year + 1, 3, 31),
            'area_id': case.city.id,
            'whole_label': f'全{case.name[-1]}',
            'area_ids': [
                Command.set([area.id for area in case.areas.values() if area != case.city])
            ],
            'amount': sum(row['total_yen'] for row in budget),
            'form_line_ids': [Command.create({'form_id': form.id})],
        }
    )
