# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SupportMeeting(models.Model):
    """Minutes: drafted, confirmed as a version, reopened, confirmed again."""

    _inherit = 'support.meeting'

    def action_draft_minutes(self):
        self._expect_state('held')
        self.state = 'drafted'

    def action_confirm(self):
        """Confirm the minutes: keep them as a version and lock the meeting."""
        self.lock_for_update()
        self._expect_state('held', 'drafted')
        for meeting in self:
            content = meeting._prepare_minutes()
            # The version row is the system's own record; nobody types it.
            self.env['support.meeting.version'].sudo()._thaw().create(
                {
                    'meeting_id': meeting.id,
                    'company_id': meeting.company_id.id,
                    'area_id': meeting.area_id.id,
                    'number': max(meeting.version_ids.mapped('number'), default=0) + 1,
                    'reason': self.env.context.get('reopen_reason'),
                    'content': content,
                    'checksum': meeting._frozen_checksum(content),
                    'confirmed_on': fields.Datetime.now(),
                    'confirmed_by_id': self.env.user.id,
                }
            )
        self.state = 'confirmed'

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
            'councils': self.link_ids.council_id.mapped('name'),
            'headcount': self.headcount,
            'headcount_is_approx': self.headcount_is_approx,
            'reported': str(self.reported or ''),
            'discussed': str(self.discussed or ''),
            'decided': str(self.decided or ''),
            'agenda': [
                {
                    'topic': line.name,
                    'presenter': line.presenter or '',
                    'is_internal': line.is_internal,
                    'outcome': line.outcome or '',
                    'outcome_text': line.outcome_text or '',
                }
                for line in self.agenda_ids
            ],
            'attendance': [
                {'name': line.name, 'status': line.status, 'proxy': line.proxy_name or ''}
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
                    'Later minutes are confirmed already (%(meeting)s, %(date)s). Add a dated '
                    'correction to those instead of reopening these.',
                    meeting=later.name,
                    date=later.date_label,
                )
            )
        self._thaw().write({'state': 'drafted'})
        self.message_post(body=self.env._('Minutes reopened: %(reason)s', reason=reason))

    def _find_later_minutes(self):
        """Return a later meeting of any of the councils whose minutes are confirmed, or none."""
        self.ensure_one()
        return self.search(
            [
                ('state', '=', 'confirmed'),
                ('date', '>', self.date),
                ('link_ids.council_id', 'in', self.link_ids.council_id.ids),
            ],
            limit=1,
        )
