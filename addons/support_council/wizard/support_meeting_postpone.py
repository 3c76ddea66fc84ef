# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportMeetingPostpone(models.TransientModel):
    """Asks why a meeting is postponed and to which day."""

    _name = 'support.meeting.postpone'
    _description = 'Postpone a Meeting'

    meeting_id = fields.Many2one('support.meeting', required=True, readonly=True)
    format = fields.Selection(related='meeting_id.format')
    reason = fields.Char(required=True)
    date = fields.Date(
        string='New Day',
        compute='_compute_date',
        store=True,
        readonly=False,
        help='Enough while the hours are not known.',
    )
    start = fields.Datetime(string='Begins')
    stop = fields.Datetime(string='Ends')

    @api.depends('start')
    def _compute_date(self):
        for wizard in self:
            if wizard.start:
                wizard.date = wizard.meeting_id.company_id._support_local_date(wizard.start)

    @api.onchange('start')
    def _onchange_start(self):
        meeting = self.meeting_id
        if self.start and meeting.start and meeting.stop:
            self.stop = self.start + (meeting.stop - meeting.start)

    def action_apply(self):
        """Postpone, and open the new meeting.

        :raises UserError: without a day, or with the day of the postponed meeting itself
        """
        self.ensure_one()
        if not self.date:
            raise UserError(
                self.env._(
                    'Enter the new day. While it is not known, cancel the meeting instead; its '
                    'agenda comes to the next one that you plan.'
                )
            )
        meeting = self.meeting_id._postpone(self.reason.strip(), self._prepare_values())
        return meeting._open_form()

    def _prepare_values(self):
        """Return day and hours of the new meeting."""
        self.ensure_one()
        if self.start:
            return {'date': self.date, 'start': self.start, 'stop': self.stop}
        return {'date': self.date, **self.meeting_id._hours_on(self.date)}
