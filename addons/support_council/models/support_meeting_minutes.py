# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportMeeting(models.Model):
    """Minutes: drafted, confirmed as a version, reopened, confirmed again.

    While they are drafted, every saved text can be taken back; what was confirmed stands in its
    version, so the history of the draft ends there.
    """

    _name = 'support.meeting'
    _inherit = ['support.meeting', 'html.field.history.mixin']

    reopen_reason = fields.Char(
        readonly=True, copy=False, help='Why the last version was reopened; kept with the next one.'
    )

    @api.model
    def _get_versioned_fields(self):
        return ['reported', 'discussed', 'decided']

    @api.model
    def _frozen_allowed_fields(self):
        # To-dos are records of their own and go on after the minutes were confirmed.
        return super()._frozen_allowed_fields() | {'action_ids'}

    def action_discuss_all(self):
        """Mark every item of the agenda as discussed, so that none is carried over."""
        self._expect_state('held', 'drafted')
        self.agenda_ids.filtered(lambda line: not line.is_discussed).is_discussed = True

    def action_draft_minutes(self):
        """Note that the minutes are drafted.

        :raises UserError: when the meeting was not held, or its minutes are past this
        """
        self.lock_for_update()
        self._expect_state('held')
        self.state = 'drafted'

    def action_confirm(self):
        """Confirm the minutes: keep them as a version and lock the meeting."""
        self.lock_for_update()
        self._expect_state('held', 'drafted')
        for meeting in self:
            meeting._keep_version()
        self.write({'html_field_history': False, 'reopen_reason': False})
        self.state = 'confirmed'

    def _keep_version(self):
        """Keep the minutes as they are now, text and PDF, as the next version."""
        self.ensure_one()
        # The version row is the system's own record; nobody types it. It is complete, whatever
        # the person who confirms may see of a joint meeting.
        meeting = self.sudo()
        pdf = meeting._render_minutes_pdf()  # pylint: disable=assignment-from-none
        content = {
            **meeting._prepare_minutes(),
            'pdf_checksum': hashlib.sha256(pdf).hexdigest() if pdf else '',
        }
        version = (
            self.env['support.meeting.version']
            .sudo()
            ._thaw()
            .create(
                {
                    'meeting_id': meeting.id,
                    'company_id': meeting.company_id.id,
                    'area_id': meeting.area_id.id,
                    'number': max(meeting.version_ids.mapped('number'), default=0) + 1,
                    'reason': meeting.reopen_reason,
                    'content': content,
                    'checksum': meeting._frozen_checksum(content),
                    'confirmed_on': fields.Datetime.now(),
                    'confirmed_by_id': self.env.user.id,
                }
            )
        )
        if pdf:
            version._keep_pdf(pdf)

    def _render_minutes_pdf(self, shared=True):
        """Hook: return the minutes as they are printed now, or None.

        :param bool shared: for people outside: without what is internal
        :return: bytes of a PDF, or None
        """
        self.ensure_one()
        return

    def _prepare_minutes(self):
        """Return what is kept of confirmed minutes: names as text, so that it never changes.

        :return: dict with ``title``, ``date`` (as printed), ``place``, ``headcount``, the texts
            ``reported``, ``discussed``, ``decided``, and the lists ``agenda`` and ``attendance``
        """
        self.ensure_one()
        return {
            'title': self._title(),
            'date': self.date_label,
            'place': self.place or '',
            # Whoever sees a joint meeting sees whose it is.
            'councils': self.sudo().link_ids.council_id.mapped('name'),
            'headcount': self.headcount,
            'headcount_is_approx': self.headcount_is_approx,
            'reported': str(self.reported or ''),
            'discussed': str(self.discussed or ''),
            'decided': str(self.decided or ''),
            'agenda': [
                {
                    'topic': line.name,
                    'council': line.council_id.name or '',
                    'of': line.council_id.id or 0,
                    'note': line.note or '',
                    'presenter': line.presenter or '',
                    'is_internal': line.is_internal,
                    'outcome': line.outcome or '',
                    'outcome_text': line.outcome_text or '',
                    'is_discussed': line.is_discussed,
                    'to_dos': [
                        {
                            'what': action.name,
                            'who': action._responsible_name(),
                            'by': action.date_deadline,
                        }
                        for action in line.action_ids
                    ],
                }
                for line in self.agenda_ids
            ],
            'attendance': [
                {
                    'name': line.name,
                    'council': line.council_id.name or '',
                    'status': line.status or '',
                    'proxy': line.proxy_name or '',
                }
                for line in self.attendance_ids
            ],
        }

    def action_reopen(self):
        """Unlock confirmed minutes for a correction. Asks for the reason."""
        self._expect_state('confirmed')
        return self.env['support.reason']._open(self, '_reopen', self.env._('Reopen the Minutes'))

    def _reopen(self, reason):
        """Unlock confirmed minutes; possible while no council of the meeting has later ones.

        :param str reason: kept in the next version
        :raises UserError: when later minutes are confirmed
        """
        self.ensure_one()
        self.lock_for_update()
        self._expect_state('confirmed')
        later = self._find_later_minutes()
        if later:
            raise UserError(
                self.env._(
                    'Later minutes are confirmed already (%(meeting)s, %(date)s). Use '
                    '"Add a Correction" instead of reopening these: a dated note beside them.',
                    meeting=later.name,
                    date=later.date_label,
                )
            )
        self._thaw().write({'state': 'drafted', 'reopen_reason': reason})
        self.message_post(body=self.env._('Minutes reopened: %(reason)s', reason=reason))

    def action_correct(self):
        """Open the dialog that adds a dated correction (訂正) to the confirmed minutes."""
        self.ensure_one()
        self._expect_state('confirmed')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Correction of Confirmed Minutes'),
            'res_model': 'support.meeting.correction',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_version_id': self.version_ids[:1].id},
        }

    def _find_later_minutes(self):
        """Return a later meeting of any of the councils whose minutes are confirmed, or none."""
        self.ensure_one()
        return self.sudo().search(
            [
                ('state', '=', 'confirmed'),
                ('date', '>', self.date),
                ('link_ids.council_id', 'in', self.link_ids.council_id.ids),
            ],
            limit=1,
        )
