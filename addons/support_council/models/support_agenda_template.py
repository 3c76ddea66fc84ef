# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class SupportAgendaTemplate(models.Model):
    """The agenda with which a meeting of a kind begins."""

    _name = 'support.agenda.template'
    _description = 'Agenda Template'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one(
        'support.meeting.kind',
        ondelete='restrict',
        help='Kind of meeting that it is proposed for. Empty for every kind.',
    )
    stage_id = fields.Many2one(
        'support.council.stage',
        ondelete='restrict',
        help='Proposed only while the council is in this stage. Empty for every stage.',
    )
    is_first_meeting = fields.Boolean(
        string='First Meeting', help='Proposed for the first meeting of its kind in a council only.'
    )
    company_id = fields.Many2one('res.company', help='Empty for every office.')
    active = fields.Boolean(default=True)
    line_ids = fields.One2many(
        'support.agenda.template.line', 'template_id', string='Items', copy=True
    )

    def _domain_for(self, meeting):
        """Hook: return the domain of the templates that fit a meeting."""
        # Of a joint meeting all councils decide, seen or not.
        stages = meeting.sudo().link_ids.council_id.stage_id.ids
        domain = (
            Domain('company_id', 'in', [False, meeting.company_id.id])
            & Domain('kind_id', 'in', [False, meeting.kind_id.id])
            & Domain('stage_id', 'in', [False, *stages])
        )
        if not meeting._is_first_of_kind():
            domain &= Domain('is_first_meeting', '=', False)
        return domain

    def _find_for(self, meeting):
        """Return the template that fits a meeting best, or none.

        The closest one wins: that of a first meeting, then of the kind, the stage, the office.
        """
        templates = self.search(self._domain_for(meeting))
        return templates.sorted(
            lambda template: (
                not template.is_first_meeting,
                not template.kind_id,
                not template.stage_id,
                not template.company_id,
                template.sequence,
                template.id,
            )
        )[:1]
