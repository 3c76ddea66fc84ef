# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The quarterly report as XLSX: one dict of the builder in, bytes out. No Odoo in here.

Office programs do not measure wrapped text of merged cells, and ignore manual page breaks of
a sheet that is fitted to the page's width. So heights are set from an estimate in pixels, and
front and back are sheets of their own where the form wants a break. Widths of columns depend on
the program's fonts, heights do not: what is drawn stands at an absolute place, beside text that
begins in the first column.
"""

import io
import re
import unicodedata
import zipfile
from functools import lru_cache

FONT = 'ＭＳ 明朝'
# Paper size of XlsxWriter's set_paper for A4.
A4 = 9
# Pixels (96 per inch) that the columns of a portrait sheet take together; A4 less its margins.
SHEET_WIDTH = 664
LABEL_WIDTH = 104
# Space a cell keeps beside its text, both sides together.
CELL_PADDING = 8
# A row cannot break over two pages, so long texts are spread over rows of so many lines.
LINES_PER_ROW = 10
ANNEX_LABEL_WIDTH = 168
ANNEX_COLUMNS_PER_BAND = 8
FONT_SIZE = 10.5
LINE_SPACING = 1.35
# Left of the text in a cell.
TEXT_INSET = 3
# Rings around chosen words, in pixels.
RING_HEIGHT = 22
RING_OVERHANG = 5
RING_DETAIL = 4
EMU_PER_PIXEL = 9525
_ANCHOR = re.compile(
    rb'<xdr:twoCellAnchor[^>]*>.*?</xdr:to>(.*?)</xdr:twoCellAnchor>', flags=re.DOTALL
)


def text_width(text, size):
    """Return the width of one line in pixels: full-width characters are as wide as high.

    :param float size: font size in points
    """
    units = sum(1 if unicodedata.east_asian_width(char) in 'FWA' else 0.5 for char in text)
    return units * size * 96 / 72


def count_lines(text, width, size):
    """Return how many lines ``text`` takes in a cell ``width`` pixels wide."""
    room = max(width - CELL_PADDING, size * 96 / 72)
    return sum(max(1, -int(-text_width(line, size) // room)) for line in (text or '').split('\n'))


def split_text(text, width, size, limit=LINES_PER_ROW):
    """Cut a text into pieces of at most ``limit`` printed lines.

    Cuts fall between lines, else behind the last sentence that fits.
    """
    room = int((width - CELL_PADDING) / (size * 96 / 72)) * limit
    pieces, piece, used = [], [], 0
    for line in _short_lines(text, room):
        needed = count_lines(line, width, size)
        if piece and used + needed > limit:
            pieces.append('\n'.join(piece))
            piece, used = [], 0
        piece.append(line)
        used += needed
    pieces.append('\n'.join(piece))
    return pieces


def _short_lines(text, room):
    """Yield the lines of a text, those longer than ``room`` characters cut."""
    for line in text.split('\n'):
        start = 0
        while len(line) - start > room:
            end = line.rfind('。', start + room // 2, start + room) + 1 or start + room
            yield line[start:end]
            start = end
        yield line[start:]


def place_drawings(content, boxes):
    """Give the drawings of a workbook absolute places.

    XlsxWriter ties a picture to columns, whose widths depend on the fonts of the program.

    :param bytes content: the workbook; its first drawing part holds the pictures in order
    :param boxes: ``(left, top, width, height)`` in pixels, one for each picture
    """
    remaining = iter(boxes)

    def anchor(match):
        left, top, width, height = (round(value * EMU_PER_PIXEL) for value in next(remaining))
        return (
            f'<xdr:absoluteAnchor><xdr:pos x="{left}" y="{top}"/>'
            f'<xdr:ext cx="{width}" cy="{height}"/>'
        ).encode() + match.group(1) + b'</xdr:absoluteAnchor>'  # fmt: skip

    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            part = source.read(item)
            if item.filename == 'xl/drawings/drawing1.xml':
                part = _ANCHOR.sub(anchor, part)
            target.writestr(item, part)
    return stream.getvalue()


@lru_cache(maxsize=64)
def ring_image(width, height):
    """Return the PNG of an ellipse to lay around a word; sizes in pixels."""
    # A dependency of Odoo itself, needed only here.
    from PIL import Image, ImageDraw

    box = (width * RING_DETAIL, height * RING_DETAIL)
    image = Image.new('RGBA', box, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse(
        (RING_DETAIL, RING_DETAIL, box[0] - RING_DETAIL - 1, box[1] - RING_DETAIL - 1),
        outline=(0, 0, 0, 255),
        width=RING_DETAIL + RING_DETAIL // 2,
    )
    stream = io.BytesIO()
    image.save(stream, 'PNG', dpi=(96 * RING_DETAIL, 96 * RING_DETAIL))
    return stream.getvalue()


class FormWorkbook:
    """Writes the paper described by ``data`` (see ``support.report.builder``)."""

    width = SHEET_WIDTH

    def __init__(self, data):
        self.data = data
        self.formats = {}
        self.rings = []

    def render(self):
        """Return the bytes of the workbook."""
        import xlsxwriter

        stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            stream,
            {
                'in_memory': True,
                # Nothing a user typed may become a formula, a number or a link.
                'strings_to_formulas': False,
                'strings_to_numbers': False,
                'strings_to_urls': False,
                'default_format_properties': {'font_name': FONT, 'font_size': FONT_SIZE},
            },
        )
        self.book.set_properties({'title': self.data['title'], 'comments': self.data['mark']})
        self._write_sheets()
        self.book.close()
        content = stream.getvalue()
        return place_drawings(content, self.rings) if self.rings else content

    def _write_sheets(self):
        names = self.data['sheet_names']
        self._open_form_sheet(names['front'])
        self._write_front()
        if self.data['sheet_break'] and self.data['texts']['groups']:
            self._close_sheet()
            self._open_form_sheet(names['back'])
            self.sheet.repeat_rows(0, 1)
        self._write_back()
        self._close_sheet()
        if self.data['annex']['columns']:
            self._write_annex(names['annex'])

    # ---- Sheets ----

    def _format(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {'font_name': FONT, 'font_size': FONT_SIZE, 'valign': 'vcenter', **properties}
            )
        return self.formats[key]

    def _open_sheet(self, name, label_width, column_width, last):
        self.sheet = self.book.add_worksheet(name)
        self.row = self.top = 0
        self.last = last
        self.label_width, self.column_width = label_width, column_width
        self.sheet.set_column_pixels(0, 0, label_width, self._format())
        self.sheet.set_column_pixels(1, last, column_width, self._format())
        self.sheet.set_paper(A4)
        self.sheet.set_portrait()
        self.sheet.set_margins(left=0.63, right=0.63, top=0.7, bottom=0.75)
        self.sheet.center_horizontally()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)
        mark, footer = (self.data[key].replace('&', '&&') for key in ('mark', 'footer'))
        self.sheet.set_header(f'&R&"{FONT}"&9{mark}', {'margin': 0.3})
        self.sheet.set_footer(f'&L&"{FONT}"&8 {footer}&C&"{FONT}"&9&P / &N', {'margin': 0.35})

    def _open_form_sheet(self, name):
        columns = max(len(self.data['counts']['columns']), 1)
        self._open_sheet(name, LABEL_WIDTH, (SHEET_WIDTH - LABEL_WIDTH) // columns, columns)

    def _close_sheet(self):
        self.sheet.print_area(0, 0, self.row - 1, self.last)

    def _next_row(self, height):
        """Set the height of the current row in pixels and go on to the next one."""
        self.sheet.set_row_pixels(self.row, height)
        self.top += height
        self.row += 1

    def _line(self, text, height, first=0, **properties):
        """Write ``text`` over the current row from column ``first`` on."""
        self._merge(self.row, first, self.row, self.last, text, self._format(**properties))
        self._next_row(height)

    def _merge(self, top, left, bottom, right, text, fmt):
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, '', fmt)
        self.sheet.write_string(top, left, text, fmt)

    def _heading(self, title, note):
        """Write the title of a section with the note printed beside it."""
        row = self.row
        bold = self._format(bold=True, text_wrap=True)
        self._line(title, 26 * count_lines(f'{title}　{note}', self.width, FONT_SIZE),
                   bold=True, text_wrap=True)  # fmt: skip
        if note:
            self.sheet.write_rich_string(
                row, 0, bold, title, self._format(font_size=9), f'　{note}', bold
            )

    # ---- Front ----

    def _write_front(self):
        self._write_title()
        self._write_counts()
        annex = self.data['annex']
        if annex['title']:
            self._next_row(14)
            self._heading(annex['title'], annex['note'])
            self._line(annex['body'], 40, align='center', border=1)
        self.sheet.repeat_rows(0, 1)

    def _write_title(self):
        """Write what every form begins with: side, title, period and areas."""
        data = self.data
        self._line(data['side_front'], 22)
        lines = count_lines(data['title'], self.width, 14)
        self._line(
            data['title'], 32 * lines, bold=True, font_size=14, align='center', text_wrap=True
        )
        self._next_row(9)
        self._line(f'{data["period"]["label"]}　{data["period"]["text"]}', 26)
        self._write_scope()
        self._next_row(9)

    def _write_scope(self):
        """Write the choice of areas as lines of text, rings laid around the chosen ones."""
        label = {'text': f'{self.data["scope"]["label"]}　', 'is_choice': False, 'is_chosen': False}
        line, used = [label], text_width(label['text'], FONT_SIZE)
        for part in self.data['scope']['parts']:
            wide = text_width(part['text'], FONT_SIZE)
            if part['is_choice'] and used + wide > self.width - 3 * CELL_PADDING:
                self._write_scope_line(line)
                line = [{**label, 'text': '　' * len(label['text'])}]
                used = text_width(line[0]['text'], FONT_SIZE)
            line.append(part)
            used += wide
        self._write_scope_line(line)

    def _write_scope_line(self, parts):
        row, top = self.row, self.top
        self._line(''.join(part['text'] for part in parts), RING_HEIGHT + 6)
        if not any(part['is_chosen'] for part in parts):
            return
        plain, bold = self._format(), self._format(bold=True)
        fragments, left = [], TEXT_INSET
        for part in parts:
            wide = text_width(part['text'], FONT_SIZE)
            fragments += [bold if part['is_chosen'] else plain, part['text']]
            if part['is_chosen']:
                self._draw_ring(left - RING_OVERHANG, top + 3, wide, part['text'])
            left += wide
        self.sheet.write_rich_string(row, 0, *fragments, plain)

    def _draw_ring(self, left, top, wide, word):
        width = round(wide) + 2 * RING_OVERHANG
        image = io.BytesIO(ring_image(width, RING_HEIGHT))
        self.sheet.insert_image(0, 0, 'ring.png', {'image_data': image, 'description': f'○ {word}'})
        self.rings.append((left, top, width, RING_HEIGHT))

    def _write_counts(self):
        counts = self.data['counts']
        self._heading(counts['title'], counts['note'])
        labels = [column['label'] for column in counts['columns']]
        self._write_head('', labels)
        self.sheet.freeze_panes(self.row, 1)
        for row in counts['rows']:
            self._write_counts_row(row, counts['columns'])
        if counts.get('footnote'):
            self._line(counts['footnote'], 20, font_size=9)

    def _write_head(self, corner, labels):
        head = self._format(border=1, text_wrap=True, align='center', font_size=9)
        lines = max((count_lines(label, self.column_width, 9) for label in labels), default=1)
        for column, label in enumerate([corner, *labels]):
            self.sheet.write_string(self.row, column, label, head)
        self._next_row(max(26, round(lines * 12 * LINE_SPACING) + 10))

    def _write_counts_row(self, row, columns):
        look = self._row_look(row)
        fmt = self._format(align='center', **look)
        self.sheet.write_string(self.row, 0, row['label'], fmt)
        for position, (cell, column) in enumerate(zip(row['cells'], columns, strict=True), 1):
            if cell.get('is_empty'):
                self.sheet.write_blank(self.row, position, None, self._format(**look))
            elif cell['value'] is None:
                fmt = self._format(align='right', **look)
                self.sheet.write_string(self.row, position, self.data['open_mark'], fmt)
            else:
                fmt = self._number_format(column['unit'], look, column.get('decimals', 0))
                self.sheet.write_number(self.row, position, cell['value'], fmt)
        self._next_row(30)

    def _row_look(self, row):
        return {'border': 1, 'bold': True, 'top': 6} if row['is_total'] else {'border': 1}

    def _number_format(self, unit, look, decimals=0):
        digits = f'0.{"0" * decimals}' if decimals else '0'
        unit = unit.replace('"', '')
        return self._format(align='right', num_format=f'{digits}"{unit}"', **look)

    # ---- Back ----

    def _write_back(self):
        texts = self.data['texts']
        if not texts['groups']:
            return
        if not self.data['sheet_break']:
            self._next_row(14)
        self._line(self.data['side_back'], 22)
        self._heading(texts['title'], texts['note'])
        if self.data['sheet_break']:
            self.sheet.freeze_panes(self.row, 0)
        for group in texts['groups']:
            first = self.row
            for block in group['blocks']:
                self._write_block(block)
            fmt = self._format(border=1, bold=True, text_wrap=True, valign='top')
            self._merge(first, 0, self.row - 1, 0, group['label'], fmt)

    def _write_block(self, block):
        """Write a heading and its text; the first lines stay with the heading in one cell."""
        width = SHEET_WIDTH - LABEL_WIDTH
        bold = self._format(bold=True)
        plain, body = self._format(), block['text'].strip()
        if not body and self.data['is_draft']:
            body, plain = self.data['missing_mark'], self._format(bold=True, font_color='#C00000')
        pieces = split_text(body, width, FONT_SIZE)
        for position, piece in enumerate(pieces):
            text = piece if position else f'{block["label"]}\n{piece}'
            row = self.row
            look = {
                'left': 1, 'right': 1, 'top': int(position == 0),
                'bottom': int(position == len(pieces) - 1), 'text_wrap': True, 'valign': 'top',
            }  # fmt: skip
            lines = count_lines(text, width, FONT_SIZE)
            self._line(text, round(lines * FONT_SIZE * 96 / 72 * LINE_SPACING) + 8, 1, **look)
            if not position and piece:
                self.sheet.write_rich_string(
                    row, 1, bold, f'{block["label"]}\n', plain, piece, self._format(**look)
                )

    # ---- Annex ----

    def _write_annex(self, name):
        annex = self.data['annex']
        columns = [column['label'] for column in annex['columns']]
        bands = [
            range(start, min(start + ANNEX_COLUMNS_PER_BAND, len(columns)))
            for start in range(0, len(columns), ANNEX_COLUMNS_PER_BAND)
        ]
        last = len(bands[0])
        self._open_sheet(
            name, ANNEX_LABEL_WIDTH, (SHEET_WIDTH - ANNEX_LABEL_WIDTH) // max(last, 5), last
        )
        self._line(annex['sheet_title'], 24, align='right')
        self._line(annex['heading'], 30, bold=True, font_size=12, align='center')
        self._line(annex['remark'], 22, font_size=9, align='right')
        for number, band in enumerate(bands):
            if number:
                self._next_row(12)
            self._write_band([columns[index] for index in band], band)
        if len(bands) == 1:
            self.sheet.repeat_rows(0, 3)
            self.sheet.freeze_panes(4, 1)
        if annex['footnote']:
            lines = count_lines(annex['footnote'], ANNEX_LABEL_WIDTH + self.column_width * last, 9)
            self._line(annex['footnote'], 20 * lines, font_size=9, text_wrap=True)
        self._close_sheet()

    def _write_band(self, labels, band):
        annex = self.data['annex']
        self._write_head(annex['row_label'], labels)
        for row in annex['rows']:
            look = self._row_look(row)
            fmt = self._format(text_wrap=True, font_size=10, **look)
            self.sheet.write_string(self.row, 0, row['label'], fmt)
            fmt = self._number_format(annex['unit'], look)
            for position, index in enumerate(band, 1):
                self.sheet.write_number(self.row, position, row['values'][index], fmt)
            lines = count_lines(row['label'], ANNEX_LABEL_WIDTH, 10)
            self._next_row(max(26, round(lines * 10 * 96 / 72 * LINE_SPACING) + 8))
