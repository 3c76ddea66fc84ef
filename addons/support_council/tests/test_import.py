# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..wizard.base_import_import import ImportRun
from .common import SupportCommon

# A limit is what Odoo's client sends; Odoo would stop and commit there.
OPTIONS = {'has_headers': True, 'quoting': '"', 'separator': ',', 'limit': 20, 'skip': 0}
LOG_FIELDS = ['date', 'event_name', 'area_id', 'commission_id']


class ImportCase(SupportCommon):
    def _wizard(self, content, model='support.activity', user=None, name='log.csv'):
        if isinstance(content, str):
            content = content.encode()
        kind = 'text/csv' if name.endswith('.csv') else False
        return (
            self.env['base_import.import']
            .with_user(user or self.user)
            .create({'res_model': model, 'file': content, 'file_name': name, 'file_type': kind})
        )

    def _import(self, content, fields=None, dryrun=False, options=None, **kwargs):
        wizard = self._wizard(content, **kwargs)
        fields = fields or LOG_FIELDS
        return wizard.execute_import(fields, fields, {**OPTIONS, **(options or {})}, dryrun)

    def _log_rows(self, count, **replaced):
        rows = [
            f'2026-05-01,Visit {number},North,{self.commission.name}' for number in range(count)
        ]
        for number, row in replaced.items():
            rows[int(number.removeprefix('row'))] = row
        return '\n'.join([','.join(LOG_FIELDS), *rows])

    def _logged(self):
        return self.env['support.activity'].search([('event_name', '=like', 'Visit %')])

    def _last(self):
        return self.env['support.import'].search([], limit=1)


