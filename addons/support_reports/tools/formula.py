# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Formulas over the codes of a form's indicators: ``(n1 + n2) * 100 / n3``. No Odoo in here.

Numbers, codes, ``+ - * /`` and brackets, nothing else. Results are exact fractions until they are
rounded once, at the end.
"""

import ast
import math
import operator
import re
import unicodedata
from fractions import Fraction
from keyword import iskeyword

MAX_LENGTH = 200
MAX_CODE_LENGTH = 20
_SIGNS = str.maketrans({'×': '*', '÷': '/', '−': '-', '‐': '-', '–': '-'})
_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_ROUNDING = {
    'half_up': lambda value: math.floor(abs(value) + Fraction(1, 2)) * (-1 if value < 0 else 1),
    'down': math.trunc,
    'up': lambda value: math.ceil(abs(value)) * (-1 if value < 0 else 1),
}


class FormulaError(Exception):
    """A formula that cannot be used.

    ``reason`` is ``empty``, ``long``, ``syntax``, ``element`` (something that is no part of a
    formula, as in ``part``) or ``circle`` (``part`` names the codes, in order).
    """

    def __init__(self, reason, part=''):
        super().__init__(reason, part)
        self.reason, self.part = reason, part


def normalise(text):
    """Return what people type, full-width digits, × and ÷ included, as a formula is written."""
    return ' '.join(unicodedata.normalize('NFKC', text or '').translate(_SIGNS).split())


def is_code(text):
    """Whether a text can stand for an indicator in a formula: a word, in any script."""
    return (
        text.isidentifier()
        and not iskeyword(text)
        and len(text) <= MAX_CODE_LENGTH
        and text == normalise(text)
    )


def rename(text, codes):
    """Return the formula with other codes.

    :param dict codes: new code by old one
    """
    return re.sub(r'\w+', lambda match: codes.get(match[0], match[0]), text)


def round_number(value, rule, decimals=0):
    """Return a fraction as it is printed, exactly; a half, or any rest, goes away from zero.

    :param str rule: ``half_up``, ``down`` (towards zero) or ``up``
    :param int decimals: of the result; without any it is a whole number (int)
    """
    number = _ROUNDING[rule](value * 10**decimals)
    return Fraction(number, 10**decimals) if decimals else int(number)


class Formula:
    """A formula that has been read.

    ``names`` are the codes it uses, each once, in order.

    :param str text: as stored, see :func:`normalise`
    :raises FormulaError: when it is no formula
    """

    def __init__(self, text):
        if not (text or '').strip():
            raise FormulaError('empty')
        if len(text) > MAX_LENGTH:
            raise FormulaError('long')
        try:
            self._tree = ast.parse(text, mode='eval').body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise FormulaError('syntax') from error
        names = {}
        for node in self._nodes(self._tree, text):
            if isinstance(node, ast.Name):
                names[node.id] = True
        self.names = tuple(names)

    def _nodes(self, node, text):
        """Yield what the formula is made of, from left to right."""
        if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
            yield from self._nodes(node.left, text)
            yield from self._nodes(node.right, text)
        elif isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
            yield from self._nodes(node.operand, text)
        elif isinstance(node, ast.Name) or _is_number(node):
            yield node
        else:
            raise FormulaError('element', ast.get_source_segment(text, node) or text)

    def evaluate(self, values):
        """Return the result as a fraction, or None where it cannot be computed.

        That is where it divides by zero, or where a number it needs is missing.

        :param dict values: number by code, None for one that is missing
        """
        try:
            return self._evaluate(self._tree, values)
        except ZeroDivisionError:
            return None
        except _MissingError:
            return None

    def _evaluate(self, node, values):
        if isinstance(node, ast.BinOp):
            left, right = self._evaluate(node.left, values), self._evaluate(node.right, values)
            return _BINARY[type(node.op)](left, right)
        if isinstance(node, ast.UnaryOp):
            return _UNARY[type(node.op)](self._evaluate(node.operand, values))
        if isinstance(node, ast.Name):
            if values.get(node.id) is None:
                raise _MissingError
            return Fraction(values[node.id])
        return Fraction(str(node.value))


class _MissingError(Exception):
    """A number that a formula needs is not there."""


def _is_number(node):
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        return False
    return math.isfinite(node.value)


def in_order(formulas, start=None):
    """Return the codes of formulas so that each comes behind those it needs.

    :param dict formulas: :class:`Formula` by code; codes of what is counted are left out
    :param start: codes to begin with, all by default; only what they need is returned
    :raises FormulaError: ``circle``, where one needs itself in the end
    """
    ordered, path = [], []

    def visit(code):
        if code in ordered or code not in formulas:
            return
        if code in path:
            raise FormulaError('circle', ' → '.join([*path[path.index(code) :], code]))
        path.append(code)
        for name in formulas[code].names:
            visit(name)
        path.pop()
        ordered.append(code)

    for code in formulas if start is None else start:
        visit(code)
    return ordered
