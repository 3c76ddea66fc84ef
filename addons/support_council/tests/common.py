# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class SupportCommon(TransactionCase):
    """A small city with two areas, a council, two coordinators and a user of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref('base.main_company')
        cls.today = cls.company._support_today()
        cls.study = cls.env.ref('support_council.council_stage_study')
        cls.preparation = cls.env.ref('support_council.council_stage_preparation')
        cls.established = cls.env.ref('support_council.council_stage_established')
        cls.kind_visit = cls.env.ref('support_council.activity_kind_visit')
        cls.kind_consultation = cls.env.ref('support_council.activity_kind_consultation')
        cls.kind_area_meeting = cls.env.ref('support_council.activity_kind_area_meeting')

        cls.city = cls.env['support.area'].create(
            {'name': 'Aoba City', 'code': 'A', 'is_tier1': True}
        )
        cls.north, cls.south = cls.env['support.area'].create(
            [
                {'name': 'North', 'code': 'A-N', 'parent_id': cls.city.id, 'is_tier2': True},
                {'name': 'South', 'code': 'A-S', 'parent_id': cls.city.id, 'is_tier2': True},
            ]
        )
        cls.organization = cls.env['res.partner'].create(
            {'name': 'North Residents Association', 'is_company': True}
        )
        cls.commission = cls.env['support.commission'].create(
            {'name': 'Support System Programme', 'company_id': cls.company.id}
        )
        cls.person_a, cls.person_b = cls.env['support.person'].create(
            [{'name': 'Coordinator A'}, {'name': 'Coordinator B'}]
        )
        groups = 'support_council.group_%s'
        cls.reader = new_test_user(cls.env, 'sc_reader', groups % 'reader')
        cls.user = new_test_user(cls.env, 'sc_coordinator', groups % 'coordinator')
        cls.manager = new_test_user(cls.env, 'sc_manager', groups % 'manager')
        cls.limited = new_test_user(
            cls.env,
            'sc_limited',
            'support_council.group_coordinator,support_council.group_area_limited',
        )
        cls.limited.support_area_ids = cls.north
        cls.coordinator_a, cls.coordinator_b = cls.env['support.coordinator'].create(
            [
                {
                    'person_id': cls.person_a.id,
                    'user_id': cls.user.id,
                    'area_id': cls.north.id,
                    'commission_id': cls.commission.id,
                    'date_start': date(2015, 4, 1),
                },
                {
                    'person_id': cls.person_b.id,
                    'area_id': cls.south.id,
                    'commission_id': cls.commission.id,
                    'date_start': date(2015, 4, 1),
                },
            ]
        )
        cls.council = cls.env['support.council'].create(
            {'name': 'North Council', 'area_id': cls.north.id}
        )

    @classmethod
    def _add_seat(cls, council=None, **values):
        return cls.env['support.council.seat'].create(
            {
                'council_id': (council or cls.council).id,
                'organization_id': cls.organization.id,
                **values,
            }
        )

    @classmethod
    def _log(cls, day, counts=None, **values):
        """Create a log entry; ``counts`` maps kinds to quantities."""
        return cls.env['support.activity'].create(
            {
                'date': day,
                'event_name': 'Entry',
                'area_id': cls.north.id,
                'commission_id': cls.commission.id,
                'participant_ids': [
                    Command.create({'coordinator_id': cls.coordinator_a.id, 'minutes': 60})
                ],
                'count_ids': [
                    Command.create({'kind_id': kind.id, 'quantity': quantity})
                    for kind, quantity in (counts or {cls.kind_visit: 1}).items()
                ],
                **values,
            }
        )

    @classmethod
    def _meeting(cls, day, councils=None, kind='council', **values):
        return cls.env['support.meeting'].create(
            {
                'kind_id': cls.env.ref(f'support_council.meeting_kind_{kind}').id,
                'date': day,
                'council_ids': [Command.set((councils or cls.council).ids)],
                'commission_id': cls.commission.id,
                'coordinator_ids': [Command.set(cls.coordinator_a.ids)],
                **values,
            }
        )
