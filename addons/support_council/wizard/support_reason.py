# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportReason(models.TransientModel):
    """Asks why, before a step that must leave a reason: cancel, reopen, send back."""

    _name = 'support.reason'
    _description = 'Reason'

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    note = fields.Text(readonly=True, help='What the step will do.')
    reason = fields.Text()

    @api.model
    def _open(self, records, method, title, note=''):
        """Return the action of a dialog that calls ``records.method(reason)``.

        An action that the method returns is opened next.

        :param records: a recordset whose model names ``method`` in ``_reason_methods()``
        :param str method: name of a method that takes the reason
        :param str title: heading of the dialog, in the user's language
        :param str note: what the step will do, in the user's language
        """
        wizard = self.create(
            {
                'res_model': records._name,
                'res_ids': records.ids,
                'method': method,
                'note': note,
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': self._name,
            'res_id': wizard.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def action_apply(self):
        """Take the step that asked for the reason.

        :raises UserError: without a reason, or when the model allows no such step
        """
        self.ensure_one()
        if not (self.reason or '').strip():
            raise UserError(self.env._('Enter the reason. It is kept with the record.'))
        records = self.env[self.res_model].browse(self.res_ids).exists()
        allowed = records._reason_methods() if hasattr(records, '_reason_methods') else set()
        if self.method not in allowed:
            raise UserError(self.env._('This step is not possible here.'))
        records.check_access('write')
        result = getattr(records, self.method)(self.reason.strip())
        return result if isinstance(result, dict) else {'type': 'ir.actions.act_window_close'}
