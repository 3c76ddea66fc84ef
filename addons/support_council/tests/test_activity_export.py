# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log as a table of any length: what is in it, for whom, and in how much memory."""

import gc
import io
import tempfile
import tracemalloc
import zipfile
from datetime import date, datetime
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import Form, HttpCase, tagged

from ..models import support_activity_table
from ..tools.stream_workbook import MAX_TEXT, stream_workbook
from ..wizard import support_activity_export
from .common import SupportCommon

MANY = 3_000
MEGABYTE = 1 << 20
DAY = date(2026, 5, 1)


@tagged('post_install', '-at_install')
class TestActivityExport(SupportCommon, HttpCase):
    def _export(self, user=None, **values):
        return (
            self.env['support.activity.export']
            .with_user(user or self.user)
            .create({'date_from': date(2026, 4, 1), 'date_to': date(2027, 3, 31), **values})
        )

    def _rows(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        head, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def _table(self, export):
        """Return the rows of the file that the wizard's user gets, as dicts by heading."""
        stream = io.BytesIO()
        export.env['support.activity.table'].write_workbook(export._entry_domain(), stream)
        return self._rows(stream.getvalue())

    def test_nobody_names_the_file_from_outside(self):
        """A name instead of an open file would be one on the server."""
        table = self.env['support.activity.table'].with_user(self.user)
        with self.assertRaisesRegex(AccessError, 'Private'):
            call_kw(table, 'write_workbook', [[], 'x.xlsx'], {})

    def test_a_row_is_what_was_entered(self):
        self._log(
            DAY,
            {self.kind_visit: 3, self.kind_consultation: 2},
            event_name='=1+1',
            area_ids=[Command.set(self.south.ids)],
            headcount=20,
            participant_ids=[
                Command.create(
                    {
                        'coordinator_id': coordinator.id,
                        'minutes': 30,
                        'own_reflection': f'Thought {n}',
                    }
                )
                for n, coordinator in enumerate((self.coordinator_a, self.coordinator_b))
            ],
        )
        self._log(DAY, {self.kind_visit: 1}, date_precision='month')
        first, second = self._table(self._export())
        columns = list(first)
        paper = self.env['ir.actions.report']._for_paper()
        kinds = [
            kind.with_env(paper.env).short_label or kind.with_env(paper.env).name
            for kind in (self.kind_visit | self.kind_consultation).sorted()
        ]
        self.assertEqual(columns[-2:], kinds)
        self.assertEqual(first[columns[0]], datetime(2026, 5, 1))
        values = list(first.values())
        self.assertIn('=1+1', values)
        self.assertIn(self.south.name, values)
        self.assertIn(60, values)
        self.assertIn(20, values)
        thoughts = next(value for value in values if 'Thought 0' in str(value))
        self.assertIn('Coordinator B', thoughts)
        self.assertEqual({first[kind] for kind in kinds}, {3, 2})
        self.assertEqual(sorted(filter(None, (second[kind] for kind in kinds))), [1])

    def test_only_what_was_asked_for(self):
        self._log(DAY, event_name='north')
        self._log(DAY, event_name='south', area_id=self.south.id, participant_ids=[])
        self._log(DAY, event_name='later', state='provisional')
        self._log(date(2027, 4, 1), event_name='next year')

        def names(**values):
            table = self._table(self._export(**values))
            known = {'north', 'south', 'later', 'next year'}
            return {value for row in table for value in row.values()} & known

        self.assertEqual(names(), {'north', 'south'})
        self.assertEqual(names(with_uncounted=True), {'north', 'south', 'later'})
        self.assertEqual(names(area_id=self.south.id), {'south'})
        self.assertEqual(names(coordinator_id=self.coordinator_a.id), {'north'})
        self.assertEqual(names(user=self.limited), {'north'})

    def test_entries_of_one_day_are_in_the_order_they_were_entered(self):
        for number in range(5):
            self._log(DAY, event_name=f'Entry {number}')
        column = next(
            name for name, value in self._table(self._export())[0].items() if value == 'Entry 0'
        )
        names = [row[column] for row in self._table(self._export())]
        self.assertEqual(names, [f'Entry {number}' for number in range(5)])

    def test_nothing_to_export(self):
        with self.assertRaises(UserError):
            self._export().action_export()
        with self.assertRaises(UserError):
            self._export(date_to=date(2026, 3, 1)).action_export()

    def test_form_says_how_many(self):
        self._log(DAY)
        form = Form(self.env['support.activity.export'].with_user(self.user))
        form.date_from, form.date_to = date(2026, 4, 1), date(2027, 3, 31)
        self.assertEqual((form.entry_count, form.is_long), (1, False))
        form.area_id = self.south
        self.assertEqual(form.entry_count, 0)

    # ---- Very many ----

    def test_very_many_are_written_in_the_background(self):
        for number in range(5):
            self._log(DAY, event_name=f'Entry {number}', area_id=self.north.id)
        self._log(DAY, event_name='Elsewhere', area_id=self.south.id, participant_ids=[])
        self.startPatcher(patch.object(support_activity_export, 'MOST_AT_ONCE', 2))
        self.startPatcher(patch.object(support_activity_table, 'ROWS_A_FILE', 2))
        action = self._export(user=self.limited).action_export()
        self.assertEqual(action['res_model'], 'support.job')
        job = self.env['support.job'].browse(action['res_id'])
        job._run_step()
        self.assertEqual((job.done, job.total), (2, 5))
        # A worker was killed; another one goes on behind the last entry.
        job.invalidate_recordset()
        while job.state in ('waiting', 'running'):
            job._run_step()
        self.assertEqual((job.state, job.message, job.done), ('done', False, 5))
        with zipfile.ZipFile(io.BytesIO(job.result_attachment_id.raw)) as archive:
            tables = [self._rows(archive.read(name)) for name in sorted(archive.namelist())]
        self.assertEqual([len(rows) for rows in tables], [2, 2, 1])
        self.assertEqual(len({tuple(rows[0]) for rows in tables}), 1, 'the same columns')
        names = [value for rows in tables for row in rows for value in row.values()]
        self.assertEqual(
            [name for name in names if str(name).startswith(('Entry', 'Else'))],
            [f'Entry {number}' for number in range(5)],
        )

    # ---- Memory ----

    def _copy_entries(self, number):
        """Copy an entry by SQL until there are so many."""
        entry = self._log(DAY, progress_content='経過と内容' * 20)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO support_activity
            SELECT (jsonb_populate_record(entry, jsonb_build_object(
                       'id', nextval('support_activity_id_seq'),
                       'event_name', 'Entry ' || n))).*
              FROM support_activity entry, generate_series(2, %s) n
             WHERE entry.id = %s
            """,
            [number, entry.id],
        )

    def _peak(self, export):
        """Return the bytes that writing the file takes at most, and the rows written."""
        table = self.env['support.activity.table'].with_user(self.user)
        domain = export._entry_domain()
        # With the rest of Odoo out of the collector's sight, garbage never waits for long.
        gc.collect()
        gc.freeze()
        tracemalloc.start()
        try:
            with tempfile.TemporaryFile() as stream:
                number = table.write_workbook(domain, stream)
            return tracemalloc.get_traced_memory()[1], number
        finally:
            tracemalloc.stop()
            gc.unfreeze()

    def test_writing_many_holds_few_in_memory(self):
        self._copy_entries(MANY)
        self._log(DAY, area_id=self.south.id, participant_ids=[])
        one = self._export(area_id=self.south.id)
        self._peak(one)  # what is cached for good
        peak_of_one, number = self._peak(one)
        self.assertEqual(number, 1)
        peak_of_many, number = self._peak(self._export())
        self.assertEqual(number, MANY + 1)
        # Holding all of the rows takes 1.6 MB.
        self.assertLess(peak_of_many - peak_of_one, MEGABYTE)

    def test_download_of_many_comes_piece_by_piece(self):
        self._copy_entries(MANY)
        self.authenticate('sc_coordinator', 'sc_coordinator')
        url = self.base_url() + self._export().action_export()['url']
        with tempfile.TemporaryFile() as received:
            with self.opener.get(url, stream=True, timeout=60) as answer:
                self.assertEqual(answer.status_code, 200)
                size = sum(received.write(piece) for piece in answer.iter_content(1 << 16))
                self.assertEqual(int(answer.headers['Content-Length']), size)
            sheet = openpyxl.load_workbook(received, read_only=True).active
            self.assertEqual(sum(1 for _row in sheet.iter_rows()), MANY + 1)

    def test_download_has_the_rights_of_who_fetches_it(self):
        self._log(DAY, event_name='North entry')
        self._log(DAY, event_name='South entry', area_id=self.south.id, participant_ids=[])
        url = self._export().action_export()['url']
        self.authenticate('sc_limited', 'sc_limited')
        names = {value for row in self._rows(self.url_open(url).content) for value in row.values()}
        self.assertEqual(names & {'North entry', 'South entry'}, {'North entry'})
        self.authenticate(None, None)
        self.assertNotIn('spreadsheet', self.url_open(url).headers['Content-Type'])

    def test_a_text_too_long_for_a_cell_is_cut_not_lost(self):
        stream = io.BytesIO()
        stream_workbook(stream, 'Table', [('Text', 10)], [['x' * (MAX_TEXT + 5)]])
        text = openpyxl.load_workbook(stream).active['A2'].value
        self.assertEqual((len(text), text[-2:]), (MAX_TEXT, 'x…'))
