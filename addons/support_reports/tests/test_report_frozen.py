# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A submitted report keeps its bytes and numbers whatever is done afterwards, and by which way."""

import json
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.canonical import checksum

from .common import OCTOBER, ReportCase


@tagged('post_install', '-at_install')
class TestReportFrozen(ReportCase, HttpCase):
    def _evidence(self, report):
        report.env.flush_all()
        report.env.invalidate_all()
        files = [(file.name, file._content()) for file in report.file_ids]
        return self._numbers(report), checksum(report.snapshot), report.checksum, files

    def test_edits_imports_and_lost_forms_change_nothing(self):
        entry = self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, _sheets = self._submitted()
        before = self._evidence(city)
        # Later records, by hand and by import
        entry.count_ids.quantity = 9
        entry.active = False
        imported = self.env['base_import.import'].create(
            {
                'res_model': 'support.activity',
                'file': b'date,event_name,area_id\n2026-10-09,Imported,North\n',
                'file_type': 'text/csv',
                'file_name': 'log.csv',
            }
        )
        names = ['date', 'event_name', 'area_id']
        options = {'quoting': '"', 'separator': ',', 'has_headers': True}
        result = imported.execute_import(names, names, options)
        self.assertFalse([m for m in result['messages'] if m['type'] == 'error'], result)
        # Configuration
        self.kinds['visit'].write({'name': 'Renamed', 'unit': 'x'})
        self.form.write({'active': False, 'title': 'Other', 'jump_percent': 0})
        self.form.indicator_ids.filtered(lambda one: one.label != self.visits.label).write(
            {'label': 'x'}
        )
        unused = self.form.copy({'code': 'unused'})
        unused.unlink()
        self.contract.write({'on_holiday': 'before', 'name': 'Other', 'state': 'closed'})
        self.commission.name = 'Renamed'
        self.coordinator_a.date_end = date(2026, 10, 1)
        # What is made anew at every upgrade
        self.env['support.report.due']._cron_follow()
        self.env.add_to_compute(city._fields['user_id'], city)
        self.env.add_to_compute(city._fields['fiscal_year'], city)
        self.assertEqual(self._evidence(city), before)
        self.assertEqual(city._broken_parts(), [])

    @mute_logger('odoo.http')
    def test_remote_calls_are_refused(self):
        city, _sheets = self._submitted()
        value = self.env['support.report.value'].search([('report_id', '=', city.id)], limit=1)
        before = self._evidence(city)
        self.reporter.password = 'sr_reporter_1'
        self.authenticate('sr_reporter', 'sr_reporter_1')
        calls = [
            ('support.report', 'write', [[city.id], {'state': 'draft'}]),
            ('support.report', 'write', [[city.id], {'user_id': False}]),
            ('support.report', 'web_save', [[city.id], {'date_due': False}, {}]),
            ('support.report', 'unlink', [[city.id]]),
            ('support.report', '_thaw', [[city.id]]),
            ('support.report.text', 'write', [city.text_ids[:1].ids, {'text': 'x'}]),
            ('support.report.text', 'action_quote', [city.text_ids[:1].ids]),
            ('support.report.value', 'write', [value.ids, {'value': 1}]),
            ('support.report.file', 'unlink', [city.file_ids[:1].ids]),
            ('ir.attachment', 'write', [city.file_ids.attachment_id[:1].ids, {'raw': ''}]),
            ('support.report.remark', 'create', [[{'report_id': city.id, 'text': 'x'}]]),
        ]
        for model, method, args in calls:
            with self.subTest(model=model, method=method):
                answer = self.url_open(
                    f'/web/dataset/call_kw/{model}/{method}',
                    data=json.dumps(
                        {
                            'params': {
                                'model': model,
                                'method': method,
                                'args': args,
                                # What a client sends as the mark of the steps is no mark.
                                'kwargs': {'context': {'support_thaw': True}},
                            }
                        }
                    ),
                    headers={'Content-Type': 'application/json'},
                ).json()
                if method != 'action_quote':  # nothing to quote: nothing is written
                    self.assertIn('error', answer)
        self.assertEqual(self._evidence(city), before)

    def test_the_form_offers_nothing_to_change(self):
        city, _sheets = self._submitted()
        form = Form(city.with_user(self.reporter))
        for name in ('date_due', 'user_id'):
            with self.subTest(field=name), self.assertRaises(AssertionError):
                setattr(form, name, False)

    def test_correcting_by_the_dialog_is_refused(self):
        city, _sheets = self._submitted()
        with self.assertRaisesRegex(UserError, 'frozen'):
            city.with_user(self.reporter).action_correct_figure(self.visits.id, OCTOBER)

    def test_merging_contacts_changes_nothing(self):
        """The commissioner and somebody in charge are merged into another contact."""
        commissioner, twin = self.env['res.partner'].create(
            [{'name': 'Aoba City Office'}, {'name': 'Aoba City Hall'}]
        )
        self.commission.commissioner_id = commissioner
        city, _sheets = self._submitted()
        before = self._evidence(city)
        wizards = self.env['base.partner.merge.automatic.wizard']
        wizards._merge([commissioner.id, twin.id], twin)
        self.assertEqual(self.commission.commissioner_id, twin)
        self.assertEqual(self._evidence(city), before)
        self.assertEqual(city._broken_parts(), [])

    def test_lines_remarks_citations_and_sheets_stay(self):
        city, sheets = self._reports()
        self._fill(city | sheets)
        remark = self.env['support.report.remark'].create(
            {'report_id': city.id, 'text': 'Say more', 'block_id': city.text_ids[0].block_id.id}
        )
        remark.action_resolve()
        fact = {
            'date': date(2026, 10, 5), 'date_label': '令和8年10月5日', 'source': 'Salon',
            'excerpt': 'Opened', 'res_model': 'support.activity', 'res_id': 1,
        }  # fmt: skip
        city.text_ids[0]._cite([fact])
        citation = city.text_ids.citation_ids
        city._correct(self.visits, OCTOBER, 7, 'Paper log')
        sheets.action_review()
        city._submit()
        open_sheet = self._reports(date(2026, 8, 1))[1][0]
        before = self._evidence(city)
        value = city.value_ids.filtered('is_corrected')
        changes = {
            'remark text': lambda: remark.write({'text': 'x'}),
            'remark reopened': remark.action_reopen,
            'remark deleted': remark.unlink,
            'remark moved here': lambda: remark.copy({'report_id': city.id}),
            'citation': lambda: citation.write({'excerpt': 'x'}),
            'citation deleted': citation.unlink,
            'citation added': lambda: citation.copy({'excerpt': 'x'}),
            'text deleted': city.text_ids[0].unlink,
            'text emptied': lambda: city.text_ids.write({'text': False}),
            'correction deleted': value.unlink,
            'correction dropped': lambda: city._drop_correction(self.visits, OCTOBER),
            'file row deleted': city.file_ids.unlink,
            'sheet taken away': lambda: sheets[0].write({'parent_id': False}),
            'sheet put under it': lambda: open_sheet.write({'parent_id': city.id}),
            'by a command': lambda: city.write({'text_ids': [(5, 0, 0)]}),
            'sheet by a command': lambda: city.write({'child_ids': [(3, sheets[0].id, 0)]}),
        }
        for name, change in changes.items():
            with self.subTest(change=name), self.assertRaises(UserError), self.cr.savepoint():
                change()
        self.assertEqual(self._evidence(city), before)
        self.assertEqual(self.env['support.frozen']._find_broken()[1], [])

    def test_what_is_changed_behind_the_programme_is_found(self):
        """Whoever has the database's password is not prevented, but found out."""
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, _sheets = self._submitted()
        compared, broken = self.env['support.frozen']._find_broken()
        self.assertGreaterEqual(compared, 3)  # the city and its two sheets
        self.assertEqual(broken, [])
        tampering = {
            'records': 'UPDATE support_report_value SET value = 99 WHERE report_id = %s',
            'snapshot': "UPDATE support_report SET checksum = 'x' WHERE id = %s",
            'files': 'DELETE FROM support_report_file WHERE report_id = %s',
        }
        for part, statement in tampering.items():
            with self.subTest(part=part), self.cr.savepoint() as savepoint:
                self.cr.execute(statement, [city.id])
                self.env.invalidate_all()
                self.assertEqual(self.env['support.frozen']._find_broken()[1], [(city, [part])])
                savepoint.rollback()
            self.env.invalidate_all()
        for statement in (
            "UPDATE support_report_text SET text = 'x' WHERE report_id = %s",
            'UPDATE support_report SET version = 9 WHERE id = %s',
        ):
            with self.subTest(statement=statement), self.cr.savepoint() as savepoint:
                self.cr.execute(statement, [city.id])
                self.env.invalidate_all()
                self.assertEqual(city._broken_parts(), ['records'])
                savepoint.rollback()
            self.env.invalidate_all()
        attachment = city.file_ids[0].attachment_id
        with patch.object(
            type(attachment), '_file_read', lambda _files, _name, size=None: b'other bytes'
        ):
            self.env.invalidate_all()
            self.assertEqual(len(city._broken_parts()), 2)

    def test_whatever_keeps_a_checksum_is_compared_with_it(self):
        base = self.env.registry['support.frozen']
        keepers = [
            model
            for name, model in self.env.registry.items()
            if issubclass(model, base)
            and not model._abstract
            and not model._frozen_parent
            and 'checksum' in model._fields
        ]
        self.assertGreaterEqual(len(keepers), 4)
        for model in keepers:
            compares = any(
                '_broken_parts' in vars(part)
                for part in model.__mro__
                if part.__module__.startswith('odoo.addons.support_')
                and not part.__module__.endswith('.support_frozen')
            )
            self.assertTrue(compares, model._name)

    # ---- As if submitted today ----

    def test_rehearsal_opens_the_running_period(self):
        reports = self.env['support.report'].with_user(self.reporter)
        with patch.object(
            type(self.company), '_support_today', lambda _company: date(2026, 11, 20)
        ):
            report = reports.browse(reports.action_rehearse()['res_id'])
            self.assertEqual((report.scope, report.period_label), ('city', '令和8年10月～12月'))
            self.assertEqual(reports.action_rehearse()['res_id'], report.id)
            self.assertIn('period', self._codes(report))
        with (
            patch.object(type(self.company), '_support_today', lambda _company: date(2030, 11, 20)),
            self.assertRaisesRegex(UserError, 'No contract'),
        ):
            reports.action_rehearse()
        with self.assertRaises(AccessError):
            self.env['support.report'].with_user(self.reader).action_rehearse()
