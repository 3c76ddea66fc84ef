# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
import zipfile
from datetime import date

from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.form_workbook import count_lines, split_text
from .common import ReportCase

# The printed words of the official form, in printed order.
TITLE = '尼崎市生活支援サービス体制整備事業委託に係る報告書'
LABELS = [
    ('地域活動(行事等)の訪問回数', '回'),
    ('相談受付件数', '件'),
    ('地域の会議・研修の参加回数', '回'),
    ('講座・研修等の実施回数', '回'),
    ('見守りを通して把握した課題', '件'),
    ('個別課題解決のネットワーク化のための調整回数', '回'),
    ('地域課題解決に向けた会議参画数', '回'),
    ('ネットワーク会議への参画回数・専門機関との協力回数', '回'),
]
GROUPS = [
    '（Ａ）資源開発',
    '（Ｂ）ネットワーク構築',
    '（Ｃ）ニーズと取組のマッチング',
    '（Ｄ）協議体の設置・運営',
]
HEADINGS = ['【取組状況】', '【成果・実績】', '【推進上の課題】']
SECTION_2 = '2 資源把握・地区分析等に関すること（各活動の実施団体数）'
SECTION_3 = '3 取組状況・成果・課題等に関すること'
MONTHS = ['令和8年 10月', '令和8年 11月', '令和8年 12月', '計']


def squeezed(text):
    """Return the text without white space: PDF breaks lines within words."""
    return re.sub(r'\s+', '', text)


