# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_list


class SupportActivityColleague(models.TransientModel):
    """同行者を追加: who else was there, with the minutes of each."""

    _name = 'support.activity.colleague'
    _description = 'Add a Colleague'

    activity_id = fields.Many2one('support.activity', required=True, readonly=True)
    company_id = fields.Many2one(related='activity_id.company_id')
    present_ids = fields.Many2many(related='activity_id.coordinator_ids')
    coordinator_ids = fields.Many2many(
        'support.coordinator', 'support_activity_colleague_rel', string='Colleagues'
    )
    minutes = fields.Integer(
        string='Time (Minutes)', compute='_compute_minutes', store=True, readonly=False
    )

    closed_names = fields.Char(
        string='Confirmed Months',
        compute='_compute_closed_names',
        help='Those of the colleagues whose month was confirmed already.',
    )
    reason = fields.Char(string='Reason for the Change')

    @api.depends('activity_id', 'coordinator_ids')
    def _compute_closed_names(self):
        for wizard in self:
            closings = self.env['support.month.closing']._of_coordinators(
                wizard.coordinator_ids.ids, [wizard.activity_id.month_key]
            )
            wizard.closed_names = format_list(self.env, closings.mapped('display_name'))

    @api.depends('activity_id')
    def _compute_minutes(self):
        for wizard in self:
            wizard.minutes = max(wizard.activity_id.participant_ids.mapped('minutes'), default=0)

    def action_apply(self):
        """Add the chosen colleagues to the entry."""
        self.activity_id.action_join(
            [
                {'coordinator_id': coordinator.id, 'minutes': self.minutes}
                for coordinator in self.coordinator_ids
            ],
            self.reason,
        )
        return {'type': 'ir.actions.act_window_close'}
