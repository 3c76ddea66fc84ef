# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SupportReportBuilderPlan(models.AbstractModel):
    """Builder of the yearly plan: the projects of the yearly report with quantities typed."""

    _name = 'support.report.builder.plan'
    _inherit = 'support.report.builder.yearly'
    _description = 'Builder of the Yearly Plan'

    def _missing_in_paper(self, report, data):
        # A plan is handed in before its year is over.
        for item in super()._missing_in_paper(report, data):
            if item['code'] != 'period':
                yield item

    def _missing_sources(self, report, sources):
        return []
