# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.support_council.tools.stream_workbook import stream_rows, stream_workbook

# Widths of the columns in characters.
WIDTHS = (12, 20, 40, 30, 8)


class SupportReportRecords(models.AbstractModel):
    """The records of the log that a report counts, as a table of any length."""

    _name = 'support.report.records'
    _description = 'Records Behind a Report'

    @api.model
    @api.private
    def write_workbook(self, report, stream):
        """Write exactly the rows that the report's figures are sums of into a binary file.

        Rows come from a cursor of the database and go to the file one by one, with the rights of
        the user: what he may not read is not in it, and what a colleague does not share is
        counted without its name, as on the screen.

        :param report: one ``support.report``, which the user may read
        :param stream: binary file to write to
        :return: number of rows
        """
        report.check_access('read')
        paper = self.env['ir.actions.report']._for_paper()
        return self.with_env(paper.env)._write(report.with_env(paper.env), stream)

    def _write(self, report, stream):
        labels = [
            self.env._('Date'),
            self.env._('Area'),
            self.env._('Entry'),
            self.env._('Kind'),
            self.env._('Quantity'),
        ]
        columns = list(zip(labels, WIDTHS, strict=True))
        return stream_workbook(
            stream, self.env._('Records of the Log'), columns, self._rows(self._domain(report))
        )

    def _domain(self, report):
        builder = self.env['support.report.builder']
        indicators = report.form_id.indicator_ids.filtered(lambda one: one.source == 'count')
        return Domain.OR(builder.figure_records(report, indicator)[1] for indicator in indicators)

    def _rows(self, domain):
        """Yield the rows of a domain; only a few of them are in memory at any time."""
        counts = self.env['support.activity.count']
        query = counts._search(domain, order='date, id')
        entry = query.join(query.table, 'activity_id', 'support_activity', 'id', 'activity_id')
        entries = self.env['support.activity'].with_context(active_test=False)
        shared = SQL(
            '%s <> %s OR %s IN %s',
            SQL.identifier(entry, 'share_level'),
            'own',
            SQL.identifier(entry, 'id'),
            entries._search([]).subselect(),
        )
        statement = query.select(
            SQL.identifier(query.table, 'date'),
            SQL.identifier(query.table, 'area_id'),
            SQL('CASE WHEN %s THEN %s END', shared, SQL.identifier(entry, 'event_name')),
            SQL.identifier(query.table, 'kind_id'),
            SQL.identifier(query.table, 'quantity'),
        )
        # Areas and kinds are few: their names are read once.
        areas, kinds = self.env['support.area'].sudo(), self.env['support.activity.kind'].sudo()
        nameless = entries._name_not_shared()
        self.env.flush_all()
        for day, area_id, name, kind_id, quantity in stream_rows(self.env.cr, statement):
            area, kind = areas.browse(area_id).name, kinds.browse(kind_id).name
            yield day, area, nameless if name is None else name, kind, quantity
