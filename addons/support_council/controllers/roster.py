# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from ..tools.table_workbook import table_workbook
from .files import PDF, XLSX, file_response, requested_day


class SupportRosterController(http.Controller):
    @http.route(
        '/support_council/roster/<int:council_id>/<string:kind>',
        type='http',
        auth='user',
        readonly=True,
    )
    def roster(self, council_id, kind, as_of=None):
        """Send the roster of a council as it was on a day.

        :param str kind: ``pdf`` or ``xlsx``
        :param str as_of: ISO date, today when missing
        """
        council = request.env['support.council'].browse(council_id).exists()
        if not council or kind not in ('pdf', 'xlsx'):
            raise request.not_found()
        day = requested_day(as_of)
        council.check_access('read')
        roster = request.env['support.council.roster']._get_roster(council, day)
        if kind == 'pdf':
            content = request.env['ir.actions.report']._render_paper_pdf(
                'support_council.roster_paper', {'roster': roster}, {'title': roster['title']}
            )
            return file_response(content, PDF, f'{roster["title"]}.pdf')
        content = table_workbook(
            roster['title'],
            roster['head'],
            roster['rows'],
            lead=[roster['as_of'], *roster['lead']],
            notes=[roster['summary']],
            landscape=True,
        )
        return file_response(content, XLSX, f'{roster["title"]}.xlsx')
