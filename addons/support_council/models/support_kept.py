# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

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

    def unlink(self):
        with self._saying_where_it_is_used():
            return super().unlink()

    @contextmanager
    def _saying_where_it_is_used(self):
        try:
            with self.env.cr.savepoint():
                yield
        except psycopg2.IntegrityError as error:
            raise UserError(self._used_elsewhere(error)) from error

    def _used_elsewhere(self, error):
        """Return why records cannot be deleted that others point to.

        :param error: ``psycopg2.IntegrityError`` of the deletion
        """
        stored = [model for model in self.pool.values() if not model._abstract]
        tables = {
            field.relation: model._name
            for model in stored
            for field in model._fields.values()
            if field.type == 'many2many' and field.store and model._name != self._name
        }
        tables |= {model._table: model._name for model in stored}
        name = tables.get(error.diag.table_name)
        return self.env._(
            '“%(record)s” is in use elsewhere (%(where)s) and cannot be deleted. %(remedy)s',
            record=format_list(self.env, self[:3].mapped('display_name')),
            where=self.env['ir.model']._get(name).name if name else error.diag.table_name,
            remedy=self._kept_remedy(),
        )

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
