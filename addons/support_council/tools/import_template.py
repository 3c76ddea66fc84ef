# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Import templates: XLSX files whose headings the import screen recognises by itself.

They are generated from the field labels in Japanese and committed. After a label, its translation
or a list below has changed, write them again with Odoo's shell::

    from odoo.addons.support_council.tools import import_template
    import_template.write_files(env, 'support_council', import_template.TEMPLATES)
"""

import io

import xlsxwriter

from odoo.tools.misc import file_path

LANG = 'ja_JP'

# {model: paths of the columns}, in the order in which people fill them in.
TEMPLATES = {
    'support.area': (
        'name',
        'kana',
        'code',
        'kind_id',
        'parent_id',
        'is_tier1',
        'is_tier2',
        'is_tier3',
    ),
    'support.person': ('name', 'kana', 'organization_id'),
    'support.council': (
        'name',
        'nickname',
        'tier',
        'area_id',
        'parent_id',
        'origin',
        'capacity',
        'stated_member_count',
        'bylaw',
        'vision',
        'milestone_ids/kind',
        'milestone_ids/stage_id',
        'milestone_ids/date',
        'milestone_ids/name',
    ),
    'support.council.seat': (
        'council_id',
        'organization_id',
        'post',
        'category_id',
        'kind',
        'position',
        'is_public_recruit',
        'date_start',
        'date_end',
        'member_ids/person_id',
        'member_ids/date_start',
        'member_ids/date_end',
    ),
    'support.council.member': ('seat_id', 'person_id', 'date_start', 'date_end'),
    'support.meeting': (
        'date',
        'name',
        'kind_id',
        'council_ids',
        'area_id',
        'commission_id',
        'state',
        'format',
        'place',
        'headcount',
        'headcount_is_approx',
        'coordinator_ids',
    ),
    'support.activity': (
        'date',
        'area_id',
        'commission_id',
        'event_name',
        'counterpart',
        'progress_content',
        'means',
        'place',
        'count_ids/kind_id',
        'count_ids/quantity',
        'participant_ids/coordinator_id',
        'participant_ids/minutes',
    ),
}

# What a person has to know to fill in a column, by the type of its field.
_HINTS = {
    'boolean': '1 または 0',
    'char': '文字',
    'date': '2026-11-20 または 令和8年11月20日',
    'integer': '数字',
    'many2many': '登録済みの名称（複数はカンマで区切る）',
    'many2one': '登録済みの名称',
    'text': '文字',
}
_DATED_HINT = '2015-05-01、2015-05、平成27年5月、平成27年度 のどれでも可'


def columns(env, model_name, paths):
    """Return what heads each column of a template, in Japanese.

    :return: list of dicts with ``path``, ``heading`` (labels joined by ``/``), ``required``
        and ``hint``
    """
    env = env(context={**env.context, 'lang': LANG})
    result = []
    for path in paths:
        model, labels = env[model_name], []
        for name in path.split('/'):
            field = model.fields_get([name])[name]
            labels.append(field['string'])
            model = env[field['relation']] if field.get('relation') else model
        owner = env[model_name]
        if '/' in path:
            owner = env[owner._fields[path.split('/')[0]].comodel_name]
        if field['type'] == 'selection':
            hint = '、'.join(label for _key, label in field['selection'])
        elif name == 'date' and 'date_precision' in owner._fields:
            hint = _DATED_HINT
        else:
            hint = _HINTS[field['type']]
        result.append(
            {
                'path': path,
                'heading': '/'.join(labels),
                'required': '/' not in path and _must_be_filled(owner._fields[name]),
                'hint': hint,
            }
        )
    return result


def _must_be_filled(field):
    """Return whether the column is needed: no link can be relied on to be proposed, no day."""
    proposed = field.default and not field.relational and field.type != 'date'
    return bool(field.required and not field.compute and not proposed)


def write(env, model_name, paths):
    """Return a template as the bytes of an XLSX file: a sheet to fill in, a sheet that explains."""
    heads = columns(env, model_name, paths)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        head = book.add_format({'bold': True, 'bg_color': '#D9E8F5', 'border': 1})
        need = book.add_format({'bold': True, 'bg_color': '#F5E3C8', 'border': 1})
        text = book.add_format({'num_format': '@'})
        sheet = book.add_worksheet('取込')
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(heads):
            # Cells are text, or Excel would turn 2015-05 into a day.
            sheet.set_column(index, index, max(12, 2 * len(column['heading']) + 2), text)
            sheet.write_string(0, index, column['heading'], need if column['required'] else head)
        notes = book.add_worksheet('書き方')
        notes.set_column(0, 0, 36)
        notes.set_column(2, 2, 80)
        for index, title in enumerate(('見出し', '必須', '書き方')):
            notes.write_string(0, index, title, head)
        for row, column in enumerate(heads, 1):
            notes.write_string(row, 0, column['heading'])
            notes.write_string(row, 1, '必須' if column['required'] else '')
            notes.write_string(row, 2, column['hint'])
    return stream.getvalue()


def file_name(module, model_name):
    """Return the path of a template inside the addons path."""
    return f'{module}/static/xls/{model_name.replace(".", "_")}.xlsx'


def write_files(env, module, templates):
    """Write the templates of an addon into its folder; see the head of this file."""
    for model_name, paths in templates.items():
        path = f'{file_path(module)}/static/xls/{model_name.replace(".", "_")}.xlsx'
        with open(path, 'wb') as target:
            target.write(write(env, model_name, paths))
