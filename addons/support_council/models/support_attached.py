# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class SupportAttached(models.AbstractModel):
    """A record with files beside it: whoever reads the record reads them, and nobody else.

    A browser uploads a file before the record is saved; until then it is its author's only.
    """

    _name = 'support.attached'
    _description = 'Record with Files'

    # Names of the many2many fields to files.
    _attachment_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._take_attachments()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._attachment_fields):
            self._take_attachments()
        return result

    def _take_attachments(self):
        """Let files that belong to no record yet belong to the one they were added to."""
        for record in self:
            for name in self._attachment_fields:
                # What somebody else uploads cannot be taken: nobody but the author reads it.
                loose = record[name]._filtered_access('write').filtered(lambda one: not one.res_id)
                loose.sudo().write({'res_model': record._name, 'res_id': record.id})
