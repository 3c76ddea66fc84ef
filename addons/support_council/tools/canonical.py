# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One text for one content: what a checksum is taken of. No Odoo records in here."""

import hashlib
import json
from datetime import date


def _plain(value):
    if isinstance(value, date):  # datetime is a date too
        return value.isoformat()
    raise TypeError(f'{type(value).__name__} has no canonical form: {value!r}')


def canonical_json(payload):
    """Return ``payload`` as JSON with sorted keys, no spaces and real characters.

    :param payload: dict, list, str, int, float, bool, None, date or datetime, nested
    :raises TypeError: for anything else, records and bytes included
    """
    return json.dumps(
        payload,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(',', ':'),
        default=_plain,
    )


def checksum(payload):
    """Return the SHA-256 (64 hexadecimal digits) of bytes, or of the canonical JSON of the rest."""
    data = payload if isinstance(payload, bytes) else canonical_json(payload).encode()
    return hashlib.sha256(data).hexdigest()
