# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


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

    name = fields.Char(required=True)
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
            person.display_name = (
                f'{person.name} ({organization})' if organization else person.name
            )
