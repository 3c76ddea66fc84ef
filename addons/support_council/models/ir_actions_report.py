# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import pdf

PAPER_LANG = 'ja_JP'


class IrActionsReport(models.Model):
    _inherit = 'ir.actions.report'

    support_engine = fields.Selection(
        [('weasyprint', 'WeasyPrint')],
        string='PDF Engine',
        help='Empty: Odoo prints with wkhtmltopdf. WeasyPrint prints self-contained papers with '
        'page numbers, repeated table heads and Japanese text that can be searched.',
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {'support_engine'}

    def report_action(self, docids, data=None, config=True):
        """Return the action that prints; that of our papers says by which engine."""
        # The layout that Odoo asks an administrator to configure first is not used by papers.
        papers = self.support_engine == 'weasyprint'
        action = super().report_action(docids, data=data, config=config and not papers)
        if papers:
            action['support_engine'] = self.support_engine
        return action

    @api.model
    @api.readonly
    def support_pdf_available(self):
        """Return whether this server can write PDF; if not, papers are shown as HTML."""
        return pdf.is_available()

    @api.model
    def _for_paper(self):
        """Return the model in the language of the papers, whatever the user's is."""
        installed = self.env['res.lang'].sudo()._get_data(code=PAPER_LANG)
        return self.with_context(lang=PAPER_LANG) if installed else self

    @api.model
    def _render_paper_html(self, template, values):
        """Return a paper as a self-contained page, from a QWeb template.

        :param str template: xml id of a template that calls ``support_council.paper``
        :param dict values: what the template prints
        """
        values = {**values, 'paper_css': pdf.paper_css()}
        return self._for_paper().env['ir.qweb']._render(template, values)

    @api.model
    def _render_paper_pdf(self, template, values, metadata=None):
        """Return a paper as the bytes of a PDF file; arguments as in :meth:`_render_paper_html`.

        :param dict metadata: see ``tools.pdf.html_to_pdf``
        :raises UserError: when this server cannot write PDF
        """
        return self._paper_to_pdf(self._render_paper_html(template, values), metadata)

    @api.model
    def _render_papers_html(self, parts, title):
        """Return several papers as one self-contained page.

        :param list parts: dicts with ``template`` (xml id), ``values`` (the template's ``paper``)
            and ``mark`` (words for the upper corner)
        :param str title: of the document
        """
        return self._render_paper_html(
            'support_council.papers', {'parts': parts, 'paper_title': title}
        )

    @api.model
    def _render_papers_pdf(self, parts, metadata):
        """Return several papers as one PDF, each with page numbers of its own.

        :param list parts: as for :meth:`_render_papers_html`
        :param dict metadata: see ``tools.pdf.html_to_pdf``
        :raises UserError: when this server cannot write PDF
        """
        pages = [self._render_papers_html([part], metadata['title']) for part in parts]
        return self._paper_to_pdf(pages, metadata)

    @api.model
    def _paper_to_pdf(self, html, metadata=None):
        try:
            return pdf.html_to_pdf(html, metadata)
        except pdf.PdfUnavailableError as error:
            raise UserError(
                self.env._(
                    'This server cannot write PDF because WeasyPrint or pango is missing. '
                    'Ask the administrator to install them, or print the HTML page.'
                )
            ) from error

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.support_engine == 'weasyprint':
            values['paper_css'] = pdf.paper_css()
        return values

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        if self._get_report(report_ref).support_engine == 'weasyprint':
            return super(IrActionsReport, self._for_paper())._render_qweb_html(
                report_ref, docids, data=data
            )
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.support_engine != 'weasyprint':
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for res_id in res_ids or [False]:
            # One document per record: each has its own page numbers.
            html = self._render_qweb_html(report_ref, [res_id] if res_id else [], data=data)[0]
            content = self._paper_to_pdf(html.decode(), {'title': report.name})
            streams[res_id] = {'stream': io.BytesIO(content), 'attachment': None}
        return streams
