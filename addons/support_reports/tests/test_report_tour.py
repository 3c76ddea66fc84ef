# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportTour(ReportCase, HttpCase):
    def test_submit(self):
        """A reporter opens a figure's records, corrects a number, writes a text and submits."""
        self._log(date(2026, 10, 5))
        city, sheets = self._reports()
        self._fill(city | sheets)
        city.text_ids[0].text = False
        sheets.action_review()
        self.start_tour(
            f'/odoo/support-reports/{city.id}', 'support_reports_submit', login='sr_reporter'
        )
        self.assertEqual(city.state, 'submitted')
        self.assertEqual(city.text_ids[0].text, '空き家を活用した。')
        self.assertEqual(city.value_ids.filtered('is_corrected').corrected, 5)
        self.assertEqual(len(city.file_ids), 2)

    def test_rule(self):
        """A manager changes rules, sees what that does to the running quarter, and saves."""
        self.visits.label = 'Visits'
        rate = self.env['support.report.indicator'].create(
            {
                'form_id': self.form.id, 'label': 'Rate', 'unit': '%', 'sequence': 0,
                'source': 'formula', 'formula': self.visits.code,
            }
        )  # fmt: skip
        team = self.coordinator_a | self.coordinator_b
        self._log(
            date(2027, 1, 5),
            participant_ids=[Command.create({'coordinator_id': one.id}) for one in team],
        )
        self.start_tour(
            f'/odoo/action-support_reports.support_report_form_action/{self.form.id}',
            'support_reports_rule',
            login=self.manager.login,
        )
        self.assertEqual((rate.formula, rate.decimals), ('(n1*2)/3', '1'))
        self.assertEqual(self.visits.count_by, 'participant')
