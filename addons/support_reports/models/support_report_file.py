# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.support_council.tools.canonical import checksum


class SupportReportFile(models.Model):
    """A file as it was submitted, with the checksum that proves it."""

    _name = 'support.report.file'
    _inherit = ['support.frozen']
    _description = 'Submitted File'
    _order = 'report_id, id'
    _frozen_parent = 'report_id'

    report_id = fields.Many2one(
        'support.report', required=True, index=True, ondelete='restrict', readonly=True
    )
    company_id = fields.Many2one(
        related='report_id.company_id', store=True, precompute=True, index=True
    )
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [('xlsx', 'Excel'), ('pdf', 'PDF'), ('html', 'Web page')], required=True, readonly=True
    )
    attachment_id = fields.Many2one(
        'ir.attachment', required=True, readonly=True, ondelete='restrict'
    )
    size = fields.Integer(string='Size (Bytes)', readonly=True, aggregator=None)
    checksum = fields.Char(string='SHA-256', required=True, readonly=True)

    def _content(self):
        """Return the bytes of the file."""
        self.ensure_one()
        # Whoever reads the row reads the file: it belongs to the frozen report.
        return self.sudo().attachment_id.raw or b''

    def _is_intact(self):
        """Return whether the stored bytes are still those that were submitted."""
        return checksum(self._content()) == self.checksum

    def action_download(self):
        """Download the submitted file."""
        self.ensure_one()
        return self.report_id._download_action(self.kind)
