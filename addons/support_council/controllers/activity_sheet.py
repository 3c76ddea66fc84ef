# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from ..tools.table_workbook import table_workbook
from .files import PDF, XLSX, file_response

KINDS = ('pdf', 'xlsx', 'blank')


class SupportActivitySheetController(http.Controller):
    @http.route(
        '/support_council/activity_sheet/<int:sheet_id>/<string:kind>',
        type='http',
        auth='user',
        readonly=True,
    )
    def activity_sheet(self, sheet_id, kind):
        """Send a log sheet that the user has just chosen.

        :param str kind: ``pdf``, ``xlsx`` or ``blank`` (the empty form as PDF)
        """
        wizard = request.env['support.activity.sheet'].browse(sheet_id).exists()
        if not wizard or kind not in KINDS:
            raise request.not_found()
        wizard.check_access('read')
        sheet = wizard._get_blank_sheet() if kind == 'blank' else wizard._get_sheet()
        name = f'{sheet["title"]}_{sheet["period"]}'.replace('　', '')
        if kind == 'xlsx':
            content = table_workbook(
                sheet['title'],
                sheet['head'],
                sheet['rows'],
                lead=[sheet['period'], sheet['who']],
                notes=[sheet['closing']] if sheet['closing'] else [],
                landscape=True,
            )
            return file_response(content, XLSX, f'{name}.xlsx')
        content = request.env['ir.actions.report']._render_paper_pdf(
            'support_council.activity_sheet_paper', {'sheet': sheet}, {'title': sheet['title']}
        )
        return file_response(content, PDF, f'{name}.pdf')
