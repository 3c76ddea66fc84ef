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
# What a gathering is, by code of ``support.meeting.kind``.
MEETING_KINDS = {'study': 'study', 'forum': 'forum', 'meeting': 'council'}
STAGES = {
    'study': 'council_stage_study',
    'preparation': 'council_stage_preparation',
    'established': 'council_stage_established',
}
WORKING_TIMES = {'full_time': 'full', 'part_time': 'part'}
# A candidate holds no seat yet, nor does who only took part in the study group before.
CANDIDATE_ROLES = {'候補', '研究会(第4回より)'}
CANDIDATE_CATEGORIES = {'考えられる構成メンバー'}
SEAT_KINDS = {'オブザーバー': 'observer', 'ゲスト': 'guest', '事務局': 'secretariat'}
# Bodies that were there before and are used as council: "existing" in their name, set up years
# before the programme began, or grown out of another body (「再生協議会から独立」).
EXISTING_BODIES = {'生活支援連絡会', '一色小学校区福祉協議会'}
# Towns that published one chronology: all of it is in the timeline of their councils.
CHRONOLOGIES = {'ninomiya', 'tama'}
# A plan is not a step.
PLANNED = '(予定)'
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
    kinds: dict = field(default_factory=dict)
    councils: object = None
    coordinators: object = None
    teams: object = None
    entries: object = None
    meetings: object = None
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
        return [area for name, area in self.areas.items() if self.kinds[name] == kind]

    def knows(self, name):
        """Tell whether a text is the name of one area, and not a kind of areas."""
        return not name or bool(WHOLE.match(name)) or name in self.areas


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
    if key in CHRONOLOGIES:
        _load_chronology(case)
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
    """One area for each name.

    A row that only says how many there are is numbered where a tier is organised on them and none
    of them has a name: the papers then speak of "12 of 25". Otherwise it is not an area.
    """
    rows = {}
    named = {row['kind'] for row in case.facts['areas'] if (row['count'] or 1) == 1}
    for row in case.facts['areas']:
        many = row['count'] or 1
        if many == 1:
            rows.setdefault(row['name'], []).append(row)
        elif row['tier'] and row['kind'] not in named and not row.get('extra'):
            rows |= {f'地区{number}': [row] for number in range(1, many + 1)}
        else:
            case.left_out.append(f'{row["name"]}: {many} areas without names')
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
        case.kinds[name] = same[0]['kind'] if same else None
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
    # What is said of all councils of a kind at once is no council; its members sit in each.
    general = next(
        (fact for fact in case.facts['councils'] if (fact.get('extra') or {}).get('aggregate')),
        None,
    )
    for fact in case.facts['councils']:
        if fact == general:
            case.left_out.append(f'{fact["name"]}: {fact["extra"]["count"]} councils in one line')
            continue
        shared = general and fact['tier'] == general['tier'] and not fact['members']
        members = general['members'] if shared else fact['members']
        _load_councils_of(case, {**fact, 'members': members})


def _load_councils_of(case, fact):
    """Load what one line says of one council, or of one in each of several areas."""
    steps = _dated_steps(case, fact)
    if not any(event['stage'] in STAGES for event, _when in steps):
        case.left_out.append(f'{fact["name"]}: no dated step, status {fact["status"]}')
        return
    fact = {**fact, 'members': _members(case, fact)}
    many = (fact.get('extra') or {}).get('count')
    if not case.knows(fact['area']):
        for area in case.areas_of_kind(fact['area'])[:many]:
            own = [step for step in steps if _concerns(case, step[0], area)]
            case.councils += _load_council(case, fact, f'{fact["name"]}（{area.name}）', area, own)
        return
    area = case.area(fact['area'])
    for number in range(1, (many or 1) + 1):
        name = f'{fact["name"]} {number}' if many else fact['name']
        case.councils += _load_council(case, fact, name, area, steps)


def _dated_steps(case, fact):
    """Return ``[(event, date fields)]`` of what has taken place and has a date."""
    steps = []
    for event in fact['stage_events'] or _stated_launch(case, fact):
        when = dated(event)
        if event['title'].endswith(PLANNED):
            case.left_out.append(f'{fact["name"]}: {event["title"]} is a plan')
        elif when:
            steps.append((event, when))
        else:
            case.left_out.append(f'{fact["name"]}: {event["title"]} has no date')
    return steps


def _stated_launch(case, fact):
    """Return the launch of bodies whose number alone is dated: 「町会毎設置 6 町会 2016-03」."""
    many = (fact.get('extra') or {}).get('count')
    if fact['status'] != 'established':
        return []
    return [
        {'date': row['period'], 'stage': 'established', 'title': row['label']}
        for row in case.facts['counts']
        if row['value'] == many and row['label'].startswith(fact['area']) and row['period']
    ]


def _members(case, fact):
    """Return the lines of those who have a seat."""
    members = []
    for member in fact['members']:
        if member['role'] in CANDIDATE_ROLES or member['category'] in CANDIDATE_CATEGORIES:
            case.left_out.append(f'{fact["name"]}: {member["organization"]} is a candidate')
        else:
            members.append(member)
    return members


def _concerns(case, event, area):
    """Tell whether a step is one of an area: it names that area, or none."""
    named = [name for name in case.areas if f'({name})' in event['title']]
    return not named or area.name in named


