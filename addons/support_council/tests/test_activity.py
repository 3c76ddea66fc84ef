# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SupportCommon


@tagged('post_install', '-at_install')
class TestActivity(SupportCommon):
    def _figures(self, month, areas=None):
        """Return {(area, kind): quantity} of a month, as every report sums it."""
        rows = self.env['support.activity.count']._read_group(
            [
                ('month_key', '=', month),
                ('commission_id', '=', self.commission.id),
                ('area_id', 'in', (areas or (self.city | self.north | self.south)).ids),
            ],
            ['area_id', 'kind_id'],
            ['quantity:sum'],
        )
        return {(area.name, kind.code): quantity for area, kind, quantity in rows}

    def test_one_visit_three_consultations(self):
        self._log(date(2026, 5, 10), {self.kind_visit: 1, self.kind_consultation: 3})
        self.assertEqual(
            self._figures(202605), {('North', 'visit'): 1, ('North', 'consultation'): 3}
        )

    def test_colleague_adds_minutes_not_counts(self):
        entry = self._log(date(2026, 5, 10))
        entry.participant_ids = [
            Command.create({'coordinator_id': self.coordinator_b.id, 'minutes': 45})
        ]
        self.assertEqual(self._figures(202605), {('North', 'visit'): 1})
        self.assertEqual(entry.duration_total, 105)
        self.assertEqual(entry.coordinator_ids, self.coordinator_a | self.coordinator_b)

    def test_further_area_counts_once_in_each(self):
        entry = self._log(date(2026, 5, 10), area_ids=[Command.set(self.south.ids)])
        both = {('North', 'visit'): 1, ('South', 'visit'): 1}
        self.assertEqual(self._figures(202605), both)
        entry.count_ids.quantity = 2
        self.assertEqual(self._figures(202605), {('North', 'visit'): 2, ('South', 'visit'): 2})
        entry.area_id = self.south
        self.assertEqual(self._figures(202605), {('South', 'visit'): 2})
        entry.area_ids = self.north
        self.assertEqual(self._figures(202605), {('North', 'visit'): 2, ('South', 'visit'): 2})
        entry.count_ids.unlink()
        self.assertFalse(self._figures(202605))

    def test_only_done_entries_count(self):
        entry = self._log(date(2026, 5, 10), state='provisional')
        self.assertFalse(self._figures(202605))
        entry.action_complete()
        self.assertEqual(self._figures(202605), {('North', 'visit'): 1})
        for values in ({'state': 'cancelled'}, {'state': 'in_vain'}, {'active': False}):
            entry.write(values)
            self.assertFalse(self._figures(202605), values)
            entry.write({'state': 'done', 'active': True})
        self.assertEqual(entry.duration_total, 60)

    def test_span_counts_in_the_month_it_began(self):
        self._log(date(2015, 9, 28), date_to=date(2015, 10, 2))
        self.assertEqual(self._figures(201509), {('North', 'visit'): 1})
        self.assertFalse(self._figures(201510))

    def test_known_by_fiscal_year_only_counts_nowhere(self):
        entry = self._log(date(2015, 9, 28), date_precision='fiscal_year')
        self.assertEqual(entry.month_key, 0)
        self.assertEqual(entry.date_label, '平成27年度')
        self.assertEqual((entry.date, entry.date_to), (date(2015, 4, 1), date(2016, 3, 31)))
        self.assertFalse(self._figures(201509))

    def test_fiscal_year_and_quarter_are_groupable(self):
        self._log(date(2026, 3, 31))
        self._log(date(2026, 4, 1))
        rows = self.env['support.activity']._read_group(
            [('event_name', '=', 'Entry')], ['fiscal_year', 'quarter'], ['__count']
        )
        self.assertEqual(rows, [('2025', '4', 1), ('2026', '1', 1)])

    def test_two_gatherings_bring_a_warning(self):
        attended = self.env.ref('support_council.activity_kind_meeting_attended')
        entry = self._log(date(2026, 5, 10), {self.kind_area_meeting: 1})
        self.assertFalse(entry.count_warning)
        entry.count_ids = [Command.create({'kind_id': attended.id})]
        self.assertIn(attended.name, entry.count_warning)

    @mute_logger('odoo.sql_db')
    def test_refused(self):
        entry = self._log(date(2026, 5, 10))
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            entry.count_ids = [Command.create({'kind_id': self.kind_visit.id})]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            entry.count_ids.quantity = 0
            self.env.flush_all()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            entry.count_ids.quantity = 20260510
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            entry.participant_ids.minutes = 1441
            self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, 'before the first day'), self.cr.savepoint():
            entry.date_to = date(2026, 5, 9)
        with self.assertRaisesRegex(ValidationError, 'Check the year'), self.cr.savepoint():
            entry.date = date(206, 5, 9)

    def test_form_of_a_coordinator(self):
        """Date, area, commission and the coordinator herself are filled in already."""
        with Form(self.env['support.activity'].with_user(self.user)) as form:
            form.event_name = 'Salon'
            with form.count_ids.new() as line:
                line.kind_id = self.kind_visit
        entry = form.record
        self.assertEqual(entry.area_id, self.north)
        self.assertEqual(entry.commission_id, self.commission)
        self.assertEqual(entry.participant_ids.coordinator_id, self.coordinator_a)
        self.assertEqual(entry.date, self.today)
        self.assertEqual(entry.author_id, self.user)
        self.assertEqual(entry.count_ids.quantity, 1)

    def test_limited_user_sees_own_area_and_below(self):
        ward = self.env['support.area'].create({'name': 'North Ward', 'parent_id': self.north.id})
        own = self._log(date(2026, 5, 10), area_id=ward.id)
        other = self._log(date(2026, 5, 10), area_id=self.south.id)
        entries = self.env['support.activity'].with_user(self.limited)
        self.assertEqual(entries.search([]), own.with_user(self.limited))
        with self.assertRaises(AccessError):
            other.with_user(self.limited).read(['event_name'])
        self.assertFalse(
            self.env['support.activity.count']
            .with_user(self.limited)
            .search([('activity_id', '=', other.id)])
        )
        self.limited.support_area_ids = self.south
        self.assertEqual(entries.search([]), other.with_user(self.limited))
        self.limited.support_area_ids = False
        self.assertFalse(entries.search([]))

    def test_area_moved_under_a_limited_users_area(self):
        entry = self._log(date(2026, 5, 10), area_id=self.south.id)
        entries = self.env['support.activity'].with_user(self.limited)
        self.assertFalse(entries.search([]))
        self.south.parent_id = self.north
        self.assertEqual(entries.search([]), entry.with_user(self.limited))

    def test_other_company_is_not_seen(self):
        other = self.env['res.company'].create({'name': 'Other Council'})
        self._log(date(2026, 5, 10))
        self.user.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        self.assertFalse(self.env['support.activity'].with_user(self.user).search([]))

    def test_reader_cannot_write(self):
        with self.assertRaises(AccessError):
            self._log(date(2026, 5, 10)).with_user(self.reader).event_name = 'X'

    def test_entry_of_an_earlier_day_is_kept(self):
        entry = self._log(date(2026, 5, 10))
        self.env.flush_all()
        self.cr.execute(
            "UPDATE support_activity SET create_date = create_date - interval '2 days' "
            'WHERE id = %s',
            [entry.id],
        )
        entry.invalidate_recordset()
        with self.assertRaises(UserError):
            entry.unlink()
