# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .support_kept import is_retention


class SupportAudit(models.Model):
    """Who changed or deleted what. Rows are inserted by `support.audited` only."""

    _name = 'support.audit'
    _description = 'Audit Trail'
    _order = 'id desc'
    _rec_name = 'res_model'
    _log_access = False

    res_model = fields.Char(string='Model', required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string='Record ID', model_field='res_model', required=True, readonly=True
    )
    operation = fields.Selection(
        [('write', 'Changed'), ('unlink', 'Deleted'), ('read', 'Private data shown')],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one('res.users', required=True, readonly=True, ondelete='restrict')
    date = fields.Datetime(string='When', required=True, readonly=True)
    reason = fields.Char(readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    changes = fields.Json(
        string='Stored Changes',
        readonly=True,
        help='Old and new value of every changed field, links by their ids.',
    )

    model_label = fields.Char(string='Kind of Record', compute='_compute_labels')
    record_label = fields.Char(string='Record', compute='_compute_labels')
    change_text = fields.Text(string='Changes', compute='_compute_labels')

    _record_idx = models.Index('(res_model, res_id)')

    @api.depends('res_model', 'res_id', 'changes')
    def _compute_labels(self):
        names = self._names_by_record()
        for row in self:
            model = self.env.get(row.res_model)
            changes = row.changes or {}
            row.model_label = row.res_model
            row.record_label = names.get((row.res_model, row.res_id)) or f'#{row.res_id}'
            row.change_text = '\n'.join(f'{name}: {pair}' for name, pair in changes.items())
            if model is None:  # of an addon that is no longer installed
                continue
            row.model_label = self.env['ir.model']._get(row.res_model).name
            old_name = changes.get(model._rec_name, [None])[0]
            if old_name and (row.res_model, row.res_id) not in names:
                row.record_label = str(old_name)
            labels = model.fields_get(attributes=['string', 'selection'])
            row.change_text = '\n'.join(
                self.env._(
                    '%(field)s: %(old)s → %(new)s',
                    field=labels.get(name, {}).get('string', name),
                    old=self._value_text(model, name, labels.get(name, {}), old, names),
                    new=self._value_text(model, name, labels.get(name, {}), new, names),
                )
                for name, (old, new) in changes.items()
            )

    def _names_by_record(self):
        """Return ``{(model, id): display name}`` of the records and links shown, one read each."""
        ids_by_model = {}
        for row in self:
            model = self.env.get(row.res_model)
            if model is None:
                continue
            ids_by_model.setdefault(row.res_model, set()).add(row.res_id)
            for name, pair in (row.changes or {}).items():
                field = model._fields.get(name)
                if field is not None and field.relational:
                    for value in pair:
                        ids = value if isinstance(value, list) else [value]
                        ids_by_model.setdefault(field.comodel_name, set()).update(filter(None, ids))
        return {
            (name, record.id): record.sudo().display_name
            for name, ids in ids_by_model.items()
            for record in self.env[name].browse(ids).exists()._filtered_access('read')
        }

    def _value_text(self, model, name, label, value, names):
        field = model._fields.get(name)
        if value is None or value == []:
            return self.env._('(empty)')
        if field is not None and field.relational:
            ids = value if isinstance(value, list) else [value]
            return ', '.join(names.get((field.comodel_name, id_)) or f'#{id_}' for id_ in ids)
        if label.get('selection'):
            return dict(label['selection']).get(value, str(value))
        if isinstance(value, bool):
            return self.env._('Yes') if value else self.env._('No')
        return str(value)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._('The audit trail is written by the system only.'))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._('The audit trail cannot be changed.'))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retention(self):
        if not is_retention(self.env):
            raise UserError(
                self.env._('The audit trail cannot be deleted before its retention ends.')
            )

    def action_open_record(self):
        """Open the record that a row is about."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }
