# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, modules

from .support_letter import INVITING_KINDS


class SupportMeeting(models.Model):
    """The papers of a meeting: its letters, and everything that is printed for it."""

    _name = 'support.meeting'
    _inherit = ['support.meeting', 'support.attached']
    _attachment_fields = ('handout_ids',)

    handout_ids = fields.Many2many(
        'ir.attachment',
        'support_meeting_handout_rel',
        'meeting_id',
        'attachment_id',
        string='Handouts',
        copy=False,
        help='What is handed out in the meeting. The minutes list these files by name.',
    )
    answer_sheets = fields.Boolean(
        related='company_id.support_answer_sheets', string='Prints Answer Sheets'
    )
    name_cards = fields.Boolean(related='company_id.support_name_cards', string='Prints Name Cards')
    letter_ids = fields.One2many('support.letter', 'meeting_id', string='Letters')

    def action_write_letter(self):
        """Open the letter that fits the state of the meeting: its draft, else a new one."""
        self.ensure_one()
        kind = self._letter_kind()
        letter = self.letter_ids.filtered(
            lambda letter: letter.kind == kind and letter.state == 'draft'
        )[:1]
        if not letter:
            letters = self.env['support.letter']
            letter = letters.create(letters._prepare_letter_values(self, kind))
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.letter',
            'res_id': letter.id,
            'views': [(False, 'form')],
        }

    def action_paper(self):
        """Hand out a paper. The button's context says which, and whether with what is internal."""
        self.ensure_one()
        url = f'/support_council/meeting/{self.id}/{self.env.context["paper"]}.pdf'
        if self.env.context.get('paper_inside'):
            url += '?inside=1'
        return {'type': 'ir.actions.act_url', 'target': 'download', 'url': url}

    def _letter_kind(self):
        """Return the kind of letter that is due now.

        Bodies that stand on rules are summoned, residents are invited.
        """
        self.ensure_one()
        if self.state == 'cancelled':
            return 'called_off'
        if self.state == 'postponed':
            return 'postponed'
        if any(letter.state == 'sent' for letter in self._inviting_letters()):
            return 'cover'
        # Of a joint meeting all councils decide, seen or not.
        councils = self.sudo().link_ids.council_id
        body = any(council.bylaw or council.stage_is_established for council in councils)
        return 'notice' if body else 'invitation'

    def _inviting_letters(self):
        """Return the letters that tell of the meeting, the latest first."""
        return self.letter_ids.filtered(lambda letter: letter.kind in INVITING_KINDS)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafted_letters(self):
        """Drafts go with their meeting; a letter that was sent keeps it."""
        self.letter_ids.filtered(lambda letter: letter.state == 'draft').unlink()

    def _prepare_minutes(self):
        return {
            **super()._prepare_minutes(),
            'paper': self.env['support.meeting.paper']._minutes_head(self),
        }

    def _render_minutes_pdf(self, shared=True):
        # As core's reports: tests that are not about the print do not wait for it.
        if modules.module.current_test and not self.env.context.get('force_report_rendering'):
            return super()._render_minutes_pdf()
        reports = self.env['ir.actions.report']
        if not reports.support_pdf_available():
            return super()._render_minutes_pdf()
        document = self.env['support.meeting.paper']._confirmed_file(self, shared)
        return reports._render_papers_pdf(document['parts'], document['metadata'])
