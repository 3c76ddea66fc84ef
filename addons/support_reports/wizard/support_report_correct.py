# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportReportCorrect(models.TransientModel):
    """Corrects one number of a report; what was counted stays visible beside it."""

    _name = 'support.report.correct'
    _description = 'Correct a Number'

    report_id = fields.Many2one('support.report', required=True, ondelete='cascade')
    indicator_id = fields.Many2one('support.report.indicator', required=True, ondelete='cascade')
    month_key = fields.Integer(required=True, aggregator=None)
    label = fields.Char(compute='_compute_cell')
    counted = fields.Integer(compute='_compute_cell')
    counted_before = fields.Integer(string='Counted at the Correction', compute='_compute_cell')
    is_corrected = fields.Boolean(compute='_compute_cell')
    is_overtaken = fields.Boolean(compute='_compute_cell')
    corrected = fields.Integer(
        string='Corrected Number', compute='_compute_corrected', store=True, readonly=False
    )
    reason = fields.Char(compute='_compute_corrected', store=True, readonly=False, required=True)

    @api.depends('report_id', 'indicator_id', 'month_key')
    def _compute_cell(self):
        for wizard in self:
            cell = wizard._get_cell()
            wizard.label = wizard.indicator_id.label
            wizard.counted = cell['counted']
            wizard.counted_before = cell['counted_at']
            wizard.is_corrected = cell['is_corrected']
            wizard.is_overtaken = cell['is_overtaken']

    @api.depends('report_id', 'indicator_id', 'month_key')
    def _compute_corrected(self):
        for wizard in self:
            value = wizard.report_id._value_row(wizard.indicator_id, wizard.month_key)
            wizard.corrected = value.corrected if value else wizard._get_cell()['counted']
            wizard.reason = value.correction_reason

    def _get_cell(self):
        if not (self.report_id and self.indicator_id and self.month_key):
            return {'counted': 0, 'counted_at': 0, 'is_corrected': False, 'is_overtaken': False}
        return self.report_id._cell(self.indicator_id, self.month_key)

    @api.constrains('corrected')
    def _check_corrected(self):
        for wizard in self:
            if wizard.corrected < 0:
                raise ValidationError(
                    self.env._('A number of the report cannot be negative. Enter 0 or more.')
                )

    def action_apply(self):
        """Print the entered number instead of the counted one."""
        self.ensure_one()
        self.report_id._correct(self.indicator_id, self.month_key, self.corrected, self.reason)
        return {'type': 'ir.actions.act_window_close'}

    def action_keep(self):
        """Let the correction stand although more, or less, is counted now."""
        self.ensure_one()
        value = self.report_id._value_row(self.indicator_id, self.month_key)
        self.report_id._correct(
            self.indicator_id, self.month_key, value.corrected, value.correction_reason
        )
        return {'type': 'ir.actions.act_window_close'}

    def action_drop(self):
        """Print what is counted again."""
        self.ensure_one()
        self.report_id._drop_correction(self.indicator_id, self.month_key)
        return {'type': 'ir.actions.act_window_close'}
