# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds what may be personal data in Japanese text: telephone, address, known names. No Odoo.

A warning, never a proof: it errs towards silence on dates, times, amounts and numbers of meetings,
for a warning that is wrong every day is not read any more.
"""

import re
import unicodedata

KINDS = ('phone', 'address', 'name')

_HYPHEN = r'[-‐‑‒–—―−ー－ｰ]'
_NOT_DIGIT_BEFORE = r'(?<![\d\-.,:/])'
_NOT_DIGIT_AFTER = r'(?![\d\-.,:/]*\d)'

# After NFKC digits and brackets are half-width. A number starts with 0 and has ten or eleven
# digits; one without hyphens must be whole, or any long number would be a telephone.
_PHONE = re.compile(
    rf"""{_NOT_DIGIT_BEFORE}(?:
        \(0\d{{1,4}}\)\s?\d{{1,4}}\s?{_HYPHEN}?\s?\d{{4}}      # (042)123-4567
      | 0\d{{1,4}}\s?\(\d{{1,4}}\)\s?\d{{4}}                   # 042(123)4567
      | 0\d{{1,4}}\s?{_HYPHEN}\s?\d{{1,4}}\s?{_HYPHEN}\s?\d{{3,4}}
      | 0[5789]0\s?\d{{4}}\s\d{{4}}                            # 090 1234 5678
      | 0[5789]0\d{{8}}
      | 0\d{{9}}
      | \+81[\s\-]?\d{{1,4}}[\s\-]?\d{{1,4}}[\s\-]?\d{{4}}
    ){_NOT_DIGIT_AFTER}""",
    re.VERBOSE,
)
_LOCAL_PHONE = re.compile(
    rf'(?:TEL|Tel|tel|電話(?:番号)?|携帯|FAX|Fax|fax)[::\s]*(\d{{2,4}}{_HYPHEN}\d{{4}}){_NOT_DIGIT_AFTER}'
)
_NUMBER = r'[\d一二三四五六七八九十]+'
_ADDRESS = re.compile(
    rf"""(?:
        〒\s?\d{{3}}{_HYPHEN}?\d{{4}}(?!\d)
      | [^\s、。「」()]{{0,12}}?{_NUMBER}\s?丁目
            (?:\s?{_NUMBER}\s?(?:番地?|{_HYPHEN})(?:\s?{_NUMBER}\s?号?)?)?
      | [^\s、。「」()\d]{{1,12}}{_NUMBER}\s?番地(?:\s?の?\s?{_NUMBER})?
      | [^\s、。「」()\d]{{1,12}}{_NUMBER}\s?番\s?{_NUMBER}\s?号
      | [^\s、。「」()\d]{{0,10}}[町丁字区市]\s?\d{{1,3}}{_HYPHEN}\d{{1,3}}{_HYPHEN}\d{{1,4}}(?!\d)
      | [^\s、。「」()]{{1,15}}(?:マンション|アパート|ハイツ|コーポ|荘|団地)\s?\d{{1,4}}\s?号室?
    )""",
    re.VERBOSE,
)
# 3丁目自治会 and 二丁目サロン are bodies, not homes.
_BODY_AFTER = re.compile(
    r'\s?(?:自治会|町内会|町会|会館|集会所|公園|サロン|老人会|老人クラブ|クラブ|地区|全体|班|組|の)'
)
_MOST = 20


def find_personal_data(text, names=()):
    """Return what in ``text`` looks like personal data, in the order in which it stands there.

    >>> find_personal_data('連絡先は０９０−１２３４−５６７８')
    [('phone', '090-1234-5678')]

    :param str text: plain text; None and False are empty
    :param names: names of persons that are known, compared without spaces, at least two characters
    :return: list of ``(kind, excerpt)``, each excerpt once, at most twenty; kinds are ``phone``,
        ``address`` and ``name``; excerpts are in NFKC
    """
    if not text:
        return []
    plain = _plain(text)
    found = [(match.start(), 'phone', match.group().strip()) for match in _PHONE.finditer(plain)]
    found += [(match.start(1), 'phone', match.group(1)) for match in _LOCAL_PHONE.finditer(plain)]
    for match in _ADDRESS.finditer(plain):
        excerpt = match.group().strip()
        whole = excerpt.endswith('丁目')
        if not (whole and _is_place(plain, match.end())):
            found.append((match.start(), 'address', excerpt))
    found += _known_names(plain, names)
    result = []
    for _position, kind, excerpt in sorted(found):
        if (kind, excerpt) not in result:
            result.append((kind, excerpt))
    return result[:_MOST]


def _plain(text):
    """Return the text in NFKC with one kind of hyphen between digits (ー stands for it as well)."""
    plain = unicodedata.normalize('NFKC', text)
    return re.sub(rf'(?<=\d)\s?{_HYPHEN}\s?(?=\d)', '-', plain)


def _is_place(plain, end):
    """A bare 丁目 is a part of town; only with more of the address it is where somebody lives."""
    rest = plain[end:]
    return not rest[:1].isdigit() or bool(_BODY_AFTER.match(rest))


def _known_names(plain, names):
    found = []
    squeezed, positions = [], []
    for position, char in enumerate(plain):
        if not char.isspace():
            squeezed.append(char)
            positions.append(position)
    squeezed = ''.join(squeezed)
    for name in names:
        key = ''.join(unicodedata.normalize('NFKC', name or '').split())
        if len(key) < 2:
            continue
        start = squeezed.find(key)
        if start >= 0:
            found.append((positions[start], 'name', key))
    return found
