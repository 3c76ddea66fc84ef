# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.support_council.tools.pdf import html_to_pdf, paper_css

from ..tools.printed import printed_number


class SupportReportPdf(models.AbstractModel):
    """Turns the dict of the builder into HTML and PDF. No query, no rule."""

    _name = 'support.report.pdf'
    _description = 'Report as PDF'

    @api.private
    def render_html(self, data):
        """Return the paper as one self-contained HTML document (str), also the web preview.

        :param dict data: see ``support.report.builder``
        """
        template = 'support_report_tables_paper' if 'tables' in data else 'support_report_paper'
        html = self.env['ir.qweb']._render(
            f'support_reports.{template}',
            {'data': data, 'css': paper_css(), 'printed': printed_number},
        )
        return f'<!DOCTYPE html>\n{html}'

    @api.private
    def render(self, data):
        """Return the paper as PDF bytes.

        :raises PdfUnavailableError: when WeasyPrint cannot be loaded on this server
        """
        return html_to_pdf(self.render_html(data), {'title': data['title']})
