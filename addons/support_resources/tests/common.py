# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

# A day in the third quarter of 令和8年度; in Japan it is already the 20th.
NOW = '2026-11-19 23:30:00'
TODAY = date(2026, 11, 20)


class ResourceCase(TransactionCase):
    """Two offices, a city with two areas and a district below one of them, one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # create_date comes from the database's clock.
        moment = datetime.fromisoformat(NOW)
        cls.startClassPatcher(patch.object(cls.cr, 'now', lambda: moment))
        cls.company = cls.env['res.company'].create({'name': 'さくら市社会福祉協議会'})
        cls.other_company = cls.env['res.company'].create({'name': 'もみじ市社会福祉協議会'})
        cls.env = cls.env(
            context={**cls.env.context, 'allowed_company_ids': cls.company.ids, 'lang': 'en_US'}
        )
        areas = cls.env['support.area']
        cls.city = areas.create({'name': 'さくら市', 'company_id': cls.company.id})
        cls.north, cls.south = areas.create(
            [
                {'name': name, 'parent_id': cls.city.id, 'company_id': cls.company.id}
                for name in ('北圏域', '南圏域')
            ]
        )
        cls.district = areas.create(
            {'name': '北一自治会', 'parent_id': cls.north.id, 'company_id': cls.company.id}
        )
        cls.foreign_area = areas.create({'name': 'もみじ市', 'company_id': cls.other_company.id})
        cls.salon = cls.env.ref('support_resources.resource_category_salon')
        cls.housework = cls.env.ref('support_resources.resource_category_housework')
        cls.shopping = cls.env.ref('support_resources.need_category_shopping')
        partners = cls.env['res.partner']
        cls.club, cls.shop = partners.create(
            [{'name': name, 'is_company': True} for name in ('ひまわり会', '八百辰')]
        )
        internal = 'base.group_user'
        coordinator = f'{internal},support_council.group_coordinator'
        roles = {
            'reader': f'{internal},support_council.group_reader',
            'coordinator': coordinator,
            'manager': f'{internal},support_council.group_manager',
            'editor': f'{internal},support_resources.group_editor',
            'private': f'{internal},support_resources.group_private',
            'limited': f'{coordinator},support_council.group_area_limited',
            'internal': internal,
            'portal': 'base.group_portal',
        }
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f'resources_{role}',
                groups=groups,
                context={'no_reset_password': True},
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, groups in roles.items()
        }
        cls.users['limited'].support_area_ids = cls.north
        cls.stranger = new_test_user(
            cls.env,
            login='resources_stranger',
            groups=f'{internal},support_council.group_manager',
            context={'no_reset_password': True},
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    @classmethod
    def resource(cls, name='さくらサロン', **values):
        return cls.env['support.resource'].create(
            {
                'name': name,
                'category_id': cls.salon.id,
                'area_id': cls.north.id,
                'company_id': cls.company.id,
                **values,
            }
        )

    @classmethod
    def resource_since(cls, day, *steps, **values):
        """Create a resource recorded on a day, followed by steps ``(kind, day)``."""
        return cls.resource(
            event_ids=[
                (0, 0, {'kind': kind, 'date': when, 'entered_on': when})
                for kind, when in (('recorded', day), *steps)
            ],
            **values,
        )

    @classmethod
    def need(cls, **values):
        return cls.env['support.need'].create(
            {
                'category_id': cls.shopping.id,
                'area_id': cls.north.id,
                'company_id': cls.company.id,
                **values,
            }
        )

    def as_role(self, role, record):
        return record.with_user(self.users[role])
