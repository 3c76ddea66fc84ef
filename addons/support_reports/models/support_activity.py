# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SupportActivity(models.Model):
    _inherit = 'support.activity'

    # The check list of a report asks for those of its months, and for the undated ones.
    _month_idx = models.Index('(month_key, commission_id)')
    _undated_idx = models.Index('(fiscal_year, commission_id) WHERE month_key = 0')
