# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.support_council.models.support_council import HELD_STATES, PLANNED_STATES
from odoo.addons.support_council.tools.japanese_date import fiscal_year_dates

# What is expected from reports in which the commissioner has, or will have, what was owed.
HANDED_IN = ('submitted', 'accepted')


class SupportReportDue(models.Model):
    """Something that a contract expects by a day: a report, minutes, the notice of a meeting.

    Follows from the contract's rules and is brought up to date whenever these, a report or the
    date change, and every night. What is done stays.
    """

    _name = 'support.report.due'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = 'Expected From Us'
    _rec_names_search = ['line_id.form_id.name', 'meeting_id.name']
    _order = 'date_due, id'
    _check_company_auto = True

    name = fields.Char(compute='_compute_name')
    contract_id = fields.Many2one(
        'support.contract', required=True, index=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one(
        related='contract_id.company_id', store=True, precompute=True, index=True
    )
    area_id = fields.Many2one(
        'support.area', required=True, index=True, ondelete='restrict', readonly=True
    )
    kind = fields.Selection(
        [
            ('report', 'Report'),
            ('minutes', 'Minutes'),
            ('notice', 'Notice of a meeting'),
            ('meetings', 'Minimum of meetings'),
        ],
        required=True,
        readonly=True,
    )
    line_id = fields.Many2one(
        'support.contract.form', string='Rule', index=True, ondelete='cascade', readonly=True
    )
    date_start = fields.Date(string='From', readonly=True)
    date_end = fields.Date(string='Until', readonly=True)
    meeting_id = fields.Many2one(
        'support.meeting', index='btree_not_null', ondelete='cascade', readonly=True
    )
    report_id = fields.Many2one(
        'support.report', index='btree_not_null', ondelete='set null', readonly=True
    )
    date_due = fields.Date(string='Due', required=True, index=True, readonly=True)
    done_on = fields.Date(readonly=True)
    is_elsewhere = fields.Boolean(
        string='Handed In Elsewhere',
        readonly=True,
        help='On paper or from another system, e.g. before this one was in use.',
    )
    user_id = fields.Many2one(
        'res.users', string='In Charge', readonly=True, ondelete='restrict', index=True
    )
    state = fields.Selection(
        [('open', 'Still open'), ('overdue', 'Overdue'), ('done', 'Done')],
        compute='_compute_state',
        search='_search_state',
    )

    _item_uniq = models.UniqueIndex(
        '(contract_id, kind, COALESCE(line_id, 0), COALESCE(date_start, date_due),'
        ' COALESCE(meeting_id, 0))',
        'The contract expects this already.',
    )

    @api.depends_context('lang')
    @api.depends('kind', 'line_id', 'meeting_id', 'date_start', 'contract_id')
    def _compute_name(self):
        for item in self:
            if item.kind == 'report':
                item.name = (
                    f'{item.line_id.form_id.name} {item.line_id._period_label(item.date_start)}'
                )
            elif item.kind == 'minutes':
                item.name = self.env._('Minutes: %(meeting)s', meeting=item.meeting_id.name)
            elif item.kind == 'notice':
                item.name = self.env._(
                    'Notice of the date: %(meeting)s', meeting=item.meeting_id.name
                )
            else:
                item.name = item._minimum_label()

    def _minimum_label(self):
        """Return how many councils still owe meetings, and how many will not manage."""
        contract = self.contract_id
        missing = contract._councils_short_of_minimum(self.date_start, self.date_end)
        label = self.env._(
            '%(number)s meetings per council: %(missing)s councils to go',
            number=contract.min_meetings,
            missing=len(missing),
        )
        hopeless = missing.filtered(lambda council: council.rhythm == 'short')
        if not hopeless:
            return label
        return self.env._(
            '%(label)s, no meetings in sight for %(hopeless)s',
            label=label,
            hopeless=len(hopeless),
        )

    @api.depends('done_on', 'date_due')
    def _compute_state(self):
        today = self.env.company._support_today()
        for item in self:
            late = item.date_due and item.date_due < today
            item.state = 'done' if item.done_on else 'overdue' if late else 'open'

    def _search_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = self.env.company._support_today()
        undone = Domain('done_on', '=', False)
        domains = {
            'done': Domain('done_on', '!=', False),
            'overdue': undone & Domain('date_due', '<', today),
            'open': undone & Domain('date_due', '>=', today),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    # ---- Following the contract ----

    @api.model
    def _follow(self, contracts):
        """Bring what running contracts expect up to date: new items, moved days, what is done."""
        items = self.sudo()
        known = {
            item._key(): item
            for item in items.search([('contract_id', 'in', contracts.ids)])
        }  # fmt: skip
        vals_list, kept = [], items.browse()
        for contract in contracts.sudo():
            if contract.state == 'draft':
                continue  # what is open of it goes
            if contract.state != 'running':
                kept |= items.concat(
                    *(item for item in known.values() if item.contract_id == contract)
                )
                continue
            for vals in items._expected(contract):
                key = items._key_of(vals)
                item = known.get(key)
                if not item:
                    vals_list.append(vals)
                    continue
                kept |= item
                if item.done_on and vals['done_on'] and item.kind != 'report':
                    vals['done_on'] = item.done_on
                if item.is_elsewhere:
                    vals['done_on'] = vals['done_on'] or item.done_on
                changed = {
                    name: value
                    for name, value in vals.items()
                    if item._fields[name].convert_to_write(item[name], item) != value
                    # What is done keeps the day it was due.
                    and not (name == 'date_due' and item.done_on and vals['done_on'])
                }
                if changed:
                    item.write(changed)
                if 'user_id' in changed:
                    # Whoever is in charge now is reminded anew.
                    item.activity_ids.unlink()
        surplus = items.concat(*known.values()) - kept
        surplus.filtered(lambda item: not item.done_on).unlink()
        items.create(vals_list)
        (kept | surplus.exists()).filtered('done_on').activity_ids.unlink()

    def _key(self):
        return self._key_of({name: self[name] for name in ('kind', 'date_start')} | {
            name: self[name].id for name in ('contract_id', 'line_id', 'meeting_id')
        })  # fmt: skip

    @api.model
    def _key_of(self, vals):
        """Return what tells an item from the others of its contract."""
        return (
            vals['contract_id'],
            vals['kind'],
            vals.get('line_id') or False,
            vals.get('date_start') or False,
            vals.get('meeting_id') or False,
        )

    @api.model
    def _expected(self, contract):
        """Return the values of everything one contract expects."""
        common = {
            'contract_id': contract.id,
            'area_id': contract.area_id.id,
            'user_id': contract.user_id.id,
        }
        return [
            {'line_id': False, 'meeting_id': False, 'report_id': False, **common, **vals}
            for find in (self._expected_reports, self._expected_meetings, self._expected_minimum)
            for vals in find(contract)
        ]

    def _expected_reports(self, contract):
        reports = {}
        for report in contract.report_ids.sorted('version'):
            if report.scope == 'city':
                reports[report.form_id, report.date_start, report.date_end] = report
        for line in contract.form_line_ids:
            for start, end in line._periods():
                report = reports.get((line.form_id, start, end), contract.report_ids.browse())
                yield {
                    'kind': 'report',
                    'line_id': line.id,
                    'date_start': start,
                    'date_end': end,
                    'report_id': report.id,
                    'user_id': (report.user_id or contract.user_id).id,
                    'date_due': report.date_due or line._due_date(end),
                    'done_on': report.state in HANDED_IN and report.submitted_on,
                }

    def _expected_meetings(self, contract):
        """Minutes some days after a meeting, and the notice of its date some days before."""
        if not (contract.minutes_due_days or contract.notice_days):
            return
        meetings = self.env['support.meeting'].search(
            [
                ('company_id', '=', contract.company_id.id),
                ('commission_id', '=', contract.commission_id.id),
                ('area_id', 'child_of', contract.area_id.ids),
                ('host', '=', 'own'),
                ('link_ids', '!=', False),
                ('date_precision', '=', 'day'),
                ('date', '>=', contract.date_start),
                ('date', '<=', contract.date_end),
                ('state', 'in', (*PLANNED_STATES, *HELD_STATES)),
            ]
        )
        known = {
            (item.kind, item.meeting_id): item
            for item in self.search([('meeting_id', 'in', meetings.ids)])
        }
        for meeting in meetings:
            common = {
                'meeting_id': meeting.id,
                'area_id': meeting.area_id.id,
                'user_id': (meeting.user_id or contract.user_id).id,
                'date_start': False,
                'date_end': False,
            }
            notice = known.get(('notice', meeting), self)
            if contract.notice_days and (meeting.state in PLANNED_STATES or notice):
                yield {
                    **common,
                    'kind': 'notice',
                    'date_due': contract._office_day(
                        meeting.date - timedelta(days=contract.notice_days), 'before'
                    ),
                    'done_on': notice.done_on,
                }
            if contract.minutes_due_days and meeting.state in HELD_STATES:
                confirmed_on = meeting.version_ids[:1].confirmed_on
                day = contract.company_id._support_local_date(confirmed_on or self.env.cr.now())
                yield {
                    **common,
                    'kind': 'minutes',
                    'date_due': contract._office_day(
                        meeting.date + timedelta(days=contract.minutes_due_days)
                    ),
                    'done_on': meeting.state == 'confirmed' and day,
                }

    def _expected_minimum(self, contract):
        """One item a fiscal year for the meetings that every established council owes in it."""
        if not contract.min_meetings:
            return
        today = contract.company_id._support_today()
        start = contract.date_start
        while start <= contract.date_end:
            end = min(fiscal_year_dates(start)[1], contract.date_end)
            yield {
                'kind': 'meetings',
                'date_start': start,
                'date_end': end,
                'date_due': end,
                'done_on': not contract._councils_short_of_minimum(start, end) and today,
            }
            start = end + timedelta(days=1)

    # ---- Every night ----

    @api.model
    def _cron_follow(self):
        """Bring everything up to date and remind those in charge."""
        self._follow(self.env['support.contract'].sudo().search([('state', '=', 'running')]))
        self._remind()

    @api.model
    def _remind(self):
        """Give whoever is in charge one to-do as soon as the contract's days are reached."""
        today = self.env.company._support_today()
        # A login that was archived reads no to-dos.
        for item in self.sudo().search([('done_on', '=', False), ('user_id.active', '=', True)]):
            days = item.contract_id.reminder_days
            if item.activity_ids or not days or today < item.date_due - timedelta(days=days):
                continue
            item.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=item.date_due,
                summary=item.with_context(lang=item.user_id.lang).name,
                user_id=item.user_id.id,
            )

    # ---- Buttons ----

    def action_open(self):
        """Open what is owed: the report (made where there is none yet) or the meeting.

        Who may not make reports sees the contract where there is none yet.
        """
        self.ensure_one()
        if self.kind == 'meetings':
            return self._open_councils()
        record = self.meeting_id or self.report_id
        if not record and self.line_id and self.env['support.report'].has_access('create'):
            record = self.line_id._create_reports(self.date_start)[:1]
        return {
            'type': 'ir.actions.act_window',
            'res_model': (record or self.contract_id)._name,
            'res_id': (record or self.contract_id).id,
            'views': [(False, 'form')],
        }

    def _open_councils(self):
        """Return the action that lists the councils which still owe meetings."""
        missing = self.contract_id._councils_short_of_minimum(self.date_start, self.date_end)
        return {
            'type': 'ir.actions.act_window',
            'name': self.name,
            'res_model': 'support.council',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [('id', 'in', missing.ids)],
        }

    def action_done(self):
        """Note that the commissioner was told, or got a report that was not made here.

        Minutes, and reports that were made here, are done by themselves.
        """
        self.check_access('write')
        # The fields are the system's; these two buttons write them.
        items = self.filtered(lambda item: not item.done_on and item._is_done_by_hand()).sudo()
        items.done_on = self.env.company._support_today()
        items.filtered(lambda item: item.kind == 'report').is_elsewhere = True
        items.activity_ids.unlink()

    def action_undo(self):
        """Take back what was noted by hand."""
        self.check_access('write')
        items = self.filtered(lambda item: item._is_done_by_hand()).sudo()
        items.write({'done_on': False, 'is_elsewhere': False})

    def _is_done_by_hand(self):
        self.ensure_one()
        return self.kind == 'notice' or (self.kind == 'report' and not self.report_id)
