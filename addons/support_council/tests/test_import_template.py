# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from openpyxl import load_workbook

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.misc import file_open

from ..tools import import_template

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
class TestImportTemplate(TransactionCase):
    def test_templates(self):
        self.env['res.lang']._activate_lang('ja_JP')
        user = new_test_user(self.env, 'sp_template', 'support_council.group_manager')
        check_templates(self, 'support_council', import_template.TEMPLATES, user)

    def test_models_without_a_template(self):
        self.assertFalse(self.env['support.audit'].get_import_templates())
        self.assertFalse(self.env['res.country'].get_import_templates())
