# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SupportResourceEvent(models.Model):
    """Dated step in the life of a resource: the truth about its history.

    The state of the resource follows from its events, never the other way round.
    """

    _name = 'support.resource.event'
    _inherit = ['support.audited', 'support.dated']
    _description = 'Step of a Resource'
    _order = 'effective_date desc, sequence desc, id desc'
    _audit_fields = ('resource_id', 'kind', 'date', 'date_to', 'date_precision', 'note')

    resource_id = fields.Many2one('support.resource', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(
        related='resource_id.company_id', store=True, index=True, precompute=True
    )
    area_id = fields.Many2one(
        related='resource_id.area_id', store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ('recorded', 'Recorded'),
            ('created', 'Created with our support'),
            ('strengthened', 'Strengthened with our support'),
            ('suspended', 'Suspended'),
            ('resumed', 'Resumed'),
            ('ended', 'Ended'),
        ],
        required=True,
        default='recorded',
        help='Recorded: found as it is, without our support.\n'
        'Resumed: runs again and is what it was before the suspension.',
    )
    sequence = fields.Integer(default=10, help='Order of steps of the same day.')
    note = fields.Char()

    _history_idx = models.Index('(resource_id, effective_date DESC, sequence DESC, id DESC)')

    @api.depends('kind', 'date', 'date_precision')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for event in self:
            event.display_name = f'{event.date_label or ""} {kinds.get(event.kind, "")}'.strip()

    @api.constrains('date')
    def _check_not_in_future(self):
        today = self.env.company._support_today()
        for event in self:
            if event.date > today:
                raise ValidationError(
                    self.env._(
                        'The step "%(step)s" of %(resource)s lies in the future. '
                        'Enter it when it has happened.',
                        step=event.display_name,
                        resource=event.resource_id.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        remaining = dict(
            self.env['support.resource.event']._read_group(
                [('resource_id', 'in', self.resource_id.ids), ('id', 'not in', self.ids)],
                ['resource_id'],
                ['__count'],
            )
        )
        for resource in self.resource_id:
            if not remaining.get(resource):
                raise UserError(
                    self.env._(
                        'A resource keeps at least one step of its history. '
                        'Correct the date or the kind of this step of %(resource)s instead.',
                        resource=resource.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.resource_id._apply_event_history()
        return events

    def write(self, vals):
        resources = self.resource_id
        result = super().write(vals)
        (resources | self.resource_id)._apply_event_history()
        return result

    def unlink(self):
        resources = self.resource_id
        result = super().unlink()
        resources._apply_event_history()
        return result
