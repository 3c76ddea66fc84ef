# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""小坂町, 多摩市 and 吉見町: who sits in the council, and how it came about."""

from collections import Counter

import loader
import pytest


@pytest.fixture(scope='module')
def kosaka(shared_env):
    return loader.load(shared_env, 'kosaka')


@pytest.fixture(scope='module')
def tama(shared_env):
    return loader.load(shared_env, 'tama')


@pytest.fixture(scope='module')
def yoshimi(shared_env):
    return loader.load(shared_env, 'yoshimi')


def launches(council):
    """Return the stages entered, oldest first, with their dates as printed."""
    steps = council.milestone_ids.filtered(lambda step: step.kind == 'stage')
    steps = steps.sorted(lambda step: (step.effective_date, step.sequence))
    return [(step.date_label, step.stage_id.sequence) for step in steps]


def test_kosaka_21_entered_beside_22_stated(kosaka):
    council = kosaka.councils
    assert (council.seat_count, council.stated_member_count) == (21, 22)
    by_organization = Counter(seat.organization_id.name for seat in council.seat_ids)
    assert by_organization['自治会総連絡協議会'] == 5
    assert by_organization['地域包括支援センター'] == 4
    # Four of the support centre and two of the office are the secretariat.
    assert Counter(council.seat_ids.mapped('kind')) == {'regular': 15, 'secretariat': 6}


def test_kosaka_studies_again_while_it_prepares(kosaka):
    assert launches(kosaka.councils) == [
        ('平成27年2月', 10),
        ('平成27年6月', 20),
        ('平成27年7月', 10),
        ('平成27年8月', 20),
        ('平成27年8月', 10),
        ('平成27年9月', 20),
        ('平成27年11月', 30),
    ]
    assert '小坂町地域支え合い推進協議会: 2回目の協議会会議(予定) is a plan' in kosaka.left_out


def test_kosaka_coordinators_are_concurrent(kosaka):
    hosts = sorted(kosaka.coordinators.mapped('host_organization_id.name'))
    assert hosts == ['地域包括支援センター', '町社会福祉協議会']
    assert set(kosaka.coordinators.mapped('engagement')) == {'concurrent'}


def test_tama_members_by_category(tama):
    council = tama.councils.filtered(lambda one: one.tier == '1')
    regular = council.seat_ids.filtered(lambda seat: seat.kind == 'regular')
    assert len(regular) == council.stated_member_count == 17
    assert Counter(seat.category_id.name for seat in regular) == {
        '社会福祉法人の職員': 1,
        '社会福祉協議会の職員': 1,
        'シルバー人材センターの職員': 1,
        'NPO団体の構成員': 4,
        '消費生活協同組合の職員': 1,
        '生活支援又は介護予防サービス関係企業の職員': 2,
        '保健福祉関係者': 1,
        '老人クラブ関係者': 1,
        '自治会、管理組合関係者': 1,
        '医師会関係者': 1,
        '独立行政法人都市再生機構の職員': 1,
        '地域包括支援センターの職員': 2,
    }
    # A category that the installed list has already is not made a second time.
    installed = tama.env.ref('support_council.seat_category_health_welfare')
    assert installed in regular.category_id
    observers = council.seat_ids - regular
    assert observers.mapped('kind') == ['observer'] * 2


def test_tama_24_dated_steps(tama):
    """All of the city's chronology is in the timeline of its councils, each step once."""
    published = [(row['date'], row['title']) for row in tama.facts['activities']]
    assert len(published) == 24
    shown = Counter(
        (
            step.date.isoformat() if step.date_precision == 'day' else f'{step.date:%Y-%m}',
            step.name,
        )
        for step in tama.councils.milestone_ids
    )
    assert [shown[step] for step in published] == [1] * 24
    # The council's own table has one step more: the budget in the assembly of March 2015.
    assert set(shown) - set(published) == {('2015-03', '3月議会で予算を含めて正式に承認')}


def test_tama_five_named_districts_have_one_workshop_each(tama):
    districts = tama.councils.filtered(lambda one: one.tier == '2')
    assert {one.area_id.name: one.milestone_ids.date_label for one in districts} == {
        '連光寺・聖ヶ丘地区': '平成27年10月10日',
        '永山地区': '平成27年10月17日',
        '貝取・豊ヶ丘地区': '平成27年10月16日',
        '和田地区・三方の森エリア': '平成27年10月6日',
        '鶴牧・落合・南野地区': '平成27年10月27日',
    }
    assert 'コミュニティエリア: 10 areas without names' in tama.left_out


def test_yoshimi_13_entered_beside_14_stated(yoshimi):
    """Two lines of the list only took part in the study group."""
    council = yoshimi.councils
    assert (council.seat_count, council.stated_member_count) == (13, 14)
    absent = {'シルバー人材センター', '老人クラブ連合会'}
    assert not absent & set(council.seat_ids.mapped('organization_id.name'))
    assert sum(line.endswith(' is a candidate') for line in yoshimi.left_out) == 2


def test_yoshimi_fifth_study_and_launch_on_one_day(yoshimi):
    assert launches(yoshimi.councils)[-2:] == [('平成27年12月9日', 10), ('平成27年12月9日', 30)]
    assert yoshimi.councils.stage_id.is_established
    assert yoshimi.coordinators.working_time == 'part'
