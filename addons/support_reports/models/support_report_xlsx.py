# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.form_workbook import FormWorkbook
from ..tools.tables_workbook import TablesWorkbook


class SupportReportXlsx(models.AbstractModel):
    """Turns the dict of the builder into a workbook. No query, no rule."""

    _name = 'support.report.xlsx'
    _description = 'Report as XLSX'

    @api.private
    def render(self, data):
        """Return the workbook as bytes.

        :param dict data: see ``support.report.builder``
        """
        workbook = TablesWorkbook if 'tables' in data else FormWorkbook
        return workbook(data).render()
