# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import tempfile
import time
import zipfile
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

OPEN_STATES = ('waiting', 'running')
METHOD_PREFIX = '_job_'
# A step stops taking up further work after this many seconds, so that it ends within ten.
STEP_SECONDS = 5
# A step that ended the server's worker so many times is not started again.
MAX_ATTEMPTS = 3
# Files may hold personal data, so they are kept only as long as somebody is likely to fetch them.
RESULT_DAYS = 14


class SupportJob(models.Model):
    """Work that takes longer than a user should wait, done by the scheduler in small steps.

    A step is a method of any model whose name begins with ``_job_``::

        def _job_renumber(self, job, cursor):
            rows = self.search([('id', '>', cursor or 0)], limit=500, order='id')
            ...
            return rows[-1:].id or None, (job.done + len(rows)), self.search_count([])

    It is called on the records given to :meth:`_enqueue`, as the user who asked and in that
    user's companies and language, with the job (parameters by ``job._param('name')``) and the
    cursor that the step before returned (None at first). It does at most ten seconds of work and
    returns ``(cursor, done, total)``: a JSON value to go on from, or None when all is done, and
    two integers for the progress bar. Each step is committed together with its cursor: what a
    killed worker had done stays, and the next run of the scheduler goes on behind it. Open jobs
    take turns, so that a long one does not keep short ones waiting.

    A step that can do more than one piece of work asks ``job._has_time()`` before the next. Files
    are collected with :meth:`_add_file` and become the result with :meth:`_zip_files`.
    """

    _name = 'support.job'
    _description = 'Background Job'
    _order = 'id desc'

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        'res.users', string='Asked by', required=True, readonly=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    state = fields.Selection(
        [
            ('waiting', 'Waiting'),
            ('running', 'Running'),
            ('done', 'Done'),
            ('failed', 'Failed'),
            ('cancelled', 'Stopped'),
        ],
        required=True,
        readonly=True,
        default='waiting',
    )
    done = fields.Integer(readonly=True, aggregator=None)
    total = fields.Integer(readonly=True, aggregator=None)
    progress = fields.Float(
        compute='_compute_progress', help='Share of the work that is done, in percent.'
    )
    message = fields.Text(readonly=True)
    started_on = fields.Datetime(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    result_attachment_id = fields.Many2one(
        'ir.attachment', string='File', readonly=True, ondelete='set null'
    )
    kept_until = fields.Date(
        string='File Kept Until',
        compute='_compute_kept_until',
        help='The file is removed after this day.',
    )

    # What to do
    model = fields.Char(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(readonly=True)
    allowed_company_ids = fields.Json(readonly=True)
    params = fields.Json(readonly=True)
    cursor = fields.Json(readonly=True)
    attempts = fields.Integer(
        readonly=True, aggregator=None, help='How often the step at hand was begun.'
    )

    _open_idx = models.Index("(id) WHERE state IN ('waiting', 'running')")

    @api.depends('done', 'total', 'state')
    def _compute_progress(self):
        for job in self:
            if job.state == 'done':
                job.progress = 100.0
            else:
                job.progress = min(100.0 * job.done / job.total, 100.0) if job.total else 0.0

    @api.depends('finished_on', 'result_attachment_id')
    def _compute_kept_until(self):
        for job in self:
            day = job.result_attachment_id and job.finished_on
            job.kept_until = day and job.company_id._support_local_date(
                day + timedelta(days=RESULT_DAYS)
            )

    @api.model
    def _enqueue(self, name, records, method, params=None):
        """Queue work and wake the scheduler.

        :param str name: what the user reads, e.g. "Yearly export FY2026"
        :param records: recordset the step is called on; an empty one for model methods
        :param str method: name of the step method; must begin with ``_job_``
        :param dict params: plain JSON values, read in the step with :meth:`_param`
        :return: the job
        """
        if not method.startswith(METHOD_PREFIX) or not hasattr(records, method):
            raise ValueError(f'{records._name} has no step {method!r}')
        job = self.sudo().create(
            {
                'name': name,
                'user_id': self.env.uid,
                'company_id': self.env.company.id,
                'allowed_company_ids': self.env.companies.ids,
                'model': records._name,
                'method': method,
                'res_ids': records.ids,
                'params': params,
            }
        )
        self.env.ref('support_council.support_job_cron')._trigger()
        return job.with_env(self.env)

    def _param(self, name, default=None):
        """Return a parameter given to :meth:`_enqueue`."""
        self.ensure_one()
        return (self.params or {}).get(name, default)

    def action_cancel(self):
        """Stop the jobs: at once when waiting, after the current step when running."""
        for job in self:
            if job.user_id != self.env.user and not self.env.user.has_group(
                'support_council.group_manager'
            ):
                raise AccessError(
                    self.env._(
                        'Only %(user)s or a manager can stop “%(job)s”.',
                        user=job.user_id.name,
                        job=job.name,
                    )
                )
        stopped = self.sudo().filtered(lambda job: job.state in OPEN_STATES)
        stopped._finish('cancelled')

    def action_retry(self):
        """Go on behind the last finished step of failed or stopped jobs."""
        for job in self.filtered(lambda job: job.state in ('failed', 'cancelled')):
            if job.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        'Only %(user)s can restart “%(job)s”.',
                        user=job.user_id.name,
                        job=job.name,
                    )
                )
            job.sudo().write(
                {'state': 'waiting', 'message': False, 'finished_on': False, 'attempts': 0}
            )
        self.env.ref('support_council.support_job_cron')._trigger()

    # ---- What steps use ----

    def _has_time(self):
        """Return whether the step at hand may take up another piece of work."""
        return time.monotonic() < self.env.context.get('support_job_until', float('inf'))

    def _set_result(self, name, content, mimetype='application/octet-stream'):
        """Attach the file that the job made.

        :param str name: file name
        :param bytes content:
        """
        self.ensure_one()
        self.sudo().result_attachment_id = self._add_file(name, content, mimetype)

    def _add_file(self, name, content, mimetype='application/octet-stream'):
        """Keep a file that a step made until the job is done.

        :param str name: file name
        :param bytes content:
        :return: the attachment, with the rights of the system
        """
        self.ensure_one()
        return (
            self.env['ir.attachment']
            .sudo()
            .create(
                {
                    'name': name,
                    'raw': content,
                    'mimetype': mimetype,
                    'res_model': self._name,
                    'res_id': self.id,
                }
            )
        )

    def _files(self):
        """Return the files that the steps have made so far, in the order they were made."""
        self.ensure_one()
        return (
            self.env['ir.attachment']
            .sudo()
            .search([('res_model', '=', self._name), ('res_id', '=', self.id)], order='id')
        )

    def _zip_files(self, name):
        """Make one ZIP of the files of all steps, or take the only one as it is.

        Office files and PDF are compressed already, so they are only stored.

        :param str name: name of the ZIP without extension
        """
        files = self._files()
        if len(files) == 1:
            self.sudo().result_attachment_id = files
            return
        with tempfile.TemporaryFile() as stream:
            with zipfile.ZipFile(stream, 'w', zipfile.ZIP_STORED) as archive:
                taken = set()
                for number, file in enumerate(files, 1):
                    inside = file.name if file.name not in taken else f'{number}_{file.name}'
                    taken.add(inside)
                    archive.writestr(inside, file.raw)
                    file.invalidate_recordset(['raw', 'datas'])
            stream.seek(0)
            self._set_result(f'{name}.zip', stream.read(), 'application/zip')
        files.unlink()

    # ---- Working off ----

    @api.model
    def _cron_work(self):
        """Work off the open jobs in turn, one step of one job per transaction."""
        cron = self.env['ir.cron']
        while job := self._next():
            # Should the worker be killed in the step, this is what is known of it.
            job.attempts += 1
            cron._commit_progress()
            if job.state not in OPEN_STATES:
                continue
            job._run_step()
            remaining = self.search_count([('state', 'in', OPEN_STATES)])
            if not cron._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _next(self):
        """Return the open job that has waited longest for its turn."""
        return self.search([('state', 'in', OPEN_STATES)], order='write_date, id', limit=1)

    def _run_step(self):
        """Do one step. An error ends the job, what earlier steps did stays."""
        self.ensure_one()
        if self.attempts > MAX_ATTEMPTS:
            self._finish(
                'failed',
                self.env._(
                    'The same step was interrupted %(times)s times. What was done before stays; '
                    'try a smaller selection or ask the administrator.',
                    times=MAX_ATTEMPTS,
                ),
            )
            return
        if not self.started_on:
            self.write({'state': 'running', 'started_on': self.env.cr.now()})
        try:
            with self.env.cr.savepoint():
                cursor, done, total = self._call_step()
        except UserError as error:
            self._finish('failed', str(error))
            return
        except psycopg2.errors.SerializationFailure:
            raise  # the scheduler takes the job up again
        except Exception:
            _logger.exception('Job %s failed in %s.%s', self.id, self.model, self.method)
            self._finish(
                'failed',
                self.env._(
                    'An unexpected error occurred. What was done before stays; ask the '
                    'administrator, who finds the details in the log under job %(job)s.',
                    job=self.id,
                ),
            )
            return
        if not self._lock_unless_stopped():
            return
        self.write(
            {'state': 'running', 'cursor': cursor, 'done': done, 'total': total, 'attempts': 0}
        )
        if cursor is None:
            self._finish('done')
        else:
            self._notify()

    def _call_step(self):
        user = self.user_id
        target = (
            self.env(user=user, su=False)[self.model]
            .with_context(
                lang=user.lang,
                tz=user.tz,
                allowed_company_ids=self.allowed_company_ids or self.company_id.ids,
                support_job_until=time.monotonic() + STEP_SECONDS,
            )
            .browse(self.res_ids)
        )
        if not self.method.startswith(METHOD_PREFIX):
            raise ValueError(f'{self.method!r} is no step')
        result = getattr(target, self.method)(self.with_env(target.env), self.cursor or None)
        self.env.flush_all()
        return result

    def _lock_unless_stopped(self):
        """Lock the row, or undo the step when somebody stopped the job meanwhile."""
        try:
            self.env.cr.execute(
                SQL('SELECT 1 FROM support_job WHERE id = %s FOR UPDATE', self.id),
                log_exceptions=False,
            )
        except psycopg2.errors.SerializationFailure:
            self.env.cr.rollback()
            self.env.invalidate_all()
            return False
        return True

    @api.autovacuum
    def _gc_results(self):
        """Remove the files of jobs that ended long ago; what was asked for stays on record."""
        ended = self.env.cr.now() - timedelta(days=RESULT_DAYS)
        old = self.search([('finished_on', '<', ended)])
        self.env['ir.attachment'].search(
            [('res_model', '=', self._name), ('res_id', 'in', old.ids)]
        ).unlink()

    def _finish(self, state, message=False):
        self.write({'state': state, 'message': message, 'finished_on': self.env.cr.now()})
        self._notify()

    def _notify(self):
        """Tell the open screens of the user who asked."""
        for job in self:
            job.user_id._bus_send(
                'support.job',
                {
                    'id': job.id,
                    'name': job.name,
                    'state': job.state,
                    'file': job.result_attachment_id.id,
                },
            )

    # ---- Screen ----

    def _open(self):
        """Return the action that shows the progress of a job just queued."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Background Job'),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def action_download(self):
        """Send the file that the job made.

        :raises UserError: when it was removed or the job is not done
        """
        self.ensure_one()
        if not self.result_attachment_id:
            raise UserError(
                self.env._(
                    '“%(job)s” has no file (any more). Start it again where it was started.',
                    job=self.name,
                )
            )
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/web/content/{self.result_attachment_id.id}?download=true',
        }
