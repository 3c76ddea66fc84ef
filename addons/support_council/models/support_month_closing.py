# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools import japanese_date


class SupportMonthClosing(models.Model):
    """月次締め: the superior confirmed what a coordinator logged in a month.

    From then on every change of that month's entries says why and is listed here.
    """

    _name = 'support.month.closing'
    _inherit = ['support.locked', 'support.audited']
    _description = 'Monthly Closing'
    _order = 'month_key desc, coordinator_id'
    _rec_name = 'month_label'
    _audit_fields = ('state', 'confirmed_by_id', 'confirmed_on', 'reopen_reason')
    _check_company_auto = True

    coordinator_id = fields.Many2one(
        'support.coordinator',
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    company_id = fields.Many2one(related='coordinator_id.company_id', store=True, precompute=True)
    area_id = fields.Many2one(
        related='coordinator_id.area_id', store=True, precompute=True, index=True
    )
    month_key = fields.Integer(string='Month', required=True, readonly=True, aggregator=None)
    month_label = fields.Char(compute='_compute_month_label', string='Month as Printed')
    state = fields.Selection(
        [('closed', 'Confirmed'), ('reopened', 'Reopened')],
        required=True,
        readonly=True,
        default='closed',
    )
    confirmed_by_id = fields.Many2one(
        'res.users', string='Confirmed By (Login)', readonly=True, ondelete='restrict'
    )
    confirmed_by = fields.Char(
        readonly=True, help='Name as it was on that day; prints show it in the approval box.'
    )
    confirmed_on = fields.Date(readonly=True)
    reopen_reason = fields.Char(readonly=True)
    change_ids = fields.One2many('support.month.change', 'closing_id', string='Later Changes')
    change_count = fields.Integer(compute='_compute_change_count', string='Changes')

    _coordinator_month_uniq = models.Constraint(
        'unique(coordinator_id, month_key)', 'This month of the coordinator is closed already.'
    )

    @api.depends('month_key')
    def _compute_month_label(self):
        for closing in self:
            closing.month_label = month_label(closing.month_key)

    @api.depends('month_key', 'coordinator_id')
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = f'{closing.month_label} {closing.coordinator_id.display_name}'

    @api.depends('change_ids')
    def _compute_change_count(self):
        counts = dict(
            self.env['support.month.change']._read_group(
                [('closing_id', 'in', self.ids)], ['closing_id'], ['__count']
            )
        )
        for closing in self:
            closing.change_count = counts.get(closing, 0)

    # ---- Closing and reopening -----------------------------------------------------------------

    @api.model
    def _close(self, coordinator, month_key):
        """Confirm a month of a coordinator; a reopened one is confirmed anew.

        :param int month_key: 202611 for November 2026
        :raises UserError: for a coming month, or one with provisional entries
        """
        self._check_manager()
        closing = self.search(
            [('coordinator_id', '=', coordinator.id), ('month_key', '=', month_key)]
        )
        if closing:
            closing.lock_for_update()
            if closing.state == 'closed':
                raise UserError(
                    self.env._(
                        '%(month)s of %(coordinator)s was confirmed already, on %(date)s by '
                        '%(user)s. Reload the page.',
                        month=month_label(month_key),
                        coordinator=coordinator.display_name,
                        date=japanese_date.format_date(closing.confirmed_on),
                        user=closing.confirmed_by,
                    )
                )
        today = coordinator.company_id._support_today()
        if month_key > japanese_date.month_key(today):
            raise UserError(
                self.env._(
                    '%(month)s has not begun yet. Confirm it when it is over.',
                    month=month_label(month_key),
                )
            )
        waiting = self.env['support.activity'].search(
            Domain('month_key', '=', month_key)
            & Domain('state', '=', 'provisional')
            & Domain('participant_ids.coordinator_id', '=', coordinator.id)
        )
        if waiting:
            raise UserError(
                self.env._(
                    '%(month)s of %(coordinator)s has provisional entries: %(entries)s. Complete '
                    'or cancel them first.',
                    month=month_label(month_key),
                    coordinator=coordinator.display_name,
                    entries=format_list(self.env, waiting[:5].mapped('event_name')),
                )
            )
        values = {
            'state': 'closed',
            'confirmed_by_id': self.env.uid,
            'confirmed_by': self.env.user.name,
            'confirmed_on': today,
            'reopen_reason': False,
        }
        if closing:
            closing.sudo().write(values)
            return closing
        return (
            self.sudo()
            .create({'coordinator_id': coordinator.id, 'month_key': month_key, **values})
            .sudo(False)
        )

    def action_reopen(self):
        """Give the month back for corrections. Asks for the reason."""
        self._check_manager()
        return self.env['support.reason']._open(
            self,
            '_reopen',
            self.env._('Reopen the Month'),
            self.env._('Until it is confirmed again, entries can be changed without a reason.'),
        )

    def _reopen(self, reason):
        self._check_manager()
        self.lock_for_update()
        self.filtered(lambda closing: closing.state == 'closed').sudo().write(
            {'state': 'reopened', 'reopen_reason': reason}
        )

    def _reason_methods(self):
        return {'_reopen'}

    def _check_manager(self):
        if not (self.env.su or self.env.user.has_group('support_council.group_manager')):
            raise AccessError(self.env._('Only a manager confirms or reopens a month.'))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_method()
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_method()
        return super().write(vals)

    def _check_by_method(self):
        if not self.env.su:
            raise AccessError(self.env._('A month is confirmed and reopened by its buttons only.'))

    # ---- What is closed ------------------------------------------------------------------------

    @api.model
    def _of_entries(self, entries):
        """Return ``{entry id: closings}`` of the confirmed months that entries lie in.

        One query for the lines and one for the closings, however many entries.
        """
        months = {}
        for entry in entries.sudo():
            for coordinator_id in entry.participant_ids.coordinator_id._ids:
                if entry.month_key:
                    months.setdefault((coordinator_id, entry.month_key), []).append(entry.id)
        if not months:
            return {}
        found = {}
        coordinator_ids, keys = zip(*months, strict=True)
        for closing in self._of_coordinators(coordinator_ids, keys):
            for entry_id in months.get((closing.coordinator_id.id, closing.month_key), ()):
                found[entry_id] = found.get(entry_id, closing.browse()) | closing
        return found

    @api.model
    def _of_coordinators(self, coordinator_ids, month_keys):
        """Return the confirmed ones among the months of coordinators."""
        return self.sudo().search(
            Domain('state', '=', 'closed')
            & Domain('coordinator_id', 'in', list(coordinator_ids))
            & Domain('month_key', 'in', list(month_keys))
        )


def month_label(month_key):
    """Return 令和8年11月 for 202611."""
    return japanese_date.format_date(date(month_key // 100, month_key % 100, 1), 'month')