@tagged('post_install', '-at_install')
class TestImport(ImportCase):
    def setUp(self):
        super().setUp()
        self.last = self._last()

    def test_whole_file_or_nothing(self):
        content = self._log_rows(30, row25='2026-05-01,Visit x,Nowhere,x')
        result = self._import(content)
        self.assertFalse(result['ids'])
        self.assertFalse(self._logged())
        self.assertEqual(self._last(), self.last)
        self.assertEqual({message['rows']['from'] for message in result['messages']}, {26})
        self.assertTrue(
            all(message['message'].startswith('Row 27: ') for message in result['messages'])
        )

    def test_whole_file_in_one_call(self):
        result = self._import(self._log_rows(30))
        self.assertFalse(result['messages'])
        self.assertEqual(len(result['ids']), 30)
        self.assertFalse(result['nextrow'])

    def test_other_models_keep_the_core_way(self):
        content = 'name\n' + '\n'.join(f'P{number}' for number in range(5))
        admin = self.env.ref('base.user_admin')
        result = self._import(
            content, ['name'], model='res.partner', user=admin, options={'limit': 2}
        )
        self.assertEqual(len(result['ids']), 2)
        self.assertEqual(self._last(), self.last)

    def test_refusal_of_a_model_names_its_row(self):
        # Two rows above are empty, one of them only in the imported columns.
        content = (
            'name,area_id,capacity,remark\nA,North,3,\n,,,\n,,,note\nB,North,-1,\nC,North,2,\n'
        )
        with mute_logger('odoo.sql_db'):
            result = self._import(
                content, ['name', 'area_id', 'capacity', False], model='support.council'
            )
        (message,) = result['messages']
        self.assertIn('cannot be negative', message['message'])
        self.assertEqual((message['record'], message['rows']['from']), (5, 4))

    def test_refusal_in_words_names_its_row_only(self):
        row = f'1900-01-01,Visit x,North,{self.commission.name}'
        result = self._import(self._log_rows(4, row2=row))
        (message,) = result['messages']
        self.assertEqual(message['record'], 4)
        self.assertIn('1900-01-01', message['message'])

    def test_unknown_name_is_one_line(self):
        row = f'2026-05-01,Visit x,Nowhere,{self.commission.name}'
        with self.assertNoLogs('odoo.sql_db', 'ERROR'):
            result = self._import(self._log_rows(4, row3=row))
        (message,) = result['messages']
        self.assertEqual((message['record'], message['value']), (5, 'Nowhere'))

    def test_rows_of_a_sheet_with_gaps(self):
        book = openpyxl.Workbook()
        for row in (LOG_FIELDS, [date(2026, 5, 1), 'Visit 1', 'North', self.commission.name]):
            book.active.append(row)
        book.active.cell(7, 1, '2026-13-01')
        book.active.cell(7, 2, 'Visit 2')
        stream = io.BytesIO()
        book.save(stream)
        result = self._import(stream.getvalue(), name='log.xlsx')
        (message,) = result['messages']
        self.assertEqual(message['record'], 7)
        self.assertIn('Row 7: “2026-13-01” is not a date', message['message'])

    def test_all_bad_dates_at_once(self):
        content = self._log_rows(4, row1='soon,Visit x,North,x', row3='2026-02-30,Visit y,North,x')
        result = self._import(content)
        self.assertEqual([message['record'] for message in result['messages']], [3, 5])

    def test_dates_as_known(self):
        texts = [
            '2015-05-01',
            '2015/5/1',
            'H27.5.1',
            '2015-05',
            '平成27年5月',
            '平成27年度',
            '平成２７年度',
        ]
        rows = [
            f'{text},Visit {number},North,{self.commission.name}'
            for number, text in enumerate(texts)
        ]
        result = self._import('\n'.join([','.join(LOG_FIELDS), *rows]))
        self.assertFalse(result['messages'])
        day, month, year = (
            (date(2015, 5, 1), False, 'day'),
            (date(2015, 5, 1), date(2015, 5, 31), 'month'),
            (date(2015, 4, 1), date(2016, 3, 31), 'fiscal_year'),
        )
        self.assertEqual(
            [
                (entry.date, entry.date_to, entry.date_precision)
                for entry in self.env['support.activity'].browse(result['ids'])
            ],
            [day, day, day, month, month, year, year],
        )

    def test_dates_in_lines(self):
        fields = [
            'name',
            'area_id',
            'milestone_ids/kind',
            'milestone_ids/date',
            'milestone_ids/name',
        ]
        content = (
            ','.join(fields)
            + '\nCouncil A,North,bylaw,平成27年5月,Rules\n,,name,2016-01-02,Name found\n'
        )
        result = self._import(content, fields, model='support.council')
        self.assertFalse(result['messages'])
        council = self.env['support.council'].browse(result['ids'])
        milestones = council.milestone_ids.filtered(lambda row: row.kind != 'stage').sorted('date')
        self.assertEqual(
            milestones.mapped(lambda row: (row.date, row.date_precision)),
            [(date(2015, 5, 1), 'month'), (date(2016, 1, 2), 'day')],
        )

    def test_other_dates_need_a_day(self):
        fields = ['name', 'area_id', 'planned_launch']
        content = ','.join(fields) + '\nCouncil A,North,令和8年4月1日\n'
        result = self._import(content, fields, model='support.council')
        council = self.env['support.council'].browse(result['ids'])
        self.assertEqual(council.planned_launch, date(2026, 4, 1))
        result = self._import(content.replace('4月1日', '4月'), fields, model='support.council')
        self.assertIn('is not a date', result['messages'][0]['message'])

    def test_files_of_windows_programs(self):
        self.north.name = '北①～㈱髙区'
        row = f'2026-05-01,Visit 見守り,{self.north.name},{self.commission.name}'
        content = f'{",".join(LOG_FIELDS)}\n{row}'
        for encoding in ('cp932', 'utf-8', 'utf-8-sig', 'utf-16'):
            wizard = self._wizard(content.encode(encoding))
            options = {key: value for key, value in OPTIONS.items() if key != 'separator'}
            preview = wizard.parse_preview(options)
            self.assertEqual(preview['headers'], LOG_FIELDS, encoding)
            self.assertEqual(len(preview['matches']), len(LOG_FIELDS))
            result = wizard.execute_import(LOG_FIELDS, LOG_FIELDS, preview['options'])
            self.assertFalse(result['messages'], encoding)
            entry = self.env['support.activity'].browse(result['ids'])
            self.assertEqual((entry.event_name, entry.area_id), ('Visit 見守り', self.north))

    def test_names_are_resolved_once(self):
        self._import(self._log_rows(1))
        self.env.flush_all()

        def statements(count):
            content = self._log_rows(count)
            wizard = self._wizard(content)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            result = wizard.execute_import(LOG_FIELDS, LOG_FIELDS, dict(OPTIONS))
            self.env.flush_all()
            self.assertEqual(len(result['ids']), count)
            return self.env.cr.sql_log_count - before

        few, many = statements(100), statements(400)
        # Inserts are made in batches of 100 rows; no look-up is added.
        self.assertLess(many - few, 30)

    def test_ambiguous_name_is_refused(self):
        self.south.name = 'North'
        result = self._import(self._log_rows(2))
        self.assertFalse(result['ids'])
        self.assertIn("Several records are named 'North'", result['messages'][0]['message'])

    def test_parent_in_the_same_file(self):
        fields = ['name', 'parent_id', 'code']
        content = 'name,parent_id,code\nTop,,T\nMiddle,Top,M\nLow,Middle,L\n'
        result = self._import(content, fields, model='support.area', user=self.manager)
        self.assertFalse(result['messages'])
        areas = self.env['support.area'].browse(result['ids'])
        self.assertEqual(areas[2].complete_name, 'Top / Middle / Low')

    def test_rights_of_the_user_apply(self):
        result = self._import(self._log_rows(1), user=self.reader)
        self.assertFalse(result['ids'])
        self.assertIn('support.activity', result['messages'][0]['message'])
        result = self._import(
            self._log_rows(1, row0='2026-05-01,Visit 0,South,x'), user=self.limited
        )
        self.assertFalse(result['ids'])

    def test_test_run_leaves_nothing_and_warns(self):
        self._import(self._log_rows(2))
        entry = self._logged()[0]
        self.env['ir.model.data'].create(
            {'module': '__import__', 'name': 'e1', 'model': entry._name, 'res_id': entry.id}
        )
        fields = ['id', *LOG_FIELDS, 'place']
        name = self.commission.name
        content = (
            f'{",".join(fields)}\ne1,2026-05-01,{entry.event_name},North,{name},Hall\n'
            f',2026-05-01,Visit 1,North,{name},\n,2026-05-09,Visit 9,North,{name},\n'
        )
        count = self.env['support.import'].search_count([])
        result = self._import(content, fields, dryrun=True)
        (message,) = result['messages']
        self.assertEqual(message['type'], 'warning')
        self.assertEqual(
            message['message'].split('\n'),
            [
                f'Row 2 overwrites “{entry.event_name}”: Place.',
                'Row 3 may be a duplicate of Visit 1.',
            ],
        )
        self.env.invalidate_all()
        self.assertFalse(entry.place)
        self.assertFalse(self._logged().filtered(lambda row: row.event_name == 'Visit 9'))
        self.assertEqual(self.env['support.import'].search_count([]), count)
        # What the test warned of is done without a word by the run.
        self.assertFalse(self._import(content, fields)['messages'])

    def test_context_of_a_client_changes_nothing(self):
        run = self.env['support.area'].with_context(support_import={'model': 'support.area'})
        self.assertTrue(run.create({'name': 'x'}))
        self.assertEqual(ImportRun('support.area', True).number(4), 5)


