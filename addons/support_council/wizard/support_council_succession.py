# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SupportCouncilSuccession(models.TransientModel):
    """New terms for many seats at once: renewal of a council, or successors after a change.

    Each line is a seat. The term that holds ends on the day before the new one begins; the past
    keeps the predecessor's name.
    """

    _name = 'support.council.succession'
    _description = 'New Terms'

    council_id = fields.Many2one('support.council', required=True, readonly=True)
    company_id = fields.Many2one(related='council_id.company_id')
    date_start = fields.Date(string='New Term From', required=True)
    date_end = fields.Date(
        string='New Term Until', help='Last day of the new term. Empty while it is open.'
    )
    line_ids = fields.One2many('support.council.succession.line', 'succession_id', string='Seats')

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        council = self.env['support.council'].browse(
            values.get('council_id') or self.env.context.get('active_id')
        )
        today = self.env.company._support_today()
        seats = council.seat_ids._in_force(today)
        values.update(
            {
                'council_id': council.id,
                'date_start': today,
                'line_ids': [
                    Command.create(
                        {
                            'seat_id': seat.id,
                            'member_id': seat.current_member_id.id,
                            'person_id': seat.current_member_id.person_id.id,
                        }
                    )
                    for seat in seats
                ],
            }
        )
        return {name: value for name, value in values.items() if name in fields_list}

    def action_apply(self):
        """Write the new terms of all lines marked for it.

        :raises UserError: when no line is marked, or a present term begins after the new one
        """
        self.ensure_one()
        lines = self.line_ids.filtered('change')
        if not lines:
            raise UserError(self.env._('Tick the seats that get a new term.'))
        last_day = self.date_start - timedelta(days=1)
        for line in lines:
            present = line.seat_id.member_ids.filtered(
                lambda member: not member.date_end or member.date_end > last_day
            )
            for member in present:
                if member.date_start and member.date_start > last_day:
                    raise UserError(
                        self.env._(
                            'Seat "%(seat)s": the term of %(person)s begins on %(date)s already. '
                            'Choose a later day for the new term, or leave this seat out.',
                            seat=line.seat_id.display_name,
                            person=member.person_id.name,
                            date=member.date_start,
                        )
                    )
            present.date_end = last_day
        self.env['support.council.member'].create(
            [
                {
                    'seat_id': line.seat_id.id,
                    'person_id': line.person_id.id,
                    'date_start': self.date_start,
                    'date_end': line.date_end,
                }
                for line in lines
                if line.person_id
            ]
        )
        return {'type': 'ir.actions.act_window_close'}


class SupportCouncilSuccessionLine(models.TransientModel):
    _name = 'support.council.succession.line'
    _description = 'New Term of a Seat'

    succession_id = fields.Many2one('support.council.succession', required=True, ondelete='cascade')
    company_id = fields.Many2one(related='succession_id.company_id')
    seat_id = fields.Many2one('support.council.seat', required=True, readonly=True)
    member_id = fields.Many2one('support.council.member', string='Present Member', readonly=True)
    change = fields.Boolean(string='New Term', help='Tick the seats that get a new term.')
    person_id = fields.Many2one(
        'support.person',
        string='New Member',
        help='Leave the name for another term of the same person; empty it for a seat that is '
        'not filled yet.',
    )

    date_end = fields.Date(
        string='Until',
        compute='_compute_date_end',
        store=True,
        readonly=False,
        help="Who takes over before a term is over gets the rest of the predecessor's term.",
    )

    @api.depends('person_id', 'member_id', 'succession_id.date_start', 'succession_id.date_end')
    def _compute_date_end(self):
        for line in self:
            line.date_end = line.succession_id.date_end or line._rest_of_term()

    def _rest_of_term(self):
        """Return the end of the term that somebody else takes over, False for a new term."""
        end, start = self.member_id.date_end, self.succession_id.date_start
        takes_over = self.person_id and self.person_id != self.member_id.person_id
        return end if takes_over and end and start and end >= start else False

    @api.onchange('person_id')
    def _onchange_person_id(self):
        for line in self:
            if line.person_id != line.member_id.person_id:
                line.change = True
