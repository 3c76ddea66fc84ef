# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the ministry's survey asks for, of all twelve municipalities as of 2016-03-31."""

import loader
import pytest

from odoo.fields import Command

# (identical, tier 1, tier 2), read by hand from the files, apart from the loader. Coordinators
# that the papers only count by team are in; those of no stated tier or place are the last number.
COORDINATORS = {
    'amagasaki': (0, 0, 12, 0),  # two in each of six branches
    'anjo': (0, 0, 0, 12),  # 12 persons, who of them where is not said
    'hiratsuka': (0, 0, 36, 0),  # 12 teams of at least three
    'ikeda': (3, 0, 0, 0),  # the town is tier 1 and tier 2; tier 3 is not asked for
    'kosaka': (0, 2, 0, 0),
    'matsudo': (0, 1, 0, 0),
    'musashino': (0, 1, 0, 0),
    'ninomiya': (0, 0, 0, 0),  # from May 2017
    'ofunato': (0, 2, 2, 0),
    'tama': (0, 0, 0, 0),
    'tsubata': (0, 1, 1, 3),  # "three, 井上 included", without the other two areas
    'yoshimi': (0, 1, 0, 0),
}
COUNCILS = {
    'amagasaki': (0, 0, 0),
    'anjo': (0, 0, 8),
    'hiratsuka': (0, 0, 12),
    'ikeda': (1, 0, 0),
    'kosaka': (0, 1, 0),
    'matsudo': (0, 1, 0),
    'musashino': (0, 0, 0),  # all in preparation
    'ninomiya': (0, 0, 0),
    'ofunato': (0, 1, 1),
    'tama': (0, 1, 0),
    'tsubata': (0, 1, 7),  # six of one district, and 萩野台
    'yoshimi': (0, 1, 0),
}
IDENTICAL = {'ikeda'}


def survey(env, key):
    """Return the built dict of the survey for 平成27年度."""
    case = loader.load(env, key)
    contract = loader.add_contract(case, 2015)
    form = env.ref('support_reports.form_ministry')
    contract.form_line_ids = [Command.create({'form_id': form.id})]
    line = contract.form_line_ids.filtered(lambda one: one.form_id == form)
    report = line._create_reports(contract.date_end)
    assert len(report) == 1
    data = env['support.report.builder'].build(report)
    env.flush_all()
    return data


@pytest.mark.parametrize('key', COUNCILS)
def test_counts_of_the_survey(env, key):
    data = survey(env, key)
    same, placed, activities = data['tables']
    answer = same['rows'][0]['cells'][1]['value']
    rows = {row['cells'][0]['value']: row['cells'][1:] for row in placed['rows']}
    numbers = {label: tuple(cell['value'] for cell in cells) for label, cells in rows.items()}
    assert answer == ('はい' if key in IDENTICAL else 'いいえ')
    assert numbers['SC配置人数'] == COORDINATORS[key][:3]
    assert numbers['協議体の数'] == COUNCILS[key]
    unplaced = COORDINATORS[key][3]
    assert any(f'{unplaced}人は' in note for note in data['notes']) == bool(unplaced)
    for number, words in zip(COUNCILS[key], numbers['協議体の設置'], strict=True):
        assert (words == '1以上設置') == bool(number)
    assert len(activities['rows']) == 10


def test_activities_stand_under_the_tier_of_whoever_did_them(env):
    data = survey(env, 'ikeda')
    rows = [[cell['value'] for cell in row['cells']] for row in data['tables'][2]['rows']]
    # One area of both tiers: nothing can stand under tier 1 or tier 2 alone.
    assert sum(row[1] for row in rows) > 0
    assert all(row[2:] == [0, 0] for row in rows)
