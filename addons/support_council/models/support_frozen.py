# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from ..tools.canonical import checksum

_CONTEXT_KEY = 'support_thaw'
# Compared by identity: whatever a client sends in its context is another object.
_THAWED = object()
# Records compared with their checksums at a time: contents and files are large.
BATCH = 100


class SupportFrozen(models.AbstractModel):
    """What was confirmed or submitted does not change, for nobody, superuser included.

    A model says when its records are frozen in :meth:`_is_frozen`. A model of lines names the
    many2one to the record that freezes them in ``_frozen_parent``. Refused are writing (but for
    :meth:`_frozen_allowed_fields`), deleting, creating lines, creating records that are born
    frozen, and touching attachments. State transitions that have to write into what is frozen go
    through :meth:`_thaw`.
    """

    _name = 'support.frozen'
    _inherit = ['support.locked']
    _description = 'Record That Can Be Frozen'

    # Name of the many2one to the record whose state freezes this one; None for the record itself.
    _frozen_parent = None

    def _is_frozen(self):
        """Hook: return whether this one record is frozen."""
        self.ensure_one()
        return False

    @api.model
    def _frozen_allowed_fields(self):
        """Hook: return the names of fields that may be written on a frozen record."""
        return {name for name in self._fields if name.startswith(('message_', 'activity_'))}

    def _frozen_remedy(self):
        """Hook: return the sentence that says what to do instead."""
        return self.env._('To correct it, make a new version and state the reason.')

    def _filtered_frozen(self):
        """Return the records of ``self`` that are frozen themselves or by their parent."""
        # Frozen is frozen, also by a parent that the user does not see.
        records = self.sudo()
        if self._frozen_parent:
            parents = records[self._frozen_parent]._filtered_frozen()
            frozen = records.filtered(lambda record: record[self._frozen_parent] in parents)
        else:
            frozen = records.filtered(lambda record: record._is_frozen())
        return self.browse(frozen._ids)

    def _thaw(self):
        """Return ``self`` in an environment in which frozen records can be written.

        For state transitions in code only, and for the one statement that needs it: the mark is
        an object of this process, which no remote call can send.
        """
        return self.with_context(**{_CONTEXT_KEY: _THAWED})

    def _is_thawed(self):
        return self.env.context.get(_CONTEXT_KEY) is _THAWED

    def _check_not_frozen(self):
        """Refuse when one of the records is frozen.

        :raises UserError: naming the first frozen record
        """
        if self._is_thawed():
            return
        frozen = self._filtered_frozen()
        if frozen:
            first = frozen[:1].sudo()
            owner = first[self._frozen_parent] if self._frozen_parent else first
            raise UserError(
                self.env._(
                    '“%(record)s” is frozen. It can neither be changed nor deleted, and nothing '
                    'can be added to it. %(remedy)s',
                    record=owner.display_name,
                    remedy=owner._frozen_remedy(),
                )
            )

    @api.model
    def _frozen_checksum(self, payload):
        """Return the SHA-256 over the canonical JSON of what is frozen: record, lines, files.

        :param payload: nested dicts and lists of plain values and dates; files by their own
            checksum
        """
        return checksum(payload)

    def _broken_parts(self):
        """Hook: return what of this frozen record is no longer what was frozen.

        Nobody but the owner of the database can do that, and it is found out.

        :return: list of words or file names; empty if nothing is broken
        """
        self.ensure_one()
        return []

    @api.model
    def _find_broken(self):
        """Compare everything in the database that keeps a checksum with it.

        :return: number of records compared, and a list of ``(record, parts)`` of the broken ones
        """
        compared, broken = 0, []
        for name, model_class in self.pool.items():
            model = self.env[name].sudo().with_context(active_test=False)
            keeps = issubclass(model_class, self.pool['support.frozen']) and not model._abstract
            # Lines and files are compared with the record that they belong to.
            if not keeps or model._frozen_parent or 'checksum' not in model._fields:
                continue
            for ids in split_every(BATCH, model.search([('checksum', '!=', False)])._ids):
                records = model.browse(ids)
                broken += [
                    (record, parts) for record in records if (parts := record._broken_parts())
                ]
                compared += len(records)
                records.invalidate_model()
        return compared, broken

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_not_frozen()
        return records

    def write(self, vals):
        if not vals.keys() <= self._frozen_allowed_fields():
            self._check_not_frozen()
            if vals.get(self._frozen_parent):  # not under a frozen record either
                self[self._frozen_parent].browse(vals[self._frozen_parent])._check_not_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()
