# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.difference import differences


class SupportReport(models.Model):
    """Replacements of a submitted report, and what changed after it was submitted."""

    _inherit = 'support.report'  # pylint: disable=consider-merging-classes-inherited

    @api.depends('replaces_id', 'state', 'value_ids', 'text_ids.text')
    def _compute_difference(self):
        builder = self.env['support.report.builder']
        for report in self:
            replaced = report._origin.sudo().replaces_id
            report.difference = (
                differences(replaced.snapshot, builder.build(report._origin, check=False))
                if replaced
                else []
            )

    @api.depends('replaced_by_ids')
    def _compute_is_current(self):
        for report in self:
            report.is_current = not report.replaced_by_ids

    def _search_is_current(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return Domain('replaced_by_ids', '=', False)

    @api.depends('submitted_at')
    def _compute_late(self):
        late = self.env['support.report.late']
        for report in self:
            submitted = report.submitted_at and report._origin
            report.late_entry_count = late._entries(submitted)[1] if submitted else 0
            report.late_need_count = late._needs(submitted)[1] if submitted else 0
            others = late._others(submitted) if submitted else ()
            report.late_other_count = sum(number for *_source, number in others)

    def action_replace(self):
        """Open the dialog that starts a replacement with a reason."""
        self.ensure_one()
        return self.env['support.reason']._open(
            self,
            '_open_replacement',
            self.env._('Create the Replacement'),
            self.env._(
                'A new version is made with the same texts and corrections; numbers are counted '
                'afresh. What was submitted stays as it is.'
            ),
        )

    def _open_replacement(self, reason):
        """Create the next version, as in :meth:`_replace`, and return the action that opens it."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self._replace(reason).id,
            'views': [(False, 'form')],
        }

    def _replace(self, reason):
        """Create the next version of a submitted report and of its sheets.

        Texts and corrections are taken over, numbers are counted afresh.

        :param str reason: why it is replaced
        :return: the new report
        """
        self.ensure_one()
        self._lock_in_state('submitted', 'returned', 'accepted')
        if not self._is_frozen() or self.parent_id:
            raise UserError(
                self.env._(
                    '“%(report)s” has not been submitted by itself, so there is nothing to '
                    'replace.',
                    report=self.display_name,
                )
            )
        if not self.is_current:
            raise UserError(
                self.env._(
                    '“%(report)s” has been replaced already. Open its latest version.',
                    report=self.display_name,
                )
            )
        city = self._next_version(reason)
        for sheet in self.child_ids:
            sheet._next_version(reason, city)
        return city

    def _next_version(self, reason, parent=None):
        copy = self._thaw().create(
            {
                'contract_id': self.contract_id.id,
                'form_id': self.form_id.id,
                'date_start': self.date_start,
                'date_end': self.date_end,
                'date_due': self.date_due,
                'scope': self.scope,
                'area_id': self.area_id.id,
                'parent_id': parent.id if parent else False,
                'version': self.version + 1,
                'reason': reason,
                'replaces_id': self.id,
                'user_id': self.user_id.id,
                'remark_ids': [
                    fields.Command.create(
                        {
                            'indicator_id': line.indicator_id.id,
                            'month_key': line.month_key,
                            'block_id': line.block_id.id,
                            'text': line.text,
                        }
                    )
                    for line in self.exchange_ids
                    if line.kind == 'returned'
                ],
                'value_ids': [
                    fields.Command.create(
                        {
                            'indicator_id': value.indicator_id.id,
                            'month_key': value.month_key,
                            'is_corrected': True,
                            'corrected': value.corrected,
                            'correction_reason': value.correction_reason,
                            'counted_at_correction': value.counted_at_correction,
                        }
                    )
                    for value in self.value_ids
                    if value.is_corrected
                ],
            }
        )
        written = {text.block_id: text for text in self.text_ids}
        citations = []
        for text in copy.text_ids:
            before = written.get(text.block_id, text)
            text.text = before.text
            for citation in before.citation_ids:
                citations += citation.copy_data({'report_id': copy.id, 'text_id': text.id})
        copy.env['support.report.citation'].create(citations)
        # Without the right to write what is frozen.
        return copy.with_env(self.env)

    def action_open_late_entries(self):
        """Open the entries that were added or changed after the report was submitted."""
        return self._open_late(self.env._('Late Entries'), 'support.activity', '_entries')

    def action_open_late_needs(self):
        """Open the needs that were added or changed after the report was submitted."""
        return self._open_late(self.env._('Late Needs'), 'support.need', '_needs')

    def action_open_late_others(self):
        """Open other counted records added or changed afterwards, of the first source with any."""
        self.ensure_one()
        self.check_access('read')
        if not self.submitted_at:
            return False
        for label, model, domain, _number in self.env['support.report.late']._others(self):
            return self._late_action(label, model, domain)
        return False

    def _open_late(self, name, model, method):
        self.ensure_one()
        self.check_access('read')
        if not self.submitted_at:
            return False
        domain, _number = getattr(self.env['support.report.late'], method)(self)
        return self._late_action(name, model, domain)

    def _late_action(self, name, model, domain):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'views': [(False, 'list'), (False, 'form')],
            'domain': list(domain),
            'context': {'create': False, 'active_test': False},
        }
