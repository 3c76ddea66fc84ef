# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SupportHandedOver(models.AbstractModel):
    """Something that a coordinator can hand over to the next one."""

    _name = 'support.handed.over'
    _description = 'Record That Can Be Handed Over'

    def _handover_date(self):
        """Hook: return the date shown on the list of the handover, or False."""
        return self.date if 'date' in self._fields else False

    def _prepare_handover_line(self, kind):
        """Return the values of the handover line that stands for this record.

        :param str kind: key of ``support.handover.line``'s kind
        """
        self.ensure_one()
        return {
            'kind': kind,
            'res_model': self._name,
            'res_id': self.id,
            'name': self.display_name,
            'date': self._handover_date(),
        }
