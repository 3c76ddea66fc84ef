# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import datetime
import io
import zipfile
from collections import defaultdict

import openpyxl

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..models.support_audited import plain_value
from ..tools.canonical import checksum
from ..tools.japanese_date import parse_dated

_CONTEXT_KEY = 'support_import'
_OWN_PREFIX = 'support.'
_MAX_WARNINGS = 50
# Names under which Windows programs and Odoo's own list offer CP932.
_SHIFT_JIS = {'shift_jis', 'shift-jis', 'sjis', 'windows-31j', 'ms932', 'cp932'}
_UTF16_MARKS = (b'\xff\xfe', b'\xfe\xff')
_OLD_WORKBOOK = b'\xd0\xcf\x11\xe0'  # .xls


class ImportRun:
    """What one run of the import screen finds out. Lives in the context, process-local."""

    def __init__(self, model, dryrun):
        self.model = model
        self.dryrun = dryrun
        self.read_numbers = []  # number in the file of each row that was read
        self.numbers = []  # number in the file of each row that is imported
        self.errors = []
        self.warnings = []
        self.changed = {}  # {id: {field: [old, new]}}
        self.names = {}  # {(model, name): (id, warnings)}

    def number(self, index):
        """Return the number in the file of the imported row ``index`` (0-based)."""
        return self.numbers[index] if index < len(self.numbers) else index + 1

    def add_error(self, index, field, message, value=None):
        """Keep one line for the reader about a row."""
        self.errors.append(
            {
                'type': 'error',
                'message': message,
                'field': field,
                'value': value,
                'rows': {'from': index, 'to': index},
                'record': index,
            }
        )


class BatchError(Exception):
    """A batch failed; Odoo then tries row by row and finds the row that is to blame."""


def import_run(env):
    """Return the run of the import screen that ``env`` works for, or None."""
    run = env.context.get(_CONTEXT_KEY)
    return run if isinstance(run, ImportRun) else None


class Base(models.AbstractModel):
    _inherit = 'base'

    # Fields whose equality makes an imported row a candidate for a duplicate.
    _import_duplicate_fields = ()

    @api.model
    def get_import_templates(self):
        """Offer ``static/xls/<model>.xlsx`` of the addon that defines the model."""
        templates = super().get_import_templates()
        if self._name.startswith(_OWN_PREFIX):
            path = f'{self._original_module}/static/xls/{self._name.replace(".", "_")}.xlsx'
            try:
                file_path(path)
            except FileNotFoundError:
                return templates
            label = self.env._(
                'Import template: %(model)s', model=self.env['ir.model']._get(self._name).name
            )
            templates = [*templates, {'label': label, 'template': f'/{path}'}]
        return templates

    def _convert_records(self, records, *, log=lambda message: None, savepoint):
        """Leave out rows that cannot be read, so that none is refused again for what it lacks."""
        converted = super()
        if import_run(self.env) is None:
            yield from converted._convert_records(records, log=log, savepoint=savepoint)
            return
        errors = []

        def keep(message):
            if message['type'] == 'error':
                errors.append(message)
            log(message)

        for row in converted._convert_records(records, log=keep, savepoint=savepoint):
            if not errors:
                yield row
            errors.clear()

    def _load_records(self, data_list, update=False):
        run = import_run(self.env)
        if run is None or self._name != run.model:
            return super()._load_records(data_list, update)
        try:
            records = super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) == 1:
                raise
            raise BatchError from error  # else the first row of the batch would be blamed
        if run.dryrun:
            self._warn_of_overwrites(run, data_list)
            self._warn_of_duplicates(run, data_list)
        return records

    def _load_records_write(self, values):
        run = import_run(self.env)
        if run is None or self._name != run.model:
            super()._load_records_write(values)
            return
        names = [
            name
            for name in values
            if name in self._fields
            and self._fields[name].store
            and name != 'id'
            and self._fields[name].type != 'one2many'
        ]
        old = {name: plain_value(self.sudo(), name) for name in names}
        super()._load_records_write(values)
        run.changed[self.id] = {
            name: [old[name], new]
            for name in names
            if (new := plain_value(self.sudo(), name)) != old[name]
        }

    def _warn_of_overwrites(self, run, data_list):
        for data in data_list:
            record = data['record']
            changed = run.changed.get(record.id)
            if changed:
                run.warnings.append(
                    self.env._(
                        'Row %(row)s overwrites “%(record)s”: %(fields)s.',
                        row=run.number(data['info']['rows']['from']),
                        record=record.display_name,
                        fields=', '.join(
                            label['string']
                            for label in self.fields_get(list(changed), ['string']).values()
                        ),
                    )
                )

    def _warn_of_duplicates(self, run, data_list):
        names = self._import_duplicate_fields
        if not names:
            return

        def key(record):
            return tuple(plain_value(record, name) for name in names)

        new = [data for data in data_list if data['record'].id not in run.changed]
        new_ids = {data['record'].id for data in new}
        values = [data['record'][names[0]] for data in new]
        known = defaultdict(str)
        for record in self.search_fetch([(names[0], 'in', values)], names):
            if record.id not in new_ids:
                known[key(record)] = record.display_name
        for data in new:
            number = run.number(data['info']['rows']['from'])
            row_key = key(data['record'])
            if row_key in known:
                run.warnings.append(
                    self.env._(
                        'Row %(row)s may be a duplicate of %(other)s.',
                        row=number,
                        other=known[row_key],
                    )
                )
            known[row_key] = self.env._('row %(row)s', row=number)


