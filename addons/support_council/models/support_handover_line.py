# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportHandoverLine(models.Model):
    """One thing on the list of a handover. The receiver ticks it off."""

    _name = 'support.handover.line'
    _description = 'Handover Line'
    _order = 'handover_id, kind, id'

    handover_id = fields.Many2one('support.handover', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='handover_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='handover_id.area_id', store=True, index=True)
    kind = fields.Selection(
        [
            ('action', 'To-do'),
            ('meeting', 'Coming meeting'),
            ('council', 'Council in charge'),
            ('draft', 'Entry to finish'),
            ('other', 'Other'),
        ],
        required=True,
        default='other',
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', readonly=True)
    name = fields.Char(string='What', required=True)
    date = fields.Date()
    received = fields.Boolean()
    received_on = fields.Date(
        compute='_compute_received_on',
        store=True,
    )
    note = fields.Char()

    @api.depends('received')
    def _compute_received_on(self):
        for line in self:
            line.received_on = line.received and (
                line.received_on or self.env.company._support_today()
            )

    def action_open(self):
        """Open what is handed over."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }
