# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""協議体だより: what can be told of confirmed meetings, edited, issued, frozen."""

import base64
import io
from datetime import date

from pdfminer.high_level import extract_text
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase


class TestNewsletter(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.env['support.council'].create(
            {'name': '北圏域協議体', 'nickname': '北のわ', 'area_id': cls.north.id, 'tier': '2'}
        )
        cls.far = cls.env['support.council'].create(
            {'name': '南圏域協議体', 'area_id': cls.south.id, 'tier': '2'}
        )
        cls.env['support.person'].create({'name': '山田 太郎'})
        cls.held = cls._confirmed(
            date(2026, 11, 5),
            cls.own | cls.far,
            [
                ('移動支援', '12月から試験運行する。', {'outcome': 'decision'}),
                ('チラシ', '自治会が配る。', {'outcome': 'action'}),
                ('内部', '予算の見込み', {'is_internal': True, 'outcome': 'decision'}),
                ('南の話', '南だけのこと', {'council_id': cls.far.id}),
                ('見守り', '山田太郎さん宅を訪ねる。', {'outcome': 'decision'}),
                ('結果なし', '', {}),
            ],
        )
        cls.letter = cls.env['support.newsletter'].create(
            {'council_id': cls.own.id, 'date_from': '2026-10-01', 'date_to': '2026-12-31'}
        )

    @classmethod
    def _confirmed(cls, day, councils, lines):
        meeting = cls._meeting(
            day,
            councils,
            agenda_ids=[
                Command.create({'name': name, 'outcome_text': text, **values})
                for name, text, values in lines
            ],
        )
        meeting.action_hold()
        meeting.action_confirm()
        return meeting

    def _text(self, letter=None):
        sections = (letter or self.letter)._paper()['sections']
        return '\n'.join(f'{section["heading"]}\n{section["body"]}' for section in sections)

    def test_only_what_can_be_told_is_drafted(self):
        draft = self._meeting(
            date(2026, 11, 20), self.own, agenda_ids=[
                Command.create({'name': '未確定', 'outcome_text': '未確定のこと'})])  # fmt: skip
        draft.action_hold()
        self._confirmed(date(2026, 9, 30), self.own, [('前の期間', '前のこと', {})])
        self._confirmed(date(2026, 12, 1), self.own, [('個別', '個別のこと', {})])
        case = self._meeting(
            date(2026, 12, 2), self.own, kind='case_care', agenda_ids=[
                Command.create({'name': 'ケース', 'outcome_text': 'ケースのこと'})])  # fmt: skip
        case.action_hold()
        case.action_confirm()
        self.letter.action_draft()
        text = self._text()
        for told in ('12月から試験運行する。', '自治会が配る。', '個別のこと'):
            self.assertIn(told, text)
        for untold in ('予算', '南だけ', '山田', '未確定', '前のこと', 'ケース', '結果なし'):
            self.assertNotIn(untold, text)
        self.assertEqual(self.letter.left_out.count('1'), 3, self.letter.left_out)

    def test_drafting_again_adds_what_is_new_and_keeps_what_was_edited(self):
        self.letter.action_draft()
        article = self.letter.section_ids.filtered('meeting_id')
        article.body = '書き直した文'
        self._confirmed(date(2026, 12, 1), self.own, [('新しい', '新しいこと', {})])
        self.letter.action_draft()
        text = self._text()
        self.assertIn('書き直した文', text)
        self.assertEqual(text.count('新しいこと'), 1)
        self.assertNotIn('12月から試験運行する。', text)

    def test_public_resources_and_the_next_meeting_are_told(self):
        category = self.env['support.resource.category'].search([], limit=1)
        for name, visibility in (('みんなの食堂', 'public'), ('内々の会', 'internal')):
            self.env['support.resource'].create(
                {
                    'name': name,
                    'category_id': category.id,
                    'area_id': self.school.id,
                    'visibility': visibility,
                    'event_ids': [Command.create({'kind': 'created', 'date': '2026-11-01'})],
                }
            )
        self._meeting(
            date(2027, 2, 3),
            self.own,
            place='公民館',
            agenda_ids=[
                Command.create({'name': '春の予定'}),
                Command.create({'name': '人事', 'is_internal': True}),
            ],
        )
        self.letter.action_draft()
        text = self._text()
        for told in ('みんなの食堂', '令和9年2月3日', '公民館', '春の予定'):
            self.assertIn(told, text)
        self.assertNotIn('内々の会', text)
        self.assertNotIn('人事', text)

    def test_public_minutes_without_items_tell_what_was_decided(self):
        for day, values in (
            (date(2026, 12, 3), {'minutes_public': True, 'decided': '<p>試行を続ける。</p>'}),
            (date(2026, 12, 4), {'decided': '<p>公開しない決定。</p>'}),
            (
                date(2026, 12, 5),
                {
                    'minutes_public': True,
                    'decided': '<p>内部を含む決定。</p>',
                    'agenda_ids': [Command.create({'name': '人事', 'is_internal': True})],
                },
            ),
            (date(2026, 12, 6), {'minutes_public': True, 'decided': '<p>山田太郎さんに頼む。</p>'}),
        ):
            meeting = self._meeting(day, self.own, **values)
            meeting.action_hold()
            meeting.action_confirm()
        self.letter.action_draft()
        text = self._text()
        self.assertIn(
            '【決まったこと】\n試行を続ける。', text.replace('What was decided', '決まったこと')
        )
        for untold in ('公開しない', '内部を含む', '山田'):
            self.assertNotIn(untold, text)

    def test_nothing_to_tell_is_said(self):
        empty = self.env['support.newsletter'].create(
            {'council_id': self.own.id, 'date_from': '2026-04-01', 'date_to': '2026-04-30'}
        )
        with self.assertRaises(UserError):
            empty.action_draft()

    def test_next_issue_follows_the_last(self):
        form = Form(self.env['support.newsletter'])
        form.council_id = self.own
        following = form.save()
        self.assertEqual(following.number, self.letter.number + 1)
        self.assertEqual(following.date_from, date(2027, 1, 1))
        self.assertIn('北のわ', following.title)

    def test_names_of_residents_are_warned_of_and_refused(self):
        self.letter.action_draft()
        self.assertFalse(self.letter.text_warning)
        self.letter.section_ids[:1].body = '山田太郎さんが加わりました。'
        self.assertIn('山田太郎', self.letter.text_warning)
        with self.assertRaisesRegex(UserError, '山田太郎'):
            self.letter.action_issue()
        self.assertEqual(self.letter.state, 'draft')

    def test_issued_leaflet_stays_as_it_was(self):
        self.letter.action_draft()
        self.letter.action_issue()
        before = self.letter._file()
        self.held.agenda_ids.env.cr.execute(
            "UPDATE support_meeting_agenda SET outcome_text = 'x' WHERE id IN %s",
            [tuple(self.held.agenda_ids.ids)],
        )
        self.assertEqual(self.letter._file(), before)
        for refused in (
            lambda: self.letter.write({'title': 'x'}),
            lambda: self.letter.section_ids[:1].write({'body': 'x'}),
            lambda: self.letter.section_ids.create(
                {'newsletter_id': self.letter.id, 'heading': 'x'}
            ),
            self.letter.section_ids.unlink,
            self.letter.unlink,
            lambda: self.letter.attachment_id.write({'raw': b'x'}),
            lambda: self.letter.sudo().action_draft(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                refused()
        with self.assertRaises(UserError):
            self.env['support.newsletter'].create({'council_id': self.own.id, 'state': 'issued'})

    def test_picture_and_words_stand_in_the_paper(self):
        stream = io.BytesIO()
        Image.new('RGB', (40, 20), 'red').save(stream, 'PNG')
        self.letter.write(
            {
                'lead': 'ごあいさつ',
                'section_ids': [
                    Command.create(
                        {
                            'heading': '写真',
                            'body': '<b>本文</b>',
                            'image': base64.b64encode(stream.getvalue()),
                        }
                    )
                ],
            }
        )
        paper = self.letter._paper()
        self.assertTrue(paper['sections'][0]['image'].startswith('data:image/png;base64,'))
        content, kind = self.letter._render(paper)
        if kind == 'pdf':
            text = extract_text(io.BytesIO(content))
            self.assertIn('<b>本文</b>', text, 'words are never markup')
            self.assertIn('ごあいさつ', text)

    def test_leaflet_has_two_pages_at_most(self):
        if not is_available():
            self.skipTest('This server cannot write PDF.')
        self.letter.section_ids = [
            Command.create({'heading': f'記事{number}', 'body': 'とても長い話。' * 120})
            for number in range(9)
        ]
        with self.assertRaises(UserError):
            self.letter.action_issue()
        self.letter.section_ids[2:].unlink()
        self.letter.action_issue()
        self.assertEqual(self.letter.state, 'issued')

    def test_limited_users_keep_to_their_areas(self):
        far = self.env['support.newsletter'].create({'council_id': self.far.id})
        far.section_ids = [Command.create({'heading': '南', 'body': '南'})]
        limited = self.branch_reporter
        self.assertFalse(far.with_user(limited).search([('id', '=', far.id)]))
        with self.assertRaises(AccessError):
            far.section_ids.with_user(limited).read(['body'])
        self.letter.with_user(limited).action_draft()
        with self.assertRaises(AccessError):
            self.letter.with_user(limited).write({'council_id': self.far.id, 'number': 9})
        with self.assertRaises(AccessError):
            self.letter.with_user(self.finance).title = 'x'

    @mute_logger('odoo.http')
    def test_file_is_sent_to_readers_only(self):
        self.letter.action_draft()
        self.authenticate('sr_finance', 'sr_finance')
        answer = self.url_open(f'/support_reports/newsletter/{self.letter.id}')
        self.assertEqual(answer.status_code, 200)
        self.authenticate('sr_internal', 'sr_internal')
        answer = self.url_open(f'/support_reports/newsletter/{self.letter.id}')
        self.assertEqual(answer.status_code, 403)
