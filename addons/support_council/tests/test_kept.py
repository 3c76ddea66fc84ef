# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .fake_models import FakeLine, FakeNote, add_fake_models


@tagged('post_install', '-at_install')
class TestKept(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeLine, FakeNote)
        cls.user = new_test_user(cls.env, 'sp_kept', 'support_council.group_coordinator')
        cls.note = cls.env['support.fake.note'].create({'name': 'Visit'})

    def _age(self, **delta):
        created = self.env.cr.now() - timedelta(**delta)
        self.env.cr.execute(
            'UPDATE support_fake_note SET create_date = %s WHERE id = %s', [created, self.note.id]
        )
        self.note.invalidate_recordset()

    def test_deleted_on_its_day(self):
        self.note.with_user(self.user).unlink()
        self.assertFalse(self.note.exists())

    def test_kept_from_the_next_day_on(self):
        self._age(days=1)
        for note in (self.note.with_user(self.user), self.note.sudo()):
            with self.assertRaisesRegex(UserError, 'Visit.* earlier day.* Correct it or cancel'):
                note.unlink()
        with self.assertRaises(UserError):
            self.note.with_context(support_retention=True).unlink()

    def _clock(self, entered, now):
        """Enter the note at one moment and make another one now; both naive UTC."""
        self.env.cr.execute(
            'UPDATE support_fake_note SET create_date = %s WHERE id = %s', [entered, self.note.id]
        )
        self.note.invalidate_recordset()
        self.patch(
            type(self.env.company),
            '_support_today',
            lambda company: company._support_local_date(now),
        )

    def test_day_ends_at_the_midnight_of_the_office(self):
        # Entered at 23:30 in Japan, deleted at 00:30: one day in UTC.
        self._clock(datetime(2026, 11, 20, 14, 30), datetime(2026, 11, 20, 15, 30))
        with self.assertRaises(UserError):
            self.note.unlink()

    def test_day_lasts_over_the_midnight_of_utc(self):
        # Entered at 08:30 in Japan, deleted at 09:30: two days in UTC.
        self._clock(datetime(2026, 11, 19, 23, 30), datetime(2026, 11, 20, 0, 30))
        self.note.unlink()
        self.assertFalse(self.note.exists())

    def test_retention_deletes(self):
        self._age(days=4000)
        self.note._for_retention().unlink()
        self.assertFalse(self.note.exists())
