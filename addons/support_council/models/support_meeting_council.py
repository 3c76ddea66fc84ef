# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportMeetingCouncil(models.Model):
    """A meeting of a council, with the number it carries there.

    A joint meeting has a row for each council and is still one meeting.
    """

    _name = 'support.meeting.council'
    _inherit = ['support.frozen']
    _frozen_parent = 'meeting_id'
    _description = 'Meeting of a Council'
    _order = 'meeting_date desc, id desc'
    _rec_name = 'meeting_id'
    _check_company_auto = True

    meeting_id = fields.Many2one(
        'support.meeting', required=True, index=True, ondelete='cascade', check_company=True
    )
    council_id = fields.Many2one(
        'support.council', required=True, index=True, ondelete='restrict', check_company=True
    )
    area_id = fields.Many2one(related='council_id.area_id', store=True, index=True)
    company_id = fields.Many2one(related='meeting_id.company_id', store=True, index=True)
    kind_id = fields.Many2one(related='meeting_id.kind_id', store=True, string='Kind')
    meeting_date = fields.Date(related='meeting_id.date', store=True, string='Date')
    meeting_state = fields.Selection(related='meeting_id.state', store=True, string='State')
    number = fields.Integer(
        string='No.', aggregator=None, help='Which meeting of its kind this is in the council.'
    )
    number_year = fields.Integer(
        aggregator=None,
        help='Fiscal year within which the number counts; 0 when it runs on from the first.',
    )

    _meeting_council_uniq = models.Constraint(
        'unique(meeting_id, council_id)', 'The council takes part in this meeting already.'
    )
    _number_uniq = models.UniqueIndex(
        '(council_id, kind_id, number_year, number) WHERE number > 0',
        'The council has a meeting of this kind and number already. Choose another number.',
    )
    _dates_idx = models.Index('(council_id, meeting_state, meeting_date)')

    @api.constrains('meeting_id', 'council_id')
    def _check_councils_not_twice(self):
        self.meeting_id._check_councils_not_twice()

    def _propose_numbers(self):
        """Number the rows that have none: one more than the highest of council and kind.

        Cancelled and postponed meetings give their number back.
        """
        for row in self:
            meeting = row.meeting_id
            kind = meeting.kind_id
            if not kind.is_numbered or meeting.state in ('cancelled', 'postponed'):
                if row.number:
                    row.write({'number': 0, 'number_year': 0})
                continue
            per_year = kind.number_per == 'fiscal_year'
            year = int(meeting.fiscal_year) if per_year and meeting.fiscal_year else 0
            if row.number and row.number_year == year:
                continue
            highest = self._read_group(
                [
                    ('council_id', '=', row.council_id.id),
                    ('kind_id', '=', kind.id),
                    ('number_year', '=', year),
                ],
                aggregates=['number:max'],
            )[0][0]
            row.write({'number': (highest or 0) + 1, 'number_year': year})

    @api.depends('council_id.name', 'number')
    def _compute_display_name(self):
        for row in self:
            if row.number:
                row.display_name = self.env._(
                    '%(council)s, meeting %(number)s',
                    council=row.council_id.name,
                    number=row.number,
                )
            else:
                row.display_name = row.council_id.name or ''
