# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

# What leaves the database by `support.person.reveal` only.
PRIVATE_FIELDS = ('birthday', 'household', 'private_address', 'private_phone')


class SupportPersonPrivate(models.Model):
    """Private data of a person. No user reads or writes these fields directly.

    They are kept apart from the person so that no list, export, search or print can touch them.
    """

    _name = 'support.person.private'
    _description = 'Private Data of a Person'
    _rec_name = 'person_id'
    _check_company_auto = True

    person_id = fields.Many2one(
        'support.person', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(related='person_id.company_id', store=True, index=True)
    birthday = fields.Date(groups=fields.NO_ACCESS)
    household = fields.Text(groups=fields.NO_ACCESS)
    private_address = fields.Char(groups=fields.NO_ACCESS)
    private_phone = fields.Char(groups=fields.NO_ACCESS)

    _person_uniq = models.Constraint(
        'unique(person_id)', 'This person already has private data. Reload the page.'
    )
