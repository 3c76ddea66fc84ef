# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import japanese_date
from .support_council import PLANNED_STATES


class SupportHandover(models.Model):
    """引継ぎ: one coordinator's work goes to the next, with a list that the receiver ticks off.

    Starting it ends the appointment, opens the successor's and moves what lies ahead: open to-dos,
    coming meetings, charge of councils. The past keeps the predecessor's name.
    """

    _name = 'support.handover'
    _inherit = ['support.locked', 'mail.thread']
    _description = 'Handover'
    _order = 'date desc, id desc'
    _rec_name = 'predecessor_id'
    _check_company_auto = True

    predecessor_id = fields.Many2one(
        'support.coordinator',
        required=True,
        ondelete='restrict',
        check_company=True,
        index=True,
    )
    successor_person_id = fields.Many2one(
        'support.person', string='Successor', required=True, ondelete='restrict', check_company=True
    )
    successor_user_id = fields.Many2one(
        'res.users', string='Login of the Receiver', ondelete='restrict', check_company=True
    )
    successor_id = fields.Many2one(
        'support.coordinator',
        string='New Appointment',
        readonly=True,
        ondelete='restrict',
        check_company=True,
    )
    date = fields.Date(
        string='First Day of the Receiver',
        required=True,
        help='The appointment of the predecessor ends on the day before.',
    )
    company_id = fields.Many2one(related='predecessor_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='predecessor_id.area_id', store=True, index=True)
    state = fields.Selection(
        [('draft', 'Prepared'), ('running', 'Handed over'), ('done', 'Received')],
        required=True,
        default='draft',
        tracking=True,
    )
    key_people = fields.Text(help='Posts and organisations that matter, and how to approach them.')
    promises = fields.Text(help='What was promised to whom.')
    unwritten = fields.Text(
        string='Unwritten Rules', help='What nobody wrote down and the receiver has to know.'
    )
    line_ids = fields.One2many('support.handover.line', 'handover_id', string='What Is Handed Over')
    open_line_count = fields.Integer(compute='_compute_open_line_count')

    def _date_as_printed(self, day):
        """Return a date as papers have it, an empty text without one."""
        return japanese_date.format_date(day)

    @api.depends('line_ids.received')
    def _compute_open_line_count(self):
        for handover in self:
            handover.open_line_count = len(handover.line_ids) - sum(
                handover.line_ids.mapped('received')
            )

    @api.depends('predecessor_id', 'successor_person_id')
    def _compute_display_name(self):
        for handover in self:
            if not handover.predecessor_id or not handover.successor_person_id:
                handover.display_name = self.env._('Handover')
                continue
            handover.display_name = self.env._(
                '%(predecessor)s to %(successor)s',
                predecessor=handover.predecessor_id.display_name,
                successor=handover.successor_person_id.name,
            )

    def action_start(self):
        """Hand over: end the appointment, open the next, move what lies ahead.

        :raises UserError: when it was started already, or begins before the appointment did
        """
        self.ensure_one()
        self.lock_for_update()
        if self.state != 'draft':
            raise UserError(self.env._('This handover was started already.'))
        predecessor = self.predecessor_id
        if predecessor.date_start and predecessor.date_start >= self.date:
            raise UserError(
                self.env._(
                    'The appointment of %(name)s begins on %(start)s. The first day of the '
                    'receiver must be later.',
                    name=predecessor.display_name,
                    start=predecessor.date_start,
                )
            )
        last_day = self.date - timedelta(days=1)
        if not predecessor.date_end or predecessor.date_end > last_day:
            predecessor.date_end = last_day
        self.successor_id = self.env['support.coordinator'].create(self._prepare_successor_values())
        lines = self._hand_over()
        self.write({'state': 'running', 'line_ids': [Command.create(values) for values in lines]})

    def _prepare_successor_values(self):
        """Return the values of the successor's appointment: those of the predecessor's post."""
        predecessor = self.predecessor_id
        return {
            'person_id': self.successor_person_id.id,
            'user_id': self.successor_user_id.id,
            'company_id': self.company_id.id,
            'role': predecessor.role,
            'tier': predecessor.tier,
            'area_id': predecessor.area_id.id,
            'area_ids': [Command.set(predecessor.area_ids.ids)],
            'commission_id': predecessor.commission_id.id,
            'host_organization_id': predecessor.host_organization_id.id,
            'engagement': predecessor.engagement,
            'working_time': predecessor.working_time,
            'allocation_pct': predecessor.allocation_pct,
            'date_start': self.date,
        }

    def _hand_over(self):
        """Move what lies ahead and return the lines of the list.

        A hook: addons to the right extend it by what they know.

        :return: list of values of ``support.handover.line``
        """
        self.ensure_one()
        return [
            line._prepare_handover_line(kind)
            for kind, records in (
                ('action', self._move_actions()),
                ('meeting', self._move_meetings()),
                ('council', self._move_councils()),
                ('draft', self._find_drafts()),
            )
            for line in records
        ]

    def _move_actions(self):
        actions = self.env['support.action'].search(
            [('coordinator_id', '=', self.predecessor_id.id), ('state', '=', 'open')]
        )
        actions.write({'coordinator_id': self.successor_id.id})
        return actions

    def _move_meetings(self):
        meetings = self.env['support.meeting'].search(
            [
                ('coordinator_ids', 'in', self.predecessor_id.ids),
                ('state', 'in', PLANNED_STATES),
                ('date', '>=', self.date),
            ]
        )
        for meeting in meetings:
            values = {
                'coordinator_ids': [
                    Command.unlink(self.predecessor_id.id),
                    Command.link(self.successor_id.id),
                ]
            }
            if self.predecessor_id.user_id and meeting.user_id == self.predecessor_id.user_id:
                values['user_id'] = self.successor_user_id.id
            meeting.write(values)
        return meetings

    def _move_councils(self):
        user = self.predecessor_id.user_id
        if not user:
            return self.env['support.council']
        councils = self.env['support.council'].search([('user_id', '=', user.id)])
        councils.write({'user_id': self.successor_user_id.id})
        return councils

    def _find_drafts(self):
        """Return the predecessor's provisional entries: hers, but still to be finished."""
        return self.env['support.activity'].search(
            [
                ('participant_ids.coordinator_id', '=', self.predecessor_id.id),
                ('state', '=', 'provisional'),
            ]
        )

    def action_done(self):
        """Close the list. Everything on it must have been ticked.

        :raises UserError: while lines are open
        """
        self.ensure_one()
        if self.open_line_count:
            raise UserError(
                self.env._(
                    '%(count)s lines are not ticked yet. Tick what you have received, or write '
                    'beside the line why not and tick it.',
                    count=self.open_line_count,
                )
            )
        self.state = 'done'
