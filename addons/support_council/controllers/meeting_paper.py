# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from .files import PDF, file_response, page_response


class SupportMeetingPaperController(http.Controller):
    @http.route('/support_council/letter/<int:letter_id>.pdf', auth='user', readonly=True)
    def letter(self, letter_id, inside=None):
        """Send a letter, one page to each addressee.

        :param str inside: anything: the copy for the file instead, with list and approval boxes
        """
        letter = request.env['support.letter'].browse(letter_id).exists()
        if not letter:
            raise request.not_found()
        letter.check_access('read')
        return self._answer(letter.env['support.meeting.paper']._letter_file(letter, bool(inside)))

    def _answer(self, paper):
        """Send a paper as PDF, or as a page to be printed where the server cannot write PDF.

        :param dict paper: ``name``, ``parts`` and ``metadata``
        """
        reports = request.env['ir.actions.report']
        if reports.support_pdf_available():
            content = reports._render_papers_pdf(paper['parts'], paper['metadata'])
            return file_response(content, PDF, f'{paper["name"]}.pdf')
        return page_response(
            reports._render_papers_html(paper['parts'], paper['metadata']['title'])
        )
