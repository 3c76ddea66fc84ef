# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestPrivate(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'sp_private', 'support_council.group_coordinator')
        cls.manager = new_test_user(cls.env, 'sp_private_m', 'support_council.group_manager')
        cls.person = cls.env['support.person'].create({'name': 'Person A'})
        cls.person.with_user(cls.manager).store_private(
            {'birthday': '1950-01-02', 'private_phone': '000-0000', 'name': 'ignored'}, 'roster'
        )
        cls.private = cls.env['support.person.private'].search([('person_id', '=', cls.person.id)])

    def _trail(self):
        return self.env['support.audit'].search(
            [('res_model', '=', 'support.person'), ('res_id', '=', self.person.id)]
        )

    def test_reveal_leaves_a_trace(self):
        values = self.person.with_user(self.manager).reveal(' fee for March ')
        self.assertEqual(
            values[self.person.id],
            {
                'birthday': '1950-01-02',
                'household': False,
                'private_address': False,
                'private_phone': '000-0000',
            },
        )
        row = self._trail()[0]
        self.assertEqual(
            (row.operation, row.user_id, row.reason), ('read', self.manager, 'fee for March')
        )
        self.assertNotIn('000-0000', str(row.read()))

    def test_needs_right_and_reason(self):
        rows = self._trail()
        with self.assertRaises(AccessError):
            self.person.with_user(self.user).reveal('curious')
        for reason in ('', '  ', False):
            with self.assertRaises(UserError):
                self.person.with_user(self.manager).reveal(reason)
        with self.assertRaises(AccessError):
            self.person.with_user(self.user).store_private({'household': 'x'}, 'x')
        self.assertEqual(self._trail(), rows)

    def test_other_company(self):
        other = self.env['res.company'].create({'name': 'Other office'})
        person = self.env['support.person'].create({'name': 'B', 'company_id': other.id})
        with self.assertRaises(AccessError):
            person.with_user(self.manager).reveal('x')

    def test_no_other_way_out(self):
        manager = self.env['support.person.private'].with_user(self.manager)
        admin = self.env['support.person.private'].with_user(self.env.ref('base.user_admin'))
        for model in (manager, admin):
            private = model.browse(self.private.id)
            for attempt in (
                lambda private=private: private.read(['birthday']),
                lambda private=private: private.export_data(['birthday']),
                lambda private=private: private.web_read({'birthday': {}}),
                lambda model=model: model.search([('birthday', '!=', False)]),
                lambda model=model: model.search_read([], ['birthday']),
                lambda model=model: model._read_group([], ['birthday:month']),
                lambda private=private: private.write({'birthday': '1950-01-01'}),
            ):
                with self.assertRaises(UserError):  # AccessError, or no right to export
                    attempt()
        self.assertNotIn('birthday', admin.fields_get())
        # neither through the person
        person = self.person.with_user(self.manager)
        self.assertNotIn('000-0000', str(person.read()))

    def test_stored_once_per_person(self):
        self.person.with_user(self.manager).store_private({'household': 'alone'}, 'visit')
        self.assertEqual(
            self.person.with_user(self.manager).reveal('x')[self.person.id]['household'], 'alone'
        )
        self.assertEqual(
            self.env['support.person.private'].search_count([('person_id', '=', self.person.id)]),
            1,
        )
