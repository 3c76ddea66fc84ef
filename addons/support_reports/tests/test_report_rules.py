# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from itertools import count

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, tagged

from ..tools.formula import Formula, FormulaError, in_order, is_code, normalise, round_number
from .common import DECEMBER, NOVEMBER, OCTOBER, ReportCase


class RuleCase(ReportCase):
    numbers = count()

    @classmethod
    def _column(cls, **values):
        """Add a column to the form."""
        return cls.env['support.report.indicator'].create(
            {'form_id': cls.form.id, 'label': 'New', 'unit': 'x', 'sequence': 99, **values}
        )

    @contextmanager
    def _refused(self, words):
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            yield

    def _launch(self, day, **values):
        precision = values.pop('date_precision', 'day')
        council = self.env['support.council'].create(
            {
                'name': f'Council {next(self.numbers)}',
                'area_id': self.north.id,
                'origin': 'existing',
                **values,
            }
        )
        council.with_context(
            stage_date=day.isoformat(), stage_date_precision=precision
        ).stage_id = self.established
        return council

    def _opened(self, report, *figure):
        action = report.action_open_figure(*figure)
        return self.env[action['res_model']].search(action['domain'])


@tagged('post_install', '-at_install')
class TestFormula(BaseCase):
    def test_results_are_exact_until_rounded(self):
        values = {'a': 1, 'b': 3, '訪問': 10}
        for text, result in (
            ('a / b * 3', Fraction(1)),
            ('(a + b) * 2 - 訪問', Fraction(-2)),
            ('-b + 0.1 + 0.2', Fraction(-27, 10)),
            ('+a', Fraction(1)),
        ):
            with self.subTest(text=text):
                self.assertEqual(Formula(text).evaluate(values), result)
        self.assertEqual(Formula('b + a + b').names, ('b', 'a'))

    def test_no_result_without_a_divisor_or_a_number(self):
        self.assertIsNone(Formula('a / (b - b)').evaluate({'a': 1, 'b': 2}))
        self.assertIsNone(Formula('a + b').evaluate({'a': 1, 'b': None}))

    def test_rounding_goes_away_from_zero(self):
        for value, half_up, down, up in (
            (Fraction(5, 2), 3, 2, 3),
            (Fraction(-5, 2), -3, -2, -3),
            (Fraction(9, 4), 2, 2, 3),
            (Fraction(4), 4, 4, 4),
        ):
            with self.subTest(value=value):
                self.assertEqual(round_number(value, 'half_up'), half_up)
                self.assertEqual(round_number(value, 'down'), down)
                self.assertEqual(round_number(value, 'up'), up)
                for tenth in ('half_up', 'down', 'up'):
                    wanted = Fraction(round_number(value, tenth), 10)
                    self.assertEqual(round_number(value / 10, tenth, 1), wanted)
        # What a float would get wrong: 1.005 is a little less there.
        self.assertEqual(round_number(Fraction('1.005'), 'half_up', 2), Fraction('1.01'))

    def test_nothing_but_arithmetic_is_read(self):
        for text, reason in (
            ('', 'empty'),
            ('a +', 'syntax'),
            ('a' * 300, 'long'),
            ('a ** b', 'element'),
            ('a // b', 'element'),
            ('a % b', 'element'),
            ('max(a, b)', 'element'),
            ('a.b', 'element'),
            ('a[0]', 'element'),
            ('a if b else 1', 'element'),
            ('a == b', 'element'),
            ('(a, b)', 'element'),
            ('lambda: a', 'element'),
            ('[a for a in b]', 'element'),
            ('"a"', 'element'),
            ('True', 'element'),
            ('1j', 'element'),
            ('1e999', 'element'),
            ('~a', 'element'),
            ('not a', 'element'),
            ('(a := 1)', 'element'),
            ('__import__("os")', 'element'),
            ('(' * 190 + '1', 'syntax'),
            ('a\0', 'syntax'),
        ):
            with self.subTest(text=text), self.assertRaises(FormulaError) as caught:
                Formula(text)
            self.assertEqual(caught.exception.reason, reason, text)

    def test_typed_as_on_a_japanese_keyboard(self):
        self.assertEqual(normalise('（ｎ１＋ｎ２）×１００÷ｎ３'), '(n1+n2)*100/n3')
        self.assertTrue(is_code('訪問2'))
        for code in ('2a', 'a b', 'if', '', 'ｎ１', 'a-b', 'a' * 21):
            self.assertFalse(is_code(code), code)

    def test_each_formula_stands_behind_what_it_needs(self):
        formulas = {'a': Formula('b + c'), 'b': Formula('c * 2'), 'd': Formula('x')}
        self.assertEqual(in_order(formulas), ['b', 'a', 'd'])
        formulas['c'] = Formula('1 + a')
        with self.assertRaises(FormulaError) as caught:
            in_order(formulas)
        self.assertEqual(caught.exception.reason, 'circle')
        self.assertEqual(caught.exception.part, 'a → b → c → a')


