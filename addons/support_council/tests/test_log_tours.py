# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_tours import TourCase

TAPS = 12
TOURS = Path(__file__).parent.parent / 'static' / 'tests' / 'tours' / 'support_activity_log.js'


class LogTourCase(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind_visit.with_context(lang=cls.user.lang).write(
            {'name': 'Visit', 'short_label': 'Visit'}
        )
        (cls.kind_visit | cls.kind_consultation).is_stepper = True

    def _entry(self, name):
        return self.env['support.activity'].search([('event_name', '=', name)])

    def _counted(self, entry):
        return {row.kind_id: row.quantity for row in entry.count_ids}


@tagged('post_install', '-at_install')
class TestLogPhoneTours(LogTourCase):
    browser_size = '360x740'
    touch_enabled = True

    def test_doorway_takes_twelve_taps(self):
        """An entry with two kinds counted, from the list of the log to saved."""
        tour = TOURS.read_text(encoding='utf-8').split('"support_activity_log_phone"')[1]
        steps = tour.split('add("')[0].split('.support-log-save-now')[0]
        taps = len(re.findall(r'run: "(?:click|edit)', steps)) + 1  # and the save itself
        self.assertLessEqual(taps, TAPS)
        self.start_tour('/odoo', 'support_activity_log_phone', login=self.user.login)
        entry = self._entry('Visit in a doorway')
        self.assertEqual(self._counted(entry), {self.kind_visit: 1, self.kind_consultation: 2})
        self.assertEqual(entry.state, 'done')
        self.assertEqual(entry.counterpart, 'Salon organiser')
        self.assertEqual((entry.date, entry.area_id), (self.today, self.north))
        self.assertEqual(entry.commission_id, self.commission)
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entry.participant_ids.minutes, 40)

    def test_one_word_is_put_aside(self):
        self.start_tour('/odoo', 'support_activity_put_aside', login=self.user.login)
        entry = self._entry('Chairwoman')
        self.assertEqual(entry.state, 'provisional')


@tagged('post_install', '-at_install')
class TestLogTours(LogTourCase):
    def test_colleagues_entry_is_joined(self):
        entry = self._log(
            self.today,
            event_name='Salon of B',
            counterpart='ｻﾛﾝ',
            participant_ids=[
                (0, 0, {'coordinator_id': self.coordinator_b.id, 'own_action': 'Words of B'})
            ],
        )
        self.start_tour('/odoo', 'support_activity_join', login=self.user.login)
        lines = entry.participant_ids.grouped('coordinator_id')
        self.assertEqual(lines[self.coordinator_a].minutes, 25)
        self.assertEqual(lines[self.coordinator_b].own_action, 'Words of B')
        self.assertEqual(self._counted(entry), {self.kind_visit: 1})
        self.assertFalse(self._entry('Same salon'))

    def test_three_calls_on_one_screen(self):
        self.start_tour('/odoo', 'support_phone_memo', login=self.user.login)
        entries = self.env['support.activity'].search([('counterpart', '=like', 'Caller %')])
        self.assertEqual(entries.mapped('means'), ['phone'] * 3)
        self.assertEqual(entries.count_ids.kind_id, self.kind_consultation)

    def test_what_was_typed_goes_with_its_user(self):
        self.start_tour('/odoo', 'support_activity_draft_log_out', login=self.user.login)

    @mute_logger('odoo.http')
    def test_what_was_typed_survives(self):
        self.start_tour('/odoo', 'support_activity_draft', login=self.user.login, timeout=120)
        entry = self._entry('Typed before the tunnel')
        self.assertEqual(entry.counterpart, 'Somebody met')
        self.assertEqual(self._counted(entry), {self.kind_visit: 1, self.kind_consultation: 1})
