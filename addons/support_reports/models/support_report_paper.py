# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.support_council.models.support_job import OPEN_STATES
from odoo.addons.support_council.tools.canonical import checksum
from odoo.addons.support_council.tools.pdf import PdfUnavailableError, is_available

# What a checksum is taken of when a report is submitted: its own facts and its rows.
EVIDENCE_FIELDS = (
    'contract_id', 'form_id', 'company_id', 'date_start', 'date_end', 'scope', 'area_id',
    'parent_id', 'version', 'reason', 'replaces_id', 'date_due', 'submitted_on', 'submitted_at',
    'submitted_by_id', 'approved_on', 'approved_by_id',
)  # fmt: skip
EVIDENCE_LINES = {
    'support.report.value': (
        'indicator_id', 'month_key', 'area_id', 'value', 'counted', 'is_corrected', 'corrected',
        'correction_reason', 'counted_at_correction',
    ),
    'support.report.text': ('block_id', 'text'),
    'support.report.line': (
        'project_class', 'name', 'content', 'date_start', 'date_end', 'indicator_id', 'quantity',
        'unit',
    ),
    'support.report.citation': ('text_id', 'date', 'source', 'excerpt', 'res_model', 'res_id'),
    'support.report.remark': (
        'indicator_id', 'month_key', 'block_id', 'text', 'state', 'author_id', 'resolved_by_id',
    ),
}  # fmt: skip


class SupportReport(models.Model):
    """Files of a report: drawn from its dict, stored with checksums when it is submitted."""

    _inherit = 'support.report'  # pylint: disable=consider-merging-classes-inherited

    def _store_files(self, data):
        """Attach the files of the paper, with their checksums."""
        self.ensure_one()
        attachments = self.env['ir.attachment'].sudo()
        files = self.env['support.report.file'].sudo()
        if self._is_thawed():
            attachments, files = attachments.with_env(self.sudo().env), files._thaw()
        for kind in ('xlsx', 'pdf' if is_available() else 'html'):
            name, content = self._file_name(kind), self._render(kind, data)
            attachment = attachments.create(
                {'name': name, 'raw': content, 'res_model': self._name, 'res_id': self.id}
            )
            files.create(
                {
                    'report_id': self.id,
                    'name': name,
                    'kind': kind,
                    'attachment_id': attachment.id,
                    'size': len(content),
                    'checksum': checksum(content),
                }
            )

    def _job_store_files(self, job, cursor):
        """Step of the background job: make the files of one frozen sheet."""
        position = cursor or 0
        report = self[position]
        if not report.file_ids:
            report._thaw()._store_files(report.snapshot)
        position += 1
        return (position if position < len(self) else None), position, len(self)

    def action_preview(self):
        """Open the paper as a page of the browser."""
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/{self.id}/html',
            'target': 'new',
        }

    def action_download_xlsx(self):
        """Download the paper as a workbook, the submitted file where there is one."""
        return self._download_action('xlsx')

    def action_download_pdf(self):
        """Download the paper as PDF, the submitted file where there is one."""
        return self._download_action('pdf')

    def action_download_records(self):
        """Download the records of the log that the figures are sums of."""
        return self._download_action('records')

    def _download_action(self, kind):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/support_reports/{self.id}/{kind}',
            'target': 'download' if kind != 'html' else 'new',
        }

    def _file_name(self, kind):
        form = self.env['support.report.builder']._in_paper_language(self).form_id
        parts = [form.name, self.period_label, self.area_id.name]
        if self.version > 1:
            parts.append(f'v{self.version}')
        stem = '_'.join(part.replace('/', '-') for part in parts)
        return f'{stem}.{kind}'

    def _render(self, kind, data):
        if kind == 'xlsx':
            return self.env['support.report.xlsx'].render(data)
        if kind == 'pdf':
            return self.env['support.report.pdf'].render(data)
        return self.env['support.report.pdf'].render_html(data).encode()

    def _render_file(self, kind):
        """Return ``(name, bytes, kind)``: the submitted file, else one of the figures of now.

        Where PDF cannot be made, the paper comes as HTML, which browsers print the same way.
        """
        self.ensure_one()
        stored = self.file_ids.filtered(lambda file: file.kind == kind)
        if stored:
            return stored.name, stored._content(), kind
        data = self.env['support.report.builder'].build(self, check=False)
        try:
            content = self._render(kind, data)
        except PdfUnavailableError:
            kind = 'html'
            content = self._render(kind, data)
        return self._file_name(kind), content, kind

    def _render_files(self):
        """Return the XLSX and the PDF of the report as ``[(file name, bytes)]``."""
        return [self._render_file(kind)[:2] for kind in ('xlsx', 'pdf')]

    def _broken_parts(self):
        """Return what of a submitted report is no longer what was submitted; empty if nothing.

        :return: list of file names, ``snapshot`` for its figures and texts, ``records`` for the
            rows that they stand in, ``files`` where there are none
        """
        broken = super()._broken_parts()
        if not self._is_frozen():
            return broken
        broken += [file.name for file in self.file_ids if not file._is_intact()]
        if not self.file_ids and not self._waits_for_files():
            broken.append('files')
        if checksum(self.snapshot) != self.checksum:
            broken.append('snapshot')
        evidence = (self.snapshot or {}).get('evidence')
        if evidence and evidence != self._evidence_checksum():
            broken.append('records')
        return broken

    def _waits_for_files(self):
        """Return whether the background job that makes the files of a sheet is still to run."""
        self.ensure_one()
        jobs = self.env['support.job'].sudo()
        return bool(self.parent_id) and any(
            self.id in (job.res_ids or [])
            for job in jobs.search([('model', '=', self._name), ('state', 'in', OPEN_STATES)])
        )

    def _evidence_checksum(self):
        """Return the checksum of the report's own facts and of every row that it is made of."""
        self.ensure_one()
        rows = {'report': self._plain_values(EVIDENCE_FIELDS)}
        for model, names in EVIDENCE_LINES.items():
            lines = self.env[model].sudo().search([('report_id', '=', self.id)], order='id')
            rows[model] = lines._plain_values(names)
        return checksum(rows)
