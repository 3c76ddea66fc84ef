# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The survey of venues: one typical month each, classes letter for letter, totals and share."""

import io
from datetime import date

import openpyxl

from odoo.fields import Command

from .common import ReportCase

AREAS, CLASSES, PEOPLE, LIST = range(4)
START = date(2025, 4, 1)


class TestReportVenue(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.venue_form = cls.env.ref('support_reports.form_venue')
        cls.year = cls._contract(
            2025, form_line_ids=[Command.create({'form_id': cls.venue_form.id})]
        )
        cls.report = cls.year.form_line_ids._create_reports(START)
        cls.option = {
            name: cls.env.ref(f'support_resources.venue_{name}')
            for name in ('activity_tea', 'place_hall', 'operator_group', 'age_65', 'age_under65')
        }
        cls.salon = cls._venue(
            'サロン',
            participants_each=20,
            participants_month=31,
            headcount_ids=[
                Command.create({'age_id': cls.option[age].id, 'male': male, 'female': female})
                for age, male, female in (('age_65', 5, 20), ('age_under65', 1, 4))
            ],
        )
        cls.club = cls._venue('百歳体操', area_id=cls.south.id, participants_each=21,
                              participants_month=45, frequency='weekly')  # fmt: skip
        cls.env['support.area.statistic'].create(
            [
                {'area_id': cls.north.id, 'date': '2024-10-01', 'population_65': 9999},
                {'area_id': cls.north.id, 'date': '2025-10-01', 'population_65': 1000},
                {'area_id': cls.north.id, 'date': '2026-10-01', 'population_65': 9999},
                {'area_id': cls.city.id, 'date': '2025-10-01', 'population_65': 4000},
            ]
        )

    @classmethod
    def _venue(cls, name, **values):
        return cls.env['support.resource'].create(
            {
                'name': name,
                'category_id': cls.env.ref('support_resources.resource_category_salon').id,
                'is_venue': True,
                'area_id': cls.school.id,
                'frequency': 'monthly',
                'operator_kind': 'group',
                'venue_activity_id': cls.option['activity_tea'].id,
                'venue_place_id': cls.option['place_hall'].id,
                'venue_month': '2025-10-01',
                'event_ids': [
                    Command.create(
                        {'kind': 'recorded', 'date': '2024-01-01', 'entered_on': '2024-01-01'}
                    )
                ],
                **values,
            }
        )

    def _tables(self):
        return self.builder.build(self.report)['tables']

    def _rows(self, table):
        return {
            row['label']: [cell['value'] for cell in row['cells']]
            for row in self._tables()[table]['rows']
        }

    def _items(self):
        return {item['code']: item for item in self.builder.build(self.report)['missing']}

    def test_share_of_the_elderly_by_area_and_whole(self):
        rows = self._rows(AREAS)
        north = next(row for label, row in rows.items() if label.startswith(self.north.name))
        self.assertEqual(north[1:], [1000, 1, 31, 3.1])
        self.assertEqual(rows[self.south.name][1:], ['―', 1, 45, '―'])
        whole = next(row for label, row in rows.items() if label.startswith('計'))
        self.assertEqual(whole[1:], [4000, 2, 76, 1.9])
        self.assertEqual(self._items()['population']['domain'][0][2], self.south.ids)

    def test_share_takes_the_first_later_figure_where_there_is_none_before(self):
        for day, number in (('2026-10-01', 900), ('2027-10-01', 9999)):
            self.env['support.area.statistic'].create(
                {'area_id': self.south.id, 'date': day, 'population_65': number}
            )
        rows = self._rows(AREAS)
        south = next(row for label, row in rows.items() if label.startswith(self.south.name))
        self.assertEqual(south[:2], ['South（令和8年10月1日）', 900])
        self.assertNotIn('population', self._items())

    def test_share_is_rounded_half_up(self):
        rate = self.env['support.report.builder.venue']._rate
        self.assertEqual(
            [rate(*pair) for pair in ((1, 2000), (1, 2001), (3, 40), (0, 7))], [0.1, 0.0, 7.5, 0.0]
        )

    def test_classes_are_those_of_the_survey(self):
        labels = list(self._rows(CLASSES))
        for question, answers in (
            ('主な活動内容', ('体操（運動）', '趣味活動', '茶話会', '認知症予防')),
            ('運営主体', ('住民団体', '住民個人', '社会福祉協議会')),
            ('場所', ('公民館・自治会館・集会所', '介護関係施設・事業所の空きスペース')),
            ('開催頻度', ('週1回以上', '月2回以上4回未満', '月1回以上2回未満')),
            (
                '1箇所1回あたり参加者実人数',
                ('1~20', '21~40', '41~60', '61~80', '81~100', '100人超'),
            ),
        ):
            for answer in answers:
                self.assertIn(f'{question} {answer}', labels)

    def test_each_question_holds_every_venue_once(self):
        self._venue('未記入のサロン', venue_activity_id=False, operator_kind=False)
        sums, question = {}, None
        for row in self._tables()[CLASSES]['rows']:
            question = row['cells'][0]['value'] or question
            number, people = sums.get(question, (0, 0))
            sums[question] = (number + row['cells'][2]['value'], people + row['cells'][3]['value'])
        self.assertEqual(set(sums.values()), {(3, 76)})
        rows = self._rows(CLASSES)
        self.assertEqual(rows['主な活動内容 未記入'][2:], [1, 0])
        self.assertEqual(rows['1箇所1回あたり参加者実人数 1~20'][2:], [1, 31])
        self.assertEqual(rows['1箇所1回あたり参加者実人数 21~40'][2:], [1, 45])

    def test_bounds_of_sizes(self):
        size = self.env['support.report.builder.venue']._size
        self.assertEqual(
            [size(number) for number in (0, 1, 20, 21, 100, 101)], [None, 20, 20, 40, 100, 'more']
        )

    def test_option_that_the_office_added_is_a_row(self):
        option = self.env['support.venue.class'].create({'kind': 'activity', 'name': '会食'})
        self.assertEqual(self._rows(CLASSES)['主な活動内容 会食'][2], 0)
        self.club.venue_activity_id = option
        option.active = False
        self.assertEqual(self._rows(CLASSES)['主な活動内容 会食'][2], 1)

    def test_ages_and_sexes(self):
        self.assertEqual(self._rows(PEOPLE)['65～74歳'][1:], [5, 20, 0, 25])
        self.assertEqual(self._rows(PEOPLE)['計'][1:], [6, 24, 0, 30])
        self.assertEqual(self._rows(LIST)['サロン'][6:9], [20, 31, 25])
        self.assertEqual(self._rows(LIST)['百歳体操'][8], None)

    def test_only_what_ran_often_enough_counts(self):
        self._venue('隔月', frequency='less')
        later = {'kind': 'created', 'date': '2026-04-01', 'entered_on': '2026-04-01'}
        self._venue('これから', event_ids=[Command.create(later)])
        self._venue('対象外', is_venue=False)
        self._venue('他社', company_id=self.env['res.company'].create({'name': 'X'}).id)
        self.assertEqual(set(self._rows(LIST)), {'サロン', '百歳体操'})
        self.assertIn('venue_rare', self._items())

    def test_gaps_and_impossible_numbers_are_listed(self):
        self.assertFalse({code for code in self._items() if code.startswith('venue')})
        self.club.write({'participants_month': 0, 'venue_month': '2026-05-01'})
        self.salon.participants_each = 32
        items = self._items()
        self.assertEqual(items['venue_gaps']['domain'][0][2], self.club.ids)
        self.assertEqual(items['venue_old']['domain'][0][2], self.club.ids)
        self.assertEqual(items['venue_wrong']['domain'][0][2], self.salon.ids)
        notes = self.builder.build(self.report)['notes']
        self.assertTrue(any('未入力の会場1か所' in note for note in notes))

    def test_workbook_holds_the_same_numbers(self):
        data = self.builder.build(self.report)
        book = openpyxl.load_workbook(io.BytesIO(self.env['support.report.xlsx'].render(data)))
        self.assertEqual(book.sheetnames, ['集計', '会場一覧'])
        written = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        numbers = {
            cell['value']
            for table in data['tables']
            for row in table['rows']
            for cell in row['cells']
            if isinstance(cell['value'], int | float)
        }
        self.assertLessEqual(numbers, written)
        self.assertTrue('1.9%' in self.env['support.report.pdf'].render_html(data))

    def test_submitted_survey_stays_as_it_was(self):
        self.report._submit()
        before = self.report.snapshot['tables']
        self.salon.participants_month = 99
        self.option['activity_tea'].name = 'お茶会'
        self.assertEqual(self._tables(), before)
