# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportCouncilStageCheck(models.Model):
    """A line of the checklist that a council gets on entering a stage."""

    _name = 'support.council.stage.check'
    _description = 'Checklist Line of a Stage'
    _order = 'stage_id, sequence, id'

    stage_id = fields.Many2one(
        'support.council.stage', required=True, index=True, ondelete='cascade'
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string='What Is Expected', required=True, translate=True)
    active = fields.Boolean(default=True)
