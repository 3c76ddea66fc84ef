# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""大船渡市: eight districts, each at its own pace, and a city council of 28."""

from collections import Counter

import loader
import pytest

# The printed table of the districts: month or day, and what it was (study, preparation, launch).
DISTRICTS = {
    '蛸ノ浦地区': [
        ('平成27年10月', 'study'),
        ('平成27年12月8日', 'established'),
        ('平成28年2月', None),
    ],
    '立根地区': [
        ('平成27年11月', 'study'),
        ('平成27年12月', 'preparation'),
        ('平成28年2月', 'preparation'),
        ('平成28年2月', None),
    ],
    '盛地区': [('平成27年7月', 'preparation'), ('平成28年2月', None)],
    '赤崎地区': [('平成28年1月', 'preparation'), ('平成28年2月', 'study')],
    '吉浜地区': [('平成28年1月', 'study')],
    '日頃市地区': [('平成28年2月', 'study')],
    '猪川地区': [('平成28年2月', 'preparation')],
    '大船渡地区': [('平成28年3月', 'study')],
}


@pytest.fixture(scope='module')
def ofunato(shared_env):
    return loader.load(shared_env, 'ofunato')


def table(case):
    """Return the steps of the districts in order, by name of the area."""
    codes = {
        case.env.ref(f'support_council.{xml_id}'): code for code, xml_id in loader.STAGES.items()
    }
    return {
        council.area_id.name: [
            (step.date_label, codes.get(step.stage_id))
            for step in council.milestone_ids.sorted(lambda step: (step.effective_date, step.id))
        ]
        for council in case.councils
        if council.tier == '2'
    }


def test_the_district_table_is_as_printed(ofunato):
    assert table(ofunato) == DISTRICTS
    assert sum(map(len, DISTRICTS.values())) == 15


def test_steps_out_of_order_are_kept_and_the_last_one_is_the_stage(ofunato):
    """赤崎 prepared in January and studied in February; 盛 began with preparing."""
    stage = {council.area_id.name: council.stage_id for council in ofunato.councils}
    study = ofunato.env.ref('support_council.council_stage_study')
    preparation = ofunato.env.ref('support_council.council_stage_preparation')
    assert stage['赤崎地区'] == study
    assert stage['盛地区'] == stage['立根地区'] == stage['猪川地区'] == preparation
    assert stage['蛸ノ浦地区'].is_established


def test_members_entered_beside_the_stated_number(ofunato):
    """The papers list 20 (eleven of them leaders of districts) and state 28."""
    council = ofunato.councils.filtered(lambda one: one.tier == '1')
    assert council.stated_member_count == 28
    assert council.seat_count == len(council.seat_ids) == 20
    assert len(set(council.seat_ids.organization_id.mapped('name'))) == 10
    leaders = council.seat_ids.filtered(lambda seat: seat.category_id.name == '地区公民館長')
    assert len(leaders) == 11
    takonoura = ofunato.councils.filtered(lambda one: one.area_id.name == '蛸ノ浦地区')
    assert (takonoura.stated_member_count, takonoura.seat_count) == (31, 10)


def test_coordinators_of_city_and_first_district(ofunato):
    assert Counter(
        (one.tier, one.area_id.name, one.date_start.isoformat()) for one in ofunato.coordinators
    ) == {('1', '大船渡市', '2015-04-01'): 2, ('2', '蛸ノ浦地区', '2015-12-01'): 2}
    assert not any(one.engagement or one.working_time for one in ofunato.coordinators)
