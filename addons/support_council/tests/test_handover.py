# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import new_test_user, tagged

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestHandover(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = new_test_user(cls.env, 'sc_receiver', 'support_council.group_coordinator')
        cls.person_c = cls.env['support.person'].create({'name': 'Coordinator C'})
        cls.actions = cls.env['support.action'].create(
            [
                {'name': f'Promise {number}', 'coordinator_id': cls.coordinator_a.id}
                for number in range(3)
            ]
        )
        cls.done = cls.env['support.action'].create(
            {'name': 'Done', 'coordinator_id': cls.coordinator_a.id, 'state': 'done'}
        )
        cls.council.user_id = cls.user

    def _handover(self, **values):
        return (
            self.env['support.handover']
            .with_user(self.manager)
            .create(
                {
                    'predecessor_id': self.coordinator_a.id,
                    'successor_person_id': self.person_c.id,
                    'successor_user_id': self.receiver.id,
                    'date': self.today + timedelta(days=10),
                    **values,
                }
            )
        )

    def _administrator(self):
        """Return a user who may archive logins and sees nothing of ours."""
        return new_test_user(self.env, 'sc_admin', 'base.group_erp_manager')

    def test_archiving_asks_for_a_successor(self):
        user = self.user.with_user(self._administrator())
        with self.assertRaises(RedirectWarning) as caught, self.cr.savepoint():
            user.action_archive()
        message, action, _button, context = caught.exception.args
        self.assertIn(self.user.name, message)
        self.assertTrue(self.user.active)
        self.assertEqual(len(self.actions.exists()), 3)

        wizard = self.env[self.env['ir.actions.act_window'].browse(action).res_model]
        wizard = wizard.with_user(self.manager).with_context(**context).create({})
        self.assertEqual(wizard.open_action_count, 3)
        self.assertEqual(wizard.line_ids, self.coordinator_a)
        opened = wizard.action_hand_over()
        self.assertEqual(opened['context']['default_predecessor_id'], self.coordinator_a.id)

        self._handover().action_start()
        user.action_archive()
        self.assertFalse(self.user.active, 'once handed over, nothing is asked')
        self.assertEqual(self.actions.exists().user_id, self.receiver)

    def test_running_appointment_alone_asks(self):
        self.actions.action_done()
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            self.user.active = False
        self.coordinator_a.date_end = self.today - timedelta(days=1)
        self.user.active = False
        self.assertFalse(self.user.active)

    def test_archived_user_keeps_the_to_dos(self):
        """Odoo deletes the activities of an archived user; to-dos are records of our own."""
        wizard = self.env['support.user.archive'].with_user(self._administrator())
        wizard.create({'user_ids': self.user.ids}).action_archive()
        self.assertFalse(self.user.active)
        self.assertEqual(self.actions.exists(), self.actions)
        self.assertEqual(set(self.actions.mapped('state')), {'open'})
        self.assertTrue(self.coordinator_a.needs_handover)
        self.assertIn(
            self.coordinator_a,
            self.env['support.coordinator'].search([('needs_handover', '=', True)]),
        )

    def test_handover(self):
        past, coming = self._meeting(self.today), self._meeting(self.today + timedelta(days=20))
        coming.user_id = self.user
        past.action_hold()
        draft = self._log(self.today, state='provisional')
        handover = self._handover()
        handover.action_start()
        successor = handover.successor_id
        self.assertEqual(self.coordinator_a.date_end, self.today + timedelta(days=9))
        self.assertEqual(successor.date_start, self.today + timedelta(days=10))
        self.assertEqual(successor.area_id, self.coordinator_a.area_id)
        self.assertEqual(self.actions.coordinator_id, successor)
        self.assertEqual(self.actions.user_id, self.receiver)
        self.assertEqual(self.done.coordinator_id, self.coordinator_a)
        self.assertEqual(coming.coordinator_ids, successor)
        self.assertEqual(coming.user_id, self.receiver)
        self.assertEqual(past.coordinator_ids, self.coordinator_a)
        self.assertEqual(past.entry_ids.coordinator_ids, self.coordinator_a)
        self.assertEqual(draft.coordinator_ids, self.coordinator_a)
        self.assertEqual(self.council.user_id, self.receiver)
        kinds = sorted(handover.line_ids.mapped('kind'))
        self.assertEqual(kinds, ['action', 'action', 'action', 'council', 'draft', 'meeting'])
        self.assertFalse(self.coordinator_a.needs_handover)

        handover = handover.with_user(self.receiver)
        with self.assertRaisesRegex(UserError, '6 lines'), self.cr.savepoint():
            handover.action_done()
        handover.line_ids.received = True
        handover.action_done()
        self.assertEqual(handover.state, 'done')

    def test_paper(self):
        self.company.support_coordinator_title = '支え合い推進員'
        handover = self._handover(promises='Chairs for the salon', date=date(2027, 4, 1))
        handover.action_start()
        handover.line_ids[0].received = True
        report = self.env['ir.actions.report'].with_user(self.manager)
        html = report._render_qweb_html('support_council.handover_paper', handover.ids)[0].decode()
        for words in ('支え合い推進員', '令和9年4月1日', 'Coordinator C', 'Chairs for the salon'):
            self.assertIn(words, html)
        self.assertEqual(html.count('Promise '), 3)
        self.assertEqual(html.count('paper-checked"'), 1)

    def test_refused(self):
        handover = self._handover(date=date(2015, 4, 1))
        with self.assertRaisesRegex(UserError, 'must be later'), self.cr.savepoint():
            handover.action_start()
        handover.date = self.today
        handover.action_start()
        with self.assertRaisesRegex(UserError, 'already'):
            handover.action_start()

    def test_term_end_reminder(self):
        seat = self._add_seat()
        member = self.env['support.council.member'].create(
            {
                'seat_id': seat.id,
                'person_id': self.person_b.id,
                'date_end': self.today + timedelta(days=30),
            }
        )
        council = self.env['support.council']
        council._cron_new_day()
        council._cron_new_day()
        action = self.env['support.action'].search([('council_id', '=', self.council.id)])
        self.assertEqual(len(action), 1, 'one reminder, however many nights pass')
        self.assertEqual((action.user_id, action.date_deadline), (self.user, member.date_end))

    def test_no_reminder_once_renewed(self):
        seat = self._add_seat()
        end = self.today + timedelta(days=30)
        self.env['support.council.member'].create(
            [
                {'seat_id': seat.id, 'person_id': self.person_b.id, 'date_end': end},
                {
                    'seat_id': seat.id,
                    'person_id': self.person_c.id,
                    'date_start': end + timedelta(days=1),
                },
            ]
        )
        self.env['support.council']._cron_new_day()
        self.assertFalse(self.env['support.action'].search([('council_id', '=', self.council.id)]))
