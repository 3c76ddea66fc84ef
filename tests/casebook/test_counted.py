# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where the papers count areas, councils and coordinators more than they name them.

平塚市, 津幡町, 武蔵野市, 安城市 and 松戸市.
"""

from collections import Counter

import loader
import pytest


@pytest.fixture(scope='module')
def hiratsuka(shared_env):
    return loader.load(shared_env, 'hiratsuka')


@pytest.fixture(scope='module')
def tsubata(shared_env):
    return loader.load(shared_env, 'tsubata')


@pytest.fixture(scope='module')
def musashino(shared_env):
    return loader.load(shared_env, 'musashino')


@pytest.fixture(scope='module')
def anjo(shared_env):
    return loader.load(shared_env, 'anjo')


@pytest.fixture(scope='module')
def matsudo(shared_env):
    return loader.load(shared_env, 'matsudo')


def test_hiratsuka_12_of_25(hiratsuka):
    districts = [name for name in hiratsuka.areas if name != '平塚市']
    assert districts == [f'地区{number}' for number in range(1, 26)]
    assert all(hiratsuka.areas[name].is_tier2 for name in districts)
    assert hiratsuka.councils.area_id.mapped('name') == districts[:12]
    assert all(hiratsuka.councils.mapped('stage_is_established'))
    assert set(hiratsuka.councils.mapped(lambda one: one.launch_date.isoformat())) == {'2015-09-01'}
    assert '第2層協議体(未設置地区): no dated step, status preparing' in hiratsuka.left_out


def test_hiratsuka_regular_members_and_guests(hiratsuka):
    for council in hiratsuka.councils:
        assert Counter(council.seat_ids.mapped('kind')) == {'regular': 5, 'guest': 1}


def test_hiratsuka_teams_of_coordinators(hiratsuka):
    """Twelve teams of "3 to 4" persons, none of whom the papers name or count singly."""
    assert not hiratsuka.coordinators
    assert hiratsuka.teams.area_id == hiratsuka.councils.area_id
    assert hiratsuka.teams.mapped('stated_count') == [3] * 12
    assert all('輪番' in team.rotation for team in hiratsuka.teams)
    assert '12 teams: 3 to 4 persons each' in hiratsuka.left_out


def test_tsubata_one_district_with_six_councils(tsubata):
    district = tsubata.areas['津幡地区']
    six = tsubata.councils.filtered(lambda one: one.area_id == district)
    assert len(six) == district.council_count == 6
    assert len(set(six.mapped('name'))) == 6
    # Known as of March 2016 only, and so printed.
    assert six.milestone_ids.mapped('date_label') == ['平成28年3月'] * 6
    assert all(six.mapped('stage_is_established'))
    assert district.stage_summary == '協議体発足 6'


def test_tsubata_six_councils_are_one_area_of_the_table(tsubata):
    table = tsubata.env['support.progress'].get_table('2', '2016-03-31')
    row = next(row for row in table['rows'] if row['date'] == '2016-03-31')
    own = {area.id for area in tsubata.areas.values()}
    established = own & set(row['cells'][-1]['area_ids'])
    assert established == {tsubata.areas[name].id for name in ('津幡地区', '萩野台地区')}


def test_tsubata_line_about_all_eight_is_no_council(tsubata):
    """Its candidates hold no seat; its two advisers sit in each council."""
    summary = '地区安心ネットワーク推進委員会 介護予防・生活支援部会'
    assert f'{summary}: 8 councils in one line' in tsubata.left_out
    assert summary not in tsubata.councils.mapped('name')
    second = tsubata.councils.filtered(lambda one: one.tier == '2')
    assert {tuple(one.seat_ids.organization_id.mapped('name')) for one in second} == {
        ('地元医師', 'リハビリ専門職')
    }


def test_tsubata_meeting_of_2013_serves_as_council_of_the_town(tsubata):
    town = tsubata.councils.filtered(lambda one: one.tier == '1')
    assert (town.name, town.origin, town.seat_count) == ('生活支援連絡会', 'existing', 0)
    assert town.stage_id.is_established
    assert town.launch_date.isoformat() == '2013-10-01'
    years = town.milestone_ids.filtered(lambda step: step.date_precision == 'fiscal_year')
    assert set(years.mapped('date_label')) == {'平成25年度', '平成26年度', '平成27年度'}


def test_tsubata_stated_coordinators_beside_the_two_entered(tsubata):
    assert sorted(one.area_id.name for one in tsubata.coordinators) == ['井上地区', '津幡町']
    assert (tsubata.teams.stated_count, tsubata.teams.area_id.id) == (3, False)
    assert sum(line.endswith(': planned') for line in tsubata.left_out) == 2


def test_musashino_existing_bodies_serve_as_councils(musashino):
    second = musashino.councils.filtered(lambda one: one.tier == '2')
    assert second.area_id.mapped('name') == [f'地区{number}' for number in range(1, 7)]
    assert second.mapped('origin') == ['existing'] * 6
    # Conceivable members are no members, and steps of all six are steps of each.
    assert not second.seat_ids
    assert [len(one.milestone_ids) for one in second] == [3] * 6
    span = second[0].milestone_ids.sorted('date')[-1]
    assert (span.date.isoformat(), span.date_to.isoformat()) == ('2016-02-01', '2016-03-31')
    assert sum(line.endswith(' is a candidate') for line in musashino.left_out) == 17


def test_musashino_plan_is_not_a_step(musashino):
    city = musashino.councils.filtered(lambda one: one.tier == '1')
    assert (city.origin, city.seat_count, city.stated_member_count) == ('new', 15, 15)
    assert not city.launch_date
    assert (
        '地域包括ケア推進協議会: 地域包括ケア推進協議会 設置(予定) is a plan' in musashino.left_out
    )


def test_musashino_established_meeting_needs_no_seat(env, musashino):
    """An existing body can be marked as launched without members; a new one cannot."""
    second = musashino.councils.filtered(lambda one: one.tier == '2')[0]
    established = env.ref('support_council.council_stage_established')
    second.with_context(stage_date='2016-04-01').stage_id = established
    assert second.stage_is_established
    env.flush_all()


def test_anjo_eight_districts_launched_in_one_month(anjo):
    assert anjo.councils.area_id.mapped('name') == [f'{letter}地区' for letter in 'ABCDEFGH']
    assert set(anjo.councils.milestone_ids.mapped('date_label')) == {'平成27年4月'}
    assert [one.seat_count for one in anjo.councils] == [8] * 8
    # 20 to 50 members a district is no number.
    assert set(anjo.councils.mapped('stated_member_count')) == {0}
    assert '第1層協議体: no dated step, status none' in anjo.left_out


def test_anjo_twelve_coordinators_are_a_number_only(anjo):
    """One or two a district: who is where is not said."""
    assert not anjo.coordinators
    assert anjo.teams.mapped('stated_count') == [12]


def test_matsudo_26_lines_beside_30_stated(matsudo):
    council = matsudo.councils
    assert (council.tier, council.seat_count, council.stated_member_count) == ('1', 26, 30)
    assert Counter(seat.category_id.name for seat in council.seat_ids) == {
        '市民': 3,
        '学識経験者': 1,
        '保健・医療': 1,
        '福祉関係者': 6,
        'サービス事業者': 4,
        '警察': 1,
        '地域': 2,
        '支援団体': 4,
        'その他': 3,
        '地域包括支援センター': 1,
    }


def test_matsudo_has_nothing_yet_in_its_15_districts(matsudo):
    districts = [area for area in matsudo.areas.values() if area.is_tier2]
    assert len(districts) == 15
    assert not any(area.council_ids for area in districts)
