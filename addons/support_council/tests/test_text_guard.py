# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.japanese_date import format_date
from ..tools.text_guard import find_personal_data
from .common import SupportCommon


def kinds(text, names=()):
    return [kind for kind, _excerpt in find_personal_data(text, names)]


@tagged('post_install', '-at_install')
class TestTextGuard(BaseCase):
    def test_telephones(self):
        for text, excerpt in {
            '連絡先 042-123-4567 まで': '042-123-4567',
            '０９０－１２３４－５６７８': '090-1234-5678',
            '携帯09012345678です': '09012345678',
            '0421234567': '0421234567',
            '(042)123-4567': '(042)123-4567',
            '042(123)4567': '042(123)4567',
            '03ー1234ー5678': '03-1234-5678',
            '0120-444-444に電話': '0120-444-444',
            '電話：23-4567': '23-4567',
            '+81-90-1234-5678': '+81-90-1234-5678',
        }.items():
            with self.subTest(text):
                self.assertEqual(find_personal_data(text), [('phone', excerpt)])

    def test_addresses(self):
        for text in (
            '〒123-4567',
            '青葉町３丁目４番５号にお住まい',
            '本町1丁目2-3の方',
            '大字青葉123番地',
            '青葉町12番3号',
            '若葉町1-2-3',
            'みどりハイツ203号室',
            '二丁目５番地',
        ):
            with self.subTest(text):
                self.assertIn('address', kinds(text))

    def test_known_names(self):
        names = ['山田 花子', '佐藤太郎']
        self.assertEqual(
            find_personal_data('山田花子さんと佐藤　太郎さん', names),
            [('name', '山田花子'), ('name', '佐藤太郎')],
        )
        self.assertFalse(find_personal_data('山田さん', names))
        self.assertFalse(find_personal_data('林の中', ['林', '', None]))

    def test_ordinary_words_are_left_alone(self):
        for text in (
            '', False, '第3回 協議体会議', '参加者28名、13:30～15:00', '〒', '10:00-11:30',
            '令和8年11月20日', '2026-11-20', '2026/11/20 13:30', '1,234,567円', '¥100,000-',
            '3丁目自治会のサロン', '二丁目公園の体操', '第1四半期', '10-12月', '1-2-3体操',
            '5人中3人', '番号 1234567890123', '資料1-1、1-2', '0.5時間', '年度 2025-2026',
            '1番大事なこと', 'ページ 10-20', '1号様式', '東京2020', '😀👨‍👩‍👧', '11/20 10時-12時',
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(find_personal_data(text), [])

    def test_no_date_time_or_amount_is_a_telephone(self):
        rng = random.Random(20261121)
        for _number in range(2000):
            day = date(2015, 1, 1) + timedelta(days=rng.randrange(6000))
            hour, minute = rng.randrange(24), rng.randrange(60)
            text = rng.choice(
                (
                    format_date(day),
                    day.isoformat(),
                    day.strftime('%Y/%m/%d'),
                    day.strftime('%m/%d'),
                    f'{day.isoformat()} {hour:02}:{minute:02}',
                    f'{hour:02}:{minute:02}～{hour + 1:02}:{minute:02}',
                    f'{hour:02}：{minute:02}-{hour + 1:02}：{minute:02}',
                    f'{rng.randrange(10**8):,}円',
                    f'{rng.randrange(10**8)}円',
                    f'第{rng.randrange(100)}回',
                    f'第{rng.randrange(9)}-{rng.randrange(9)}号',
                    f'{rng.randrange(100)}名（約{rng.randrange(100)}名）',
                    f'〒{rng.choice("、。 ")}',
                    f'{rng.randrange(60)}～{rng.randrange(60)}分',
                )
            )
            before, after = (
                rng.choice(('', '・', '日時 ', '（')),
                rng.choice(('', '。', '）', '頃')),
            )
            self.assertEqual(find_personal_data(before + text + after), [], before + text + after)

    def test_every_telephone_is_found(self):
        rng = random.Random(4)
        for _number in range(500):
            area = rng.choice(('03', '042', '0422', '04992', '090', '080', '050', '0120'))
            rest = 11 if area in ('090', '080', '050') else 10
            digits = ''.join(rng.choice('0123456789') for _digit in range(rest - len(area)))
            hyphen = rng.choice('-－‐−ー')
            number = hyphen.join((area, digits[:-4], digits[-4:]))
            if rng.random() < 0.3:
                number = number.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
            self.assertEqual(kinds(f'電話は{number}です'), ['phone'], number)

    def test_long_text_is_quick(self):
        text = '本日の参加者は28名でした。次回は11月20日13:30から。' * 400
        self.assertEqual(find_personal_data(text), [])


@tagged('post_install', '-at_install')
class TestTextWarning(SupportCommon):
    def test_banner_of_an_entry(self):
        self.env['support.person'].create({'name': '山田花子'})
        entry = self._log(self.today).with_user(self.user)
        self.assertFalse(entry.text_warning)
        entry.my_action = '山田 花子さん（090-1234-5678）に電話'
        entry.invalidate_recordset()
        self.assertIn('山田花子', entry.text_warning)
        self.assertIn('090-1234-5678', entry.text_warning)

    def test_coordinators_and_members_are_named_in_public(self):
        seat = self._add_seat()
        person = self.env['support.person'].create({'name': '会長太郎'})
        self.env['support.council.member'].create(
            {'seat_id': seat.id, 'person_id': person.id, 'date_start': date(2020, 4, 1)}
        )
        entry = self._log(self.today, event_name='会長太郎さん、Coordinator Aと打合せ')
        self.assertFalse(entry.text_warning)

    def test_banner_of_minutes(self):
        meeting = self._meeting(self.today).with_user(self.user)
        self.assertFalse(meeting.text_warning)
        meeting.decided = '<p>連絡は042-123-4567へ</p>'
        meeting.invalidate_recordset()
        self.assertIn('042-123-4567', meeting.text_warning)
