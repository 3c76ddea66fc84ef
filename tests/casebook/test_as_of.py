# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The as-of table of all twelve municipalities, against a count from the files in plain Python."""

from datetime import date

import loader
import published
import pytest

DAYS = {
    'anjo': [date(2015, 3, 31), date(2015, 4, 29), date(2016, 3, 31)],
    'ninomiya': [date(2016, 7, 15), date(2018, 11, 15), date(2019, 3, 31)],
    'tsubata': [date(2013, 11, 1), date(2015, 7, 31), date(2016, 3, 31)],
}
USUAL_DAYS = [date(2015, 6, 15), date(2015, 10, 15), date(2016, 3, 31)]
# Areas by (not started, study, preparation, established) at the last of the three dates.
AT_THE_END = {
    'amagasaki': {1: (1, 0, 0, 0), 2: (0, 0, 6, 0)},
    'anjo': {2: (0, 0, 0, 8)},
    'hiratsuka': {1: (1, 0, 0, 0), 2: (13, 0, 0, 12)},
    'ikeda': {1: (0, 0, 0, 1), 2: (1, 0, 0, 0)},
    'kosaka': {1: (0, 0, 0, 1)},
    'matsudo': {1: (0, 0, 0, 1), 2: (15, 0, 0, 0)},
    'musashino': {1: (0, 0, 1, 0), 2: (0, 6, 0, 0)},
    'ninomiya': {1: (0, 1, 0, 0), 2: (0, 0, 2, 1)},
    'ofunato': {1: (0, 0, 0, 1), 2: (0, 4, 3, 1)},
    'tama': {1: (0, 0, 0, 1), 2: (0, 5, 0, 0)},
    'tsubata': {1: (0, 0, 0, 1), 2: (1, 0, 0, 2)},
    'yoshimi': {1: (0, 0, 0, 1)},
}
CODES = [None, *published.RANKS]


def table_row(env, tier, day):
    """Return the row of a day as numbers by code of the stage; empty without areas of the tier."""
    codes = {False: None}
    codes |= {
        env.ref(f'support_council.{xml_id}').id: code for code, xml_id in loader.STAGES.items()
    }
    rows = env['support.progress'].get_table(str(tier), day)['rows']
    return {
        codes[cell['stage_id']]: cell['count']
        for row in rows
        if row['date'] == day.isoformat()
        for cell in row['cells']
        if cell['count']
    }


def test_every_case_is_there():
    assert set(AT_THE_END) == {path.stem for path in loader.CASES.glob('*.json')}


@pytest.mark.parametrize('key', AT_THE_END)
def test_table_at_three_dates(env, key):
    loader.load(env, key)
    days = DAYS.get(key, USUAL_DAYS)
    expected = {(tier, day): published.progress(key, tier, day) for tier in (1, 2) for day in days}
    shown = {(tier, day): table_row(env, tier, day) for tier, day in expected}
    assert shown == expected
    last = {
        tier: tuple(shown[tier, days[-1]].get(code, 0) for code in CODES)
        for tier in (1, 2)
        if shown[tier, days[-1]]
    }
    assert last == AT_THE_END[key]
    env.flush_all()


def test_a_number_of_the_table_opens_its_councils(env):
    case = loader.load(env, 'hiratsuka')
    table = env['support.progress'].get_table('2', '2016-03-31')
    row = next(row for row in table['rows'] if row['date'] == '2016-03-31')
    assert row['total'] == 25
    assert row['cells'][-1]['council_ids'] == case.councils.ids
    env.flush_all()
