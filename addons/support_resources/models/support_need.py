# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .res_company import NEED_SEQUENCE_CODE


class SupportNeed(models.Model):
    """Something people of an area lack, noticed on a day.

    A need is a code, never a name: what identifies a resident has no place in it.
    """

    _name = 'support.need'
    _inherit = [
        'support.kept',
        'support.audited',
        'support.searchable',
        'support.dated',
        'support.area.bound',
    ]
    _description = 'Need'
    _rec_name = 'code'
    _order = 'date desc, id desc'
    _check_company_auto = True
    _search_key_fields = ('code', 'description')
    _audit_fields = (
        'area_id', 'category_id', 'source', 'age_band', 'persons', 'persons_is_approx', 'state',
        'date', 'date_to', 'date_precision', 'description',
    )  # fmt: skip

    code = fields.Char(readonly=True, copy=False, index=True)
    category_id = fields.Many2one(
        'support.need.category', required=True, index=True, ondelete='restrict'
    )
    area_id = fields.Many2one(
        'support.area', required=True, index=True, ondelete='restrict', check_company=True
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    source = fields.Selection(
        [
            ('consultation', 'Consultation'),
            ('survey', 'Survey'),
            ('support_center', 'Community support center'),
            ('welfare_commissioner', 'Welfare commissioner'),
            ('watch', 'Watching over'),
            ('meeting', 'Meeting'),
            ('other', 'Other'),
        ],
        required=True,
        default='consultation',
        help='How the need became known. A need found by watching over counts in the quarterly '
        'report on the day it was noticed.',
    )
    age_band = fields.Selection(
        [
            ('under_65', 'Under 65'),
            ('65_74', '65 to 74'),
            ('75_84', '75 to 84'),
            ('85_over', '85 and over'),
            ('several', 'Several ages'),
        ],
        string='Age',
    )
    persons = fields.Integer(
        default=1, help='How many people have this need. One person may have several needs.'
    )
    persons_is_approx = fields.Boolean(string='About')
    description = fields.Text()
    state = fields.Selection(
        [
            ('noticed', 'Noticed'),
            ('considering', 'Under consideration'),
            ('matched', 'Matched'),
            ('unmet', 'Unmet'),
            ('closed', 'Closed'),
        ],
        required=True,
        default='noticed',
        index=True,
    )
    resource_ids = fields.Many2many(
        'support.resource',
        'support_need_resource_rel',
        'need_id',
        'resource_id',
        string='Resources',
        check_company=True,
        ondelete='restrict',
        help='Resources that answer this need.',
    )
    activity_ids = fields.Many2many(
        'support.activity',
        'support_activity_need_rel',
        'need_id',
        'activity_id',
        string='Log Entries',
        check_company=True,
    )

    _code_uniq = models.UniqueIndex(
        '(company_id, code) WHERE code IS NOT NULL', 'A need with this code exists already.'
    )
    _persons_positive = models.Constraint(
        'CHECK(persons >= 0)', 'The number of persons cannot be negative.'
    )
    _counted_idx = models.Index('(month_key, area_id, source) INCLUDE (company_id)')

    @api.depends('code', 'category_id.name')
    def _compute_display_name(self):
        for need in self:
            parts = [need.code, need.category_id.name]
            need.display_name = ' '.join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            company = vals.get('company_id') or self.env.company.id
            vals['code'] = (
                self.env['ir.sequence'].with_company(company).next_by_code(NEED_SEQUENCE_CODE)
            )
        return super().create(vals_list)
