# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import japanese_date
from .support_council import PLANNED_STATES

# So many days back a plan without entry is asked about, and so many rows a list shows.
LOOK_BACK_DAYS = 14
SHOWN = 10
ACTION_DAYS = 7


class SupportHome(models.AbstractModel):
    """きょうやること: what waits for the user today, as one plain dict for one screen."""

    _name = 'support.home'
    _description = 'Today'

    @api.model
    def action_open(self):
        """Open きょうやること for whoever has a running appointment, the board for others."""
        if self.env['support.activity']._default_coordinator():
            return self.env['ir.actions.client']._for_xml_id('support_council.support_today_action')
        return self.env['support.council'].action_open_board()

    @api.model
    @api.readonly
    def get_today(self):
        """Return what :meth:`_get_today` collects, for the screen."""
        return self._get_today()

    @api.model
    def _get_today(self):
        """Return what waits for the user, in the order of the screen.

        Rows are dicts with ``model`` and ``id`` of the record they open; rows of the plan carry
        ``row``, the id in ``support.schedule``. Every list has at most ``SHOWN`` rows, its length
        stands beside it.

        :return: dict with ``date`` (as printed), ``coordinator`` (name or False), ``can_write``,
            ``plans``, ``unlogged``, ``provisional``, ``actions`` (each
            ``{rows, total}``), ``meeting`` (dict or False) and ``month`` (label, kinds, minutes)
        """
        today = self.env.company._support_today()
        coordinators = self.env['support.coordinator']._of_user(self.env.user, today)
        return {
            'date': self._date_label(today),
            'coordinator': coordinators[:1].display_name or False,
            'can_write': self.env['support.activity'].has_access('create'),
            'plans': self._plans(today),
            'unlogged': self._unlogged(today),
            'provisional': self._provisional(coordinators),
            'actions': self._actions(today),
            'meeting': self._next_meeting(today, coordinators),
            'month': self._month(today, coordinators),
        }

    # ---- Labels --------------------------------------------------------------------------------

    @api.model
    def _date_label(self, day):
        weekdays = [
            self.env._('Mon'),
            self.env._('Tue'),
            self.env._('Wed'),
            self.env._('Thu'),
            self.env._('Fri'),
            self.env._('Sat'),
            self.env._('Sun'),
        ]
        return self.env._(
            '%(month)s/%(day)s (%(weekday)s)',
            month=day.month,
            day=day.day,
            weekday=weekdays[day.weekday()],
        )

    @api.model
    def _hours_label(self, start, stop):
        """Return 9:00–10:30 of two naive UTC datetimes, in the time of the office."""
        company = self.env.company
        return '–'.join(
            f'{moment.hour}:{moment.minute:02}'
            for moment in map(company._support_local_datetime, filter(None, (start, stop)))
        )

    @api.model
    def _days_label(self, days):
        if not days:
            return self.env._('today')
        if days == 1:
            return self.env._('tomorrow')
        return self.env._('in %(days)s days', days=days)

    # ---- Lists ---------------------------------------------------------------------------------

    @api.model
    def _list(self, model, domain, order, prepare):
        """Return the first rows of a search and how many there are: ``{rows, total}``."""
        records = self.env[model].search(domain, limit=SHOWN + 1, order=order)
        total = len(records)
        if total > SHOWN:
            total = self.env[model].search_count(domain)
        return {'rows': [prepare(record) for record in records[:SHOWN]], 'total': total}

    @api.model
    def _plans(self, today):
        """Return today's plan and meetings, those with an entry marked."""
        domain = self.env['support.schedule']._mine_domain() & Domain(
            [('date', '=', today), ('source', '!=', 'log')]
        )
        return self._list('support.schedule', domain, 'start, id', self._prepare_plan)

    @api.model
    def _unlogged_domain(self, today):
        """Return the domain of what was planned lately, is over and stands in no log."""
        now = fields.Datetime.now()
        return self.env['support.schedule']._mine_domain() & Domain(
            [
                ('source', '!=', 'log'),
                ('entry_id', '=', False),
                ('date', '<', today),
                ('date', '>=', today - timedelta(days=LOOK_BACK_DAYS)),
                ('stop', '<', now),
            ]
        )

    @api.model
    def _unlogged(self, today):
        return self._list(
            'support.schedule', self._unlogged_domain(today), 'start desc, id', self._prepare_plan
        )

    @api.model
    def _prepare_plan(self, row):
        return {
            'row': row.id,
            'model': row.res_model,
            'id': row.res_id,
            'source': row.source,
            'name': row.name,
            'date': self._date_label(row.date),
            'hours': '' if row.allday else self._hours_label(row.start, row.stop),
            'kind': row.kind_id.short_label or row.kind_id.name or '',
            'place': row.place or '',
            'entry': row.entry_id.id,
        }

    @api.model
    def _provisional(self, coordinators):
        """Return entries to be completed: those with a line of the user, or typed by her."""
        domain = Domain('state', '=', 'provisional') & (
            Domain('participant_ids.coordinator_id', 'in', coordinators.ids)
            | Domain('author_id', '=', self.env.uid)
        )
        return self._list(
            'support.activity',
            domain,
            'date desc, id desc',
            lambda entry: {
                'model': 'support.activity',
                'id': entry.id,
                'name': entry.event_name,
                'date': entry.date_label
                if entry.date_precision != 'day'
                else self._date_label(entry.date),
                'area': entry.area_id.name,
            },
        )

    @api.model
    def _actions(self, today):
        """Return the user's open to-dos that are overdue, due within a week or without a day."""
        domain = Domain([('state', '=', 'open'), ('user_id', '=', self.env.uid)]) & (
            Domain('date_deadline', '=', False)
            | Domain('date_deadline', '<=', today + timedelta(days=ACTION_DAYS))
        )
        return self._list(
            'support.action',
            domain,
            'date_deadline, id',
            lambda action: {
                'model': 'support.action',
                'id': action.id,
                'name': action.name,
                'date': action.date_deadline and self._date_label(action.date_deadline),
                'overdue': bool(action.date_deadline and action.date_deadline < today),
                'due_today': action.date_deadline == today,
                'origin': action.council_id.name or action.meeting_id.name or '',
            },
        )

    # ---- The next meeting ----------------------------------------------------------------------

    @api.model
    def _next_meeting(self, today, coordinators):
        """Return the user's next meeting and what is still missing for it, or False.

        Who prepares none sees the next one of the office, as with the month in numbers.
        """
        domain = Domain([('state', 'in', PLANNED_STATES), ('date', '>=', today)])
        if self.env['support.meeting'].has_access('write'):
            domain &= Domain('user_id', '=', self.env.uid) | Domain(
                'coordinator_ids', 'in', coordinators.ids
            )
        meeting = self.env['support.meeting'].search(domain, order='date, start, id', limit=1)
        if not meeting:
            return False
        return {
            'model': 'support.meeting',
            'id': meeting.id,
            'name': meeting._title(),
            'date': meeting.date_label,
            'days': self._days_label((meeting.date - today).days),
            'hours': self._hours_label(meeting.start, meeting.stop),
            'place': meeting.place or '',
            'missing': self._missing(meeting),
        }

    @api.model
    def _missing(self, meeting):
        """Return what a coming meeting still lacks, as a list of short sentences."""
        missing = []
        if not meeting.start and meeting.format != 'written':
            missing.append(self.env._('The hours are not fixed yet.'))
        if not meeting.place and meeting.format in ('onsite', 'hybrid'):
            missing.append(self.env._('No place yet.'))
        if not meeting.agenda_ids:
            missing.append(self.env._('No agenda yet.'))
        if meeting.state == 'planned':
            missing.append(self.env._('Nobody is invited yet.'))
        elif unanswered := self._unanswered(meeting):
            missing.append(self.env._('%(number)s have not answered yet.', number=unanswered))
        return missing

    @api.model
    def _unanswered(self, meeting):
        """Return how many invited seats have not answered."""
        lines = meeting.attendance_ids
        return len(lines.filtered(lambda line: line.seat_id and not line.answer))

    # ---- The month in numbers ------------------------------------------------------------------

    @api.model
    def _month(self, today, coordinators):
        """Return the counts of this month by kind: the user's own, or without appointment all.

        :return: dict with ``label``, ``is_own``, ``kinds`` (list of ``{id, label, quantity,
            unit}``), ``minutes`` (logged, all kinds) and ``domain`` of the entries behind
        """
        key = japanese_date.month_key(today)
        entries = Domain('month_key', '=', key)
        lines = Domain('activity_id.month_key', '=', key) & Domain('activity_id.active', '=', True)
        if coordinators:
            entries &= Domain('participant_ids.coordinator_id', 'in', coordinators.ids)
            lines &= Domain('coordinator_id', 'in', coordinators.ids)
        counts = Domain([('month_key', '=', key), ('is_leading', '=', True)])
        if coordinators:
            own = Domain('participant_ids.coordinator_id', 'in', coordinators.ids)
            counts &= Domain('activity_id', 'any', own)
        rows = self.env['support.activity.count']._read_group(
            counts, ['kind_id'], ['quantity:sum'], order='kind_id'
        )
        minutes = self.env['support.activity.participant']._read_group(lines, [], ['minutes:sum'])
        return {
            'label': self.env._('%(month)s in Numbers', month=self._month_label(today)),
            'is_own': bool(coordinators),
            'kinds': [
                {
                    'id': kind.id,
                    'label': kind.short_label or kind.name,
                    'quantity': quantity,
                    'unit': kind.unit,
                }
                for kind, quantity in rows
                if not kind.minutes_only
            ],
            'minutes': minutes[0][0] or 0,
            'domain': list(entries),
        }

    @api.model
    def _month_label(self, day):
        if (self.env.lang or '').startswith('ja'):
            return f'{day.month}月'
        return self.env._('Month %(month)s', month=day.month)
