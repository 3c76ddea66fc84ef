# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from odoo.addons.support_council.models.support_council import HELD_STATES


class SupportReportFacts(models.AbstractModel):
    """The facts of a period that a text of a report can be drafted from.

    Entries tagged with the block's pillar by what they count, decisions of meetings, steps of
    resources, and needs. Each says in the words of whoever entered it what happened, on which
    day, and where it stands. What somebody keeps to herself or marked as internal is left out.
    """

    _name = 'support.report.facts'
    _description = 'Facts for the Texts of a Report'

    @api.model
    def _find(self, text):
        """Return the facts for one text, by date.

        :param text: one ``support.report.text``, whose report the user may read
        :return: list of dicts ``date``, ``date_label``, ``source``, ``excerpt``, ``res_model``,
            ``res_id``
        """
        report = text.report_id
        report.check_access('read')
        report, block = report.sudo(), text.sudo().block_id
        builder = self.env['support.report.builder']
        here = Domain(
            [
                ('company_id', '=', report.company_id.id),
                ('area_id', 'in', list(builder._places(report))),
            ]
        )
        finders = {
            'status': [self._entries],
            'result': [self._decisions, self._steps],
            'issue': [self._issues, self._needs],
        }
        every = [finder for group in finders.values() for finder in group]
        facts = []
        for find in finders.get(block.topic, every):
            facts += find(report, block, here, builder._month_keys(report))
        return sorted(facts, key=lambda fact: (fact['date'], fact['source'], fact['res_id']))

    def _fact(self, record, source, excerpt):
        return {
            'date': record.date,
            'date_label': record.date_label,
            'source': source,
            'excerpt': ' '.join((excerpt or '').split()),
            'res_model': record._name,
            'res_id': record.id,
        }

    def _entry_domain(self, report, block, here, months):
        return here & Domain(
            [
                ('commission_id', '=', report.contract_id.commission_id.id),
                ('month_key', 'in', months),
                ('state', '=', 'done'),
                ('share_level', '!=', 'own'),
                ('all_count_ids', 'any', [('pillar', '=', block.pillar)]),
            ]
        )

    def _entries(self, report, block, here, months):
        entries = self.env['support.activity'].search(
            self._entry_domain(report, block, here, months), order='date, id'
        )
        return [
            self._fact(entry, entry.event_name, entry.progress_content or entry.event_name)
            for entry in entries
        ]

    def _issues(self, report, block, here, months):
        entries = self.env['support.activity'].search(
            self._entry_domain(report, block, here, months)
            & Domain('other_area_issue', 'not in', [False, '']),
            order='date, id',
        )
        return [self._fact(entry, entry.event_name, entry.other_area_issue) for entry in entries]

    def _decisions(self, report, block, here, months):
        """Decisions of meetings that count for the block's pillar."""
        meetings = self.env['support.meeting'].search(
            here
            & Domain(
                [
                    ('commission_id', '=', report.contract_id.commission_id.id),
                    ('month_key', 'in', months),
                    ('state', 'in', HELD_STATES),
                    ('count_kind_id.pillar', '=', block.pillar),
                ]
            ),
            order='date, id',
        )
        return [
            self._fact(line.meeting_id, line.meeting_id.name, line.outcome_text or line.name)
            for line in meetings.agenda_ids
            if line.outcome == 'decision' and not line.is_internal
        ]

    def _steps(self, report, block, here, months):
        """Resources that began, grew or ended: the results of resource development."""
        if block.pillar != 'a':
            return []
        steps = self.env['support.resource.event'].search(
            here
            & Domain(
                [
                    ('month_key', 'in', months),
                    ('kind', 'in', ('created', 'strengthened', 'ended')),
                ]
            ),
            order='date, id',
        )
        kinds = dict(steps._fields['kind']._description_selection(self.env))
        return [
            {
                **self._fact(step, kinds[step.kind], f'{step.resource_id.name} {step.note or ""}'),
                'res_model': step.resource_id._name,
                'res_id': step.resource_id.id,
            }
            for step in steps
        ]

    def _needs(self, report, block, here, months):
        """Needs that became known: what matching has to answer."""
        if block.pillar != 'c':
            return []
        needs = self.env['support.need'].search(
            here & Domain('month_key', 'in', months), order='date, id'
        )
        return [
            self._fact(need, need.category_id.name, need.description or need.category_id.name)
            for need in needs
        ]
