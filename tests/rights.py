# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The matrix of rights, model by role, as a database with all three addons has it.

``tests/rights.csv`` is what was agreed on; ``bin/rights`` prints it from a database, writes it or
compares the two. Nothing in here is imported by the addons.
"""

import csv
import sys
from pathlib import Path

CSV_PATH = Path(__file__).with_name('rights.csv')
PREFIX = 'support.'
OPERATIONS = {'read': 'read', 'create': 'create', 'write': 'write', 'delete': 'unlink'}
COLUMNS = ('model', 'role', *OPERATIONS, 'rows')

# Every role holds these groups and what they imply, nothing else.
ROLES = {
    'reader': ('base.group_user', 'support_council.group_reader'),
    'coordinator': ('base.group_user', 'support_council.group_coordinator'),
    'area_limited': (
        'base.group_user',
        'support_council.group_coordinator',
        'support_council.group_area_limited',
    ),
    'manager': ('base.group_user', 'support_council.group_manager'),
    'editor': ('base.group_user', 'support_resources.group_editor'),
    'private': ('base.group_user', 'support_resources.group_private'),
    'reporter': ('base.group_user', 'support_reports.group_reporter'),
    'finance': ('base.group_user', 'support_reports.group_finance'),
    'internal': ('base.group_user',),
    'portal': ('base.group_portal',),
}


def matrix(env):
    """Return the rights of every role on every model of ours.

    Makes one user per role; the caller rolls back.

    :return: rows as in the CSV: ``{(model, role): (read, create, write, delete, rows)}``, rights as
        ``'1'`` or ``'0'``; ``rows`` names what narrows the records a reader gets: ``company``,
        ``area``, both, or empty
    """
    models = sorted(
        name
        for name, model in env.registry.items()
        if name.startswith(PREFIX) and not model._abstract
    )
    # Without an area of their own limited users would see nothing, and by no visible rule.
    area = env['support.area'].create({'name': 'rights'})
    found = {}
    for role, groups in ROLES.items():
        user = (
            env['res.users']
            .with_context(no_reset_password=True)
            .create(
                {
                    'name': role,
                    'login': f'rights-{role}',
                    'group_ids': [(6, 0, [env.ref(group).id for group in groups])],
                    'support_area_ids': [(6, 0, area.ids)],
                }
            )
        )
        for name in models:
            records = env[name].with_user(user)
            rights = tuple(
                str(int(records.has_access(operation))) for operation in OPERATIONS.values()
            )
            found[name, role] = (*rights, _narrowed_by(records) if rights[0] == '1' else '')
    return found


def _narrowed_by(records):
    domain = records.env['ir.rule']._compute_domain(records._name, 'read')
    names = set(_field_names(domain))
    return ' '.join(
        word for word, field in (('company', 'company_id'), ('area', 'area_id')) if field in names
    )


def _field_names(domain):
    for condition in domain.iter_conditions():
        yield from condition.field_expr.split('.')
        if hasattr(condition.value, 'iter_conditions'):
            yield from _field_names(condition.value)


def load(path=CSV_PATH):
    """Return the agreed matrix in the shape of :func:`matrix`."""
    with open(path, encoding='utf-8', newline='') as stream:
        return {
            (row['model'], row['role']): tuple(row[column] for column in COLUMNS[2:])
            for row in csv.DictReader(stream)
        }


def write(found, stream):
    """Write a matrix as CSV, ordered by model and by the order of the roles."""
    order = {role: position for position, role in enumerate(ROLES)}
    writer = csv.writer(stream, lineterminator='\n')
    writer.writerow(COLUMNS)
    for model, role in sorted(found, key=lambda key: (key[0], order[key[1]])):
        writer.writerow((model, role, *found[model, role]))


def differences(agreed, found):
    """Return one readable line per model with missing or surplus rows and per differing right."""
    lines = []
    for model, roles in _roles_by_model(found.keys() - agreed.keys()):
        lines.append(f'{model}: no row in tests/rights.csv for {roles}')
    for model, roles in _roles_by_model(agreed.keys() - found.keys()):
        lines.append(f'{model}: tests/rights.csv has rows without model or role for {roles}')
    for key in sorted(agreed.keys() & found.keys()):
        for column, wanted, has in zip(COLUMNS[2:], agreed[key], found[key], strict=True):
            if wanted != has:
                lines.append(
                    '{} / {}: {} is {!r}, tests/rights.csv says {!r}'.format(
                        *key, column, has, wanted
                    )
                )
    return lines


def _roles_by_model(keys):
    roles = {}
    for model, role in sorted(keys):
        roles.setdefault(model, []).append(role)
    return [
        (model, 'all roles' if set(names) == set(ROLES) else ', '.join(names))
        for model, names in roles.items()
    ]


def run(env, mode):
    """Work off one call of ``bin/rights``.

    :param str mode: ``print``, ``write`` or ``check``
    :return: exit code
    """
    try:
        found = matrix(env)
    finally:
        env.cr.rollback()
    if mode == 'print':
        write(found, sys.stdout)
        return 0
    if mode == 'write':
        with open(CSV_PATH, 'w', encoding='utf-8', newline='') as stream:
            write(found, stream)
        return 0
    lines = differences(load(), found)
    for line in lines:
        print(line)
    print(f'rights: {len(found)} rows compared, {len(lines)} differences')
    if lines:
        print('If the rights are meant, run bin/rights --write and commit tests/rights.csv.')
    return 1 if lines else 0
