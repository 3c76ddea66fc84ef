# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from .support_council import HELD_STATES, PLANNED_STATES
from .support_meeting import CALLED_OFF_STATES


class SupportMeeting(models.Model):
    """What was not finished comes to the next meeting by itself.

    A topic is an agenda item with all items carried over from it (``root_id``). It is open as long
    as it was not discussed where it last stood on the agenda of a held meeting, or comes every
    time, or is pinned. What a called-off meeting had on its agenda is open as well. An open topic
    stands exactly once in the planned meetings: in the next one.
    """

    _inherit = 'support.meeting'  # pylint: disable=consider-merging-classes-inherited

    def _follow_plan(self):
        result = super()._follow_plan()
        self._carry_over()
        return result

    def _carry_over_unless_planned(self):
        """Carry over anew from meetings of whose agenda something became."""
        self.filtered(lambda meeting: meeting.state not in PLANNED_STATES)._carry_over()

    def _carry_over(self):
        """Bring the agendas of the planned meetings after ``self`` in step with what is open.

        Reads and writes all lines with a constant number of statements. Runs for the system: a
        user limited to his area carries over what he does not see, too.
        """
        councils = self.sudo().link_ids.council_id
        if not councils:
            return
        topics = self.sudo()._find_topics(councils)
        planned = self.sudo()._find_planned_meetings(topics)
        carry = self.env['support.meeting.agenda'].sudo()
        values, surplus = [], carry
        for topic in topics:
            present = topic['planned']
            if not topic['is_open']:
                # A line that somebody wrote himself stays; it only leaves the topic.
                present.filtered(lambda line: not line.is_carried)._leave_topic()
                surplus |= present.filtered('is_carried')
                continue
            own = present.filtered(lambda line: not line.is_carried)
            target = self._target_of(topic, planned)
            if own:
                surplus |= present - own
            elif present:
                kept = present.filtered(lambda line, t=target: line.meeting_id == t) or present
                kept = kept[:1]
                surplus |= present - kept
                if target and kept.meeting_id != target:
                    kept.meeting_id = target
            elif target:
                values.append((topic, target))
        surplus.unlink()
        carry._carry(values)

    @api.model
    def _find_topics(self, councils):
        """Return the topics of councils that may have to come to a planned meeting, or leave it.

        :return: list of dicts with ``root`` (first item), ``last`` (item that decides: that of the
            last held meeting, else of the last called-off one), ``was_held``, ``is_open``,
            ``councils`` (whom it concerns) and ``planned`` (items on planned agendas)
        """
        lines = self.env['support.meeting.agenda']
        concerned = Domain('council_id', 'in', councils.ids) | (
            Domain('council_id', '=', False)
            & Domain('meeting_id.link_ids.council_id', 'in', councils.ids)
        )
        unfinished = (
            Domain('is_discussed', '=', False)
            | Domain('is_recurring', '=', True)
            | Domain('is_pinned', '=', True)
        )
        found = lines.search(
            concerned
            & (
                (Domain('meeting_id.state', 'in', HELD_STATES) & unfinished)
                | Domain('meeting_id.state', 'in', CALLED_OFF_STATES)
                | (
                    Domain('meeting_id.state', 'in', PLANNED_STATES)
                    & Domain('root_id', '!=', False)
                )
            )
        )
        roots = found.root_id | found.filtered(lambda line: not line.root_id)
        every = lines.search(Domain('root_id', 'in', roots.ids) | Domain('id', 'in', roots.ids))
        topics = []
        for root, of_topic in every.grouped(lambda line: line.root_id or line).items():
            by_state = of_topic.grouped(lambda line: line.meeting_id._carry_over_phase())
            # The last one: a reinstated meeting, while copies of its items still stand elsewhere.
            decisive = by_state.get('held') or by_state.get('called_off') or by_state['planned']
            last = decisive.sorted(lambda line: line.meeting_id._position())[-1]
            was_held = 'held' in by_state
            topics.append(
                {
                    'root': root,
                    'last': last,
                    'was_held': was_held,
                    'is_open': not was_held or last._is_open(),
                    'councils': last.council_id or last.meeting_id.link_ids.council_id,
                    'planned': by_state.get('planned', lines),
                }
            )
        return topics

    def _carry_over_phase(self):
        """Return what the state means for topics: ``held``, ``called_off`` or ``planned``."""
        self.ensure_one()
        if self.state in HELD_STATES:
            return 'held'
        return 'called_off' if self.state in CALLED_OFF_STATES else 'planned'

    @api.model
    def _find_planned_meetings(self, topics):
        """Return ``{planned meeting: its councils}`` of whom the topics concern, in time order."""
        ids = {council_id for topic in topics for council_id in topic['councils'].ids}
        rows = self.env['support.meeting.council'].search(
            Domain('council_id', 'in', ids) & Domain('meeting_state', 'in', PLANNED_STATES)
        )
        meetings = rows.meeting_id.sorted(lambda meeting: meeting._position())
        return {meeting: meeting.link_ids.council_id for meeting in meetings}

    @api.model
    def _target_of(self, topic, planned):
        """Return the planned meeting on whose agenda an open topic belongs, or none.

        The next one of the council of the item. What concerned all councils of a joint meeting
        goes to their next joint meeting, or else to the next one of any of them.

        :param dict topic: one of ``_find_topics()``
        :param dict planned: ``{meeting: its councils}``, in the order of their days
        """
        source = topic['last']
        meeting = source.meeting_id
        instead = meeting.postponed_to_ids.filtered(lambda other: other.state in PLANNED_STATES)
        if not topic['was_held'] and instead:
            return instead[:1]
        councils = topic['councils']
        later = [
            (other, its)
            for other, its in planned.items()
            if other._position() > meeting._position()
        ]
        for fits in (lambda its: councils <= its, lambda its: councils & its):
            for other, its in later:
                if fits(its):
                    return other
        return self.browse()

    def _position(self):
        """Return a key by which meetings are in the order in which they take place."""
        self.ensure_one()
        start = self.start
        return (self.date, start.isoformat() if start else '', self.id)

    def unlink(self):
        # Not by the database's cascade: what was carried over from them has to follow.
        self.agenda_ids.unlink()
        return super().unlink()
