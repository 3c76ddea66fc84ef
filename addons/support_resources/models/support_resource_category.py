# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportResourceCategory(models.Model):
    """Kind of support a resource gives: a tree, so that an office can divide the ministry's."""

    _name = 'support.resource.category'
    _description = 'Resource Category'
    _parent_store = True
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help='Short code used in imports and exports.')
    parent_id = fields.Many2one(
        'support.resource.category', string='Part Of', index=True, ondelete='restrict'
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('support.resource.category', 'parent_id', string='Parts')
    sequence = fields.Integer(default=10)
    in_annex = fields.Boolean(
        string='Row of the Annex',
        default=True,
        help='The category is a row of the annex of the quarterly report. Resources of a category '
        'without a row count in the row of the nearest category above it that has one.',
    )
    is_venue = fields.Boolean(
        string='Venues', help='Resources of this category are venues of the yearly survey.'
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        '(code) WHERE code IS NOT NULL',
        'A resource category with this code exists already. Use another code.',
    )

    display_name = fields.Char(recursive=True)

    @api.depends('name', 'parent_id.display_name')
    def _compute_display_name(self):
        for category in self:
            parent = category.parent_id.display_name
            category.display_name = f'{parent} / {category.name}' if parent else category.name

    @api.constrains('parent_id')
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._(
                    'A category cannot be part of itself. Choose another category under "Part Of".'
                )
            )

    @api.constrains('active')
    def _check_not_in_use(self):
        """A hidden category would take its resources out of the annex without a word."""
        # Also of areas and offices that the user does not see.
        resources = self.env['support.resource'].sudo()
        used = resources._read_group(
            [('category_id', 'in', self.filtered(lambda row: not row.active).ids)],
            ['category_id'],
            ['__count'],
        )
        for category, number in used:
            raise ValidationError(
                self.env._(
                    'Category %(category)s still has %(number)s resources. '
                    'Give them another category before you archive it.',
                    category=category.display_name,
                    number=number,
                )
            )
