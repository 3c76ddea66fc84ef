# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""安城市's district meetings with their agenda, 吉見町's study sessions and forum."""

from collections import Counter

import loader
import pytest


@pytest.fixture(scope='module')
def anjo(shared_env):
    case = loader.load(shared_env, 'anjo')
    facts = [fact for fact in case.facts['activities'] if fact['actor'] == 'council']
    case.meetings = loader.add_meetings(case, facts)
    return case


@pytest.fixture(scope='module')
def yoshimi(shared_env):
    case = loader.load(shared_env, 'yoshimi')
    facts = [fact for fact in case.facts['activities'] if fact['kind'] in ('study', 'forum')]
    case.meetings = loader.add_meetings(case, facts)
    return case


def counted(meetings):
    """Return what the log counts of meetings: ``{(code of the kind, month): quantity}``."""
    rows = meetings.entry_ids.all_count_ids.filtered('active')
    result = Counter()
    for row in rows:
        result[row.kind_id.code, row.month_key] += row.quantity
    return result


def test_anjo_eight_districts_meet_twice(anjo):
    assert len(anjo.meetings) == 16
    for council in anjo.councils:
        links = council.meeting_link_ids.sorted('meeting_date')
        assert links.mapped('number') == [1, 2]
        # The papers number them too.
        assert [f'({link.number}回目)' in link.meeting_id.name for link in links] == [True, True]


def test_anjo_agendas_are_the_printed_ones(anjo):
    by_council = {
        (meeting.council_ids.area_id.name, meeting.link_ids.number): meeting.agenda_ids.mapped(
            'name'
        )
        for meeting in anjo.meetings
    }
    assert by_council['A地区', 1] == [
        '「生活支援ネットワーク会議とは」',
        '「各専門機関の自己紹介と報告」',
        '「意見交換」',
    ]
    assert by_council['C地区', 2] == ['意見交換会「各町の取り組みを見てみよう・聞いてみよう」']
    assert by_council['H地区', 2] == [
        'マップづくりから見える私のまちの“良い人“ ”良いこと“ ”良いところ“'
    ]
    assert sum(map(len, by_council.values())) == 36


def test_anjo_each_meeting_counts_once_in_its_month(anjo):
    assert counted(anjo.meetings) == {
        ('area_meeting', 201507): 1,
        ('area_meeting', 201509): 2,
        ('area_meeting', 201511): 2,
        ('area_meeting', 201512): 2,
        ('area_meeting', 201601): 1,
        ('area_meeting', 201602): 6,
        ('area_meeting', 201603): 2,
    }
    # Of a meeting known by its month only there is no hour, and so nothing in a calendar.
    assert not any(anjo.meetings.mapped('start'))
    assert set(anjo.meetings.mapped('date_precision')) == {'month'}


def test_yoshimi_five_study_sessions_and_a_forum(yoshimi):
    study = yoshimi.meetings.filtered(lambda one: one.kind_id.code == 'study').sorted('date')
    assert study.mapped('headcount') == [9, 11, 10, 23, 25]
    assert study.link_ids.sorted('meeting_date').mapped('number') == [1, 2, 3, 4, 5]
    assert [one.date_label for one in study] == [
        '平成27年4月27日',
        '平成27年5月26日',
        '平成27年7月23日',
        '平成27年10月21日',
        '平成27年12月9日',
    ]
    forum = yoshimi.meetings - study
    assert (forum.kind_id.code, forum.headcount, forum.headcount_is_approx) == ('forum', 74, False)


def test_yoshimi_gatherings_are_counted_as_held_by_us(yoshimi):
    assert counted(yoshimi.meetings) == {
        ('training_held', month): 1 for month in (201504, 201505, 201507, 201510, 201512, 201602)
    }
    # Saving them again adds nothing.
    for meeting in yoshimi.meetings:
        meeting.write({'headcount': meeting.headcount, 'place': '吉見町'})
    assert len(yoshimi.meetings.entry_ids) == 6
    assert sum(counted(yoshimi.meetings).values()) == 6
