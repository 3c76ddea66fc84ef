# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""尼崎市: the form of its six branches, filled from a log that the test makes.

The city published the form and the branches, not their numbers. The log is made by chance with a
fixed seed and counted here a second time in plain Python, from the facts and not from records.
"""

import random
from collections import Counter
from datetime import date

import loader
import pytest

BRANCHES = ['中央', '小田', '大庄', '立花', '武庫', '園田']
# The eight columns in printed order, by what the made facts call them.
COLUMNS = {
    'visit': ('地域活動(行事等)の訪問回数', '回'),
    'consultation': ('相談受付件数', '件'),
    'meeting_attended': ('地域の会議・研修の参加回数', '回'),
    'training_held': ('講座・研修等の実施回数', '回'),
    'watch': ('見守りを通して把握した課題', '件'),
    'case_coordination': ('個別課題解決のネットワーク化のための調整回数', '回'),
    'area_meeting': ('地域課題解決に向けた会議参画数', '回'),
    'network': ('ネットワーク会議への参画回数・専門機関との協力回数', '回'),
}
GATHERINGS = ['meeting_attended', 'training_held', 'area_meeting', 'network']
# The form's own example prints 平成27年 4月 to 6月.
MONTHS = [201504, 201505, 201506]
HEAD_OFFICE = '市全域'


def make_log(rng):
    """Make about twelve entries per branch and month: several counts, areas, states, days."""
    facts = []
    for month in [*MONTHS, 201503, 201507]:  # the months beside must not be counted
        for branch in BRANCHES:
            for _entry in range(rng.randint(10, 14)):
                counts = {rng.choice(GATHERINGS): 1} if rng.random() < 0.5 else {}
                for kind, most in (('visit', 2), ('consultation', 4), ('case_coordination', 3)):
                    if rng.random() < 0.4:
                        counts[kind] = rng.randint(1, most)
                others = [name for name in BRANCHES if name != branch]
                shared = rng.random() < 0.15
                facts.append(
                    {
                        'title': f'{branch} の記録',
                        'date': f'{month // 100}-{month % 100:02d}-{rng.randint(1, 30):02d}',
                        'date_end': None,
                        'area': branch,
                        'further': rng.sample(others, rng.randint(1, 3)) if shared else [],
                        'counts': counts,
                        'state': rng.choices(
                            ['done', 'provisional', 'in_vain', 'cancelled'], [20, 1, 1, 1]
                        )[0],
                    }
                )
    facts += [
        # Known by month, by fiscal year, over the end of the quarter, of the whole city
        {'title': '月のみ', 'date': '2015-05', 'area': '中央', 'counts': {'visit': 3}},
        {'title': '年度のみ', 'date': None, 'extra': {'fiscal_year': 2015}, 'area': '中央',
         'counts': {'visit': 7}},
        {'title': '月をまたぐ', 'date': '2015-06-29', 'date_end': '2015-07-02', 'area': '小田',
         'counts': {'training_held': 1}},
        {'title': '本部', 'date': '2015-06-10', 'area': HEAD_OFFICE, 'counts': {'network': 2}},
    ]  # fmt: skip
    return facts


def make_needs(rng):
    return [
        {
            'date': f'2015-{rng.randint(3, 7):02d}-{rng.randint(1, 30):02d}',
            'area': rng.choice(BRANCHES),
            'source': rng.choice(['watch', 'watch', 'consultation', 'survey']),
        }
        for _need in range(80)
    ]


def tally(facts, needs):
    """Count the facts.

    :return: ``{(area, month, column): number}`` and ``{(month, column): without repetition}``
    """
    by_area, once = Counter(), Counter()
    for fact in facts:
        if fact.get('state', 'done') != 'done' or not fact['date']:
            continue
        month = int(fact['date'][:4] + fact['date'][5:7])
        for column, quantity in fact['counts'].items():
            once[month, column] += quantity
            for area in {fact['area'], *fact.get('further', [])}:
                by_area[area, month, column] += quantity
    for need in needs:
        if need['source'] == 'watch':
            month = int(need['date'][:4] + need['date'][5:7])
            by_area[need['area'], month, 'watch'] += 1
            once[month, 'watch'] += 1
    return by_area, once


@pytest.fixture(scope='module')
def facts():
    rng = random.Random(20150401)
    return make_log(rng), make_needs(rng)


@pytest.fixture(scope='module')
def amagasaki(shared_env, facts):
    case = loader.load(shared_env, 'amagasaki')
    log, needs = facts
    case.made = loader.add_entries(case, log)
    loader.add_needs(case, needs)
    return case


def build(case, roll_up):
    """Return the dicts of the city's report and of its sheets by branch."""
    contract = loader.add_contract(case, 2015, roll_up)
    reports = contract.form_line_ids._create_reports(date(2015, 4, 1))
    builder = case.env['support.report.builder']
    sheets = {report.area_id.name: builder.build(report) for report in reports}
    return sheets.pop(case.city.name), sheets


