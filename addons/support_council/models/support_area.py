# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SupportArea(models.Model):
    """圏域: a piece of ground on which councils are set up, of any depth.

    An area has no tier of its own; it has the tiers that are organised on it. Where tiers 1 and 2
    are organised on the same ground, the ministry's survey calls it an identical area.
    """

    _name = 'support.area'
    _inherit = ['support.term', 'support.searchable']
    _description = 'Area'
    _parent_store = True
    _order = 'sequence, code, id'
    _rec_names_search = ['name', 'code']
    _search_key_fields = ('name', 'kana', 'code')
    _check_company_auto = True
    _import_duplicate_fields = ('name', 'parent_id')

    name = fields.Char(required=True)
    kana = fields.Char(string='Reading')
    code = fields.Char(help='Short code used in imports and exports; unique within the office.')
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one('support.area.kind', ondelete='restrict')
    parent_id = fields.Many2one(
        'support.area', string='Part Of', index=True, ondelete='restrict', check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('support.area', 'parent_id', string='Parts')
    complete_name = fields.Char(
        compute='_compute_complete_name', recursive=True, store=True, string='Full Name'
    )
    company_id = fields.Many2one(
        'res.company',
        compute='_compute_company_id',
        store=True,
        precompute=True,
        readonly=False,
        index=True,
    )

    # Tiers organised on this ground
    is_tier1 = fields.Boolean(string='Tier 1')
    is_tier2 = fields.Boolean(string='Tier 2')
    is_tier3 = fields.Boolean(string='Tier 3')

    successor_ids = fields.Many2many(
        'support.area',
        'support_area_successor_rel',
        'area_id',
        'successor_id',
        string='Successors',
        help='Areas that took over its ground.',
    )

    statistic_ids = fields.One2many('support.area.statistic', 'area_id', string='Statistics')
    council_ids = fields.One2many('support.council', 'area_id', string='Councils')
    council_count = fields.Integer(compute='_compute_council_count')
    stage_summary = fields.Char(
        string='Councils by Stage',
        compute='_compute_stage_summary',
        help='Councils of the area and of everything below it.',
    )

    _code_uniq = models.UniqueIndex(
        '(COALESCE(company_id, 0), code) WHERE code IS NOT NULL',
        'An area with this code exists already. Use another code.',
    )

    @api.depends('parent_id')
    def _compute_company_id(self):
        for area in self:
            # Part of an office's area, entered where nobody sees the field.
            area.company_id = area.company_id or area.parent_id.company_id

    @api.depends('name', 'parent_id.complete_name')
    def _compute_complete_name(self):
        for area in self:
            parent = area.parent_id.complete_name
            area.complete_name = f'{parent} / {area.name}' if parent else area.name

    def _compute_council_count(self):
        counts = dict(
            self.env['support.council']._read_group(
                [('area_id', 'in', self.ids)], ['area_id'], ['__count']
            )
        )
        for area in self:
            area.council_count = counts.get(area, 0)

    def _compute_stage_summary(self):
        bodies = self.env['support.council']._read_group(
            [
                ('area_id', 'child_of', self.ids),
                ('parent_id', '=', False),
                ('date_end', '=', False),
            ],
            ['area_id', 'stage_id'],
            ['__count'],
        )
        counts = {}
        for area, stage, count in bodies:
            for ancestor in map(int, area.parent_path.rstrip('/').split('/')):
                per_stage = counts.setdefault(ancestor, {})
                per_stage[stage] = per_stage.get(stage, 0) + count
        for area in self:
            per_stage = counts.get(area.id, {})
            area.stage_summary = '\u3000'.join(
                f'{stage.name} {per_stage[stage]}'
                for stage in sorted(per_stage, key=lambda stage: (stage.sequence, stage.id))
            )

    def _check_not_own_part(self, parent_id):
        """Refuse a parent that is one of these areas or lies below one of them.

        Before the write, for Odoo's own check on the tree says only "Recursion Detected".
        """
        below = Domain('id', 'child_of', self.ids) & Domain('id', '=', parent_id)
        # A circle is one, also through areas that the user does not see.
        if self.sudo().search_count(below, limit=1):
            raise ValidationError(
                self.env._('An area cannot be part of itself. Choose another area under "Part Of".')
            )

    @api.model
    def _is_sight_limited(self):
        """Return whether the environment has the rights of a user who sees some areas only."""
        return not self.env.su and self.env.user.has_group('support_council.group_area_limited')

    def action_open_councils(self):
        """Open the board with the councils of the area and all below it."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'support_council.support_council_action'
        )
        return {
            **action,
            'domain': [('area_id', 'child_of', self.id)],
            'context': {'default_area_id': self.id},
        }

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        self._clear_area_rights()
        return areas

    def write(self, vals):
        if vals.get('parent_id'):
            self._check_not_own_part(vals['parent_id'])
        result = super().write(vals)
        if 'parent_id' in vals:
            self._clear_area_rights()
        return result

    def unlink(self):
        result = super().unlink()
        self._clear_area_rights()
        return result

    def _clear_area_rights(self):
        """Forget the cached area lists of limited users: rule domains are cached by Odoo."""
        self.env.registry.clear_cache()
