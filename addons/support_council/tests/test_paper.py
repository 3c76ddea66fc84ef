# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..tools import pdf

PAPER = """
<t t-name="support_council.test_paper">
    <t t-call="support_council.paper">
        <t t-set="paper_title">試験</t>
        <t t-foreach="docs" t-as="doc">
            <h1 t-out="doc.name"/>
            <table class="paper-grid">
                <thead><tr><th>見出し</th></tr></thead>
                <tr t-foreach="range(80)" t-as="row"><td>生活 <t t-out="row"/></td></tr>
            </table>
        </t>
    </t>
</t>
"""


class PaperCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'sp_paper', 'support_council.group_coordinator')
        view = cls.env['ir.ui.view'].create(
            {'type': 'qweb', 'key': 'support_council.test_paper', 'arch': PAPER}
        )
        cls.env['ir.model.data'].create(
            {
                'module': 'support_council',
                'name': 'test_paper',
                'model': 'ir.ui.view',
                'res_id': view.id,
            }
        )
        cls.report = cls.env['ir.actions.report'].create(
            {
                'name': 'Areas',
                'model': 'support.area',
                'report_type': 'qweb-pdf',
                'report_name': 'support_council.test_paper',
                'support_engine': 'weasyprint',
            }
        )
        cls.areas = cls.env['support.area'].create([{'name': '青葉区'}, {'name': '若葉区'}])


@tagged('post_install', '-at_install')
class TestPaper(PaperCase):
    def setUp(self):
        super().setUp()
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')

    def _print(self, areas):
        report = self.env['ir.actions.report'].with_user(self.user)
        content, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            'support_council.test_paper', areas.ids
        )
        self.assertEqual(kind, 'pdf')
        return PdfFileReader(io.BytesIO(content))

    def test_text_page_numbers_and_repeated_head(self):
        pages = [page.extract_text() for page in self._print(self.areas[0]).pages]
        self.assertGreater(len(pages), 1)
        self.assertIn('青葉区', pages[0])
        self.assertIn('生活', pages[0])
        for number, text in enumerate(pages, 1):
            self.assertIn('見出し', text)
            self.assertRegex(text, rf'{number}\s*/\s*{len(pages)}')

    def test_several_records_each_with_its_own_numbers(self):
        single = len(self._print(self.areas[0]).pages)
        pages = [page.extract_text() for page in self._print(self.areas).pages]
        self.assertEqual(len(pages), 2 * single)
        self.assertRegex(pages[single], rf'1\s*/\s*{single}')
        self.assertIn('若葉区', pages[single])

    def test_size_and_title(self):
        reader = self._print(self.areas[0])
        self.assertEqual(reader.metadata.title, 'Areas')
        self.assertEqual([round(float(side)) for side in reader.pages[0].mediabox[2:]], [595, 842])

    @mute_logger('weasyprint')
    def test_nothing_is_fetched(self):
        asked = []
        import weasyprint

        fetch = weasyprint.URLFetcher.fetch

        def spy(fetcher, url, headers=None):
            asked.append(url)
            return fetch(fetcher, url, headers)

        pixel = (
            'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'
            'YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
        )
        html = f"""<html><head><link rel="stylesheet" href="http://127.0.0.1:1/a.css"/>
            <link rel="attachment" href="file:///etc/passwd"/></head>
            <body><img src="file:///etc/passwd"/><img src="/web/image/1"/><img src="{pixel}"/>
            <p style="background:url(https://127.0.0.1:1/b.png)">text</p></body></html>"""
        opened = []
        with (
            patch.object(weasyprint.URLFetcher, 'fetch', spy),
            patch('urllib.request.OpenerDirector.open', side_effect=opened.append),
        ):
            pdf.html_to_pdf(html)
        self.assertIn('file:///etc/passwd', asked)
        self.assertTrue(all(str(r.full_url).startswith('data:') for r in opened), opened)
        reader = PdfFileReader(io.BytesIO(pdf.html_to_pdf(html)))
        self.assertNotIn('root:', reader.pages[0].extract_text())
        self.assertFalse(reader.attachments)

    def test_paper_without_a_report(self):
        values = {'docs': self.areas}
        content = self.env['ir.actions.report']._render_paper_pdf(
            'support_council.test_paper', values, {'title': '報告書', 'authors': ['社協']}
        )
        self.assertEqual(PdfFileReader(io.BytesIO(content)).metadata.author, '社協')

    def test_css_is_understood(self):
        with self.assertNoLogs('weasyprint', 'WARNING'):
            pdf.html_to_pdf(f'<style>{pdf.paper_css()}</style>')


@tagged('post_install', '-at_install')
class TestPaperWithoutEngine(PaperCase):
    def test_html_is_self_contained_and_japanese(self):
        self.env['res.lang']._activate_lang('ja_JP')
        html = (
            self.report.with_user(self.user)
            ._render_qweb_html('support_council.test_paper', self.areas.ids)[0]
            .decode()
        )
        self.assertTrue(html.lstrip().startswith('<!DOCTYPE html>'))
        self.assertIn('@page', html)
        self.assertIn('青葉区', html)
        self.assertFalse(re.findall(r'(?:src|href)=|url\(|@import', html))
        self.assertEqual(self.env['ir.actions.report']._for_paper().env.lang, 'ja_JP')

    def test_missing_library_is_said(self):
        with patch.object(pdf, '_weasyprint', lambda: None):
            self.assertFalse(self.env['ir.actions.report'].support_pdf_available())
            with self.assertRaisesRegex(UserError, 'WeasyPrint or pango'):
                self.report.with_context(force_report_rendering=True)._render_qweb_pdf(
                    'support_council.test_paper', self.areas.ids
                )

    def test_action_names_the_engine(self):
        action = self.report.report_action(self.areas)
        self.assertEqual(
            (action['type'], action['support_engine']), ('ir.actions.report', 'weasyprint')
        )
        self.assertEqual(self.report._get_action_dict()['support_engine'], 'weasyprint')

    def test_other_reports_are_left_alone(self):
        self.report.support_engine = False
        self.assertNotIn('support_engine', self.report.report_action(self.areas, config=False))
        self.assertNotIn('paper_css', self.report._get_rendering_context(self.report, [], {}))


@tagged('post_install', '-at_install')
class TestPaperDownload(HttpCase, PaperCase):
    def test_download(self):
        if not pdf.is_available():
            self.skipTest('WeasyPrint or pango is missing')
        self.authenticate('sp_paper', 'sp_paper')
        url = f'/report/html/support_council.test_paper/{self.areas[0].id}'
        self.assertIn('青葉区', self.url_open(url).text)
