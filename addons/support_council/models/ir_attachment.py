# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

# Written by reading: a link for the portal, the text for the search.
_HARMLESS_FIELDS = {'access_token', 'index_content'}


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _check_not_of_frozen(self, vals=None):
        """Refuse to touch the files of frozen records.

        :param dict vals: what is going to be written, so that no file moves to a frozen record
        :raises UserError: naming the frozen record
        """
        frozen_model = self.pool['support.frozen']
        owners = {(attachment.res_model, attachment.res_id) for attachment in self.sudo()}
        if vals:
            owners |= {
                (vals.get('res_model', name), vals.get('res_id', res_id)) for name, res_id in owners
            }
        ids_by_model = {}
        for name, res_id in owners:
            if res_id and name in self.pool and issubclass(self.pool[name], frozen_model):
                ids_by_model.setdefault(name, set()).add(res_id)
        for name, ids in ids_by_model.items():
            self.env[name].browse(ids).exists()._check_not_frozen()

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_of_frozen()
        return attachments

    def write(self, vals):
        if not vals.keys() <= _HARMLESS_FIELDS:
            self._check_not_of_frozen(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_frozen(self):
        self._check_not_of_frozen()
