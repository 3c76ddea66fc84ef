# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..models.support_month_closing import month_label


class SupportMonthStatus(models.Model):
    """Months × coordinators: what was logged, and whether the superior confirmed it."""

    _name = 'support.month.status'
    _description = 'Months to Confirm'
    _auto = False
    _order = 'month_key desc, coordinator_id'
    _rec_name = 'month_label'

    coordinator_id = fields.Many2one('support.coordinator', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    area_id = fields.Many2one('support.area', readonly=True)
    month_key = fields.Integer(string='Month', readonly=True, aggregator=None)
    month_label = fields.Char(compute='_compute_month_label', string='Month as Printed')
    entry_count = fields.Integer(string='Entries', readonly=True)
    provisional_count = fields.Integer(string='Provisional', readonly=True)
    minutes = fields.Integer(string='Time (Minutes)', readonly=True)
    closing_id = fields.Many2one('support.month.closing', readonly=True)
    state = fields.Selection(
        [('open', 'Not confirmed'), ('reopened', 'Reopened'), ('closed', 'Confirmed')],
        readonly=True,
    )

    @property
    def _table_query(self):
        # The first line of a month stands for it: a number that no other month has.
        return SQL(
            """
            SELECT MIN(line.id) AS id,
                   line.coordinator_id,
                   coordinator.company_id,
                   coordinator.area_id,
                   entry.month_key,
                   COUNT(*) AS entry_count,
                   COUNT(*) FILTER (WHERE entry.state = 'provisional') AS provisional_count,
                   SUM(line.minutes) AS minutes,
                   closing.id AS closing_id,
                   COALESCE(closing.state, 'open') AS state
              FROM support_activity_participant line
              JOIN support_activity entry ON entry.id = line.activity_id
              JOIN support_coordinator coordinator ON coordinator.id = line.coordinator_id
         LEFT JOIN support_month_closing closing
                ON closing.coordinator_id = line.coordinator_id
               AND closing.month_key = entry.month_key
             WHERE entry.active AND entry.month_key > 0
          GROUP BY line.coordinator_id, coordinator.company_id, coordinator.area_id,
                   entry.month_key, closing.id, closing.state
            """
        )

    @api.depends('month_key')
    def _compute_month_label(self):
        for status in self:
            status.month_label = month_label(status.month_key)

    def action_close(self):
        """Confirm the months in the list."""
        for status in self.filtered(lambda status: status.state != 'closed'):
            self.env['support.month.closing']._close(status.coordinator_id, status.month_key)

    def action_open_entries(self):
        """Open the log of that coordinator and month."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': f'{self.month_label} {self.coordinator_id.display_name}',
            'res_model': 'support.activity',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [
                ('participant_ids.coordinator_id', '=', self.coordinator_id.id),
                ('month_key', '=', self.month_key),
            ],
        }
