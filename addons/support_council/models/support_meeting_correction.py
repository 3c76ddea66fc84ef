# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportMeetingCorrection(models.Model):
    """訂正: a dated note beside confirmed minutes that can no longer be reopened.

    It is added to the version and never changed; another correction corrects it.
    """

    _name = 'support.meeting.correction'
    _description = 'Correction of Minutes'
    _order = 'version_id, date, id'
    _rec_name = 'text'
    _check_company_auto = True

    version_id = fields.Many2one(
        'support.meeting.version', required=True, index=True, ondelete='restrict'
    )
    meeting_id = fields.Many2one(related='version_id.meeting_id', store=True, index=True)
    company_id = fields.Many2one(related='version_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='version_id.area_id', store=True, index=True)
    date = fields.Date(
        required=True, readonly=True, default=lambda self: self.env.company._support_today()
    )
    text = fields.Text(string='Correction', required=True)
    user_id = fields.Many2one(
        'res.users',
        string='By',
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Who corrects, and when, is not for the client to say.
        own = {'user_id': self.env.uid, 'date': self.env.company._support_today()}
        return super().create([{**vals, **own} for vals in vals_list])

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        self._refuse_change()

    def _refuse_change(self):
        raise UserError(
            self.env._(
                'A correction of confirmed minutes is never changed or deleted. Add another '
                'correction.'
            )
        )
