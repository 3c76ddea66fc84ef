# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""二宮町: a chronology of 37 entries from 2016 to 2024, known by month and no more exactly."""

from collections import Counter

import loader
import pytest


@pytest.fixture(scope='module')
def ninomiya(shared_env):
    return loader.load(shared_env, 'ninomiya')


def standing(case):
    return {council.area_id.name: council for council in case.councils}


def test_chronology_of_37_entries_with_months_only(ninomiya):
    published = [(row['date'], row['title']) for row in ninomiya.facts['activities']]
    steps = ninomiya.councils.milestone_ids
    shown = {(f'{step.date:%Y-%m}', step.name) for step in steps}
    assert len(set(published)) == 37
    assert set(published) <= shown
    assert set(steps.mapped('date_precision')) == {'month'}
    # As printed: the month, across three names of a year.
    labels = {step.name: step.date_label for step in steps}
    assert labels['二宮町生活支援体制整備事業スタート'] == '平成29年4月'
    assert labels['町内ベンチ調査の実施'] == '令和元年7月'
    assert labels['二宮町高齢者移動支援事業(試行)が開始'] == '令和6年6月'


def test_chronology_by_fiscal_year(ninomiya):
    """Counted from the first seven characters apart: January to March belong to the year before."""
    expected = Counter()
    for row in ninomiya.facts['activities']:
        year, month = int(row['date'][:4]), int(row['date'][5:])
        expected[str(year - (month < 4))] += 1
    titles = {(row['date'], row['title']) for row in ninomiya.facts['activities']}
    steps = {
        (f'{step.date:%Y-%m}', step.name): step.fiscal_year
        for step in ninomiya.councils.milestone_ids
    }
    assert Counter(steps[title] for title in titles) == expected
    assert expected['2018'] == 6


def test_entries_of_the_coordinator_are_in_the_log_too(ninomiya):
    assert ninomiya.entries.mapped('date_label') == ['平成30年9月', '令和5年7月', '令和6年7月']


def test_body_that_grew_out_of_another_stands(ninomiya):
    council = standing(ninomiya)['一色小学校区']
    assert (council.origin, council.nickname) == ('existing', 'いちふく')
    assert council.stage_id.is_established
    assert council.launch_date.isoformat() == '2017-04-01'


def test_launch_of_the_town_is_a_dated_step_without_a_stage(ninomiya):
    """The papers name no member of any council: the product asks for one seat."""
    town = standing(ninomiya)['二宮町']
    launch = town.milestone_ids.filtered(lambda step: step.name.endswith('立ち上げ'))
    assert (launch.kind, launch.date_label) == ('other', '平成29年4月')
    assert not town.seat_ids
    assert not town.launch_date
    assert any(line.endswith('as a stage, no member is named') for line in ninomiya.left_out)


def test_districts_under_way_stand_where_their_last_dated_step_is(ninomiya):
    """The papers call them established but give no day of launch, only 「動き出し」."""
    preparation = ninomiya.env.ref('support_council.council_stage_preparation')
    councils = standing(ninomiya)
    for area in ('山西小学校区(梅沢含む)', '二宮小学校区'):
        assert councils[area].stage_id == preparation
    assert councils['山西小学校区(梅沢含む)'].nickname == 'たんぽぽささえたい'


def test_coordinators_without_tier_and_number_are_left_out(ninomiya):
    assert not ninomiya.coordinators
    assert sum(line.endswith(': placed') for line in ninomiya.left_out) == 2
