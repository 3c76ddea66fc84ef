# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import japanese_date


class SupportSchedulePaper(models.AbstractModel):
    """週間予定表 and 月間予定・実績表: a row a day, the plan beside what was logged."""

    _name = 'support.schedule.paper'
    _description = 'Print of Plan and Log'

    @api.model
    def _build(self, coordinator, period, day=None, show_approval=False):
        """Return the sheet of a coordinator as it is printed, in Japanese.

        :param coordinator: one ``support.coordinator``
        :param str period: ``week`` (Monday to Sunday) or ``month``
        :param date day: any day within it, today when missing
        :param bool show_approval: print boxes for seals
        :return: dict with ``title``, ``file_name``, ``office``, ``coordinator``,
            ``coordinator_title``, ``area``, ``head`` (five column titles), ``kinds_head`` (three),
            ``period`` (as printed), ``days`` (list of ``{label, is_weekend, plans, plan_minutes,
            logs, log_minutes}``, where plans and logs are lists of ``{time, name, note}``),
            ``kinds_title``, ``total``, ``kinds`` (list of ``{label, plan_minutes,
            log_minutes}``), ``plan_total``, ``log_total`` (minutes) and ``approval`` (labels of
            boxes)
        :raises UserError: when the user may not see the plan of this coordinator
        """
        self._check_visible(coordinator)
        paper = self.env['ir.actions.report']._for_paper()
        day = day or coordinator.company_id._support_today()
        return self.with_env(paper.env)._build_sheet(
            coordinator.with_env(paper.env), period, day, show_approval
        )

    @api.model
    def _check_visible(self, coordinator):
        """A sheet without the plans that one may not see would look like an empty week."""
        owner = coordinator.sudo().user_id
        if (
            owner
            and owner != self.env.user
            and not self.env.user.has_group('support_council.group_manager')
        ):
            raise UserError(
                self.env._(
                    'The plan of %(coordinator)s is private. She prints it herself, or a manager '
                    'does.',
                    coordinator=coordinator.display_name,
                )
            )

    @api.model
    def _span(self, period, day):
        """Return first and last day (inclusive) of the week or month of a day."""
        if period == 'week':
            start = day - timedelta(days=day.weekday())
            return start, start + timedelta(days=6)
        start = day.replace(day=1)
        return start, start + relativedelta(months=1, days=-1)

    @api.model
    def _build_sheet(self, coordinator, period, day, show_approval):
        """Return the dict of ``_build`` in the language of the environment."""
        start, end = self._span(period, day)
        rows = self.env['support.schedule'].search(
            [
                ('coordinator_id', '=', coordinator.id),
                ('date', '>=', start),
                ('date', '<=', end),
            ]
        )
        by_day = rows.grouped('date')
        days = [
            self._prepare_day(start + timedelta(days=number), by_day)
            for number in range((end - start).days + 1)
        ]
        kinds = self._prepare_kinds(rows)
        title = (
            self.env._('Weekly Plan and Log')
            if period == 'week'
            else self.env._('Monthly Plan and Log')
        )
        label = self._period_label(period, start, end)
        return {
            'title': title,
            'file_name': f'{title}_{coordinator.display_name}_{start.isoformat()}',
            'office': coordinator.company_id.name,
            'coordinator': coordinator.display_name,
            'coordinator_title': coordinator.local_title,
            'area': coordinator.area_id.name,
            'period': label,
            'head': [
                self.env._('Day'),
                self.env._('Plan'),
                self.env._('Hours'),
                self.env._('Log'),
                self.env._('Hours'),
            ],
            'days': days,
            'kinds_title': self.env._('Hours by Kind of Work (hours:minutes)'),
            'kinds_head': [self.env._('Kind of Work'), self.env._('Plan'), self.env._('Log')],
            'total': self.env._('Total'),
            'kinds': kinds,
            'plan_total': sum(row['plan_minutes'] for row in kinds),
            'log_total': sum(row['log_minutes'] for row in kinds),
            'approval': coordinator.company_id._support_approval_boxes() if show_approval else [],
        }

    @api.model
    def _period_label(self, period, start, end):
        if period == 'month':
            return japanese_date.format_date(start, 'month')
        return self.env._(
            '%(start)s to %(end)s',
            start=japanese_date.format_date(start),
            end=japanese_date.format_date(end),
        )

    @api.model
    def _prepare_day(self, day, by_day):
        rows = by_day.get(day, self.env['support.schedule'])
        plans = rows.filtered(lambda row: row.source != 'log')
        logs = rows - plans
        return {
            'label': self.env['support.home']._date_label(day),
            'is_weekend': day.weekday() > 4,
            'plans': [self._prepare_plan(row) for row in plans],
            'plan_minutes': sum(plans.mapped('minutes')),
            'logs': [self._prepare_log(row) for row in logs],
            'log_minutes': sum(logs.mapped('minutes')),
        }

    @api.model
    def _prepare_plan(self, row):
        home = self.env['support.home']
        return {
            'time': '' if row.allday else home._hours_label(row.start, row.stop),
            'name': row.name,
            'note': row.place or '',
        }

    @api.model
    def _prepare_log(self, row):
        notes = {
            'provisional': self.env._('not completed'),
            'in_vain': self.env._('gone in vain'),
            'cancelled': self.env._('cancelled'),
        }
        return {
            'time': self.env._('%(minutes)s min', minutes=row.minutes) if row.minutes else '',
            'name': row.name,
            'note': notes.get(row.state, ''),
        }

    @api.model
    def _prepare_kinds(self, rows):
        """Return the minutes by kind of work, in the order of kinds, without a kind at the end.

        A meeting to come and the plan add up to what was planned. What was planned and is held by
        now is in the log, and no longer a plan of a meeting.
        """
        kinds = []
        for kind in [*rows.kind_id.sorted(), self.env['support.activity.kind']]:
            of_kind = rows.filtered(lambda row, kind=kind: row.kind_id == kind)
            logged = of_kind.filtered(lambda row: row.source == 'log')
            if kind or of_kind:
                kinds.append(
                    {
                        'label': kind.name or self.env._('Without kind'),
                        'plan_minutes': sum((of_kind - logged).mapped('minutes')),
                        'log_minutes': sum(logged.mapped('minutes')),
                    }
                )
        return [row for row in kinds if row['plan_minutes'] or row['log_minutes']]
