# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No kind of report asks the database more often for forty areas than for one."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCase

ONE, FEW, MANY = 1, 2, 40


@tagged('post_install', '-at_install')
class TestReportStatements(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        forms = cls.env['support.report.form'].search([])
        cls.forms = {form.kind: form for form in forms}
        cls.contracts = {number: cls._city(number) for number in (ONE, FEW, MANY)}
        cls.env.flush_all()

    @classmethod
    def _city(cls, number):
        """Return a contract over so many areas, each with everything that reports read."""
        city = cls.env['support.area'].create({'name': f'City of {number}', 'is_tier1': True})
        areas = cls.env['support.area'].create(
            [
                {'name': f'Area {n} of {number}', 'parent_id': city.id, 'is_tier2': True}
                for n in range(number)
            ]
        )
        commission = cls.env['support.commission'].create({'name': f'For {number}'})
        contract = cls._contract(
            2026,
            commission_id=commission.id,
            area_id=city.id,
            area_ids=[Command.set(areas.ids)],
            form_line_ids=[Command.create({'form_id': form.id}) for form in cls.forms.values()],
        )
        councils = cls.env['support.council'].create(
            [{'name': f'Council {area.name}', 'area_id': area.id} for area in areas]
        )
        persons = cls.env['support.person'].create([{'name': f'P {area.name}'} for area in areas])
        cls.env['support.coordinator'].create(
            [
                {
                    'person_id': person.id,
                    'area_id': area.id,
                    'commission_id': commission.id,
                    'date_start': date(2015, 4, 1),
                }
                for person, area in zip(persons, areas, strict=True)
            ]
        )
        category = cls.env['support.resource.category'].search([('in_annex', '=', True)], limit=1)
        count = Command.create({'kind_id': cls.kinds['visit'].id})
        entries = (
            {'date': date(2026, 10, 20), 'count_ids': [count], 'area_ids': [Command.set(city.ids)]},
            {'date': date(2026, 5, 20), 'count_ids': [count], 'state': 'provisional'},
            {'date': date(2026, 10, 20)},
        )
        cls.env['support.activity'].create(
            [
                {
                    'event_name': 'Entry',
                    'area_id': area.id,
                    'commission_id': commission.id,
                    'participant_ids': [],
                    **values,
                }
                for area in areas
                for values in entries
            ]
        )
        need_category = cls.env['support.need.category'].search([], limit=1)
        cls.env['support.need'].create(
            [
                {
                    'category_id': need_category.id,
                    'area_id': area.id,
                    'source': 'watch',
                    'date': date(2026, 10, 20),
                }
                for area in areas
            ]
        )
        cls.env['support.meeting'].create(
            [
                {
                    'kind_id': cls.env.ref('support_council.meeting_kind_council').id,
                    'date': date(2026, 10, 21),
                    'council_ids': [Command.set(council.ids)],
                    'commission_id': commission.id,
                }
                for council in councils
            ]
        )
        cls.env['support.resource'].create(
            [
                {'name': f'Salon {area.name}', 'area_id': area.id, 'category_id': category.id}
                for area in areas
            ]
        )
        return contract

    def _statements(self, report):
        report.env.flush_all()
        report.env.invalidate_all()
        before = self.cr.sql_log_count
        self.builder.build(report)
        return self.cr.sql_log_count - before

    def test_every_kind(self):
        kinds = {key for key, _label in self.env['support.report.form']._fields['kind'].selection}
        self.assertEqual(set(self.forms), kinds, 'a form of each kind is shipped')
        spent = {}
        for number, contract in self.contracts.items():
            for line in contract.form_line_ids:
                report = line._create_reports(date(2026, 10, 20))[0]
                self._statements(report)  # what is cached for good
                spent[line.form_id.kind, number] = self._statements(report)
        for kind in kinds:
            with self.subTest(kind=kind):
                self.assertEqual(spent[kind, MANY], spent[kind, FEW])
                # A single area has no order, so one statement may read less.
                self.assertIn(spent[kind, MANY] - spent[kind, ONE], (0, 1))
                self.assertLessEqual(spent[kind, FEW], 60)
