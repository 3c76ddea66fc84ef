# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SupportTerm(models.AbstractModel):
    """Something that holds from one day to another, both inclusive, either open."""

    _name = 'support.term'
    _description = 'Record with a Term'

    date_start = fields.Date(string='From')
    date_end = fields.Date(string='Until', help='Last day, inclusive. Empty while it goes on.')

    @api.constrains('date_start', 'date_end')
    def _check_term(self):
        for record in self:
            if record.date_start and record.date_end and record.date_end < record.date_start:
                raise ValidationError(
                    self.env._(
                        '%(record)s: "Until" (%(end)s) lies before "From" (%(start)s). '
                        'Correct one of the two dates.',
                        record=record.display_name,
                        start=record.date_start,
                        end=record.date_end,
                    )
                )

    def _in_force_domain(self, day):
        """Return the domain of what holds on a day."""
        return Domain.AND(
            [
                Domain('date_start', '=', False) | Domain('date_start', '<=', day),
                Domain('date_end', '=', False) | Domain('date_end', '>=', day),
            ]
        )

    def _in_force(self, day):
        """Return the records of ``self`` that hold on a day."""
        return self.filtered_domain(self._in_force_domain(day))

    def _overlaps(self, other):
        """Tell whether two terms share a day."""
        before = self.date_end and other.date_start and self.date_end < other.date_start
        after = other.date_end and self.date_start and other.date_end < self.date_start
        return not (before or after)
