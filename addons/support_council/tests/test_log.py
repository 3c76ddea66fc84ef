# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


class LogCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_b = cls.user.copy({'login': 'sc_coordinator_b', 'name': 'B'})
        cls.coordinator_b.user_id = cls.user_b

    def _summed(self, month=None):
        rows = self.env['support.activity.count']._read_group(
            [('commission_id', '=', self.commission.id)], ['kind_id'], ['quantity:sum']
        )
        return dict(rows)


@tagged('post_install', '-at_install')
class TestLog(LogCase):
    def test_steppers_of_the_form(self):
        Kind = self.env['support.activity.kind']
        Kind.search([]).is_stepper = False
        (self.kind_visit | self.kind_area_meeting).is_stepper = True
        self.kind_visit.short_label = 'V'
        choices = self.env['support.activity'].new({}).kind_choices
        self.assertEqual(
            [choice['id'] for choice in choices['steppers']],
            (self.kind_visit | self.kind_area_meeting).ids,
        )
        self.assertEqual(choices['steppers'][0]['label'], 'V')
        self.assertIn(self.kind_consultation.id, [choice['id'] for choice in choices['others']])

    def test_one_word_is_enough(self):
        model = self.env['support.activity'].with_user(self.user)
        entry = model.create({'state': 'provisional', 'counterpart': 'Chairman\nat home'})
        self.assertEqual(entry.event_name, 'Chairman')
        self.assertEqual((entry.date, entry.area_id), (self.today, self.north))
        self.assertFalse(self._summed())
        with self.assertRaisesRegex(UserError, 'Chairman.*minutes.*counted'):
            entry.action_complete()
        entry.write(
            {
                'my_minutes': 20,
                'count_ids': [Command.create({'kind_id': self.kind_visit.id})],
            }
        )
        self.assertFalse(self._summed())
        entry.action_complete()
        self.assertEqual(self._summed(), {self.kind_visit: 1})
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)

    @mute_logger('odoo.sql_db')
    def test_nothing_typed_is_refused(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env['support.activity'].with_user(self.user).create({'state': 'provisional'})

    def test_own_line_in_the_form(self):
        with Form(self.env['support.activity'].with_user(self.user)) as form:
            form.event_name = 'Salon'
            form.my_minutes = 45
            form.my_reflection = 'Good'
        line = form.record.participant_ids
        self.assertEqual((line.minutes, line.own_reflection), (45, 'Good'))
        with Form(form.record) as form, form.participant_ids.edit(0) as row:
            row.minutes = 50
        self.assertEqual((line.minutes, form.record.my_minutes), (50, 50))

    def test_words_of_a_coordinator_without_login(self):
        """Typed for her from a paper sheet: her words, entered by somebody else."""
        self.coordinator_b.user_id = False
        entry = self._log(
            date(2026, 5, 10),
            participant_ids=[Command.create({'coordinator_id': self.coordinator_b.id})],
        ).with_user(self.manager)
        entry.my_action = 'Asked the chairman'
        self.assertEqual(entry.participant_ids.own_action, 'Asked the chairman')
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_b)
        typed = (
            self.env['support.activity']
            .with_user(self.manager)
            .create(
                {
                    'event_name': 'From paper',
                    'area_id': self.south.id,
                    'commission_id': self.commission.id,
                    'participant_ids': [Command.create({'coordinator_id': self.coordinator_b.id})],
                }
            )
        )
        self.assertEqual(typed.author_id, self.manager)

    def test_twins(self):
        day = date(2026, 5, 10)
        entry = self._log(day, counterpart='ｻﾛﾝ　さくら')
        model = self.env['support.activity'].with_user(self.user_b)
        facts = {'date': '2026-05-10', 'area_id': self.north.id, 'counterpart': 'さろんサクラ'}
        (twin,) = model.get_twins(facts)
        self.assertEqual((twin['id'], twin['is_mine']), (entry.id, False))
        self.assertTrue(model.with_user(self.user).get_twins(facts)[0]['is_mine'])
        for change in (
            {'date': '2026-05-11'},
            {'area_id': self.south.id},
            {'counterpart': 'サロン'},
            {'counterpart': False},
            {'date_precision': 'month'},
        ):
            self.assertFalse(model.get_twins({**facts, **change}), change)
        entry.state = 'cancelled'
        self.assertFalse(model.get_twins(facts))
        self.limited.support_area_ids = self.south
        entry.state = 'done'
        self.assertFalse(model.with_user(self.limited).get_twins(facts))

    def test_join_adds_a_line_only(self):
        entry = self._log(date(2026, 5, 10))
        with self.assertRaises(AccessError):
            entry.with_user(self.reader).action_join([{'coordinator_id': self.coordinator_b.id}])
        entry.participant_ids.own_action = 'Words of A'
        joined = entry.with_user(self.user_b)
        joined.action_join(
            [{'coordinator_id': self.coordinator_b.id, 'minutes': 30, 'own_action': 'Words of B'}]
        )
        lines = entry.participant_ids.grouped('coordinator_id')
        self.assertEqual(lines[self.coordinator_a].own_action, 'Words of A')
        self.assertEqual(lines[self.coordinator_b].own_action, 'Words of B')
        self.assertEqual(joined.my_minutes, 30)
        self.assertEqual(entry.duration_total, 90)
        self.assertEqual(self._summed(), {self.kind_visit: 1})
        with self.assertRaisesRegex(UserError, 'Coordinator B stands on'):
            joined.action_join()

    def test_colleague_with_minutes(self):
        entry = self._log(date(2026, 5, 10)).with_user(self.user)
        action = entry.action_add_colleague()
        wizard = (
            self.env[action['res_model']]
            .with_user(self.user)
            .with_context(**action['context'])
            .create({'coordinator_ids': [Command.set(self.coordinator_b.ids)]})
        )
        self.assertEqual(wizard.minutes, 60)
        wizard.minutes = 20
        wizard.action_apply()
        lines = entry.participant_ids.grouped('coordinator_id')
        self.assertEqual(lines[self.coordinator_b].minutes, 20)
        self.assertEqual(self._summed(), {self.kind_visit: 1})

    def test_again_like_last_time(self):
        entry = self._log(
            date(2026, 5, 10),
            {self.kind_visit: 1, self.kind_consultation: 3},
            counterpart='Salon',
            progress_content='Long story',
            council_ids=[Command.set(self.council.ids)],
        )
        entry.participant_ids = [Command.create({'coordinator_id': self.coordinator_b.id})]
        action = entry.with_user(self.user).action_repeat()
        again = entry.browse(action['res_id'])
        self.assertEqual((again.date, again.state), (self.today, 'provisional'))
        self.assertEqual((again.counterpart, again.event_name), ('Salon', 'Entry'))
        self.assertEqual(again.council_ids, self.council)
        self.assertFalse(again.progress_content)
        self.assertEqual(again.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(again.participant_ids.minutes, 60)
        self.assertEqual(self._summed(), {self.kind_visit: 1, self.kind_consultation: 3})
        again.action_complete()
        self.assertEqual(self._summed(), {self.kind_visit: 2, self.kind_consultation: 6})

    @mute_logger('odoo.sql_db')
    def test_bad_input(self):
        entry = self._log(date(2026, 5, 10)).with_user(self.user)
        for minutes in (25 * 60, -1):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                entry.my_minutes = minutes
                self.env.flush_all()
            self.env.invalidate_all()
        note = '議題についての長い話。' * 800 + '☕👨‍👩‍👧 ﾊﾝｶｸ<b>x</b><script>alert(1)</script>'
        entry.write({'progress_content': note, 'my_action': note})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(entry.progress_content, note)
        self.assertEqual(entry.participant_ids.own_action, note)
        self.assertEqual(
            entry.search([('search_text', 'ilike', 'ハンカク')]), entry, 'half-width kana'
        )


@tagged('post_install', '-at_install')
class TestPhoneMemo(LogCase):
    def _memo(self, *lines, user=None):
        return (
            self.env['support.phone.memo']
            .with_user(user or self.user)
            .create({'line_ids': [Command.create(line) for line in lines]})
        )

    def test_three_calls_are_three_entries(self):
        memo = self._memo(
            {'counterpart': 'Commissioner', 'minutes': 5},
            {'counterpart': 'Clinic', 'topic': 'Bus', 'minutes': 15, 'caller_kind': 'professional'},
            {'topic': 'Salon', 'kind_id': self.kind_visit.id},
        )
        entries = self.env['support.activity'].search(memo.action_save()['domain'], order='id')
        self.assertEqual(entries.mapped('means'), ['phone'] * 3)
        self.assertEqual(entries.mapped('duration_total'), [5, 15, 10])
        self.assertEqual(entries.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entries.area_id, self.north)
        self.assertEqual(entries.mapped('event_name')[1:], ['Bus', 'Salon'])
        self.assertEqual(self._summed(), {self.kind_consultation: 2, self.kind_visit: 1})

    def test_one_bad_call_saves_none(self):
        log = self.env['support.activity']
        before = log.search_count([])
        for bad, text in (
            ({'counterpart': 'Clinic', 'minutes': 1500}, r'Call 2 \(Clinic\).*1500 minutes'),
            ({'counterpart': 'Clinic', 'minutes': -1}, 'Call 2'),
            ({'minutes': 5}, r'Call 2 \(nobody named\).*who called'),
        ):
            with self.assertRaisesRegex(UserError, text):
                self._memo({'counterpart': 'First'}, bad).action_save()
        with self.assertRaisesRegex(UserError, 'no call'):
            self._memo().action_save()
        self.assertEqual(log.search_count([]), before)

    def test_reader_takes_no_notes(self):
        with self.assertRaises(AccessError):
            self._memo({'counterpart': 'X'}, user=self.reader)
