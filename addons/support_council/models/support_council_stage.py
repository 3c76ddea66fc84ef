# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportCouncilStage(models.Model):
    """A column of the setup board. What a stage means is told by its flags, never by its name."""

    _name = 'support.council.stage'
    _description = 'Council Stage'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(string='Folded on the Board')
    is_established = fields.Boolean(
        string='Council Established',
        help='A council in this stage counts as established. Entering it needs a seat.',
    )
    is_dormant = fields.Boolean(
        string='Dormant', help='A council in this stage rests: no warnings are shown.'
    )
    stall_days = fields.Integer(
        string='Stalled After (Days)',
        help='A council that stays longer is shown as stalled. 0 means never.',
    )
    requirement = fields.Text(
        string='Expected Before Entering',
        translate=True,
        help='What should be true before a council enters this stage. Shown on the column.',
    )
    check_ids = fields.One2many(
        'support.council.stage.check',
        'stage_id',
        string='Checklist',
        help='Copied to a council when it enters the stage. The lines remind and block nothing.',
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint('unique(name)', 'A stage of this name exists already.')
    _stall_days_positive = models.Constraint(
        'CHECK(stall_days >= 0)', 'The number of days until stalled cannot be negative.'
    )

    def write(self, vals):
        result = super().write(vals)
        if {'stall_days', 'is_established', 'is_dormant'} & vals.keys():
            # A stage is every office's: so are the councils in it.
            councils = self.env['support.council'].sudo().search([('stage_id', 'in', self.ids)])
            councils._apply_stage_history()
        return result
