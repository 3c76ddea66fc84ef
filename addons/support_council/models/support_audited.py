# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import models
from odoo.tools import SQL

from ..tools.canonical import canonical_json


class SupportAudited(models.AbstractModel):
    """Who changed or deleted what: one row of `support.audit` per changed record and call.

    Creations leave no row: the record says itself who entered it and when. A model that has this
    mixin needs no tracking in the chatter.
    """

    _name = 'support.audited'
    _description = 'Record with an Audit Trail'

    # Names of the stored fields whose changes are kept.
    _audit_fields = ()

    def write(self, vals):
        names = [name for name in self._audit_fields if name in vals]
        if not names:
            return super().write(vals)
        before = self._plain_values(names)
        result = super().write(vals)
        after = self._plain_values(names)
        changes = {}
        for record_id, old in before.items():
            new = after[record_id]
            changed = {name: [old[name], new[name]] for name in names if old[name] != new[name]}
            if changed:
                changes[record_id] = changed
        self.browse(changes)._log_audit('write', changes)
        return result

    def unlink(self):
        changes = {
            record_id: {name: [old, None] for name, old in values.items()}
            for record_id, values in self._plain_values(self._audit_fields).items()
        }
        companies = self._audit_companies()
        result = super().unlink()
        self._log_audit('unlink', changes, companies)
        return result

    def _audit_companies(self):
        """Return ``{id: id of the company}`` for what belongs to one."""
        if 'company_id' not in self._fields:
            return {}
        # The trail is complete, whatever the one who changes may read.
        return {record.id: record.company_id.id for record in self.sudo()}

    def _log_audit(self, operation, changes, companies=None, reason=None):
        """Insert the audit rows of one call with one statement.

        :param str operation: ``write``, ``unlink`` or ``read`` (private data shown)
        :param dict changes: ``{record id: {field name: [old, new]}}``, plain JSON values
        :param dict companies: ``{record id: company id}``; read from the records by default
        :param str reason: why, where the caller had to say it
        """
        if not changes:
            return
        if companies is None:
            companies = self._audit_companies()
        rows = [
            {
                'res_id': record_id,
                'company_id': companies.get(record_id) or self.env.company.id,
                'changes': changed,
            }
            for record_id, changed in changes.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO support_audit
                       (res_model, res_id, operation, user_id, date, reason, company_id, changes)
                SELECT %s, row.res_id, %s, %s, %s, %s, row.company_id, row.changes
                  FROM jsonb_to_recordset(%s::jsonb)
                       AS row(res_id int, company_id int, changes jsonb)
                """,
                self._name,
                operation,
                self.env.uid,
                self.env.cr.now(),
                reason,
                canonical_json(rows),
            )
        )

    def _plain_values(self, names):
        """Return ``{id: {name: value}}`` with values as JSON holds them.

        Links are ids (many2one) or sorted lists of ids; dates are ISO 8601.
        """
        return {
            record.id: {name: plain_value(record, name) for name in names} for record in self.sudo()
        }


def plain_value(record, name):
    """Return the value of a stored field as JSON holds it; see ``_plain_values``."""
    field, value = record._fields[name], record[name]
    if field.type == 'many2one':
        return value.id or None
    if field.relational:
        return sorted(value.ids)
    if field.type in ('date', 'datetime'):
        return value.isoformat() if value else None
    if field.type == 'json':
        return json.loads(canonical_json(value))
    if field.type in ('boolean', 'integer', 'float', 'monetary'):
        return value
    return str(value) if value else None
