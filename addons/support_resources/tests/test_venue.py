# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the survey asks about a venue."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .common import ResourceCase


class TestVenue(ResourceCase):
    def test_category_and_organizer_propose(self):
        self.salon.is_venue = True
        venue = self.resource(operator_kind='group')
        self.assertTrue(venue.is_venue)
        self.assertEqual(
            venue.venue_operator_id, self.env.ref('support_resources.venue_operator_group')
        )
        self.assertFalse(self.resource('買い物支援', category_id=self.housework.id).is_venue)
        self.assertFalse(self.resource('サロンB', is_venue=False).is_venue)
        other = self.env['support.venue.class'].create({'kind': 'operator', 'name': 'その他'})
        venue.venue_operator_id = other
        venue.operator_kind = 'npo'
        self.assertEqual(venue.venue_operator_id, other, 'what was chosen stays')

    def test_coordinator_enters_the_numbers_in_the_form(self):
        venue = self.as_role('coordinator', self.resource(is_venue=True))
        with Form(venue) as form:
            form.participants_each = 12
            form.participants_month = 18
            with form.headcount_ids.new() as line:
                line.age_id = self.env.ref('support_resources.venue_age_75')
                line.female = 9
        self.assertEqual(venue.headcount_ids.total, 9)

    def test_limited_user_reads_no_numbers_of_other_areas(self):
        age = self.env.ref('support_resources.venue_age_75')
        venue = self.resource(
            is_venue=True,
            area_id=self.south.id,
            headcount_ids=[Command.create({'age_id': age.id, 'male': 3})],
        )
        line = self.as_role('limited', venue.headcount_ids)
        with self.assertRaises(AccessError):
            line.read(['male'])
        self.assertFalse(line.search([]))

    def test_option_in_use_does_not_change_its_question(self):
        option = self.env.ref('support_resources.venue_place_hall')
        self.resource(is_venue=True, venue_place_id=option.id)
        with self.assertRaises(ValidationError):
            option.kind = 'activity'