class FileCase(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract.area_ids = False
        cls.city.name = 'さかえ市'
        cls.contract.area_ids = cls.env['support.area'].create(
            [
                {'name': name, 'parent_id': cls.city.id, 'sequence': position}
                for position, name in enumerate(['中央', '小田', '大庄', '立花', '武庫', '園田'])
            ]
        )
        cls.tachibana = cls.contract.area_ids[3]
        for number, kind in enumerate(cls.kinds.values(), 1):
            cls._log(date(2026, 10, number), {kind: number}, area_id=cls.tachibana.id)
            cls._log(date(2026, 12, number), {kind: 10 * number}, area_id=cls.city.id)
        cls._watch_need(date(2026, 11, 1), area_id=cls.tachibana.id)
        cls.report, cls.sheets = cls._reports()
        cls.numbers = [
            [1, 2, 3, 4, 0, 5, 6, 7],
            [0, 0, 0, 0, 1, 0, 0, 0],
            [10, 20, 30, 40, 0, 50, 60, 70],
            [11, 22, 33, 44, 1, 55, 66, 77],
        ]

    def _workbook(self, report):
        return load_workbook(io.BytesIO(report._render_file('xlsx')[1]), rich_text=True)

    def _pdf_text(self, report):
        return squeezed(extract_text(io.BytesIO(report._render_file('pdf')[1])))


@tagged('post_install', '-at_install')
class TestReportFiles(FileCase):
    def test_front_side_of_the_workbook_cell_by_cell(self):
        front = self._workbook(self.report)['表面']
        values = [[cell.value for cell in row] for row in front.iter_rows(max_col=9)]
        lines = [[str(v) for v in row if v not in (None, '')] for row in values]
        lines = [row for row in lines if row]
        self.assertEqual(lines[0], ['＜表面＞'])
        self.assertEqual(lines[1], [TITLE])
        self.assertEqual(lines[2], ['対象期間　令和8年10月～12月'])
        self.assertEqual(
            lines[3],
            ['対象圏域　全市・日常生活圏域（中央・小田・大庄・立花・武庫・園田）※該当圏域に○'],
        )
        self.assertEqual(lines[4], ['1 活動実績件数等に関すること　※日常生活圏域の合計値を記入'])
        self.assertEqual(lines[5], [label for label, _unit in LABELS])
        for month, numbers, line in zip(MONTHS, self.numbers, lines[6:10], strict=True):
            self.assertEqual(line, [month, *map(str, numbers)])
        self.assertEqual(
            lines[10],
            [f'{SECTION_2}　※日常生活圏域の合計値を記入'],
        )
        self.assertEqual(lines[11:], [['別紙のとおり']])

    def test_numbers_are_numbers_with_their_unit(self):
        front = self._workbook(self.report)['表面']
        header = next(row for row in front.iter_rows() if row[1].value == LABELS[0][0])
        self.assertFalse(header[0].value)
        for offset in range(1, 5):
            for column, (_label, unit) in enumerate(LABELS, 2):
                cell = front.cell(header[0].row + offset, column)
                self.assertEqual(cell.data_type, 'n')
                self.assertEqual(cell.number_format, f'0"{unit}"')

    def test_back_side_and_annex_of_the_workbook(self):
        self._fill(self.report, '一行目\n=SUM(A1:A9)\n三行目')
        workbook = self._workbook(self.report)
        self.assertEqual(workbook.sheetnames, ['表面', '裏面', '別紙'])
        back = workbook['裏面']
        column = [str(cell.value) for cell in back['A'] if cell.value]
        self.assertEqual(
            column,
            ['＜裏面＞', f'{SECTION_3}　※全市レベルの視点での総括', *GROUPS],
        )
        texts = [str(cell.value) for cell in back['B'] if cell.value]
        self.assertEqual(
            texts, [f'{heading}\n一行目\n=SUM(A1:A9)\n三行目' for heading in HEADINGS] * 4
        )
        for row in back.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, 'f')
        annex = [str(cell.value) for row in workbook['別紙'] for cell in row if cell.value]
        for word in ('別紙', '各活動の実施団体数', '令和8年12月31日現在', '園田', '計'):
            self.assertIn(word, annex)

    def test_printing(self):
        for sheet in self._workbook(self.report):
            with self.subTest(sheet=sheet.title):
                self.assertEqual(sheet.page_setup.paperSize, 9)  # A4
                self.assertEqual(sheet.page_setup.orientation, 'portrait')
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertTrue(sheet.print_title_rows)
                self.assertTrue(sheet.print_area)
                self.assertTrue(sheet.freeze_panes)
                self.assertEqual(sheet.oddFooter.center.text, '&P / &N')
                self.assertIn('下書き', sheet.oddHeader.right.text)
                fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}
                self.assertEqual(fonts, {'ＭＳ 明朝'})

    def test_rings_lie_around_the_chosen_areas(self):
        sheet = self.sheets[3]
        content = sheet._render_file('xlsx')[1]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            drawing = archive.read('xl/drawings/drawing1.xml').decode()
        self.assertEqual(drawing.count('<xdr:absoluteAnchor>'), 1)
        self.assertNotIn('twoCellAnchor', drawing)
        self.assertIn('descr="○ 立花"', drawing)
        front = self._workbook(sheet)['表面']
        line = next(c.value for c in front['A'] if c.value and '該当圏域' in str(c.value))
        bold = [str(part.text) for part in line if hasattr(part, 'font') and part.font.b]
        self.assertEqual(bold, ['立花'])

    def test_without_a_break_everything_is_on_one_sheet(self):
        self.form.sheet_break = False
        workbook = self._workbook(self.report)
        self.assertEqual(workbook.sheetnames, ['表面', '別紙'])
        column = [str(cell.value) for cell in workbook['表面']['A'] if cell.value]
        self.assertIn('＜裏面＞', column)

    def test_forty_areas(self):
        self.contract.area_ids |= self.env['support.area'].create(
            [{'name': f'第{n}地区', 'parent_id': self.city.id} for n in range(34)]
        )
        annex = self._workbook(self.report)['別紙']
        heads = [row[0].row for row in annex.iter_rows() if row[0].value == '活動の種別']
        self.assertEqual(len(heads), 6)
        self.assertEqual(annex.max_column, 9)
        self.assertIn('第33地区', self._pdf_text(self.report))

    def test_pdf_holds_the_same_in_the_same_order(self):
        self._fill(self.report, '地域の声を聞いた。')
        text = self._pdf_text(self.report)
        parts = [
            '＜表面＞', TITLE, '対象期間', '令和8年10月～12月', '対象圏域', '全市',
            '1活動実績件数等に関すること', SECTION_2, '別紙のとおり', '＜裏面＞', SECTION_3,
        ]  # fmt: skip
        for group in GROUPS:
            parts += [group, *HEADINGS]
        parts.append('各活動の実施団体数')
        position = 0
        for part in parts:
            found = text.find(squeezed(part), position)
            self.assertGreaterEqual(found, position, part)
            position = found + 1
        for label, _unit in LABELS:
            self.assertIn(label, text)
        self.assertIn('1/3', text)

    def test_pdf_and_workbook_hold_the_same_numbers(self):
        text = self._pdf_text(self.report)
        front = self._workbook(self.report)['表面']
        rows = [row for row in front.iter_rows(max_col=9) if row[0].value in MONTHS]
        self.assertEqual(len(rows), 4)
        printed = []
        for row, numbers in zip(rows, self.numbers, strict=True):
            self.assertEqual([cell.value for cell in row[1:]], numbers)
            printed += [
                f'{cell.value}{unit}' for cell, (_l, unit) in zip(row[1:], LABELS, strict=True)
            ]
        found = re.findall(r'\d+[回件](?!数)', text.split('別紙のとおり')[0])
        self.assertEqual(sorted(found), sorted(printed))

    def test_missing_text_is_loud_in_a_draft(self):
        self.assertEqual(self._pdf_text(self.report).count('〈未入力〉'), 12)
        back = self._workbook(self.report)['裏面']
        texts = [str(cell.value) for cell in back['B'] if cell.value]
        self.assertTrue(all('〈未入力〉' in text for text in texts))
        self.assertIn('下書き（令和9年1月12日現在）', self._pdf_text(self.report))

    def test_nothing_of_a_long_text_is_lost(self):
        long = '\n'.join(f'{number}行目。' + '長い文章です。' * 40 for number in range(10))
        self._fill(self.report, long)
        back = self._workbook(self.report)['裏面']
        texts = ''.join(str(cell.value) for cell in back['B'] if cell.value)
        self.assertEqual(squeezed(texts).count('9行目。'), 12)
        self.assertEqual(texts.count('長い文章です。'), 12 * 10 * 40)
        # One page head repeats on each further page, so count the lines only.
        self.assertEqual(self._pdf_text(self.report).count('9行目。'), 12)
        heights = [row.height for row in back.row_dimensions.values() if row.height]
        self.assertLess(max(heights), 409)

    def test_estimate_of_lines(self):
        self.assertEqual(count_lines('あ' * 10, 148, 10.5), 1)
        self.assertEqual(count_lines('あ' * 11, 148, 10.5), 2)
        self.assertEqual(count_lines('ab' * 10, 148, 10.5), 1)
        self.assertEqual(count_lines('あ\n\nい', 148, 10.5), 3)
        self.assertEqual(split_text('', 148, 10.5), [''])
        pieces = split_text('文。' * 100, 148, 10.5, limit=4)
        self.assertEqual(''.join(pieces), '文。' * 100)
        self.assertTrue(all(piece.endswith('。') for piece in pieces))

    def test_file_names(self):
        names = [name for name, _content in self.report._render_files()]
        form = self.form.with_context(lang='ja_JP').name
        self.assertEqual(
            names, [f'{form}_令和8年10月～12月_さかえ市.{kind}' for kind in ('xlsx', 'pdf')]
        )


