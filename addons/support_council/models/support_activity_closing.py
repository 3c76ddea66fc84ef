# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..tools import japanese_date
from .support_kept import is_retention

_CONTEXT_KEY = 'support_change_reason'
# Fields of an entry that may change after its month was confirmed: to-dos are no part of it.
_FREE_FIELDS = frozenset({'action_ids', 'change_reason', 'search_key', 'search_grams'})


class ChangeReason:
    """Why a confirmed month changes. An object of this process, which no remote call can send."""

    def __init__(self, text):
        self.text = (text or '').strip()
        self.listed = set()


class SupportActivity(models.Model):
    """Entries of a month that was confirmed change with a reason only."""

    _inherit = 'support.activity'

    change_reason = fields.Char(
        string='Reason for the Change',
        store=False,
        copy=False,
        help='Needed for every change of an entry in a confirmed month; kept with the change.',
    )
    closing_note = fields.Char(compute='_compute_closing_note')

    @api.depends('date', 'date_precision', 'participant_ids.coordinator_id')
    def _compute_closing_note(self):
        closings = self.env['support.month.closing']._of_entries(self)
        for entry in self:
            found = closings.get(entry.id)
            entry.closing_note = found and self.env._(
                '%(month)s is confirmed (%(closings)s). Say why you change this entry.',
                month=found[0].month_label,
                closings=format_list(
                    self.env,
                    [
                        f'{closing.coordinator_id.display_name}: {closing.confirmed_by} '
                        f'{japanese_date.format_date(closing.confirmed_on)}'
                        for closing in found
                    ],
                ),
            )

    # ---- The reason ----------------------------------------------------------------------------

    def _with_change_reason(self, text):
        """Return ``self`` in an environment in which changes of confirmed months have a reason."""
        return self.with_context(**{_CONTEXT_KEY: ChangeReason(text)})

    @api.model
    def _change_reason(self):
        reason = self.env.context.get(_CONTEXT_KEY)
        return reason if isinstance(reason, ChangeReason) else None

    @api.model
    def _month_fields(self, names):
        """Return those of the fields whose change is a change of the month."""
        return [
            name
            for name in names
            if name in self._fields
            and name not in _FREE_FIELDS
            and self._fields[name].store
            and self._fields[name].type != 'one2many'
        ]

    def _list_month_changes(self, closings):
        """List changes of confirmed months, or refuse them when nobody said why.

        :param dict closings: ``{entry id: closings}`` of the entries that changed
        :raises UserError: when there is no reason
        """
        if not closings or is_retention(self.env):
            return
        reason = self._change_reason()
        entries = self.browse(closings).sudo()
        if not reason or not reason.text:
            entry = entries[0]
            closing = closings[entry.id][0]
            raise UserError(
                self.env._(
                    '“%(entry)s” (%(date)s): %(month)s of %(coordinator)s was confirmed by '
                    '%(user)s on %(confirmed)s. Enter the "Reason for the Change" on the entry '
                    'and save again.',
                    entry=entry.event_name,
                    date=entry.date_label,
                    month=closing.month_label,
                    coordinator=closing.coordinator_id.display_name,
                    user=closing.confirmed_by,
                    confirmed=japanese_date.format_date(closing.confirmed_on),
                )
            )
        rows = []
        for entry in entries:
            for closing in closings[entry.id]:
                if (closing.id, entry.id) not in reason.listed:
                    reason.listed.add((closing.id, entry.id))
                    rows.append(
                        {
                            'closing_id': closing.id,
                            'activity_id': entry.id,
                            'entry_name': entry.event_name,
                            'entry_date': entry.date,
                            'changed_on': fields.Datetime.now(),
                            'user_id': self.env.uid,
                            'reason': reason.text,
                        }
                    )
        self.env['support.month.change'].sudo().create(rows)

    def _log_audit(self, operation, changes, companies=None, reason=None):
        known = self._change_reason()
        return super()._log_audit(operation, changes, companies, reason or (known and known.text))

    # ---- Changes -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        reasons = [vals.pop('change_reason', None) for vals in vals_list]
        model = self
        if not self._change_reason():
            # One reason for all rows of a file that carries one.
            model = self._with_change_reason(next(filter(None, reasons), None))
        entries = super(SupportActivity, model).create(vals_list)
        entries._list_month_changes(self.env['support.month.closing']._of_entries(entries))
        return entries.with_env(self.env)

    def write(self, vals):
        entries = self
        if 'change_reason' in vals or not self._change_reason():
            vals = dict(vals)
            entries = self._with_change_reason(vals.pop('change_reason', None))
        names = self._month_fields(vals)
        if not names:
            return super(SupportActivity, entries).write(vals)
        closings = self.env['support.month.closing']
        before = closings._of_entries(self)
        moves = bool({'date', 'date_precision', 'date_to'} & vals.keys())
        old = self._plain_values(names) if before or moves else {}
        result = super(SupportActivity, entries).write(vals)
        if old:
            new = self._plain_values(names)
            after = closings._of_entries(self) if moves else before
            touched = {}
            for entry_id in before.keys() | after.keys():
                if old[entry_id] != new[entry_id]:
                    none = closings.browse()
                    touched[entry_id] = before.get(entry_id, none) | after.get(entry_id, none)
            entries._list_month_changes(touched)
        return result

    def unlink(self):
        self._list_month_changes(self.env['support.month.closing']._of_entries(self))
        return super().unlink()


