# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SupportUserArchive(models.TransientModel):
    """Before a login is archived: what is still open, and who takes it over."""

    _name = 'support.user.archive'
    _description = 'Archive a Login'

    user_ids = fields.Many2many('res.users', string='Logins', required=True, readonly=True)
    open_action_count = fields.Integer(compute='_compute_open_work', string='Open To-Dos')
    appointments = fields.Char(compute='_compute_open_work', string='Running Appointments')
    line_ids = fields.Many2many(
        'support.coordinator',
        compute='_compute_line_ids',
        string='Appointments to Hand Over',
        groups='support_council.group_manager',
    )

    @api.depends('user_ids')
    def _compute_open_work(self):
        for wizard in self:
            wizard.open_action_count = len(wizard.user_ids._open_actions())
            names = wizard.user_ids._running_appointments().mapped('display_name')
            wizard.appointments = format_list(self.env, names)

    @api.depends('user_ids')
    def _compute_line_ids(self):
        for wizard in self:
            coordinators = (
                wizard.user_ids._open_actions().coordinator_id
                | wizard.user_ids._running_appointments()
            )
            wizard.line_ids = coordinators.sudo(False)

    def action_hand_over(self):
        """Open the handover of the first appointment; the others wait in this dialog's list.

        :raises UserError: when there is no appointment that could be handed over
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    'There is no appointment to hand over. Give the open to-dos to somebody else '
                    'in the list of to-dos.'
                )
            )
        return self.line_ids[0].action_hand_over()

    def action_archive(self):
        """Archive the logins all the same. To-dos stay, and the appointment shows them."""
        self.user_ids.with_context(support_archive_anyway=True).action_archive()
        return {'type': 'ir.actions.act_window_close'}
