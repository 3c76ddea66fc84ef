# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SupportAgendaTemplateLine(models.Model):
    """An item that a template puts on an agenda."""

    _name = 'support.agenda.template.line'
    _description = 'Item of an Agenda Template'
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one(
        'support.agenda.template', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='template_id.company_id', store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string='Topic', required=True)
    presenter = fields.Char()
    minutes = fields.Integer(string='Duration (Minutes)')
    note = fields.Text(string='Explanation')
    is_internal = fields.Boolean(
        string='Internal', help='Internal items never reach a copy for people outside.'
    )
    is_recurring = fields.Boolean(
        string='Every Time', help='Comes to every next meeting, discussed or not.'
    )

    _minutes_range = models.Constraint(
        'CHECK(minutes BETWEEN 0 AND 1440)', 'The time of an item lies between 0 and 1440 minutes.'
    )

    def _prepare_agenda_values(self):
        """Return the values of the agenda item made from this line, without its meeting."""
        self.ensure_one()
        return {
            'name': self.name,
            'presenter': self.presenter,
            'minutes': self.minutes,
            'note': self.note,
            'is_internal': self.is_internal,
            'is_recurring': self.is_recurring,
        }
