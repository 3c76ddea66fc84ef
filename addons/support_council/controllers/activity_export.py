# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tempfile

from odoo import http
from odoo.http import request

from .files import XLSX, stream_response


class SupportActivityExportController(http.Controller):
    @http.route(
        '/support_council/activity_export/<int:export_id>',
        type='http',
        auth='user',
        readonly=True,
    )
    def activity_export(self, export_id):
        """Send the log entries that the user has just chosen as XLSX, however many there are."""
        wizard = request.env['support.activity.export'].browse(export_id).exists()
        if not wizard:
            raise request.not_found()
        wizard.check_access('read')
        stream = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the answer)
        request.env['support.activity.table'].write_workbook(wizard._entry_domain(), stream)
        return stream_response(stream, XLSX, f'{wizard._file_stem()}.xlsx')
