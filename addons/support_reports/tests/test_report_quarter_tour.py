# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tests.test_cursor import TestCursor

from .common import NOVEMBER, NOW, OCTOBER, ReportCase

LATER = datetime(2027, 1, 12, 5, 0)
BRANCHES = ('East', 'West', 'Harbour', 'Hill')


class QuarterCase(ReportCase, HttpCase):
    """A city with six branches at the end of its quarter; requests see the clock of the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moment = datetime.fromisoformat(NOW)
        cls.startClassPatcher(patch.object(TestCursor, 'now', lambda _cursor: cls.moment))
        others = cls.env['support.area'].create(
            [{'name': name, 'parent_id': cls.city.id, 'is_tier2': True} for name in BRANCHES]
        )
        cls.contract.area_ids |= others
        cls.line.needs_approval = True
        # Whoever writes for the north is its coordinator.
        cls.coordinator_a.user_id = cls.branch_reporter
        cls._log(date(2026, 10, 5))
        cls.report, sheets = cls._reports()
        cls.sheet = sheets.filtered(lambda sheet: sheet.area_id == cls.north)
        cls.others = sheets - cls.sheet
        cls._fill(cls.report | sheets)
        cls.sheet.text_ids[0].text = False
        cls.others.action_review()

    def _step(self, name, report, user):
        self.start_tour(
            f'/odoo/support-reports/{report.id}',
            f'support_reports_quarter_{name}',
            login=user.login,
        )
        self.env.invalidate_all()

    def _hand_in(self):
        self._step('hand_in', self.sheet, self.branch_reporter)
        self.assertEqual(self.sheet.state, 'review')
        self.assertEqual(self.sheet.text_ids[0].text, '空き家を活用した。')

    def _correct_and_hand_in_again(self):
        self._step('correct', self.sheet, self.branch_reporter)
        self.assertEqual(self.sheet.value_ids.correction_reason, 'paper log of 20 October')
        self._log(date(2026, 10, 20), {self.kinds['visit']: 2})
        self.env.flush_all()
        self._step('answer', self.sheet, self.branch_reporter)
        self.assertEqual(self.sheet.state, 'review')
        self.assertEqual(self.sheet.remark_ids.mapped('state'), ['resolved'])
        self.assertEqual(self.sheet.value_ids.counted_at_correction, 3)


@tagged('post_install', '-at_install')
class TestQuarterEnd(QuarterCase):
    browser_size = '1400x900'

    def test_from_six_sheets_to_the_second_version(self):
        self._hand_in()
        self._step('return', self.report, self.reporter)
        self.assertEqual(self.sheet.state, 'returned')
        self._correct_and_hand_in_again()
        self._step('check', self.report, self.reporter)
        self._step('approve', self.report, self.manager)
        self._step('submit', self.report, self.reporter)
        self.assertEqual(self.report.state, 'submitted')
        self.assertEqual(self._numbers(self.sheet)[OCTOBER, self.visits.id], 5)
        self.assertEqual(self._numbers(self.report)[OCTOBER, self.visits.id], 5)

        self.startPatcher(patch.object(type(self), 'moment', LATER))
        self.startPatcher(patch.object(self.cr, 'now', lambda: LATER))
        self._log(date(2026, 11, 7), {self.kinds['visit']: 2}, event_name='Found in a drawer')
        self.env.flush_all()
        self._step('replace', self.report, self.reporter)
        question = self.report.exchange_ids
        self.assertEqual(question.answer, 'One, entered late. We send a new version.')
        second = self.report.replaced_by_ids
        self.assertEqual((second.version, second.reason), (2, 'An entry of November came late'))
        self.assertEqual(self._numbers(self.report)[NOVEMBER, self.visits.id], 0)

        second.child_ids.action_review()
        second.action_review()
        second.with_user(self.manager).action_approve()
        self.env.flush_all()
        self._step('second', second, self.reporter)
        self.assertEqual(second.state, 'submitted')
        self.assertEqual(self._numbers(second)[NOVEMBER, self.visits.id], 2)
        self.assertFalse(self.report._broken_parts())


@tagged('post_install', '-at_install')
class TestQuarterEndOnAPhone(QuarterCase):
    browser_size = '360x740'
    touch_enabled = True

    def test_the_part_of_a_branch(self):
        self._hand_in()
        self.env['support.report.remark'].create(
            {
                'report_id': self.sheet.id,
                'indicator_id': self.visits.id,
                'month_key': OCTOBER,
                'text': 'Is the visit of 20 October in it?',
            }
        )
        self.sheet._return('See the remark on October')
        self.env.flush_all()
        self._correct_and_hand_in_again()
