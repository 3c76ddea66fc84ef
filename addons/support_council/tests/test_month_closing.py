# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SupportCommon
from .test_import import ImportCase

MAY = 202605


class ClosingCase(SupportCommon):
    def _close(self, coordinator=None, month=MAY):
        closings = self.env['support.month.closing'].with_user(self.manager)
        return closings._close(coordinator or self.coordinator_a, month)

    def _may_entry(self, **values):
        return self._log(date(2026, 5, 10), **values).with_user(self.user)


@tagged('post_install', '-at_install')
class TestMonthClosing(ClosingCase):
    def test_changes_need_a_reason_and_are_listed(self):
        entry = self._may_entry()
        closing = self._close()
        line, row = entry.participant_ids, entry.count_ids
        for what, change in {
            'entry': lambda: entry.write({'event_name': 'X'}),
            'moved out': lambda: entry.write({'date': date(2026, 6, 1)}),
            'archived': lambda: entry.write({'active': False}),
            'minutes in the form': lambda: entry.write({'my_minutes': 5}),
            'minutes on the line': lambda: line.write({'minutes': 5}),
            'words': lambda: entry.write(
                {'participant_ids': [Command.update(line.id, {'own_action': 'X'})]}
            ),
            'line gone': line.unlink,
            'quantity': lambda: row.write({'quantity': 9}),
            'count gone': lambda: entry.write({'count_ids': [Command.delete(row.id)]}),
            'count added': lambda: entry.write(
                {'count_ids': [Command.create({'kind_id': self.kind_consultation.id})]}
            ),
            'deleted': entry.unlink,
            'blank reason': lambda: entry.write({'event_name': 'X', 'change_reason': ' '}),
            'reason of a stranger': lambda: entry.with_context(
                support_change_reason={'text': 'mine'}
            ).write({'event_name': 'X'}),
        }.items():
            refused = self.assertRaisesRegex(UserError, 'Reason for the Change')
            with self.subTest(what), refused, self.cr.savepoint():
                change()
                self.env.flush_all()
            self.env.invalidate_all()
        self.assertFalse(closing.change_ids)
        entry.write({'event_name': 'Corrected', 'my_minutes': 5, 'change_reason': 'Wrong name'})
        self.assertEqual(closing.change_ids.mapped('reason'), ['Wrong name'])
        self.assertEqual(closing.change_ids.activity_id, entry.sudo())
        self.assertEqual(closing.change_ids.user_id, self.user)
        audits = self.env['support.audit'].search([('reason', '=', 'Wrong name')])
        self.assertEqual(
            set(audits.mapped('res_model')), {entry._name, entry.participant_ids._name}
        )
        with self.assertRaises(UserError):  # every write says why anew
            entry.write({'event_name': 'Again'})
        entry.write({'event_name': 'Corrected'})  # nothing changes
        self.assertEqual(len(closing.change_ids), 1)

    def test_what_was_counted_stays_in_the_audit_trail(self):
        entry = self._may_entry(counts={self.kind_visit: 1}, area_ids=self.south)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE support_activity SET create_date = create_date - interval '1 day' "
            'WHERE id = %s',
            [entry.id],
        )
        entry.invalidate_recordset(['create_date'])
        self._close()
        visit, consultation = self.kind_visit.name, self.kind_consultation.name
        row = entry.count_ids
        audits = self.env['support.audit']
        for number, (commands, old, new) in enumerate(
            [
                ([Command.update(row.id, {'quantity': 2})], f'{visit} 1', f'{visit} 2'),
                (
                    [Command.create({'kind_id': self.kind_consultation.id, 'quantity': 3})],
                    f'{visit} 2',
                    f'{visit} 2\u3000{consultation} 3',
                ),
                (
                    [Command.delete(row.id)],
                    f'{visit} 2\u3000{consultation} 3',
                    f'{consultation} 3',
                ),
            ]
        ):
            reason = f'Counted wrongly {number}'
            entry.write({'count_ids': commands, 'change_reason': reason})
            audit = audits.search([('reason', '=', reason)])
            self.assertEqual((audit.res_model, audit.res_id), (entry._name, entry.id))
            self.assertEqual(audit.changes, {'count_summary': [old, new]})
        self.assertIn(consultation, audit.change_text)
        row = entry.count_ids
        entry.write(
            {
                'count_ids': [
                    Command.update(row.id, {'pillar': 'a' if row.pillar != 'a' else 'b'})
                ],
                'change_reason': 'Other pillar',
            }
        )
        audit = audits.search([('reason', '=', 'Other pillar')])
        self.assertIn('(', audit.changes['count_summary'][1])

    def test_joining_into_a_confirmed_month(self):
        entry = self._log(
            date(2026, 5, 10),
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        ).with_user(self.user)
        closing = self._close()
        with self.assertRaisesRegex(UserError, 'Reason for the Change'), self.cr.savepoint():
            entry.action_join()
        wizard = Form(
            self.env['support.activity.colleague']
            .with_user(self.user)
            .with_context(default_activity_id=entry.id)
        )
        self.assertFalse(wizard.closed_names)
        wizard.coordinator_ids.add(self.coordinator_a)
        self.assertIn(self.coordinator_a.display_name, wizard.closed_names)
        wizard.reason = 'Was there as well'
        wizard.save().action_apply()
        self.assertEqual(
            entry.participant_ids.coordinator_id, self.coordinator_a | self.coordinator_b
        )
        self.assertEqual(closing.change_ids.mapped('reason'), ['Was there as well'])

    def test_old_and_new_month(self):
        entry = self._log(date(2026, 6, 1)).with_user(self.user)
        closing = self._close()
        with self.assertRaises(UserError), self.cr.savepoint():
            entry.date = date(2026, 5, 31)
        self.env.invalidate_all()
        entry.write({'date': date(2026, 5, 31), 'change_reason': 'Was in May'})
        entry.write({'date': date(2026, 6, 1), 'change_reason': 'Was in June'})
        self.assertEqual(
            closing.change_ids.sorted('id').mapped('reason'), ['Was in May', 'Was in June']
        )

    def test_new_entry_in_a_closed_month(self):
        self._may_entry()
        closing = self._close()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._may_entry(event_name='Late')
        self._may_entry(event_name='Late', change_reason='Found on paper')
        self.assertEqual(closing.change_ids.entry_name, 'Late')

    def test_other_months_and_coordinators_are_free(self):
        entry = self._may_entry()
        other = self._log(
            date(2026, 5, 10),
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        )
        self._close()
        self._log(date(2026, 6, 1)).event_name = 'June'
        other.event_name = 'Of B'
        with self.assertRaises(UserError), self.cr.savepoint():  # joining a closed month of hers
            other.participant_ids = [Command.create({'coordinator_id': self.coordinator_a.id})]
        # A colleague whose month is open joins: her line is no change of A's month.
        entry.participant_ids = [Command.create({'coordinator_id': self.coordinator_b.id})]

    def test_meeting_says_why_by_itself(self):
        meeting = self._meeting(date(2026, 5, 10))
        meeting.action_hold()
        closing = self._close()
        meeting.with_user(self.user).place = 'Hall'
        self.assertEqual(meeting.entry_ids.place, 'Hall')
        self.assertEqual(len(closing.change_ids), 1)
        self.assertIn('meeting', closing.change_ids.reason)
        meeting.with_user(self.user).write({'place': 'Hall'})
        self.assertEqual(len(closing.change_ids), 1)

    def test_only_a_manager_and_only_by_the_buttons(self):
        self._may_entry()
        with self.assertRaises(AccessError):
            self.env['support.month.closing'].with_user(self.user)._close(self.coordinator_a, MAY)
        closing = self._close()
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError):
                closing.with_user(user).write({'state': 'reopened'})
        with self.assertRaisesRegex(UserError, 'confirmed already'):
            self._close()
        self.assertEqual(closing.confirmed_by, self.manager.name)
        self.assertEqual(closing.confirmed_on, self.today)

    def test_reopened_and_confirmed_again(self):
        entry = self._may_entry()
        closing = self._close()
        wizard = self.env[closing.action_reopen()['res_model']].with_user(self.manager)
        wizard = wizard.browse(closing.action_reopen()['res_id'])
        wizard.reason = 'Sheet lost'
        wizard.action_apply()
        self.assertEqual((closing.state, closing.reopen_reason), ('reopened', 'Sheet lost'))
        entry.event_name = 'Free again'
        self.assertEqual(self._close(), closing)
        with self.assertRaises(UserError):
            entry.event_name = 'X'

    def test_provisional_entries_come_first(self):
        self._may_entry(event_name='Later', state='provisional')
        with self.assertRaisesRegex(UserError, 'Later'):
            self._close()

    def test_months_to_confirm(self):
        self._may_entry()
        self._log(date(2026, 6, 1), state='provisional')
        self.env.flush_all()
        status = self.env['support.month.status'].with_user(self.manager)
        rows = status.search([('coordinator_id', '=', self.coordinator_a.id)])
        self.assertEqual(
            [(row.month_key, row.entry_count, row.provisional_count, row.state) for row in rows],
            [(202606, 1, 1, 'open'), (MAY, 1, 0, 'open')],
        )
        rows[1].action_close()
        self.env.invalidate_all()
        self.assertEqual(rows[1].state, 'closed')
        with self.assertRaises(AccessError):
            status.with_user(self.user).search([])

    def test_limited_user_sees_closings_of_her_area(self):
        self._may_entry()
        closing = self._close()
        closings = self.env['support.month.closing'].with_user(self.limited)
        self.assertEqual(closings.search([]), closing.with_user(self.limited))
        self.limited.support_area_ids = self.south
        self.assertFalse(closings.search([]))


@tagged('post_install', '-at_install')
class TestMonthClosingImport(ClosingCase, ImportCase):
    def test_file_needs_the_reason_too(self):
        self._may_entry()
        closing = self._close()
        fields = ['date', 'event_name', 'area_id', 'commission_id', 'participant_ids']
        row = f'2026-05-12,Paper,North,{self.commission.name},Coordinator A'
        head = 'date,event_name,area_id,commission_id,participant_ids'
        fields[-1] = 'participant_ids/coordinator_id'
        result = self._import(f'{head}\n{row}\n', fields)
        self.assertFalse(result.get('ids'))
        self.assertIn('Reason for the Change', result['messages'][0]['message'])
        result = self._import(
            f'{head},change_reason\n{row},From paper\n', [*fields, 'change_reason']
        )
        self.assertFalse(result['messages'])
        self.assertEqual(closing.change_ids.reason, 'From paper')