@pytest.fixture(scope='module')
def by_sum(amagasaki):
    return build(amagasaki, 'sum')


def rows(data):
    """Return the numbers of the form row by row, the total last."""
    return [[cell['value'] for cell in row['cells']] for row in data['counts']['rows']]


def with_total(table):
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def test_the_papers_are_loaded(amagasaki):
    assert [name for name in amagasaki.areas if name != '尼崎市'] == BRANCHES
    assert [area.parent_id for area in amagasaki.areas.values()][1:] == [amagasaki.city] * 6
    per_branch = Counter(one.area_id.name for one in amagasaki.coordinators)
    assert per_branch == dict.fromkeys(BRANCHES, 2)
    assert set(amagasaki.coordinators.mapped('engagement')) == {'concurrent'}
    assert len(amagasaki.councils) == 6
    assert set(amagasaki.councils.mapped('stage_id.id')) == {
        amagasaki.env.ref('support_council.council_stage_preparation').id
    }


def test_the_published_ageing_rate_is_not_that_of_the_published_numbers(amagasaki):
    """The papers print 27.5 %; 123,364 of 463,778 are 26.6 %. The figures stand as published."""
    assert amagasaki.city.statistic_ids.ageing_rate == 26.6
    assert amagasaki.facts['municipality']['aging_rate_pct'] == 27.5


def test_the_form_has_the_printed_columns_and_months(by_sum):
    city, _sheets = by_sum
    assert city['title'] == '尼崎市生活支援サービス体制整備事業委託に係る報告書'
    columns = [(column['label'], column['unit']) for column in city['counts']['columns']]
    assert columns == list(COLUMNS.values())
    labels = [row['label'] for row in city['counts']['rows']]
    assert labels == ['平成27年 4月', '平成27年 5月', '平成27年 6月', '計']


@pytest.mark.parametrize('branch', BRANCHES)
def test_sheet_of_a_branch(by_sum, facts, branch):
    _city, sheets = by_sum
    by_area, _once = tally(*facts)
    table = [[by_area[branch, month, column] for column in COLUMNS] for month in MONTHS]
    assert sum(map(sum, table)) > 50
    assert rows(sheets[branch]) == with_total(table)


def test_city_as_sum_of_the_areas(by_sum, facts):
    """圏域の合計: what concerns several areas counts in each; head office is the city's only."""
    city, sheets = by_sum
    by_area, _once = tally(*facts)
    places = [*BRANCHES, HEAD_OFFICE]
    table = [
        [sum(by_area[place, month, column] for place in places) for column in COLUMNS]
        for month in MONTHS
    ]
    assert rows(city) == with_total(table)
    summed = [
        [sum(numbers) for numbers in zip(*same, strict=True)]
        for same in zip(*(rows(sheet) for sheet in sheets.values()), strict=True)
    ]
    head_office = rows(city)[-1][-1] - summed[-1][-1]
    assert head_office == 2
    assert [row[:-1] for row in summed] == [row[:-1] for row in rows(city)]


def test_city_without_repetition(amagasaki, by_sum, facts):
    """重複を除く: what concerns several areas counts once in the city, and once in each sheet."""
    city, sheets = build(amagasaki, 'distinct')
    _by_area, once = tally(*facts)
    table = [[once[month, column] for column in COLUMNS] for month in MONTHS]
    assert rows(city) == with_total(table)
    assert sum(rows(city)[-1]) < sum(rows(by_sum[0])[-1])
    assert {name: rows(sheet) for name, sheet in sheets.items()} == {
        name: rows(sheet) for name, sheet in by_sum[1].items()
    }


def test_what_is_known_by_fiscal_year_only_is_counted_nowhere(amagasaki):
    """The published liaison meeting of 平成27年度 and a made entry are kept and not counted."""
    undated = (amagasaki.entries | amagasaki.made).filtered(lambda one: not one.month_key)
    assert undated.mapped('event_name') == [
        '社協各支部と地域包括支援センターの定期連絡会',
        '年度のみ',
    ]
    assert set(undated.mapped('date_label')) == {'平成27年度'}
    assert set(undated.mapped('fiscal_year')) == {'2015'}


def test_what_the_papers_do_not_say_is_listed(amagasaki):
    """Nothing is made up: no date, no name, no number, and it stands in the list instead."""
    assert sum(line.endswith(': no date') for line in amagasaki.left_out) == 4
    assert sum(line.endswith(' is a candidate') for line in amagasaki.left_out) == 4
    assert '社協支部単位: 6 areas without names' in amagasaki.left_out
    assert '第1層協議体: no dated step, status none' in amagasaki.left_out
    assert len(amagasaki.entries) == 1
