# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P4: the log as XLSX, against the same cells by plain XlsxWriter, and what it takes in memory.

Both stream: rows come from a cursor of the database and go to the file one by one. The plain one
knows what is in every column; ours asks rights, language and what is counted.
"""

import tempfile
from pathlib import Path

from odoo.fields import Command

TITLE = 'P4 log as XLSX'
SIZES = {'tiny': 5_000, 'small': 20_000, 'full': 100_000}
ROUNDS = 7
FACTOR = 1.15
MOST_MEMORY = 20 << 20
NAME = 'ベンチ書き出し'
TEXT = '地域の集いの場について、世話人から参加者の減少と担い手の高齢化の相談を受けた。'
COPIES = {
    'support_activity': ('', "'event_name', 'サロン訪問' || pair.id"),
    'support_activity_participant': ('activity_id', ''),
    'support_activity_count': ('activity_id', ''),
}
ROWS = """
    SELECT entry.date, area.name, person.name, entry.duration_total, entry.counterpart,
           entry.event_name, entry.progress_content, line.own_action, line.own_reflection,
           line.next_approach, entry.headcount, entry.place, counted.quantity
      FROM support_activity entry
      JOIN support_area area ON area.id = entry.area_id
      JOIN support_activity_participant line ON line.activity_id = entry.id
      JOIN support_coordinator coordinator ON coordinator.id = line.coordinator_id
      JOIN support_person person ON person.id = coordinator.person_id
      JOIN support_activity_count counted ON counted.activity_id = entry.id
     WHERE entry.commission_id = %s AND entry.active AND entry.company_id = %s
  ORDER BY entry.date, entry.id
"""
# Written as they are; their order is that of our table.
DAY, WORDS, NUMBERS = 0, (1, 2, 4, 5, 6, 7, 8, 9, 11), (3, 10, 12)
CHOICES = ('日', '訪問', '実施済', '事務所内')


def fill(env, number):
    """Create one entry with words of its coordinator and copy it by SQL."""
    area = env['support.area'].create({'name': NAME, 'is_tier2': True})
    commission = env['support.commission'].create({'name': NAME})
    coordinator = env['support.coordinator'].create(
        {
            'person_id': env['support.person'].create({'name': '佐藤　花子'}).id,
            'area_id': area.id,
            'commission_id': commission.id,
            'date_start': '2015-04-01',
        }
    )
    entry = env['support.activity'].create(
        {
            'event_name': 'サロン訪問',
            'date': '2019-10-01',
            'area_id': area.id,
            'commission_id': commission.id,
            'counterpart': '民生委員・児童委員',
            'progress_content': TEXT * 4,
            'place': '第一自治会館',
            'headcount': 12,
            'participant_ids': [
                Command.create(
                    {
                        'coordinator_id': coordinator.id,
                        'minutes': 60,
                        'own_action': TEXT,
                        'own_reflection': TEXT,
                        'next_approach': '来月もう一度訪ねる。',
                    }
                )
            ],
            'count_ids': [
                Command.create(
                    {'kind_id': env.ref('support_council.activity_kind_visit').id, 'quantity': 2}
                )
            ],
        }
    )
    env.flush_all()
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
        SELECT nextval('support_activity_id_seq') AS id FROM generate_series(2, %s)
        """,
        [number],
    )
    for table, (owner, values) in COPIES.items():
        pairs = [values] if values else []
        pairs.append("'id', " + (f"nextval('{table}_id_seq')" if owner else 'pair.id'))
        pairs += [f"'{owner}', pair.id"] if owner else []
        env.cr.execute(
            f"""
            INSERT INTO {table}
            SELECT (jsonb_populate_record(row, jsonb_build_object({', '.join(pairs)}))).*
              FROM {table} row, pair
             WHERE row.{owner or 'id'} = %s
            """,
            [entry.id],
        )


def contenders(env, number):
    import xlsxwriter

    commission = env['support.commission'].search([('name', '=', NAME)])
    table = env['support.activity.table']
    domain = [('commission_id', '=', commission.id)]

    def plain():
        with tempfile.TemporaryFile() as stream, env.cr._cnx.cursor(name='plain') as cursor:
            book = xlsxwriter.Workbook(stream, {'constant_memory': True})
            day = book.add_format({'num_format': 'yyyy/m/d'})
            sheet = book.add_worksheet()
            cursor.execute(ROWS, (commission.id, env.company.id))
            for line, row in enumerate(cursor):
                sheet.write_datetime(line, DAY, row[DAY], day)
                for column in WORDS:
                    sheet.write_string(line, column, row[column])
                for column in NUMBERS:
                    sheet.write_number(line, column, row[column])
                for column, words in enumerate(CHOICES, 13):
                    sheet.write_string(line, column, words)
            book.close()
            return line + 1

    def ours():
        with tempfile.TemporaryFile() as stream:
            return table.write_workbook(domain, stream)

    assert plain() == ours() == number
    return {'plain XlsxWriter': plain, 'table of the log': ours}


def goal(spent, yardstick, _number):
    return f'{FACTOR}x', spent <= FACTOR * yardstick


def notes(env, number):
    """Return by how much the table makes this process grow at most, as a figure with its goal."""
    ours = contenders(env, number)['table of the log']
    Path('/proc/self/clear_refs').write_text('5')  # the peak begins anew
    before = _memory('VmRSS')
    ours()
    grown = _memory('VmHWM') - before
    return (
        f'{TITLE}: memory at its peak',
        f'{grown / (1 << 20):+.1f} MiB',
        f'{MOST_MEMORY >> 20} MiB',
        grown <= MOST_MEMORY,
    )


def _memory(name):
    """Return a figure of this process's memory in bytes."""
    lines = Path('/proc/self/status').read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))
