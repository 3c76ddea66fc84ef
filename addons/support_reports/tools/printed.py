# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers as papers print them. No Odoo in here."""


def printed_number(value, decimals=1):
    """Return a number as text: whole numbers as they are, others with all their decimals.

    :param int decimals: of a float, which has been rounded to them
    """
    return f'{value:.{decimals}f}' if isinstance(value, float) else str(value)
