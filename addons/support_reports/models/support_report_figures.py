# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from .support_report import EDITABLE_STATES


class SupportReport(models.Model):
    """Figures on the screen: what stands behind a number, and corrections of it."""

    _inherit = 'support.report'  # pylint: disable=consider-merging-classes-inherited

    @api.depends_context('uid', 'lang')
    @api.depends('state', 'value_ids', 'text_ids.text', 'child_ids.state', 'remark_ids.state')
    def _compute_sheet(self):
        for report in self:
            # Before the first save there is no period to count in.
            if not report._origin:
                report.sheet = False
                continue
            data = self.env['support.report.builder'].build(
                report._origin, check=not report._origin._is_frozen()
            )
            can_write = report._origin.has_access('write')
            report.sheet = {
                'counts': data['counts'],
                'breakdown': data['breakdown'],
                'annex': data['annex'],
                'tables': data.get('tables', []),
                'notes': data.get('notes', []),
                'missing': [] if report.is_frozen else data['missing'],
                'open_mark': data['open_mark'],
                'can_write': can_write,
                'can_remark': can_write and report.state == 'review' and not report.is_frozen,
                'remarks': {
                    f'{remark.indicator_id.id}:{remark.month_key}': remark.text
                    for remark in report._origin.remark_ids
                    if remark.state == 'open' and remark.indicator_id
                },
                'is_editable': (
                    can_write and report.state in EDITABLE_STATES and not report.is_frozen
                ),
            }

    def action_open_figure(self, indicator_id, month_key=False, area_id=False):
        """Open exactly the records that a counted figure is the sum of.

        :param int indicator_id: ``support.report.indicator``
        :param int month_key: e.g. 202611; falsy for the total
        :param int area_id: one area of a whole-city report; falsy for the whole
        :return: an action; False for the result of a formula, which has no records of its own
        """
        self.ensure_one()
        indicator = self.env['support.report.indicator'].browse(indicator_id)
        if indicator.source == 'formula':
            return False
        model, domain = self.env['support.report.builder'].figure_records(
            self, indicator, month_key, self.env['support.area'].browse(area_id or [])
        )
        return self._records_action(indicator.label, model, domain)

    def get_figure_card(self, indicator_id, month_key=False, area_id=False):
        """Return what stands behind a figure; arguments as in :meth:`action_open_figure`.

        :return: dict, see ``support.report.card``
        """
        self.ensure_one()
        return self.env['support.report.card'].build(
            self,
            self.env['support.report.indicator'].browse(indicator_id),
            month_key,
            self.env['support.area'].browse(area_id or []),
        )

    def action_open_nearly(self, code, indicator_id, month_key=False, area_id=False):
        """Open the records of one line of the nearly counted."""
        self.ensure_one()
        found = self.env['support.report.card'].nearly_records(
            self,
            self.env['support.report.indicator'].browse(indicator_id),
            month_key,
            self.env['support.area'].browse(area_id or []),
            code,
        )
        return bool(found) and self._records_action(*found)

    def _records_action(self, name, model, domain):
        views = [(False, 'list'), (False, 'form')]
        if model == 'support.activity.count':
            stem = 'support_reports.support_activity_count_view_%s_figure'
            views = [(self.env.ref(stem % kind).id, kind) for kind in ('list', 'kanban')]
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'views': views,
            'mobile_view_mode': 'kanban',
            'domain': list(domain),
            'context': {'create': False},
        }

    def action_open_missing(self, code):
        """Open the records of one line of the check list."""
        self.ensure_one()
        data = self.env['support.report.builder'].build(self)
        item = next(
            (item for item in data['missing'] if item['code'] == code and item['model']), None
        )
        if not item:
            return False
        return self._records_action(item['message'], item['model'], item['domain'])

    def action_open_rule(self, indicator_id):
        """Open the form that a column stands in, to change its rule."""
        indicator = self.env['support.report.indicator'].browse(indicator_id)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.report.form',
            'res_id': indicator.form_id.id,
            'views': [(False, 'form')],
        }

    def action_open_sheet(self, sheet_id):
        """Open the sheet of a single area."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': sheet_id,
            'views': [(False, 'form')],
        }

    def action_open_latest(self):
        """Open the version that stands today."""
        self.ensure_one()
        latest = self
        while latest.replaced_by_ids:
            latest = latest.replaced_by_ids
        return self.action_open_sheet(latest.id)

    def action_correct_figure(self, indicator_id, month_key):
        """Open the dialog that corrects one number."""
        self.ensure_one()
        self._check_editable()
        self._check_correctable(self.env['support.report.indicator'].browse(indicator_id))
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_correct_action'
            ),
            'context': {
                'default_report_id': self.id,
                'default_indicator_id': indicator_id,
                'default_month_key': month_key,
            },
        }

    def _cell(self, indicator, month_key):
        """Return the cell of the dict that a number is printed from."""
        self.ensure_one()
        counts = self.env['support.report.builder'].build(self, check=False)['counts']
        column = [column['indicator_id'] for column in counts['columns']].index(indicator.id)
        row = next(row for row in counts['rows'] if row['month_key'] == month_key)
        return row['cells'][column]

    def _correct(self, indicator, month_key, number, reason):
        """Print ``number`` instead of what was counted; the count stays visible beside it.

        :raises UserError: without a reason, while the report cannot be edited, or for the result
            of a formula
        """
        self.ensure_one()
        self._check_correctable(indicator)
        vals = {
            'is_corrected': True,
            'corrected': number,
            'correction_reason': reason,
            'counted_at_correction': self._cell(indicator, month_key)['counted'],
        }
        value = self._value_row(indicator, month_key)
        if value:
            value.write(vals)
        else:
            self.env['support.report.value'].create(
                {
                    'report_id': self.id,
                    'indicator_id': indicator.id,
                    'month_key': month_key,
                    **vals,
                }
            )
        self.invalidate_recordset(['sheet'])

    def _check_correctable(self, indicator):
        if indicator.source == 'formula':
            raise UserError(
                self.env._(
                    '“%(label)s” follows from other numbers by a formula (%(formula)s). Correct '
                    'those numbers instead.',
                    label=indicator.label,
                    formula=indicator.formula,
                )
            )

    def _drop_correction(self, indicator, month_key):
        """Print what is counted again."""
        self._value_row(indicator, month_key).unlink()
        self.invalidate_recordset(['sheet'])

    def _value_row(self, indicator, month_key):
        return self.value_ids.filtered(
            lambda value: value.indicator_id == indicator and value.month_key == month_key
        )

    @api.model
    def action_rehearse(self):
        """Open the report of the running period as if it were submitted today.

        The contract's first form that is filled for a period is taken; the report and its sheets
        are created where there are none yet.

        :raises UserError: when no contract is running
        """
        today = self.env.company._support_today()
        line = self.env['support.contract.form'].search(
            [
                ('contract_id.state', '=', 'running'),
                ('contract_id.date_start', '<=', today),
                ('contract_id.date_end', '>=', today),
                ('contract_id.company_id', '=', self.env.company.id),
            ],
            limit=1,
        )
        if not line:
            raise UserError(
                self.env._(
                    'No contract with a form is running today. Enter the contract of this fiscal '
                    'year first.'
                )
            )
        reports = line._create_reports(today)
        own = reports.filtered(lambda report: report.user_id == self.env.user)
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': (own or reports)[:1].id,
            'views': [(False, 'form')],
        }
