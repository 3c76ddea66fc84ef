# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.support_council.controllers.files import PDF, file_response, page_response
from odoo.addons.support_council.tools.pdf import is_available

# Model that builds each paper, and the template that prints it.
PAPERS = {
    'sheet': ('support.area.sheet', 'support_reports.area_sheet_paper'),
    'handover': ('support.area.handover', 'support_reports.area_handover_paper'),
}


class SupportAreaSheetController(http.Controller):
    @http.route(
        '/support_reports/area/<int:area_id>/<string:paper>',
        type='http',
        auth='user',
        readonly=True,
    )
    def area_paper(self, area_id, paper):
        """Send a paper of an area: PDF, or a page to print where PDF cannot be made.

        :param str paper: ``sheet`` (one page) or ``handover``
        """
        area = request.env['support.area'].browse(area_id).exists()
        if not area or paper not in PAPERS:
            raise request.not_found()
        model, template = PAPERS[paper]
        sheet = request.env[model].build(area)
        papers = request.env['ir.actions.report']
        if not is_available():
            return page_response(papers._render_paper_html(template, {'sheet': sheet}))
        content = papers._render_paper_pdf(template, {'sheet': sheet}, {'title': sheet['title']})
        return file_response(content, PDF, f'{sheet["title"]}_{area.name}.pdf')
