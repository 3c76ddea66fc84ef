# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
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

    def test_a_step_that_kills_the_worker_is_given_up(self):
        job = self._enqueue()
        other = self._enqueue()
        # Three times the worker was killed after it had noted that it begins.
        job.attempts = 3
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((job.state, job.done), ('failed', 0))
        self.assertIn('3', job.message)
        self.assertEqual(other.state, 'done')
        job.with_user(self.user).action_retry()
        self._work(job, 3)
        self.assertEqual(job.state, 'done')

    def test_attempts_are_counted_per_step(self):
        job = self._enqueue()
        job.attempts = 2
        self._work(job, 1)
        self.assertEqual((job.state, job.attempts), ('running', 0))

    def test_open_jobs_take_turns(self):
        long, short = self._enqueue(), self._enqueue()
        begun = long.write_date
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE support_job SET write_date = %s WHERE id = %s',
            [begun - timedelta(seconds=1), short.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.env['support.job']._next(), short)

    def test_files_of_all_steps_become_one(self):
        job = self._enqueue()
        for content in (b'one', b'two'):
            job._add_file('same.txt', content, 'text/plain')
        self.assertFalse(job.result_attachment_id)
        job._zip_files('Papers')
        self.assertEqual(job.result_attachment_id.name, 'Papers.zip')
        with zipfile.ZipFile(io.BytesIO(job.result_attachment_id.raw)) as archive:
            self.assertEqual(
                {name: archive.read(name) for name in archive.namelist()},
                {'same.txt': b'one', '2_same.txt': b'two'},
            )
        self.assertEqual(job._files(), job.result_attachment_id)
        alone = self._enqueue()
        alone._add_file('only.txt', b'one', 'text/plain')
        alone._zip_files('Papers')
        self.assertEqual(alone.result_attachment_id.name, 'only.txt')

    def test_the_file_is_fetched_and_goes_away_by_itself(self):
        job = self._enqueue()
        own = job.with_user(self.user)
        with self.assertRaises(UserError):
            own.action_download()
        job._set_result('list.txt', b'done', 'text/plain')
        self._work(job, 3)
        self.assertIn(str(job.result_attachment_id.id), own.action_download()['url'])
        self.assertEqual(
            job.kept_until, job.company_id._support_local_date(job.finished_on) + timedelta(14)
        )
        job._gc_results()
        self.assertTrue(job.result_attachment_id)
        job.finished_on -= timedelta(days=15)
        job._gc_results()
        self.env.invalidate_all()
        self.assertFalse(job.result_attachment_id or job._files())
        self.assertTrue(job.exists())

    def test_runs_in_all_companies_of_the_screen(self):
        second = self.env['res.company'].create({'name': 'Second Office'})
        self.user.company_ids |= second
        both = self.user.company_id | second
        notes = self.notes.with_context(allowed_company_ids=both.ids)
        job = notes.env['support.job']._enqueue('Count', notes, '_job_count_up').sudo()
        self._work(job, 1)
        self.assertEqual(job.allowed_company_ids, both.ids)
        self.assertEqual(self.notes[0].free, f'sp_job {self.user.company_id.id} False')


@tagged('post_install', '-at_install')
class TestJobTour(HttpCase):
    def test_stopped_and_continued(self):
        user = new_test_user(self.env, 'sp_job', 'support_council.group_coordinator')
        table = self.env['support.activity.table'].with_user(user)
        params = {'domain': [('id', '=', 0)], 'name': 'Empty', 'total': 0}
        job = table.env['support.job']._enqueue('Long Work', table, '_job_write', params).sudo()
        job._run_step()
        self.assertEqual(job.state, 'running')
        self.start_tour(
            '/odoo/action-support_council.support_job_action', 'support_job', login=user.login
        )
        self.assertEqual((job.state, job.cursor), ('waiting', 'zip'))
        job._run_step()
        self.assertEqual((job.state, job.result_attachment_id.name), ('done', 'Empty_1.xlsx'))
