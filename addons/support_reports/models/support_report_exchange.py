# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.support_council.tools.japanese_date import format_date

ANSWER_FIELDS = frozenset({'answer', 'answered_on', 'answered_by_id', 'attachment_ids'})


class SupportReportExchange(models.Model):
    """What went on with the commissioner about a submitted report: 受付, 照会, 差戻し, 受理.

    Kept with the version it was about. The commissioner needs no login: a reporter enters what
    came by letter or telephone. Returning and accepting move the report on.
    """

    _name = 'support.report.exchange'
    _inherit = [
        'support.report.place', 'support.attached', 'support.frozen', 'support.kept',
        'support.audited',
    ]  # fmt: skip
    _attachment_fields = ('attachment_ids',)
    _description = 'Exchange With the Commissioner'
    _order = 'report_id, date, id'
    _rec_name = 'text'
    _audit_fields = ('kind', 'date', 'officer', 'reference', 'text', 'answer', 'answered_on')

    report_id = fields.Many2one(ondelete='restrict')
    kind = fields.Selection(
        [
            ('received', 'Received by the commissioner'),
            ('question', 'Question'),
            ('returned', 'Returned'),
            ('accepted', 'Accepted'),
        ],
        required=True,
        default='question',
    )
    date = fields.Date(
        string='Day', required=True, default=lambda self: self.env.company._support_today()
    )
    officer = fields.Char(help='Who at the commissioner wrote or called.')
    reference = fields.Char(string='Document Number')
    text = fields.Text(string='What They Said')
    attachment_ids = fields.Many2many('ir.attachment', string='Letters')
    user_id = fields.Many2one(
        'res.users',
        string='Entered By',
        default=lambda self: self.env.user,
        readonly=True,
        ondelete='restrict',
    )
    answer = fields.Text(string='Our Answer')
    answered_on = fields.Date(readonly=True)
    answered_by_id = fields.Many2one('res.users', readonly=True, ondelete='restrict')
    is_open = fields.Boolean(compute='_compute_is_open', search='_search_is_open')

    @api.depends('kind', 'answered_on')
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.kind == 'question' and not line.answered_on

    def _search_is_open(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        return [('kind', '=', 'question'), ('answered_on', '=', False)]

    @api.constrains('date', 'report_id', 'text', 'kind')
    def _check_said(self):
        for line in self:
            submitted = line.report_id.submitted_on
            if not submitted:
                raise UserError(
                    self.env._(
                        '“%(report)s” has not been submitted yet, so the commissioner cannot have '
                        'said anything about it. Use a remark.',
                        report=line.report_id.display_name,
                    )
                )
            if not submitted <= line.date <= self.env.company._support_today():
                raise UserError(
                    self.env._(
                        '%(date)s does not lie between the day of submission (%(submitted)s) and '
                        'today. Correct the date.',
                        date=format_date(line.date),
                        submitted=format_date(submitted),
                    )
                )
            if line.kind in ('question', 'returned') and not (line.text or '').strip():
                raise UserError(self.env._('Enter what the commissioner asked or said.'))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line in lines:
            line.report_id._follow_exchange(line)
        return lines

    def write(self, vals):
        if not (vals.keys() <= ANSWER_FIELDS and all(line.is_open for line in self)):
            self._check_of_today()
        return super().write(vals)

    def _is_frozen(self):
        # A question still waits for its answer, and for the letter that goes with it.
        return self._is_of_earlier_day() and not self.is_open

    def _frozen_remedy(self):
        return self._kept_remedy()

    def _is_of_earlier_day(self):
        company = self.company_id
        return company._support_local_date(self.create_date) < company._support_today()

    def _check_of_today(self):
        """Refuse to change what was entered on an earlier day.

        :raises UserError: naming the first such line
        """
        for line in self:
            if line._is_of_earlier_day():
                raise UserError(
                    self.env._(
                        '“%(line)s” of %(report)s was entered on an earlier day and stays as it '
                        'is. Add another line.',
                        line=line.display_name,
                        report=line.report_id.display_name,
                    )
                )

    def _kept_remedy(self):
        return self.env._('Add another line that says what was wrong.')

    def action_open(self):
        """Open the line in a dialog, to answer the question."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._('Exchange With the Commissioner'),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def action_answer(self):
        """Close the question with the answer that was typed."""
        for line in self.filtered('is_open'):
            if not (line.answer or '').strip():
                raise UserError(self.env._('Write the answer first.'))
            line.write(
                {
                    'answered_on': self.env.company._support_today(),
                    'answered_by_id': self.env.uid,
                }
            )
        return {'type': 'ir.actions.act_window_close'}
