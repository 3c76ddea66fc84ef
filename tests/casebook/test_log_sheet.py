# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log on paper: 池田町's table of FY2015, and 武蔵野市's half-monthly form."""

from datetime import date

import loader
import pytest

from odoo.fields import Command


@pytest.fixture(scope='module')
def ikeda(shared_env):
    return loader.load(shared_env, 'ikeda')


@pytest.fixture(scope='module')
def musashino(shared_env):
    return loader.load(shared_env, 'musashino')


def printed(case, **values):
    sheet = case.env['support.activity.sheet'].create(
        {'coordinator_id': False, 'area_id': case.city.id, 'show_approval': False, **values}
    )
    return sheet._get_sheet()


def test_ikeda_table_has_every_line_as_published(ikeda):
    table = printed(
        ikeda,
        layout='overview',
        part='free',
        date_from=date(2015, 4, 1),
        date_to=date(2016, 3, 31),
    )
    form = next(form for form in ikeda.facts['forms'] if '活動状況' in form['name'])
    assert table['head'] == form['fields']
    assert table['title'].startswith('生活支援コーディネーター')
    lines = [row for row in ikeda.facts['activities'] if row['actor'] == 'coordinator']
    assert len(table['rows']) == len(lines) == 29
    expected = []
    for line in lines:
        people = line['participants'] or ''
        scene, _slash, content = line['title'].partition(' / ')
        about = line['participants_is_approx']
        expected.append((scene, content, f'約{people}' if about else people))
    assert sorted(map(str, expected)) == sorted(str(tuple(row[1:])) for row in table['rows'])
    assert table['total'] == 973
    dates = [row[0] for row in table['rows']]
    assert '平成27年5月' in dates  # its day is not known
    assert '平成27年9月15日～平成27年9月25日' in dates


def enter_half_month(case):
    """Enter the two rows of the form's sample, and one on the sheet before and after each."""
    line = {'coordinator_id': case.coordinators.id}
    rows = [
        {
            'date': date(2015, 6, 16),
            'event_name': '介護者教室',
            'counterpart': '●●在宅介護支援センター',
            'progress_content': '【参加者●名】',
            'other_area_issue': '買い物について',
            'participant_ids': [Command.create({**line, 'minutes': 120})],
        },
        {
            'date': date(2015, 6, 16),
            'event_name': '-（相談）',
            'counterpart': '▲▲民生委員',
            'participant_ids': [
                Command.create(
                    {**line, 'minutes': 20, 'next_approach': '市民社協地域担当者に相談する'}
                )
            ],
        },
        {'date': date(2015, 6, 15), 'event_name': '前半', 'participant_ids': []},
        {'date': date(2015, 7, 1), 'event_name': '翌月', 'participant_ids': []},
    ]
    case.env['support.activity'].create(
        [
            {
                **row,
                'area_id': case.city.id,
                'commission_id': case.commission.id,
                'share_level': 'commissioner',
            }
            for row in rows
        ]
    )


def form_fields(case, name):
    """Return the heads of a published form; the file has its brackets in half width."""
    form = next(form for form in case.facts['forms'] if form['name'] == name)
    return [head.replace('(', '（').replace(')', '）') for head in form['fields']]


# Names are masked in the sample; of the ten columns those that it fills.
SAMPLE = [
    ('6月16日', 120, '●●在宅介護支援センター', '介護者教室', '', '買い物について'),
    ('6月16日', 20, '▲▲民生委員', '-（相談）', '市民社協地域担当者に相談する', ''),
]


def filled(row):
    return row[0], row[1], row[3], row[4], row[8], row[9]


def test_musashino_half_month_in_the_order_of_the_form(env, musashino):
    """The sample of the form has two rows, 120 and 20 minutes."""
    enter_half_month(musashino)
    sheet = printed(musashino, month=date(2015, 6, 1), part='second')
    assert sheet['head'] == form_fields(musashino, sheet['title'])
    assert sheet['period'] == '平成27年6月16日～6月30日'
    assert [filled(row) for row in sheet['rows']] == SAMPLE
    env.flush_all()


def test_musashino_shares_the_half_month_as_a_report(env, musashino):
    """24 sheets a year for the three who share it; the same rows, frozen when handed in."""
    enter_half_month(musashino)
    contract = loader.add_contract(musashino, 2015)
    form = env.ref('support_reports.form_log')
    contract.form_line_ids = [Command.create({'form_id': form.id})]
    line = contract.form_line_ids.filtered(lambda one: one.form_id == form)
    assert len(line._periods()) == 24
    reports = line._create_reports(date(2015, 6, 20))
    report = reports[0]
    builder = env['support.report.builder']
    data = builder.build(report)
    assert data['heading'] == 'コーディネーター活動記録　　　平成27年6月16日～6月30日'
    (table,) = data['tables']
    heads = [column['label'] for column in table['columns']]
    assert heads == form_fields(musashino, 'コーディネーター活動記録')
    rows = [[cell['value'] for cell in row['cells']] for row in table['rows']]
    assert [filled(row) for row in rows] == SAMPLE
    reports[1:].action_review()
    report._submit()
    assert builder.build(report)['tables'] == data['tables']
    assert report._broken_parts() == []
    env.flush_all()


def test_hiratsuka_first_agenda_is_shipped(shared_env):
    """The headings and points of the form 「平成27年度第1回★★地区協議体 次第」."""
    form = loader.read('hiratsuka')['forms'][0]
    template = shared_env.ref('support_council.agenda_template_first')
    shipped = [
        f'{number}.{line.name}: {point}'
        for number, line in enumerate(template.line_ids, 1)
        for point in line.note.splitlines()
    ]
    assert [point.replace('（', '(').replace('）', ')') for point in shipped] == form['fields']
