# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.support_council.tests.common import SupportCommon

# 12 January 2027 in Japan: the third quarter of 令和8年度 is over.
NOW = '2027-01-12 03:00:00'
OCTOBER, NOVEMBER, DECEMBER = 202610, 202611, 202612
CODES = (
    'visit', 'consultation', 'meeting_attended', 'training_held', 'case_coordination',
    'area_meeting', 'network',
)  # fmt: skip


class ReportCase(SupportCommon):
    """A contract of 令和8年度 for a city with two areas, and users of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # create_date comes from the database's clock.
        moment = datetime.fromisoformat(NOW)
        cls.startClassPatcher(patch.object(cls.cr, 'now', lambda: moment))
        cls.kinds = {code: cls.env.ref(f'support_council.activity_kind_{code}') for code in CODES}
        cls.school = cls.env['support.area'].create(
            {'name': 'North School', 'parent_id': cls.north.id}
        )
        cls.form = cls.env.ref('support_reports.form_quarterly')
        cls.visits = cls.env.ref('support_reports.indicator_area_activity_visit')
        cls.watch = cls.env.ref('support_reports.indicator_watch_issue')
        cls.contract = cls._contract(2026)
        cls.line = cls.contract.form_line_ids
        cls.builder = cls.env['support.report.builder']
        role = 'support_council.group_%s'
        cls.reporter = new_test_user(cls.env, 'sr_reporter', 'support_reports.group_reporter')
        cls.branch_reporter = new_test_user(
            cls.env,
            'sr_branch',
            'support_reports.group_reporter,' + role % 'area_limited',
        )
        cls.branch_reporter.support_area_ids = cls.north
        cls.finance = new_test_user(cls.env, 'sr_finance', 'support_reports.group_finance')
        cls.internal = new_test_user(cls.env, 'sr_internal', 'base.group_user')

    @classmethod
    def _contract(cls, year, **values):
        return cls.env['support.contract'].create(
            {
                'name': f'Contract {year}',
                'commission_id': cls.commission.id,
                'date_start': date(year, 4, 1),
                'date_end': date(year + 1, 3, 31),
                'area_id': cls.city.id,
                'area_ids': [Command.set((cls.north | cls.south).ids)],
                'form_line_ids': [Command.create({'form_id': cls.form.id})],
                **values,
            }
        )

    @classmethod
    def _may_report(cls, user):
        user.group_ids |= cls.env.ref('support_reports.group_reporter')

    @classmethod
    def _reports(cls, day=date(2026, 11, 1), contract=None):
        """Return the whole-city report and its sheets of the period around a day."""
        reports = (contract or cls.contract).form_line_ids._create_reports(day)
        return reports[0], reports[1:]

    @classmethod
    def _fill(cls, reports, text='特になし'):
        reports.text_ids.text = text

    @classmethod
    def _submitted(cls, day=date(2026, 11, 1)):
        city, sheets = cls._reports(day)
        cls._fill(city | sheets)
        sheets.action_review()
        city._submit()
        return city, sheets

    def _numbers(self, report):
        """Return ``{(month key, indicator id): printed value}`` of a report, totals under 0."""
        counts = self.builder.build(report)['counts']
        return {
            (row['month_key'], column['indicator_id']): cell['value']
            for row in counts['rows']
            for column, cell in zip(counts['columns'], row['cells'], strict=True)
        }

    def _codes(self, report):
        return [item['code'] for item in self.builder.build(report)['missing']]

    @classmethod
    def _watch_need(cls, day, **values):
        return cls.env['support.need'].create(
            {
                'category_id': cls.env['support.need.category'].search([], limit=1).id,
                'area_id': cls.north.id,
                'source': 'watch',
                'date': day,
                **values,
            }
        )
