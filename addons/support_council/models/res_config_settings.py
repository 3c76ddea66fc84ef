# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    support_term_notice_days = fields.Integer(
        related='company_id.support_term_notice_days', readonly=False
    )
    support_council_term = fields.Char(related='company_id.support_council_term', readonly=False)
    support_coordinator_title = fields.Char(
        related='company_id.support_coordinator_title', readonly=False
    )
    support_agenda_times = fields.Boolean(related='company_id.support_agenda_times', readonly=False)
    support_proxy_fee = fields.Boolean(related='company_id.support_proxy_fee', readonly=False)
    support_letter_prefix = fields.Char(related='company_id.support_letter_prefix', readonly=False)
    support_letter_sender = fields.Text(related='company_id.support_letter_sender', readonly=False)
    support_office_name = fields.Char(related='company_id.support_office_name', readonly=False)
    support_office_fax = fields.Char(related='company_id.support_office_fax', readonly=False)
    support_approval_boxes = fields.Char(
        related='company_id.support_approval_boxes', readonly=False
    )
    support_answer_sheets = fields.Boolean(
        related='company_id.support_answer_sheets', readonly=False
    )
    support_name_cards = fields.Boolean(related='company_id.support_name_cards', readonly=False)
    support_share_level = fields.Selection(
        related='company_id.support_share_level', readonly=False, required=True
    )
    support_sheet_reflection = fields.Boolean(
        related='company_id.support_sheet_reflection', readonly=False
    )
    support_sheet_approval = fields.Boolean(
        related='company_id.support_sheet_approval', readonly=False
    )
