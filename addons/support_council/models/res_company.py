# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import pytz

from odoo import fields, models

DEFAULT_ZONE = 'Asia/Tokyo'


class ResCompany(models.Model):
    _inherit = 'res.company'

    support_term_notice_days = fields.Integer(
        string='Notice Before Terms End (Days)',
        default=60,
        help='So many days before terms of members end, the person in charge gets a to-do.',
    )
    support_council_term = fields.Char(
        string='Local Word for Council',
        help='What the municipality calls a council. Prints use it.',
    )
    support_coordinator_title = fields.Char(
        string='Local Title of Coordinators',
        help='What the municipality calls its coordinators. Prints use it.',
    )
    support_proxy_fee = fields.Boolean(
        string='Fee for a Proxy', help='Whether the fee of a seat is due when it sends a proxy.'
    )

    def _support_zone(self):
        """Return the time zone of the office: that of the company's partner, else Japan's.

        Scheduled jobs and the superuser have UTC, in which 1 April 08:00 in Japan is still March.
        """
        self.ensure_one()
        return pytz.timezone(self.partner_id.sudo().tz or DEFAULT_ZONE)

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
