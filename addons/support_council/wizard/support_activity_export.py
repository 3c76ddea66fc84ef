# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import japanese_date

# More entries than these take longer than somebody should look at a waiting browser.
MOST_AT_ONCE = 50_000


class SupportActivityExport(models.TransientModel):
    """記録の書き出し: the log as a table to work on, for any period."""

    _name = 'support.activity.export'
    _description = 'Export of the Log'
    _check_company_auto = True

    date_from = fields.Date(
        string='From',
        required=True,
        default=lambda self: self._default_year()[0],
    )
    date_to = fields.Date(
        string='Until',
        required=True,
        default=lambda self: self._default_year()[1],
    )
    area_id = fields.Many2one('support.area', check_company=True, help='With all areas below it.')
    coordinator_id = fields.Many2one('support.coordinator', check_company=True)
    with_uncounted = fields.Boolean(
        string='Provisional and Cancelled Too',
        help='Entries that are not counted: provisional, gone in vain, cancelled.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    entry_count = fields.Integer(compute='_compute_entry_count', string='Entries')
    is_long = fields.Boolean(compute='_compute_entry_count')

    @api.model
    def _default_year(self):
        return japanese_date.fiscal_year_dates(self.env.company._support_today())

    @api.depends('date_from', 'date_to', 'area_id', 'coordinator_id', 'with_uncounted')
    def _compute_entry_count(self):
        for export in self:
            export.entry_count = self.env['support.activity'].search_count(export._entry_domain())
            export.is_long = export.entry_count > MOST_AT_ONCE

    def _entry_domain(self):
        self.ensure_one()
        domain = (
            Domain('date', '>=', self.date_from)
            & Domain('date', '<=', self.date_to)
            & Domain('company_id', '=', self.company_id.id)
        )
        if self.area_id:
            domain &= Domain('area_id', 'child_of', self.area_id.id)
        if self.coordinator_id:
            domain &= Domain('participant_ids.coordinator_id', '=', self.coordinator_id.id)
        if not self.with_uncounted:
            domain &= Domain('state', '=', 'done')
        return domain

    def _file_stem(self):
        self.ensure_one()
        title = self.env['support.activity.table']._title()
        parts = [title, f'{self.date_from:%Y%m%d}-{self.date_to:%Y%m%d}']
        # A limited user may export entries of somebody whose own area she does not see.
        parts += [self.area_id.name, self.coordinator_id.sudo().person_id.name]
        return '_'.join(part.replace('/', '-') for part in parts if part)

    def action_export(self):
        """Send the table, or queue the making of its files where there are very many entries.

        :raises UserError: when the period is upside down or there is nothing to export
        """
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._('"Until" lies before "From". Correct one of the two days.'))
        if not self.entry_count:
            raise UserError(
                self.env._('There are no entries like that. Choose a longer period or all areas.')
            )
        if not self.is_long:
            return {
                'type': 'ir.actions.act_url',
                'target': 'download',
                'url': f'/support_council/activity_export/{self.id}',
            }
        domain = self._entry_domain()
        job = self.env['support.job']._enqueue(
            self.env._('Export: %(name)s', name=self._file_stem()),
            self.env['support.activity.table'],
            '_job_write',
            {
                'name': self._file_stem(),
                'domain': self._json_domain(domain),
                'total': self.entry_count,
            },
        )
        return job._open()

    @api.model
    def _json_domain(self, domain):
        """Return a domain as JSON values: its dates as text."""
        return [
            [*term[:2], fields.Date.to_string(term[2])]
            if isinstance(term, tuple) and hasattr(term[2], 'isoformat')
            else term
            for term in domain
        ]
