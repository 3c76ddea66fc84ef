# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools import japanese_date


class SupportMeetingTally(models.Model):
    """Meetings of others as a yearly number: how many there were, and at how many we sat.

    The denominator of an attendance rate where nobody records each single meeting.
    """

    _name = 'support.meeting.tally'
    _inherit = ['support.audited', 'support.area.bound']
    _description = 'Yearly Number of Meetings of Others'
    _order = 'fiscal_year desc, area_id, kind_id'
    _rec_name = 'kind_id'
    _audit_fields = ('held', 'attended', 'source')
    _check_company_auto = True

    area_id = fields.Many2one(
        'support.area', required=True, index=True, ondelete='restrict', check_company=True
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    fiscal_year = fields.Selection(
        selection=lambda self: self.env['support.meeting']._selection_fiscal_year(),
        required=True,
        default=lambda self: str(japanese_date.fiscal_year_of(self.env.company._support_today())),
    )
    kind_id = fields.Many2one(
        'support.meeting.kind', required=True, index=True, ondelete='restrict'
    )
    held = fields.Integer(
        string='Meetings Held',
        required=True,
        default=0,
        help='By others, in the area and fiscal year.',
    )
    attended = fields.Integer(string='Attended by Us', required=True, default=0)
    source = fields.Char(help='Where the number comes from.')

    _area_year_kind_uniq = models.Constraint(
        'unique(company_id, area_id, fiscal_year, kind_id)',
        'This area has a number for this kind of meeting and fiscal year already.',
    )
    _numbers_range = models.Constraint(
        'CHECK(attended BETWEEN 0 AND held)',
        'We cannot have attended more meetings than were held, and no number can be negative.',
    )

    @api.depends('kind_id', 'area_id', 'fiscal_year')
    def _compute_display_name(self):
        years = dict(self.env['support.meeting']._selection_fiscal_year())
        for tally in self:
            parts = [tally.area_id.name, years.get(tally.fiscal_year), tally.kind_id.name]
            tally.display_name = ' '.join(filter(None, parts))
