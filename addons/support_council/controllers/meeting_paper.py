# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from ..report.support_meeting_paper import PAPER_LABELS
from .files import PDF, file_response, page_response


class SupportMeetingPaperController(http.Controller):
    @http.route(
        '/support_council/meeting/<int:meeting_id>/<string:paper>.pdf', auth='user', readonly=True
    )
    def meeting(self, meeting_id, paper, inside=None):
        """Send a paper of a meeting, or all of them as one document.

        :param str paper: key of ``PAPER_LABELS``
        :param str inside: anything: the copy for the office, with what is internal
        """
        meeting = request.env['support.meeting'].browse(meeting_id).exists()
        if not meeting or paper not in PAPER_LABELS:
            raise request.not_found()
        meeting.check_access('read')
        papers = request.env['support.meeting.paper']
        return self._answer(papers._file(meeting, paper, shared=not inside))

    @http.route('/support_council/minutes/<int:version_id>.pdf', auth='user', readonly=True)
    def minutes(self, version_id):
        """Send confirmed minutes: the file that was kept, to those who may see all of it.

        Others, limited to another council of a joint meeting, get their part of the same text.
        """
        version = request.env['support.meeting.version'].browse(version_id).exists()
        if not version:
            raise request.not_found()
        version.check_access('read')
        papers = version.env['support.meeting.paper']
        file = version.sudo().pdf_id
        if file and papers._sees_all(version.meeting_id):
            return file_response(file.raw, PDF, file.name)
        return self._answer(papers._version_file(version))

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
