# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .support_audited import plain_value

# What hangs on a record by model name and id instead of by a link.
_ATTACHED_MODELS = ('mail.message', 'mail.activity', 'ir.attachment')


class SupportImport(models.Model):
    """One committed import: which file, by whom, what it created and what it overwrote."""

    _name = 'support.import'
    _description = 'Import'
    _order = 'id desc'

    name = fields.Char(string='File', required=True, readonly=True)
    file_hash = fields.Char(string='SHA-256 of the File', required=True, readonly=True)
    res_model = fields.Char(string='Model', required=True, readonly=True)
    model_label = fields.Char(string='Kind of Record', compute='_compute_model_label')
    user_id = fields.Many2one('res.users', required=True, readonly=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    date = fields.Datetime(string='When', required=True, readonly=True)
    state = fields.Selection(
        [('done', 'Imported'), ('undone', 'Undone'), ('partly', 'Partly undone')],
        required=True,
        readonly=True,
        default='done',
    )
    created_ids = fields.Json(
        string='Created Records', readonly=True, help='Ids of the created records.'
    )
    changed = fields.Json(
        string='Overwritten Values',
        readonly=True,
        help='Old and imported values of records that were there before.',
    )
    created_count = fields.Integer(string='Created', readonly=True, aggregator=None)
    changed_count = fields.Integer(string='Overwritten', readonly=True, aggregator=None)
    undo_note = fields.Text(string='What Undoing Did', readonly=True)

    @api.depends('res_model')
    def _compute_model_label(self):
        for row in self:
            row.model_label = self.env['ir.model']._get(row.res_model).name or row.res_model

    @api.model
    def _log_import(self, wizard, model_name, file_hash, created_ids, changed):
        """Keep what a committed run of the import screen did.

        :param str wizard: file name
        :param list created_ids: ids of new records
        :param dict changed: ``{id: {field: [old, new]}}`` of records that were there before
        """
        return self.sudo().create(
            {
                'name': wizard or self.env._('Unnamed file'),
                'file_hash': file_hash,
                'res_model': model_name,
                'user_id': self.env.uid,
                'company_id': self.env.company.id,
                'date': self.env.cr.now(),
                'created_ids': created_ids,
                'created_count': len(created_ids),
                'changed': changed,
                'changed_count': len(changed),
            }
        )

    def action_open_records(self):
        """Open what the import created or overwrote and still exists."""
        self.ensure_one()
        ids = [*(self.created_ids or []), *(int(key) for key in self.changed or {})]
        return {
            'type': 'ir.actions.act_window',
            'name': self.name,
            'res_model': self.res_model,
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('id', 'in', ids)],
            'context': {'active_test': False},
        }

    def action_undo(self):
        """Take the import back as far as nobody has worked on it since.

        Deleted is what it created and nobody changed or linked; overwritten values are restored
        where they are still as imported. The rest is listed in ``undo_note``.
        """
        self.ensure_one()
        if self.user_id != self.env.user and not self.env.user.has_group(
            'support_council.group_manager'
        ):
            raise AccessError(
                self.env._(
                    'Only %(user)s or a manager can undo this import.', user=self.user_id.name
                )
            )
        if self.state == 'undone':
            raise UserError(self.env._('The import of “%(file)s” is undone.', file=self.name))
        deleted, left = self._undo_created()
        restored, not_restored = self._undo_changed()
        left += not_restored
        note = [
            self.env._('%(count)s deleted.', count=deleted),
            self.env._('%(count)s restored.', count=restored),
            *left,
        ]
        self.sudo().write({'state': 'partly' if left else 'undone', 'undo_note': '\n'.join(note)})

    def _undo_created(self):
        """Delete what nobody touched; return how many, and a line for each that stays."""
        records = self.env[self.res_model].with_context(active_test=False)
        records = records.browse(self.created_ids or []).exists()
        touched = self._touched_since(records)
        left = [
            self.env._('%(record)s: changed or used since, stays.', record=record.display_name)
            for record in touched
        ]
        deleted = 0
        remaining = records - touched
        while remaining:
            # Children first, so that a parent of the same file can follow them.
            parent = records._parent_name
            batch = remaining
            if parent in records._fields:
                batch = remaining - remaining[parent]
            if not batch:
                break
            remaining -= batch
            done, refused = self._delete(batch)
            deleted += done
            left += refused
        return deleted, left

    def _delete(self, records):
        try:
            with self.env.cr.savepoint():
                records.unlink()
        except (UserError, psycopg2.IntegrityError) as error:
            if len(records) > 1:
                results = [self._delete(record) for record in records]
                return sum(done for done, _left in results), [
                    line for _done, left in results for line in left
                ]
            reason = (
                str(error)
                if isinstance(error, UserError)
                else self.env._('something else refers to it.')
            )
            return 0, [
                self.env._(
                    '%(record)s stays: %(reason)s', record=records.display_name, reason=reason
                )
            ]
        return len(records), []

    def _touched_since(self, records):
        """Return those of ``records`` that were changed, or that something points to, since."""
        # Timestamps of one transaction are equal; nobody acts within the second of its commit.
        limit = self.date.replace(microsecond=0) + timedelta(seconds=1)
        touched = records.filtered(lambda record: record.write_date >= limit)
        for name in self.env.registry:
            model = self.env[name].sudo().with_context(active_test=False)
            if model._abstract or model._transient or not model._auto or not model._log_access:
                continue
            for field in model._fields.values():
                if (
                    field.store
                    and field.type in ('many2one', 'many2many')
                    and field.comodel_name == records._name
                ):
                    domain = [(field.name, 'in', records.ids), ('write_date', '>=', limit)]
                    for (target,) in model._read_group(domain, [field.name]):
                        touched |= records & records.browse(target.id)
        for name in _ATTACHED_MODELS:
            model = self.env[name].sudo()
            model_field = 'model' if name == 'mail.message' else 'res_model'
            domain = [
                (model_field, '=', records._name),
                ('res_id', 'in', records.ids),
                ('create_date', '>=', limit),
            ]
            touched |= records & records.browse(model.search(domain).mapped('res_id'))
        return touched

    def _undo_changed(self):
        """Restore overwritten values; return how many records, and a line for each left."""
        restored, left = 0, []
        model = self.env[self.res_model].with_context(active_test=False)
        for key, values in (self.changed or {}).items():
            record = model.browse(int(key)).exists()
            if not record:
                continue
            same = {
                name: old
                for name, (old, new) in values.items()
                if plain_value(record.sudo(), name) == new
            }
            if len(same) < len(values):
                left.append(
                    self.env._(
                        '%(record)s: changed since, not restored: %(fields)s.',
                        record=record.display_name,
                        fields=', '.join(
                            model.fields_get([name], ['string'])[name]['string']
                            for name in values.keys() - same.keys()
                        ),
                    )
                )
            if same:
                try:
                    with self.env.cr.savepoint():
                        record.write(
                            {
                                name: [Command.set(old)] if isinstance(old, list) else old
                                for name, old in same.items()
                            }
                        )
                except UserError as error:
                    left.append(
                        self.env._(
                            '%(record)s stays: %(reason)s',
                            record=record.display_name,
                            reason=str(error),
                        )
                    )
                else:
                    restored += 1
        return restored, left
