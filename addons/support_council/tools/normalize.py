# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Japanese text made comparable: width, kana, case, spaces. No Odoo in here."""

import unicodedata

# Separates the fields inside one search key; no word typed by a person survives with it.
FIELD_SEPARATOR = '|'

# Hiragana and katakana lie 0x60 apart, iteration marks included.
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# Invisible: zero-width signs, byte order mark, variation selectors of kanji (葛󠄀).
_INVISIBLE = dict.fromkeys(
    (
        *range(0x200B, 0x2010),
        0x2060,
        0xFEFF,
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
)


def search_key(text):
    """Return ``text`` as it is compared: NFKC, katakana, lower case, without any space.

    >>> search_key('ｻｶｷ さかき　Cafe １')
    'サカキサカキcafe1'
    >>> search_key(None)
    ''
    """
    if not text:
        return ''
    key = unicodedata.normalize('NFKC', text).translate(_INVISIBLE)
    key = ''.join(key.split()).translate(_TO_KATAKANA).lower()
    # A voiced mark typed on its own (か゛) stood apart by a space until now.
    return unicodedata.normalize('NFC', key)


def search_words(text):
    """Return the keys of the words of ``text``, as separated by spaces of any width."""
    words = (search_key(word) for word in unicodedata.normalize('NFKC', text or '').split())
    return [word for word in words if word]


def bigrams(key):
    """Return the sorted two-character pieces of a search key, none across two fields.

    >>> bigrams('支援会|カイ')
    ['カイ', '援会', '支援']
    """
    pieces = set()
    for part in key.split(FIELD_SEPARATOR):
        pieces.update(part[i : i + 2] for i in range(len(part) - 1))
    return sorted(pieces)
