# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportSchedulePrint(models.TransientModel):
    """Asks whose plan is to be printed, for which week or month."""

    _name = 'support.schedule.print'
    _description = 'Print of Plan and Log'

    coordinator_id = fields.Many2one(
        'support.coordinator',
        required=True,
        default=lambda self: self.env['support.schedule']._default_coordinator_id(),
    )
    period = fields.Selection([('week', 'Week'), ('month', 'Month')], required=True, default='week')
    date = fields.Date(
        string='Day in It',
        required=True,
        default=lambda self: self.env.company._support_today(),
        help='Any day of the week or month.',
    )
    show_approval = fields.Boolean(string='Approval Boxes')

    def action_pdf(self):
        """Download plan and log of the week or month as PDF."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/support_council/schedule/{self.coordinator_id.id}/{self.period}.pdf'
            f'?day={self.date}&approval={int(self.show_approval)}',
        }
