# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""池田町: the coordinator's own table of FY2015, 29 entries, as four quarterly reports."""

from collections import Counter
from datetime import date

import loader
import pytest

from odoo.fields import Command

# Read apart from the loader: what a line of the published table counts as, by printed label.
COLUMNS = {
    'visit': '地域活動(行事等)の訪問回数',
    'briefing': '地域の会議・研修の参加回数',
    'meeting': '地域の会議・研修の参加回数',
    'training': '講座・研修等の実施回数',
    'study': '講座・研修等の実施回数',
    'forum': '講座・研修等の実施回数',
}
QUARTERS = {1: (4, 5, 6), 2: (7, 8, 9), 3: (10, 11, 12), 4: (1, 2, 3)}
ENTRIES = 29
PARTICIPANTS = 973


def published():
    """The lines that the town printed as the coordinator's."""
    return [row for row in loader.read('ikeda')['activities'] if row['actor'] == 'coordinator']


def tally():
    """Count the lines by (month as 201504, printed label): the first seven characters decide."""
    counted = Counter()
    for row in published():
        counted[int(row['date'][:4] + row['date'][5:7]), COLUMNS[row['kind']]] += 1
    return counted


@pytest.fixture(scope='module')
def ikeda(shared_env):
    return loader.load(shared_env, 'ikeda')


@pytest.fixture(scope='module')
def sheets(ikeda):
    """The built dicts of the four quarters."""
    line = loader.add_contract(ikeda, 2015).form_line_ids
    builder = ikeda.env['support.report.builder']
    days = [date(2015, 4, 1), date(2015, 7, 1), date(2015, 10, 1), date(2016, 1, 1)]
    return [builder.build(line._create_reports(day)) for day in days]


def printed(data):
    """Return the month rows as ``{(month, label): number}``, the total as ``{label: number}``."""
    labels = [column['label'] for column in data['counts']['columns']]
    months, total = {}, {}
    for row in data['counts']['rows']:
        numbers = dict(zip(labels, (cell['value'] for cell in row['cells']), strict=True))
        if row['is_total']:
            total = numbers
        else:
            months |= {(row['month_key'], label): number for label, number in numbers.items()}
    return months, total


def test_every_line_of_the_coordinator_is_an_entry(ikeda):
    assert len(ikeda.entries) == len(published()) == ENTRIES
    assert sum(ikeda.entries.mapped('headcount')) == PARTICIPANTS
    approximate = [row for row in published() if row['participants_is_approx']]
    about = ikeda.entries.filtered('headcount_is_approx')
    assert len(about) == len(approximate) == 16
    assert sorted(about.mapped('headcount')) == sorted(row['participants'] for row in approximate)


def test_dates_are_as_exact_as_published(ikeda):
    precisions = Counter(ikeda.entries.mapped('date_precision'))
    assert precisions == {'day': 28, 'month': 1}
    by_month = ikeda.entries.filtered(lambda one: one.date_precision == 'month')
    assert by_month.date_label == '平成27年5月'
    spans = ikeda.entries.filtered(lambda one: one.date_precision == 'day' and one.date_to)
    assert {(one.date.isoformat(), one.date_to.isoformat()) for one in spans} == {
        ('2015-09-15', '2015-09-25'),
        ('2015-10-06', '2015-10-07'),
        ('2015-11-09', '2015-11-10'),
        ('2016-02-22', '2016-02-23'),
    }


def test_the_town_is_tier_1_and_tier_2_at_once(ikeda):
    assert len(ikeda.areas) == 1
    assert (ikeda.city.is_tier1, ikeda.city.is_tier2) == (True, True)
    assert ikeda.city.statistic_ids.ageing_rate == 39.9


def test_the_council_stands_where_the_papers_say(ikeda):
    council = ikeda.councils
    assert council.stage_id.is_established
    assert council.launch_date == date(2015, 6, 1)
    assert len(council.seat_ids) == 17
    assert len(council.milestone_ids) == 3


@pytest.mark.parametrize('quarter', QUARTERS)
def test_quarterly_report_equals_the_published_table(sheets, quarter):
    months, total = printed(sheets[quarter - 1])
    year = 2016 if quarter == 4 else 2015
    keys = [year * 100 + month for month in QUARTERS[quarter]]
    assert [row['month_key'] for row in sheets[quarter - 1]['counts']['rows']] == [*keys, 0]
    expected = tally()
    labels = {label for _month, label in months}
    assert len(labels) == 8
    assert labels >= set(COLUMNS.values())
    assert months == {(key, label): expected[key, label] for key in keys for label in labels}
    assert total == {label: sum(expected[key, label] for key in keys) for label in labels}


def test_the_year_has_every_line_once(sheets):
    totals = [sum(printed(data)[1].values()) for data in sheets]
    assert totals == [5, 7, 7, 10]
    assert sum(totals) == ENTRIES


def counted_again(ikeda, day):
    """Count the quarter of a day on a contract of its own, after a test has added entries."""
    ikeda.env.flush_all()  # the fixture ``env`` takes back what was written, not what waits to be
    report = loader.add_contract(ikeda, 2015).form_line_ids._create_reports(day)
    result = printed(ikeda.env['support.report.builder'].build(report))
    ikeda.env.flush_all()
    return result


def test_a_span_over_the_end_of_a_month_counts_in_its_first_month(env, ikeda):
    loader.add_entries(
        ikeda, [{'date': '2015-08-30', 'date_end': '2015-09-02', 'kind': 'visit', 'title': 'Span'}]
    )
    months, _total = counted_again(ikeda, date(2015, 7, 1))
    assert months[201508, COLUMNS['visit']] == 1
    assert months[201509, COLUMNS['visit']] == tally()[201509, COLUMNS['visit']] == 1


def test_work_outside_the_commission_is_not_in_the_form(env, ikeda, sheets):
    outside = env.ref('support_council.commission_outside')
    first_quarter = ikeda.entries.filtered(lambda entry: entry.quarter == '1')
    for entry in first_quarter:
        entry.copy({'commission_id': outside.id})
    assert len(first_quarter) == 5
    assert counted_again(ikeda, date(2015, 4, 1)) == printed(sheets[0])


def test_yearly_report_is_made_of_the_four_submitted_quarters(env, ikeda):
    contract = loader.add_contract(ikeda, 2015)
    quarterly = contract.form_line_ids
    form = env.ref('support_reports.form_yearly')
    contract.form_line_ids = [Command.create({'form_id': form.id})]
    for day in (date(2015, 4, 1), date(2015, 7, 1), date(2015, 10, 1), date(2016, 1, 1)):
        report = quarterly._create_reports(day)
        report.text_ids.text = '特になし'
        report._submit()
    year = (contract.form_line_ids - quarterly)._create_reports(contract.date_end)
    data = env['support.report.builder'].build(year)
    rows = {row['label']: row for row in data['tables'][0]['rows']}
    expected = Counter()
    for (_month, label), number in tally().items():
        expected[label] += number
    assert len(rows) == 8
    assert {label: row['submitted'] for label, row in rows.items()} == {
        label: expected[label] for label in rows
    }
    assert all(row['counted'] == row['submitted'] for row in rows.values())
    assert sum(row['submitted'] for row in rows.values()) == ENTRIES
    assert [item['code'] for item in data['missing'] if item['level'] == 'block'] == []
    env.flush_all()
