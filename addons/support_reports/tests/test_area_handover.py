# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""引継書 of an area: where everything stands, with the rights of whoever prints it."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase
from odoo.tools import mute_logger

from odoo.addons.support_council.tools.pdf import is_available

from .common import ReportCase

(
    PEOPLE, STANDING, SEATS, MISSING, ACTIONS, MEETINGS, DUES, RESOURCES, NEEDS, LATEST,
) = range(10)  # fmt: skip


class TestAreaHandover(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.council = cls.env['support.council'].create(
            {'name': '北圏域協議体', 'area_id': cls.north.id, 'tier': '2'}
        )
        cls.other = cls.env['support.council'].create(
            {'name': '南圏域協議体', 'area_id': cls.south.id, 'tier': '2'}
        )

    def _section(self, section, area=None, user=None):
        file = self.env['support.area.handover'].with_user(user or self.env.user)
        area = (area or self.north).with_user(user or self.env.user)
        return [row[0] for row in file.build(area)['sections'][section]['rows']]

    def test_holds_what_is_open_in_the_area_only(self):
        for area, council in ((self.north, self.council), (self.south, self.other)):
            self.env['support.action'].create(
                {'name': f'やること {area.name}', 'area_id': area.id, 'council_id': council.id}
            )
            self.env['support.resource'].create(
                {
                    'name': f'サロン {area.name}',
                    'area_id': area.id,
                    'category_id': self.env['support.resource.category'].search([], limit=1).id,
                }
            )
            self._log(date(2027, 1, 5), event_name=f'訪問 {area.name}', area_id=area.id)
            self._watch_need(date(2027, 1, 5), area_id=area.id)
        self.env['support.action'].create(
            {'name': '済んだこと', 'area_id': self.north.id, 'state': 'done'}
        )
        self.assertIn(self.council.name, self._section(STANDING))
        self.assertNotIn(self.other.name, self._section(STANDING))
        self.assertEqual(self._section(ACTIONS), [f'やること {self.north.name}'])
        self.assertEqual(self._section(RESOURCES), [f'サロン {self.north.name}'])
        self.assertEqual(len(self._section(NEEDS)), 1)
        self.assertEqual(len(self._section(LATEST)), 1)
        self.assertEqual(len(self._section(LATEST, self.city)), 2)

    def test_coming_meetings_say_what_they_lack(self):
        self._meeting(date(2027, 2, 1), self.council)
        self._meeting(date(2027, 2, 1), self.other)
        file = self.env['support.area.handover'].build(self.north)
        rows = file['sections'][MEETINGS]['rows']
        self.assertEqual([row[0] for row in rows], ['令和9年2月1日'])
        self.assertTrue(rows[0][-1])

    def test_missing_names_numbers(self):
        self._log(date(2027, 1, 5), state='provisional')
        self._log(date(2027, 1, 5), state='provisional', share_level='own')
        rows = dict(
            self.env['support.area.handover'].build(self.north)['sections'][MISSING]['rows']
        )
        words = self.env['support.area.handover'].with_context(lang='ja_JP').env
        self.assertEqual(rows[words._('Provisional entries')], 1)

    def test_own_entries_stay_with_their_writer(self):
        self._log(date(2027, 1, 5), event_name='秘密', share_level='own')
        self.assertFalse(self._section(LATEST))

    def test_to_do_of_an_entry_that_is_not_shared(self):
        """The to-do is everybody's, the name of the entry is not."""
        entry = self._log(date(2027, 1, 5), event_name='秘密', share_level='own')
        self.env['support.action'].create(
            {'name': 'Ask', 'area_id': self.north.id, 'activity_id': entry.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        file = self.env['support.area.handover'].with_user(self.reader)
        rows = file.build(self.north.with_user(self.reader))['sections'][ACTIONS]['rows']
        self.assertEqual(rows[0][0], 'Ask')
        self.assertNotIn('秘密', str(rows))

    def test_long_list_is_whole(self):
        self.env['support.action'].create(
            [{'name': f'やること{number}', 'area_id': self.north.id} for number in range(40)]
        )
        self.assertEqual(len(self._section(ACTIONS)), 40)

    def test_words_of_the_last_handover(self):
        handover = self.env['support.handover'].create(
            {
                'predecessor_id': self.coordinator_a.id,
                'successor_person_id': self.coordinator_b.person_id.id,
                'date': '2027-02-01',
                'unwritten': '会長には先に電話する。',
            }
        )
        area = handover.area_id
        sections = self.env['support.area.handover'].build(area)['sections']
        self.assertEqual(sections[-1]['text'], '会長には先に電話する。')

    def test_limited_reader_gets_his_own_area_only(self):
        self._log(date(2027, 1, 5), area_id=self.south.id)
        self.assertTrue(self._section(LATEST, self.south))
        self.assertFalse(self._section(LATEST, self.south, self.branch_reporter))
        with self.assertRaises(AccessError):
            self._section(LATEST, self.north, self.internal)

    def test_wizard_prints_the_area_of_the_user(self):
        wizard = Form(self.env['support.area.paper'].with_user(self.reporter))
        wizard.area_id = self.north
        action = wizard.save().action_handover()
        self.assertEqual(action['url'], f'/support_reports/area/{self.north.id}/handover')

    @mute_logger('odoo.http')
    def test_file(self):
        if not is_available():
            self.skipTest('This server cannot write PDF.')
        self.env['support.council.seat'].create(
            {'council_id': self.council.id, 'post': '自治会長', 'kind': 'regular'}
        )
        self.authenticate('sr_reporter', 'sr_reporter')
        answer = self.url_open(f'/support_reports/area/{self.north.id}/handover')
        self.assertEqual(answer.content[:5], b'%PDF-')
        answer = self.url_open(f'/support_reports/area/{self.north.id}/nonsense')
        self.assertEqual(answer.status_code, 404)
        self.authenticate('sr_internal', 'sr_internal')
        answer = self.url_open(f'/support_reports/area/{self.north.id}/handover')
        self.assertEqual(answer.status_code, 403)

    def test_statements_do_not_grow_with_records(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['support.area.handover'].build(self.north)
            return self.env.cr.sql_log_count - before

        def more(number):
            for position in range(number):
                council = self.env['support.council'].create(
                    {'name': f'協議体{number}-{position}', 'area_id': self.north.id, 'tier': '2'}
                )
                self.env['support.council.seat'].create(
                    {'council_id': council.id, 'post': '会長', 'kind': 'regular'}
                )
                self._meeting(date(2027, 2, 1), council)
                self._log(date(2027, 1, 5))
                self.env['support.action'].create({'name': 'やること', 'area_id': self.north.id})

        more(2)
        count()
        few = count()
        more(8)
        self.assertLessEqual(count(), few + 2)
