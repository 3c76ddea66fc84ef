# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportCouncilMember(models.Model):
    """A person's term in a seat."""

    _name = 'support.council.member'
    _inherit = ['support.term', 'support.audited', 'support.kept']
    _description = 'Council Member'
    _order = 'council_id, seat_id, date_start, id'
    _audit_fields = ('seat_id', 'person_id', 'date_start', 'date_end')
    _check_company_auto = True

    seat_id = fields.Many2one(
        'support.council.seat', required=True, index=True, ondelete='restrict', check_company=True
    )
    council_id = fields.Many2one(related='seat_id.council_id', store=True, index=True)
    company_id = fields.Many2one(related='seat_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='seat_id.area_id', store=True, index=True)
    person_id = fields.Many2one(
        'support.person', required=True, index=True, ondelete='restrict', check_company=True
    )
    organization_id = fields.Many2one(related='seat_id.organization_id')

    @api.depends('person_id.name', 'seat_id')
    def _compute_display_name(self):
        for member in self:
            seat = member.seat_id.display_name
            name = member.person_id.name or ''
            member.display_name = f'{name} ({seat})' if seat else name

    @api.constrains('seat_id', 'date_start', 'date_end')
    def _check_no_overlap(self):
        for member in self:
            for other in member.seat_id.member_ids - member:
                if member._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            'Seat "%(seat)s": the terms of %(first)s and %(second)s overlap. '
                            'End the earlier term before the later one begins.',
                            seat=member.seat_id.display_name,
                            first=other.person_id.name,
                            second=member.person_id.name,
                        )
                    )