def _load_council(case, fact, name, area, steps):
    existing = '既存' in fact['name'] or fact['name'] in EXISTING_BODIES
    seats = [
        Command.create(
            {
                'organization_id': organization.id,
                'category_id': _category(case, member['category']).id,
                'position': member['role'],
                'kind': SEAT_KINDS.get(re.split(r'[(（]', member['role'] or '')[0], 'regular'),
            }
        )
        for member in fact['members']
        for organization in [_organization(case, member['organization'])]
        for _seat in range(member['count'] or 1)
    ]
    milestones, established = [], False
    for event, when in steps:
        stage = STAGES.get(event['stage'])
        # The papers call a visit that explains the council "preparation" even months after its
        # launch. A council that they call established has not gone back by that.
        if established and fact['status'] == 'established' and event['stage'] != 'established':
            stage = None
        # The product asks for a seat. Where the papers name no member, the launch is a dated step.
        if event['stage'] == 'established' and not seats and not existing:
            stage = None
            case.left_out.append(f'{name}: {event["title"]} as a stage, no member is named')
        established |= event['stage'] == 'established'
        milestones.append(
            {
                **when,
                'kind': 'stage' if stage else 'other',
                'stage_id': stage and case.env.ref(f'support_council.{stage}').id,
                'name': event['title'],
                'sequence': len(milestones),
            }
        )
    return case.env['support.council'].create(
        {
            'name': name,
            'nickname': fact['nickname'],
            'tier': str(fact['tier']),
            'area_id': area.id,
            'origin': 'existing' if existing else 'new',
            'stated_member_count': fact['member_count'] or 0,
            'vision': fact['vision'],
            'seat_ids': seats,
            'milestone_ids': [Command.create(values) for values in milestones],
        }
    )


def _load_chronology(case):
    """Add what the town's chronology has beside the steps of its councils to that of tier 1."""
    present = {(step.name, step.date) for step in case.councils.milestone_ids}
    council = case.councils.filtered(lambda one: one.tier == '1')
    case.env['support.council.milestone'].create(
        [
            {
                **when,
                'council_id': council.id,
                'kind': 'other',
                'name': fact['title'],
                'sequence': 100 + number,
            }
            for number, fact in enumerate(case.facts['activities'])
            for when in [dated(fact)]
            if (fact['title'], when['date']) not in present
        ]
    )


def _category(case, name):
    categories = case.env['support.seat.category']
    if not name:
        return categories
    return categories.search([('name', '=', name)], limit=1) or categories.create({'name': name})


def _load_coordinators(case):
    """The papers name no coordinator: the persons are numbered."""
    case.coordinators = case.env['support.coordinator']
    case.teams = case.env['support.coordinator.team']
    for fact in case.facts['coordinators']:
        extra = fact.get('extra') or {}
        placed = extra.get('status', 'placed') == 'placed'
        if placed and 'teams' in extra:
            case.teams += _load_teams(case, fact, extra)
        elif not placed or not fact['count'] or not fact['tier']:
            case.left_out.append(
                f'coordinators of {fact["affiliation"]}: {extra.get("status") or "number unknown"}'
            )
        elif 'per_area' in extra:
            areas = case.areas_of_kind(fact['area'])
            _load_persons(case, fact, [area for area in areas for _n in range(extra['per_area'])])
        elif case.knows(fact['area']):
            _load_persons(case, fact, [case.area(fact['area'])] * fact['count'])
        else:
            # Without the area of each there are no persons, only their number.
            case.left_out.append(f'coordinators in {fact["area"]}: the areas have no names')
            case.teams += case.teams.create({'name': fact['area'], 'stated_count': fact['count']})


def _load_teams(case, fact, extra):
    """One team an area; of "3 to 4" persons the lower number is what is sure."""
    case.left_out.append(
        f'{extra["teams"]} teams: {extra["team_size_min"]} to {extra["team_size_max"]} persons each'
    )
    return case.env['support.coordinator.team'].create(
        [
            {
                'name': f'{fact["affiliation"]}（{area.name}）',
                'area_id': area.id,
                'stated_count': extra['team_size_min'],
                'rotation': extra['remark'],
            }
            for area in case.areas_of_kind(fact['area'])[: extra['teams']]
        ]
    )


def _load_persons(case, fact, areas):
    host = case.env['res.partner']
    if fact['affiliation']:
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


def add_meetings(case, facts):
    """Record gatherings that took place, with agenda and head-count, and return the meetings.

    :param facts: dicts as in ``activities`` of a case; ``extra`` may name the district
        (``area``) and the topics (``agenda``). A district's meeting is that of its councils.
    """
    kinds = {kind.code: kind.id for kind in case.env['support.meeting.kind'].search([])}
    values = []
    for fact in facts:
        extra = fact.get('extra') or {}
        area = case.area(extra.get('area'))
        councils = case.councils.filtered(lambda one, area=area: one.area_id == area)
        values.append(
            {
                **dated(fact),
                'name': fact['title'],
                'kind_id': kinds[MEETING_KINDS[fact['kind']]],
                'state': 'held',
                'council_ids': [Command.set(councils.ids)],
                'area_id': area.id,
                'commission_id': case.commission.id,
                'headcount': fact['participants'] or 0,
                'headcount_is_approx': fact['participants_is_approx'],
                'agenda_ids': [
                    Command.create({'name': topic, 'sequence': number})
                    for number, topic in enumerate(extra.get('agenda', ()))
                ],
            }
        )
    return case.env['support.meeting'].create(values)


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
    case's budget. A second one of the year stays in preparation: contracts do not overlap.
    """
    form = case.env.ref('support_reports.form_quarterly')
    if form.roll_up != roll_up:
        form = form.copy({'roll_up': roll_up, 'code': f'{form.code}_{roll_up}'})
    budget = [row for row in case.facts['budgets'] if row['fiscal_year'] == fiscal_year]
    contracts = case.env['support.contract']
    of_year = [('commission_id', '=', case.commission.id), ('fiscal_year', '=', str(fiscal_year))]
    return contracts.create(
        {
            'state': 'draft' if contracts.search_count(of_year) else 'running',
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
