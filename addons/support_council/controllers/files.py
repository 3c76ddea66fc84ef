# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.wsgi import wrap_file

from odoo import fields
from odoo.http import content_disposition, request

PDF = 'application/pdf'
XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


def requested_day(text):
    """Return the date in an address.

    :param str text: ISO date; empty or None for none
    :return: date or None
    :raises NotFound: when it is no date
    """
    try:
        return fields.Date.to_date(text or None)
    except ValueError as error:
        raise request.not_found() from error


def file_response(content, mimetype, name):
    """Return the answer that makes a browser save ``content`` (bytes) under ``name``."""
    return request.make_response(
        content,
        [
            ('Content-Type', mimetype),
            ('Content-Length', len(content)),
            ('Content-Disposition', content_disposition(name)),
            ('X-Content-Type-Options', 'nosniff'),
        ],
    )


def stream_response(stream, mimetype, name):
    """Return the answer that sends an open file piece by piece and closes it.

    :param stream: binary file, written to its end
    """
    size = stream.tell()
    stream.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, stream),
        [
            ('Content-Type', mimetype),
            ('Content-Length', size),
            ('Content-Disposition', content_disposition(name)),
            ('X-Content-Type-Options', 'nosniff'),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(stream.close)
    return response


def page_response(html):
    """Return the answer that shows a self-contained page (str), which may load nothing."""
    return request.make_response(
        html,
        [
            ('Content-Type', 'text/html; charset=utf-8'),
            (
                'Content-Security-Policy',
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            ),
            ('X-Content-Type-Options', 'nosniff'),
        ],
    )
