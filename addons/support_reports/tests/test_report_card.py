# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DECEMBER, OCTOBER, ReportCase


@tagged('post_install', '-at_install')
class TestReportCard(ReportCase):
    def _nearly(self, report, *figure):
        """Return ``{code: records}`` of the card, each opened as its button does."""
        report = report.with_user(self.reporter)
        found = {}
        for line in report.get_figure_card(*figure)['nearly']:
            action = report.action_open_nearly(line['code'], *figure)
            records = self.env[action['res_model']].with_user(self.reporter)
            found[line['code']] = records.search(action['domain'])
            self.assertEqual(len(found[line['code']]), line['number'])
        return found

    def test_card_says_rule_number_and_reason(self):
        self._log(date(2026, 10, 5), {self.kinds['visit']: 3})
        city, sheets = self._reports()
        city._correct(self.visits, OCTOBER, 4, 'paper log')
        card = city.get_figure_card(self.visits.id, OCTOBER)
        self.assertEqual((card['value'], card['counted'], card['reason']), (4, 3, 'paper log'))
        self.assertEqual(card['period'], '令和8年 10月')
        self.assertIn(self.commission.name, card['rule'])
        self.assertIn(self.kinds['visit'].name, card['rule'])
        self.assertEqual(card['nearly'], [])
        north = city.get_figure_card(self.visits.id, False, self.north.id)
        self.assertEqual((north['value'], north['area']), (3, 'North'))
        self.assertEqual(sheets[0].get_figure_card(self.visits.id)['value'], 3)
        self.assertIn('noticed', city.get_figure_card(self.watch.id)['rule'])

    def test_what_misses_one_condition_only_is_nearly_counted(self):
        self._log(date(2026, 10, 5))
        bare = self._log(date(2026, 10, 6))
        bare.count_ids.unlink()
        self._log(date(2026, 10, 6), area_id=self.south.id)
        consultation = self._log(date(2026, 10, 7), {self.kinds['consultation']: 1})
        elsewhere = self.env['support.area'].create({'name': 'Elsewhere'})
        entries = {
            'provisional': self._log(date(2026, 10, 8), state='provisional'),
            'no_kind': bare,
            'outside': self._log(date(2026, 10, 9), area_id=elsewhere.id),
            'commission': self._log(
                date(2026, 10, 9),
                commission_id=self.env.ref('support_council.commission_outside').id,
            ),
            'called_off': self._log(date(2026, 10, 10), state='cancelled'),
            'undated': self._log(date(2026, 4, 1), date_precision='fiscal_year'),
            'before': self._log(date(2026, 9, 30)),
            'after': self._log(date(2026, 11, 1)),
        }
        _city, sheets = self._reports()
        found = self._nearly(sheets[0], self.visits.id, OCTOBER)
        entry_of = {
            code: records.activity_id if 'activity_id' in records._fields else records
            for code, records in found.items()
        }
        self.assertEqual(entry_of, entries)
        self.assertNotIn(consultation, entry_of.values())
        # Asked for the quarter, what lies in its other months is counted.
        whole = self._nearly(sheets[0], self.visits.id)
        self.assertNotIn('after', whole)
        self.assertEqual(whole['before'].activity_id, entries['before'])
        self.assertEqual(set(self._nearly(sheets[1], self.visits.id)), {'outside'})

    def test_meetings_nobody_closed_are_nearly_counted(self):
        meeting = self._meeting(date(2026, 10, 20))
        _city, sheets = self._reports()
        indicator = self.env.ref('support_reports.indicator_area_meeting')
        found = self._nearly(sheets[0], indicator.id, OCTOBER)
        self.assertEqual(found, {'meetings_open': meeting})
        self.assertFalse(self._nearly(sheets[0], indicator.id, DECEMBER))

    def test_needs_beside_the_month(self):
        need = self._watch_need(date(2026, 11, 1))
        city, _sheets = self._reports()
        self.assertEqual(self._nearly(city, self.watch.id, OCTOBER), {'after': need})

    def test_card_says_how_many_records_are_not_shown(self):
        self._log(date(2026, 10, 5))
        self._log(date(2026, 10, 6), event_name='Secret', share_level='own')
        self._log(date(2026, 10, 7), state='provisional', share_level='own')
        self._log(date(2026, 10, 8), area_id=self.south.id, area_ids=self.north.ids)
        _city, sheets = self._reports()
        figure = self.visits.id, OCTOBER
        for user, hidden, nearly in (
            (self.manager, 0, 0),
            (self.reporter, 1, 1),
            (self.branch_reporter, 2, 1),
        ):
            report = sheets[0].with_user(user)
            card = report.get_figure_card(*figure)
            self.assertEqual(
                (card['value'], card['hidden'], card['nearly'][0]['hidden']), (3, hidden, nearly)
            )
            rows = self.env['support.activity.count'].with_user(user)
            rows = rows.search(report.action_open_figure(*figure)['domain'])
            opened = [row.action_open_entry()['type'] for row in rows]
            self.assertEqual(opened.count('ir.actions.client'), hidden)
            self.assertEqual('Secret' in rows.activity_id.mapped('display_name'), not hidden)

    def test_who_may_only_read_is_shown_no_way_to_change(self):
        city, _sheets = self._reports()
        for user, allowed in ((self.reader, False), (self.finance, False), (self.reporter, True)):
            sheet = city.with_user(user).sheet
            self.assertEqual((sheet['can_write'], sheet['is_editable']), (allowed, allowed))

    def test_who_cannot_read_the_report_gets_no_card(self):
        _city, sheets = self._reports()
        with self.assertRaises(AccessError):
            sheets[1].with_user(self.branch_reporter).get_figure_card(self.visits.id)
