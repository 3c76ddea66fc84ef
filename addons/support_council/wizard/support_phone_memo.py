# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

CONSULTATION = 'consultation'


class SupportPhoneMemo(models.TransientModel):
    """電話メモ: the telephone calls of a day on one screen, saved as one entry each."""

    _name = 'support.phone.memo'
    _description = 'Telephone Notes'
    _check_company_auto = True

    date = fields.Date(
        string='Activity Date',
        required=True,
        default=lambda self: self.env.company._support_today(),
    )
    coordinator_id = fields.Many2one(
        'support.coordinator',
        string='Taken By',
        required=True,
        check_company=True,
        default=lambda self: self.env['support.activity']._default_coordinator(),
    )
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company)
    line_ids = fields.One2many('support.phone.memo.line', 'memo_id', string='Calls')

    def action_save(self):
        """Write one entry for each call, all of them or none.

        :raises UserError: naming the first call that cannot be saved
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._('There is no call yet. Add one with "Add a Call".'))
        for number, line in enumerate(self.line_ids, 1):
            problem = line._problem()
            if problem:
                raise UserError(
                    self.env._(
                        'Call %(number)s (%(who)s): %(problem)s Nothing was saved.',
                        number=number,
                        who=line.counterpart or line.topic or self.env._('nobody named'),
                        problem=problem,
                    )
                )
        entries = self.env['support.activity'].create(
            [line._prepare_entry_values() for line in self.line_ids]
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Telephone Notes'),
            'res_model': 'support.activity',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'domain': [('id', 'in', entries.ids)],
        }


class SupportPhoneMemoLine(models.TransientModel):
    _name = 'support.phone.memo.line'
    _description = 'Telephone Note'
    _order = 'memo_id, id'
    _rec_name = 'counterpart'
    _check_company_auto = True

    memo_id = fields.Many2one('support.phone.memo', required=True, ondelete='cascade')
    company_id = fields.Many2one(related='memo_id.company_id')
    counterpart = fields.Char(
        string='Who Called', help='Organisation or post; not the name of a resident.'
    )
    topic = fields.Char(string='Matter of the Call')
    minutes = fields.Integer(string='Time (Minutes)', default=10)
    kind_id = fields.Many2one(
        'support.activity.kind', string='Counts As', default=lambda self: self._default_kind_id()
    )
    caller_kind = fields.Selection(
        selection=lambda self: (
            self.env['support.activity']._fields['caller_kind']._description_selection(self.env)
        )
    )
    area_id = fields.Many2one(
        'support.area',
        compute='_compute_area_id',
        store=True,
        readonly=False,
        check_company=True,
    )
    progress_content = fields.Text(string='Content')

    @api.model
    def _default_kind_id(self):
        return self.env['support.activity.kind'].search([('code', '=', CONSULTATION)], limit=1)

    @api.depends('memo_id.coordinator_id')
    def _compute_area_id(self):
        for line in self:
            line.area_id = line.area_id or line.memo_id.coordinator_id.area_id

    def _problem(self):
        """Hook: return why this call cannot be saved as an entry, or nothing."""
        self.ensure_one()
        if not (self.counterpart or '').strip() and not (self.topic or '').strip():
            return self.env._('enter who called or what it was about.')
        if not 0 <= self.minutes <= 1440:
            return self.env._(
                'the time of %(minutes)s minutes does not lie between 0 and 1440 (24 hours).',
                minutes=self.minutes,
            )
        if not self.area_id:
            return self.env._('choose the area.')
        return None

    def _prepare_entry_values(self):
        """Return the values of the log entry of one call."""
        self.ensure_one()
        memo = self.memo_id
        commission = (
            memo.coordinator_id.commission_id
            or self.env['support.activity']._default_commission_id()
        )
        return {
            'date': memo.date,
            'state': 'done',
            'means': 'phone',
            'counterpart': self.counterpart,
            'event_name': self.topic or self.env._('Consultation by telephone'),
            'caller_kind': self.caller_kind,
            'progress_content': self.progress_content,
            'area_id': self.area_id.id,
            'commission_id': commission.id,
            'company_id': memo.company_id.id,
            'participant_ids': [
                Command.create({'coordinator_id': memo.coordinator_id.id, 'minutes': self.minutes})
            ],
            'count_ids': [Command.create({'kind_id': self.kind_id.id})] if self.kind_id else [],
        }
