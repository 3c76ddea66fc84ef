# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All papers of a quarter in one ZIP, made in the background."""

import io
import zipfile
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.support_council.models import support_job
from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportBundle(ReportCase):
    def _queue(self, reports, user=None):
        """Return the job that the button queues, for the system, and its ids."""
        action = reports.with_user(user or self.reporter).action_bundle()
        self.assertEqual(action['res_model'], 'support.job')
        return self.env['support.job'].browse(action['res_id'])

    def _work(self, job):
        while job.state in ('waiting', 'running'):
            job._run_step()

    def _content(self, job):
        with zipfile.ZipFile(io.BytesIO(job.result_attachment_id.raw)) as archive:
            self.assertFalse(archive.testzip())
            return {name: archive.read(name) for name in archive.namelist()}

    def test_the_city_and_its_sheets(self):
        city, sheets = self._reports()
        job = self._queue(city)
        self._work(job)
        self.assertEqual((job.state, job.done, job.total), ('done', 4, 4))
        files = self._content(job)
        second = 'pdf' if is_available() else 'html'
        self.assertEqual(
            set(files),
            {report._file_name(kind) for report in city | sheets for kind in ('xlsx', second)},
        )
        self.assertEqual(job.result_attachment_id.name, f'{city.period_label}_{self.city.name}.zip')

    def test_several_periods_are_named_from_the_first_to_the_last(self):
        autumn, winter = self._reports()[0], self._reports(date(2027, 1, 10))[0]
        self.assertEqual(
            (autumn | winter)._bundle_label(), f'令和8年10月～令和9年3月_{self.city.name}'
        )

    def test_submitted_reports_come_with_their_frozen_files(self):
        city, sheets = self._submitted()
        self._work(self.env['support.job'].search([], limit=1))
        job = self._queue(city | sheets)
        self._work(job)
        files = self._content(job)
        for report in city | sheets:
            for file in report.file_ids:
                self.assertEqual(files[file.name], file._content())

    def test_steps_end_in_time_and_go_on_where_they_stopped(self):
        city, sheets = self._reports()
        job = self._queue(city)
        with patch.object(support_job, 'STEP_SECONDS', 0):
            job._run_step()
            self.assertEqual((job.done, len(job._files())), (1, 2))
            # Another worker goes on behind the first report.
            job.invalidate_recordset()
            job._run_step()
            self.assertEqual((job.done, len(job._files())), (2, 4))
            job.with_user(self.reporter).action_cancel()
            self.assertEqual(job.state, 'cancelled')
            job.with_user(self.reporter).action_retry()
            self._work(job)
        self.assertEqual(len(self._content(job)), 2 * len(city | sheets))

    def test_a_limited_user_gets_her_own_sheets_only(self):
        city, sheets = self._reports()
        own = sheets.filtered(lambda sheet: sheet.area_id == self.north)
        job = self._queue(own, self.branch_reporter)
        self._work(job)
        self.assertEqual(len(self._content(job)), 2)
        # The right to a report is asked again when its files are made.
        job = self._queue(own, self.branch_reporter)
        self.branch_reporter.support_area_ids = self.south
        self._work(job)
        self.assertEqual((job.state, job.result_attachment_id.id), ('failed', False))
        with self.assertRaises(UserError):
            city.with_user(self.branch_reporter).action_bundle()

    def test_nothing_chosen(self):
        with self.assertRaises(UserError):
            self.env['support.report'].with_user(self.reporter).action_bundle()
