# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import ResourceCase


@tagged('post_install', '-at_install')
class TestSearch(ResourceCase):
    def found(self, text):
        names = self.env['support.resource'].name_search(text)
        return self.env['support.resource'].browse(number for number, _name in names)

    def test_width_and_kana_do_not_matter(self):
        resource = self.resource(name='ｻｶｷﾞ cafe １', kana='さかぎかふぇいち')
        for text in ('サカギ', 'さかぎ', 'ＣＡＦＥ', 'cafe1', 'ｶﾌｪ', 'サカギ　cafe'):
            with self.subTest(text=text):
                self.assertIn(resource, self.found(text))
        self.assertNotIn(resource, self.found('ひまわり'))

    def test_found_by_place(self):
        resource = self.resource(place='北公民館')
        found = self.env['support.resource'].search([('search_text', 'ilike', '公民館')])
        self.assertIn(resource, found)

    def test_need_by_code_of_any_width(self):
        need = self.need()
        wide = str.maketrans('N-0123456789', 'ｎ－０１２３４５６７８９')
        found = self.env['support.need'].name_search(need.code.translate(wide))
        self.assertIn(need.id, [number for number, _name in found])

    def test_areas_include_those_below(self):
        inside = self.resource(area_id=self.district.id)
        serving = self.resource(area_id=self.south.id, area_ids=[Command.set(self.district.ids)])
        outside = self.resource(area_id=self.south.id)
        arch = self.env['support.resource'].get_view(
            self.env.ref('support_resources.support_resource_view_search').id, 'search'
        )['arch']
        self.assertIn("('area_id', 'child_of', self)", arch)
        found = self.env['support.resource'].search(
            ['|', ('area_id', 'child_of', self.north.id), ('area_ids', 'child_of', self.north.id)]
        )
        self.assertEqual(found & (inside | serving | outside), inside | serving)
