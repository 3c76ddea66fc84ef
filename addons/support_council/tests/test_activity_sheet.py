# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
from datetime import date

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..tools import pdf
from .common import SupportCommon

# The form as it stands in the sample: ten columns in this order.
HEADS = [
    '日程', '対応時間（分）', 'エリア', '相手方', '事業・会議名等', '経過・内容・主な事柄',
    'コーディネーターの働きかけ（かかわり）', 'コーディネーターの思い・気づき・コメント等',
    '次回のアプローチ', 'その他（地域課題他）',
]  # fmt: skip


class SheetCase(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._log(
            date(2026, 5, 16),
            counterpart='介護支援センター',
            event_name='介護者教室',
            progress_content='【参加者10名】',
            other_area_issue='買い物について',
            share_level='commissioner',
            participant_ids=[
                Command.create(
                    {
                        'coordinator_id': cls.coordinator_a.id,
                        'minutes': 120,
                        'own_action': '働きかけA',
                        'own_reflection': '思いA',
                        'next_approach': '次回A',
                    }
                ),
                Command.create(
                    {
                        'coordinator_id': cls.coordinator_b.id,
                        'minutes': 20,
                        'own_action': '働きかけB',
                    }
                ),
            ],
        )
        cls._log(date(2026, 5, 15), event_name='First half')
        cls._log(date(2026, 5, 31), event_name='Last day')
        cls._log(date(2026, 6, 1), event_name='Next month')
        cls._log(date(2026, 5, 20), event_name='Provisional', state='provisional')
        cls._log(date(2026, 5, 20), event_name='Month only', date_precision='month')
        cls._log(date(2026, 5, 20), event_name='In vain', state='in_vain')

    def _sheet(self, user=None, **values):
        return (
            self.env['support.activity.sheet']
            .with_user(user or self.user)
            .create(
                {
                    'month': date(2026, 5, 1),
                    'part': 'second',
                    'coordinator_id': self.coordinator_a.id,
                    **values,
                }
            )
        )

    def _events(self, sheet):
        return [row[4] for row in sheet._get_sheet()['rows']]


@tagged('post_install', '-at_install')
class TestActivitySheet(SheetCase):
    def test_columns_to_the_letter(self):
        sheet = self._sheet()._get_sheet()
        self.assertEqual(sheet['title'], 'コーディネーター活動記録')
        self.assertEqual(sheet['period'], '令和8年5月16日～5月31日')
        self.assertEqual(sheet['head'], HEADS)
        self.assertEqual(sum(sheet['widths']), 100)
        self.assertEqual(
            sheet['rows'][0],
            [
                '5月16日', 120, 'North', '介護支援センター', '介護者教室', '【参加者10名】',
                '働きかけA', '思いA', '次回A', '買い物について',
            ],
        )  # fmt: skip
        self.assertEqual(sheet['total'], 240)

    def test_halves_of_the_month(self):
        self.assertEqual(self._events(self._sheet()), ['介護者教室', 'In vain', 'Last day'])
        self.assertEqual(self._events(self._sheet(part='first')), ['First half'])
        self.assertEqual(len(self._events(self._sheet(part='month'))), 4)
        free = self._sheet(part='free', date_from=date(2026, 5, 31), date_to=date(2026, 6, 1))
        self.assertEqual(self._events(free), ['Last day', 'Next month'])

    def test_overview_adds_up_head_counts(self):
        self.entry.write({'headcount': 30, 'headcount_is_approx': True})
        month_only = self.entry.search([('event_name', '=', 'Month only')])
        month_only.headcount = 12
        sheet = self._sheet(part='month', layout='overview')._get_sheet()
        self.assertEqual(sheet['head'], ['日程', '場面', '説明内容', '参加人数'])
        rows = {row[1]: row for row in sheet['rows']}
        self.assertEqual(rows['介護者教室'][3], '約30')
        # What is known by its month only has a line here, with no more than that.
        self.assertEqual(rows['Month only'][0], '令和8年5月')
        self.assertEqual(rows['Month only'][3], 12)
        self.assertEqual(rows['Last day'][3], '')
        self.assertEqual(sheet['total'], 42)
        self.assertIn('42', sheet['closing'])

    def test_only_her_own_minutes_and_words(self):
        (row,) = self._sheet(coordinator_id=self.coordinator_b.id)._get_sheet()['rows']
        self.assertEqual((row[1], row[6], row[7], row[8]), (20, '働きかけB', '', ''))

    def test_of_an_area(self):
        sheet = self._sheet(coordinator_id=False, area_id=self.city.id)._get_sheet()
        row = sheet['rows'][0]
        self.assertEqual(row[1], 140)
        self.assertEqual(row[6], '（Coordinator A）働きかけA\n（Coordinator B）働きかけB')
        self.assertFalse(self._events(self._sheet(coordinator_id=False, area_id=self.south.id)))

    def test_for_the_commissioner(self):
        sheet = self._sheet(for_commissioner=True)
        self.assertEqual(self._events(sheet), ['介護者教室'])
        self.assertEqual((sheet.entry_count, sheet.omitted_count), (1, 2))
        self.assertEqual(sheet._get_sheet()['rows'][0][7], '')
        self.company.support_sheet_reflection = True
        self.assertEqual(sheet._get_sheet()['rows'][0][7], '思いA')

    def test_office_decides_how_far_new_entries_are_shared(self):
        self.assertEqual(self._log(date(2026, 5, 20)).share_level, 'office')
        self.company.support_share_level = 'commissioner'
        self.assertEqual(self._log(date(2026, 5, 20)).share_level, 'commissioner')

    def test_approval_box_has_the_confirmation(self):
        self.entry.search([('state', '=', 'provisional')]).state = 'cancelled'
        self.assertFalse(self._sheet()._get_sheet()['stamps'])
        sheet = self._sheet(show_approval=True)
        self.assertEqual(sheet._get_sheet()['stamps'][0]['name'], '')
        self.env['support.month.closing'].with_user(self.manager)._close(self.coordinator_a, 202605)
        self.assertEqual(sheet._get_sheet()['stamps'][0]['name'], self.manager.name)

    def test_blank_form_has_the_same_order(self):
        blank = self._sheet()._get_blank_sheet()
        self.assertEqual((blank['title'], blank['head']), ('活動記録用紙', HEADS))
        self.assertEqual({len(row) for row in blank['rows']}, {len(HEADS)})

    def test_limited_user_prints_her_areas_only(self):
        sheet = self._sheet(user=self.limited, coordinator_id=False, area_id=False)
        self.assertIn('介護者教室', self._events(sheet))
        self.limited.support_area_ids = self.south
        self.assertFalse(self._events(sheet))


@tagged('post_install', '-at_install')
class TestActivitySheetFiles(SheetCase, HttpCase):
    def test_files(self):
        self.entry.progress_content = 'とても長い話。\n' * 300  # longer than a page
        sheet = self._sheet()
        self.authenticate(self.user.login, self.user.login)
        answer = self.url_open(f'/support_council/activity_sheet/{sheet.id}/xlsx')
        self.assertEqual(answer.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            texts = book.read('xl/sharedStrings.xml').decode()
        for head in HEADS:
            self.assertIn(head, texts)
        if pdf.is_available():
            for kind in ('pdf', 'blank'):
                answer = self.url_open(f'/support_council/activity_sheet/{sheet.id}/{kind}')
                self.assertEqual(answer.content[:5], b'%PDF-')
                self.assertIn('UTF-8', answer.headers['Content-Disposition'])
        self.limited.support_area_ids = self.south
        self.authenticate(self.limited.login, self.limited.login)
        answer = self.url_open(f'/support_council/activity_sheet/{sheet.id}/xlsx')
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            texts = book.read('xl/sharedStrings.xml').decode()
        self.assertNotIn('介護者教室', texts, 'whoever prints has her own rights')
