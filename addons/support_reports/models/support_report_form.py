# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models

# Their lengths in months stand in tools/periods.py.
CADENCES = [
    ('half_month', 'Half month'),
    ('month', 'Month'),
    ('quarter', 'Quarter'),
    ('half_year', 'Half year'),
    ('year', 'Year'),
]


class SupportReportForm(models.Model):
    """様式: a form of the commissioner as data, its words letter for letter as printed.

    A changed official form is a new record with its own version; reports keep the one they were
    made on. Words are not translated, for the paper has one language.
    """

    _name = 'support.report.form'
    _inherit = ['support.audited']
    _description = 'Report Form'
    _order = 'sequence, id'
    _audit_fields = ('title', 'version', 'cadence', 'roll_up', 'indicator_ids', 'block_ids')

    name = fields.Char(required=True, translate=True, help='Name on the screen.')
    code = fields.Char(required=True, copy=False)
    version = fields.Char(help='Edition of the official form, e.g. the year of its introduction.')
    kind = fields.Selection(
        [
            ('quarterly', 'Commission report'),
            ('ministry', "Ministry's yearly survey"),
            ('progress', 'Setup progress'),
            ('yearly', 'Yearly report'),
            ('plan', 'Yearly plan'),
            ('log', 'Log of the coordinators'),
            ('venue', 'Venue survey'),
        ],
        required=True,
        default='quarterly',
        help='Decides what is counted and how the paper is laid out.',
    )
    by_area = fields.Boolean(
        string='Sheets of Single Areas',
        default=True,
        help='The report of the whole area has a sheet for each single area of the contract.',
    )
    cadence = fields.Selection(
        CADENCES, required=True, default='quarter', help='Proposed for contracts.'
    )
    roll_up = fields.Selection(
        [('sum', 'Sum of the areas'), ('distinct', 'Without repetition')],
        string='Whole-City Figures',
        required=True,
        default='sum',
        help='What concerns several areas counts once in each. The figure of the whole city is '
        'their sum, or counts it once.',
    )
    log_by = fields.Selection(
        [('coordinator', 'Coordinator'), ('area', 'Area')],
        string='A Sheet For Each',
        required=True,
        default='coordinator',
        help="A coordinator's sheet holds her own minutes and words. The sheet of an area holds "
        'those of everybody, each entry once.',
    )
    sheet_break = fields.Boolean(
        string='Texts on the Back', default=True, help='The texts begin on a new side.'
    )
    jump_percent = fields.Integer(
        string='Jump (%)',
        default=50,
        aggregator=None,
        help='The check list names totals that differ this much from the period before, or from '
        'the same one last year; 0 for none.',
    )
    jump_minimum = fields.Integer(
        string='Jump (Number)', default=5, aggregator=None, help='And at least by this number.'
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    indicator_ids = fields.One2many(
        'support.report.indicator', 'form_id', string='Indicators', copy=True
    )
    block_ids = fields.One2many('support.report.block', 'form_id', string='Text Blocks', copy=True)
    word_ids = fields.One2many('support.report.word', 'form_id', string='Labels', copy=True)

    # Words as printed
    title = fields.Char(required=True)
    side_front = fields.Char(string='Front Side')
    side_back = fields.Char(string='Back Side')
    period_label = fields.Char(required=True)
    scope_label = fields.Char(required=True)
    scope_city_label = fields.Char(
        string='Whole City', required=True, help='First choice of the line of areas.'
    )
    scope_area_label = fields.Char(string='Single Areas', help='Word before the list of areas.')
    scope_note = fields.Char(string='Note on the Choice')
    counts_title = fields.Char(string='Title of the Counts', required=True)
    note_counts = fields.Char(string='Note on the Counts')
    total_label = fields.Char(required=True)
    annex_title = fields.Char(string='Title of the Annex Section')
    note_annex = fields.Char(string='Note on the Annex')
    annex_body = fields.Char(string='Text of the Annex Section')
    annex_sheet_title = fields.Char(string='Annex')
    annex_heading = fields.Char(string='Heading of the Annex')
    annex_row_label = fields.Char(string='Rows of the Annex')
    annex_unit = fields.Char(string='Unit of the Annex')
    annex_as_of = fields.Char(string='Date of the Annex', help='{date} is replaced.')
    annex_footnote = fields.Char(string='Footnote of the Annex')
    texts_title = fields.Char(string='Title of the Texts')
    note_texts = fields.Char(string='Note on the Texts')
    draft_mark = fields.Char(help='Corner of every page of a draft. {date} is replaced.')
    version_mark = fields.Char(help='Corner of every page of a replacement. {number} is replaced.')
    missing_mark = fields.Char(required=True, help='Stands where a text is missing in a draft.')
    open_mark = fields.Char(
        required=True, help='Stands for the number of a month that is not yet over.'
    )

    _jump_positive = models.Constraint(
        'CHECK(jump_percent >= 0 AND jump_minimum >= 0)',
        'The limits of a jump cannot be negative.',
    )
    _code_uniq = models.Constraint('unique(code)', 'A form with this code exists already.')

    @api.depends('name', 'version')
    def _compute_display_name(self):
        for form in self:
            form.display_name = f'{form.name} ({form.version})' if form.version else form.name

    @api.model_create_multi
    def create(self, vals_list):
        later = self.with_context(support_formulas_later=True)
        forms = super(SupportReportForm, later).create(vals_list).with_env(self.env)
        forms.indicator_ids._check_formulas()
        return forms

    def write(self, vals):
        if 'indicator_ids' not in vals:
            return super().write(vals)
        # A formula may name a column that the same save adds.
        later = self.with_context(support_formulas_later=True)
        result = super(SupportReportForm, later).write(vals)
        self.indicator_ids._check_formulas()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for form, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get('code'):
                vals['code'] = self.env._('%(code)s copy', code=form.code)
        return vals_list

    def _words(self):
        """Return ``{code: {'text', 'unit'}}`` of the labels; empty texts for those taken out."""
        self.ensure_one()
        words = defaultdict(lambda: {'text': '', 'unit': ''})
        for word in self.word_ids:
            words[word.code] = {'text': word.text or '', 'unit': word.unit or ''}
        return words
