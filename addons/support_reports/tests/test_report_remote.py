# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every method that a client can call, called by those who may not: nothing shown, nothing changed.

The methods are found in the code, so that one added later is called too.
"""

import inspect
from datetime import date

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import OCTOBER, ReportCase

ADDON = 'odoo.addons.support_reports'
# What a client gets from a button: the way to a screen, which has its own rights.
HARMLESS = {'ir.actions.act_window', 'ir.actions.act_window_close', 'ir.actions.act_url'}
WORDS = 'What nobody else may read'


@tagged('post_install', '-at_install')
class TestReportRemote(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, 'sr_portal', 'base.group_portal')
        cls.elsewhere = new_test_user(
            cls.env,
            'sr_elsewhere',
            'support_council.group_manager',
            company_id=cls.env['res.company'].create({'name': 'Other office'}).id,
        )
        cls._log(date(2026, 10, 5), area_id=cls.south.id)
        cls.open_city, cls.open_sheets = cls._reports()
        cls.open_sheets.text_ids.text = WORDS
        cls.sheet = cls.open_sheets.filtered(lambda sheet: sheet.area_id == cls.south)
        cls.remark = cls.env['support.report.remark'].create(
            {'report_id': cls.sheet.id, 'text': WORDS}
        )
        cls.sheet._correct(cls.visits, OCTOBER, 3, WORDS)
        cls.citation = cls.env['support.report.citation'].create(
            {
                'report_id': cls.sheet.id,
                'text_id': cls.sheet.text_ids[0].id,
                'date': date(2026, 10, 5),
                'date_label': 'x',
                'source': 'x',
                'excerpt': WORDS,
                'res_model': 'support.activity',
                'res_id': 1,
            }
        )
        cls.due = cls.contract.due_ids[:1]
        cls.wizards = {
            'support.report.correct': {
                'report_id': cls.sheet.id, 'indicator_id': cls.visits.id, 'month_key': OCTOBER,
                'corrected': 9, 'reason': 'x',
            },
            'support.report.create': {
                'contract_id': cls.contract.id, 'line_id': cls.line.id, 'date': date(2026, 5, 1),
            },
            'support.report.draft': {'text_id': cls.sheet.text_ids[:1].id},
            'support.report.submit': {'report_id': cls.sheet.id},
        }  # fmt: skip

    def _targets(self):
        """Return the records that the methods of each model are called on."""
        return {
            'support.report': self.sheet,
            'support.report.text': self.sheet.text_ids[:1],
            'support.report.value': self.sheet.value_ids[:1],
            'support.report.remark': self.remark,
            'support.report.citation': self.citation,
            'support.report.due': self.due,
            'support.contract': self.contract,
            'support.area': self.south,
            'support.activity.count': self.env['support.activity.count'].search(
                [('area_id', '=', self.south.id)], limit=1
            ),
            **{model: self.env[model].create(vals) for model, vals in self.wizards.items()},
        }

    def _methods(self):
        """Yield model and name of every method of the addon that a client can call."""
        for model_name, model_class in self.env.registry.items():
            names = set()
            for base in model_class.__mro__:
                if base.__module__.startswith(ADDON):
                    names |= {
                        name
                        for name, member in vars(base).items()
                        if inspect.isfunction(member)
                        and not name.startswith('_')
                        and not hasattr(BaseModel, name)
                    }
            for name in sorted(names):
                yield model_name, name

    def _arguments(self, method):
        known = {
            'indicator_id': self.visits.id,
            'month_key': OCTOBER,
            'area_id': False,
            'code': 'text',
            'sheet_id': self.sheet.id,
            'remark_id': self.remark.id,
            'block_id': self.sheet.text_ids[:1].block_id.id,
            'text_ids': None,
        }
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return {
            one.name: known.get(one.name, self.sheet.id)
            for one in parameters
            if one.default is inspect.Parameter.empty or one.name in known
        }

    def _fingerprint(self):
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.open_city | self.open_sheets
        return (
            self.env['support.report'].search_count([]),
            reports.mapped(lambda report: (report.state, report._evidence_checksum())),
            self.due.done_on,
            self.contract._plain_values(self.contract._audit_fields),
        )

    @mute_logger(
        'odoo.models', 'odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule'
    )
    def test_whoever_may_not_gets_nothing(self):
        targets, called = self._targets(), 0
        before = self._fingerprint()
        users = self.portal | self.internal | self.elsewhere | self.branch_reporter
        for model_name, name in self._methods():
            ids = targets[model_name].ids if model_name in targets else []
            for user in users:
                if user == self.branch_reporter and model_name in (
                    'support.contract',
                    'support.report.due',
                ):
                    continue  # the contract concerns every branch
                model = self.env[model_name].with_user(user).with_context({})  # pylint: disable=context-overridden
                method = getattr(type(model), name)
                args = [] if getattr(method, '_api_model', False) else [ids]
                if args == [[]]:
                    continue  # files are there once a report is submitted
                with self.subTest(model=model_name, method=name, user=user.login):
                    called += 1
                    with self.cr.savepoint() as savepoint:
                        try:
                            result = call_kw(model, name, args, self._arguments(method))
                        except (AccessError, MissingError, UserError, ValidationError) as error:
                            self.assertNotIn(WORDS, str(error))
                        else:
                            self._assert_harmless(result, ids)
                            self.assertEqual(self._fingerprint(), before)
                        savepoint.rollback()
                    self.env.invalidate_all(flush=False)
        self.assertGreater(called, 150)

    def _assert_harmless(self, result, ids):
        if isinstance(result, dict):
            self.assertIn(result.get('type'), HARMLESS)
        else:
            self.assertIn(result, (None, True, False))
        self.assertNotIn(WORDS, str(result))

    def test_dialogs_of_a_branch_reach_its_own_sheet_only(self):
        for model, vals in self.wizards.items():
            if model == 'support.report.create':
                continue  # the contract concerns every branch; what it makes is tested there
            wizards = self.env[model].with_user(self.branch_reporter)
            for name in ('action_apply', 'action_keep', 'action_drop', 'action_submit'):
                if not hasattr(wizards, name):
                    continue
                with (
                    self.subTest(model=model, method=name),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    getattr(wizards.create(vals), name)()

    @mute_logger('odoo.http', 'odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def test_routes_send_nothing_to_whoever_may_not_read(self):
        newsletter = self.env['support.newsletter'].create(
            {
                'council_id': self.env['support.council']
                .create({'name': 'South Council', 'area_id': self.south.id})
                .id,
                'lead': WORDS,
            }
        )
        self.env.flush_all()
        paths = [
            f'/support_reports/{self.sheet.id}/{kind}'
            for kind in ('xlsx', 'pdf', 'html', 'records', 'exe')
        ]
        paths += [
            f'/support_reports/area/{self.south.id}/sheet',
            f'/support_reports/area/{self.south.id}/handover',
            f'/support_reports/newsletter/{newsletter.id}',
        ]
        for user in (self.portal, self.internal, self.elsewhere, self.branch_reporter):
            self.authenticate(user.login, user.login)
            for path in paths:
                with self.subTest(user=user.login, path=path):
                    answer = self.url_open(path)
                    # An area itself is shared ground; what of it is read, rights decide.
                    if '/area/' in path and answer.status_code == 200:
                        self.assertNotIn(WORDS, answer.text)
                        continue
                    self.assertIn(answer.status_code, (403, 404))
                    self.assertNotIn(WORDS, answer.text)
        self.authenticate(None, None)
        for path in paths:
            self.assertIn('/web/login', self.url_open(path).url)

    def test_nobody_calls_what_builds_and_prints(self):
        """Their arguments are records and dicts of the programme."""
        for model, name, args in (
            ('support.report.builder', 'build', [self.sheet.id]),
            ('support.report.builder.quarterly', 'figure_records', [self.sheet.id, self.visits.id]),
            ('support.report.card', 'build', [self.sheet.id, self.visits.id]),
            ('support.report.xlsx', 'render', [[], {}]),
            ('support.report.pdf', 'render', [[], {}]),
            ('support.report.pdf', 'render_html', [[], {}]),
            ('support.report.records', 'write_workbook', [self.sheet.id, 'x']),
            ('support.area.sheet', 'build', [self.south.id]),
        ):
            with (
                self.subTest(model=model, method=name),
                self.assertRaisesRegex(AccessError, 'Private'),
            ):
                call_kw(self.env[model].with_user(self.manager), name, args, {})

    def test_a_letter_belongs_to_its_record(self):
        """What one reporter files with a contract, an amendment or a question, the others read."""
        files = self.env['ir.attachment'].with_user(self.manager)
        annex, foreign = (
            files.create({'name': name, 'raw': b'x', 'res_model': 'support.contract'})
            for name in ('annex.pdf', 'other.pdf')
        )
        contract = self.contract.with_user(self.manager)
        contract.privacy_annex_ids = [Command.link(annex.id)]
        self.assertEqual(annex.with_user(self.reader).read(['name'])[0]['name'], 'annex.pdf')
        with self.assertRaises(AccessError):
            foreign.with_user(self.reader).read(['name'])
        # Nobody gets at a file that somebody else is about to file.
        amendment = self.env['support.contract.amendment'].with_user(self.finance)
        with self.assertRaises(AccessError), self.cr.savepoint():
            amendment.create(
                {
                    'contract_id': self.contract.id,
                    'number': '1',
                    'date': date(2026, 9, 1),
                    'name': 'x',
                    'attachment_ids': [Command.link(foreign.id)],
                }
            ).attachment_ids.read(['raw'])
        self.assertFalse(foreign.res_id)
