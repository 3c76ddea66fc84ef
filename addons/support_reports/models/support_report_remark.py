# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportReportRemark(models.Model):
    """What whoever checks a report wants changed, said at the cell or the text it is about."""

    _name = 'support.report.remark'
    _inherit = ['support.report.place', 'support.frozen', 'support.audited']
    _description = 'Remark on a Report'
    _order = 'report_id, state, id'
    _rec_name = 'text'
    _frozen_parent = 'report_id'
    _audit_fields = ('text', 'state')

    text = fields.Text(string='Remark', required=True)
    author_id = fields.Many2one(
        'res.users', default=lambda self: self.env.user, readonly=True, ondelete='restrict'
    )
    state = fields.Selection(
        [('open', 'Still open'), ('resolved', 'Dealt with')],
        required=True,
        default='open',
        readonly=True,
    )
    resolved_by_id = fields.Many2one('res.users', readonly=True, ondelete='restrict')
    resolved_on = fields.Date(readonly=True)

    @api.constrains('text')
    def _check_text(self):
        for remark in self:
            if not remark.text.strip():
                raise UserError(self.env._('Write into the remark what is to be changed.'))

    def action_resolve(self):
        """Note that the remark was dealt with."""
        self.filtered(lambda remark: remark.state == 'open').write(
            {
                'state': 'resolved',
                'resolved_by_id': self.env.uid,
                'resolved_on': self.env.company._support_today(),
            }
        )
        return {'type': 'ir.actions.act_window_close'}

    def action_reopen(self):
        """Ask for it once more."""
        self.write({'state': 'open', 'resolved_by_id': False, 'resolved_on': False})
