# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SupportCommon

HELD = ('held', 'drafted', 'confirmed')
PLANNED = ('planned', 'invited')


class CarryOverCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True})
        cls.south_council = cls.env['support.council'].create(
            {'name': 'South Council', 'area_id': cls.south.id}
        )
        cls.joint = cls.council | cls.south_council

    def _planned(self, day, councils=None, topics=(), **values):
        """Plan a meeting with topics; those typed for a day gone by are open here all the same."""
        return self._meeting(
            day,
            councils,
            agenda_ids=[
                Command.create({'name': name, 'is_discussed': False, **more})
                for name, more in (
                    topic if isinstance(topic, tuple) else (topic, {}) for topic in topics
                )
            ],
            **values,
        )

    def _names(self, meeting):
        return sorted(meeting.agenda_ids.mapped('name'))


@tagged('post_install', '-at_install')
class TestCarryOver(CarryOverCase):
    def test_rules(self):
        """Open topics, what comes every time and what is pinned come along; the rest does not."""
        first = self._planned(
            date(2026, 5, 1),
            topics=[
                'Shopping',
                'Snow',
                ('Opening', {'is_recurring': True, 'minutes': 5}),
                ('House rules', {'is_pinned': True}),
            ],
        )
        second = self._meeting(date(2026, 6, 1))
        self.assertFalse(second.agenda_ids)
        lines = {line.name: line for line in first.agenda_ids}
        for name in ('Snow', 'Opening', 'House rules'):
            lines[name].is_discussed = True
        first.with_user(self.user).action_hold()
        self.assertEqual(self._names(second), ['House rules', 'Opening', 'Shopping'])
        opening = second.agenda_ids.filtered(lambda line: line.name == 'Opening')
        self.assertEqual(opening.origin_id, lines['Opening'])
        self.assertEqual((opening.minutes, opening.is_discussed), (5, False))

        # What is decided after all leaves the next agenda; taken back it returns, once.
        lines['Shopping'].with_user(self.user).outcome = 'decision'
        self.assertTrue(lines['Shopping'].is_discussed)
        self.assertEqual(self._names(second), ['House rules', 'Opening'])
        lines['Shopping'].with_user(self.user).write({'is_discussed': False, 'outcome': False})
        lines['House rules'].is_pinned = False
        second._carry_over()
        self.assertEqual(self._names(second), ['Opening', 'Shopping'])

    def test_third_meeting_gets_it_from_the_second(self):
        first = self._planned(date(2026, 5, 1), topics=['Shopping'])
        second, third = self._meeting(date(2026, 6, 1)), self._meeting(date(2026, 7, 1))
        first.action_hold()
        self.assertEqual((self._names(second), self._names(third)), (['Shopping'], []))
        second.action_hold()
        self.assertEqual(self._names(third), ['Shopping'])
        self.assertEqual(third.agenda_ids.root_id, first.agenda_ids)
        second.agenda_ids.is_discussed = True
        self.assertFalse(third.agenda_ids)

    def test_own_words_of_the_same_name_are_no_double(self):
        first = self._planned(date(2026, 5, 1), topics=['Shopping'])
        second = self._planned(date(2026, 6, 1), topics=[('Shopping', {'presenter': 'Chair'})])
        first.action_hold()
        self.assertEqual(second.agenda_ids.presenter, 'Chair')
        self.assertEqual(second.agenda_ids.origin_id, first.agenda_ids)
        first.agenda_ids.is_discussed = True
        self.assertEqual(self._names(second), ['Shopping'])
        self.assertFalse(second.agenda_ids.origin_id)

    def test_joint_meeting(self):
        meeting = self._planned(
            date(2026, 5, 1),
            self.joint,
            kind='exchange',
            topics=[
                'Common',
                ('North', {'council_id': self.council.id}),
                ('South', {'council_id': self.south_council.id}),
            ],
        )
        north = self._meeting(date(2026, 6, 1))
        south = self._meeting(date(2026, 6, 8), self.south_council)
        meeting.with_user(self.user).action_hold()
        self.assertEqual(self._names(north), ['Common', 'North'])
        self.assertEqual(self._names(south), ['South'])
        # As soon as the councils meet together again, what concerns both waits for that.
        again = self._meeting(date(2026, 7, 1), self.joint, kind='exchange')
        self.assertEqual((self._names(north), self._names(again)), (['North'], ['Common']))

    def test_limited_user_carries_over_what_he_does_not_see(self):
        meeting = self._planned(
            date(2026, 5, 1),
            self.joint,
            kind='exchange',
            topics=[('South', {'council_id': self.south_council.id})],
        )
        south = self._meeting(date(2026, 6, 8), self.south_council)
        meeting.with_user(self.limited).action_hold()
        self.assertEqual(self._names(south), ['South'])

    def test_called_off(self):
        """Nothing of a called-off agenda is lost, and nothing comes twice after an undo."""
        first = self._planned(date(2026, 5, 1), topics=['Shopping'])
        second = self._meeting(date(2026, 6, 1))
        first.with_user(self.user)._cancel('Storm')
        self.assertEqual(self._names(second), ['Shopping'])
        first.with_user(self.user).action_reinstate()
        self.assertEqual((self._names(first), self._names(second)), (['Shopping'], []))
        new = first.with_user(self.user)._postpone('Storm', {'date': date(2026, 6, 20)})
        self.assertEqual((self._names(new), self._names(second)), (['Shopping'], []))

    def test_item_that_was_carried_over(self):
        first = self._planned(date(2026, 5, 1), topics=['Shopping', 'Snow'])
        second, third = self._meeting(date(2026, 6, 1)), self._meeting(date(2026, 7, 1))
        first.action_hold()
        first.agenda_ids.filtered(lambda line: line.name == 'Snow').with_user(self.user).unlink()
        self.assertEqual(self._names(second), ['Shopping'])
        second.action_hold()
        with self.assertRaisesRegex(UserError, 'carried over'), self.cr.savepoint():
            first.agenda_ids.unlink()
        third.with_user(self.user).unlink()
        self.assertEqual(self._names(second), ['Shopping'])

    def test_what_is_typed_afterwards_was_discussed(self):
        """Meetings of earlier years, typed in today, leave no open topics behind."""
        first = self._meeting(date(2024, 5, 1))
        first.agenda_ids = [Command.create({'name': 'Old'})]
        first.action_hold()
        second = self._meeting(self.today + timedelta(days=3))
        second.agenda_ids = [Command.create({'name': 'New'})]
        self.assertEqual(self._names(second), ['New'])
        self.assertFalse(second.agenda_ids.is_discussed)

    def test_statements(self):
        counts = {}
        for index, number in enumerate((1, 5, 40)):
            council = self.env['support.council'].create(
                {'name': f'Council {number}', 'area_id': self.north.id}
            )
            first = self._planned(
                date(2026, 5, 1), council, topics=[f'Topic {topic}' for topic in range(number)]
            )
            second = self._meeting(date(2026, 6, 1), council)
            first.state = 'held'
            second.agenda_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            first._carry_over()
            self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
            self.assertEqual(len(second.agenda_ids), number, index)
        self.assertEqual(counts[40], counts[5])
        self.assertLess(counts[40], 30)


