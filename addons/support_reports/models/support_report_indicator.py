# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.support_council.models.support_council import HELD_STATES

from ..tools import formula as formulas

# Operators that a condition may use, by type of its field; others would reach any field.
_EQUAL = ('=', '!=', 'in', 'not in')
OPERATORS = {
    'boolean': _EQUAL,
    'selection': _EQUAL,
    'integer': (*_EQUAL, '<', '<=', '>', '>='),
    'many2one': (*_EQUAL, 'ilike', 'not ilike', 'child_of'),
}
VALUES = {'integer': (int, float), 'many2one': (int, str, bool)}
# Parts of reports that name an indicator.
USED_BY = (
    'support.report.value',
    'support.report.line',
    'support.report.remark',
    'support.report.exchange',
)
# What decides on a formula of the form, beside the formula itself.
FORMULA_FIELDS = frozenset({'source', 'formula', 'code', 'company_id', 'form_id'})


class SupportReportIndicator(models.Model):
    """One column of the table of counts: label and unit as printed, and the rule that counts it.

    Staff change the rule. It says where the records come from (:meth:`_indicator_sources`), which
    of them count, or by which formula the number follows from other columns.
    """

    _name = 'support.report.indicator'
    _inherit = ['support.audited']
    _description = 'Report Indicator'
    _order = 'form_id, sequence, id'
    _rec_name = 'label'
    _audit_fields = (
        'label', 'unit', 'code', 'source', 'kind_ids', 'need_source', 'rule_domain', 'count_by',
        'formula', 'rounding', 'decimals', 'sequence',
    )  # fmt: skip

    form_id = fields.Many2one('support.report.form', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    label = fields.Char(required=True, help='As printed on the form.')
    unit = fields.Char(required=True, help='Printed behind each number.')
    code = fields.Char(
        string='Short Code',
        compute='_compute_code',
        store=True,
        readonly=False,
        copy=True,
        help='Short name by which formulas of this form mean this column. Formulas follow when it '
        'is changed.',
    )
    source = fields.Selection(
        selection='_selection_source', string='Counted From', required=True, default='count'
    )
    kind_ids = fields.Many2many(
        'support.activity.kind',
        'support_report_indicator_kind_rel',
        'indicator_id',
        'kind_id',
        string='Kinds',
        ondelete='restrict',
        # What was counted with a kind stays counted when the kind is no longer offered.
        context={'active_test': False},
        help='The quantities of these kinds are added up.',
    )
    count_by = fields.Selection(
        [('event', 'Each thing once'), ('participant', 'Once for each of us who was there')],
        string='Counted As',
        required=True,
        default='event',
        help='Two visits made by three of us are 2, or 6 when counted for each of us.',
    )
    need_source = fields.Selection(
        selection='_selection_need_source',
        string='Needs Known By',
        help='Each need that became known this way counts once, in the month it was noticed. Empty '
        'for all needs.',
    )
    rule_domain = fields.Char(
        string='Only Where', help='Conditions; empty for all records of this source.'
    )
    rule_model = fields.Char(compute='_compute_rule_model', export_string_translation=False)
    rule_fields = fields.Json(
        compute='_compute_rule_model',
        export_string_translation=False,
        help='Fields that a condition may name: list of [path, label].',
    )
    formula = fields.Char(
        help='Numbers, codes of other columns, + - * / and brackets. In the row of totals it is '
        'applied to the totals; where it divides by zero the cell stays empty.'
    )
    rounding = fields.Selection(
        [('half_up', 'Half up'), ('down', 'Down'), ('up', 'Up')],
        required=True,
        default='half_up',
        help='The result is computed exactly and rounded once, to what is printed: with one '
        'decimal 33.35 becomes 33.4 half up, 33.3 down and 33.4 up. A formula that uses it takes '
        'the rounded number, as printed.',
    )
    decimals = fields.Selection(
        [('0', 'Whole number'), ('1', '1 decimal'), ('2', '2 decimals')],
        string='Printed With',
        required=True,
        default='0',
        help='In the months and in the row of totals; 12 is printed as 12.0 with one decimal. What '
        'has been submitted stays as it is.',
    )
    formula_codes = fields.Json(
        compute='_compute_formula_codes',
        export_string_translation=False,
        help='Columns that the formula may use: list of [code, label].',
    )
    rule_text = fields.Char(string='Rule in Words', compute='_compute_rule_text')
    rule_summary = fields.Char(
        string='Counting Rule', compute='_compute_rule_text', help='The rule in short, for lists.'
    )
    preview = fields.Json(
        compute='_compute_preview',
        export_string_translation=False,
        help='The running period by the saved rule and by the one on the screen, see '
        'support.report.preview.',
    )
    company_id = fields.Many2one(
        'res.company', index=True, help='Empty for an indicator that all companies use.'
    )

    _code_uniq = models.Constraint(
        'unique(form_id, code)',
        'Another column of the form has this code already. Choose another one.',
    )

    # ---- Sources ----

    @api.model
    def _indicator_sources(self):
        """Return what can be counted, by code: the only records and fields that rules reach.

        - ``label``
        - ``model`` whose records are counted
        - ``date``: its month key (integer), or its date
        - ``area``: its leading area; ``areas``: paths to further areas, in which it counts as well
        - ``commission``: its commission, where it has one
        - ``domain``: what is true of every counted record, or a method that returns it
        - ``fields``: paths that conditions may name

        A formula counts nothing: it has a label only.
        """
        labels = {
            'count': self.env._('Counted kinds of the log'),
            'need': self.env._('Needs'),
            'meeting': self.env._('Meetings held'),
            'council': self.env._('Councils launched'),
            'resource': self.env._('Resources created with our support'),
            'formula': self.env._('Formula over other columns'),
        }
        return {
            'count': {
                'label': labels['count'],
                'model': 'support.activity.count',
                'date': 'month_key',
                'area': 'area_id',
                'areas': (),
                'commission': 'commission_id',
                'domain': [('active', '=', True)],
                'fields': (
                    'activity_id.means', 'activity_id.is_continued', 'activity_id.caller_kind',
                    'activity_class', 'pillar',
                ),
            },
            'need': {
                'label': labels['need'],
                'model': 'support.need',
                'date': 'month_key',
                'area': 'area_id',
                'areas': (),
                'commission': None,
                'domain': [],
                'fields': ('category_id', 'age_band', 'persons', 'state'),
            },
            'meeting': {
                'label': labels['meeting'],
                'model': 'support.meeting',
                'date': 'month_key',
                'area': 'area_id',
                'areas': ('link_ids.council_id.area_id', 'link_ids.council_id.area_ids'),
                'commission': 'commission_id',
                'domain': [('state', 'in', HELD_STATES)],
                'fields': ('kind_id', 'host', 'format', 'is_public', 'headcount'),
            },
            'council': {
                'label': labels['council'],
                'model': 'support.council',
                'date': 'launch_date',
                'area': 'area_id',
                'areas': ('area_ids',),
                'commission': None,
                'domain': self._launch_domain,
                'fields': ('tier', 'origin', 'parent_id'),
            },
            'resource': {
                'label': labels['resource'],
                'model': 'support.resource.event',
                'date': 'month_key',
                'area': 'area_id',
                'areas': ('resource_id.area_ids',),
                'commission': None,
                'domain': [('kind', '=', 'created'), ('resource_id.active', '=', True)],
                'fields': ('resource_id.category_id', 'resource_id.operator_kind'),
            },
            'formula': {'label': labels['formula']},
        }  # fmt: skip

    def _source(self):
        """Return the description of the indicator's source."""
        return self._indicator_sources()[self.source]

    @api.model
    def _launch_domain(self):
        """Return the domain of the councils of whose launch more than the fiscal year is known."""
        milestones = self.env['support.council.milestone']
        milestones.flush_model(
            ['council_id', 'kind', 'stage_id', 'effective_date', 'sequence', 'date_precision']
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT council_id
                  FROM (SELECT DISTINCT ON (step.council_id) step.council_id, step.date_precision
                          FROM support_council_milestone step
                          JOIN support_council_stage stage ON stage.id = step.stage_id
                         WHERE step.kind = 'stage' AND stage.is_established
                      ORDER BY step.council_id, step.effective_date, step.sequence, step.id) launch
                 WHERE date_precision = 'fiscal_year'
                """
            )
        )
        return Domain('id', 'not in', [council_id for (council_id,) in rows])

    @api.model
    def _selection_source(self):
        return [(code, source['label']) for code, source in self._indicator_sources().items()]

    @api.model
    def _selection_need_source(self):
        return self.env['support.need']._fields['source']._description_selection(self.env)

    def _counted_kinds(self):
        """Return the kinds of the log that the indicators add up."""
        return self.filtered(lambda indicator: indicator.source == 'count').kind_ids

    def _decimals(self):
        """Return with how many decimals the numbers are printed; what is counted has none."""
        return int(self.decimals) if self.source == 'formula' else 0

    def _rule_key(self):
        """Return what indicators have in common that one statement can count."""
        self.ensure_one()
        return (self.source, self.rule_domain or '', self.count_by)

    def _rule_condition(self):
        """Return the condition of the rule as a domain on the source's model."""
        self.ensure_one()
        return Domain(ast.literal_eval(self.rule_domain) if self.rule_domain else Domain.TRUE)

    # ---- Computes ----

    @api.depends('form_id')
    def _compute_code(self):
        taken = defaultdict(set)
        for form in self.form_id:
            taken[form] = set((form.indicator_ids - self).mapped('code'))
        for indicator in self:
            taken[indicator.form_id].add(indicator.code)
        for indicator in self:
            if indicator.code or not indicator.form_id:
                continue
            number = 1
            while f'n{number}' in taken[indicator.form_id]:
                number += 1
            indicator.code = f'n{number}'
            taken[indicator.form_id].add(indicator.code)

    @api.depends('source')
    def _compute_rule_model(self):
        sources = self._indicator_sources()
        for indicator in self:
            source = sources.get(indicator.source) or {}
            indicator.rule_model = source.get('model')
            indicator.rule_fields = [
                [path, self._path_label(source['model'], path)] for path in source.get('fields', ())
            ]

    def _path_field(self, model, path):
        """Return the field that a path of a source leads to."""
        *relations, name = path.split('.')
        for relation in relations:
            model = self.env[model]._fields[relation].comodel_name
        return self.env[model]._fields[name]

    def _path_label(self, model, path):
        return self._path_field(model, path)._description_string(self.env)

    @api.depends('form_id.indicator_ids.code', 'form_id.indicator_ids.label', 'code')
    def _compute_formula_codes(self):
        for indicator in self:
            others = indicator.form_id.indicator_ids - indicator
            indicator.formula_codes = [[other.code, other.label] for other in others if other.code]

    @api.depends_context('lang')
    @api.depends(
        'source', 'kind_ids', 'need_source', 'rule_domain', 'count_by', 'formula', 'rounding',
        'decimals',
    )  # fmt: skip
    def _compute_rule_text(self):
        for indicator in self:
            indicator.rule_text = indicator._rule_text()
            indicator.rule_summary = indicator._rule_summary()

    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    @api.depends(
        'source',
        'kind_ids',
        'need_source',
        'rule_domain',
        'count_by',
        'formula',
        'rounding',
        'decimals',
        'code',
    )
    def _compute_preview(self):
        for indicator in self:
            indicator.preview = self.env['support.report.preview'].build(indicator)

    @api.onchange('source')
    def _onchange_source(self):
        self.rule_domain = False
        if self.source != 'count':
            self.kind_ids = False
            self.count_by = 'event'
        if self.source != 'need':
            self.need_source = False
        if self.source != 'formula':
            self.formula = False

    @api.onchange('formula')
    def _onchange_formula(self):
        self.formula = formulas.normalise(self.formula)

    # ---- The rule in words ----

    def _rule_text(self, commission=None):
        """Return the rule as sentences.

        :param str commission: name of the commission whose records count; a general word without
        """
        self.ensure_one()
        describe = getattr(self, f'_rule_text_{self.source}', None)
        if not describe:
            return ''
        text = describe(commission or self.env._('the commission of the contract'))
        condition = self._condition_text()
        if condition:
            text += self.env._(' Only where: %(condition)s.', condition=condition)
        return text

    def _rule_summary(self):
        self.ensure_one()
        parts = {
            'count': self.sudo().kind_ids.mapped('name'),
            'need': [dict(self._selection_need_source()).get(self.need_source)],
            'formula': [self.formula],
        }.get(self.source, [])
        if self.count_by == 'participant':
            parts.append(
                dict(self._fields['count_by']._description_selection(self.env))[self.count_by]
            )
        return self.env._(', ').join(filter(None, [*parts, self._condition_text()]))

    def _rule_text_count(self, commission):
        kinds = self.env._(', ').join(self.sudo().kind_ids.mapped('name')) or '-'
        if self.count_by == 'participant':
            return self.env._(
                'The quantities of these kinds in entries that are done and belong to '
                '“%(commission)s” are added up, once for each of us who was there: %(kinds)s.',
                commission=commission,
                kinds=kinds,
            )
        return self.env._(
            'The quantities of these kinds in entries that are done and belong to '
            '“%(commission)s” are added up: %(kinds)s. Two of us at one thing count once.',
            commission=commission,
            kinds=kinds,
        )

    def _rule_text_need(self, _commission):
        if not self.need_source:
            return self.env._('Each need counts once, in the month it was noticed.')
        return self.env._(
            'Each need known by “%(known_by)s” counts once, in the month it was noticed.',
            known_by=dict(self._selection_need_source())[self.need_source],
        )

    def _rule_text_meeting(self, commission):
        return self.env._(
            'Each meeting that was held and belongs to “%(commission)s” counts once, a joint one '
            'in the area of each of its councils.',
            commission=commission,
        )

    def _rule_text_council(self, _commission):
        return self.env._(
            'Each council counts once, in the month of its launch and in each of its areas.'
        )

    def _rule_text_resource(self, _commission):
        return self.env._(
            'Each resource counts once, in the month in which it was created with our support and '
            'in each of its areas.'
        )

    def _rule_text_formula(self, _commission):
        labels = {other.code: other.label for other in self.form_id.indicator_ids}
        names = self._formula_names()
        if not names:
            return ''
        words = [f'{name} {labels[name]}' for name in names if labels.get(name)]
        rounding, decimals = (
            dict(self._fields[name]._description_selection(self.env)).get(self[name], '')
            for name in ('rounding', 'decimals')
        )
        return self.env._(
            '%(formula)s, with %(columns)s. Rounded: %(rounding)s (%(decimals)s). The row of '
            'totals applies it to the totals.',
            formula=self.formula,
            columns=self.env._(', ').join(words),
            rounding=rounding,
            decimals=decimals,
        )

    def _condition_text(self):
        """Return the conditions of the rule in words; empty without any, or when broken."""
        if not self.rule_domain or self._condition_problem():
            return ''
        return self._describe(list(self._rule_condition()))

    def _describe(self, domain):
        """Return a domain, which has been checked, in words."""
        joints = {'&': self.env._(' and '), '|': self.env._(' or ')}
        stack = []
        for item in reversed(domain):
            if item == '!':
                stack.append(self.env._('not (%(condition)s)', condition=stack.pop()))
            elif item in ('&', '|'):
                first, second = stack.pop(), stack.pop()
                joined = f'{first}{joints[item]}{second}'
                stack.append(f'({joined})' if item == '|' else joined)
            else:
                stack.append(self._describe_leaf(*item))
        return joints['&'].join(reversed(stack))

    def _describe_leaf(self, path, operator, value):
        field = self._path_field(self._source()['model'], path)
        label = field._description_string(self.env)
        if field.type == 'boolean':
            wanted = bool(value) == (operator in ('=', 'in'))
            return label if wanted else self.env._('not (%(condition)s)', condition=label)
        values = self._describe_value(field, value)
        words = {
            '=': self.env._('%(field)s is %(value)s', field=label, value=values),
            'in': self.env._('%(field)s is %(value)s', field=label, value=values),
            '!=': self.env._('%(field)s is not %(value)s', field=label, value=values),
            'not in': self.env._('%(field)s is not %(value)s', field=label, value=values),
            'ilike': self.env._('%(field)s contains %(value)s', field=label, value=values),
            'not ilike': self.env._(
                '%(field)s does not contain %(value)s', field=label, value=values
            ),
            'child_of': self.env._('%(field)s is %(value)s or below', field=label, value=values),
        }
        return words.get(operator, f'{label} {operator} {values}')

    def _describe_value(self, field, value):
        values = list(value) if isinstance(value, (list, tuple, set)) else [value]
        if field.type == 'selection':
            words = dict(field._description_selection(self.env))
        elif field.relational:
            ids = [one for one in values if type(one) is int]
            records = self.env[field.comodel_name].sudo().with_context(active_test=False)
            words = {one.id: one.display_name for one in records.browse(ids).exists()}
        else:
            words = {}
        nothing = self.env._('empty')
        return self.env._(' or ').join(
            words.get(one, nothing if one is False else str(one)) for one in values
        )

    # ---- Checks ----

    def _rule_problem(self, among=None):
        """Return why the rule cannot be counted, in words; empty when it can.

        :param among: the indicators of the form, where they are not those that are saved
        """
        self.ensure_one()
        if self.source == 'formula':
            return self._formula_problem(self.form_id.indicator_ids if among is None else among)
        if self.source == 'count' and not self.kind_ids:
            return self.env._(
                'Indicator %(label)s counts nothing. Choose at least one kind.', label=self.label
            )
        return self._condition_problem() if self.rule_domain else ''

    def _gone_labels(self):
        """Return what the rule names and is archived or deleted, in words."""
        self.ensure_one()
        gone = [kind.name for kind in self.kind_ids if not kind.active]
        if not self.rule_domain:
            return gone
        for condition in self._rule_condition().iter_conditions():
            field = self._path_field(self._source()['model'], condition.field_expr)
            if not field.relational:
                continue
            value = condition.value
            values = value if isinstance(value, (list, tuple)) else [value]
            ids = [one for one in values if type(one) is int]
            records = self.env[field.comodel_name].sudo().with_context(active_test=False)
            there = records.browse(ids).exists()
            label = field._description_string(self.env)
            gone += [f'{label} {one}' for one in ids if one not in there.ids]
            if 'active' in there:
                gone += [f'{label} {one.display_name}' for one in there if not one.active]
        return gone

    def _condition_problem(self):
        """Return what is wrong with the conditions, in words; empty when they can be used."""
        try:
            domain = ast.literal_eval(self.rule_domain)
            conditions = list(Domain(domain).iter_conditions())
        except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
            return self.env._(
                'Indicator %(label)s: its conditions cannot be read: %(domain)s. Take them out and '
                'choose them anew.',
                label=self.label,
                domain=self.rule_domain,
            )
        source = self._source()
        allowed = source.get('fields', ())
        for condition in conditions:
            path, operator, value = condition.field_expr, condition.operator, condition.value
            if path not in allowed:
                return self.env._(
                    'Indicator %(label)s: a condition cannot name the field “%(field)s”. Allowed '
                    'are: %(allowed)s.',
                    label=self.label,
                    field=path,
                    allowed=self.env._(', ').join(
                        f'{self._path_label(source["model"], one)} ({one})' for one in allowed
                    )
                    or '-',
                )
            field = self._path_field(source['model'], path)
            values = value if isinstance(value, (list, tuple)) else [value]
            known = operator in OPERATORS.get(field.type, ()) and all(
                isinstance(one, VALUES.get(field.type, (str, bool))) for one in values
            )
            if field.type == 'selection':
                options = dict(field._description_selection(self.env))
                known = known and all(one is False or one in options for one in values)
            if not known:
                return self.env._(
                    'Indicator %(label)s: the condition on “%(field)s” cannot be used: '
                    '%(operator)s %(value)s. Choose another one.',
                    label=self.label,
                    field=field._description_string(self.env),
                    operator=operator,
                    value=value,
                )
        return ''

    def _formula_problem(self, among):
        """Return what is wrong with the formula, in words; empty when it can be used."""
        usable = among.filtered(
            lambda other: not other.company_id or other.company_id == self.company_id
        )
        codes = [other.code for other in usable if other != self]
        try:
            formula = formulas.Formula(self.formula)
            unknown = [name for name in formula.names if name not in (*codes, self.code)]
            if unknown:
                return self.env._(
                    'Indicator %(label)s: the formula names “%(code)s”, which is no column of '
                    'this form. There are: %(codes)s.',
                    label=self.label,
                    code=unknown[0],
                    codes=self.env._(', ').join(filter(None, codes)) or '-',
                )
            others = {}
            for other in usable:
                if other.source == 'formula' and other != self:
                    try:
                        others[other.code] = formulas.Formula(other.formula)
                    except formulas.FormulaError:
                        continue  # said of that one
            formulas.in_order({**others, self.code: formula}, [self.code])
        except formulas.FormulaError as error:
            return self._formula_message(error)
        return ''

    def _formula_message(self, error):
        messages = {
            'empty': self.env._(
                'Indicator %(label)s has no formula. Enter one, e.g. n1 + n2.', label=self.label
            ),
            'long': self.env._(
                'Indicator %(label)s: the formula has more than %(most)s characters. Split it over '
                'two columns.',
                label=self.label,
                most=formulas.MAX_LENGTH,
            ),
            'syntax': self.env._(
                'Indicator %(label)s: “%(formula)s” is no formula. Check the signs and brackets, '
                'e.g. (n1 + n2) * 100 / n3.',
                label=self.label,
                formula=self.formula,
            ),
            'element': self.env._(
                'Indicator %(label)s: “%(part)s” cannot stand in a formula. Use numbers, codes, '
                '+ - * / and brackets only.',
                label=self.label,
                part=error.part,
            ),
            'circle': self.env._(
                'Indicator %(label)s: the formula needs itself (%(codes)s). Take one of the codes '
                'out.',
                label=self.label,
                codes=error.part,
            ),
        }
        return messages[error.reason]

    @api.constrains('source', 'kind_ids', 'rule_domain')
    def _check_rule(self):
        for indicator in self.filtered(lambda one: one.source != 'formula'):
            problem = indicator._rule_problem()
            if problem:
                raise ValidationError(problem)

    @api.constrains('code')
    def _check_code(self):
        for indicator in self:
            if not formulas.is_code(indicator.code or ''):
                raise ValidationError(
                    self.env._(
                        'Indicator %(label)s: “%(code)s” cannot be its code. Use up to %(most)s '
                        'letters and digits, a letter first, without spaces.',
                        label=indicator.label,
                        code=indicator.code or '',
                        most=formulas.MAX_CODE_LENGTH,
                    )
                )

    @api.constrains('source')
    def _check_not_corrected(self):
        """Refuse a formula for a column that has corrected numbers: it cannot be corrected."""
        corrected = (
            self.env['support.report.value']
            .sudo()
            .search(
                [
                    ('indicator_id', 'in', self.filtered(lambda one: one.source == 'formula').ids),
                    ('is_corrected', '=', True),
                    ('report_id.submitted_on', '=', False),
                ],
                limit=1,
            )
        )
        if corrected:
            raise ValidationError(
                self.env._(
                    'Indicator %(label)s has a corrected number in “%(report)s”, and the result '
                    'of a formula cannot be corrected. Drop that correction first.',
                    label=corrected.indicator_id.label,
                    report=corrected.report_id.display_name,
                )
            )

    def _check_formulas(self):
        """Refuse formulas of the forms that a change of one of their indicators broke.

        :raises ValidationError: naming the first
        """
        if self.env.context.get('support_formulas_later'):
            return
        for indicator in self.form_id.indicator_ids:
            if indicator.source == 'formula' and (problem := indicator._rule_problem()):
                raise ValidationError(problem)

    def _formulas(self):
        """Return pairs of indicator and formula, each behind those it needs; broken ones left out.

        Codes are those of the indicators in ``self``.
        """
        found = {
            indicator.code: (indicator, formulas.Formula(indicator.formula))
            for indicator in self
            if indicator.source == 'formula' and not indicator._rule_problem(self)
        }
        order = formulas.in_order({code: formula for code, (_one, formula) in found.items()})
        return [found[code] for code in order]

    # ---- Writing ----

    @api.model
    def _normalised(self, vals):
        """Return values with code and formula as they are stored."""
        vals = {
            name: formulas.normalise(value) if name in ('code', 'formula') else value
            for name, value in vals.items()
        }
        if vals.get('rule_domain') == '[]':
            vals['rule_domain'] = False
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalised(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get('code'):
                vals.pop('code', None)  # proposed
        indicators = super().create(vals_list)
        indicators._check_formulas()
        return indicators

    def write(self, vals):
        vals = self._normalised(vals)
        before = {indicator: indicator.code for indicator in self} if 'code' in vals else {}
        result = super().write(vals)
        if before:
            # The code given up may be proposed to a column that is added in the same breath.
            self.flush_recordset(['code'])
        for indicator, code in before.items():
            if code and indicator.code != code:
                indicator._rename_in_formulas(code)
        if FORMULA_FIELDS & vals.keys():
            self._check_formulas()
        return result

    def _rename_in_formulas(self, code):
        """Let the formulas of the form follow the new code of a column."""
        others = (self.form_id.indicator_ids - self).with_context(support_formulas_later=True)
        for other in others.filtered('formula'):
            renamed = formulas.rename(other.formula, {code: self.code})
            if renamed != other.formula:
                other.formula = renamed

    def _formula_names(self):
        """Return the codes that the formula uses; none for a formula that cannot be read."""
        try:
            return formulas.Formula(self.formula).names
        except formulas.FormulaError:
            return ()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Refuse to delete a column that a formula or a report needs, and say which."""
        for other in (self.form_id.indicator_ids - self).filtered(
            lambda one: one.source == 'formula'
        ):
            names = other._formula_names()
            for indicator in self:
                if indicator.form_id == other.form_id and indicator.code in names:
                    raise UserError(
                        self.env._(
                            'Indicator %(label)s cannot be deleted: the formula of %(other)s '
                            'needs it. Change that formula first.',
                            label=indicator.label,
                            other=other.label,
                        )
                    )
        for model in USED_BY:
            # Also in reports that the user does not see.
            used = self.env[model].sudo().search([('indicator_id', 'in', self.ids)], limit=1)
            if used:
                raise UserError(
                    self.env._(
                        'Indicator %(label)s cannot be deleted: “%(report)s” has it. Duplicate '
                        'the form for the next period, and take it out there.',
                        label=used.indicator_id.label,
                        report=used.report_id.display_name,
                    )
                )
