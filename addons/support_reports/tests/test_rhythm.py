# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestRhythm(ReportCase):
    """It is 12 January 2027: eleven weeks of the fiscal year are left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_seat()
        cls.council.stage_id = cls.established
        cls._meeting(date(2026, 11, 1)).action_hold()
        cls._meeting(date(2027, 2, 1))

    def test_minimum_of_the_contract(self):
        self.assertEqual(self.council.rhythm, 'on_track')
        self.contract.min_meetings = 2
        self.assertEqual(self.council.rhythm, 'on_track', 'held and planned together reach it')
        self.contract.min_meetings = 3
        self.assertEqual(self.council.rhythm, 'short')
        self.council.meeting_cycle = 1
        self.assertNotEqual(self.council.rhythm, 'short', 'March leaves room for the third one')
        self.contract.min_meetings = 4
        self.assertEqual(self.council.rhythm, 'short')
        self._meeting(date(2027, 3, 20))
        self._meeting(date(2027, 3, 25))
        self.assertNotEqual(self.council.rhythm, 'short')
        self.contract.write({'min_meetings': 99, 'state': 'closed'})
        self.assertNotEqual(self.council.rhythm, 'short')

    def test_card_says_so(self):
        arch = self.env['support.council'].get_view(
            self.env.ref('support_council.support_council_view_kanban_rhythm').id, 'kanban'
        )['arch']
        badges = etree.fromstring(arch).xpath('//footer/span[contains(@class, "badge")]')
        conditions = [badge.get('t-if') or badge.get('t-elif') for badge in badges]
        position = conditions.index("record.rhythm.raw_value === 'short'")
        self.assertIn('no_meeting', conditions[position + 1], 'the one warning is the graver one')
        self.assertTrue(etree.fromstring(arch).xpath('//field[@name="rhythm"]'))

    def test_who_owes_meetings(self):
        other = self.env['support.council'].create({'name': 'Young', 'area_id': self.south.id})
        self.contract.min_meetings = 9
        self.assertEqual(self.council.rhythm, 'short')
        self.assertNotEqual(other.rhythm, 'short', 'it is not established yet')
        self.contract.write({'area_id': self.south.id, 'area_ids': [Command.clear()]})
        self.assertNotEqual(self.council.rhythm, 'short', 'the contract is about another area')
