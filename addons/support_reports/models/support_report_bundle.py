# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..tools.periods import format_period


class SupportReport(models.Model):
    """All papers of a period in one file: 26 branch reports are opened by nobody one by one."""

    _inherit = 'support.report'  # pylint: disable=consider-merging-classes-inherited

    def action_bundle(self):
        """Queue the making of one ZIP with the XLSX and the PDF of the reports and their sheets.

        Submitted reports come with their frozen files, others as they are now, marked as drafts.

        :return: action that shows the progress
        """
        reports = (self | self.child_ids).sorted(lambda report: (report.parent_id.id, report.id))
        if not reports:
            raise UserError(self.env._('Choose the reports in the list first.'))
        reports.check_access('read')
        job = self.env['support.job']._enqueue(
            self.env._('All papers: %(reports)s', reports=self._bundle_label()),
            reports,
            '_job_bundle',
            {'name': self._bundle_label()},
        )
        return job._open()

    def _bundle_label(self):
        """Return what the ZIP is called: the span of time, and the area where there is only one."""
        label = format_period(min(self.mapped('date_start')), max(self.mapped('date_end')))
        areas = self.area_id
        return f'{label}_{areas.name}' if len(areas) == 1 else label

    def _job_bundle(self, job, cursor):
        """Step of the background job: the files of as many reports as there is time for."""
        position = cursor or 0
        total = len(self) + 1  # the ZIP itself
        if position == len(self):
            job._zip_files(job._param('name').replace('/', '-'))
            return None, total, total
        # A report may have been deleted, or a right taken away, since the job was queued.
        report = self[position]
        while True:
            if report.exists():
                report.check_access('read')
                for name, content in report._render_files():
                    job._add_file(name, content)
            position += 1
            if position == len(self) or not job._has_time():
                return position, position, total
            report = self[position]