@tagged('post_install', '-at_install')
class TestCarryOverProperty(CarryOverCase):
    """Whatever is done in whatever order: an open topic stands once in the next planned meeting."""

    def test_random_sequences(self):
        for seed in range(6):
            with self.subTest(seed=seed):
                self.north_one, self.south_one = self.env['support.council'].create(
                    [
                        {'name': f'North {seed}', 'area_id': self.north.id},
                        {'name': f'South {seed}', 'area_id': self.south.id},
                    ]
                )
                self._run(random.Random(seed))

    def _run(self, chance):
        self.meetings = self.env['support.meeting']
        self.confirmed = {}
        self.day = date(2025, 1, 1)
        self.topics = 0
        steps = (
            self._step_plan,
            self._step_plan,
            self._step_add_topic,
            self._step_add_topic,
            self._step_hold,
            self._step_hold,
            self._step_discuss,
            self._step_postpone,
            self._step_cancel,
            self._step_reinstate,
            self._step_confirm,
            self._step_reopen,
        )
        for _number in range(24):
            step = chance.choice(steps)
            step(chance)
            self._check(step.__name__)

    def _some(self, chance, *states):
        return chance.choice(
            self.meetings.filtered(lambda meeting: meeting.state in states) or [None]
        )

    def _step_plan(self, chance):
        self.day += timedelta(days=chance.randint(1, 9))
        north, south = self.north_one, self.south_one
        councils = chance.choice((north, south, north | south))
        self.meetings |= self._meeting(self.day, councils)

    def _step_add_topic(self, chance):
        meeting = self._some(chance, *PLANNED)
        if meeting:
            self.topics += 1
            council = chance.choice((*meeting.council_ids, self.env['support.council']))
            joint = len(meeting.council_ids) > 1
            self.env['support.meeting.agenda'].with_user(self.user).create(
                {
                    'meeting_id': meeting.id,
                    'name': f'Topic {self.topics}',
                    'council_id': council.id if joint else False,
                    'is_discussed': False,
                    'is_recurring': chance.random() < 0.1,
                }
            )

    def _step_hold(self, chance):
        meeting = self._some(chance, *PLANNED)
        if meeting:
            for line in meeting.agenda_ids:
                line.is_discussed = chance.random() < 0.5
            meeting.with_user(self.user).action_hold()

    def _step_discuss(self, chance):
        meeting = self._some(chance, 'held', 'drafted')
        if meeting and meeting.agenda_ids:
            line = chance.choice(meeting.agenda_ids)
            line.with_user(self.user).is_discussed = not line.is_discussed

    def _step_postpone(self, chance):
        meeting = self._some(chance, *PLANNED)
        if meeting:
            self.day += timedelta(days=chance.randint(1, 9))
            self.meetings |= meeting.with_user(self.user)._postpone('Storm', {'date': self.day})

    def _step_cancel(self, chance):
        meeting = self._some(chance, *PLANNED)
        if meeting:
            meeting.with_user(self.user)._cancel('Storm')

    def _step_reinstate(self, chance):
        meeting = self._some(chance, 'cancelled')
        if meeting:
            meeting.with_user(self.user).action_reinstate()

    def _step_confirm(self, chance):
        meeting = self._some(chance, 'held', 'drafted')
        if meeting:
            meeting.with_user(self.user).action_confirm()
            self.confirmed[meeting] = self._names(meeting)

    def _step_reopen(self, chance):
        meeting = self._some(chance, 'confirmed')
        if meeting and not meeting._find_later_minutes():
            meeting.with_user(self.user)._reopen('A name was wrong')
            del self.confirmed[meeting]

    def _check(self, step):
        for meeting, names in self.confirmed.items():
            self.assertEqual(self._names(meeting), names, step)
        by_name = self.meetings.agenda_ids.sorted(lambda line: line.meeting_id.date).grouped('name')
        for name, lines in by_name.items():
            planned = lines.filtered(lambda line: line.meeting_id.state in PLANNED)
            self.assertLessEqual(len(planned), 1, (step, name))
            held = lines.filtered(lambda line: line.meeting_id.state in HELD)
            if not held:
                continue
            last = held[-1]
            if last.is_discussed and not last.is_recurring:
                self.assertFalse(planned, (step, name))
                continue
            councils = last.council_id or last.meeting_id.council_ids
            later = self.meetings.filtered(
                lambda meeting, last=last: (
                    meeting.state in PLANNED and meeting.date > last.meeting_id.date
                )
            ).sorted('date')
            together = later.filtered(lambda meeting, all_=councils: all_ <= meeting.council_ids)
            single = later.filtered(lambda meeting, all_=councils: all_ & meeting.council_ids)
            expected = (together or single)[:1]
            if planned.filtered(lambda line: not line.is_carried):
                continue  # it stands there from the beginning: the day of the meeting was moved
            self.assertEqual(planned.meeting_id, expected, (step, name))
