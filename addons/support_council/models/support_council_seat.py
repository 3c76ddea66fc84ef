# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .support_council import PLANNED_STATES

# Words on official papers, the same in every language.
HONORIFICS = [('sama', '様'), ('dono', '殿'), ('onchu', '御中')]


class SupportCouncilSeat(models.Model):
    """A place in a council. It belongs to an organisation or a post; persons fill it by turns."""

    _name = 'support.council.seat'
    _inherit = ['support.term', 'support.area.bound']
    _description = 'Council Seat'
    _order = 'council_id, sequence, id'
    _rec_names_search = ['organization_id', 'post']
    _check_company_auto = True
    _sight_fields = ('area_id', 'council_id')

    council_id = fields.Many2one(
        'support.council', required=True, index=True, ondelete='restrict', check_company=True
    )
    company_id = fields.Many2one(related='council_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='council_id.area_id', store=True, index=True)
    sequence = fields.Integer(default=10)
    organization_id = fields.Many2one(
        'res.partner',
        string='Organisation',
        domain=[('is_company', '=', True)],
        index='btree_not_null',
        ondelete='restrict',
    )
    post = fields.Char(help='Post to which the seat belongs, for example head of a residents body.')
    category_id = fields.Many2one(
        'support.seat.category', string='Selection Category', ondelete='restrict'
    )
    kind = fields.Selection(
        [
            ('regular', 'Regular'),
            ('partner', 'Cooperating'),
            ('guest', 'Guest by topic'),
            ('observer', 'Observer'),
            ('secretariat', 'Secretariat'),
        ],
        required=True,
        default='regular',
    )
    position = fields.Char(help='Office held in the council, for example chair.')
    expected_role = fields.Char(
        help='What the council hopes for from this seat, for example advice on transport.'
    )
    fee = fields.Monetary(help='Fee for one attendance. 0 when there is none.', aggregator=None)
    currency_id = fields.Many2one(related='company_id.currency_id')
    honorific = fields.Selection(
        HONORIFICS,
        help='How letters address this seat. Empty: 御中 for an organisation as a whole, 様 for a '
        'post or a person.',
    )
    is_public_recruit = fields.Boolean(string='Public Recruit')
    member_ids = fields.One2many('support.council.member', 'seat_id', string='Members')
    current_member_id = fields.Many2one(
        'support.council.member',
        compute='_compute_current_member_id',
    )

    @api.depends('organization_id', 'post')
    def _compute_display_name(self):
        for seat in self:
            parts = [seat.organization_id.name, seat.post]
            seat.display_name = ' '.join(filter(None, parts))

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator not in ('=', 'in'):
            return domain
        # The whole name, as imports give it: an organisation, a space and a post, each maybe with
        # spaces of its own.
        for name in [value] if isinstance(value, str) else value:
            words = (name or '').split(' ')
            for index in range(1, len(words)):
                organization, post = ' '.join(words[:index]), ' '.join(words[index:])
                domain |= Domain('organization_id.name', '=', organization) & Domain(
                    'post', '=', post
                )
        return domain

    @api.depends('member_ids.date_start', 'member_ids.date_end')
    def _compute_current_member_id(self):
        today = self.env.company._support_today()
        for seat in self:
            seat.current_member_id = seat.member_ids._in_force(today)[:1]

    @api.constrains('organization_id', 'post')
    def _check_named(self):
        for seat in self:
            if not seat.organization_id and not seat.post:
                raise ValidationError(
                    self.env._(
                        'A seat of %(council)s has neither an organisation nor a post. '
                        'Enter one of the two; a person can follow later.',
                        council=seat.council_id.display_name,
                    )
                )

    def _post_label(self):
        """Return the post with its organisation: 北山自治会 and 会長 make 北山自治会長."""
        self.ensure_one()
        organization, post = self.organization_id.name or '', self.post or ''
        if organization and post.startswith(f'{organization[-1]}長'):
            post = post[1:]
        return f'{organization}{post}'

    def _prepare_addressee(self, member):
        """Return how letters and lists name this seat.

        :param member: the ``support.council.member`` of the day, empty while it is being chosen
        :return: dict with ``organization`` (first line, maybe empty), ``name`` (second line) and
            ``honorific`` (a key of HONORIFICS)
        """
        self.ensure_one()
        person = member.person_id.name
        whole = not person and not self.post
        if person:
            organization = self.organization_id.name or ''
            name = '　'.join(filter(None, [self.post, person]))
        else:
            organization, name = '', self._post_label()
        return {
            'organization': organization,
            'name': name,
            'honorific': self.honorific or ('onchu' if whole else 'sama'),
        }

    # ---- Attendance lists of planned meetings --------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        seats.council_id._update_planned_attendance()
        return seats

    def write(self, vals):
        result = super().write(vals)
        if {'date_start', 'date_end', 'kind', 'council_id'} & vals.keys():
            self.council_id._update_planned_attendance()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_from_planned_attendance(self):
        # The list is the system's own record.
        self.env['support.meeting.attendance'].sudo().search(
            [('seat_id', 'in', self.ids), ('meeting_id.state', 'in', PLANNED_STATES)]
        ).unlink()
