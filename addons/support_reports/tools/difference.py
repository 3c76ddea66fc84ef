# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What differs between two versions of a report. No Odoo records in here."""

from .printed import printed_number


def differences(before, after):
    """Return what was printed in one version of a report and is not so in the next.

    :param dict before: as built by ``support.report.builder``
    :param dict after: the same of the later version
    :return: list of dicts ``kind`` (``cell``, ``annex``, ``text``), ``place``, ``before``
        and ``after`` (str, empty where the version has no such place), in the order of the paper
    """
    found = []
    for kind, read in (('cell', _cells), ('cell', _tables), ('annex', _annex), ('text', _texts)):
        old, new = read(before), read(after)
        for key in [*new, *(key for key in old if key not in new)]:
            place, now = new.get(key, (None, ''))
            was_place, was = old.get(key, (None, ''))
            if now != was:
                found.append(
                    {'kind': kind, 'place': place or was_place, 'before': was, 'after': now}
                )
    return found


def _cells(data):
    counts = data['counts']
    return {
        (row['month_key'], column['indicator_id']): (
            f'{row["label"]} {column["label"]}',
            '' if cell['value'] is None else _shown(cell['value'], column, column['unit']),
        )
        for row in counts['rows']
        for column, cell in zip(counts['columns'], row['cells'], strict=True)
    }


def _tables(data):
    cells = {}
    for table in data.get('tables', []):
        labels = [column['label'] for column in table['columns']]
        for row in table['rows']:
            for label, cell in zip(labels, row['cells'], strict=True):
                value = '' if cell['value'] is None else _shown(cell['value'], cell, cell['unit'])
                title = table['title'] or table.get('lead', '')
                place = ' '.join(filter(None, [title, row['label'], label]))
                # Two rows may be named alike: two contacts on one day.
                nth = 0
                while (place, nth) in cells:
                    nth += 1
                cells[place, nth] = (place, value)
    return cells


def _shown(value, place, unit):
    return f'{printed_number(value, place.get("decimals", 1))}{unit}'


def _annex(data):
    annex = data['annex']
    return {
        (row['label'], column['area_id']): (
            f'{row["label"]} {column["label"]}',
            f'{number}{annex["unit"]}',
        )
        for row in annex['rows']
        for column, number in zip(annex['columns'], row['values'], strict=False)
    }


def _texts(data):
    return {
        block['block_id']: (f'{group["label"]}{block["label"]}', block['text'])
        for group in data['texts']['groups']
        for block in group['blocks']
    }
