# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.normalize import FIELD_SEPARATOR, bigrams, search_key, search_words

_LIKE_OPERATORS = ('like', 'ilike', 'not like', 'not ilike')


class SupportSearchable(models.AbstractModel):
    """Search that knows neither width, kana, case nor spaces, and is fast for two characters.

    Trigrams do not help for words of two characters (支援), so the two-character pieces of the
    searched fields are stored beside them and indexed.
    """

    _name = 'support.searchable'
    _description = 'Record Found by Japanese Words'

    # Names of the fields that are searched, dotted paths allowed.
    _search_key_fields = ('name',)

    # Searched in the database and read by nobody: left out when a record is read.
    search_key = fields.Char(
        compute='_compute_search_key',
        store=True,
        precompute=True,
        prefetch=False,
        export_string_translation=False,
        help='The searched fields in katakana, lower case and without spaces.',
    )
    search_grams = fields.Char(
        compute='_compute_search_key',
        store=True,
        precompute=True,
        prefetch=False,
        export_string_translation=False,
        help='The two-character pieces of the search key, separated by spaces.',
    )
    search_text = fields.Char(
        string='Search Words', compute='_compute_search_text', search='_search_search_text'
    )

    # string_to_array is immutable, so the array itself need not be stored. A short pending list
    # keeps saving fast and searching independent of what was saved since the last vacuum.
    _search_grams_idx = models.Index(
        "USING gin (string_to_array(search_grams, ' ')) WITH (gin_pending_list_limit = 128)"
    )

    @api.depends(lambda self: self._search_key_fields)
    def _compute_search_key(self):
        for record in self:
            keys = (search_key(text) for text in record._search_key_texts())
            record.search_key = FIELD_SEPARATOR.join(filter(None, dict.fromkeys(keys)))
            record.search_grams = ' '.join(bigrams(record.search_key))

    def _search_key_texts(self):
        """Return the texts that are searched, those of several linked records one by one."""
        self.ensure_one()
        return [
            text
            for path in self._search_key_fields
            for text in self.mapped(path)
            if isinstance(text, str)
        ]

    @api.depends('search_key')
    def _compute_search_text(self):
        for record in self:
            record.search_text = record.search_key

    def _search_search_text(self, operator, value):
        if operator not in _LIKE_OPERATORS:
            return NotImplemented
        domain = Domain.AND(self._search_word_domain(word) for word in search_words(value))
        return ~domain if operator.startswith('not') else domain

    @api.model
    def _search_word_domain(self, word):
        """Return the domain of the records whose searched fields contain ``word``.

        :param str word: a search key, not empty
        """
        grams = bigrams(word)

        def to_sql(model, alias, query):
            contains = SQL(
                'strpos(%s, %s) > 0', model._field_to_sql(alias, 'search_key', query), word
            )
            if not grams:  # a single character is in no piece by itself
                return contains
            return SQL(
                "(string_to_array(%s, ' ') @> %s::text[] AND %s)",
                model._field_to_sql(alias, 'search_grams', query),
                grams,
                contains,
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: word in (record.search_key or '')
        )

    @api.model
    def _search_display_name(self, operator, value):
        if operator in _LIKE_OPERATORS and isinstance(value, str) and search_words(value):
            return self._search_search_text(operator, value)
        return super()._search_display_name(operator, value)
