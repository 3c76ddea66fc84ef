# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.support_council.controllers.files import PDF, file_response, page_response


class SupportNewsletterController(http.Controller):
    @http.route(
        '/support_reports/newsletter/<int:newsletter_id>', type='http', auth='user', readonly=True
    )
    def newsletter(self, newsletter_id):
        """Send a newsletter: the file as issued, else one of now."""
        newsletter = request.env['support.newsletter'].browse(newsletter_id).exists()
        if not newsletter:
            raise request.not_found()
        name, content, kind = newsletter._file()
        if kind == 'html':
            return page_response(content)
        return file_response(content, PDF, name)
