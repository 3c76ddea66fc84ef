# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import format_days
from odoo.addons.support_council.tools.text_guard import find_personal_data

# The ten columns in printed order, and their widths in percent.
COLUMNS = (
    ('date', 7),
    ('minutes', 7),
    ('area', 7),
    ('counterpart', 10),
    ('event', 10),
    ('progress', 19),
    ('action', 13),
    ('reflection', 12),
    ('next', 8),
    ('other', 7),
)
# Personal data named in one line of the check list.
MOST_EXCERPTS = 3


class SupportReportBuilderLog(models.AbstractModel):
    """Builder of the log handed in every half month: one row a contact, ten columns.

    The rows are those of the log sheet (``support.activity.sheet``) for the commissioner: nothing
    that somebody kept to the office, thoughts only where the office prints them. A sheet for each
    coordinator holds her own minutes and words; what nobody of us is named on stands on a last
    one.
    """

    _name = 'support.report.builder.log'
    _inherit = 'support.report.builder.table'
    _description = 'Builder of the Log'

    def _build_frame(self, report, final):
        frame = super()._build_frame(report, final)
        period = format_days(report.date_start, report.date_end)
        return {**frame, 'heading': f'{frame["title"]}　　　{period}'}

    def _build_tables(self, report, words):
        columns = [(words[code]['text'], width) for code, width in COLUMNS]
        scope = self._scope_name(report)
        tables = []
        for coordinator, entries in self._sheets(report):
            name = coordinator.display_name or words['nobody']['text']
            if report.form_id.log_by == 'area':
                name = ''
            tables.append(
                {
                    **self._make_log(report, coordinator, entries, columns),
                    'lead': '　'.join(filter(None, [scope, name])),
                    'sheet': name or scope,
                    'is_dense': True,
                }
            )
        notes = [] if any(table['rows'] for table in tables) else [words['empty']['text']]
        return {'tables': tables, 'landscape': True, 'notes': notes}

    def _scope_name(self, report):
        if report.scope == 'area':
            return report.area_id.name
        return report.contract_id.whole_label or report.form_id.scope_city_label

    def _make_log(self, report, coordinator, entries, columns):
        """Return the table of one sheet; dates are real ones in a worksheet."""
        sheet = self._log_sheet(report, coordinator)
        rows = [sheet._build_row(entry) for entry in entries]
        table = self._make_table('', columns, rows)
        for entry, row in zip(entries, table['rows'], strict=True):
            row['cells'][0]['date'] = entry.date.isoformat()
            row['label'] = ' '.join(filter(None, [row['label'], entry.event_name]))
        return table

    def _log_sheet(self, report, coordinator=None, shared=True):
        """Return the log sheet that says which entries are printed, and how."""
        return (
            self.env['support.activity.sheet']
            .sudo()
            .new(
                {
                    'layout': 'sheet',
                    'part': 'free',
                    'date_from': report.date_start,
                    'date_to': report.date_end,
                    'company_id': report.company_id.id,
                    'coordinator_id': coordinator.id if coordinator else False,
                    'area_id': False,
                    'for_commissioner': shared,
                }
            )
        )

    def _sheets(self, report):
        """Return pairs of coordinator and entries, one for each sheet of the paper."""
        entries = self._entries(report)
        people = self.env['support.coordinator'].sudo()
        if report.form_id.log_by == 'area':
            return [(people, entries)]
        named = entries.participant_ids.coordinator_id.sorted(
            lambda one: (one.area_id.parent_path or '', one.id)
        )
        sheets = [
            (
                one,
                entries.filtered(
                    lambda entry, one=one: one in entry.participant_ids.coordinator_id
                ),
            )
            for one in named
        ]
        nobody = entries.filtered(lambda entry: not entry.participant_ids)
        if nobody or not sheets:
            sheets.append((people, nobody))
        return sheets

    def _entries(self, report, domain=None):
        """Return the entries of the period that are printed."""
        if domain is None:
            domain = self._log_sheet(report)._entry_domain()
        return (
            self.env['support.activity']
            .with_env(report.env)
            .search(domain & self._own_work(report), order='date, id')
        )

    def _own_work(self, report):
        """Return the domain of the commission's entries on the ground of the report."""
        places = list(self._places(report))
        return Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('commission_id', '=', report.contract_id.commission_id.id),
            ]
        ) & (Domain('area_id', 'in', places) | Domain('area_ids', 'in', places))

    # ---- What is missing ----

    def _find_missing(self, report, data, figures):
        return [
            *super()._find_missing(report, data, figures),
            *self._missing_open_sheets(report),
            *self._missing_log(report),
            *self._missing_privacy(report, data),
        ]

    def _missing_log(self, report):
        """Yield entries of the period that are not printed, or lack their minutes."""
        printed = self._entries(report)
        own = self._own_work(report)
        period = Domain([('date', '>=', report.date_start), ('date', '<=', report.date_end)])
        everything = self._log_sheet(report, shared=False)._entry_domain()
        months = Domain('month_key', 'in', self._month_keys(report))
        domains = {
            'not_shared': everything & Domain('share_level', '=', 'office'),
            'provisional': period & Domain('state', '=', 'provisional'),
            'undated': months & Domain([('state', '=', 'done'), ('date_precision', '=', 'month')]),
            'no_minutes': Domain(
                'id', 'in', printed.filtered(lambda one: not one.duration_total).ids
            ),
        }
        log = self.env['support.activity'].sudo()
        found = {code: log.search(domain & own) for code, domain in domains.items()}
        numbers = {code: len(entries) for code, entries in found.items()}
        messages = {
            'not_shared': self.env._(
                'Entries kept to the office, not printed: %(number)s.',
                number=numbers['not_shared'],
            ),
            'provisional': self.env._(
                'Provisional entries, not printed: %(number)s.', number=numbers['provisional']
            ),
            'undated': self.env._(
                'Entries whose day is not known, on no sheet: %(number)s.',
                number=numbers['undated'],
            ),
            'no_minutes': self.env._(
                'Entries without minutes: %(number)s.', number=numbers['no_minutes']
            ),
        }
        for code, entries in found.items():
            if entries:
                yield self._missing_item(
                    'warn',
                    code,
                    messages[code],
                    'support.activity',
                    [('id', 'in', entries.ids)],
                    who=self._names(
                        (author, len(own)) for author, own in entries.grouped('author_id').items()
                    ),
                )
        if not printed:
            yield self._missing_item(
                'warn',
                'empty',
                self.env._('No entry of the period is shared with the commissioner.'),
            )

    def _missing_privacy(self, report, data):
        """Yield what may be personal data in the rows as printed."""
        known = self.env['support.activity']._known_person_names()
        found = {}
        for table in data['tables']:
            for row in table['rows']:
                text = '\n'.join(str(cell['value'] or '') for cell in row['cells'][3:])
                for _kind, excerpt in find_personal_data(text, known):
                    found.setdefault(excerpt, row['label'])
        if found:
            yield self._missing_item(
                'warn',
                'privacy',
                self.env._(
                    'May be personal data: %(found)s. The commissioner reads it; correct the '
                    'entries.',
                    found=', '.join(
                        f'“{excerpt}” ({label})'
                        for excerpt, label in list(found.items())[:MOST_EXCERPTS]
                    )
                    + (' …' if len(found) > MOST_EXCERPTS else ''),
                ),
                'support.activity',
                [('id', 'in', self._entries(report).ids)],
            )