@tagged('post_install', '-at_install')
class TestReportRules(RuleCase):
    # ---- Sources and conditions ----

    def test_an_entry_counts_once_for_each_of_us(self):
        each = self._column(kind_ids=self.kinds['visit'].ids, count_by='participant')
        both = [
            Command.create({'coordinator_id': one.id})
            for one in self.coordinator_a | self.coordinator_b
        ]
        entry = self._log(
            date(2026, 10, 5),
            {self.kinds['visit']: 3},
            participant_ids=both,
            area_ids=[Command.set(self.south.ids)],
        )
        nobody = self._log(date(2026, 10, 6), participant_ids=False)
        city, sheets = self._reports()
        self.assertEqual(self._numbers(city)[OCTOBER, self.visits.id], 7)
        self.assertEqual(self._numbers(city)[OCTOBER, each.id], 12)
        self.form.roll_up = 'distinct'
        self.assertEqual(self._numbers(city)[OCTOBER, each.id], 6)
        self.assertEqual([self._numbers(sheet)[0, each.id] for sheet in sheets], [6, 6])
        self.assertEqual(self._opened(city, each.id, OCTOBER).activity_id, entry)
        card = city.get_figure_card(each.id, OCTOBER)
        self.assertIn('each of us', card['rule'])
        self.assertEqual([line['code'] for line in card['nearly']], ['nobody'])
        action = city.action_open_nearly('nobody', each.id, OCTOBER)
        found = self.env[action['res_model']].search(action['domain'])
        self.assertEqual(found.activity_id, nobody)

    def test_conditions_choose_entries(self):
        first = self._column(
            kind_ids=self.kinds['consultation'].ids,
            rule_domain="[('activity_id.is_continued', '=', False)]",
        )
        consultation = {self.kinds['consultation']: 1}
        entry = self._log(date(2026, 10, 5), consultation)
        again = self._log(date(2026, 10, 6), consultation, is_continued=True)
        city, sheets = self._reports()
        all_of_them = self.env.ref('support_reports.indicator_consultation')
        self.assertEqual(self._numbers(city)[OCTOBER, all_of_them.id], 2)
        self.assertEqual(self._numbers(city)[OCTOBER, first.id], 1)
        self.assertEqual(self._numbers(sheets[0])[0, first.id], 1)
        self.assertEqual(self._opened(city, first.id).activity_id, entry)
        card = city.get_figure_card(first.id, OCTOBER)
        self.assertIn('not (Continued Consultation)', card['rule'])
        self.assertEqual([line['code'] for line in card['nearly']], ['rule'])
        action = city.action_open_nearly('rule', first.id, OCTOBER)
        self.assertEqual(self.env[action['res_model']].search(action['domain']).activity_id, again)

    def test_all_needs_or_some(self):
        every = self._column(source='need')
        old = self._column(source='need', rule_domain="[('age_band', 'in', ['85_over'])]")
        self._watch_need(date(2026, 11, 1), age_band='85_over')
        self._watch_need(date(2026, 11, 2), source='survey')
        self._watch_need(date(2026, 11, 2), source='survey', date_precision='fiscal_year')
        city, _sheets = self._reports()
        numbers = self._numbers(city)
        found = [numbers[NOVEMBER, one.id] for one in (self.watch, every, old)]
        self.assertEqual(found, [1, 2, 1])
        self.assertEqual(len(self._opened(city, every.id)), 2)
        nearly = city.get_figure_card(every.id, NOVEMBER)['nearly']
        self.assertEqual([line['code'] for line in nearly], ['undated'])
        self.assertIn('85', city.get_figure_card(old.id)['rule'])

    def test_meetings_by_host_and_area_of_each_council(self):
        own = self._column(source='meeting', rule_domain="[('host', '=', 'own')]")
        every = self._column(source='meeting')
        southern = self.env['support.council'].create({'name': 'S', 'area_id': self.south.id})
        joint = self._meeting(date(2026, 10, 5), councils=self.council | southern)
        joint.action_hold()
        other = self._meeting(date(2026, 10, 6), host='other')
        other.action_hold()
        planned = self._meeting(date(2026, 10, 7))
        city, sheets = self._reports()
        numbers = self._numbers(city)
        self.assertEqual((numbers[OCTOBER, own.id], numbers[OCTOBER, every.id]), (2, 3))
        self.assertIn('shared_meeting', self._codes(city))
        self.form.roll_up = 'distinct'
        numbers = self._numbers(city)
        self.assertEqual((numbers[OCTOBER, own.id], numbers[OCTOBER, every.id]), (1, 2))
        self.assertEqual([self._numbers(sheet)[0, own.id] for sheet in sheets], [1, 1])
        self.assertEqual(self._opened(city, own.id), joint)
        self.assertEqual(self._opened(city, every.id, OCTOBER), joint | other)
        self.assertEqual(self._opened(city, every.id, OCTOBER, self.south.id), joint)
        card = city.get_figure_card(own.id, OCTOBER)
        self.assertIn('Held By is We', card['rule'])
        codes = {line['code']: line['number'] for line in card['nearly']}
        self.assertEqual(codes, {'rule': 1, 'meetings_open': 1})
        action = city.action_open_nearly('meetings_open', own.id, OCTOBER)
        self.assertEqual(self.env[action['res_model']].search(action['domain']), planned)
        missing = city.action_open_missing('shared_meeting')
        self.assertEqual(self.env[missing['res_model']].search(missing['domain']), joint | other)

    def test_councils_in_the_month_of_their_launch(self):
        launched = self._column(source='council', rule_domain="[('tier', '=', '2')]")
        first = self._launch(date(2026, 10, 31), area_ids=[Command.set(self.south.ids)])
        self._launch(date(2026, 11, 1), date_precision='month')
        self._launch(date(2026, 9, 30))
        self._launch(date(2026, 10, 1), tier='1')
        self._launch(date(2027, 1, 1))
        unknown = self._launch(date(2026, 10, 1), date_precision='fiscal_year')
        city, _sheets = self._reports()
        numbers = self._numbers(city)
        self.assertEqual(
            [numbers[month, launched.id] for month in (OCTOBER, NOVEMBER, DECEMBER, 0)],
            [2, 1, 0, 3],
        )
        self.form.roll_up = 'distinct'
        self.assertEqual(self._numbers(city)[OCTOBER, launched.id], 1)
        self.assertEqual(self._opened(city, launched.id, OCTOBER), first)
        early, _sheets = self._reports(date(2026, 4, 1))
        self.assertEqual(self._numbers(early)[0, launched.id], 0)
        codes = {line['code'] for line in early.get_figure_card(launched.id)['nearly']}
        self.assertIn('undated', codes)
        action = early.action_open_nearly('undated', launched.id)
        self.assertEqual(self.env[action['res_model']].search(action['domain']), unknown)

    def test_resources_created_with_our_support(self):
        created = self._column(source='resource')
        category = self.env['support.resource.category'].search([], limit=1)
        only = self._column(
            source='resource', rule_domain=f"[('resource_id.category_id', '!=', {category.id})]"
        )
        steps = self.env['support.resource.event']
        for kind, day in (('created', date(2026, 10, 3)), ('recorded', date(2026, 10, 4))):
            resource = self.env['support.resource'].create(
                {
                    'name': 'Salon',
                    'category_id': category.id,
                    'area_id': self.north.id,
                    'area_ids': [Command.set(self.south.ids)],
                    'event_ids': [Command.create({'kind': kind, 'date': day})],
                }
            )
            steps |= resource.event_ids
        city, sheets = self._reports()
        self.assertEqual(self._numbers(city)[OCTOBER, created.id], 2)
        self.assertEqual(self._numbers(city)[OCTOBER, only.id], 0)
        self.assertEqual([self._numbers(sheet)[0, created.id] for sheet in sheets], [1, 1])
        self.assertEqual(self._opened(city, created.id), steps[0])
        steps[0].resource_id.active = False
        self.assertEqual(self._numbers(city)[OCTOBER, created.id], 0)

    # ---- Conditions that are refused ----

    def test_conditions_on_other_fields_are_refused_by_name(self):
        for source, rule, named in (
            ('meeting', "[('minutes_public', '=', True)]", 'minutes_public'),
            ('meeting', "[('council_ids.name', 'ilike', 'a')]", 'council_ids.name'),
            ('meeting', "[('kind_id', 'any', [('name', '=', 'x')])]", 'any'),
            ('meeting', "[('kind_id', 'in', uid)]", 'uid'),
            ('meeting', "[('host', '=', 'ours')]", 'ours'),
            ('meeting', "[('headcount', '>', 'many')]", 'many'),
            ('meeting', "[('is_public', 'ilike', 'x')]", 'ilike'),
            ('meeting', '__import__("os").getcwd()', 'os'),
            ('meeting', '[', '['),
            ('meeting', "['&']", '&'),
            ('need', "[('activity_ids.author_id.login', '=', 'a')]", 'author_id.login'),
            ('need', '{}', '{}'),
        ):
            with (
                self.subTest(rule=rule),
                self.assertRaises(ValidationError) as caught,
                self.cr.savepoint(),
            ):
                self._column(source=source, rule_domain=rule)
            self.assertIn('New', str(caught.exception))
            self.assertIn(named, str(caught.exception))
        with self._refused(r'Held By \(host\)'):
            self._column(source='meeting', rule_domain="[('name', '=', 'x')]")

    def test_no_conditions_are_no_conditions(self):
        self.assertFalse(self._column(source='need', rule_domain='[]').rule_domain)

    # ---- Formulas ----

    def test_formula_takes_printed_numbers_and_totals(self):
        consultation = self.env.ref('support_reports.indicator_consultation')
        self.visits.code, consultation.code = '訪問', 'soudan'
        share = self._column(source='formula', formula='訪問 * 100 / (訪問 + soudan)', unit='%')
        twice = self._column(source='formula', formula=f'{share.code} * 2', rounding='down')
        counts = {self.kinds['visit']: 1, self.kinds['consultation']: 2}
        self._log(date(2026, 10, 5), counts)
        self._log(date(2026, 11, 5), {self.kinds['visit']: 5})
        city, sheets = self._reports()
        numbers = self._numbers(city)
        self.assertEqual([numbers[month, share.id] for month in (OCTOBER, NOVEMBER, 0)],
                         [33, 100, 75])  # fmt: skip
        self.assertEqual([numbers[month, twice.id] for month in (OCTOBER, 0)], [66, 150])
        self.assertEqual(self.builder.build(city)['breakdown'][0]['totals'][-2:], [75, 150])
        # A correction of what it needs, in a sheet as well, moves it; it has none of its own.
        sheets[0]._correct(self.visits, OCTOBER, 2, 'paper log')
        self.assertEqual(self._numbers(sheets[0])[OCTOBER, share.id], 50)
        self.assertEqual(self._numbers(city)[OCTOBER, share.id], 50)
        for method, args in (('_correct', (share, OCTOBER, 1, 'why')),
                             ('action_correct_figure', (share.id, OCTOBER))):  # fmt: skip
            with self._refused('follows from other numbers'):
                getattr(city, method)(*args)
        self.assertFalse(city.action_open_figure(share.id))
        card = city.get_figure_card(share.id, OCTOBER)
        self.assertEqual([(part['code'], part['value']) for part in card['parts']],
                         [('訪問', 2), ('soudan', 2)])  # fmt: skip
        self.assertEqual(card['nearly'], [])

    def _rates(self):
        """Add the share of visits in per cent with one decimal, and what is computed from it."""
        self.visits.code = 'visits'
        share = self._column(
            source='formula', formula='visits * 100 / (visits + n2)', unit='%', decimals='1',
            label='Share',
        )  # fmt: skip
        # As floats 33.3 * 3 is a little less than 99.9.
        thrice = self._column(
            source='formula', formula=f'{share.code} * 3', decimals='2', rounding='down'
        )
        self._log(date(2026, 10, 5), {self.kinds['visit']: 1, self.kinds['consultation']: 2})
        self._log(date(2026, 11, 5), {self.kinds['visit']: 5})
        return share, thrice

    def test_rates_are_printed_with_their_decimals(self):
        share, thrice = self._rates()
        city, _sheets = self._reports()
        numbers = self._numbers(city)
        self.assertEqual([numbers[month, share.id] for month in (OCTOBER, NOVEMBER, DECEMBER, 0)],
                         [33.3, 100.0, None, 75.0])  # fmt: skip
        self.assertEqual(numbers[OCTOBER, thrice.id], 99.9)
        data = self.builder.build(city)
        self.assertEqual(data['breakdown'][0]['totals'][-2:], [75.0, 225.0])
        self.assertEqual([column['decimals'] for column in data['counts']['columns']],
                         [*[0] * 8, 1, 2])  # fmt: skip
        # Real numbers in the workbook, and the same digits on paper.
        sheet = load_workbook(io.BytesIO(city._render('xlsx', data))).worksheets[0]
        rows = {row[0].value: row for row in sheet.iter_rows()}
        cells = [rows[label][9] for label in ('令和8年 10月', '令和8年 11月', '計')]
        self.assertEqual([(cell.value, cell.number_format) for cell in cells],
                         [(33.3, '0.0"%"'), (100, '0.0"%"'), (75, '0.0"%"')])  # fmt: skip
        self.assertEqual(rows['計'][10].number_format, '0.00"x"')
        paper = re.sub('<[^>]*>', ' ', city._render('html', data).decode())
        for text in ('33.3 *%', '100.0 *%', '75.0 *%', '99.90 *x', '225.00 *x'):
            self.assertRegex(paper, rf'(?<![\d.]){text}')
        card = city.get_figure_card(thrice.id, OCTOBER)
        self.assertEqual((card['value'], card['decimals']), (99.9, 2))
        self.assertEqual([(part['value'], part['decimals']) for part in card['parts']],
                         [(33.3, 1)])  # fmt: skip
        self.assertIn('1 decimal', share.rule_text)
        # A count has no decimals, whatever the column had before.
        share.write({'source': 'need', 'formula': False})
        self.assertEqual(self.builder.build(city)['counts']['columns'][8]['decimals'], 0)

    def test_rates_stay_as_they_were_submitted(self):
        share, _thrice = self._rates()
        city, sheets = self._submitted()
        city.env.invalidate_all()
        self.assertEqual([one for report in city | sheets for one in report._broken_parts()], [])
        self.assertFalse(city.value_ids.filtered(lambda value: value.indicator_id == share))
        share.decimals = '2'
        self.assertEqual(city.get_figure_card(share.id, OCTOBER)['decimals'], 1)
        second = city._replace('question')
        second._correct(self.visits, NOVEMBER, 6, 'paper log')
        found = {one['place']: (one['before'], one['after']) for one in second.difference}
        self.assertEqual(found['令和8年 10月 Share'], ('33.3%', '33.33%'))
        self.assertEqual(found['計 Share'], ('75.0%', '77.78%'))

    def test_rates_that_jump(self):
        """33.3 and 28.3 are 5 apart, which they are not as floats."""
        share = self._column(source='formula', formula='n2 * n1 / n1 / 10', decimals='1')
        self.form.write({'jump_percent': 15, 'jump_minimum': 5})
        kinds = (self.kinds['visit'], self.kinds['consultation'])
        self._log(date(2026, 8, 5), dict(zip(kinds, (300, 283), strict=True)))
        self._log(date(2026, 11, 5), dict(zip(kinds, (300, 333), strict=True)))
        city, _sheets = self._reports()
        messages = [one['message'] for one in self.builder.build(city)['missing']
                    if one['code'] == 'jump' and one['args'] == [share.id]]  # fmt: skip
        self.assertEqual(len(messages), 1)
        self.assertIn('33.3', messages[0])
        self.assertIn('28.3', messages[0])

    def test_dividing_by_zero_leaves_the_cell_empty_and_says_so(self):
        share = self._column(source='formula', formula='n1 * 100 / n2', unit='%')
        self._log(date(2026, 10, 5), {self.kinds['visit']: 1, self.kinds['consultation']: 2})
        self._log(date(2026, 11, 5))
        city, sheets = self._reports()
        data = self.builder.build(city)
        cells = [row['cells'][-1] for row in data['counts']['rows']]
        self.assertEqual([cell['value'] for cell in cells], [50, None, None, 100])
        self.assertEqual([cell['is_empty'] for cell in cells], [False, True, True, False])
        empty = [item for item in data['missing'] if item['code'] == 'no_result']
        self.assertEqual(len(empty), 2)
        self.assertIn('令和8年 11月', empty[0]['message'])
        self.assertEqual(empty[0]['level'], 'warn')
        south = self.builder.build(sheets[1])
        self.assertIsNone(south['counts']['rows'][-1]['cells'][-1]['value'])
        # Both files: an empty cell, and a note below the table.
        sheet = load_workbook(io.BytesIO(city._render('xlsx', data))).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        november = next(row for row in rows if row[0] == '令和8年 11月')
        self.assertEqual((november[1], november[9]), (1, None))
        note = data['counts']['footnote']
        self.assertTrue(note)
        self.assertIn([note, *[None] * 9], rows)
        self.assertIn(note, city._render('html', data).decode())
        # Submitted: no row for what has no number, and no number made up from it.
        self._fill(city | sheets)
        sheets.action_review()
        city._submit()
        values = city.value_ids.filtered(lambda value: value.indicator_id == share)
        self.assertEqual(values.mapped('month_key'), [OCTOBER])
        self.assertIsNone(city.get_figure_card(share.id, NOVEMBER)['value'])

    def test_broken_formulas_are_refused(self):
        total = self._column(source='formula', formula='n1 + n2', label='Total')
        for values, words in (
            ({'formula': 'n1 + x9'}, 'x9'),
            ({'formula': 'n1 +'}, 'no formula'),
            ({'formula': 'max(n1, n2)'}, r'max\(n1, n2\)'),
            ({'formula': ' '}, 'has no formula'),
            ({'formula': f'{total.code} + 1'}, 'needs itself'),
        ):
            with self.subTest(values=values), self._refused(words):
                total.write(values)
        half = self._column(source='formula', formula=f'{total.code} / 2', label='Half')
        with self._refused('needs itself'):
            total.formula = f'{half.code} + n1'
        # A column of one office is none of the others'.
        with self._refused('Total.*n1'):
            self.visits.company_id = self.company

    def test_formulas_follow_a_code_and_keep_their_columns(self):
        total = self._column(source='formula', formula='ｎ１＋ｎ２')
        self.assertEqual(total.formula, 'n1+n2')
        self.visits.code = 'visit'
        self.assertEqual(total.formula, 'visit+n2')
        with self._refused('the formula of New needs it'):
            self.visits.unlink()
        copy = self.form.copy()
        self.assertEqual(copy.indicator_ids[-1].formula, 'visit+n2')
        (copy.indicator_ids[0] | copy.indicator_ids[-1]).unlink()
        for code in ('2x', 'a b', '', 'if'):
            with self.subTest(code=code), self._refused('code'):
                self.visits.code = code
        self.assertEqual(self._column(source='need').code, 'n1')

    def test_columns_and_formulas_saved_together(self):
        """A formula may name a column of the same save, whichever is written first."""
        total = self._column(source='formula', formula='n1 + n2')
        self.form.write(
            {
                'indicator_ids': [
                    Command.update(total.id, {'formula': 'n1 + extra'}),
                    Command.create(
                        {'label': 'Extra', 'unit': 'x', 'source': 'need', 'code': 'extra'}
                    ),
                ]
            }
        )
        self.assertEqual(total.formula, 'n1 + extra')
        with self._refused('nowhere'):
            self.form.write(
                {'indicator_ids': [Command.update(total.id, {'formula': 'nowhere + 1'})]}
            )

    def test_corrected_column_cannot_become_a_formula(self):
        city, _sheets = self._reports()
        city._correct(self.visits, OCTOBER, 4, 'paper log')
        with self._refused('corrected number'):
            self.visits.write({'source': 'formula', 'formula': 'n2 * 2', 'kind_ids': False})

    def test_column_of_a_report_is_not_deleted(self):
        self._submitted()
        with self._refused('Duplicate the form'):
            self.visits.unlink()

    # ---- What is gone ----

    def test_archived_kind_counts_on_and_is_named(self):
        self._log(date(2026, 10, 5))
        city, _sheets = self._reports()
        self.kinds['visit'].active = False
        self.assertEqual(self._numbers(city)[OCTOBER, self.visits.id], 1)
        items = {item['code']: item for item in self.builder.build(city)['missing']}
        self.assertIn(self.kinds['visit'].name, items['rule_gone']['message'])
        action = getattr(city, items['rule_gone']['method'])(*items['rule_gone']['args'])
        self.assertEqual((action['res_model'], action['res_id']), (self.form._name, self.form.id))
        with self._refused(re.escape(self.visits.label)):
            self.kinds['visit'].unlink()

    def test_rule_that_lost_its_kinds_stops_the_report_not_the_program(self):
        self._log(date(2026, 10, 5))
        submitted, _sheets = self._submitted()
        before = self._numbers(submitted)
        city, sheets = self._reports(date(2026, 7, 1))
        total = self._column(source='formula', formula='n1 + n2')
        broken = self._column(source='meeting', rule_domain="[('host', '=', 'own')]")
        meeting_kind = self.env['support.meeting.kind'].create({'name': 'K', 'code': 'k'})
        gone = self._column(
            source='meeting', rule_domain=f"[('kind_id', 'in', [{meeting_kind.id}])]"
        )
        meeting_kind.unlink()
        self.cr.execute(
            'DELETE FROM support_report_indicator_kind_rel WHERE indicator_id = %s',
            [self.visits.id],
        )
        self.cr.execute(
            "UPDATE support_report_indicator SET rule_domain = '[(''name'', ''='', 1)]'"
            ' WHERE id = %s',
            [broken.id],
        )
        self.env.invalidate_all()
        data = self.builder.build(city)
        cells = {
            column['indicator_id']: cell
            for column, cell in zip(
                data['counts']['columns'], data['counts']['rows'][-1]['cells'], strict=True
            )
        }
        for indicator in (self.visits, total, broken):
            self.assertIsNone(cells[indicator.id]['value'])
        self.assertEqual(cells[gone.id]['value'], 0)
        blocking = [item['message'] for item in data['missing'] if item['code'] == 'rule']
        self.assertEqual(len(blocking), 2)
        self.assertIn(self.visits.label, blocking[0])
        self.assertIn('rule_gone', [item['code'] for item in data['missing']])
        self._fill(city | sheets)
        with self._refused('counts nothing'):
            sheets[0].action_review()
        self.assertFalse(self._opened(city, self.visits.id))
        self.assertEqual(city.get_figure_card(self.visits.id)['nearly'], [])
        self.assertEqual(self._numbers(submitted), before)

    # ---- Preview ----

    def test_preview_shows_both_rules_before_saving(self):
        counts = {self.kinds['visit']: 1, self.kinds['consultation']: 4}
        self._log(date(2026, 10, 5), counts)
        self._log(date(2027, 1, 5), counts, area_id=self.south.id)
        share = self._column(source='formula', formula='n1 * 100 / n2', unit='%')
        reports = self.env['support.report'].search_count([])
        dialog = self.env['support.report.indicator'].with_user(self.manager).new(
            {'kind_ids': [Command.set((self.kinds['visit'] | self.kinds['consultation']).ids)]},
            origin=self.visits.with_user(self.manager),
        )  # fmt: skip
        preview = dialog.preview
        self.assertFalse(preview['problem'])
        third, fourth = preview['periods']
        self.assertIn('令和8年10月～12月', third['title'])
        self.assertIn('令和9年1月～3月', fourth['title'])
        self.assertEqual(third['columns'], ['North', 'South', 'Work for the whole area', '全市'])
        total = third['rows'][-1]['cells']
        self.assertEqual([(cell['before'], cell['after']) for cell in total],
                         [(1, 5), (0, 0), (0, 0), (1, 5)])  # fmt: skip
        first = fourth['rows'][0]
        self.assertEqual(first['label'], '令和9年 1月')
        self.assertEqual((first['cells'][1]['before'], first['cells'][1]['after']), (1, 5))
        self.assertEqual(
            third['others'],
            [{'label': share.label, 'unit': '%', 'decimals': 0, 'before': 25, 'after': 125}],
        )
        self.assertEqual(self.visits.kind_ids, self.kinds['visit'])
        self.assertEqual(self.env['support.report'].search_count([]), reports)
        # What has been submitted is no longer changed by a rule.
        self._submitted(date(2026, 10, 1))
        dialog.invalidate_recordset(['preview'])
        self.assertEqual(len(dialog.preview['periods']), 1)

    def test_preview_shows_decimals(self):
        share, thrice = self._rates()
        dialog = self.env['support.report.indicator'].with_user(self.manager).new(
            {'decimals': '0'}, origin=share.with_user(self.manager)
        )  # fmt: skip
        period = dialog.preview['periods'][0]
        self.assertEqual(period['decimals'], {'before': 1, 'after': 0})
        self.assertEqual(period['rows'][0]['cells'][-1], {'before': 33.3, 'after': 33})
        self.assertFalse(period['others'], thrice)

    def test_preview_says_why_a_rule_cannot_be_counted(self):
        dialog = (
            self.env['support.report.indicator']
            .with_user(self.manager)
            .new({'source': 'formula', 'formula': 'n1 + x'}, origin=self.visits)
        )
        self.assertIn('x', dialog.preview['problem'])
        self.assertEqual(dialog.preview['periods'], [])

    def test_preview_of_a_new_column_in_the_form(self):
        self._watch_need(date(2027, 1, 5))
        with Form(self.form.with_user(self.manager)) as form, form.indicator_ids.new() as line:
            line.label, line.unit, line.source = 'New', 'x', 'need'
            period = line.preview['periods'][-1]
            self.assertTrue(period['is_new'])
            self.assertEqual(period['rows'][-1]['cells'][-1], {'before': None, 'after': 1})
            line.need_source = 'survey'
            period = line.preview['periods'][-1]
            self.assertEqual(period['rows'][-1]['cells'][-1]['after'], 0)
        new = self.form.indicator_ids.filtered(lambda one: one.label == 'New')
        self.assertEqual((new.code, new.need_source), ('n9', 'survey'))

    def test_only_who_changes_rules_sees_the_preview(self):
        self.assertFalse(self.visits.with_user(self.branch_reporter).preview)
        with self.assertRaises(AccessError):
            self.visits.with_user(self.reporter).label = 'x'

    # ---- Statements ----

    def _statements(self, city):
        city.env.flush_all()
        city.env.invalidate_all()
        before = self.cr.sql_log_count
        self.builder.build(city)
        return self.cr.sql_log_count - before

    def test_statements_grow_with_rules_not_with_areas_or_records(self):
        city, _sheets = self._reports()
        self._statements(city)
        plain = self._statements(city)
        self.assertLessEqual(plain, 45)
        self._column(source='formula', formula='n1 + n2')
        self.assertEqual(self._statements(city), plain)
        for source in ('meeting', 'council', 'resource'):
            self._column(source=source)
        self._column(
            kind_ids=self.kinds['visit'].ids, rule_domain="[('activity_id.means', '=', 'visit')]"
        )
        areas = self.env['support.area'].create(
            [{'name': f'Area {n}', 'parent_id': self.city.id} for n in range(38)]
        )
        self.contract.area_ids |= areas
        city, _sheets = self._reports(date(2026, 7, 1))

        def fill(areas):
            for area in areas:
                council = self._launch(
                    date(2026, 8, 1), area_id=area.id, area_ids=[Command.set(self.south.ids)]
                )
                self._meeting(date(2026, 8, 2), councils=council).action_hold()

        fill(areas[:2])
        self._statements(city)
        few = self._statements(city)
        fill(areas[2:])
        self.assertEqual(self._statements(city), few)
        self.assertLessEqual(few, plain + 24)
