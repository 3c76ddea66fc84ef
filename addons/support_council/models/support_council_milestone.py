# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import japanese_date


class SupportCouncilMilestone(models.Model):
    """A dated step of a council, and the truth about its history.

    Councils skip stages, step back and repeat them; every such step stays here with its date.
    The council's current stage is read from these rows, never the other way round.
    """

    _name = 'support.council.milestone'
    _inherit = ['support.dated', 'support.audited', 'support.area.bound']
    _description = 'Council Milestone'
    _order = 'effective_date desc, sequence desc, id desc'
    _audit_fields = ('kind', 'stage_id', 'name', 'date', 'date_to', 'date_precision', 'council_id')
    _check_company_auto = True
    _sight_fields = ('area_id', 'council_id')

    council_id = fields.Many2one(
        'support.council', required=True, index=True, ondelete='cascade', check_company=True
    )
    company_id = fields.Many2one(
        related='council_id.company_id', store=True, precompute=True, index=True
    )
    area_id = fields.Many2one(related='council_id.area_id', store=True, precompute=True, index=True)
    sequence = fields.Integer(help='Order of steps known to be of the same day.')
    kind = fields.Selection(
        [
            ('stage', 'Stage entered'),
            ('bylaw', 'By-law enacted'),
            ('name', 'Name decided'),
            ('vision', 'Vision agreed'),
            ('coordinator', 'Coordinator chosen'),
            ('members', 'Members appointed'),
            ('other', 'Other step'),
        ],
        required=True,
        default='stage',
    )
    stage_id = fields.Many2one('support.council.stage', ondelete='restrict')
    is_established = fields.Boolean(related='stage_id.is_established')
    name = fields.Char(string='What Happened')
    note = fields.Text()

    _stage_set = models.Constraint(
        "CHECK((kind = 'stage') = (stage_id IS NOT NULL))",
        'A step "Stage entered" needs a stage, any other step has none.',
    )
    _history_idx = models.Index("(council_id, effective_date, sequence, id) WHERE kind = 'stage'")

    @api.depends('kind', 'stage_id', 'name', 'date')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for step in self:
            step.display_name = step.name or step.stage_id.name or kinds.get(step.kind, '')

    @api.constrains('date', 'kind', 'council_id')
    def _check_not_future(self):
        for step in self:
            today = step.company_id._support_today()
            if step.kind == 'stage' and step.date > today:
                raise ValidationError(
                    self.env._(
                        '%(council)s: a stage cannot be entered in the future (%(date)s). '
                        'Write the plan into "Planned Launch" instead.',
                        council=step.council_id.display_name,
                        date=japanese_date.format_date(step.date),
                    )
                )

    @api.constrains('kind', 'stage_id')
    def _check_established_seat(self):
        """An established council has at least one seat; an existing body needs none."""
        for step in self.filtered('is_established'):
            council = step.council_id
            if council.origin != 'existing' and not council.seat_ids:
                raise ValidationError(
                    self.env._(
                        '%(council)s cannot be marked "%(stage)s" yet: it has no seat. Add at '
                        'least one seat (an organisation is enough) and try again.',
                        council=council.display_name,
                        stage=step.stage_id.name,
                    )
                )

    @api.onchange('kind')
    def _onchange_kind(self):
        if self.kind != 'stage':
            self.stage_id = False

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.council_id._apply_stage_history()
        return steps

    def _replace_first_guess(self):
        """Remove the step that a council got by being entered, where it proves a guess.

        A council of 2016 entered today starts in the first stage as of today; saying on the same
        day when it really entered its stage replaces that.
        """
        for step in self:
            if step.effective_date >= step.entered_on:
                continue  # no guess was proven: it happened today
            other = step.council_id.milestone_ids.filtered(lambda each: each.kind == 'stage') - step
            if (
                len(other) == 1
                and other.date == other.entered_on == step.entered_on
                and other.effective_date > step.effective_date
                and not (other.name or other.note)
            ):
                other.unlink()

    def write(self, vals):
        councils = self.council_id
        result = super().write(vals)
        if {'kind', 'stage_id', 'date', 'date_to', 'date_precision', 'sequence', 'council_id'} & (
            vals.keys()
        ):
            (councils | self.council_id)._apply_stage_history()
        return result

    def unlink(self):
        councils = self.council_id
        result = super().unlink()
        councils.exists()._apply_stage_history()
        return result
