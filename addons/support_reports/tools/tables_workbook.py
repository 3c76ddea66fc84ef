# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forms made of plain tables as XLSX: one dict of the builder in, bytes out. No Odoo in here.

All tables stand on one sheet but for those that begin another. Its columns are cut wherever one of
its tables has a border, and a cell of a table that spans several of them is merged.
"""

import re
from datetime import date

from .form_workbook import (
    CELL_PADDING,
    FONT_SIZE,
    LINE_SPACING,
    SHEET_WIDTH,
    FormWorkbook,
    count_lines,
    split_text,
)

# Pixels that the columns of a landscape sheet take together; A4 less its margins.
LANDSCAPE_WIDTH = 1000
CELL_SIZE = 10
# Of tables with many columns of text.
DENSE_SIZE = 8.5
# A row cannot break over two pages, so long texts are spread over rows of so many lines.
LINES_PER_ROW = 20


def sheet_names(texts):
    """Return texts as names of worksheets: 31 characters, none of those forbidden, no two alike."""
    names = []
    for text in texts:
        stem = re.sub(r"[\[\]:*?/\\]|^'|'$", ' ', text)[:28]
        name, number = stem, 1
        while name.lower() in map(str.lower, names):
            number += 1
            name = f'{stem} {number}'
        names.append(name)
    return names


class TablesWorkbook(FormWorkbook):
    """Writes the paper described by ``data`` (see ``support.report.builder.table``)."""

    def __init__(self, data):
        super().__init__(data)
        self.width = LANDSCAPE_WIDTH if data['landscape'] else SHEET_WIDTH

    def _write_sheets(self):
        groups = self._group_tables()
        for position, (name, tables) in enumerate(groups):
            self._open_tables(name, tables, is_first=not position)
            for table in tables:
                self._write_table(table, is_only=len(tables) == 1)
                self._next_row(14)
            if position == len(groups) - 1:
                self._write_notes()
                self._write_texts()
            self._close_sheet()

    def _group_tables(self):
        """Return pairs of the name of a worksheet and its tables."""
        front = self.data['sheet_names']['front']
        groups = []
        for table in self.data['tables']:
            if table.get('sheet') or not groups:
                groups.append((table.get('sheet') or front, []))
            groups[-1][1].append(table)
        names = sheet_names([name for name, _tables in groups or [(front, [])]])
        return list(zip(names, [tables for _name, tables in groups] or [[]], strict=True))

    def _open_tables(self, name, tables, is_first):
        """Begin a worksheet: its columns, and what the paper begins with.

        Rings are drawn on the first one only.
        """
        self.borders = self._cut_columns(tables)
        self._open_sheet(name, 0, 0, len(self.borders) - 2)
        for position, (left, right) in enumerate(zip(self.borders, self.borders[1:], strict=False)):
            width = round((right - left) * self.width / 100)
            self.sheet.set_column_pixels(position, position, width, self._format())
        if self.data['landscape']:
            self.sheet.set_landscape()
        heading = self.data.get('heading')
        if is_first and not heading:
            self._write_title()
            return
        heading = heading or f'{self.data["title"]}　{self.data["period"]["text"]}'
        lines = count_lines(heading, self.width, 14)
        look = {'bold': True, 'font_size': 14, 'align': 'center', 'text_wrap': True}
        self._line(heading, 32 * lines, **look)

    def _write_notes(self):
        for note in self.data['notes']:
            lines = count_lines(note, self.width, 9)
            self._line(note, 20 * lines, font_size=9, text_wrap=True)

    def _cut_columns(self, tables):
        """Return all borders of columns in percent of the sheet's width, from 0 to 100."""
        # Texts of the form stand in two columns.
        borders = {0, 16, 100} if self.data['texts']['groups'] else {0, 100}
        for table in tables:
            total = 0
            for column in table['columns']:
                total += column['width']
                borders.add(min(total, 100))
        return sorted(borders)

    def _spans(self, table):
        """Return first and last sheet column, and the pixels, of each column of a table."""
        spans, left = [], 0
        for number, column in enumerate(table['columns'], 1):
            right = 100 if number == len(table['columns']) else left + column['width']
            spans.append(
                (
                    self.borders.index(left),
                    self.borders.index(right) - 1,
                    round((right - left) * self.width / 100),
                )
            )
            left = right
        return spans

    def _write_table(self, table, is_only):
        self.cell_size = DENSE_SIZE if table.get('is_dense') else CELL_SIZE
        if table.get('lead'):
            self._line(table['lead'], 24, align='right')
        if table['title']:
            self._heading(table['title'], table['note'])
        spans = self._spans(table)
        head = self._format(border=1, text_wrap=True, align='center', font_size=9)
        labels = [column['label'] for column in table['columns']]
        lines = max(
            count_lines(label, span[2], 9) for label, span in zip(labels, spans, strict=True)
        )
        for label, (first, last, _width) in zip(labels, spans, strict=True):
            self._merge(self.row, first, self.row, last, label, head)
        self._next_row(max(26, round(lines * 12 * LINE_SPACING) + 10))
        # The head of the only table of a sheet stays in sight and is repeated on every page.
        if is_only:
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(self.row - 1)
        for row in table['rows']:
            self._write_table_row(row, spans)

    def _write_table_row(self, row, spans):
        """Write a row, its long texts spread over as many rows of the sheet as they need."""
        pieces = [
            split_text(cell['value'] or '', width, self.cell_size, LINES_PER_ROW)
            if not isinstance(cell['value'], int | float)
            else ['']
            for cell, (_first, _last, width) in zip(row['cells'], spans, strict=True)
        ]
        height = max(map(len, pieces))
        look = {'bold': True, 'top': 6} if row['is_total'] else {}
        if self.cell_size == DENSE_SIZE:
            look |= {'valign': 'top', 'font_size': DENSE_SIZE}
        for part in range(height):
            edges = {
                'left': 1, 'right': 1, 'top': int(part == 0), 'bottom': int(part == height - 1),
            }  # fmt: skip
            lines = 1
            for cell, texts, (first, last, width) in zip(row['cells'], pieces, spans, strict=True):
                text = texts[part] if part < len(texts) else ''
                lines = max(lines, count_lines(text, width, CELL_SIZE))
                self._write_cell(cell, text, part, (first, last), {**edges, **look})
            self._next_row(
                max(26, round(lines * CELL_SIZE * 96 / 72 * LINE_SPACING) + CELL_PADDING)
            )

    def _write_cell(self, cell, text, part, span, look):
        first, last = span
        if part or not (cell.get('date') or isinstance(cell['value'], int | float)):
            fmt = self._format(**{'text_wrap': True, 'font_size': self.cell_size, **look})
            self._merge(self.row, first, self.row, last, text, fmt)
            return
        fmt = self._value_format(cell, look)
        if first != last:
            self.sheet.merge_range(self.row, first, self.row, last, '', fmt)
        if cell.get('date'):
            self.sheet.write_datetime(self.row, first, date.fromisoformat(cell['date']), fmt)
        else:
            self.sheet.write_number(self.row, first, cell['value'], fmt)

    def _value_format(self, cell, look):
        """Return the format of a number or a date."""
        if cell.get('date'):
            look = {'align': 'left', 'font_size': self.cell_size, **look}
            return self._format(num_format='m"月"d"日"', **look)
        decimals = cell.get('decimals', 1) if isinstance(cell['value'], float) else 0
        return self._number_format(cell['unit'], look, decimals)

    def _write_texts(self):
        texts = self.data['texts']
        if not texts['groups']:
            return
        self._heading(texts['title'], texts['note'])
        for group in texts['groups']:
            for block in group['blocks']:
                self._line(f'{group["label"]}　{block["label"]}', 26, bold=True)
                for piece in split_text(block['text'].strip(), self.width, FONT_SIZE):
                    lines = count_lines(piece, self.width, FONT_SIZE)
                    self._line(
                        piece,
                        round(lines * FONT_SIZE * 96 / 72 * LINE_SPACING) + CELL_PADDING,
                        text_wrap=True,
                        valign='top',
                    )
