# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportMeetingAttendance(models.Model):
    """Who came, stayed away or sent somebody."""

    _name = 'support.meeting.attendance'
    _inherit = ['support.frozen']
    _frozen_parent = 'meeting_id'
    _description = 'Attendance'
    _order = 'meeting_id, sequence, id'
    _rec_name = 'name'
    _check_company_auto = True

    meeting_id = fields.Many2one(
        'support.meeting', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(related='meeting_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='meeting_id.area_id', store=True, index=True)
    council_id = fields.Many2one('support.council', ondelete='restrict', check_company=True)
    sequence = fields.Integer(default=10)
    member_id = fields.Many2one('support.council.member', ondelete='restrict', check_company=True)
    seat_id = fields.Many2one('support.council.seat', ondelete='restrict', check_company=True)
    name = fields.Char(
        string='Attendee',
        compute='_compute_name',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help='Name or organisation of somebody who is no member.',
    )
    status = fields.Selection(
        [
            ('present', 'Present'),
            ('late', 'Came late'),
            ('left_early', 'Left early'),
            ('proxy', 'Proxy'),
            ('excused', 'Absent (excused)'),
            ('absent', 'Absent'),
        ],
        required=True,
        default='present',
    )
    proxy_name = fields.Char(string='Proxy')

    _seat_uniq = models.UniqueIndex(
        '(meeting_id, seat_id) WHERE seat_id IS NOT NULL', 'This seat is on the list already.'
    )

    @api.depends('member_id', 'seat_id')
    def _compute_name(self):
        for line in self:
            if line.member_id or line.seat_id:
                line.name = line.member_id.display_name or line.seat_id.display_name
