# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..tools.japanese_date import fiscal_year_of
from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestBoard(SupportCommon):
    """What the board and the status bar rely on beside the history itself."""

    def _enter(self, stage, day, precision='day'):
        self.council.with_context(stage_date=day, stage_date_precision=precision).stage_id = stage

    def test_true_date_on_the_day_of_entry_replaces_the_guess(self):
        self._add_seat()
        self._enter(self.established, date(2016, 10, 1))
        self.assertEqual(self.council.milestone_ids.stage_id, self.established)
        self.assertEqual(self.council.launch_date, date(2016, 10, 1))
        self.assertEqual(self.council.stage_id, self.established)

    def test_step_with_words_is_no_guess(self):
        self.council.milestone_ids.name = 'First meeting at the hall'
        with self.assertRaisesRegex(ValidationError, 'earlier step'):
            self._enter(self.preparation, date(2016, 10, 1))

    def test_step_before_the_present_one_is_refused_readably(self):
        self._enter(self.preparation, self.today)
        message = 'North Council is "Preparation" since .* "Study session" on 令和6年度'
        with self.assertRaisesRegex(ValidationError, message):
            self._enter(self.study, date(2024, 4, 1), 'fiscal_year')

    def test_question_of_the_dialog(self):
        question = (
            self.env['support.council'].with_user(self.user).get_stage_question(self.preparation.id)
        )
        self.assertEqual(question['today'], self.today.isoformat())
        self.assertEqual(question['requirement'], self.preparation.requirement)
        newest = question['fiscal_years'][0][0]
        self.assertEqual(newest, str(fiscal_year_of(self.today)))
        self.assertEqual(question['fiscal_years'][-1][0], '1950')

    def test_card_stays_lean(self):
        view = self.env['support.council'].get_view(
            self.env.ref('support_council.support_council_view_kanban').id, 'kanban'
        )
        self.assertNotIn('name="activity_', view['arch'])
        self.assertIn('js_class="support_council_kanban"', view['arch'])

    def test_days_are_not_offered_for_grouping(self):
        fields = self.env['support.activity'].fields_get(attributes=['type', 'groupable'])
        self.assertFalse(fields['date']['groupable'])
        self.assertTrue(fields['fiscal_year']['groupable'])
        self.assertTrue(fields['quarter']['groupable'])

    def test_dropping_a_todo_asks_why(self):
        todo = self.env['support.action'].create(
            {'name': 'Call the shop', 'coordinator_id': self.coordinator_a.id}
        )
        dialog = self.env['support.reason'].browse(todo.action_drop()['res_id'])
        dialog.reason = 'The shop has closed'
        dialog.action_apply()
        self.assertEqual((todo.state, todo.drop_reason), ('dropped', 'The shop has closed'))
        todo.action_undo()
        self.assertEqual((todo.state, todo.drop_reason), ('open', False))

    def test_area_of_a_meeting_follows_its_council_in_the_form(self):
        meeting = self.env['support.meeting'].new({'council_ids': self.council.ids})
        meeting._onchange_council_ids()
        self.assertEqual(meeting.area_id._origin, self.north)

    def test_statements_of_the_board_do_not_grow(self):
        councils = self.env['support.council'].with_user(self.user)

        def statements():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            councils.web_read_group(
                [],
                ['stage_id'],
                ['__count'],
                auto_unfold=True,
                unfold_read_specification={
                    name: {}
                    for name in (
                        'name',
                        'tier',
                        'last_meeting_date',
                        'next_meeting_date',
                        'next_step',
                        'is_rotting',
                        'rotting_days',
                        'date_end',
                        'check_count',
                        'check_open_count',
                    )
                }
                | {'area_id': {'fields': {'display_name': {}}}},
                unfold_read_default_limit=80,
            )
            return self.env.cr.sql_log_count - before

        statements()  # fill the caches of rights and labels
        few = statements()
        self.env['support.council'].create(
            [{'name': f'Council {number}', 'area_id': self.north.id} for number in range(60)]
        )
        self.assertLessEqual(statements(), few)
