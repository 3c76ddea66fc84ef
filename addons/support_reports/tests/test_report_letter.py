# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re

from pdfminer.high_level import extract_text

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase


@tagged('post_install', '-at_install')
class TestReportLetter(ReportCase, HttpCase):
    """The cover letter of a report: written by the reporter, numbered with all other letters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'support_letter_prefix': 'あ社協', 'support_letter_sender': '会長'})
        cls.commission.commissioner_id = cls.env['res.partner'].create(
            {'name': '青葉市 高齢福祉課', 'is_company': True}
        )
        cls.line.title = '四半期報告書'
        cls.report = cls._reports()[0]

    def _letter(self, report=None):
        action = (report or self.report).with_user(self.reporter).action_write_letter()
        return self.env['support.letter'].with_user(self.reporter).browse(action['res_id'])

    def test_letter_names_the_report_and_is_numbered(self):
        letter = self._letter()
        self.assertEqual(self._letter(), letter, 'one draft is enough')
        self.assertEqual(letter.addressee_ids.display_name, '青葉市 高齢福祉課 御中')
        letter.action_send()
        self.assertEqual(letter.number, 'あ社協第1号')
        content = letter.sudo().content
        self.assertEqual(content['subject'], '四半期報告書の提出について')
        self.assertIn('２　対象期間　令和8年10月～12月', content['body'])
        with self.assertRaisesRegex(UserError, 'frozen'):
            letter.body = 'other'
        # A replacement has a letter of its own.
        sheets = self.report.child_ids
        self._fill(self.report | sheets)
        sheets.action_review()
        self.report._submit()
        second = self._letter(self.report._replace('late'))
        self.assertIn('四半期報告書（差替え　第2版）', second._prepare_content()['subject'])

    def test_a_letter_goes_out_for_one_thing(self):
        letters = self.env['support.letter']
        values = letters._prepare_report_letter_values(self.report)
        for wrong in ({'report_id': False}, {'meeting_id': self._meeting(self.today).id}):
            with self.assertRaisesRegex(ValidationError, 'goes out for'), self.cr.savepoint():
                letters.create({**values, **wrong})

    def test_kinds_of_reports_and_of_meetings_are_apart(self):
        with self.assertRaisesRegex(ValidationError, 'another kind'), self.cr.savepoint():
            self._letter().kind = 'notice'
        letters = self.env['support.letter']
        of_meeting = letters.create(
            letters._prepare_letter_values(self._meeting(self.today), 'notice')
        )
        with self.assertRaisesRegex(ValidationError, 'another kind'):
            of_meeting.kind = 'report'

    def test_reporters_write_letters_of_reports_only(self):
        letters = self.env['support.letter']
        meeting = self._meeting(self.today)
        of_meeting = letters.create(letters._prepare_letter_values(meeting, 'notice'))
        with self.assertRaises(AccessError):
            of_meeting.with_user(self.reporter).write({'subject': 'x'})
        with self.assertRaises(AccessError):
            of_meeting.with_user(self.reporter).addressee_ids = [Command.create({'name': 'x'})]
        of_meeting.with_user(self.user).write({'subject': 'x'})
        letter = self._letter()
        letter.with_user(self.manager).write({'subject': 'x'})
        # The whole city's letters are no matter of one area.
        with self.assertRaises(AccessError):
            letter.with_user(self.branch_reporter).read(['subject'])
        with self.assertRaises(AccessError):
            letter.with_user(self.reader).write({'subject': 'x'})

    def test_paper(self):
        if not is_available():
            self.skipTest('WeasyPrint or pango is missing')
        letter = self._letter()
        self.authenticate(self.reporter.login, self.reporter.login)
        answer = self.url_open(f'/support_council/letter/{letter.id}.pdf')
        text = re.sub(r'\s+', '', extract_text(io.BytesIO(answer.content)))
        for words in ('青葉市高齢福祉課', '四半期報告書の提出について', 'あ社協第号', '（案）'):
            self.assertIn(words, text)
