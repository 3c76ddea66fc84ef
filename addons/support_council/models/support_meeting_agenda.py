# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .support_council import PLANNED_STATES


class SupportMeetingAgenda(models.Model):
    """An item on the agenda and what came of it."""

    _name = 'support.meeting.agenda'
    _inherit = ['support.frozen']
    _frozen_parent = 'meeting_id'
    _description = 'Agenda Item'
    _order = 'meeting_id, sequence, id'

    meeting_id = fields.Many2one('support.meeting', required=True, index=True, ondelete='cascade')
    meeting_state = fields.Selection(related='meeting_id.state', string='State of the Meeting')
    company_id = fields.Many2one(related='meeting_id.company_id', store=True, index=True)
    area_id = fields.Many2one(related='meeting_id.area_id', store=True, index=True)
    council_id = fields.Many2one(
        'support.council',
        ondelete='restrict',
        help='Empty for what concerns every council of a joint meeting.',
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string='Topic', required=True)
    presenter = fields.Char()
    minutes = fields.Integer(string='Duration (Minutes)')
    has_times = fields.Boolean(related='company_id.support_agenda_times')
    note = fields.Text(string='Explanation', help='Printed below the topic on the agenda.')
    is_internal = fields.Boolean(
        string='Internal', help='Internal items never reach a copy for people outside.'
    )
    outcome = fields.Selection(
        [('decision', 'Decision'), ('action', 'Homework'), ('information', 'Information')]
    )
    outcome_text = fields.Text(string='What Came of It')
    action_ids = fields.One2many('support.action', 'agenda_id', string='Who Does What by When')

    # What becomes of it in the next meeting
    is_discussed = fields.Boolean(
        string='Discussed',
        compute='_compute_is_discussed',
        store=True,
        precompute=True,
        readonly=False,
        help='An item that was not discussed comes to the next meeting by itself.',
    )
    is_recurring = fields.Boolean(
        string='Every Time', help='Comes to every next meeting, discussed or not.'
    )
    is_pinned = fields.Boolean(
        string='Stays',
        help='Information that stays on the agenda until this mark is taken away.',
    )
    origin_id = fields.Many2one(
        'support.meeting.agenda',
        string='Carried Over From',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )
    root_id = fields.Many2one(
        'support.meeting.agenda',
        string='First Time',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
        help='The item with which this topic first stood on an agenda; empty there itself.',
    )
    is_carried = fields.Boolean(
        string='Carried Over',
        readonly=True,
        copy=False,
        help='The item was put here by itself, from an earlier meeting.',
    )
    topic_id = fields.Many2one(
        'support.topic',
        string='Proposed Topic',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )

    _minutes_range = models.Constraint(
        'CHECK(minutes BETWEEN 0 AND 1440)', 'The time of an item lies between 0 and 1440 minutes.'
    )
    _root_uniq = models.UniqueIndex(
        '(meeting_id, root_id) WHERE root_id IS NOT NULL',
        'This topic is on the agenda of the meeting already.',
    )

    @api.depends('outcome', 'outcome_text')
    def _compute_is_discussed(self):
        for line in self:
            line.is_discussed = bool(
                line.is_discussed
                or line.outcome
                or line.outcome_text
                or (not line.ids and line._is_typed_afterwards())
            )

    def _is_typed_afterwards(self):
        """Whoever writes the agenda of a day gone by writes down what was discussed."""
        day = self.meeting_id.date
        return bool(day and day < self.env.company._support_today())

    # ---- Carry-over ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._follow_carry_over()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if self._carry_over_fields() & vals.keys():
            self._follow_carry_over()
        return result

    @api.model
    def _carry_over_fields(self):
        """Names of the fields that decide whether and where a topic comes up again."""
        return {
            'is_discussed',
            'outcome',
            'outcome_text',
            'is_recurring',
            'is_pinned',
            'council_id',
        }

    def _follow_carry_over(self):
        """Carry over anew after a change on the agenda of a meeting that is no longer planned."""
        meetings = self.sudo().meeting_id.filtered(
            lambda meeting: meeting.state not in PLANNED_STATES
        )
        meetings._carry_over()

    def unlink(self):
        if not self:
            return True
        self.check_access('unlink')
        meetings = self.meeting_id
        self.sudo()._leave_successors()
        result = super().unlink()
        meetings.sudo()._carry_over_unless_planned()
        return result

    def _leave_successors(self):
        """Take what was carried over from these items off the planned agendas.

        :raises UserError: when a topic stood on the agenda of a held meeting since
        """
        successors = self.search(['|', ('origin_id', 'in', self.ids), ('root_id', 'in', self.ids)])
        successors -= self
        held = successors.filtered(lambda line: line.meeting_id.state not in PLANNED_STATES)
        if held:
            raise UserError(
                self.env._(
                    '"%(topic)s" was carried over to %(meeting)s, %(date)s, and cannot be deleted '
                    'here. Mark it as discussed instead.',
                    topic=held[0].name,
                    meeting=held[0].meeting_id.name,
                    date=held[0].meeting_id.date_label,
                )
            )
        carried = successors.filtered('is_carried')
        (successors - carried | self)._leave_topic()
        carried.unlink()
        self.env['support.topic'].search([('agenda_id', 'in', self.ids)]).write(
            {'state': 'proposed', 'agenda_id': False}
        )

    def _leave_topic(self):
        """Cut the link to where the items come from."""
        linked = self.filtered(lambda line: line.origin_id or line.root_id)
        if linked:
            linked.write({'origin_id': False, 'root_id': False})

    def _carry(self, pairs):
        """Put open topics on agendas.

        :param list pairs: tuples of a topic of ``_find_topics()`` and the planned meeting
        """
        values = []
        names = {}
        for topic, meeting in pairs:
            if meeting not in names:
                names[meeting] = {line.name: line for line in meeting.agenda_ids}
            source, same = topic['last'], names[meeting].get(topic['last'].name)
            links = {'origin_id': source.id, 'root_id': topic['root'].id}
            if same is None:
                values.append(
                    {**source._prepare_carried_values(), **links, 'meeting_id': meeting.id}
                )
                names[meeting][source.name] = self.browse()
            elif same and not same.root_id:
                # Somebody wrote the topic there already, or the template did.
                same.write(links)
        if values:
            self.create(values)

    def _prepare_carried_values(self):
        """Return the values of this topic on the next agenda, without its meeting."""
        self.ensure_one()
        return {
            'sequence': self.sequence,
            'name': self.name,
            'presenter': self.presenter,
            'minutes': self.minutes,
            'note': self.note,
            'is_internal': self.is_internal,
            'is_recurring': self.is_recurring,
            'is_pinned': self.is_pinned,
            'council_id': self.council_id.id,
            'topic_id': self.topic_id.id,
            'is_carried': True,
            'is_discussed': False,
        }

    def _is_open(self):
        """Tell whether the topic comes up again after this held meeting."""
        self.ensure_one()
        return not self.is_discussed or self.is_recurring or self.is_pinned
