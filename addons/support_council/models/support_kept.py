# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

_CONTEXT_KEY = 'support_retention'
# Compared by identity: whatever a client sends in its context is another object.
_BY_RETENTION = object()


def is_retention(env):
    """Return whether the retention job is at work in ``env``."""
    return env.context.get(_CONTEXT_KEY) is _BY_RETENTION


class SupportKept(models.AbstractModel):
    """A record of the case file: a slip can be deleted on its day, afterwards it is kept.

    Only the retention job deletes older ones, through :meth:`_for_retention`.
    """

    _name = 'support.kept'
    _description = 'Record That Is Kept'

    def _kept_remedy(self):
        """Hook: return the sentence that says what to do instead of deleting."""
        if 'active' in self._fields:
            return self.env._('Archive it instead.')
        if 'date_end' in self._fields:
            return self.env._('Enter the day on which it ended instead.')
        return self.env._('Correct it or cancel it instead.')

    def _for_retention(self):
        """Return ``self`` in an environment in which kept records can be deleted.

        For the retention job only, which leaves a certificate of what it deleted.
        """
        return self.with_context(**{_CONTEXT_KEY: _BY_RETENTION})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if is_retention(self.env):
            return
        company = self.env.company
        today = company._support_today()
        for record in self:
            if company._support_local_date(record.create_date) < today:
                raise UserError(
                    self.env._(
                        '“%(record)s” was entered on an earlier day and can no longer be deleted. '
                        '%(remedy)s',
                        record=record.display_name,
                        remedy=record._kept_remedy(),
                    )
                )
