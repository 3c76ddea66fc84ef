# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Quick: nobody gets a mail for a copy of what he sees anyway. Mirror: the change came from here.
MIRROR_CONTEXT = {'mail_activity_quick_update': True, 'support_mirror': True}
UNDATED_DAYS = 30


class SupportAction(models.Model):
    """やること: who does what by when. Homework of a meeting, or the follow-up of a log entry.

    A record of our own: Odoo deletes a user's activities when the user is archived.
    """

    _name = 'support.action'
    _inherit = [
        'support.audited',
        'support.handed.over',
        'support.area.bound',
        'mail.thread',
        'mail.activity.mixin',
    ]
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
        # No line "created" for each and no followers: what it is about stands in the record.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        actions = super(SupportAction, quiet).create(vals_list).with_env(self.env)
        actions._mirror()
        return actions

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
        result = super().write(vals)
        if {'name', 'state', 'user_id', 'coordinator_id', 'date_deadline'} & vals.keys():
            self._mirror()
        return result

    # ---- Odoo's to-do --------------------------------------------------------------------------

    def _mirror(self):
        """Let every open to-do with a login have one activity of Odoo, that of its own type.

        Odoo's clock in the top bar then counts it. The activity is a copy: it goes when the user
        is archived, the to-do stays.
        """
        kind = self.env.ref('support_council.mail_activity_type_action', raise_if_not_found=False)
        if not self or not kind:
            return
        mirrors = self._find_mirrors().grouped('res_id')
        activities = self.env['mail.activity'].sudo().with_context(**MIRROR_CONTEXT)
        missing, surplus = [], activities.browse()
        for action in self.sudo():
            present = mirrors.get(action.id, activities).with_context(**MIRROR_CONTEXT)
            wanted = action._prepare_mirror_values()
            if not wanted:
                surplus |= present
                continue
            surplus |= present[1:]
            if not present:
                missing.append({**wanted, 'activity_type_id': kind.id, 'automated': True})
            elif any(present[0][name] != wanted[name] for name in ('summary', 'date_deadline')) or (
                present[0].user_id.id != wanted['user_id']
            ):
                present[0].write(wanted)
        surplus.unlink()
        if missing:
            model = self.env['ir.model']._get_id(self._name)
            activities.create([{**values, 'res_model_id': model} for values in missing])

    def _find_mirrors(self):
        """Return the open activities that stand for these to-dos."""
        return (
            self.env['mail.activity']
            .sudo()
            .search(
                [
                    ('res_model', '=', self._name),
                    ('res_id', 'in', self.ids),
                    (
                        'activity_type_id',
                        '=',
                        self.env.ref('support_council.mail_activity_type_action').id,
                    ),
                ]
            )
        )

    def _prepare_mirror_values(self):
        """Return the values of the activity of this to-do, or None where there is to be none."""
        self.ensure_one()
        if self.state != 'open' or not self.user_id.active:
            return None
        return {
            'res_id': self.id,
            'user_id': self.user_id.id,
            'summary': self.name,
            'date_deadline': self.date_deadline or self._default_mirror_deadline(),
        }

    def _default_mirror_deadline(self):
        """Return a day for a to-do without one, which Odoo's activities do not know."""
        entered = self.create_date or fields.Datetime.now()
        return self.company_id._support_local_date(entered) + timedelta(days=UNDATED_DAYS)

    def _follow_mirror(self, activity, vals):
        """Take over what was changed on the activity in Odoo.

        :param activity: the activity
        :param dict vals: what was written on it
        """
        self.ensure_one()
        values = {}
        if 'summary' in vals and activity.summary:
            values['name'] = activity.summary
        if 'date_deadline' in vals:
            values['date_deadline'] = activity.date_deadline
        if 'user_id' in vals and activity.user_id != self.user_id:
            today = self.company_id._support_today()
            coordinator = self.env['support.coordinator']._of_user(activity.user_id, today)[:1]
            values.update(user_id=activity.user_id.id, coordinator_id=coordinator.id)
        if values:
            self.write(values)

    def _handover_date(self):
        return self.date_deadline

    def _responsible_name(self):
        """Return who sees to it, one of us or somebody else, as minutes and handovers name her."""
        # The name stands in them, also that of a coordinator of another area.
        return self.sudo().coordinator_id.display_name or self.responsible or ''

    def action_done(self):
        """Note that open to-dos are done, as of today."""
        self.filtered(lambda action: action.state == 'open').state = 'done'

    def action_undo(self):
        """Open to-dos again that were done or dropped."""
        self.write({'state': 'open', 'drop_reason': False})

    def action_drop(self):
        """Give it up. Asks for the reason."""
        return self.env['support.reason']._open(self, '_drop', self.env._('Drop the To-Do'))

    def _drop(self, reason):
        self.write({'state': 'dropped', 'drop_reason': reason})

    def _reason_methods(self):
        return {'_drop'}
