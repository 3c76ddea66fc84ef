# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo's web client asks for when it opens a view, read from the view itself."""

import json

from lxml import etree

AGGREGATED_TYPES = ('integer', 'float', 'monetary')
MANY_LIMIT = 40  # of lines in a form, where the view names no limit


def arch_of(model, view_type, view_id=False):
    return etree.fromstring(model.get_view(view_id, view_type)['arch'])


def read_specification(model, arch):
    """Return the specification with which the client reads the fields of a view.

    :param model: an empty recordset of the view's model
    :param arch: the view's element, or that of a list inside a form
    """
    specification = {}
    for node in arch.iter('field'):
        name = node.get('name')
        owners = [
            parent for parent in node.iterancestors('field') if arch in parent.iterancestors()
        ]
        if owners or name in specification:
            continue
        field = model._fields[name]
        specification[name] = {}
        if not field.relational:
            continue
        comodel = model.env[field.comodel_name]
        inner = node.find('list')
        if field.type == 'many2one':
            specification[name] = {'fields': {'display_name': {}}}
        elif inner is not None:
            fields = read_specification(comodel, inner)
            specification[name] = {'fields': fields, 'limit': MANY_LIMIT, 'order': ''}
        elif node.get('widget') == 'many2many_tags':
            specification[name] = {'fields': {'display_name': {}}}
    return specification


def open_board(model, group, domain, view_id=False):
    """Call what the client calls when a board opens; return the groups."""
    arch = arch_of(model, 'kanban', view_id)
    specification = read_specification(model, arch)
    fields = model.fields_get(specification, ['type', 'aggregator'])
    aggregates = [
        f'{name}:{field["aggregator"]}'
        for name, field in fields.items()
        if field.get('aggregator') and field['type'] in AGGREGATED_TYPES
    ]
    bar = arch.find('progressbar')
    if bar is not None:
        model.read_progress_bar(
            domain, group, {'field': bar.get('field'), 'colors': json.loads(bar.get('colors'))}
        )
    return model.with_context(read_group_expand=True).web_read_group(
        domain,
        [group],
        aggregates,
        auto_unfold=True,
        opening_info=[],
        unfold_read_specification=specification,
        unfold_read_default_limit=80,
    )['groups']


def open_list(model, domain, limit, view_id=False):
    """Call what the client calls when a list opens; return the rows."""
    specification = read_specification(model, arch_of(model, 'list', view_id))
    return model.web_search_read(domain, specification, limit=limit, count_limit=10_001)['records']


def open_form(record, view_id=False):
    """Call what the client calls when a form opens; return the values."""
    return record.web_read(read_specification(record.browse(), arch_of(record, 'form', view_id)))[0]
