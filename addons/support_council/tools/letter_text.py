# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The text of an official letter: placeholders, and lines that stand in a place of their own.

Staff write one plain text. {場所} is replaced when the letter is printed; a line that says 記 is
centred, 以上 stands on the right, and numbered lines below 記 hang. No Odoo records in here.
"""

import re
import unicodedata

# What a letter can take from its meeting. Officials write and read them, so they are Japanese.
PLACEHOLDERS = (
    '宛先',
    '協議体',
    '会議名',
    '日時',
    '場所',
    '開催方法',
    '議題',
    '理由',
    '延期後の日時',
    '延期後の場所',
    '回答期限',
    '事務局',
    '担当',
    '電話',
    'FAX',
    '発信者',
)
_PLACEHOLDER = re.compile(r'[{｛]([^{}｛｝\n]*)[}｝]')
_CENTRE = ('記',)
_RIGHT = ('以上', '敬具', '謹白', '草々')
_ITEM = re.compile(r'^[0-9０-９]{1,2}[\s　.．、]|^[(（][0-9０-９]{1,2}[)）]|^[・※]')
# Number and short label of an item: what follows in the next lines begins below the text.
_HANG = re.compile(
    r'^\s*(?:[0-9０-９]{1,2}|[(（][0-9０-９]{1,2}[)）]|[・※])[\s　.．、]*(?:\S{1,10}　+)?'
)
_SPACED = re.compile(r'[\s　]+')


def placeholders(text):
    """Return the names in braces in ``text``, in order, each once.

    >>> placeholders('{会議名}は{ 場所 }で、{会議名}')
    ['会議名', '場所']
    """
    return list(dict.fromkeys(name.strip() for name in _PLACEHOLDER.findall(text or '')))


def fill(text, values):
    """Return ``text`` with its placeholders replaced, in one pass: values are not read again.

    :param dict values: str by placeholder; one that is missing stays as it is
    """

    def value(match):
        return values.get(match.group(1).strip(), match.group(0))

    return _PLACEHOLDER.sub(value, text or '')


def blocks(text):
    """Return the paragraphs of a letter, each with the place in which it is printed.

    :return: list of dicts ``kind`` (text, centre, right, item, blank), ``text`` and ``hang``, the
        width in ems below which the next lines of an item do not reach

    >>> [block['kind'] for block in blocks('本文\\n\\n記\\n１　日時\\n以　上')]
    ['text', 'blank', 'centre', 'item', 'right']
    """
    result, listed = [], False
    for line in (text or '').splitlines():
        word = _SPACED.sub('', line)
        if not word:
            kind = 'blank'
        elif word in _CENTRE:
            kind, listed = 'centre', True
        elif word in _RIGHT:
            kind, listed = 'right', False
        elif listed and _ITEM.match(line.lstrip()):
            kind = 'item'
        else:
            kind = 'text'
        hang = width(_HANG.match(line).group(0)) if kind == 'item' else 0
        result.append({'kind': kind, 'text': line.rstrip(), 'hang': hang})
    return result


def width(text):
    """Return the width of a text in ems: Japanese characters are one wide, Latin ones half."""
    return sum(1 if unicodedata.east_asian_width(char) in 'FWA' else 0.5 for char in text)
