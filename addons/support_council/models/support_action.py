# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportAction(models.Model):
    """やること: who does what by when. Homework of a meeting, or the follow-up of a log entry.

    A record of our own: Odoo deletes a user's activities when the user is archived.
    """

    _name = 'support.action'
    _inherit = ['support.audited', 'support.handed.over']
    _description = 'To-Do'
    _order = 'state, date_deadline, id'
    _audit_fields = ('name', 'coordinator_id', 'user_id', 'date_deadline', 'state', 'drop_reason')
    _check_company_auto = True

    name = fields.Char(string='What', required=True)
    coordinator_id = fields.Many2one(
        'support.coordinator', string='Who', index=True, ondelete='restrict', check_company=True
    )
    responsible = fields.Char(
        string='Who (Others)', help='Somebody who is not one of our coordinators.'
    )
    user_id = fields.Many2one(
        'res.users',
        string='Login',
        compute='_compute_user_id',
        store=True,
        readonly=False,
        index='btree_not_null',
        ondelete='restrict',
    )
    date_deadline = fields.Date(string='By')
    state = fields.Selection(
        [('open', 'Still open'), ('done', 'Done'), ('dropped', 'Dropped')],
        required=True,
        default='open',
        index=True,
    )
    done_on = fields.Date(readonly=True, copy=False)
    drop_reason = fields.Char(string='Reason for Dropping')
    meeting_id = fields.Many2one(
        'support.meeting', index='btree_not_null', ondelete='restrict', check_company=True
    )
    agenda_id = fields.Many2one(
        'support.meeting.agenda',
        string='Agenda Item',
        index='btree_not_null',
        ondelete='set null',
        help='The item of the agenda from which it came.',
    )
    activity_id = fields.Many2one(
        'support.activity',
        string='Log Entry',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    council_id = fields.Many2one(
        'support.council', index='btree_not_null', ondelete='restrict', check_company=True
    )
    area_id = fields.Many2one(
        'support.area',
        compute='_compute_area_id',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete='restrict',
    )
    term_end = fields.Date(
        readonly=True, copy=False, help='End of the terms that this to-do is a reminder of.'
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )

    @api.depends('coordinator_id.user_id')
    def _compute_user_id(self):
        for action in self:
            action.user_id = action.coordinator_id.user_id or action.user_id

    @api.depends('meeting_id', 'activity_id', 'council_id', 'coordinator_id')
    def _compute_area_id(self):
        for action in self:
            origin = action.activity_id or action.meeting_id or action.council_id
            action.area_id = action.area_id or (origin or action.coordinator_id).area_id

    @api.constrains('state', 'drop_reason')
    def _check_drop_reason(self):
        for action in self:
            if action.state == 'dropped' and not action.drop_reason:
                raise ValidationError(
                    self.env._(
                        '"%(action)s": enter the reason for dropping it.', action=action.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get('agenda_id'):
                line = self.env['support.meeting.agenda'].browse(vals['agenda_id'])
                vals.update(self._prepare_agenda_origin(line, vals))
        return super().create(vals_list)

    def _prepare_agenda_origin(self, line, vals):
        """Return meeting and council of an agenda item, where ``vals`` does not say otherwise."""
        councils = line.council_id or line.meeting_id.link_ids.council_id
        return {
            'meeting_id': vals.get('meeting_id') or line.meeting_id.id,
            'council_id': vals.get('council_id') or (len(councils) == 1 and councils.id),
        }

    def write(self, vals):
        if vals.get('state') == 'done' and 'done_on' not in vals:
            vals = {**vals, 'done_on': self.env.company._support_today()}
        elif vals.get('state') == 'open':
            vals = {**vals, 'done_on': False}
        return super().write(vals)

    def _handover_date(self):
        return self.date_deadline

    def action_done(self):
        self.filtered(lambda action: action.state == 'open').state = 'done'

    def action_undo(self):
        self.write({'state': 'open', 'drop_reason': False})

    def action_drop(self):
        """Give it up. Asks for the reason."""
        return self.env['support.reason']._open(self, '_drop', self.env._('Drop the To-Do'))

    def _drop(self, reason):
        self.write({'state': 'dropped', 'drop_reason': reason})

    def _reason_methods(self):
        return {'_drop'}
