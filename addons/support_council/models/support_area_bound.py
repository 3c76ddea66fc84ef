# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError


class SupportAreaBound(models.AbstractModel):
    """A record that its area decides who sees: nobody pushes it out of his own sight.

    Odoo asks its record rules before a record is written, not afterwards, so a user limited to
    areas could give a record to an area in which he may not create one.
    """

    _name = 'support.area.bound'
    _description = 'Record of an Area'

    # Names of the fields that decide who sees a record.
    _sight_fields = ('area_id',)

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and not vals.keys().isdisjoint(self._sight_fields):
            self._check_stays_in_sight()
        return result

    def _check_stays_in_sight(self):
        """Refuse a change after which the user could not write the records any more.

        :raises AccessError: naming the record and its new area
        """
        lost = self - self._filtered_access('write')
        if lost:
            record = lost[:1].sudo()
            raise AccessError(
                self.env._(
                    '“%(record)s” would belong to %(area)s, and you could not open it any more. '
                    'Leave it in one of your areas, or ask a manager to move it.',
                    record=record.display_name,
                    area=record.area_id.display_name,
                )
            )
