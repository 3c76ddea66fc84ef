# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SupportVenueClass(models.Model):
    """An option of the survey of venues, letter for letter as printed; offices add more."""

    _name = 'support.venue.class'
    _description = 'Option of the Venue Survey'
    _order = 'kind, sequence, id'

    kind = fields.Selection(
        [
            ('activity', 'Main activity'),
            ('operator', 'Operator'),
            ('place', 'Place'),
            ('age', 'Age'),
        ],
        string='Question',
        required=True,
        index=True,
    )
    name = fields.Char(string='As Printed', required=True)
    sequence = fields.Integer(default=50)
    operator_kind = fields.Selection(
        selection=lambda self: self.env['support.resource']._fields['operator_kind'].selection,
        string='Kind of Organizer',
        help='Resources run by this kind are proposed this option.',
    )
    is_senior = fields.Boolean(string='Aged 65 and Over')
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint(
        'unique(kind, name)', 'This question has an option of that name already.'
    )

    @api.constrains('kind')
    def _check_kind(self):
        """An option moved to another question would answer the wrong one."""
        for option in self:
            used = self.env['support.resource'].sudo().search_count(option._users_domain(), limit=1)
            if used:
                raise ValidationError(
                    self.env._(
                        'Option %(name)s is in use by resources of another question. Add a new '
                        'option instead.',
                        name=option.name,
                    )
                )

    def _users_domain(self):
        """Return the domain of the resources that chose the option for another question."""
        self.ensure_one()
        fields_of = {
            'activity': 'venue_activity_id',
            'operator': 'venue_operator_id',
            'place': 'venue_place_id',
            'age': 'headcount_ids.age_id',
        }
        others = [name for kind, name in fields_of.items() if kind != self.kind]
        domain = ['|'] * (len(others) - 1)
        return domain + [(name, '=', self.id) for name in others]
