# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Self-contained HTML to PDF with WeasyPrint. No Odoo records in here.

WeasyPrint needs pango; where either is missing, :func:`is_available` is false and papers are
shown as HTML, which Chrome and Edge print the same way.
"""

import functools
import logging
from pathlib import Path

from markupsafe import Markup

_CSS_FILE = Path(__file__).parent.parent / 'static' / 'src' / 'paper' / 'paper.css'

# Their steps at level INFO, one line per font table, would drown the server's log.
for _name in ('fontTools', 'weasyprint.progress'):
    logging.getLogger(_name).setLevel(logging.WARNING)


class PdfUnavailableError(RuntimeError):
    """WeasyPrint or a library it needs is not installed on this server."""


@functools.cache
def _weasyprint():
    """Return WeasyPrint or None. Loading it takes a second, which not every start should pay."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    except (ImportError, OSError):  # OSError: pango, harfbuzz or fontconfig cannot be loaded
        return None
    return weasyprint


def is_available():
    """Return whether this process can write PDF."""
    return _weasyprint() is not None


@functools.cache
def paper_css():
    """Return the style sheet of all papers, safe to put into a page as it is."""
    # a file of ours, not anybody's input
    return Markup(_CSS_FILE.read_text(encoding='utf-8'))  # nosec B704


def html_to_pdf(html, metadata=None):
    """Return ``html`` as the bytes of a PDF file.

    Nothing is fetched: only ``data:`` URLs are followed, neither files nor the network, so
    what users type can never pull something of the server into a paper.

    :param html: a whole document with its own style, or a list of such documents, which follow
        each other and keep their own page numbers
    :param dict metadata: any of ``title``, ``description``, ``created`` (ISO 8601),
        ``authors``, ``keywords`` (lists of str), written into the properties of the file
    :raises PdfUnavailableError: when WeasyPrint cannot be loaded
    """
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise PdfUnavailableError('WeasyPrint or pango is missing')
    fonts = weasyprint.text.fonts.FontConfiguration()
    documents = [
        weasyprint.HTML(
            string=text, url_fetcher=weasyprint.URLFetcher(allowed_protocols=('data',))
        ).render(font_config=fonts)
        for text in ([html] if isinstance(html, str) else html)
    ]
    document = documents[0].copy([page for other in documents for page in other.pages])
    for name, value in (metadata or {}).items():
        setattr(document.metadata, name, value)
    return document.write_pdf()
