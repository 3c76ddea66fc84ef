# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What the cover letter of a report can take from it.
REPORT_PLACEHOLDERS = ('報告書名', '対象期間', '圏域', '契約名')


class SupportLetter(models.Model):
    """鑑（送付状）: the letter with which a report goes to the commissioner."""

    _inherit = 'support.letter'

    kind = fields.Selection(
        selection_add=[('report', 'Cover letter of a report')],
        ondelete={'report': 'set default'},
    )
    report_id = fields.Many2one(
        'support.report', index='btree_not_null', ondelete='restrict', check_company=True
    )

    @api.model
    def _about_fields(self):
        return (*super()._about_fields(), 'report_id')

    @api.constrains('kind', 'report_id')
    def _check_report_kind(self):
        for letter in self:
            if (letter.kind == 'report') != bool(letter.report_id):
                raise ValidationError(
                    self.env._(
                        '“%(letter)s”: a letter of this kind goes out for something else. Choose '
                        'another kind.',
                        letter=letter.display_name,
                    )
                )

    @api.model
    def _prepare_report_letter_values(self, report):
        """Return the values of a draft for a report.

        :param report: one ``support.report``
        """
        company = report.company_id
        template = self.env['support.letter.template']._get_default('report', company)
        commissioners = report.contract_id.commissioner_id
        return {
            'report_id': report.id,
            'kind': 'report',
            'date': company._support_today(),
            'subject': template.subject or report.display_name,
            'body': template.body or report.display_name,
            'sender': company._support_sender(),
            'show_approval': bool(company.support_approval_boxes),
            'user_id': report.user_id.id,
            'addressee_ids': [
                fields.Command.create({'name': commissioner.name, 'honorific': 'onchu'})
                for commissioner in commissioners
            ],
        }

    def _placeholder_values(self):
        self.ensure_one()
        report = self.report_id
        if not report:
            return super()._placeholder_values()
        company = self.company_id
        return {
            '宛先': '{宛先}',
            '会議名': '',
            '報告書名': report._printed_title(),
            '対象期間': self.env['support.meeting.paper']._on_paper(report).period_label,
            '圏域': report.area_id.name,
            '契約名': report.contract_id.name,
            '事務局': company._support_office(),
            '担当': self.user_id.name or '',
            '電話': company.phone or '',
            'FAX': company.support_office_fax or '',
            '発信者': ' '.join((self.sender or '').split('\n')),
        }


class SupportLetterTemplate(models.Model):
    _inherit = 'support.letter.template'

    kind = fields.Selection(
        selection_add=[('report', 'Cover letter of a report')],
        ondelete={'report': 'set default'},
    )

    @api.model
    def _known_placeholders(self):
        return (*super()._known_placeholders(), *REPORT_PLACEHOLDERS)


class SupportMeetingPaper(models.AbstractModel):
    _inherit = 'support.meeting.paper'

    @api.model
    def _letter_label(self, letter):
        return '送付状' if letter.report_id else super()._letter_label(letter)

    @api.model
    def _visible_letter(self, letter):
        # No councils, so no addressees of another council: who reads the letter reads all of it.
        if letter.report_id:
            return letter.sudo().content or letter._prepare_content()
        return super()._visible_letter(letter)

    @api.model
    def _document(self, about, title, label, parts):
        if about._name != 'support.report':
            return super()._document(about, title, label, parts)
        stem = about._file_name('pdf').removesuffix('.pdf')
        return {
            'name': f'{label}_{stem}',
            'parts': parts,
            'metadata': {'title': f'{label} {stem}', 'authors': [about.company_id.name]},
        }
