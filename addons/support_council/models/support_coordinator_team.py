# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportCoordinatorTeam(models.Model):
    """Several coordinators who share an area, with one of them as lead."""

    _name = 'support.coordinator.team'
    _description = 'Coordinator Team'
    _order = 'name, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    area_id = fields.Many2one('support.area', index=True, ondelete='restrict', check_company=True)
    lead_id = fields.Many2one('support.coordinator', ondelete='restrict', check_company=True)
    coordinator_ids = fields.One2many('support.coordinator', 'team_id', string='Coordinators')
    stated_count = fields.Integer(
        string='Number as Stated',
        aggregator=None,
        help='Number of coordinators that papers give, beside those entered here.',
    )
    rotation = fields.Char(help='How lead or duty change, for example every year by turns.')

    _stated_count_positive = models.Constraint(
        'CHECK(stated_count >= 0)', 'A number of coordinators cannot be negative.'
    )

    @api.constrains('lead_id', 'coordinator_ids')
    def _check_lead(self):
        for team in self:
            if team.lead_id and team.lead_id not in team.coordinator_ids:
                raise ValidationError(
                    self.env._(
                        'Team %(team)s: the lead %(lead)s is not one of its coordinators. '
                        'Add the lead to the team first.',
                        team=team.name,
                        lead=team.lead_id.display_name,
                    )
                )
