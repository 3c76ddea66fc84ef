# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import models
from odoo.fields import Domain

from odoo.addons.support_council.tools.japanese_date import format_date, month_key

# How often, as the survey asks; what meets less often is not asked for.
FREQUENCIES = ('weekly', 'twice_monthly', 'monthly')
# Participants each time: upper bound of each class but the last.
SIZES = (20, 40, 60, 80, 100)
QUESTIONS = ('activity', 'operator', 'place')


class SupportReportBuilderVenue(models.AbstractModel):
    """Builder of the survey of venues where residents meet, in one typical month each.

    First the totals: by area with the share of those aged 65 and over, by the classes of each
    question, by age and sex; then one row a venue. A venue counts when it ran on the day of the
    paper and meets at least once a month.
    """

    _name = 'support.report.builder.venue'
    _inherit = 'support.report.builder.table'
    _description = 'Builder of the Venue Survey'

    def _build_tables(self, report, words):
        venues = self._venues(report)
        notes = [words['note_repeat']['text']]
        unknown = len(venues.filtered(lambda one: not one.participants_month))
        if unknown:
            notes.append(words['note_unknown']['text'].replace('{number}', str(unknown)))
        return {
            'tables': [
                self._build_areas(report, words, venues),
                self._build_classes(report, words, venues),
                self._build_people(report, words, venues),
                self._build_list(report, words, venues),
            ],
            'landscape': True,
            'notes': [note for note in notes if note],
        }

    # ---- Which venues ----

    def _running(self, report):
        """Return everything marked as a venue that ran on the day of the paper."""
        resources = self.env['support.resource'].sudo().with_env(report.env)
        return resources.search(
            resources._active_on(self._as_of(report))
            & Domain(
                [
                    ('is_venue', '=', True),
                    ('company_id', '=', report.company_id.id),
                    ('area_id', 'in', list(self._places(report))),
                ]
            ),
            order='area_id, name, id',
        )

    def _venues(self, report):
        """Return the venues that the survey asks for."""
        return self._running(report).filtered(lambda one: one.frequency in FREQUENCIES)

    def _options(self, report, question):
        """Return the options of a question in their order, those hidden by now as well."""
        options = self.env['support.venue.class'].with_env(report.env)
        return options.with_context(active_test=False).search([('kind', '=', question)])

    # ---- Tables ----

    def _build_areas(self, report, words, venues):
        places = self._places(report)
        columns = self._columns(report)
        by_area = {area.id: venues.browse() for area in columns}
        for venue in venues:
            by_area[places[venue.area_id.id]] |= venue
        whole = report.area_id
        rows = []
        for area in columns - whole:
            rows.append(self._area_row(report, words, area.name, area, by_area[area.id]))
        rest = by_area.get(whole.id)
        if rest and columns - whole:
            rows.append(self._area_row(report, words, words['elsewhere']['text'], None, rest))
        rows.append(self._area_row(report, words, report.form_id.total_label, whole, venues))
        unit = words['population']['text']
        table = self._make_table(
            words['by_area']['text'],
            [
                (words['area']['text'], 28),
                (unit, 18),
                (words['venues']['text'], 18),
                (words['people']['text'], 18),
                (words['rate']['text'], 18),
            ],
            rows,
            self._as_of_label(report, words['as_of']),
        )
        table['sheet'] = words['totals']['text']
        table['rows'][-1]['is_total'] = True
        return table

    def _area_row(self, report, words, label, area, venues):
        statistic = area and self._statistic(report, area)
        people = sum(venues.mapped('participants_month'))
        population = statistic.population_65 if statistic else 0
        day = f'（{format_date(statistic.date)}）' if population else ''
        return [
            f'{label}{day}',
            self._make_cell(population, words['population']['unit'])
            if population
            else report.form_id.open_mark,
            self._make_cell(len(venues), words['venues']['unit']),
            self._make_cell(people, words['people']['unit']),
            self._make_cell(self._rate(people, population), words['rate']['unit'])
            if population
            else report.form_id.open_mark,
        ]

    def _statistic(self, report, area):
        """Return the figures that state the elderly of an area nearest to the day of the paper.

        The newest by that day, else the first one after it; their date is printed.
        """
        day = self._as_of(report)
        known = area.sudo().statistic_ids.filtered('population_65').sorted('date')
        return known.filtered(lambda one: one.date <= day)[-1:] or known[:1]

    def _rate(self, people, population):
        """Return people in percent of a population, one decimal, halves rounded up."""
        return (people * 2000 + population) // (2 * population) / 10

    def _build_classes(self, report, words, venues):
        rows = []
        for question in QUESTIONS:
            options = self._options(report, question)
            chosen = venues.grouped(f'venue_{question}_id')
            named = [
                (option.name, chosen.get(option, venues.browse()))
                for option in options
                if option.active or option in chosen
            ]
            unknown = chosen.get(options.browse(), venues.browse())
            rows += self._class_rows(words, question, named, unknown)
        often = venues.grouped('frequency')
        named = [(words[key]['text'], often.get(key, venues.browse())) for key in FREQUENCIES]
        rows += self._class_rows(words, 'frequency', named, venues.browse())
        by_size = venues.grouped(lambda one: self._size(one.participants_each))
        named = [
            (words[f'size_{key}']['text'], by_size.get(key, venues.browse()))
            for key in (*SIZES, 'more')
        ]
        rows += self._class_rows(words, 'size', named, by_size.get(None, venues.browse()))
        table = self._make_table(
            words['by_class']['text'],
            [
                (words['question']['text'], 28),
                (words['answer']['text'], 36),
                (words['venues']['text'], 18),
                (words['people']['text'], 18),
            ],
            rows,
        )
        for row in table['rows']:
            row['label'] = ' '.join(cell['value'] for cell in row['cells'][:2])
        # A question is printed once, above its answers.
        before = None
        for row in table['rows']:
            question = row['cells'][0]['value']
            if question == before:
                row['cells'][0]['value'] = ''
            before = question
        return table

    def _size(self, people):
        """Return the class of a number of participants; None where it is not known."""
        if not people:
            return None
        return next((bound for bound in SIZES if people <= bound), 'more')

    def _class_rows(self, words, question, named, unknown):
        """Return the rows of a question; venues without an answer have one of their own."""
        if unknown:
            named = [*named, (words['unknown']['text'], unknown)]
        return [
            [
                words[question]['text'],
                label,
                self._make_cell(len(venues), words['venues']['unit']),
                self._make_cell(sum(venues.mapped('participants_month')), words['people']['unit']),
            ]
            for label, venues in named
        ]

    def _build_people(self, report, words, venues):
        numbers = Counter()
        for line in venues.headcount_ids:
            for sex in ('male', 'female', 'unstated'):
                numbers[line.age_id, sex] += line[sex]
        sexes = ('male', 'female', 'unstated')
        ages = [
            age
            for age in self._options(report, 'age')
            if age.active or any(numbers[age, sex] for sex in sexes)
        ]
        unit = words['people']['unit']
        rows = [
            [
                label,
                *(self._make_cell(sum(numbers[age, sex] for age in of), unit) for sex in sexes),
                self._make_cell(sum(numbers[age, sex] for age in of for sex in sexes), unit),
            ]
            for label, of in [
                *((age.name, [age]) for age in ages),
                (report.form_id.total_label, ages),
            ]
        ]
        table = self._make_table(
            words['by_age']['text'],
            [
                (words['age']['text'], 28),
                *((words[sex]['text'], 18) for sex in sexes),
                (report.form_id.total_label, 18),
            ],
            rows,
            words['note_age']['text'],
        )
        table['rows'][-1]['is_total'] = True
        return table

    def _build_list(self, report, words, venues):
        columns = (
            ('venue', 15), ('area', 10), ('activity', 11), ('operator', 10), ('place', 12),
            ('frequency', 11), ('each', 8), ('people', 8), ('senior', 7), ('month', 8),
        )  # fmt: skip
        unit = words['people']['unit']
        rows = []
        for venue in venues:
            senior = sum(line.total for line in venue.headcount_ids if line.age_id.is_senior)
            month = venue.venue_month
            rows.append(
                [
                    venue.name,
                    venue.area_id.name,
                    venue.venue_activity_id.name or '',
                    venue.venue_operator_id.name or '',
                    '　'.join(filter(None, [venue.venue_place_id.name, venue.place])),
                    words[venue.frequency]['text'],
                    self._make_cell(venue.participants_each or None, unit),
                    self._make_cell(venue.participants_month or None, unit),
                    self._make_cell(senior if venue.headcount_ids else None, unit),
                    format_date(month, 'month'),
                ]
            )
        table = self._make_table(
            words['list']['text'],
            [(words[code]['text'], width) for code, width in columns],
            rows,
        )
        return {**table, 'sheet': words['list']['text'], 'is_dense': True}

    # ---- What is missing ----

    def _find_missing(self, report, data, figures):
        return [*super()._find_missing(report, data, figures), *self._missing_venues(report)]

    def _missing_venues(self, report):
        """Yield venues whose facts are missing, old or cannot be right."""
        running, venues = self._running(report), self._venues(report)
        months = self._month_keys(report)
        gaps = venues.filtered(
            lambda one: (
                not (one.venue_activity_id and one.venue_operator_id and one.venue_place_id)
                or not (one.participants_each and one.participants_month)
            )
        )
        old = venues.filtered(
            lambda one: not one.venue_month or month_key(one.venue_month) not in months
        )
        wrong = venues.filtered(
            lambda one: (
                one.participants_month
                and (
                    one.participants_each > one.participants_month
                    or sum(one.headcount_ids.mapped('total')) > one.participants_month
                )
            )
        )
        rare = running - venues
        found = {'gaps': gaps, 'old': old, 'wrong': wrong, 'rare': rare}
        messages = {
            'gaps': self.env._(
                'Venues without activity, operator, place or numbers: %(number)s.',
                number=len(gaps),
            ),
            'old': self.env._(
                'Venues whose numbers are of no month of the period: %(number)s.', number=len(old)
            ),
            'wrong': self.env._(
                'Venues with more people each time, or by age, than in the whole month: '
                '%(number)s.',
                number=len(wrong),
            ),
            'rare': self.env._(
                'Venues that meet less than once a month or do not say how often, not counted: '
                '%(number)s.',
                number=len(rare),
            ),
        }
        for code, resources in found.items():
            if resources:
                yield self._missing_item(
                    'warn',
                    f'venue_{code}',
                    messages[code],
                    'support.resource',
                    [('id', 'in', resources.ids)],
                    who=report.user_id.name or '',
                )
        if not venues:
            marked = [('is_venue', '=', True)]
            yield self._missing_item(
                'warn',
                'venue_none',
                self.env._('No venue of the survey ran on the day of the paper.'),
                'support.resource',
                marked,
            )
        without = self._columns(report).filtered(lambda area: not self._statistic(report, area))
        if without:
            yield self._missing_item(
                'warn',
                'population',
                self.env._(
                    'No number of people aged 65 and over, so no share can be printed: %(areas)s.',
                    areas=', '.join(without.mapped('name')),
                ),
                'support.area',
                [('id', 'in', without.ids)],
            )
