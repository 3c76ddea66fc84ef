# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .support_activity_kind import ACTIVITY_CLASSES, PILLARS


class SupportActivityCount(models.Model):
    """How many of which kind an entry contains. Every figure of every report is a sum over these.

    A row stands for one kind in one area. The row of the leading area is what people type; an
    entry that concerns further areas has a copy of it in each of them (``source_id``), because it
    counts once in each. The whole of several areas is the plain sum; without repetition it is
    that sum less what an entry counts more than once.
    """

    _name = 'support.activity.count'
    _description = 'Counted Thing'
    _order = 'activity_id, sequence, kind_id, id'
    _rec_name = 'kind_id'
    _check_company_auto = True

    activity_id = fields.Many2one(
        'support.activity', required=True, index=True, ondelete='cascade', check_company=True
    )
    source_id = fields.Many2one('support.activity.count', index=True, ondelete='cascade')
    is_leading = fields.Boolean(compute='_compute_is_leading', store=True, precompute=True)
    is_shared = fields.Boolean(
        help='The entry counts in several areas.',
        compute='_compute_is_shared',
        store=True,
        precompute=True,
    )
    sequence = fields.Integer(related='kind_id.sequence', store=True)
    kind_id = fields.Many2one(
        'support.activity.kind', required=True, index=True, ondelete='restrict'
    )
    quantity = fields.Integer(required=True, default=1)
    unit = fields.Char(related='kind_id.unit')
    area_id = fields.Many2one(
        'support.area',
        compute='_compute_area_id',
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete='restrict',
    )
    pillar = fields.Selection(
        PILLARS,
        string='Report Pillar',
        compute='_compute_classification',
        store=True,
        precompute=True,
        readonly=False,
    )
    activity_class = fields.Selection(
        ACTIVITY_CLASSES,
        string='Class in the National Survey',
        compute='_compute_classification',
        store=True,
        precompute=True,
        readonly=False,
    )

    # Follow the entry, so that sums need no join
    date = fields.Date(related='activity_id.date', store=True, precompute=True)
    month_key = fields.Integer(
        related='activity_id.month_key',
        store=True,
        precompute=True,
        required=True,
        string='Month',
        aggregator=None,
    )
    fiscal_year = fields.Selection(related='activity_id.fiscal_year', store=True, precompute=True)
    quarter = fields.Selection(related='activity_id.quarter', store=True, precompute=True)
    company_id = fields.Many2one(
        related='activity_id.company_id', store=True, precompute=True, index=True
    )
    commission_id = fields.Many2one(
        related='activity_id.commission_id', store=True, precompute=True, index=True
    )
    active = fields.Boolean(
        compute='_compute_active',
        store=True,
        precompute=True,
        help='Provisional, cancelled and archived entries count nowhere.',
    )

    _activity_kind_area_uniq = models.Constraint(
        'unique(activity_id, kind_id, area_id)',
        'The entry counts this kind already. Change the quantity of that line.',
    )
    _quantity_positive = models.Constraint(
        'CHECK(quantity > 0)',
        'A counted quantity is at least 1. Remove the line if nothing is to be counted.',
    )
    _figures_idx = models.Index(
        '(month_key, area_id, kind_id)'
        ' INCLUDE (quantity, company_id, commission_id, active, activity_id)'
    )

    @api.depends('kind_id', 'quantity')
    def _compute_display_name(self):
        for row in self:
            row.display_name = f'{row.kind_id.name or ""} {row.quantity}{row.unit or ""}'

    def _counted_text(self):
        """Return kind and quantity, and in brackets what was classified by hand."""
        self.ensure_one()
        by_hand = [
            dict(self._fields[name]._description_selection(self.env)).get(self[name], '―')
            for name in ('pillar', 'activity_class')
            if self[name] != self.kind_id[name]
        ]
        text = f'{self.kind_id.name} {self.quantity}'
        return f'{text} ({", ".join(by_hand)})' if by_hand else text

    @api.depends('source_id')
    def _compute_is_leading(self):
        for row in self:
            row.is_leading = not row.source_id

    @api.depends('activity_id.area_ids', 'activity_id.area_id')
    def _compute_is_shared(self):
        for row in self:
            row.is_shared = bool(row.activity_id.area_ids - row.activity_id.area_id)

    @api.depends('activity_id.area_id')
    def _compute_area_id(self):
        for row in self:
            # A copy keeps the further area it was made for.
            if not row.source_id or not row.area_id:
                row.area_id = row.activity_id.area_id

    @api.depends('kind_id')
    def _compute_classification(self):
        for row in self:
            row.pillar = row.kind_id.pillar
            row.activity_class = row.kind_id.activity_class

    @api.depends('activity_id.active', 'activity_id.state')
    def _compute_active(self):
        for row in self:
            row.active = row.activity_id.active and row.activity_id.state == 'done'

    @api.constrains('quantity')
    def _check_quantity(self):
        for row in self:
            if row.quantity > 9999:
                raise ValidationError(
                    self.env._(
                        '%(kind)s: the quantity %(quantity)s is too large. Was something else '
                        'typed here? At most 9999 can be counted in one entry.',
                        kind=row.kind_id.name,
                        quantity=row.quantity,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        entries = self.env['support.activity'].browse(
            {vals['activity_id'] for vals in vals_list if vals.get('activity_id')}
        )
        with self._audited(entries.filtered(lambda entry: entry.create_date < self.env.cr.now())):
            rows = super().create(vals_list)
        rows.filtered('is_leading').activity_id._sync_further_areas()
        return rows

    def write(self, vals):
        names = {'kind_id', 'quantity', 'pillar', 'activity_class'} & vals.keys()
        entries = self.filtered('is_leading').activity_id if names else self.activity_id.browse()
        with self._audited(entries):
            result = super().write(vals)
        entries._sync_further_areas()
        return result

    def unlink(self):
        with self._audited(self.filtered('is_leading').activity_id):
            return super().unlink()

    @contextmanager
    def _audited(self, entries):
        """Keep in the audit trail of ``entries`` what they count before and after the block."""
        before = entries._counted_texts()
        yield
        after = entries._counted_texts()
        changes = {
            entry_id: {'count_summary': [text or None, after[entry_id] or None]}
            for entry_id, text in before.items()
            if text != after[entry_id]
        }
        entries.browse(changes)._log_audit('write', changes)

    def _follow(self, row):
        """Take over from the leading row what may have changed there."""
        values = row._prepare_copy_values(self.area_id)
        changed = {
            name: values[name]
            for name in ('quantity', 'pillar', 'activity_class')
            if self[name] != values[name]
        }
        if changed:
            self.write(changed)

    def _prepare_copy_values(self, area):
        """Return the values of this row's copy in a further area."""
        self.ensure_one()
        return {
            'activity_id': self.activity_id.id,
            'source_id': self.id,
            'kind_id': self.kind_id.id,
            'quantity': self.quantity,
            'pillar': self.pillar,
            'activity_class': self.activity_class,
            'area_id': area.id,
        }
