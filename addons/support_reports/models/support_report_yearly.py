# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .support_report_line import PROJECT_KINDS


class SupportReport(models.Model):
    """Projects of yearly reports and plans."""

    _inherit = 'support.report'

    form_kind = fields.Selection(related='form_id.kind')
    line_ids = fields.One2many('support.report.line', 'report_id', string='Projects')

    def _add_texts(self):
        result = super()._add_texts()
        self._add_lines()
        return result

    def _add_lines(self):
        """Propose a project for each indicator that the contract's reports of a year count."""
        builder = self.env['support.report.builder']
        paper = builder._in_paper_language(self)
        vals_list = []
        for report in paper.filtered(
            lambda report: report.form_id.kind in PROJECT_KINDS and not report.line_ids
        ):
            own = builder._builder(report)
            for indicator in own._indicators(report):
                vals_list.append(
                    {
                        'report_id': report.id,
                        'sequence': indicator.sequence,
                        'project_class': report.contract_id.commission_id.name,
                        'name': indicator.label,
                        'date_start': report.date_start,
                        'date_end': report.date_end,
                        'indicator_id': indicator.id if report.form_id.kind == 'yearly' else False,
                        'unit': indicator.unit,
                    }
                )
        self.env['support.report.line']._thaw().create(vals_list)

    def _next_version(self, reason, parent=None):
        copy = super()._next_version(reason, parent)
        if self.form_id.kind in PROJECT_KINDS:
            lines = self.env['support.report.line']._thaw()
            copy.line_ids.with_env(lines.env).unlink()
            lines.create([vals | {'report_id': copy.id} for vals in self.line_ids.copy_data()])
        return copy