class SupportActivityParticipant(models.Model):
    _inherit = 'support.activity.participant'

    def _log_audit(self, operation, changes, companies=None, reason=None):
        known = self.env['support.activity']._change_reason()
        return super()._log_audit(operation, changes, companies, reason or (known and known.text))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._list_month_changes()
        return lines

    def write(self, vals):
        moves = bool({'activity_id', 'coordinator_id'} & vals.keys())
        old = self._plain_values([name for name in vals if name in self._audit_fields])
        if moves:
            self._list_month_changes()
        result = super().write(vals)
        new = self._plain_values([name for name in vals if name in self._audit_fields])
        self.filtered(lambda line: moves or old[line.id] != new[line.id])._list_month_changes()
        return result

    def unlink(self):
        self._list_month_changes()
        return super().unlink()

    def _list_month_changes(self):
        """A line changes the month of its own coordinator, not that of a colleague."""
        closings = {}
        found = self.env['support.month.closing']._of_entries(self.activity_id)
        for line in self.sudo():
            own = found.get(line.activity_id.id, ()) and found[line.activity_id.id].filtered(
                lambda closing, line=line: closing.coordinator_id == line.coordinator_id
            )
            if own:
                closings[line.activity_id.id] = own | closings.get(line.activity_id.id, own)
        self.activity_id._list_month_changes(closings)


class SupportActivityCount(models.Model):
    _inherit = 'support.activity.count'

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._list_month_changes()
        return rows

    def write(self, vals):
        names = [
            name
            for name in ('kind_id', 'quantity', 'pillar', 'activity_class', 'activity_id')
            if name in vals
        ]
        if not names:
            return super().write(vals)
        old = {row.id: [row[name] for name in names] for row in self}
        result = super().write(vals)
        self.filtered(
            lambda row: old[row.id] != [row[name] for name in names]
        )._list_month_changes()
        return result

    def unlink(self):
        self._list_month_changes()
        return super().unlink()

    def _list_month_changes(self):
        """Rows in further areas follow the leading row, which says why."""
        entries = self.filtered(lambda row: not row.source_id).activity_id
        entries._list_month_changes(self.env['support.month.closing']._of_entries(entries))


class SupportMeeting(models.Model):
    _inherit = 'support.meeting'

    def _sync_entry(self):
        # The meeting's own papers say why it changed; its entry follows it into a closed month.
        reason = ChangeReason(self.env._('Follows a change of the meeting.'))
        return super(SupportMeeting, self.with_context(**{_CONTEXT_KEY: reason}))._sync_entry()
