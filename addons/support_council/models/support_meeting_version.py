# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools.canonical import checksum


class SupportMeetingVersion(models.Model):
    """Minutes as they were confirmed. A version never changes; a change makes the next one."""

    _name = 'support.meeting.version'
    _inherit = ['support.frozen']
    _description = 'Confirmed Minutes'
    _order = 'meeting_id, number desc'
    _rec_name = 'number'
    _check_company_auto = True

    meeting_id = fields.Many2one(
        'support.meeting',
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        readonly=True,
    )
    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True)
    area_id = fields.Many2one('support.area', required=True, index=True, ondelete='restrict')
    number = fields.Integer(string='Version', required=True, readonly=True, aggregator=None)
    reason = fields.Char(readonly=True, help='Why the version before it was reopened.')
    # Both hold the lines of all councils of a joint meeting: read through action_open_pdf.
    content = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help='Minutes, agenda and attendance as confirmed.',
    )
    checksum = fields.Char(readonly=True, help='SHA-256 over the content in canonical form.')
    confirmed_on = fields.Datetime(readonly=True, required=True)
    confirmed_by_id = fields.Many2one(
        'res.users', readonly=True, required=True, ondelete='restrict'
    )

    pdf_id = fields.Many2one(
        'ir.attachment',
        string='PDF',
        readonly=True,
        ondelete='restrict',
        groups=fields.NO_ACCESS,
        help='The minutes as printed when they were confirmed.',
    )
    has_pdf = fields.Boolean(string='File Kept', compute='_compute_has_pdf', compute_sudo=True)
    correction_ids = fields.One2many(
        'support.meeting.correction', 'version_id', string='Corrections'
    )

    _number_uniq = models.Constraint(
        'unique(meeting_id, number)', 'These minutes were confirmed by somebody else just now.'
    )

    def _is_frozen(self):
        return True

    def _broken_parts(self):
        broken = super()._broken_parts()
        content = self.content or {}
        if checksum(content) != self.checksum:
            broken.append('content')
        printed = content.get('pdf_checksum')
        if printed and checksum(self.pdf_id.raw or b'') != printed:
            broken.append(self.pdf_id.name or 'PDF')
        meeting = self.meeting_id
        # The meeting shows the latest version as long as nobody has reopened it.
        if meeting.state == 'confirmed' and self == meeting.version_ids[:1]:
            broken += [
                name
                for name in ('reported', 'discussed', 'decided')
                if str(meeting[name] or '') != content.get(name)
            ]
        return broken

    @api.depends('number')
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._('Version %(number)s', number=version.number)

    @api.depends('pdf_id')
    def _compute_has_pdf(self):
        for version in self:
            version.has_pdf = bool(version.pdf_id)

    def _keep_pdf(self, content):
        """Keep the printed minutes as the file of this version, frozen with it.

        :param bytes content: the PDF
        """
        self.ensure_one()
        version = self._thaw()
        version.pdf_id = version.env['ir.attachment'].create(
            {
                'name': f'{self.meeting_id._title()}_{self.number}.pdf',
                'raw': content,
                'mimetype': 'application/pdf',
                'res_model': self._name,
                'res_id': self.id,
                # The rights of that field, so that nobody takes the file past the method below.
                'res_field': 'pdf_id',
            }
        )

    def action_open_pdf(self):
        """Open the minutes as they were printed when they were confirmed."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/support_council/minutes/{self.id}.pdf',
        }
