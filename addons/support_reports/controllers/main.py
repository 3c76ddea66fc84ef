# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tempfile

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.support_council.controllers.files import PDF, XLSX, stream_response

MIMETYPES = {
    'xlsx': XLSX,
    'pdf': PDF,
    'html': 'text/html; charset=utf-8',
}


class SupportReportController(http.Controller):
    @http.route(
        '/support_reports/<int:report_id>/<string:kind>', type='http', auth='user', readonly=True
    )
    def report_file(self, report_id, kind):
        """Send a report: the submitted file, else one rendered from the figures of now.

        :param str kind: ``xlsx``, ``pdf`` or ``html``, the preview
        """
        report = request.env['support.report'].browse(report_id).exists()
        if not report or kind not in MIMETYPES:
            raise request.not_found()
        report.check_access('read')
        name, content, kind = report._render_file(kind)
        headers = [
            ('Content-Type', MIMETYPES[kind]),
            ('Content-Length', len(content)),
            ('X-Content-Type-Options', 'nosniff'),
        ]
        if kind == 'html':
            headers.append(
                ('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
            )
        else:
            headers.append(('Content-Disposition', content_disposition(name)))
        return request.make_response(content, headers)

    @http.route('/support_reports/<int:report_id>/records', type='http', auth='user', readonly=True)
    def report_records(self, report_id):
        """Send the records of the log behind a report as XLSX, however many there are."""
        report = request.env['support.report'].browse(report_id).exists()
        if not report or not report.form_id.indicator_ids:
            raise request.not_found()
        report.check_access('read')
        stream = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the answer)
        request.env['support.report.records'].write_workbook(report, stream)
        name = report._file_name('xlsx').removesuffix('.xlsx')
        return stream_response(stream, XLSX, f'{name}_records.xlsx')
