# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ..tools.normalize import search_key

# Field of the entry's form: field of the participant line.
OWN_FIELDS = {
    'my_minutes': 'minutes',
    'my_action': 'own_action',
    'my_reflection': 'own_reflection',
    'my_next_approach': 'next_approach',
}


class SupportActivity(models.Model):
    """One entry, several of us: the own line in the form, joining, and entering it again."""

    _inherit = 'support.activity'  # pylint: disable=consider-merging-classes-inherited

    my_coordinator_id = fields.Many2one(
        'support.coordinator',
        string='Whose Words',
        compute='_compute_my_line',
        help='Whose time and words the form asks for: the own line of the user, or the only one.',
    )
    my_minutes = fields.Integer(
        string='Time (Minutes)',
        compute='_compute_my_line',
        inverse='_inverse_my_line',
        aggregator=None,
    )
    my_action = fields.Text(
        string='What the Coordinator Did', compute='_compute_my_line', inverse='_inverse_my_line'
    )
    my_reflection = fields.Text(
        string='Thoughts and Findings', compute='_compute_my_line', inverse='_inverse_my_line'
    )
    my_next_approach = fields.Text(
        string='Next Approach', compute='_compute_my_line', inverse='_inverse_my_line'
    )

    # ---- The own line --------------------------------------------------------------------------

    @api.depends(
        'participant_ids.coordinator_id',
        *(f'participant_ids.{name}' for name in OWN_FIELDS.values()),
    )
    @api.depends_context('uid')
    def _compute_my_line(self):
        for entry in self:
            line = entry._my_line()
            entry.my_coordinator_id = line.coordinator_id
            for mine, name in OWN_FIELDS.items():
                entry[mine] = line[name]

    def _my_line(self):
        """Return the participant line of the user, else the only line, else none."""
        self.ensure_one()
        lines = self.participant_ids
        own = lines.filtered(lambda line: line.coordinator_id.sudo().user_id == self.env.user)
        return own[:1] or (lines if len(lines) == 1 else lines.browse())

    def _inverse_my_line(self):
        for entry in self:
            typed = {name: entry[mine] for mine, name in OWN_FIELDS.items()}
            line = entry._my_line()
            if line:
                changed = {name: value for name, value in typed.items() if line[name] != value}
                if changed:
                    line.write(changed)
            elif any(typed.values()):
                coordinator = entry._my_appointment()
                entry.participant_ids = [
                    Command.create({'coordinator_id': coordinator.id, **typed})
                ]

    @api.onchange(*OWN_FIELDS)
    def _onchange_my_line(self):
        line = self._my_line()
        if line:
            line.update({name: self[mine] for mine, name in OWN_FIELDS.items()})

    def _my_appointment(self):
        """Return the user's appointment in force on the day of the entry.

        :raises UserError: when the user was no coordinator on that day
        """
        self.ensure_one()
        coordinator = self.env['support.coordinator']._of_user(self.env.user, self.date)[:1]
        if not coordinator:
            raise UserError(
                self.env._(
                    '“%(entry)s”: you have no appointment as a coordinator on %(date)s. Choose '
                    'in "Coordinators" whose time and words these are.',
                    entry=self.event_name,
                    date=self.date_label,
                )
            )
        return coordinator

    # ---- The same thing, entered by two --------------------------------------------------------

    @api.model
    def _find_twins(self, vals):
        """Return entries that may be what is about to be saved: same day, area and counterpart.

        Widths and kana of the counterpart are compared alike (ｻﾛﾝ and さろん are one).

        :param dict vals: ``date``, ``area_id``, ``counterpart`` of the new entry
        """
        key = search_key(vals.get('counterpart'))
        if not key or not vals.get('date') or vals.get('date_precision', 'day') != 'day':
            return self.browse()
        entries = self.search(
            Domain('date', '=', vals['date'])
            & Domain('date_precision', '=', 'day')
            & Domain('area_id', '=', vals.get('area_id'))
            & Domain('state', '!=', 'cancelled')
            & Domain('counterpart', '!=', False)
        )
        return entries.filtered(lambda entry: search_key(entry.counterpart) == key)

    @api.model
    def get_twins(self, vals):
        """Return what the form shows of :meth:`_find_twins`.

        :return: list of dicts with ``id``, ``name``, ``date``, ``counterpart``,
            ``coordinators``, ``counted`` (texts) and ``is_mine``
        """
        return [
            {
                'id': entry.id,
                'name': entry.event_name,
                'date': entry.date_label,
                'counterpart': entry.counterpart,
                'coordinators': format_list(
                    self.env, entry.sudo().coordinator_ids.mapped('display_name')
                ),
                'counted': entry.count_summary or '',
                'is_mine': self.env.user in entry.sudo().coordinator_ids.user_id,
            }
            for entry in self._find_twins(vals)
        ]

    def action_join(self, lines=None, reason=None):
        """Add people to an entry that a colleague wrote; nothing of it is changed.

        :param list lines: dicts with ``coordinator_id``, ``minutes`` and own words; by default
            the user's appointment without any
        :param str reason: why, where a month of one of them was confirmed already
        :raises UserError: when one of them stands on the entry already, or a reason is missing
        """
        self.ensure_one()
        lines = lines or [{'coordinator_id': self._my_appointment().id}]
        present = self.participant_ids.coordinator_id
        for line in lines:
            coordinator = present.browse(line['coordinator_id'])
            if coordinator in present:
                raise UserError(
                    self.env._(
                        '%(coordinator)s stands on “%(entry)s” (%(date)s) already. Change the '
                        'time and words on that line.',
                        coordinator=coordinator.sudo().display_name,
                        entry=self.event_name,
                        date=self.date_label,
                    )
                )
        allowed = {'coordinator_id', *OWN_FIELDS.values()}
        self._with_change_reason(reason).participant_ids = [
            Command.create({name: line[name] for name in line if name in allowed}) for line in lines
        ]
        self.env['support.schedule']._link_entry(self)

    def action_add_colleague(self):
        """Ask who else was there, and for how long."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Add a Colleague'),
            'res_model': 'support.activity.colleague',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_activity_id': self.id},
        }

    # ---- The same thing again ------------------------------------------------------------------

    def action_repeat(self):
        """Enter the same again for today and open it: facts and counts, none of the texts."""
        self.ensure_one()
        repeated = self.create(self._prepare_repeat_values())
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': repeated.id,
            'views': [(False, 'form')],
        }

    def _prepare_repeat_values(self):
        """Return the values of a provisional entry of today that repeats this one."""
        self.ensure_one()
        own = self._my_line() or self.participant_ids[:1]
        return {
            'date': self.company_id._support_today(),
            'state': 'provisional',
            'event_name': self.event_name,
            'counterpart': self.counterpart,
            'area_id': self.area_id.id,
            'area_ids': [Command.set(self.area_ids.ids)],
            'council_ids': [Command.set(self.council_ids.ids)],
            'commission_id': self.commission_id.id,
            'company_id': self.company_id.id,
            'means': self.means,
            'place': self.place,
            'share_level': self.share_level,
            'participant_ids': [
                Command.create({'coordinator_id': line.coordinator_id.id, 'minutes': line.minutes})
                for line in own
            ],
            'count_ids': [
                Command.create(
                    {
                        'kind_id': row.kind_id.id,
                        'quantity': row.quantity,
                        'pillar': row.pillar,
                        'activity_class': row.activity_class,
                    }
                )
                for row in self.count_ids
            ],
        }
