# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .fake_models import FakeLine, FakeNote, add_fake_models


@tagged('post_install', '-at_install')
class TestJob(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeLine, FakeNote)
        cls.user, cls.other, cls.manager = (
            new_test_user(cls.env, login, f'support_council.group_{role}')
            for login, role in (
                ('sp_job', 'coordinator'),
                ('sp_job_other', 'coordinator'),
                ('sp_job_manager', 'manager'),
            )
        )
        cls.notes = (
            cls.env['support.fake.note']
            .create([{'name': f'Note {number}', 'quantity': 0} for number in range(5)])
            .with_user(cls.user)
        )
        cls.cron = cls.env.ref('support_council.support_job_cron')

    def _enqueue(self, **params):
        job = self.notes.env['support.job']._enqueue('Count', self.notes, '_job_count_up', params)
        return job.sudo()

    def _work(self, job, steps):
        for _step in range(steps):
            job._run_step()
        self.notes.invalidate_recordset()

    def test_steps_to_the_end(self):
        job = self._enqueue()
        self.assertEqual((job.state, job.progress), ('waiting', 0))
        self._work(job, 1)
        self.assertEqual((job.state, job.done, job.total, job.progress), ('running', 2, 5, 40))
        self.assertEqual(self.notes.mapped('quantity'), [1, 1, 0, 0, 0])
        self._work(job, 2)
        self.assertEqual((job.state, job.done, job.progress), ('done', 5, 100))
        self.assertEqual(self.notes.mapped('quantity'), [1] * 5)
        self.assertTrue(job.finished_on >= job.started_on)

    def test_runs_as_the_user_in_the_users_company(self):
        job = self._enqueue()
        self._work(job, 1)
        self.assertEqual(self.notes[0].free, f'sp_job {self.user.company_id.id} False')

    def test_goes_on_where_a_killed_worker_stopped(self):
        job = self._enqueue()
        self._work(job, 1)
        # What is left of a killed worker is the committed row; the scheduler picks it up.
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(job.state, 'done')
        self.assertEqual(self.notes.mapped('quantity'), [1] * 5)

    def test_queueing_wakes_the_scheduler(self):
        triggers = self.env['ir.cron.trigger'].search_count([('cron_id', '=', self.cron.id)])
        self._enqueue()
        self.assertEqual(
            self.env['ir.cron.trigger'].search_count([('cron_id', '=', self.cron.id)]),
            triggers + 1,
        )

    def test_cancel_between_steps(self):
        job = self._enqueue()
        self._work(job, 1)
        job.with_user(self.user).action_cancel()
        self.assertEqual(job.state, 'cancelled')
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.notes.mapped('quantity'), [1, 1, 0, 0, 0])
        job.with_user(self.user).action_retry()
        self._work(job, 2)
        self.assertEqual(self.notes.mapped('quantity'), [1] * 5)

    def test_failed_step_keeps_the_steps_before(self):
        job = self._enqueue(fail_at='Note 3')
        self._work(job, 2)
        self.assertEqual(job.state, 'failed')
        self.assertEqual(job.message, 'Note 3 cannot be counted.')
        self.assertEqual(self.notes.mapped('quantity'), [1, 1, 0, 0, 0])

    @mute_logger('odoo.addons.support_council.models.support_job')
    def test_crash_is_told_without_details(self):
        job = self._enqueue(crash_at='Note 3')
        self._work(job, 2)
        self.assertEqual(job.state, 'failed')
        self.assertIn(str(job.id), job.message)
        self.assertNotIn('ZeroDivision', job.message)

    def test_rights(self):
        job = self._enqueue()
        self.assertTrue(job.with_user(self.user).read(['progress']))
        with self.assertRaises(AccessError):
            job.with_user(self.other).read(['progress'])
        with self.assertRaises(AccessError):
            job.with_user(self.user).write({'method': '_job_other'})
        with self.assertRaises(AccessError):
            self.env['support.job'].with_user(self.manager).create(
                {'name': 'x', 'model': 'res.users', 'method': 'unlink', 'user_id': 1}
            )
        with self.assertRaises(AccessError):
            job.with_user(self.other).action_cancel()
        job.with_user(self.manager).action_cancel()
        self.assertEqual(job.state, 'cancelled')

    def test_only_steps_can_be_queued(self):
        jobs = self.env['support.job']
        for method in ('no_step', '_job_missing'):
            with self.assertRaises(ValueError):
                jobs._enqueue('x', self.notes, method)
        job = self._enqueue()
        job.method = 'no_step'
        with mute_logger('odoo.addons.support_council.models.support_job'):
            self._work(job, 1)
        self.assertEqual(job.state, 'failed')
        self.assertEqual(self.notes.mapped('quantity'), [0] * 5)

    def test_result_and_notice(self):
        job = self._enqueue()
        job._set_result('list.txt', b'done', 'text/plain')
        self.assertEqual(job.result_attachment_id.raw, b'done')
        self.assertEqual(job.with_user(self.user).result_attachment_id.raw, b'done')
        sent = []
        self.patch(
            type(self.env['bus.bus']),
            '_sendone',
            lambda bus, target, kind, message: sent.append((target, kind, message['state'])),
        )
        self._work(job, 3)
        self.assertEqual(
            sent,
            [
                (self.user.partner_id, 'support.job', 'running'),
                (self.user.partner_id, 'support.job', 'running'),
                (self.user.partner_id, 'support.job', 'done'),
            ],
        )
