# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import format_date, month_key

from ..tools.periods import format_period, months_between

PAPER_LANGUAGE = 'ja_JP'


class SupportReportBuilder(models.AbstractModel):
    """Turns the records of a period into one plain dict, which the renderers print.

    The only place of the addon that counts. Each kind of form has a builder of its own,
    ``support.report.builder.<kind>``, which inherits what all share from here; :meth:`build`
    picks it. It counts with the rights of the system, within the report's company, commission
    and areas: a figure of a paper cannot depend on who opens it. Who may not read the report gets
    nothing, and the records behind a figure are opened with the user's own rights.

    The dict holds strings, numbers, booleans, lists and dicts only, so it can be kept as JSON:

    - ``kind`` of the form
    - ``title``, ``mark``, ``footer``, ``side_front``, ``side_back``, ``sheet_break``, ``is_draft``,
      ``open_mark``, ``missing_mark``, ``sheet_names``
    - ``period``: ``label``, ``text``, ``start``, ``end`` (ISO 8601)
    - ``scope``: ``label``, ``name``, ``parts`` (``text``, ``is_choice``, ``is_chosen``) that make
      the printed line
    - ``counts``: ``title``, ``note``, ``footnote``, ``columns`` (``indicator_id``, ``label``,
      ``unit``, ``is_formula``, ``decimals``), ``rows`` (``label``, ``month_key``, ``is_total``,
      ``cells``); a cell has ``value`` (int, float in a column with decimals, None for a month not
      yet over), ``is_empty`` (it cannot be computed), ``counted``, ``is_corrected``, ``reason``,
      ``counted_at``, ``is_overtaken``
    - ``breakdown``: one entry per column of a whole-city report, with ``rows`` of numbers, None
      where one cannot be computed
    - ``annex``: ``columns`` (the total last, with area 0), ``rows`` (``label``, ``is_total``,
      ``values``)
    - ``texts``: ``groups`` of ``blocks`` (``label``, ``text``)
    - ``missing``: what is missing, see ``support_report_check.py``; in the user's language

    Parts that a kind does not have are empty.
    """

    _name = 'support.report.builder'
    _inherit = ['support.report.check']
    _description = 'Report Builder'

    @api.model
    @api.private
    def build(self, report, final=False, check=True):
        """Return the dict of a report: as it was submitted, else from the records of now.

        :param report: one ``support.report``, which the user may read
        :param bool final: as it is going to be submitted, without any mark of a draft
        :param bool check: look for what is missing as well; ``missing`` is empty without
        :raises AccessError: when the user may not read the report
        """
        report.ensure_one()
        report.check_access('read')
        report = report.sudo()
        if report.snapshot:
            return report.snapshot
        missing_env = report.env
        report = self._in_paper_language(report)
        builder = self._builder(report)
        data, figures = builder._build(report, final)
        data['missing'] = []
        if check and not final:
            data['missing'] = builder.with_env(missing_env)._find_missing(
                report.with_env(missing_env), data, figures
            )
        return data

    @api.model
    def _builder(self, report):
        """Return the builder of the report's kind of form."""
        return self.env[f'support.report.builder.{report.form_id.kind}']

    def _build(self, report, final):
        """Return the dict without ``missing``, and what was counted for it.

        :param report: ``support.report`` with the rights of the system, in the paper's language
        :param bool final: without any mark of a draft
        """
        data = {
            **self._build_frame(report, final),
            'counts': {'title': '', 'note': '', 'columns': [], 'rows': []},
            'breakdown': [],
            'annex': {'title': '', 'unit': '', 'columns': [], 'rows': []},
            'texts': self._build_texts(report),
        }
        return data, None

    # ---- Ground and time of a report ----

    def _in_paper_language(self, report):
        languages = dict(self.env['res.lang'].get_installed())
        return report.with_context(lang=PAPER_LANGUAGE) if PAPER_LANGUAGE in languages else report

    def _indicators(self, report):
        """Return the columns of the form: those for everybody and those of the office."""
        return self._of_company(self._counting_form(report).indicator_ids, report.company_id)

    def _of_company(self, indicators, company):
        return indicators.filtered(lambda one: not one.company_id or one.company_id == company)

    def _counting_form(self, report):
        """Return the form whose indicators are counted."""
        return report.form_id

    def _month_keys(self, report):
        return [month_key(day) for day in months_between(report.date_start, report.date_end)]

    def _columns(self, report):
        """Return the areas whose numbers are kept apart, the whole area last."""
        if report.scope == 'area':
            return report.area_id
        return self._areas(report.contract_id) | report.contract_id.area_id

    def _areas(self, contract):
        """Return the single areas of a contract in their order."""
        # With the whole area, and only what papers need of them: they are read again and again.
        (contract.area_ids | contract.area_id).fetch(['name', 'sequence', 'code', 'parent_path'])
        return contract.area_ids.sorted()

    def _places(self, report):
        """Return ``{area id: column id}`` of every area on the ground of the report.

        An area below several columns belongs to the nearest one.
        """
        contract = report.contract_id
        known = {contract.area_id.id, *contract.area_ids.ids}
        asked = set(self._columns(report).ids)
        areas = self.env['support.area'].sudo().search_fetch(
            Domain('id', 'child_of', list(asked)), ['parent_path']
        )  # fmt: skip
        places = {}
        for area in areas:
            above = [int(part) for part in area.parent_path.split('/')[:-1]]
            column = next(part for part in reversed(above) if part in known)
            if column in asked:
                places[area.id] = column
        return places

    # ---- Parts that all papers have ----

    def _build_frame(self, report, final):
        form, contract = report.form_id, report.contract_id
        line = contract.form_line_ids.filtered(lambda line: line.form_id == form)
        today = report.company_id._support_today()
        marks = []
        if not final and form.draft_mark:
            marks.append(form.draft_mark.replace('{date}', format_date(today)))
        if report.version > 1 and form.version_mark:
            marks.append(form.version_mark.replace('{number}', str(report.version)))
        whole = contract.whole_label or form.scope_city_label
        name = whole if report.scope == 'city' else report.area_id.name
        period = format_period(report.date_start, report.date_end)
        return {
            'kind': form.kind,
            'title': line.title or form.title,
            'is_draft': not final,
            'mark': '　'.join(marks),
            'footer': f'{period}　{name}',
            'side_front': form.side_front or '',
            'side_back': form.side_back or '',
            'sheet_break': form.sheet_break,
            'open_mark': form.open_mark,
            'missing_mark': form.missing_mark,
            'sheet_names': self._sheet_names(form),
            'period': {
                'label': form.period_label,
                'text': period,
                'start': report.date_start.isoformat(),
                'end': report.date_end.isoformat(),
            },
            'scope': {
                'label': form.scope_label,
                'name': name,
                'parts': self._scope_parts(report, whole),
            },
        }

    def _sheet_names(self, form):
        """Return names of worksheets, taken from the words of the form."""
        brackets = '＜＞<>［］[]'
        front = (form.side_front or '').strip(brackets)
        back = (form.side_back or '').strip(brackets)
        return {
            'front': front or form.name,
            'back': back or f'{front or form.name} 2',
            'annex': form.annex_sheet_title or f'{front or form.name} 3',
        }

    def _scope_parts(self, report, whole):
        """Return the line of areas in pieces, so that the chosen ones can be circled."""
        form = report.form_id

        def part(text, is_choice=False, is_chosen=False):
            return {'text': text, 'is_choice': is_choice, 'is_chosen': is_chosen}

        parts = [part(whole, True, report.scope == 'city')]
        areas = self._areas(report.contract_id)
        if areas and form.by_area:
            parts.append(part(f'・{form.scope_area_label or ""}（'))
            for area in areas:
                parts += [part(area.name, True, area == report.area_id), part('・')]
            parts[-1] = part('）')
        if form.scope_note:
            parts.append(part(form.scope_note))
        return parts

    def _build_texts(self, report):
        form = report.form_id
        texts = {text.block_id: text.text or '' for text in report.text_ids}
        groups = []
        for block in form.block_ids:
            if not groups or groups[-1]['label'] != block.group_label:
                groups.append(
                    {'pillar': block.pillar or '', 'label': block.group_label, 'blocks': []}
                )
            groups[-1]['blocks'].append(
                {'block_id': block.id, 'label': block.label, 'text': texts.get(block, '')}
            )
        return {
            'title': form.texts_title or '',
            'note': form.note_texts or '',
            'groups': groups,
        }
