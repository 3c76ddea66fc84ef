# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

# Written by reading: a link for the portal, the text for the search.
_HARMLESS_FIELDS = {'access_token', 'index_content'}


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _check_not_of_frozen(self):
        """Refuse to touch the files of frozen records.

        :raises UserError: naming the frozen record
        """
        frozen_model = self.pool['support.frozen']
        ids_by_model = {}
        for attachment in self.sudo():
            name = attachment.res_model
            if attachment.res_id and name in self.pool and issubclass(self.pool[name], frozen_model):
                ids_by_model.setdefault(name, set()).add(attachment.res_id)
        for name, ids in ids_by_model.items():
            self.env[name].browse(ids).exists()._check_not_frozen()

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_of_frozen()
        return attachments

    def write(self, vals):
        if vals.keys() <= _HARMLESS_FIELDS:
            return super().write(vals)
        self._check_not_of_frozen()
        result = super().write(vals)
        if {'res_model', 'res_id'} & vals.keys():
            self._check_not_of_frozen()  # moved to a frozen record
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_frozen(self):
        self._check_not_of_frozen()
