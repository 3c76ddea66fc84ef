# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import new_test_user, tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportHandover(ReportCase):
    def test_open_sheets_go_to_whoever_takes_over_the_post(self):
        """What is submitted keeps who wrote it; what is open is on the list of the receiver."""
        self._may_report(self.user)
        _city, submitted = self._submitted(date(2026, 8, 1))
        city, sheets = self._reports()
        north = sheets.filtered(lambda sheet: sheet.area_id == self.north)
        self.assertEqual(north.user_id, self.user)
        receiver = new_test_user(self.env, 'sr_receiver', 'support_council.group_coordinator')
        handover = self.env['support.handover'].with_user(self.manager).create(
            {
                'predecessor_id': self.coordinator_a.id,
                'successor_person_id': self.env['support.person'].create({'name': 'Receiver'}).id,
                'successor_user_id': receiver.id,
                'date': date(2027, 1, 12),
            }
        )  # fmt: skip
        handover.action_start()
        lines = handover.line_ids.filtered(lambda line: line.kind == 'report')
        self.assertEqual(lines.mapped('res_id'), north.ids)
        self.assertEqual(lines.date, north.date_due)
        self.assertEqual(north.user_id, receiver)
        self.assertEqual(
            submitted.filtered(lambda sheet: sheet.area_id == self.north).user_id, self.user
        )
        self.assertNotEqual((city | sheets - north).user_id, receiver)

    def test_only_who_may_write_reports_is_proposed(self):
        sheets = self._reports()[1]
        self.assertEqual(sheets.user_id, self.contract.user_id)
        self.assertEqual(self.coordinator_a.user_id, self.user)
        self._may_report(self.user)
        sheets = self._reports(date(2027, 5, 1), self._contract(2027))[1]
        self.assertEqual(
            {
                sheet.area_id: sheet.user_id
                for sheet in sheets
                if sheet.area_id in self.north | self.south
            },
            {self.north: self.user, self.south: self.contract.user_id},
        )

    def test_nobody_who_left_is_reminded(self):
        dues = self.env['support.report.due']
        self.contract.write({'user_id': self.reporter.id, 'reminder_days': 365})
        dues._remind()
        items = self.contract.due_ids
        self.assertEqual(items.activity_ids.user_id, self.reporter)
        self.reporter.active = False
        items.activity_ids.unlink()
        dues._remind()
        self.assertFalse(items.activity_ids)
        # Somebody else takes charge and is reminded.
        self.contract.user_id = self.manager
        dues._remind()
        self.assertEqual(items.activity_ids.user_id, self.manager)
