# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools import japanese_date


class SupportCouncilRoster(models.TransientModel):
    """The roster of a council as of any day: asks for the day, shows it, hands out its files.

    Who sat where follows from the terms, so a roster of an earlier day names the predecessor.
    """

    _name = 'support.council.roster'
    _description = 'Roster'

    council_id = fields.Many2one('support.council', required=True, readonly=True)
    date = fields.Date(
        string='As Of', required=True, default=lambda self: self.env.company._support_today()
    )
    preview = fields.Html(compute='_compute_preview', sanitize=False)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if 'council_id' in fields_list and not values.get('council_id'):
            values['council_id'] = self.env.context.get('active_id')
        return values

    @api.depends('council_id', 'date')
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard.date and self.env['ir.qweb']._render(
                'support_council.roster_table',
                {'roster': self._get_roster(wizard.council_id, wizard.date)},
            )

    @api.model
    def _get_roster(self, council, day=None):
        """Return a roster as it is printed, in Japanese.

        :param council: one ``support.council``
        :param date day: today when missing
        :return: dict with ``title``, ``as_of``, ``lead`` (lines below the title), ``head`` and
            ``widths`` (percent) of the columns, ``rows`` (lists of int and str, one a seat in force
            on the day; a seat that nobody holds is printed as being filled) and ``summary`` (seats,
            members, capacity, as stated)
        """
        paper = self.env['ir.actions.report']._for_paper()
        day = day or council.company_id._support_today()
        return self.with_env(paper.env)._build_roster(council.with_env(paper.env), day)

    @api.model
    def _build_roster(self, council, day):
        """Return the dict of ``_get_roster`` in the language of the environment."""
        seats = council.seat_ids._in_force(day).sorted(lambda seat: (seat.sequence, seat.id))
        members = seats.member_ids._in_force(day).grouped('seat_id')
        kinds = dict(seats._fields['kind']._description_selection(council.env))
        rows = []
        for number, seat in enumerate(seats, 1):
            member = members.get(seat, self.env['support.council.member'])
            rows.append(
                [
                    number,
                    seat.category_id.name or '',
                    seat.organization_id.name or '',
                    seat.post or '',
                    seat.position or '',
                    member.person_id.name or self.env._('(being chosen)'),
                    kinds[seat.kind],
                    self._term_label(member),
                ]
            )
        numbers = [
            (self.env._('Seats'), len(seats)),
            (self.env._('Members'), len(members)),
            (self.env._('Capacity'), council.capacity),
            (self.env._('Members as Stated'), council.stated_member_count),
        ]
        return {
            'title': self.env._('Roster of %(council)s', council=council.nickname or council.name),
            'lead': self._lead_lines(council, day),
            'as_of': self.env._('As of %(date)s', date=japanese_date.format_date(day)),
            'head': [
                self.env._('Seat No.'),
                self.env._('Selection Category'),
                self.env._('Organisation'),
                self.env._('Post'),
                self.env._('Position'),
                self.env._('Person'),
                self.env._('Kind'),
                self.env._('Term'),
            ],
            'widths': [5, 14, 20, 12, 8, 12, 11, 18],
            'rows': rows,
            'summary': '　'.join(f'{label} {number}' for label, number in numbers if number),
        }

    def _lead_lines(self, council, day):
        """Return what stands below the title: the municipality's words, and who coordinates."""
        tiers = dict(council._fields['tier']._description_selection(council.env))
        term = council.company_id.support_council_term or self.env._('Council')
        name = [council.name] if council.nickname else []
        coordinators = self.env['support.coordinator'].search(
            council._coordinators_domain(day), order='sequence, id'
        )
        lines = ['　'.join([f'{term}（{tiers[council.tier]}）', council.area_id.name, *name])]
        if coordinators:
            names = '、'.join(coordinators.mapped('person_id.name'))
            lines.append(f'{council._coordinator_title()}　{names}')
        return lines

    def _term_label(self, member):
        start, end = (
            japanese_date.format_date(day) for day in (member.date_start, member.date_end)
        )
        return f'{start}～{end}' if start or end else ''

    def action_pdf(self):
        """Download the roster as PDF."""
        return self._download('pdf')

    def action_xlsx(self):
        """Download the roster as a workbook."""
        return self._download('xlsx')

    def _download(self, kind):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/support_council/roster/{self.council_id.id}/{kind}?as_of={self.date}',
        }
