# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from .fake_models import FakeLine, FakeNote, add_fake_models


@tagged('post_install', '-at_install')
class TestAudit(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeLine, FakeNote)
        cls.user = new_test_user(cls.env, 'sp_audit', 'support_council.group_coordinator')
        cls.manager = new_test_user(cls.env, 'sp_audit_m', 'support_council.group_manager')
        cls.notes = cls.env['support.fake.note'].create(
            [{'name': f'Note {number}', 'quantity': number} for number in range(150)]
        )
        cls.note = cls.notes[0]

    def _rows(self, records=None):
        self.env.flush_all()
        return (
            self.env['support.audit']
            .sudo()
            .search(
                [
                    ('res_model', '=', 'support.fake.note'),
                    ('res_id', 'in', (records or self.notes).ids),
                ]
            )
        )

    def test_creation_leaves_none(self):
        self.assertFalse(self._rows())

    def test_change(self):
        parent = self.notes[1]
        tag = self.env['res.partner.category'].create({'name': 'Tag'})
        self.note.with_user(self.user).write(
            {
                'name': 'Other',
                'day': '2026-04-01',
                'parent_id': parent.id,
                'tag_ids': [Command.link(tag.id)],
                'quantity': 0,
                'free': 'not watched',
            }
        )
        row = self._rows()
        self.assertEqual(
            row.changes,
            {
                'name': ['Note 0', 'Other'],
                'day': [None, '2026-04-01'],
                'parent_id': [None, parent.id],
                'tag_ids': [[], [tag.id]],
            },
        )
        self.assertEqual(row.user_id, self.user)
        self.assertEqual(row.operation, 'write')
        self.assertEqual(row.company_id, self.note.company_id)
        self.assertEqual(row.date, self.env.cr.now())
        text = row.with_user(self.manager).change_text
        self.assertIn('Name: Note 0 → Other', text)
        self.assertIn('Note 1', text)
        self.assertIn('Tag', text)

    def test_same_value_and_unwatched_leave_none(self):
        self.note.write({'name': 'Note 0', 'free': 'x'})
        self.note.write({'free': 'y'})
        self.assertFalse(self._rows())

    def test_one_row_per_record_in_one_statement(self):
        self.notes.mapped('quantity')
        self.env.flush_all()
        statements = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, 'code', query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), 'execute', spy)
        self.notes.with_user(self.user).write({'quantity': 500})
        inserts = [text for text in statements if 'INSERT INTO support_audit' in text]
        self.assertEqual(len(inserts), 1)
        self.assertEqual(len(self._rows()), 150)

    def test_deletion(self):
        self.note.day = date(2026, 4, 1)
        rows = self._rows()
        note_id = self.note.id
        self.note.with_user(self.user).unlink()
        row = self.env['support.audit'].search([('res_id', '=', note_id)]) - rows
        self.assertEqual(row.operation, 'unlink')
        self.assertEqual(row.changes['name'], ['Note 0', None])
        self.assertEqual(row.changes['day'], ['2026-04-01', None])
        self.assertEqual(row.record_label, 'Note 0')

    def test_rows_are_for_good(self):
        self.note.name = 'x'
        row = self._rows()
        for trail in (row, row.sudo(), row.with_user(self.manager).sudo()):
            with self.assertRaises(UserError):
                trail.write({'changes': {}})
            with self.assertRaises(UserError):
                trail.unlink()
            with self.assertRaises(UserError):
                trail.copy()
        with self.assertRaises(UserError):
            row.with_context(support_retention=True).unlink()
        row.with_env(self.note._for_retention().env).unlink()

    def test_rights(self):
        self.note.name = 'x'
        row = self._rows()
        with self.assertRaises(AccessError):
            row.with_user(self.user).read(['changes'])
        self.assertTrue(row.with_user(self.manager).read(['changes', 'change_text']))
        other = self.env['res.company'].create({'name': 'Other office'})
        self.notes[5].company_id = other
        self.notes[5].name = 'y'
        foreign = self._rows(self.notes[5])
        self.assertFalse(
            self.env['support.audit'].with_user(self.manager).search([('id', 'in', foreign.ids)])
        )

    def test_model_of_a_removed_addon(self):
        self.env.cr.execute(
            """
            INSERT INTO support_audit
                   (res_model, res_id, operation, user_id, date, company_id, changes)
            VALUES ('support.gone', 7, 'write', %s, now(), %s, '{"name": ["a", "b"]}')
            RETURNING id
            """,
            [self.env.uid, self.env.company.id],
        )
        row = self.env['support.audit'].browse(self.env.cr.fetchone()[0])
        self.assertEqual((row.model_label, row.record_label), ('support.gone', '#7'))
