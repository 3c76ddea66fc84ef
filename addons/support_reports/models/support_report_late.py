# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class SupportReportLate(models.AbstractModel):
    """Records that were added or changed after a report was submitted. They change nothing.

    Each method returns a domain and the number of records it finds: of the period and the ground
    of the report now, or moved out of the period since.
    """

    _name = 'support.report.late'
    _description = 'Records Added or Changed Afterwards'

    @api.model
    def _entries(self, report):
        """Return (domain, number) of the late entries of a report."""
        since = Domain('write_date', '>', self._moment(report))
        domain = self._domain(report) & Domain(
            'commission_id', '=', report.contract_id.commission_id.id
        )
        late = domain & (since | Domain('all_count_ids', 'any', since))
        return self._found(report, 'support.activity', late)

    @api.model
    def _needs(self, report):
        """Return (domain, number) of the late needs of a report; none without a column."""
        known_by = report.form_id.indicator_ids.filtered(lambda one: one.source == 'need').mapped(
            'need_source'
        )
        late = (
            self._domain(report)
            & (Domain('source', 'in', known_by) if all(known_by) else Domain.TRUE)
            & Domain('write_date', '>', self._moment(report))
        )
        return self._found(report, 'support.need', late)

    @api.model
    def _others(self, report):
        """Yield (label, model, domain, number) of the late records of every other source.

        Of those that a rule of the form counts; what somebody moved elsewhere since is not known.
        """
        builder = self.env['support.report.builder']
        report = report.sudo()
        since = Domain('write_date', '>', self._moment(report))
        places, months = list(builder._places(report)), builder._month_keys(report)
        indicators = report.form_id.indicator_ids.filtered(
            lambda one: one.source not in ('count', 'need', 'formula') and not one._rule_problem()
        )
        for same in indicators.grouped('source').values():
            source = same[0]._source()
            counted = Domain.OR(builder._source_domain(report, one, months) for one in same)
            domain = since & counted & builder._here(source, places)
            number = self.env[source['model']].sudo().search_count(domain)
            if number:
                yield source['label'], source['model'], domain, number

    def _moment(self, report):
        # The moment is kept without fractions of a second, records have them.
        return report.submitted_at + timedelta(seconds=1)

    def _domain(self, report):
        builder = self.env['support.report.builder']
        months = builder._month_keys(report)
        return Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('month_key', 'in', months),
                ('area_id', 'in', list(builder._places(report.sudo()))),
            ]
        ) & builder._in_term(report, months)

    def _found(self, report, model, domain):
        records = self.env[model].with_context(active_test=False)
        domain |= Domain('id', 'in', self._moved_out(report, model))
        return domain, records.sudo().search_count(domain)

    def _moved_out(self, report, model):
        """Return ids of what the audit trail says was in the report until afterwards.

        Its first change of day or area after the submission tells where it was before.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_id, changes
                  FROM support_audit
                 WHERE res_model = %s AND operation = 'write' AND company_id = %s
                   AND date > %s AND (changes ? 'date' OR changes ? 'area_id')
              ORDER BY date, id
                """,
                model,
                report.company_id.id,
                self._moment(report),
            )
        )
        before = {}
        for res_id, changes in rows:
            was = before.setdefault(res_id, {})
            for name in ('date', 'area_id'):
                if name in changes:
                    was.setdefault(name, changes[name][0])
        places = self.env['support.report.builder']._places(report.sudo())
        start, end = report.date_start.isoformat(), report.date_end.isoformat()
        records = self.env[model].sudo().with_context(active_test=False).browse(before).exists()
        return [
            record.id
            for record in records
            if start <= before[record.id].get('date', record.date.isoformat()) <= end
            and before[record.id].get('area_id', record.area_id.id) in places
        ]
