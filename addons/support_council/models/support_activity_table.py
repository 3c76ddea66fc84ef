# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tempfile
from operator import itemgetter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.stream_workbook import stream_rows, stream_workbook

# Entries in one file of a background job: a few seconds of work.
ROWS_A_FILE = 15_000
XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
ORDER = 'date, id'
# What a column is made of besides fields: who of us was there, and the ids of further areas.
LINES, FURTHER = 'lines', 'further'
OWN_WORDS = ('own_action', 'own_reflection', 'next_approach')


class SupportActivityTable(models.AbstractModel):
    """The log as a table of any length, one row an entry and one column a counted kind.

    Rows come from a cursor of the database and go to the file one by one, with the rights of the
    user: what she may not read is not in it.
    """

    _name = 'support.activity.table'
    _description = 'Table of the Log'

    @api.model
    @api.private
    def write_workbook(self, domain, stream):
        """Write entries into a binary file, oldest first.

        :param domain: domain of ``support.activity``
        :param stream: binary file to write to
        :return: number of entries
        """
        self.env['support.activity'].check_access('read')
        paper = self.env['ir.actions.report']._for_paper()
        return self.with_env(paper.env)._write(Domain(domain), self._kinds(domain), stream)[0]

    @api.model
    def _title(self):
        paper = self.env['ir.actions.report']._for_paper()
        return paper.env._('Activity Log')

    @api.model
    def _kinds(self, domain):
        """Return the kinds that are counted in the entries."""
        entries = self.env['support.activity']._search(domain)
        return (
            self.env['support.activity.kind']
            .browse(
                kind.id
                for (kind,) in self._count_rows()._read_group(
                    [('is_leading', '=', True), ('activity_id', 'in', entries)], ['kind_id']
                )
            )
            .sorted()
        )

    @api.model
    def _count_rows(self):
        # Counts of an archived kind were counted all the same.
        return self.env['support.activity.count'].with_context(active_test=False)

    def _write(self, domain, kinds, stream, limit=None):
        """Write entries into a file; return how many, and date and id of the last one."""
        fixed = self._columns()
        kinds = kinds.with_env(self.env)
        columns = [(label, width) for label, width, _source, _convert in fixed]
        columns += [(kind.short_label or kind.name, 8) for kind in kinds]
        last = [None]
        rows = self._rows(domain, fixed, kinds.ids, limit)
        number = stream_workbook(stream, self._title(), columns, self._noting_last(rows, last))
        return number, last[0]

    @api.model
    def _noting_last(self, rows, last):
        for key, row in rows:
            last[0] = key
            yield row

    def _rows(self, domain, columns, kind_ids, limit=None):
        """Yield ``((date, id), row)`` of entries in order of their dates.

        :param columns: those of :meth:`_columns`
        :param kind_ids: the kinds whose quantities end the row
        :param limit: number of entries at most
        """
        entries = self.env['support.activity']
        query = entries._search(domain, order=ORDER, limit=limit)
        terms = {
            LINES: self._lines_sql(query.table),
            FURTHER: self._further_areas_sql(query.table),
        }
        sources = list(dict.fromkeys(source for _label, _width, source, _convert in columns))
        statement = query.select(
            SQL.identifier(query.table, 'id'),
            entries._field_to_sql(query.table, 'date', query),
            self._counts_sql(query.table),
            *(
                terms[source]
                if source in terms
                else entries._field_to_sql(query.table, source, query)
                for source in sources
            ),
        )
        self.env.flush_all()
        # A row has many cells, so what each is made by is looked up before the first.
        values = [
            self._value(sources.index(source) + 3, convert)
            for _label, _width, source, convert in columns
        ]
        keys = [str(kind_id) for kind_id in kind_ids]
        for entry in stream_rows(self.env.cr, statement):
            quantities = entry[2] or {}
            row = [value(entry) for value in values]
            row += [quantities.get(key) for key in keys]
            yield (entry[1], entry[0]), row

    @api.model
    def _value(self, index, convert):
        """Return the function that makes a cell of a row of the database."""
        if not convert:
            return itemgetter(index)
        return lambda entry: convert(entry[index])

    def _lines_sql(self, table):
        """Return a term with who of us was there: objects of coordinator and own words."""
        lines = self.env['support.activity.participant']
        query = lines._search(Domain.TRUE)
        pairs = [
            SQL('%s, %s', name, lines._field_to_sql(query.table, name, query))
            for name in ('coordinator_id', *OWN_WORDS)
        ]
        return self._of_entry(
            query,
            table,
            SQL(
                'json_agg(json_build_object(%s) ORDER BY %s)',
                SQL(', ').join(pairs),
                SQL.identifier(query.table, 'id'),
            ),
        )

    def _counts_sql(self, table):
        """Return a term with the quantity by kind."""
        counts = self._count_rows()
        query = counts._search(Domain('is_leading', '=', True))
        return self._of_entry(
            query,
            table,
            SQL(
                'json_object_agg(%s, %s)',
                counts._field_to_sql(query.table, 'kind_id', query),
                counts._field_to_sql(query.table, 'quantity', query),
            ),
        )

    def _of_entry(self, query, table, term):
        query.add_where(
            SQL('%s = %s', SQL.identifier(query.table, 'activity_id'), SQL.identifier(table, 'id'))
        )
        return SQL('(%s)', query.select(term))

    def _further_areas_sql(self, table):
        field = self.env['support.activity']._fields['area_ids']
        return SQL(
            '(SELECT json_agg(further.%(other)s ORDER BY further.%(other)s) '
            'FROM %(relation)s AS further WHERE further.%(own)s = %(entry)s)',
            other=SQL.identifier(field.column2),
            own=SQL.identifier(field.column1),
            relation=SQL.identifier(field.relation),
            entry=SQL.identifier(table, 'id'),
        )

    def _columns(self):
        """Hook: return the columns before the kinds.

        :return: tuples of heading, width in characters, a stored field of the entry, ``LINES`` or
            ``FURTHER``, and a function that makes a str, int, date or None of it, or None
        """
        # Areas and coordinators are few: their names are read once.
        area = self._names('support.area', 'name')
        coordinator = self._names('support.coordinator', 'display_name')
        comma, about = self.env._(', '), self.env._('About')

        def chosen(name):
            field = self.env['support.activity']._fields[name]
            return dict(field._description_selection(self.env)).get

        def words(name):
            return lambda lines: self._words(lines or [], name, coordinator)

        def present(lines):
            return comma.join(coordinator(line['coordinator_id']) for line in lines or [])

        return [
            (self.env._('Date'), 12, 'date', None),
            (self.env._('Date Precision'), 8, 'date_precision', chosen('date_precision')),
            (self.env._('Last Day'), 12, 'date_to', None),
            (self.env._('Area'), 16, 'area_id', area),
            (
                self.env._('Further Areas'),
                16,
                FURTHER,
                lambda ids: comma.join(map(area, ids or [])),
            ),
            (self.env._('Coordinators'), 16, LINES, present),
            (self.env._('Total Time (Minutes)'), 8, 'duration_total', None),
            (self.env._('Counterpart'), 20, 'counterpart', None),
            (self.env._('Event or Meeting'), 30, 'event_name', None),
            (self.env._('Course and Content'), 50, 'progress_content', None),
            (self.env._('What the Coordinator Did'), 30, LINES, words('own_action')),
            (self.env._('Thoughts and Findings'), 30, LINES, words('own_reflection')),
            (self.env._('Next Approach'), 20, LINES, words('next_approach')),
            (self.env._('Other (Area Issues)'), 20, 'other_area_issue', None),
            (self.env._('Means'), 12, 'means', chosen('means')),
            (self.env._('Consulted By'), 12, 'caller_kind', chosen('caller_kind')),
            (self.env._('Headcount'), 8, 'headcount', lambda number: number or None),
            (about, 6, 'headcount_is_approx', lambda is_approx: about if is_approx else None),
            (self.env._('Place'), 20, 'place', None),
            (self.env._('State'), 10, 'state', chosen('state')),
            (self.env._('Share Level'), 14, 'share_level', chosen('share_level')),
        ]

    def _names(self, model, field):
        """Return a function that gives the name of a record by its id."""
        records, known = self.env[model].sudo(), {}

        def name(record_id):
            if record_id not in known:
                known[record_id] = records.browse(record_id)[field] or ''
            return known[record_id]

        return name

    @api.model
    def _words(self, lines, name, coordinator):
        """Return the own words of the lines; with several of us, each under her name."""
        if len(lines) == 1:
            return lines[0][name]
        spoken = [line for line in lines if line[name]]
        return '\n'.join(
            f'（{coordinator(line["coordinator_id"])}）{line[name]}' for line in spoken
        )

    def _job_write(self, job, cursor):
        """Step of the background job: the next file, behind the last entry of the one before.

        Parameters: ``domain`` of the entries, ``name`` of the files, ``total`` number of entries.
        """
        domain = Domain(job._param('domain'))
        if cursor == 'zip':
            job._zip_files(job._param('name'))
            return None, job.total, job.total
        rest = domain
        if cursor:
            day, entry_id = fields.Date.to_date(cursor[0]), cursor[1]
            rest &= Domain('date', '>', day) | Domain([('date', '=', day), ('id', '>', entry_id)])
        paper = self.env['ir.actions.report']._for_paper()
        with tempfile.TemporaryFile() as stream:
            number, last = self.with_env(paper.env)._write(
                rest, self._kinds(domain), stream, limit=ROWS_A_FILE
            )
            if number or not cursor:
                part = len(job._files()) + 1
                stream.seek(0)
                job._add_file(f'{job._param("name")}_{part}.xlsx', stream.read(), XLSX)
        done = job.done + number
        if number < ROWS_A_FILE:
            return 'zip', done, done
        return [fields.Date.to_string(last[0]), last[1]], done, max(job._param('total'), done)
