# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import japanese_date
from .support_council import PLANNED_STATES


class SupportCouncilMember(models.Model):
    """A person's term in a seat."""

    _name = 'support.council.member'
    _inherit = ['support.term', 'support.audited', 'support.kept', 'support.area.bound']
    _description = 'Council Member'
    _order = 'council_id, seat_id, date_start, id'
    _audit_fields = ('seat_id', 'person_id', 'date_start', 'date_end')
    _check_company_auto = True
    _sight_fields = ('area_id', 'seat_id')

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

    @api.onchange('seat_id', 'person_id', 'date_start')
    def _onchange_propose_term(self):
        """Propose the term of whoever follows in a seat: the rest of the predecessor's term."""
        if self._origin or not self.seat_id or not self.person_id:
            return
        before = self.seat_id.member_ids.filtered(
            lambda member: member != self and member.date_end and member.person_id
        ).sorted('date_end')[-1:]
        if before and not self.date_start:
            self.date_start = before.date_end + timedelta(days=1)
        if before and self.date_start and not self.date_end:
            self.date_end = self._rest_of_term(before)

    def _rest_of_term(self, before):
        """Return the end of the term that began with ``before``, False where that is not known.

        It is the end that was entered before somebody shortened it, else the one that most of the
        council's other members have.
        """
        entered = before._origin.date_end
        if entered and entered > self.date_start:
            return entered
        others = self.council_id._origin.seat_ids.member_ids - before._origin
        ends = Counter(others._in_force(self.date_start).mapped('date_end'))
        common = max(ends, key=ends.get, default=False)
        return common if common and common > self.date_start else False

    @api.model
    def _remind_term_end(self):
        """Give whoever is in charge a to-do ahead of the end of terms, one a council and day.

        Members whose seat has a later term already are left out.
        """
        for company in self.env['res.company'].search([('support_term_notice_days', '>', 0)]):
            today = company._support_today()
            limit = today + timedelta(days=company.support_term_notice_days)
            ending = self.search(
                [
                    ('company_id', '=', company.id),
                    ('date_end', '>=', today),
                    ('date_end', '<=', limit),
                ]
            )
            ending = ending.filtered(
                lambda member: all(
                    other == member or (other.date_end and other.date_end <= member.date_end)
                    for other in member.seat_id.member_ids
                )
            )
            actions = self.env['support.action']
            known = {
                (council, day)
                for council, day in actions._read_group(
                    [('council_id', 'in', ending.council_id.ids), ('term_end', '!=', False)],
                    ['council_id', 'term_end:day'],
                )
            }
            groups = ending.grouped(lambda member: (member.council_id, member.date_end))
            actions.create(
                [
                    {
                        'name': self.env._(
                            'Terms of %(count)s members end on %(date)s: prepare the renewal',
                            count=len(members),
                            date=japanese_date.format_date(day),
                        ),
                        'council_id': council.id,
                        'company_id': company.id,
                        'user_id': council.user_id.id,
                        'date_deadline': day,
                        'term_end': day,
                    }
                    for (council, day), members in groups.items()
                    if (council, day) not in known
                ]
            )

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

    # ---- Attendance lists of planned meetings --------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.council_id._update_planned_attendance()
        return members

    def write(self, vals):
        result = super().write(vals)
        if {'seat_id', 'date_start', 'date_end'} & vals.keys():
            self.council_id._update_planned_attendance()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_from_planned_attendance(self):
        # The list is the system's own record.
        self.env['support.meeting.attendance'].sudo().search(
            [('member_id', 'in', self.ids), ('meeting_id.state', 'in', PLANNED_STATES)]
        ).member_id = False
