# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools.canonical import canonical_json, checksum
from .fake_models import FakeLine, FakeNote, add_fake_models


@tagged('post_install', '-at_install')
class TestFrozen(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeLine, FakeNote)
        cls.user = new_test_user(cls.env, 'sp_frozen', 'support_council.group_coordinator')
        cls.note, cls.draft = cls.env['support.fake.note'].create(
            [
                {'name': 'Minutes', 'line_ids': [Command.create({'text': 'one'})]},
                {'name': 'Draft', 'line_ids': [Command.create({'text': 'two'})]},
            ]
        )
        cls.file = cls._attach(cls.note)
        cls.note.state = 'final'

    @classmethod
    def _attach(cls, note, **values):
        return cls.env['ir.attachment'].create(
            {
                'name': 'a.txt',
                'raw': b'a',
                'res_model': 'support.fake.note',
                'res_id': note.id,
                **values,
            }
        )

    def _assert_refused(self, action, *args):
        with self.assertRaisesRegex(UserError, 'Minutes.* is frozen'):
            action(*args)

    def test_write_refused_for_everybody(self):
        for note in (self.note, self.note.sudo(), self.note.with_user(self.user)):
            self._assert_refused(note.write, {'name': 'x'})
            self._assert_refused(note.unlink)
        self.assertEqual(self.note.name, 'Minutes')

    def test_no_way_back_without_thaw(self):
        self._assert_refused(self.note.write, {'state': 'draft'})
        self.note._thaw().write({'state': 'draft'})
        self.note.write({'name': 'x'})

    def test_batch_with_one_frozen_is_refused(self):
        self._assert_refused((self.draft + self.note).write, {'name': 'x'})
        self._assert_refused((self.draft + self.note).unlink)
        self.assertEqual(self.draft.name, 'Draft')

    def test_white_list(self):
        self.note.write({'message_note': 'said'})
        self._assert_refused(self.note.write, {'message_note': 'said', 'free': 'x'})

    def test_born_frozen_needs_thaw(self):
        notes = self.env['support.fake.note']
        with self.assertRaises(UserError):
            notes.create({'name': 'x', 'state': 'final'})
        self.assertTrue(notes._thaw().create({'name': 'x', 'state': 'final'}))

    def test_lines_follow_their_record(self):
        line = self.note.line_ids
        self._assert_refused(line.write, {'text': 'x'})
        self._assert_refused(line.unlink)
        self._assert_refused(line.create, {'note_id': self.note.id, 'text': 'x'})
        self._assert_refused(self.note.write, {'line_ids': [Command.clear()]})
        # neither out of a frozen record nor into one
        self._assert_refused(line.write, {'note_id': self.draft.id})
        self._assert_refused(self.draft.line_ids.write, {'note_id': self.note.id})
        self.draft.line_ids.write({'text': 'x'})

    def test_attachments_follow_their_record(self):
        for file in (self.file, self.file.sudo()):
            self._assert_refused(file.write, {'name': 'x'})
            self._assert_refused(file.write, {'raw': b'x'})
            self._assert_refused(file.write, {'res_id': self.draft.id})
            self._assert_refused(file.unlink)
        self._assert_refused(self._attach, self.note)
        free = self._attach(self.draft)
        self._assert_refused(free.write, {'res_id': self.note.id})
        free.unlink()

    def test_attachments_of_other_models(self):
        partner = self.env['res.partner'].create({'name': 'x'})
        file = self._attach(self.draft, res_model='res.partner', res_id=partner.id)
        with self.assertQueryCount(0):
            file._check_not_of_frozen()
        file.unlink()

    def test_context_of_a_client_does_not_thaw(self):
        for value in (True, 1, 'x', {}, object()):
            note = self.note.with_context(support_thaw=value)
            self._assert_refused(note.write, {'name': 'x'})

    @mute_logger('odoo.sql_db')
    def test_thaw_does_not_spread(self):
        self.note._thaw().write({'free': 'x'})
        self._assert_refused(self.note.write, {'free': 'y'})

    def test_checksum(self):
        payload = {'b': 1, 'a': ['圏域', None, 1.5], 'day': self.env.cr.now().date()}
        again = dict(reversed(payload.items()))
        self.assertEqual(self.note._frozen_checksum(payload), checksum(again))
        self.assertNotEqual(checksum(payload), checksum({**payload, 'b': 2}))
        self.assertEqual(canonical_json({'b': 1, 'a': '圏'}), '{"a":"圏","b":1}')
        self.assertEqual(len(checksum(b'')), 64)
        with self.assertRaises(TypeError):
            checksum({'record': self.note})
        with self.assertRaises(ValueError):
            checksum({'share': float('nan')})
