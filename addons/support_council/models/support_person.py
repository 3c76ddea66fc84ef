# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .support_person_private import PRIVATE_FIELDS


class SupportPerson(models.Model):
    """A person the work knows.

    Not a contact of Odoo: those are read by every employee of every company. A partner is linked
    only for somebody with a login or a mail invitation.
    """

    _name = 'support.person'
    _inherit = ['support.searchable', 'support.audited']
    _description = 'Person'
    _order = 'kana, name, id'
    _rec_names_search = ['name', 'kana']
    _search_key_fields = ('name', 'kana')
    _audit_fields = ('name', 'kana', 'organization_id', 'partner_id')
    _check_company_auto = True
    _import_duplicate_fields = ('name', 'organization_id')

    name = fields.Char(string='Name of Person', required=True)
    kana = fields.Char(string='Reading')
    organization_id = fields.Many2one(
        'res.partner',
        string='Organisation',
        domain=[('is_company', '=', True)],
        ondelete='restrict',
    )
    partner_id = fields.Many2one(
        'res.partner',
        string='Contact',
        ondelete='restrict',
        help='Only for a person with a login or an invitation by mail.',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    @api.depends('name', 'organization_id')
    def _compute_display_name(self):
        for person in self:
            organization = person.organization_id.name
            person.display_name = f'{person.name} ({organization})' if organization else person.name

    def _can_reveal(self):
        """Hook: return whether the user may see and enter the private data of these persons."""
        return self.env.user.has_group('support_council.group_manager')

    def _check_reveal(self, reason):
        if not self._can_reveal():
            raise AccessError(self.env._('You may not see private data of persons. Ask a manager.'))
        if not (reason or '').strip():
            raise UserError(self.env._('State the reason for which you need the private data.'))
        self.check_access('read')

    def reveal(self, reason):
        """Return the private data of the persons and keep who looked at it, when and why.

        The only way by which these values leave the database.

        :param str reason: why they are needed, in the user's words
        :return: ``{person id: {field name: value or False}}``, dates as ISO 8601
        :raises AccessError: without the right
        :raises UserError: without a reason
        """
        self._check_reveal(reason)
        private = self.env['support.person.private'].sudo()
        by_person = {
            row.person_id.id: row for row in private.search([('person_id', 'in', self.ids)])
        }
        self._log_audit('read', {person.id: {} for person in self}, reason=reason.strip())
        return {
            person.id: {
                name: fields.Date.to_string(row[name]) if name == 'birthday' else row[name]
                for name in PRIVATE_FIELDS
            }
            for person in self
            for row in [by_person.get(person.id, private)]
        }

    def store_private(self, values, reason):
        """Enter private data of one person; that it was done is kept, the values are not.

        :param dict values: any of the fields in ``PRIVATE_FIELDS``
        :param str reason: why, in the user's words
        :raises AccessError: without the right
        :raises UserError: without a reason
        """
        self.ensure_one()
        self._check_reveal(reason)
        self.check_access('write')
        private = self.env['support.person.private'].sudo()
        values = {name: values[name] for name in PRIVATE_FIELDS if name in values}
        row = private.search([('person_id', '=', self.id)])
        if row:
            row.write(values)
        else:
            private.create({**values, 'person_id': self.id})
        self._log_audit('write', {self.id: {}}, reason=reason.strip())