class IrFieldsConverter(models.AbstractModel):
    _inherit = 'ir.fields.converter'

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        """Resolve each name once per file, and refuse a name that several records have."""
        run = import_run(self.env)
        if run is None or subfield is not None:
            return super().db_id_for(model, field, subfield, value, savepoint)
        key = (field.comodel_name, value)
        if key not in run.names:
            found, warnings = super().db_id_for(model, field, subfield, value, savepoint)
            if warnings:
                raise self._format_import_error(
                    ValueError,
                    self.env._(
                        "Several records are named '%(value)s' in field '%%(field)s'. Give the "
                        'full name or the external ID.'
                    ),
                    {'value': value},
                )
            if not found or field.comodel_name == run.model:
                return found, warnings  # rows above may still create it
            run.names[key] = (found, warnings)
        return run.names[key]


class BaseImport(models.TransientModel):
    _inherit = 'base_import.import'

    def execute_import(self, fields, columns, options, dryrun=False):
        """Import a file into one of our models: wholly or not at all.

        Odoo commits every 2,000 rows and names rows of the batch. Here the whole file is one
        savepoint, rows are numbered as in the file, and a committed run leaves a
        `support.import` by which it can be undone.
        """
        if not self.res_model.startswith(_OWN_PREFIX):
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        self.ensure_one()
        run = ImportRun(self.res_model, dryrun)
        importer = self.with_context(**{_CONTEXT_KEY: run})
        options = {**options, 'limit': None}
        result = super(BaseImport, importer).execute_import(fields, columns, options, dryrun=dryrun)
        messages = run.errors or result.get('messages') or []
        result['messages'] = [self._number_message(run, message) for message in messages]
        if result.get('name'):
            result['name'] = self._names_by_file_row(run, result['name'])
        if result.get('ids'):
            if dryrun:
                self._add_warnings(run, result)
            else:
                self._log_run(run, result['ids'])
        return result

    def _log_run(self, run, ids):
        changed = {key: values for key, values in run.changed.items() if values}
        self.env['support.import']._log_import(
            self.file_name,
            self.res_model,
            checksum(bytes(self.file or b'')),
            [record_id for record_id in ids if record_id not in run.changed],
            changed,
        )

    def _add_warnings(self, run, result):
        """Show what the test found besides errors as one message, which blocks nothing."""
        if run.warnings and not result['messages']:
            shown = run.warnings[:_MAX_WARNINGS]
            if len(run.warnings) > len(shown):
                shown.append(self.env._('%(count)s more.', count=len(run.warnings) - len(shown)))
            result['messages'] = [
                {
                    'type': 'warning',
                    'message': '\n'.join(shown),
                    'not_matching_error': True,
                }
            ]

    def _number_message(self, run, message):
        """Return a message of `load()` with rows numbered as in the file."""
        if 'rows' not in message:
            return message
        first = run.number(message['rows']['from'])
        last = run.number(message['rows']['to'])
        message = {**message, 'rows': {'from': first - 1, 'to': last - 1}, 'record': first}
        if message.get('field') or message.get('field_path'):
            # Beside its column Odoo shows the text alone, without the row.
            message['message'] = self.env._(
                'Row %(row)s: %(message)s', row=first, message=message['message']
            )
        return message

    def _names_by_file_row(self, run, names):
        by_row = [''] * (run.numbers[-1] if run.numbers else 0)
        for number, name in zip(run.numbers, names, strict=False):
            by_row[number - 1] = name
        return by_row

    # Reading the file

    def _read_file(self, options):
        if self.res_model.startswith(_OWN_PREFIX) and not self._is_table():
            raise ImportValidationError(
                self.env._(
                    '“%(file)s” is not a table, or its content does not match its name. Choose an '
                    'Excel workbook (.xlsx) or a CSV file; with another program, save the table as '
                    'one of these first.',
                    file=self.file_name,
                )
            )
        length, rows = super()._read_file(options)
        run = import_run(self.env)
        if run is not None and len(run.read_numbers) != len(rows):
            run.read_numbers = self._file_row_numbers(length, rows, options)
        return length, rows

    def _is_table(self):
        """Tell from its content whether Odoo can read the file: its own errors help few."""
        content = self.file or b''
        if content.startswith(_OLD_WORKBOOK):
            return True
        if content.startswith(b'PK'):
            return zipfile.is_zipfile(io.BytesIO(content))
        is_text = content.startswith(_UTF16_MARKS) or b'\0' not in content
        named_workbook = (self.file_name or '').lower().endswith(('.xlsx', '.xls', '.ods'))
        return bool(content) and is_text and not named_workbook and content[:5] != b'%PDF-'

    def _file_row_numbers(self, length, rows, options):
        """Return the number in the file of each row: Odoo leaves out empty ones."""
        if length != len(rows) and (self.file or b'')[:2] == b'PK':
            book = openpyxl.load_workbook(io.BytesIO(self.file), data_only=True, read_only=True)
            values = book[options['sheet']].iter_rows(values_only=True)
            numbers = [
                number
                for number, row in enumerate(values, 1)
                if any(cell is not None and str(cell).strip() for cell in row)
            ]
            if len(numbers) == len(rows):
                return numbers
        return list(range(1, len(rows) + 1))

    def _read_csv(self, options):
        if not self.res_model.startswith(_OWN_PREFIX):
            return super()._read_csv(options)
        content = self.file or b''
        shown = options.get('encoding') or self._guess_encoding(content)
        encoding = 'cp932' if shown.lower() in _SHIFT_JIS else shown
        if encoding == 'utf-8':
            encoding = 'utf-8-sig'  # reads it with and without a byte order mark
        options['encoding'] = encoding
        length, rows = super()._read_csv(options)
        options['encoding'] = shown
        run = import_run(self.env)
        if run is not None:
            reader = csv.reader(
                io.StringIO(content.decode(encoding)),
                quotechar=options['quoting'],
                delimiter=options.get('separator') or ',',
            )
            run.read_numbers = [
                number for number, row in enumerate(reader, 1) if any(cell.strip() for cell in row)
            ]
        return length, rows

    @api.model
    def _guess_encoding(self, content):
        """Return the encoding of a file from Japan, under the name the screen offers."""
        if content.startswith(_UTF16_MARKS):
            return 'utf-16'
        try:
            content.decode('utf-8-sig')
        except UnicodeDecodeError:
            return 'shift_jis'
        return 'utf-8'

    def _convert_import_data(self, fields, options):
        data, import_fields = super()._convert_import_data(fields, options)
        run = import_run(self.env)
        if run is not None:
            rows = self._read_file(options)[1]
            indices = [index for index, field in enumerate(fields) if field]
            start = 1 if options.get('has_headers') else 0
            run.numbers = [
                number
                for number, row in list(zip(run.read_numbers, rows, strict=True))[start:]
                if any(row[index] for index in indices)
            ][options.get('skip') or 0 :]
        return data, import_fields

    # Dates

    def _parse_import_data(self, data, import_fields, options):
        data = super()._parse_import_data(data, import_fields, options)
        run = import_run(self.env)
        if run is not None and run.errors:
            raise ImportValidationError(run.errors[0]['message'])
        return data

    def _parse_import_data_recursive(self, model, prefix, data, import_fields, options):
        if import_run(self.env) is not None and issubclass(
            self.pool[model], self.pool['support.dated']
        ):
            self._parse_known_dates(model, prefix, data, import_fields)
        return super()._parse_import_data_recursive(model, prefix, data, import_fields, options)

    def _parse_known_dates(self, model, prefix, data, import_fields):
        """Split dates of any precision into first day, last day and precision."""
        if f'{prefix}date' not in import_fields:
            return
        start = import_fields.index(f'{prefix}date')
        indices = []
        for name in (f'{prefix}date_to', f'{prefix}date_precision'):
            if name not in import_fields:
                import_fields.append(name)
                for row in data:
                    row.append('')
            indices.append(import_fields.index(name))
        end, precision = indices
        for row in data:
            value = row[start]
            if not isinstance(value, str) or not value.strip():
                continue
            try:
                first, last, known_by = parse_dated(value)
            except ValueError:
                continue  # reported with the other dates
            row[start] = first
            row[end] = row[end] or last or ''
            row[precision] = row[precision] or known_by

    def _parse_date_from_data(self, data, index, name, field_type, options):
        run = import_run(self.env)
        if run is None or field_type != 'date':
            return super()._parse_date_from_data(data, index, name, field_type, options)
        for number, row in enumerate(data):
            value = row[index]
            if not isinstance(value, str) or not value.strip():
                continue
            try:
                row[index] = self._parse_day(value.strip(), options)
            except ValueError:
                run.add_error(
                    number,
                    name,
                    self.env._(
                        '“%(value)s” is not a date. Write it like 2026-11-20 or 令和8年11月20日.',
                        value=value,
                    ),
                    value,
                )
        return None

    @api.model
    def _parse_day(self, text, options):
        try:
            day, _last, precision = parse_dated(text)
        except ValueError:
            if not options.get('date_format'):
                raise
            return datetime.datetime.strptime(text, options['date_format']).date()
        if precision != 'day':
            raise ValueError(text)
        return day
