# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from ..tools.table_workbook import table_workbook
from .files import PDF, XLSX, file_response


class SupportProgressController(http.Controller):
    @http.route('/support_council/progress.pdf', type='http', auth='user', readonly=True)
    def progress_pdf(self, tier='2', as_of=None):
        """Send the table of areas by stage as PDF; parameters as in ``get_table``."""
        table = request.env['support.progress']._get_paper(tier, as_of)
        content = request.env['ir.actions.report']._render_paper_pdf(
            'support_council.progress_paper', {'table': table}, {'title': table['title']}
        )
        return file_response(content, PDF, f'{table["title"]}.pdf')

    @http.route('/support_council/progress.xlsx', type='http', auth='user', readonly=True)
    def progress_xlsx(self, tier='2', as_of=None):
        """Send the same table as a workbook."""
        table = request.env['support.progress']._get_paper(tier, as_of)
        content = table_workbook(
            table['title'],
            table['head'],
            [
                [row['label'], *(cell['count'] for cell in row['cells']), row['total']]
                for row in table['rows']
            ],
            lead=[f'{table["office"]}　{table["printed_on"]}'],
            notes=[table['note']],
        )
        return file_response(content, XLSX, f'{table["title"]}.xlsx')
