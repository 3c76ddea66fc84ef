# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SupportCouncilCheck(models.Model):
    """A line of a council's checklist: what is expected, and who saw to it when.

    Copied from the stage's lines on entering it. It reminds and blocks nothing.
    """

    _name = 'support.council.check'
    _description = 'Checklist Line'
    _order = 'council_id, done, stage_sequence, sequence, id'
    _check_company_auto = True

    council_id = fields.Many2one(
        'support.council', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(
        related='council_id.company_id', store=True, precompute=True, index=True
    )
    area_id = fields.Many2one(related='council_id.area_id', store=True, precompute=True, index=True)
    template_id = fields.Many2one('support.council.stage.check', ondelete='set null')
    stage_id = fields.Many2one('support.council.stage', ondelete='restrict')
    stage_sequence = fields.Integer(
        related='stage_id.sequence',
        store=True,
        precompute=True,
        string='Order of the Stage',
        aggregator=None,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string='What Is Expected', required=True)
    done = fields.Boolean()
    done_on = fields.Date(
        compute='_compute_done',
        store=True,
        readonly=False,
    )
    done_by_id = fields.Many2one(
        'res.users',
        compute='_compute_done',
        store=True,
        readonly=False,
        ondelete='restrict',
    )

    _template_uniq = models.UniqueIndex(
        '(council_id, template_id) WHERE template_id IS NOT NULL',
        'The checklist has this line already.',
    )

    @api.depends('done')
    def _compute_done(self):
        for check in self:
            check.done_on = check.done and (check.done_on or self.env.company._support_today())
            check.done_by_id = check.done and (check.done_by_id or self.env.user)
