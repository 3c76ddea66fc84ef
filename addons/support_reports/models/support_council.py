# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.support_council.models.support_council import HELD_STATES, PLANNED_STATES
from odoo.addons.support_council.tools import japanese_date


class SupportCouncil(models.Model):
    _inherit = 'support.council'

    rhythm = fields.Selection(
        selection_add=[('short', 'Minimum out of reach'), ('dormant',)],
        ondelete={'short': 'set default'},
    )

    def _find_short_of_meetings(self, today):
        """Return the ids of councils for which the contract's minimum is out of reach.

        What counts are meetings held and planned in the fiscal year, and those that the council's
        own interval still leaves room for after the last of them.
        """
        required = self._required_meetings(today)
        short = super()._find_short_of_meetings(today)
        if not required:
            return short
        first, last = japanese_date.fiscal_year_dates(today)
        met = {
            council.id: (count, latest)
            for council, count, latest in self.env['support.meeting.council']._read_group(
                Domain('council_id', 'in', list(required))
                & Domain('meeting_date', '>=', first)
                & Domain('meeting_date', '<=', last)
                & (
                    Domain('meeting_state', 'in', HELD_STATES)
                    | (
                        Domain('meeting_state', 'in', PLANNED_STATES)
                        & Domain('meeting_date', '>=', today)
                    )
                ),
                ['council_id'],
                ['__count', 'meeting_date:max'],
            )
        }
        return short + [
            council.id
            for council in self.browse(required)
            if council._expected_meetings(*met.get(council.id, (0, None)), today, last)
            < required[council.id]
        ]

    def _required_meetings(self, today):
        """Return ``{council id: minimum of this fiscal year}`` by the running contracts.

        Only established councils that are no sub-body owe meetings.
        """
        self.fetch(['stage_id', 'parent_id', 'date_end'])
        owing = self.filtered(
            lambda council: (
                council.stage_id.is_established and not council.parent_id and not council.date_end
            )
        )
        if not owing:
            return {}
        contracts = (
            self.env['support.contract']
            .sudo()
            .search(
                [
                    ('min_meetings', '>', 0),
                    ('state', '=', 'running'),
                    ('date_start', '<=', today),
                    ('date_end', '>=', today),
                ]
            )
        )
        required = {}
        for contract in contracts:
            councils = self.search(
                [
                    ('id', 'in', owing.ids),
                    ('company_id', '=', contract.company_id.id),
                    ('area_id', 'child_of', contract.area_id.ids),
                ]
            )
            for council in councils:
                required[council.id] = max(required.get(council.id, 0), contract.min_meetings)
        return required

    def _expected_meetings(self, count, latest, today, last):
        """Return how many meetings a fiscal year will have seen at its end.

        :param int count: meetings held and planned in it
        :param latest: date of the last of them, None without one
        :param date today: local calendar day
        :param date last: last day of the fiscal year
        """
        self.ensure_one()
        if not self.meeting_cycle:
            return count
        following = (
            max(latest + relativedelta(months=self.meeting_cycle), today) if latest else today
        )
        while following <= last:
            count += 1
            following += relativedelta(months=self.meeting_cycle)
        return count
