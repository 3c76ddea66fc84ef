# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import LockError


class SupportLocked(models.AbstractModel):
    """A record whose steps are taken by one person at a time; the second one is told so."""

    _name = 'support.locked'
    _description = 'Record with Steps for One at a Time'

    def lock_for_update(self, *, allow_referencing=False):
        """Lock the records until the end of the transaction.

        :raises LockError: naming the record, when somebody else is taking a step on it right now
        """
        try:
            return super().lock_for_update(allow_referencing=allow_referencing)
        except LockError as error:
            raise LockError(
                self.env._(
                    'Somebody else is working on “%(record)s” at this moment. Wait a little, '
                    'reload the page and look at its state before you try again.',
                    record=self[:1].display_name,
                )
            ) from error
