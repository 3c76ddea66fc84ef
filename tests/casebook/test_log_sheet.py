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


def test_musashino_half_month_in_the_order_of_the_form(musashino):
    """The sample of the form has two rows, 120 and 20 minutes; names are masked in it."""
    coordinator = musashino.coordinators
    rows = [
        {
            'date': date(2015, 6, 16),
            'event_name': '介護者教室',
            'counterpart': '●●在宅介護支援センター',
            'progress_content': '【参加者●名】',
            'other_area_issue': '買い物について',
            'participant_ids': [Command.create({'coordinator_id': coordinator.id, 'minutes': 120})],
        },
        {
            'date': date(2015, 6, 16),
            'event_name': '-（相談）',
            'counterpart': '▲▲民生委員',
            'participant_ids': [
                Command.create(
                    {
                        'coordinator_id': coordinator.id,
                        'minutes': 20,
                        'next_approach': '市民社協地域担当者に相談する',
                    }
                )
            ],
        },
        # on the sheet before and the sheet after
        {'date': date(2015, 6, 15), 'event_name': '前半', 'participant_ids': []},
        {'date': date(2015, 7, 1), 'event_name': '翌月', 'participant_ids': []},
    ]
    musashino.env['support.activity'].create(
        [
            {**row, 'area_id': musashino.city.id, 'commission_id': musashino.commission.id}
            for row in rows
        ]
    )
    sheet = printed(musashino, month=date(2015, 6, 1), part='second')
    form = next(form for form in musashino.facts['forms'] if form['name'] == sheet['title'])
    # The file has the brackets in half width, the form itself in full width.
    assert [head.replace('（', '(').replace('）', ')') for head in sheet['head']] == form['fields']
    assert sheet['period'] == '平成27年6月16日～平成27年6月30日'
    assert [(row[0], row[1], row[3], row[4], row[8], row[9]) for row in sheet['rows']] == [
        ('6月16日', 120, '●●在宅介護支援センター', '介護者教室', '', '買い物について'),
        ('6月16日', 20, '▲▲民生委員', '-（相談）', '市民社協地域担当者に相談する', ''),
    ]


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
