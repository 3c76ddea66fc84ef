# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_import import OPTIONS, ImportCase

# The smallest PNG there is: one transparent point.
PICTURE = base64.b64decode(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
)
MEMBER_FIELDS = ['seat_id', 'person_id', 'date_start', 'date_end']
AREA_FIELDS = ['name', 'code', 'kana', 'parent_id', 'is_tier2']


@tagged('post_install', '-at_install')
class TestBadInput(ImportCase):
    """What cannot be right is refused with a message that says where, and leaves nothing."""

    def _import_areas(self, *rows):
        content = '\n'.join([','.join(AREA_FIELDS), *rows])
        return self._import(content, AREA_FIELDS, model='support.area', user=self.manager)

    def _import_members(self, *rows):
        content = '\n'.join([','.join(MEMBER_FIELDS), *rows])
        return self._import(content, MEMBER_FIELDS, model='support.council.member')

    def _check_refused(self, result, row, text):
        """Check that the file was refused for one row; return the message."""
        self.assertFalse(result.get('ids'))
        (message,) = result['messages']
        self.assertEqual(message['record'], row, message['message'])
        self.assertIn(text, message['message'])
        return message

    # ---- Dates and terms -----------------------------------------------------------------------

    def test_area_that_ends_before_it_begins(self):
        with self.assertRaisesRegex(
            ValidationError, r'North: "Until" \(2019-03-31\) lies before "From" \(2020-04-01\)'
        ):
            self.north.write({'date_start': date(2020, 4, 1), 'date_end': date(2019, 3, 31)})

    def test_milestone_that_ends_before_it_begins(self):
        with self.assertRaisesRegex(ValidationError, 'Opening: the last day .* lies before'):
            self.env['support.council.milestone'].create(
                {
                    'council_id': self.council.id,
                    'kind': 'other',
                    'name': 'Opening',
                    'date': date(2016, 5, 2),
                    'date_to': date(2015, 5, 1),
                }
            )

    def test_dates_reversed_in_a_file(self):
        self._add_seat(organization_id=False, post='Mayor')
        self._add_seat()
        seat = self.organization.name
        result = self._import_members(
            f'{seat},Coordinator A,2020-04-01,2022-03-31',
            f'{seat},Coordinator B,2024-04-01,2022-04-01',
        )
        self._check_refused(result, 3, '"Until" (2022-04-01) lies before "From" (2024-04-01)')
        self.assertFalse(self.council.member_ids)

    def test_overlapping_terms_in_a_file(self):
        self._add_seat()
        seat = self.organization.name
        result = self._import_members(
            f'{seat},Coordinator A,2020-04-01,2022-04-01',
            f'{seat},Coordinator B,2022-04-01,',
        )
        message = self._check_refused(result, 3, 'the terms of Coordinator A and Coordinator B')
        self.assertIn(f'Seat "{seat}"', message['message'])
        self.assertFalse(self.council.member_ids)
        result = self._import_members(
            f'{seat},Coordinator A,2020-04-01,2022-03-31',
            f'{seat},Coordinator B,2022-04-01,',
        )
        self.assertFalse(result['messages'])
        self.assertEqual(len(self.council.member_ids), 2)

    def test_seat_is_found_by_its_name(self):
        mayor = self._add_seat(organization_id=False, post='Mayor')
        plain = self._add_seat()
        chair = self._add_seat(post='First Chair')
        seats = self.env['support.council.seat']
        self.assertEqual(seats.search([('display_name', '=', 'Mayor')]), mayor)
        self.assertEqual(seats.search([('display_name', '=', chair.display_name)]), chair)
        self.assertEqual(seats.search([('display_name', 'ilike', 'residents')]), plain | chair)
        result = self._import_members(
            'Mayor,Coordinator A,2020-04-01,', f'{chair.display_name},Coordinator B,2020-04-01,'
        )
        members = self.env['support.council.member'].browse(result['ids'])
        self.assertEqual(members.seat_id, mayor | chair)
        result = self._import_members('Nobody,Coordinator A,2020-04-01,')
        self._check_refused(result, 2, "'Nobody'")

    # ---- Areas ---------------------------------------------------------------------------------

    def test_unknown_area_code(self):
        fields = ['name', 'area_id']
        result = self._import('name,area_id\nA,A-N\nB,A-X\n', fields, model='support.council')
        message = self._check_refused(result, 3, 'A-X')
        self.assertEqual(message['field_path'] or [message['field']], ['area_id'])
        self.assertIn('Row 3: ', message['message'])
        self.assertFalse(self.env['support.council'].search([('name', '=', 'A')]))
        result = self._import('name,area_id\nA,A-N\nB,A-S\n', fields, model='support.council')
        councils = self.env['support.council'].browse(result['ids'])
        self.assertEqual(councils.area_id, self.north | self.south)

    def test_unknown_parent_code(self):
        result = self._import_areas('East,A-E,ひがし,A,1', 'West,A-W,にし,B,1')
        message = self._check_refused(result, 3, "'B'")
        self.assertIn('Part Of', message['message'])
        self.assertFalse(self.env['support.area'].search([('code', '=', 'A-E')]))

    def test_code_that_exists(self):
        with mute_logger('odoo.sql_db'):
            result = self._import_areas('East,A-E,ひがし,A,1', 'West,A-N,にし,A,1')
        self._check_refused(result, 3, 'An area with this code exists already')
        self.assertFalse(self.env['support.area'].search([('code', '=', 'A-E')]))

    def test_new_area_that_is_part_of_itself(self):
        result = self._import_areas('East,A-E,ひがし,A,1', 'Loop,L,るうぷ,L,1')
        self._check_refused(result, 3, "'L'")
        self.assertFalse(self.env['support.area'].search([('code', 'in', ('A-E', 'L'))]))

    def test_area_moved_below_itself(self):
        for area in self.city | self.north | self.south:
            self.env['ir.model.data'].create(
                {
                    'module': '__import__',
                    'name': f'area_{area.code}',
                    'model': area._name,
                    'res_id': area.id,
                }
            )
        fields = ['id', 'parent_id']
        content = 'id,parent_id\narea_A-S,A-N\narea_A,A-N\n'
        result = self._import(content, fields, model='support.area', user=self.manager)
        self._check_refused(result, 3, 'cannot be part of itself')
        self.env.invalidate_all()
        self.assertEqual(self.south.parent_id, self.city)
        self.assertFalse(self.city.parent_id)

    # ---- Files ---------------------------------------------------------------------------------

    def test_file_of_the_wrong_kind(self):
        table = b'name\nEast\n'
        count = self.env['support.area'].search_count([])
        for name, content in (
            ('areas.xlsx', PICTURE),
            ('areas.csv', PICTURE),
            ('areas.ods', PICTURE),
            ('areas.xlsx', b'PK\x03\x04 cut off'),
            ('areas.xlsx', table),
            ('areas.csv', b'%PDF-1.7\n1 0 obj\n'),
            ('areas.csv', b''),
        ):
            with self.subTest(name=name, content=content[:8]), self.assertNoLogs('odoo', 'WARNING'):
                wizard = self._wizard(content, 'support.area', self.manager, name)
                self.assertIn(f'“{name}”', wizard.parse_preview(dict(OPTIONS))['error'])
                result = wizard.execute_import(['name'], ['name'], dict(OPTIONS))
                (message,) = result['messages']
                self.assertIn(f'“{name}”', message['message'])
                self.assertIn('is not a table', message['message'])
        self.assertEqual(self.env['support.area'].search_count([]), count)
        result = self._import(table, ['name'], model='support.area', user=self.manager)
        self.assertFalse(result['messages'])

    def test_one_bad_row_of_ten_thousand(self):
        for field, day, area, text in (
            ('date', '2026-02-30', 'North', '“2026-02-30” is not a date'),
            ('area_id', '2026-02-03', 'Nowhere', "'Nowhere'"),
        ):
            with self.subTest(text=text):
                row = f'{day},Visit x,{area},{self.commission.name}'
                result = self._import(self._log_rows(10_000, row6789=row))
                message = self._check_refused(result, 6791, text)
                self.assertIn(field, (message['field'], *(message.get('field_path') or ())))
                self.assertIn('Row 6791: ', message['message'])
                self.assertFalse(self._logged())

    # ---- Signs ---------------------------------------------------------------------------------

    def test_half_width_kana_is_found(self):
        result = self._import_areas('ﾐﾅﾐｸﾞﾁ,A-G,ﾐﾅﾐｸﾞﾁ,A,1')
        area = self.env['support.area'].browse(result['ids'])
        person = self.env['support.person'].create({'name': 'ｻﾄｳ ﾊﾅｺ'})
        council = self.env['support.council'].create({'name': 'ﾐﾅﾐｸﾞﾁ会議', 'area_id': area.id})
        for record, word in (
            (area, 'ミナミグチ'),
            (area, 'みなみぐち'),
            (area, 'ﾐﾅﾐｸﾞﾁ'),
            (person, 'サトウ'),
            (person, 'さとう　はなこ'),
            (council, 'ミナミグチ会議'),
        ):
            with self.subTest(word=word):
                found = self.env[record._name].search([('search_text', 'ilike', word)])
                self.assertEqual(found, record)
                self.assertIn(record.id, dict(self.env[record._name].name_search(word)))
        self.assertEqual(area.name, 'ﾐﾅﾐｸﾞﾁ', 'what was entered stays as it was')
        self.assertFalse(self.env['support.area'].search([('search_text', 'ilike', 'ミナミクチ')]))

    def test_emoji_is_kept(self):
        names = ['おしゃべりカフェ☕', '🌸さくら会👩‍👩‍👧', '𠮷野の会']
        result = self._import(
            '\n'.join(['name,area_id', *(f'{name},North' for name in names)]),
            ['name', 'area_id'],
            model='support.council',
        )
        self.assertFalse(result['messages'])
        councils = self.env['support.council'].browse(result['ids'])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(councils.mapped('name'), names)
        for council, word in zip(councils, ('☕', '🌸', '𠮷野'), strict=True):
            found = self.env['support.council'].search([('search_text', 'ilike', word)])
            self.assertEqual(found, council)
