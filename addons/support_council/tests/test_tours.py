# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


class TourCase(SupportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The tours look for these names, whatever the language of the database.
        names = {
            cls.study: 'Study session',
            cls.preparation: 'Preparation',
            cls.established: 'Council launched',
            cls.kind_consultation: 'Consultation',
        }
        for record, name in names.items():
            record.with_context(lang=cls.user.lang).name = name
        cls.kind_consultation.is_stepper = True
        cls.kind_consultation.with_context(lang=cls.user.lang).short_label = 'Consultation'
        values = {
            'area_id': cls.north.id,
            'milestone_ids': [
                Command.create(
                    {'kind': 'stage', 'stage_id': cls.study.id, 'date': date(2020, 5, 1)}
                )
            ],
        }
        cls.ready, cls.seatless = cls.env['support.council'].create(
            [{**values, 'name': 'Ready Council'}, {**values, 'name': 'Seatless Council'}]
        )
        cls._add_seat(cls.ready)

    def _start_timeline(self):
        self.ready.milestone_ids = [
            Command.create(
                {
                    'kind': 'coordinator',
                    'date': date(2016, 1, 1),
                    'date_precision': 'month',
                }
            ),
            Command.create({'kind': 'name', 'name': 'Called “Ready”', 'date': date(2016, 5, 1)}),
        ]
        self.start_tour('/odoo', 'support_timeline', login=self.user.login)

    def _steps(self, council):
        """Return (stage, date, precision, day of typing) of a council's stages, oldest first."""
        steps = council.milestone_ids.filtered('stage_id').sorted(
            lambda step: (step.effective_date, step.sequence)
        )
        return [(step.stage_id, step.date, step.date_precision, step.entered_on) for step in steps]


@tagged('post_install', '-at_install')
class TestTours(TourCase):
    browser_size = '1400x900'

    def test_drag_writes_a_dated_milestone(self):
        self.start_tour('/odoo', 'support_council_board_drag', login=self.user.login)
        self.assertEqual(
            self._steps(self.ready),
            [
                (self.study, date(2020, 5, 1), 'day', self.today),
                (self.preparation, date(2024, 3, 28), 'day', self.today),
                (self.established, date(2024, 4, 1), 'fiscal_year', self.today),
                (self.preparation, date(2025, 6, 1), 'day', self.today),
                (self.study, date(2025, 7, 1), 'day', self.today),
            ],
        )
        self.assertEqual(self.ready.stage_id, self.study)
        self.assertEqual(self.ready.launch_date, date(2024, 4, 1), 'it was launched all the same')

    @mute_logger('odoo.http')
    def test_drop_without_seat_is_refused(self):
        self.start_tour('/odoo', 'support_council_board_refused', login=self.user.login)
        self.assertEqual(self.seatless.stage_id, self.study)
        self.assertEqual(len(self.seatless.milestone_ids), 1)

    @mute_logger('odoo.http')
    def test_status_bar_asks_for_the_date(self):
        self.start_tour('/odoo', 'support_council_status_bar', login=self.user.login)
        self.assertEqual(
            [step[:3] for step in self._steps(self.ready)],
            [
                (self.study, date(2020, 5, 1), 'day'),
                (self.preparation, date(2024, 3, 28), 'day'),
            ],
        )

    def test_timeline(self):
        self._start_timeline()

    def test_log_entry_from_the_list(self):
        self.start_tour('/odoo', 'support_activity_log_create', login=self.user.login)
        entry = self.env['support.activity'].search([('event_name', '=', 'Visit to the salon')])
        self.assertEqual(entry.author_id, self.user)
        self.assertEqual(entry.date, self.today)
        self.assertEqual(entry.commission_id, self.commission)
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entry.count_ids.kind_id, self.kind_consultation)
        self.assertEqual(entry.count_ids.quantity, 3)

    def test_held_meeting_opens_its_entry(self):
        meeting = self.env['support.meeting'].create(
            {
                'name': 'Spring Meeting',
                'kind_id': self.env.ref('support_council.meeting_kind_council').id,
                'date': self.today,
                'council_ids': [Command.set(self.ready.ids)],
                'commission_id': self.commission.id,
                'coordinator_ids': [Command.set(self.coordinator_a.ids)],
            }
        )
        self.start_tour('/odoo', 'support_meeting_held', login=self.user.login)
        self.assertEqual(meeting.state, 'held')
        self.assertEqual(meeting.entry_ids.count_ids.kind_id, self.kind_area_meeting)
        self.assertEqual(meeting.attendance_ids.seat_id, self.ready.seat_ids)


@tagged('post_install', '-at_install')
class TestPhoneTours(TourCase):
    browser_size = '360x740'
    touch_enabled = True

    def _assert_there_and_back(self):
        self.assertEqual(
            [step[:2] for step in self._steps(self.ready)],
            [
                (self.study, date(2020, 5, 1)),
                (self.preparation, date(2024, 3, 28)),
                (self.established, date(2024, 4, 1)),
                (self.preparation, date(2025, 6, 1)),
                (self.study, date(2025, 7, 1)),
            ],
        )
        self.assertEqual(self.ready.stage_id, self.study)
        self.assertEqual(len(self.seatless.milestone_ids), 1)

    @mute_logger('odoo.http')
    def test_card_menu_moves_the_council(self):
        self.start_tour('/odoo', 'support_council_board_phone', login=self.user.login)
        self._assert_there_and_back()

    @mute_logger('odoo.http')
    def test_status_bar_moves_the_council(self):
        self.start_tour('/odoo', 'support_council_status_bar_phone', login=self.user.login)
        self._assert_there_and_back()

    def test_timeline(self):
        self._start_timeline()
