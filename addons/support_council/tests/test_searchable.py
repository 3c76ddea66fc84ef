# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL

from ..tools.normalize import bigrams, search_key, search_words
from .fake_models import FakeLine, FakeNote, add_fake_models


@tagged('post_install', '-at_install')
class TestSearchable(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeLine, FakeNote)
        cls.user = new_test_user(cls.env, 'sp_search', 'support_council.group_coordinator')
        tag = cls.env['res.partner.category'].create({'name': '見守り'})
        cls.salon, cls.cafe, cls.plain = cls.env['support.fake.note'].create(
            [
                {'name': 'さかき サロン', 'kana': 'サカキサロン', 'tag_ids': tag.ids},
                {'name': 'ふれあいＣａｆé１号', 'kana': 'フレアイカフェ'},
                {'name': '100%支援_会', 'kana': False},
            ]
        )

    def _found(self, text, operator='ilike', field='search_text'):
        notes = self.env['support.fake.note'].with_user(self.user)
        return notes.search([(field, operator, text)])

    def test_normalize(self):
        for variant in ('サカキ', 'さかき', 'ｻｶｷ', ' さ か き ', 'サ\u200bカキ'):
            self.assertEqual(search_key(variant), 'サカキ')
        self.assertEqual(search_key('ｶﾞｸｴﾝ'), search_key('か\u3099くえん'))
        self.assertEqual(search_key('か゛くえん'), 'ガクエン')
        self.assertEqual(search_key('Ｃａｆｅ①'), 'cafe1')
        self.assertEqual(search_key('葛\U000e0100城'), '葛城')
        self.assertEqual(search_key(False), '')
        self.assertEqual(search_words('さかき　 公民館'), ['サカキ', '公民館'])
        self.assertEqual(bigrams('支援会|カイ'), ['カイ', '援会', '支援'])
        self.assertEqual(bigrams('支'), [])

    def test_width_kana_case_and_spaces(self):
        for text in ('サカキ', 'ｻｶｷ', 'さかきサロン', 'さかき　サロン', 'サロン さかき', 'ろん'):
            self.assertEqual(self._found(text), self.salon, text)
        for text in ('caf', 'ＣＡＦ', 'ｃａｆÉ', 'ふれあいカフェ', '1号', '１号', 'é'):
            self.assertEqual(self._found(text), self.cafe, text)

    def test_linked_names_are_found(self):
        self.assertEqual(self._found('見守り'), self.salon)

    def test_key_follows_changes(self):
        self.salon.name = 'あおば'
        self.assertEqual(self._found('アオバ'), self.salon)

    def test_no_word_across_two_fields(self):
        self.assertFalse(self._found('ロンサカ') & self.cafe)
        self.assertFalse(self._found('号フレ'))

    def test_wildcards_are_characters(self):
        self.assertEqual(self._found('100%'), self.plain)
        self.assertEqual(self._found('援_'), self.plain)
        self.assertFalse(self._found('さ%き'))
        self.assertFalse(self._found("'"))

    def test_negative_and_empty(self):
        everything = self.salon + self.cafe + self.plain
        self.assertEqual(self._found('サカキ', 'not ilike'), everything - self.salon)
        self.assertEqual(self._found(''), everything)
        self.assertEqual(self._found('　'), everything)

    def test_name_search_and_filtered(self):
        notes = self.env['support.fake.note'].with_user(self.user)
        self.assertEqual(notes.name_search('ｻｶｷ'), [(self.salon.id, 'さかき サロン')])
        self.assertEqual(
            notes.name_search('さかき サロン', operator='='), notes.name_search('サカキ')
        )
        self.assertEqual(self._found('サカキ', field='display_name'), self.salon)
        both = self.salon + self.cafe
        self.assertEqual(both.filtered_domain([('search_text', 'ilike', 'サカキ')]), self.salon)

    def test_two_characters_use_the_index(self):
        words = '地域支援福祉交流見守配食送迎体操菜園清掃防災学習音楽手芸将棋囲碁'
        self.env['support.fake.note'].create(
            [
                {
                    'name': ''.join(
                        words[(number * factor + 2 * offset) % len(words)]
                        for factor in (1, 3, 7)
                        for offset in range(3)
                    )
                    + str(number)
                }
                for number in range(10000)
            ]
        )
        self.env['support.fake.note'].create({'name': '珈琲の会'})
        self.env.flush_all()
        self.env.cr.execute('ANALYZE support_fake_note')
        notes = self.env['support.fake.note'].with_user(self.user)
        query = notes._search([('search_text', 'ilike', '珈琲')])
        self.env.cr.execute(SQL('EXPLAIN (FORMAT JSON) %s', query.select()))
        plan = json.dumps(self.env.cr.fetchone()[0])
        self.assertIn('support_fake_note_search_grams_idx', plan)
        self.assertEqual(self._found('珈琲').name, '珈琲の会')
