# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import japanese_date

# The form of the half-monthly sheet: title and the ten heads, letter for letter and in its order.
TITLE = 'コーディネーター活動記録'
BLANK_TITLE = '活動記録用紙'
HEADS = (
    '日程',
    '対応時間（分）',
    'エリア',
    '相手方',
    '事業・会議名等',
    '経過・内容・主な事柄',
    'コーディネーターの働きかけ（かかわり）',
    'コーディネーターの思い・気づき・コメント等',
    '次回のアプローチ',
    'その他（地域課題他）',
)
WIDTHS = (7, 5, 7, 9, 10, 21, 13, 13, 9, 6)  # percent
BLANK_ROWS = 6
# The table in which 池田町 publishes what its coordinator did.
OVERVIEW_HEADS = ('日程', '場面', '説明内容', '参加人数')
OVERVIEW_WIDTHS = (17, 33, 38, 12)  # percent


class SupportActivitySheet(models.TransientModel):
    """活動記録票: the log of a coordinator or an area for half a month, and the blank form."""

    _name = 'support.activity.sheet'
    _description = 'Activity Log Sheet'
    _check_company_auto = True

    layout = fields.Selection(
        [('sheet', 'Log sheet, ten columns'), ('overview', 'Overview with head-counts')],
        required=True,
        default='sheet',
        help='The overview has a line for each entry and adds up the head-counts.',
    )
    month = fields.Date(
        required=True,
        default=lambda self: self.env.company._support_today().replace(day=1),
        help='Any day of the month.',
    )
    part = fields.Selection(
        [
            ('first', '1st to 15th'),
            ('second', '16th to the end'),
            ('month', 'Whole month'),
            ('free', 'Other days'),
        ],
        required=True,
        default=lambda self: 'first' if self.env.company._support_today().day < 16 else 'second',
    )
    date_from = fields.Date(
        string='From',
        compute='_compute_period',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date_to = fields.Date(
        string='Until',
        compute='_compute_period',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    coordinator_id = fields.Many2one(
        'support.coordinator',
        check_company=True,
        default=lambda self: self.env['support.activity']._default_coordinator(),
        help='Her own time and words only. Empty for everybody in an area.',
    )
    area_id = fields.Many2one('support.area', check_company=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    for_commissioner = fields.Boolean(
        string='For the Commissioner',
        help='Only entries shared up to the commissioner. The settings say whether thoughts and '
        'findings are printed.',
    )
    show_approval = fields.Boolean(
        string='Approval Box', default=lambda self: self.env.company.support_sheet_approval
    )
    entry_count = fields.Integer(compute='_compute_entry_count', string='Entries')
    omitted_count = fields.Integer(compute='_compute_entry_count', string='Not Shared')

    @api.depends('month', 'part')
    def _compute_period(self):
        for sheet in self:
            if sheet.part == 'free' and sheet.date_from and sheet.date_to:
                continue
            start = (sheet.month or self.env.company._support_today()).replace(day=1)
            last = start + relativedelta(months=1, days=-1)
            sheet.date_from = start.replace(day=16) if sheet.part == 'second' else start
            sheet.date_to = start.replace(day=15) if sheet.part == 'first' else last

    @api.depends('layout', 'date_from', 'date_to', 'coordinator_id', 'area_id', 'for_commissioner')
    def _compute_entry_count(self):
        log = self.env['support.activity']
        for sheet in self:
            sheet.entry_count = log.search_count(sheet._entry_domain())
            everything = log.search_count(sheet._entry_domain(shared=False))
            sheet.omitted_count = everything - sheet.entry_count

    # ---- What is printed -----------------------------------------------------------------------

    def _entry_domain(self, shared=None):
        """Return the domain of the entries on the sheet.

        :param bool shared: only those for the commissioner; as chosen when missing
        """
        self.ensure_one()
        domain = (
            Domain('date', '>=', self.date_from)
            & Domain('date', '<=', self.date_to)
            & Domain('date_precision', 'in', self._printed_precisions())
            & Domain('company_id', '=', self.company_id.id)
            & (Domain('state', 'in', ('done', 'in_vain')) | self._called_off_domain())
        )
        if self.coordinator_id:
            domain &= Domain('participant_ids.coordinator_id', '=', self.coordinator_id.id)
        if self.area_id:
            domain &= Domain('area_id', 'child_of', self.area_id.id)
        if self.for_commissioner if shared is None else shared:
            domain &= Domain('share_level', '=', 'commissioner')
        return domain

    def _printed_precisions(self):
        """A day decides on which half-monthly sheet an entry stands; the overview needs none."""
        return ['day', 'month'] if self.layout == 'overview' else ['day']

    @api.model
    def _called_off_domain(self):
        """Time that was spent before something was called off stays on the sheet."""
        return Domain('state', '=', 'cancelled') & Domain('duration_total', '>', 0)

    def _get_sheet(self):
        """Return the sheet as it is printed, in Japanese.

        :return: dict with ``title``, ``period``, ``who``, ``head``, ``widths`` (percent), ``rows``
            (lists of str and int, as long as the head), ``total`` (minutes; of the overview
            people), ``closing`` (line below the table), ``number`` (index of the column of
            numbers) and ``stamps`` (approval boxes: label, name, date), empty without an approval
            box
        """
        self.ensure_one()
        paper = self.env['ir.actions.report']._for_paper()
        return self.with_env(paper.env)._build_sheet()

    def _build_sheet(self):
        entries = self.env['support.activity'].search(self._entry_domain(), order='date, id')
        own = self._build_overview if self.layout == 'overview' else self._build_log
        return {
            'period': self._period_label(),
            'who': self._who(),
            **own(entries),
            'stamps': self._approval_stamps() if self.show_approval else [],
            'blank': False,
        }

    def _build_log(self, entries):
        rows = [self._build_row(entry) for entry in entries]
        return {
            'title': TITLE,
            'head': list(HEADS),
            'widths': list(WIDTHS),
            'rows': rows,
            'number': 1,
            'total': sum(row[1] for row in rows),
            'closing': '',
        }

    def _build_overview(self, entries):
        people = sum(entries.mapped('headcount'))
        about = any(entries.filtered('headcount_is_approx').mapped('headcount'))
        coordinator_title = self.env['support.coordinator']._office_title(self.company_id)
        closing = self.env._(
            '%(entries)s entries, %(people)s people', entries=len(entries), people=people
        )
        return {
            'title': self.env._('Activities of the %(title)s', title=coordinator_title),
            'head': list(OVERVIEW_HEADS),
            'widths': list(OVERVIEW_WIDTHS),
            'rows': [
                [
                    entry.date_label,
                    entry.event_name,
                    entry.progress_content or '',
                    self._headcount_label(entry),
                ]
                for entry in entries
            ],
            'number': 3,
            'total': people,
            'closing': closing + (self.env._(' (numbers marked 約 included)') if about else ''),
        }

    @api.model
    def _headcount_label(self, entry):
        """Return the head-count as a number, and as text where it is about; 0 is not known."""
        if not entry.headcount:
            return ''
        return f'約{entry.headcount}' if entry.headcount_is_approx else entry.headcount

    def _who(self):
        # A limited user may print a sheet of somebody whose own area she does not see.
        sheet = self.sudo()
        return sheet.coordinator_id.display_name or sheet.area_id.name or sheet.company_id.name

    def _period_label(self):
        return japanese_date.format_days(self.date_from, self.date_to)

    def _build_row(self, entry):
        """Return the ten cells of one entry."""
        lines = entry.participant_ids
        if self.coordinator_id:
            lines = lines.filtered(lambda line: line.coordinator_id == self.coordinator_id)
        thoughts = not self.for_commissioner or self.company_id.support_sheet_reflection
        return [
            f'{entry.date.month}月{entry.date.day}日',
            sum(lines.mapped('minutes')),
            entry.area_id.name,
            entry.counterpart or '',
            entry.event_name,
            entry.progress_content or '',
            self._words(lines, 'own_action'),
            self._words(lines, 'own_reflection') if thoughts else '',
            self._words(lines, 'next_approach'),
            entry.other_area_issue or '',
        ]

    @api.model
    def _words(self, lines, name):
        """Return the own words of the lines; with several of us, each under her name."""
        spoken = lines.filtered(name)
        if len(lines) == 1:
            return spoken[name] or ''
        return '\n'.join(
            f'（{line.coordinator_id.sudo().display_name}）{line[name]}' for line in spoken
        )

    def _approval_stamps(self):
        """Return the approval boxes: whoever confirmed the month stands in the box."""
        key = japanese_date.month_key(self.date_from)
        closing = (
            self.env['support.month.closing']
            .sudo()
            .search(
                [
                    ('coordinator_id', '=', self.coordinator_id.id),
                    ('month_key', '=', key),
                    ('state', '=', 'closed'),
                ]
            )
        )
        others = self.company_id._support_approval_boxes()
        return [
            {
                'label': self.env._('Month Confirmed'),
                'name': closing.confirmed_by or '',
                'date': japanese_date.format_date(closing.confirmed_on),
            },
            *({'label': label, 'name': '', 'date': ''} for label in others),
        ]

    def _get_blank_sheet(self):
        """Return the empty form to write on by hand, in the same order."""
        self.ensure_one()
        return {
            'title': BLANK_TITLE,
            'period': '令和　　年　　月　　日～　　月　　日',
            'who': self.coordinator_id.sudo().display_name or '',
            'head': list(HEADS),
            'widths': list(WIDTHS),
            'rows': [[''] * len(HEADS)] * BLANK_ROWS,
            'number': 1,
            'total': None,
            'closing': '',
            'stamps': [],
            'blank': True,
        }

    # ---- Actions -------------------------------------------------------------------------------

    def action_pdf(self):
        """Download the sheet as PDF."""
        return self._download('pdf')

    def action_xlsx(self):
        """Download the sheet as a workbook."""
        return self._download('xlsx')

    def action_blank(self):
        """Download the empty form as PDF."""
        return self._download('blank')

    def _download(self, kind):
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._('"Until" lies before "From". Correct one of the two days.'))
        return {
            'type': 'ir.actions.act_url',
            'target': 'download',
            'url': f'/support_council/activity_sheet/{self.id}/{kind}',
        }
