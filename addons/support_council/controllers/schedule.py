# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from .files import PDF, file_response, requested_day


class SupportScheduleController(http.Controller):
    @http.route(
        '/support_council/schedule/<int:coordinator_id>/<string:period>.pdf',
        type='http',
        auth='user',
        readonly=True,
    )
    def schedule(self, coordinator_id, period, day=None, approval='0'):
        """Send plan and log of a coordinator as PDF.

        :param str period: ``week`` or ``month``
        :param str day: ISO date within it, today when missing
        :param str approval: ``1`` prints boxes for seals
        """
        coordinator = request.env['support.coordinator'].browse(coordinator_id).exists()
        if not coordinator or period not in ('week', 'month'):
            raise request.not_found()
        day = requested_day(day)
        coordinator.check_access('read')
        sheet = request.env['support.schedule.paper']._build(
            coordinator, period, day, show_approval=approval == '1'
        )
        content = request.env['ir.actions.report']._render_paper_pdf(
            'support_council.schedule_paper', {'sheet': sheet}, {'title': sheet['title']}
        )
        return file_response(content, PDF, f'{sheet["file_name"]}.pdf')
