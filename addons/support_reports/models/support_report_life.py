# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.support_council.tools.canonical import checksum

from .support_report import EDITABLE_STATES


class SupportReport(models.Model):
    """Steps of a report, from preparation to acceptance."""

    _inherit = 'support.report'  # pylint: disable=consider-merging-classes-inherited

    def _lock_in_state(self, *states):
        """Lock the report and make sure that nobody else has moved it on meanwhile.

        :raises UserError: when somebody has, or is about to
        """
        self.check_access('write')
        self.lock_for_update()
        self.invalidate_recordset(['state', 'submitted_on'])
        labels = dict(self._fields['state']._description_selection(self.env))
        for report in self:
            if report.state not in states:
                raise UserError(
                    self.env._(
                        '“%(report)s” is in the state “%(state)s” by now. Reload the page.',
                        report=report.display_name,
                        state=labels[report.state],
                    )
                )

    def _blocking_items(self, data, apart_from=()):
        return [
            item['message']
            for item in data['missing']
            if item['level'] == 'block' and item['code'] not in apart_from
        ]

    def _check_complete(self, data, apart_from=()):
        """Refuse an incomplete report, naming all that is missing at once.

        :param apart_from: codes of the check list that do not matter yet
        :raises UserError: one line for each thing
        """
        missing = self._blocking_items(data, apart_from)
        if missing:
            raise UserError(
                self.env._(
                    '“%(report)s” is not complete:\n%(missing)s',
                    report=self.display_name,
                    missing='\n'.join(f'- {message}' for message in missing),
                )
            )

    def action_review(self):
        """Hand a sheet in to the head office, or a report to whoever checks it."""
        for report in self:
            report._lock_in_state(*EDITABLE_STATES)
            report._check_editable()
            report._check_complete(
                self.env['support.report.builder'].build(report), apart_from=('approval',)
            )
            report._thaw().state = 'review'

    def action_reopen(self):
        """Take a report back from review, to edit it again."""
        self._lock_in_state('review')
        self._thaw().write({'state': 'draft', **self._no_approval()})

    def _no_approval(self):
        return {'approved_by_id': False, 'approved_on': False, 'approved_checksum': False}

    def action_approve(self):
        """Approve the report as it stands: who, when, and of which numbers and texts.

        :raises UserError: when it is not complete
        :raises AccessError: for everybody but managers
        """
        if not self.env.user.has_group('support_council.group_manager'):
            raise AccessError(self.env._('A manager approves reports.'))
        for report in self:
            report._lock_in_state('review')
            data = self.env['support.report.builder'].build(report)
            report._check_complete(data, apart_from=('approval',))
            report._thaw().write(
                {
                    'approved_by_id': self.env.uid,
                    'approved_on': self.env.company._support_today(),
                    'approved_checksum': report._printed_checksum(data),
                }
            )

    def _printed_checksum(self, data):
        """Return the checksum of what a report prints: numbers, annex and texts."""
        numbers = [[cell['value'] for cell in row['cells']] for row in data['counts']['rows']]
        tables = [[row['cells'] for row in table['rows']] for table in data.get('tables', [])]
        return checksum([numbers, data['annex']['rows'], data['texts'], tables])

    def action_remark(self, indicator_id=False, month_key=False, block_id=False):
        """Open the dialog for a remark on a cell or a text."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Remark'),
            'res_model': 'support.report.remark',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {
                'default_report_id': self.id,
                'default_indicator_id': indicator_id,
                'default_month_key': month_key,
                'default_block_id': block_id,
            },
        }

    def action_open_remark(self, remark_id):
        """Open one remark, to deal with it."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Remark'),
            'res_model': 'support.report.remark',
            'res_id': remark_id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def action_exchange(self):
        """Open the dialog that notes what the commissioner said."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Exchange With the Commissioner'),
            'res_model': 'support.report.exchange',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_report_id': self.id},
        }

    def _follow_exchange(self, line):
        """Move the report on as the commissioner did."""
        self.ensure_one()
        if line.kind == 'received':
            self._lock_in_state('submitted')
            self._thaw().received_on = line.date
        elif line.kind == 'accepted':
            self._lock_in_state('submitted')
            self._thaw().write({'state': 'accepted', 'accepted_on': line.date})
        elif line.kind == 'returned':
            self._lock_in_state('submitted')
            self._thaw().write({'state': 'returned', 'return_reason': line.text})

    def action_write_letter(self):
        """Open the cover letter: the draft there is, the one that was sent, else a new one."""
        self.ensure_one()
        letters = self.env['support.letter']
        letter = self.letter_ids.sorted(lambda letter: letter.state != 'draft')[:1]
        if not letter:
            letter = letters.create(letters._prepare_report_letter_values(self))
        return {
            'type': 'ir.actions.act_window',
            'res_model': letters._name,
            'res_id': letter.id,
            'views': [(False, 'form')],
        }

    def _printed_title(self):
        """Return how letters call the report: its printed title, with the version from 2 on."""
        self.ensure_one()
        line = self.contract_id.form_line_ids.filtered(lambda line: line.form_id == self.form_id)
        title = line[:1].title or self.form_id.title or self.form_id.name
        return f'{title}（差替え　第{self.version}版）' if self.version > 1 else title

    def action_submit(self):
        """Open the check list with the button that submits."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'support_reports.support_report_submit_action'
            ),
            'context': {'default_report_id': self.id},
        }

    def action_return(self):
        """Open the dialog that returns a report with a reason."""
        self.ensure_one()
        return self.env['support.reason']._open(
            self,
            '_return',
            self.env._('Return the Report'),
            self.env._('The report goes back with this reason.'),
        )

    def action_accept(self):
        """Note that the commissioner has accepted the report."""
        self._lock_in_state('submitted')
        self.env['support.report.exchange'].create(
            [{'report_id': report.id, 'kind': 'accepted'} for report in self]
        )

    def _return(self, reason):
        """Return a sheet to its area, or note that the commissioner returned the report.

        :param str reason: what is to be changed
        """
        self.ensure_one()
        if self._is_frozen():
            self._lock_in_state('submitted')
            self.env['support.report.exchange'].create(
                {'report_id': self.id, 'kind': 'returned', 'text': reason}
            )
            return
        self._lock_in_state('review')
        self._thaw().write({'state': 'returned', 'return_reason': reason, **self._no_approval()})

    def _reason_methods(self):
        return {'_return', '_open_replacement'}

    def _submit(self):
        """Freeze the report with its sheets: numbers, texts and files stay as they are now.

        The files of the sheets follow in the background, made from their frozen numbers.

        :raises UserError: listing everything that is missing
        """
        self.ensure_one()
        self._lock_in_state(*EDITABLE_STATES, 'review')
        self._check_not_frozen()
        if self.parent_id:
            raise UserError(
                self.env._(
                    '“%(report)s” is a sheet of %(parent)s and is submitted together with it. '
                    'Hand it in to the head office instead.',
                    report=self.display_name,
                    parent=self.parent_id.display_name,
                )
            )
        builder = self.env['support.report.builder']
        self._check_complete(builder.build(self))
        sheets = self.child_ids
        if sheets:
            sheets._lock_in_state('review')
        # All figures are taken before the first report is frozen.
        snapshots = [(report, builder.build(report, final=True)) for report in self | sheets]
        for report, data in snapshots:
            report._write_values(data)
        self._store_files(snapshots[0][1])
        for report, data in snapshots:
            report._freeze(data)
        if sheets:
            self.env['support.job']._enqueue(
                self.env._('Files of the sheets: %(report)s', report=self.display_name),
                sheets,
                '_job_store_files',
            )

    def _freeze(self, data):
        self.ensure_one()
        report = self._thaw()
        report.write(
            {
                'state': 'compiled' if self.parent_id else 'submitted',
                'submitted_on': self.env.company._support_today(),
                'submitted_at': self.env.cr.now().replace(microsecond=0),
                'submitted_by_id': self.env.uid,
                'return_reason': False,
            }
        )
        # What the rows hold is part of what the checksum is taken of.
        data = {**data, 'evidence': self._evidence_checksum()}
        report.write({'snapshot': data, 'checksum': checksum(data)})

    def _write_values(self, data):
        """Write every whole number of the dict as a row; corrections keep theirs.

        Results with decimals follow from those, and stand in the snapshot.
        """
        self.ensure_one()
        values = self.env['support.report.value'].sudo()._thaw()
        corrections = {
            (value.indicator_id.id, value.month_key): value.with_env(values.env)
            for value in self.value_ids
        }
        columns = [
            not column.get('decimals') and column['indicator_id']
            for column in data['counts']['columns']
        ]
        months = [row for row in data['counts']['rows'] if not row['is_total']]
        vals_list = []
        for position, row in enumerate(months):
            for indicator_id, cell in zip(columns, row['cells'], strict=True):
                if cell['value'] is None or not indicator_id:
                    continue  # printed empty, or with decimals
                numbers = {'counted': cell['counted'], 'value': cell['value']}
                correction = corrections.get((indicator_id, row['month_key']))
                if correction:
                    correction.write(numbers)
                    continue
                vals_list.append(
                    {'indicator_id': indicator_id, 'month_key': row['month_key'], **numbers}
                )
            for area in data['breakdown']:
                vals_list += [
                    {
                        'indicator_id': indicator_id,
                        'month_key': row['month_key'],
                        'area_id': area['area_id'],
                        'counted': number,
                        'value': number,
                    }
                    for indicator_id, number in zip(columns, area['rows'][position], strict=True)
                    if number is not None and indicator_id
                ]
        values.create([{'report_id': self.id, **vals} for vals in vals_list])