@tagged('post_install', '-at_install')
class TestReportDownload(FileCase, HttpCase):
    def test_download_and_preview(self):
        url = f'/support_reports/{self.report.id}'
        self.authenticate('sr_reporter', 'sr_reporter')
        response = self.url_open(f'{url}/xlsx')
        self.assertEqual(response.content[:2], b'PK')
        self.assertIn('attachment', response.headers['Content-Disposition'])
        self.assertEqual(self.url_open(f'{url}/pdf').content[:5], b'%PDF-')
        html = self.url_open(f'{url}/html').text
        self.assertIn(TITLE, html)
        self.assertEqual(self.url_open(f'{url}/exe').status_code, 404)
        self.assertEqual(self.url_open('/support_reports/999999999/pdf').status_code, 404)

    def test_only_readers_get_files(self):
        self.authenticate('sr_internal', 'sr_internal')
        with mute_logger('odoo.http'):
            response = self.url_open(f'/support_reports/{self.report.id}/pdf')
        self.assertNotEqual(response.content[:5], b'%PDF-')
        self.assertGreaterEqual(response.status_code, 400)

    def test_text_cannot_become_markup(self):
        self.report.text_ids[0].text = '<script>alert(1)</script>'
        self.authenticate('sr_reporter', 'sr_reporter')
        html = self.url_open(f'/support_reports/{self.report.id}/html').text
        self.assertNotIn('<script>', html)
        self.assertIn('&lt;script&gt;', html)
