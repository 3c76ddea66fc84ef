# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..tools.text_guard import find_personal_data


class SupportTextGuarded(models.AbstractModel):
    """Warns of telephone numbers, addresses and residents' names in what is shared and printed.

    A warning only: nothing is refused or changed. A model names its texts in
    ``_guarded_text_fields`` and shows ``text_warning`` above its form.
    """

    _name = 'support.text.guarded'
    _description = 'Record Whose Texts Are Checked for Personal Data'

    # Names of stored char, text and html fields.
    _guarded_text_fields = ()

    text_warning = fields.Char(
        compute='_compute_text_warning',
        export_string_translation=False,
        help='What in the texts may be personal data.',
    )

    @api.depends(lambda self: self._guarded_text_fields)
    def _compute_text_warning(self):
        labels = {
            'phone': self.env._('telephone'),
            'address': self.env._('address'),
            'name': self.env._('name'),
        }
        names = self._known_person_names()
        for record in self:
            found = find_personal_data(record._guarded_text(), names)
            record.text_warning = bool(found) and self.env._(
                'May be personal data: %(found)s. This text is shared and printed; leave it out, '
                'or write post and area instead.',
                found=self.env._(', ').join(
                    f'{labels[kind]} “{excerpt}”' for kind, excerpt in found
                ),
            )

    def _guarded_text(self):
        """Return the texts of one record as one plain text."""
        self.ensure_one()
        texts = []
        for name in self._guarded_text_fields:
            value = self[name]
            is_html = self._fields[name].type == 'html'
            texts.append(html2plaintext(value) if value and is_html else value or '')
        return '\n'.join(texts)

    @api.model
    def _known_person_names(self):
        """Hook: return names that should not stand in these texts.

        Full names of persons on record who neither work for us nor hold a seat: members and
        coordinators act in public, residents do not.
        """
        persons = self.env['support.person'].sudo()
        domain = Domain('company_id', 'in', self.env.companies.ids)
        for public in ('support.coordinator', 'support.council.member'):
            known = self.env[public].sudo()._search([]).subselect('person_id')
            domain &= Domain('id', 'not in', known)
        found = persons.search_fetch(domain, ['name'])
        return [name for name in found.mapped('name') if name and len(''.join(name.split())) > 2]
