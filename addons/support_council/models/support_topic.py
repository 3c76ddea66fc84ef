# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportTopic(models.Model):
    """議題の候補: something that should come up in a meeting, collected between meetings."""

    _name = 'support.topic'
    _inherit = ['support.audited', 'support.area.bound']
    _description = 'Proposed Topic'
    _order = 'state, date desc, id desc'
    _audit_fields = ('name', 'council_id', 'state')
    _check_company_auto = True
    _sight_fields = ('area_id', 'council_id')

    name = fields.Char(string='Topic', required=True)
    council_id = fields.Many2one(
        'support.council',
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        help='Council in which it should come up. Empty while that is open.',
    )
    area_id = fields.Many2one(
        'support.area',
        compute='_compute_area_id',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        string='Proposed On', default=lambda self: self.env.company._support_today(), required=True
    )
    proposed_by = fields.Char(help='Organisation or post that proposed it.')
    note = fields.Text()
    state = fields.Selection(
        [('proposed', 'Proposed'), ('scheduled', 'On an agenda'), ('dropped', 'Dropped')],
        required=True,
        default='proposed',
        index=True,
        copy=False,
    )
    agenda_id = fields.Many2one(
        'support.meeting.agenda',
        string='Agenda Item',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )
    meeting_id = fields.Many2one(related='agenda_id.meeting_id')

    @api.depends('council_id')
    def _compute_area_id(self):
        for topic in self:
            own = self.env['support.activity']._default_coordinator().area_id
            topic.area_id = topic.council_id.area_id or topic.area_id or own

    def action_schedule(self):
        """Put the topics on the agenda of the next planned meeting of their councils.

        :raises UserError: when a council has no planned meeting, or a topic has no council
        """
        for topic in self.filtered(lambda topic: topic.state == 'proposed'):
            if not topic.council_id:
                raise UserError(
                    self.env._(
                        '"%(topic)s": choose the council in which it should come up.',
                        topic=topic.name,
                    )
                )
            meeting = topic.council_id._next_planned_meeting()
            if not meeting:
                raise UserError(
                    self.env._(
                        '%(council)s has no planned meeting. Plan the next one first; the topic '
                        'stays on this list until then.',
                        council=topic.council_id.display_name,
                    )
                )
            topic._schedule_in(meeting)

    def _schedule_in(self, meeting):
        """Put the topics on the agenda of a meeting.

        :param meeting: a planned meeting, one record
        """
        last = max(meeting.agenda_ids.mapped('sequence'), default=0)
        for number, topic in enumerate(self, start=1):
            topic.agenda_id = self.env['support.meeting.agenda'].create(
                topic._prepare_agenda_values(meeting, last + number)
            )
        self.state = 'scheduled'

    def _prepare_agenda_values(self, meeting, sequence):
        """Return the values of the agenda item that this topic becomes."""
        self.ensure_one()
        return {
            'meeting_id': meeting.id,
            'sequence': sequence,
            'name': self.name,
            'presenter': self.proposed_by,
            'note': self.note,
            'topic_id': self.id,
            'council_id': self.council_id.id if len(meeting.link_ids) > 1 else False,
        }

    def action_drop(self):
        """Take proposed topics off the list; :meth:`action_undo` puts them back."""
        self.filtered(lambda topic: topic.state == 'proposed').state = 'dropped'

    def action_undo(self):
        """Put dropped topics back on the list."""
        self.filtered(lambda topic: topic.state == 'dropped').state = 'proposed'

    def action_open_meeting(self):
        """Open the meeting on whose agenda the topic stands."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'support.meeting',
            'res_id': self.meeting_id.id,
            'views': [(False, 'form')],
        }
