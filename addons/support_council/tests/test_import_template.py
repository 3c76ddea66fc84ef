# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from openpyxl import load_workbook

from odoo.tests import new_test_user, tagged
from odoo.tools.misc import file_open

from ..tools import import_template
from .common import SupportCommon

OPTIONS = {'has_headers': True, 'quoting': '"', 'advanced': True}


def check_templates(case, module, templates, user):
    """Compare the committed templates of an addon with the labels and the import screen."""
    for model_name, paths in templates.items():
        with case.subTest(model=model_name):
            path = import_template.file_name(module, model_name)
            with file_open(path, 'rb') as source:
                content = source.read()
            book = load_workbook(io.BytesIO(content))
            headings = [cell.value for cell in book.worksheets[0][1]]
            expected = import_template.columns(case.env, model_name, paths)
            case.assertEqual(
                headings,
                [column['heading'] for column in expected],
                'The labels have changed: write the templates again, see tools/import_template.py',
            )
            # A file with one row: the preview needs something to show.
            for index in range(len(headings)):
                book.worksheets[0].cell(2, index + 1, '1')
            stream = io.BytesIO()
            book.save(stream)
            env = case.env(user=user, context={'lang': import_template.LANG})
            preview = (
                env['base_import.import']
                .create(
                    {
                        'res_model': model_name,
                        'file': stream.getvalue(),
                        'file_name': 'template.xlsx',
                    }
                )
                .parse_preview(dict(OPTIONS))
            )
            case.assertNotIn('error', preview)
            case.assertEqual(
                {index: '/'.join(match) for index, match in preview['matches'].items()},
                dict(enumerate(paths)),
            )
            offered = env[model_name].get_import_templates()
            case.assertEqual([entry['template'] for entry in offered], [f'/{path}'])


@tagged('post_install', '-at_install')
class TestImportTemplate(SupportCommon):
    def test_templates(self):
        self.env['res.lang']._activate_lang('ja_JP')
        user = new_test_user(self.env, 'sp_template', 'support_council.group_manager')
        check_templates(self, 'support_council', import_template.TEMPLATES, user)

    def test_filled_in_by_hand(self):
        self.env['res.lang']._activate_lang('ja_JP')
        self.user.lang = 'ja_JP'
        self.env['support.coordinator'].search([]).person_id.organization_id = False
        kinds = self.kind_visit + self.kind_consultation
        visit, consultation = kinds.with_context(lang='ja_JP').mapped('name')
        with file_open(
            import_template.file_name('support_council', 'support.activity'), 'rb'
        ) as source:
            book = load_workbook(source)
        paths = import_template.TEMPLATES['support.activity']
        rows = (
            {
                'date': '平成27年5月',
                'area_id': 'North',
                'commission_id': self.commission.name,
                'event_name': 'サロン訪問',
                'means': '電話',
                'count_ids/kind_id': visit,
                'count_ids/quantity': 3,
                'participant_ids/coordinator_id': self.coordinator_a.display_name,
                'participant_ids/minutes': 90,
            },
            {'count_ids/kind_id': consultation, 'count_ids/quantity': 2},
        )
        for number, row in enumerate(rows, 2):
            for path, value in row.items():
                book.worksheets[0].cell(number, paths.index(path) + 1, value)
        stream = io.BytesIO()
        book.save(stream)
        wizard = (
            self.env['base_import.import']
            .with_user(self.user)
            .with_context(lang='ja_JP')
            .create(
                {
                    'res_model': 'support.activity',
                    'file': stream.getvalue(),
                    'file_name': '活動記録.xlsx',
                }
            )
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        fields = ['/'.join(preview['matches'][index]) for index in range(len(paths))]
        result = wizard.execute_import(fields, preview['headers'], preview['options'])
        self.assertFalse(result['messages'])
        entry = self.env['support.activity'].browse(result['ids'])
        self.assertEqual((entry.date_precision, entry.month_key), ('month', 201505))
        self.assertEqual(entry.means, 'phone')
        self.assertEqual(
            {count.kind_id: count.quantity for count in entry.count_ids},
            {self.kind_visit: 3, self.kind_consultation: 2},
        )
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entry.duration_total, 90)

    def test_models_without_a_template(self):
        self.assertFalse(self.env['support.audit'].get_import_templates())
        self.assertFalse(self.env['res.country'].get_import_templates())
