# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import pytz

from odoo import fields, models, tools

from ..tools import japanese_date

LETTER_SEQUENCE_CODE = 'support.letter'
DEFAULT_ZONE = 'Asia/Tokyo'


class ResCompany(models.Model):
    _inherit = 'res.company'

    support_term_notice_days = fields.Integer(
        string='Notice Before Terms End (Days)',
        default=60,
        help='So many days before terms of members end, the person in charge gets a to-do.',
    )
    support_share_level = fields.Selection(
        selection=lambda self: (
            self.env['support.activity']._fields['share_level']._description_selection(self.env)
        ),
        string='New Entries Are Shared',
        required=True,
        default='office',
        help='Proposed for new entries of the log. A sheet for the commissioner prints only what '
        'is shared up to the commissioner.',
    )
    support_sheet_reflection = fields.Boolean(
        string='Print Thoughts for the Commissioner',
        help='Whether log sheets for the commissioner print thoughts and findings.',
    )
    support_sheet_approval = fields.Boolean(
        string='Approval Box on Log Sheets',
        help='Whether log sheets have a box in which the confirmation of the month is printed.',
    )
    support_council_term = fields.Char(
        string='Local Word for Council',
        help='What the municipality calls a council. Prints use it.',
    )
    support_coordinator_title = fields.Char(
        string='Local Title of Coordinators',
        help='What the municipality calls its coordinators. Prints use it.',
    )
    support_agenda_times = fields.Boolean(
        string='Times on the Agenda',
        help='Whether items of an agenda have a time, added up against the length of the meeting.',
    )
    support_proxy_fee = fields.Boolean(
        string='Fee for a Proxy', help='Whether the fee of a seat is due when it sends a proxy.'
    )
    support_letter_prefix = fields.Char(
        string='Before the Letter Number', help='For example あ社協: letters are あ社協第1号.'
    )
    support_letter_sender = fields.Text(
        string='Sender of Letters',
        help='One line each, for example the corporation and its chair. Empty: the office.',
    )
    support_office_name = fields.Char(
        string='Section in Charge', help='The section that letters name as contact.'
    )
    support_office_fax = fields.Char(string='FAX for Answers')
    support_approval_boxes = fields.Char(
        string='Approval Boxes',
        help='Names of the boxes on copies for the file, from left to right, separated by commas. '
        'Empty: no boxes.',
    )
    support_answer_sheets = fields.Boolean(
        string='Answer Sheets', default=True, help='Print an answer sheet for each seat.'
    )
    support_name_cards = fields.Boolean(string='Name Cards', help='Print name cards.')

    def _support_zone(self):
        """Return the time zone of the office: that of the company's partner, else Japan's.

        Scheduled jobs and the superuser have UTC, in which 1 April 08:00 in Japan is still March.
        """
        self.ensure_one()
        return pytz.timezone(self._support_zone_name())

    @tools.ormcache('self.id')
    def _support_zone_name(self):
        """Return the name of the zone, kept because every dated record asks for it."""
        return self.sudo().partner_id.tz or DEFAULT_ZONE

    def write(self, vals):
        result = super().write(vals)
        if 'partner_id' in vals:
            self.env.registry.clear_cache()
        return result

    def _support_local_date(self, moment):
        """Return the local calendar day of a naive UTC datetime, as the database stores it.

        :param datetime moment: naive UTC
        """
        return self._support_local_datetime(moment).date()

    def _support_local_datetime(self, moment):
        """Return the aware local datetime of a naive UTC datetime."""
        return pytz.utc.localize(moment).astimezone(self._support_zone())

    def _support_today(self):
        """Return today's date in the office: the only "today" of these addons."""
        return datetime.now(self._support_zone()).date()  # odoo19: ok (the one clock)

    # ---- Letters -------------------------------------------------------------------------------

    def _support_letter_sequence(self, day):
        """Return the office's series of letter numbers, with the fiscal year of a day in it.

        Odoo itself would begin a new series on 1 January. Two people who send an office's very
        first letter at once meet at the unique letter number.
        """
        self.ensure_one()
        sequences = self.env['ir.sequence'].sudo()
        sequence = sequences.search(
            [('code', '=', LETTER_SEQUENCE_CODE), ('company_id', '=', self.id)], limit=1
        ) or sequences.create(
            {
                'name': f'{self.name}: letters',
                'code': LETTER_SEQUENCE_CODE,
                'company_id': self.id,
                'implementation': 'no_gap',
                'use_date_range': True,
            }
        )
        start, end = japanese_date.fiscal_year_dates(day)
        if start not in sequence.date_range_ids.mapped('date_from'):
            sequence.date_range_ids.create(
                {'sequence_id': sequence.id, 'date_from': start, 'date_to': end}
            )
        return sequence

    def _support_sender(self):
        """Return the lines that sign a letter."""
        self.ensure_one()
        return self.support_letter_sender or self.name

    def _support_office(self):
        """Return the section that letters name as contact."""
        self.ensure_one()
        return self.support_office_name or self.name

    def _support_approval_boxes(self):
        """Return the names of the approval boxes, list of str."""
        self.ensure_one()
        names = (self.support_approval_boxes or '').replace('、', ',').replace('，', ',')
        return [name.strip() for name in names.split(',') if name.strip()]
