# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Large tables as XLSX, row by row: the sheet is never held in memory. No Odoo in here."""

from .table_workbook import A4, FONT, FONT_SIZE

# Rows that the database sends at a time.
ROWS_AT_A_TIME = 2000
# A longer text would be left out altogether.
MAX_TEXT = 32_767
# What a sheet has room for, less the head.
MAX_ROWS = 1_048_575


def stream_rows(cr, statement):
    """Yield the rows of a statement; only a few of them are in memory at any time.

    Odoo's own cursor fetches all rows at once. Everything the statement reads must be flushed.

    :param cr: the cursor of Odoo, in whose transaction the rows are read
    :param statement: ``odoo.tools.SQL``
    """
    with cr._cnx.cursor(name='support_stream') as cursor:
        cursor.itersize = ROWS_AT_A_TIME
        cursor.execute(statement.code, statement.params)
        yield from cursor


def stream_workbook(stream, title, columns, rows):
    """Write a table of any length into a binary file object.

    Numbers and dates stay numbers and dates; text never becomes a formula.

    :param stream: binary file to write to
    :param str title: name of the sheet
    :param columns: pairs of heading and width in characters
    :param rows: iterable of at most ``MAX_ROWS`` sequences of str, int, date or
        None
    :return: number of rows
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        stream,
        {
            'constant_memory': True,
            'strings_to_formulas': False,
            'strings_to_numbers': False,
            'strings_to_urls': False,
            'default_format_properties': {'font_name': FONT, 'font_size': FONT_SIZE},
        },
    )
    head = book.add_format({'border': 1, 'bg_color': '#F2F2F2', 'align': 'center'})
    day = book.add_format({'num_format': 'yyyy/m/d', 'align': 'left'})
    sheet = book.add_worksheet(title)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_header(f'&L&"{FONT}"&9{title}')
    sheet.set_footer('&C&P / &N')
    for index, (label, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, label, head)
    write_string, write_number = sheet.write_string, sheet.write_number
    line = 0
    for line, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            # By far the most cells are text, or empty.
            if isinstance(value, str):
                if value:
                    short = value if len(value) <= MAX_TEXT else f'{value[: MAX_TEXT - 1]}…'
                    write_string(line, index, short)
            elif value is None:
                continue
            elif isinstance(value, int):
                write_number(line, index, value)
            else:
                sheet.write_datetime(line, index, value, day)
    book.close()
    return line
