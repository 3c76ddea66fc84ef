# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import japanese_date

# Fiscal years a record may lie in. Wide enough for a village's oldest salon, narrow enough to
# refuse the typing errors 0206 and 2206.
FIRST_FISCAL_YEAR = 1950
LAST_FISCAL_YEAR = 2099


class SupportDated(models.AbstractModel):
    """What happened on a day, over some days, or is known by month or fiscal year only.

    Of the dated facts that municipalities publish fewer than a third have a day, so the
    precision is part of the date. ``date`` is the first day of what is known and ``date_to`` the
    last one (empty for a single day).
    """

    _name = 'support.dated'
    _description = 'Record with a Date of Known Precision'

    date = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._support_today()
    )
    date_to = fields.Date(
        string='Last Day', help='Last day of what is known. Empty for a single day.'
    )
    date_precision = fields.Selection(
        selection='_selection_date_precision',
        string='Date Known By',
        required=True,
        default='day',
        help='How exactly the date is known. Prints show no more than that.',
    )
    date_label = fields.Char(string='Date as Printed', compute='_compute_date_label')
    entered_on = fields.Date(
        default=lambda self: self.env.company._support_today(),
        readonly=True,
        copy=False,
        help='Day on which this was typed, beside the day on which it happened.',
    )
    effective_date = fields.Date(
        compute='_compute_effective_date',
        store=True,
        precompute=True,
        help='Day from which this is true for questions "as of a date": the last day of what is '
        'known, or the day of typing where that is earlier.',
    )
    month_key = fields.Integer(
        string='Month',
        compute='_compute_periods',
        store=True,
        precompute=True,
        required=True,
        aggregator=None,
        help='202611 for November 2026; 0 when only the fiscal year is known.',
    )
    fiscal_year = fields.Selection(
        selection='_selection_fiscal_year',
        compute='_compute_periods',
        store=True,
        precompute=True,
        index=True,
    )
    fiscal_years_ago = fields.Integer(
        compute='_compute_fiscal_years_ago',
        search='_search_fiscal_years_ago',
        export_string_translation=False,
        help='0 for the present fiscal year, 1 for the last one; for filters.',
    )
    quarter = fields.Selection(
        selection='_selection_quarter',
        compute='_compute_periods',
        store=True,
        precompute=True,
        help='Quarter of the fiscal year: April to June is the first.',
    )

    # Methods, not lists: Odoo translates the labels of a list with the addon of the mixin, which is
    # loaded before the models of later addons that inherit it.

    @api.model
    def _selection_date_precision(self):
        day, month = self.env._('Day'), self.env._('Month')
        year = self.env._('Fiscal year')
        return [('day', day), ('month', month), ('fiscal_year', year)]

    @api.model
    def _selection_quarter(self):
        return [
            ('1', self.env._('Quarter 1')),
            ('2', self.env._('Quarter 2')),
            ('3', self.env._('Quarter 3')),
            ('4', self.env._('Quarter 4')),
        ]

    def _compute_fiscal_years_ago(self):
        current = japanese_date.fiscal_year_of(self.env.company._support_today())
        for record in self:
            year = record.fiscal_year
            record.fiscal_years_ago = current - int(year) if year else 0

    def _search_fiscal_years_ago(self, operator, value):
        if operator != 'in':
            return NotImplemented
        current = japanese_date.fiscal_year_of(self.env.company._support_today())
        return Domain('fiscal_year', 'in', [str(current - years) for years in value])

    @api.model
    def _selection_fiscal_year(self):
        japanese = (self.env.lang or '').startswith('ja')
        return [
            (str(year), japanese_date.format_fiscal_year(year) if japanese else f'FY{year}')
            for year in range(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR + 1)
        ]

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Offer no days for grouping: their quarters are calendar ones (April would be Q2)."""
        result = super().fields_get(allfields, attributes)
        for field in result.values():
            if field.get('type') in ('date', 'datetime') and 'groupable' in field:
                field['groupable'] = False
        return result

    @api.depends('date', 'date_to', 'date_precision')
    def _compute_date_label(self):
        for record in self:
            label = japanese_date.format_date(record.date, record.date_precision)
            if record.date_precision == 'day' and record.date_to and record.date_to != record.date:
                label = self.env._(
                    '%(start)s to %(end)s',
                    start=label,
                    end=japanese_date.format_date(record.date_to),
                )
            record.date_label = label

    @api.depends('date', 'date_to', 'entered_on')
    def _compute_effective_date(self):
        for record in self:
            last = record.date_to or record.date
            entered = record.entered_on
            # A day of typing before the first day would be a plan, not knowledge.
            early = entered and last and record.date <= entered < last
            record.effective_date = entered if early else last

    @api.depends('date', 'date_precision')
    def _compute_periods(self):
        for record in self:
            day = record.date
            year = day and japanese_date.fiscal_year_of(day)
            in_range = year and FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR
            known = in_range and record.date_precision != 'fiscal_year'
            record.fiscal_year = str(year) if in_range else False
            record.month_key = japanese_date.month_key(day) if known else 0
            record.quarter = str(japanese_date.quarter_of(day)) if known else False

    @api.constrains('date', 'date_to')
    def _check_dates(self):
        for record in self:
            if record.date_to and record.date_to < record.date:
                raise ValidationError(
                    self.env._(
                        '%(record)s: the last day (%(end)s) lies before the first day (%(start)s). '
                        'Correct one of the two dates.',
                        record=record.display_name,
                        start=japanese_date.format_date(record.date),
                        end=japanese_date.format_date(record.date_to),
                    )
                )
            if not record.fiscal_year:
                raise ValidationError(
                    self.env._(
                        '%(record)s: the date %(date)s is not between fiscal years %(first)s and '
                        '%(last)s. Check the year.',
                        record=record.display_name,
                        date=record.date.isoformat(),
                        first=FIRST_FISCAL_YEAR,
                        last=LAST_FISCAL_YEAR,
                    )
                )

    @api.onchange('date', 'date_precision')
    def _onchange_date_precision(self):
        for record in self:
            if record.date:
                record.update(record._normalised_span(record.date, False, record.date_precision))

    @api.model
    def _normalised_span(self, day, last, precision):
        """Return ``date`` and ``date_to`` stretched to whole months or fiscal years.

        :param date day: first day
        :param last: last day or False
        :param str precision: key of ``date_precision``
        """
        if precision == 'day' or not day:
            return {'date': day, 'date_to': last if last and last != day else False}
        start, end = japanese_date.span_of(day, precision)
        if last and last > end:
            end = japanese_date.span_of(last, precision)[1]
        return {'date': start, 'date_to': end}

    @api.model_create_multi
    def create(self, vals_list):
        today = self.env.company._support_today()
        for vals in vals_list:
            precision = vals.get('date_precision') or self.env.context.get(
                'default_date_precision', 'day'
            )
            day = fields.Date.to_date(
                vals.get('date') or self.env.context.get('default_date') or today
            )
            vals.update(
                self._normalised_span(day, fields.Date.to_date(vals.get('date_to')), precision)
            )
        return super().create(vals_list)

    def write(self, vals):
        if not {'date', 'date_to', 'date_precision'} & vals.keys():
            return super().write(vals)
        # Records may differ in what is not written, so each span is written to its own group.
        by_span = {}
        for record in self:
            precision = vals.get('date_precision', record.date_precision)
            day = fields.Date.to_date(vals.get('date', record.date))
            last = fields.Date.to_date(vals.get('date_to', record.date_to))
            if 'date_to' not in vals and {'date', 'date_precision'} & vals.keys():
                # A moved or re-read date takes its old last day along only for a span of days.
                keep = precision == 'day' == record.date_precision and last and day and day <= last
                last = last if keep else False
            span = self._normalised_span(day, last, precision)
            key = (span['date'], span['date_to'])
            by_span[key] = by_span.get(key, self.browse()) | record
        for (day, last), records in by_span.items():
            super(SupportDated, records).write({**vals, 'date': day, 'date_to': last})
        return True
