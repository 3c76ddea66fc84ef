# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plain table as an XLSX sheet that prints well: A4, repeated head, page numbers."""

import io
import unicodedata

import xlsxwriter

FONT = 'ＭＳ 明朝'
FONT_SIZE = 10.5
# Paper size of XlsxWriter's set_paper for A4.
A4 = 9
# Widths of columns are in characters of the default font, half as wide as a full-width character.
MIN_WIDTH, MAX_WIDTH = 6, 44
LINE_HEIGHT = 15


def cell_width(value):
    """Return the width of the widest line of a value, a full-width character counting 2."""
    return max(
        sum(2 if unicodedata.east_asian_width(char) in 'FWA' else 1 for char in line)
        for line in str('' if value is None else value).split('\n')
    )


def table_workbook(title, head, rows, lead=(), notes=(), landscape=False):
    """Return a workbook of one table as bytes.

    Numbers and dates stay numbers and dates; text never becomes a formula.

    :param str title: heading, and name of the sheet
    :param list head: column titles
    :param list rows: lists of str, int, float, date or None, one value a column
    :param lead: lines between heading and table, for example the office and the date of printing
    :param notes: lines below the table
    :param bool landscape: A4 across
    """
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream, {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}
    )
    base = {'font_name': FONT, 'font_size': FONT_SIZE, 'valign': 'vcenter'}
    plain = workbook.add_format({**base, 'valign': 'top'})
    heading = workbook.add_format({**base, 'font_size': 14, 'bold': True})
    cell = {**base, 'border': 1, 'text_wrap': True, 'valign': 'top'}
    text = workbook.add_format(cell)
    number = workbook.add_format({**cell, 'num_format': '#,##0'})
    day = workbook.add_format({**cell, 'num_format': 'yyyy/m/d', 'align': 'left'})
    column = workbook.add_format(
        {**base, 'border': 1, 'text_wrap': True, 'align': 'center', 'bg_color': '#F2F2F2'}
    )

    sheet = workbook.add_worksheet(title)
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer('&C&P / &N')
    widths = [
        min(max(map(cell_width, values)) + 2, MAX_WIDTH) for values in zip(head, *rows, strict=True)
    ]
    for index, width in enumerate(widths):
        sheet.set_column(index, index, max(width, MIN_WIDTH))

    line = 0
    sheet.write_string(line, 0, title, heading)
    sheet.set_row(line, 24)
    for words in lead:
        line += 1
        sheet.write_string(line, 0, words, plain)
    line += 1
    top = line
    for index, words in enumerate(head):
        sheet.write_string(line, index, words, column)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    for values in rows:
        line += 1
        for index, value in enumerate(values):
            if value is None or value is False or value == '':
                sheet.write_blank(line, index, None, text)
            elif isinstance(value, int | float):
                sheet.write_number(line, index, value, number)
            elif isinstance(value, str):
                sheet.write_string(line, index, value, text)
            else:
                sheet.write_datetime(line, index, value, day)
        sheet.set_row(line, LINE_HEIGHT * max(map(_lines, values, widths)) + 3)
    for words in notes:
        line += 1
        sheet.write_string(line, 0, words, plain)
    workbook.close()
    return stream.getvalue()


def _lines(value, width):
    """Return how many printed lines a value takes; office programs do not measure by themselves."""
    return sum(
        max(1, -(-cell_width(line) // width))
        for line in str('' if value is None else value).split('\n')
    )
