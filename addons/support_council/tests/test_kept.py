# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

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

    def test_day_is_that_of_the_office(self):
        # Entered at 23:30 in Japan, deleted at 00:30: 14:30 and 15:30 UTC of one day.
        self.env.cr.execute(
            "UPDATE support_fake_note SET create_date = '2026-11-20 14:30:00' WHERE id = %s",
            [self.note.id],
        )
        self.note.invalidate_recordset()
        day = self.note.create_date
        company = self.env.company
        self.patch(
            type(company),
            '_support_today',
            lambda company: company._support_local_date(day + timedelta(hours=1)),
        )
        with self.assertRaises(UserError):
            self.note.unlink()

    def test_retention_deletes(self):
        self._age(days=4000)
        self.note._for_retention().unlink()
        self.assertFalse(self.note.exists())
