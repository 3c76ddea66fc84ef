# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.support_council.controllers.files import PDF, file_response, page_response
from odoo.addons.support_council.tools.pdf import is_available

TEMPLATE = 'support_reports.area_sheet_paper'


class SupportAreaSheetController(http.Controller):
    @http.route(
        '/support_reports/area/<int:area_id>/sheet', type='http', auth='user', readonly=True
    )
    def area_sheet(self, area_id):
        """Send the sheet of an area: PDF, or a page to print where PDF cannot be made."""
        area = request.env['support.area'].browse(area_id).exists()
        if not area:
            raise request.not_found()
        sheet = request.env['support.area.sheet'].build(area)
        papers = request.env['ir.actions.report']
        if not is_available():
            return page_response(papers._render_paper_html(TEMPLATE, {'sheet': sheet}))
        content = papers._render_paper_pdf(TEMPLATE, {'sheet': sheet}, {'title': sheet['title']})
        return file_response(content, PDF, f'{sheet["title"]}_{area.name}.pdf')