@tagged('post_install', '-at_install')
class TestImportUndo(ImportCase):
    def setUp(self):
        super().setUp()
        self._import(self._log_rows(3))
        self.entries = self._logged().sorted('id')
        self.row = self._last().with_user(self.user)

    def _later(self, records):
        """Date the last change of records after the import."""
        records.flush_recordset()
        later = self.env.cr.now() + timedelta(minutes=5)
        self.env.cr.execute(
            SQL(
                'UPDATE %s SET write_date = %s, create_date = %s WHERE id IN %s',
                SQL.identifier(records._table),
                later,
                later,
                tuple(records.ids),
            )
        )
        records.invalidate_recordset()

    def test_row(self):
        self.assertEqual(
            (self.row.name, self.row.res_model, self.row.user_id, self.row.state),
            ('log.csv', 'support.activity', self.user, 'done'),
        )
        self.assertEqual(self.row.created_ids, self.entries.ids)
        self.assertEqual(len(self.row.file_hash), 64)
        other = new_test_user(self.env, 'sp_import', 'support_council.group_coordinator')
        with self.assertRaises(AccessError):
            self.row.with_user(other).read(['name'])
        with self.assertRaises(AccessError):
            self.row.write({'created_ids': []})
        self.assertTrue(self.row.with_user(self.manager).read(['name']))

    def test_undo(self):
        self.row.action_undo()
        self.assertEqual(self.row.state, 'undone')
        self.assertFalse(self.entries.exists())
        self.assertIn('3 deleted', self.row.undo_note)
        with self.assertRaises(UserError):
            self.row.action_undo()

    def test_changed_and_used_stay(self):
        changed, used, untouched = self.entries
        self._later(changed)
        action = self.env['support.action'].create(
            {'name': 'Call back', 'activity_id': used.id, 'coordinator_id': self.coordinator_a.id}
        )
        self._later(action)
        self.row.action_undo()
        self.assertEqual(self.entries.exists(), changed + used)
        self.assertEqual(self.row.state, 'partly')
        for entry in (changed, used):
            self.assertIn(entry.event_name, self.row.undo_note)
        self.assertNotIn(untouched.id, self.entries.exists().ids)

    def test_file_attached_since_stays(self):
        file = self.env['ir.attachment'].create(
            {'name': 'a', 'res_model': 'support.activity', 'res_id': self.entries[0].id}
        )
        self._later(file)
        self.row.action_undo()
        self.assertEqual(self.entries.exists(), self.entries[0])

    def test_kept_records_say_so(self):
        self.env.cr.execute(
            'UPDATE support_activity SET create_date = %s, write_date = %s WHERE id IN %s',
            [self.env.cr.now() - timedelta(days=2)] * 2 + [tuple(self.entries.ids)],
        )
        self.entries.invalidate_recordset()
        self.row.action_undo()
        self.assertEqual(self.entries.exists(), self.entries)
        self.assertIn('entered on an earlier day', self.row.undo_note)

    def test_children_before_parents(self):
        content = 'name,parent_id\nTop,\nMiddle,Top\nLow,Middle\n'
        result = self._import(
            content, ['name', 'parent_id'], model='support.area', user=self.manager
        )
        self._last().with_user(self.manager).action_undo()
        self.assertFalse(self.env['support.area'].browse(result['ids']).exists())

    def test_overwritten_values_are_restored(self):
        first, second, _third = self.entries
        first.place, second.place = 'Old hall', 'Old hall'
        self.env.flush_all()
        for number, entry in enumerate((first, second)):
            self.env['ir.model.data'].create(
                {
                    'module': '__import__',
                    'name': f'e{number}',
                    'model': entry._name,
                    'res_id': entry.id,
                }
            )
        content = 'id,place,area_ids\ne0,New hall,South\ne1,New hall,\n'
        self._import(content, ['id', 'place', 'area_ids'])
        row = self._last().with_user(self.user)
        self.assertEqual((row.created_count, row.changed_count), (0, 2))
        self.assertEqual(first.place, 'New hall')
        second.place = 'Third hall'
        row.action_undo()
        self.assertEqual((first.place, first.area_ids), ('Old hall', self.env['support.area']))
        self.assertEqual(second.place, 'Third hall')
        self.assertEqual(row.state, 'partly')
        self.assertIn(f'{second.display_name}: changed since, not restored: Place', row.undo_note)

    def test_only_own_or_manager(self):
        with self.assertRaises(AccessError):
            self.row.with_user(self.limited).sudo().with_user(self.limited).action_undo()
        self.row.with_user(self.manager).action_undo()
        self.assertFalse(self.entries.exists())
