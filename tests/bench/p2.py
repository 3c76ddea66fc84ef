# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P2: a board opens, ours and core crm's, with as many cards and columns on both.

Both sides get what the web client sends: ``read_progress_bar`` and one ``web_read_group`` with the
fields, aggregates and progress bar of the board's view.
"""

import json
from datetime import timedelta

from lxml import etree
from p3 import card_fields

from odoo.fields import Command
from odoo.tools import SQL

TITLE = 'P2 board open'
SIZES = {'tiny': 1_000, 'small': 10_000, 'full': 100_000}
AREA = 'ベンチ盤'
TEAM = 'Bench board'
AGGREGATED_TYPES = ('integer', 'float', 'monetary')
# Field dependencies of the widget kanban_activity, those with other records by name.
OF_ACTIVITY_WIDGET = (
    'activity_ids',
    'activity_exception_decoration',
    'activity_exception_icon',
    'activity_state',
    'activity_summary',
    'activity_type_icon',
)
# What hangs on a council; a lead's tags are a table without ids.
OF_COUNCIL = ('support_council_milestone', 'support_council_check', 'support_meeting_council')


def fill(env, number):
    """Create one card for each column and copy them by SQL, the same on both sides."""
    councils = _councils(env)
    leads = _leads(env, len(councils))
    env.flush_all()
    copies = _copy(env, 'support_council', councils, number)
    for table in OF_COUNCIL:
        _copy_lines(env, table, copies, 'council_id')
    copies = _copy(env, 'crm_lead', leads, number)
    env.cr.execute(
        """
        INSERT INTO crm_tag_rel (lead_id, tag_id)
        SELECT pair.copy, tags.tag_id
          FROM unnest(%s, %s) AS pair(original, copy)
          JOIN crm_tag_rel tags ON tags.lead_id = pair.original
        """,
        [list(column) for column in zip(*copies, strict=True)],
    )
    _copy_lines(env, 'mail_activity', copies, 'res_id')


def _councils(env):
    area = env['support.area'].create({'name': AREA, 'is_tier2': True})
    # crm has four columns
    env['support.council.stage'].create({'name': 'ベンチ段階', 'sequence': 90})
    stages = env['support.council.stage'].search([], limit=4)
    councils = env['support.council'].create(
        [
            {
                'name': f'協議体{index}',
                'area_id': area.id,
                'origin': 'existing',
                'stage_id': stage.id,
            }
            for index, stage in enumerate(stages)
        ]
    )
    commission = env['support.commission'].create({'name': AREA})
    today = env.company._support_today()
    for days in (-20, 20):
        meeting = env['support.meeting'].create(
            {
                'kind_id': env.ref('support_council.meeting_kind_council').id,
                'date': today + timedelta(days=days),
                'council_ids': [Command.set(councils.ids)],
                'commission_id': commission.id,
            }
        )
        if days < 0:
            meeting.action_hold()
    return councils


def _leads(env, columns):
    team = env['crm.team'].create({'name': TEAM})
    stages = env['crm.stage'].search([], limit=columns)
    leads = env['crm.lead'].create(
        [
            {
                'name': f'商談{index}',
                'type': 'opportunity',
                'team_id': team.id,
                'stage_id': stage.id,
                'user_id': env.ref('base.user_admin').id,
                'partner_id': env.ref('base.main_partner').id,
                'tag_ids': [Command.create({'name': f'Bench {index}'})],
                'expected_revenue': 1000,
            }
            for index, stage in enumerate(stages)
        ]
    )
    for lead in leads:  # what a next meeting is to a council
        lead.activity_schedule('mail.mail_activity_data_call', summary='ベンチ')
    return leads


def _copy(env, table, records, number):
    """Copy records until there are ``number`` of them; return ``[(original, copy)]``."""
    env.cr.execute(
        SQL(
            """
            WITH pair AS MATERIALIZED (
                SELECT (%(ids)s)[n %% %(count)s + 1] AS original, nextval(%(sequence)s) AS id
                  FROM generate_series(1, %(missing)s) n
            ), copied AS (
                INSERT INTO %(table)s
                SELECT copy.*
                  FROM pair
                  JOIN %(table)s AS row ON row.id = pair.original
            CROSS JOIN LATERAL jsonb_populate_record(
                           row, jsonb_build_object('id', pair.id, 'name', 'ベンチ' || pair.id)
                       ) AS copy
            )
            SELECT original, id FROM pair
            """,
            ids=records.ids,
            count=len(records),
            sequence=f'{table}_id_seq',
            missing=number - len(records),
            table=SQL.identifier(table),
        )
    )
    return env.cr.fetchall()


def _copy_lines(env, table, copies, owner):
    """Copy the rows of a table whose column ``owner`` is one of the copied records."""
    originals, new = (list(column) for column in zip(*copies, strict=True))
    env.cr.execute(
        SQL(
            """
            INSERT INTO %(table)s
            SELECT copy.*
              FROM unnest(%(originals)s, %(new)s) AS pair(original, copy)
              JOIN %(table)s AS row ON row.%(owner)s = pair.original
        CROSS JOIN LATERAL jsonb_populate_record(
                       row,
                       jsonb_build_object('id', nextval(%(sequence)s), %(name)s, pair.copy)
                   ) AS copy
            """,
            table=SQL.identifier(table),
            originals=originals,
            new=new,
            owner=SQL.identifier(owner),
            name=owner,
            sequence=f'{table}_id_seq',
        )
    )


def open_board(env, model, domain, number):
    """Return a function that opens a board by stage; check once that all cards are there."""
    records = env[model]
    specification = card_fields(env, model)
    if 'activity_ids' in specification:  # only ids of them, and what its widget asks for besides
        specification |= {name: {} for name in OF_ACTIVITY_WIDGET}
    fields = records.fields_get(list(specification), ['type', 'aggregator', 'currency_field'])
    aggregates = []
    for name, field in fields.items():
        if field.get('aggregator') and field['type'] in AGGREGATED_TYPES:
            aggregates.append(f'{name}:{field["aggregator"]}')
            if field.get('currency_field'):
                aggregates.append(f'{field["currency_field"]}:array_agg_distinct')
                aggregates.append(f'{name}:sum_currency')
    bar = etree.fromstring(records.get_view(view_type='kanban')['arch']).find('.//progressbar')
    progress_bar = {'field': bar.get('field'), 'colors': json.loads(bar.get('colors'))}

    def function():
        records.read_progress_bar(domain, 'stage_id', progress_bar)
        return records.with_context(read_group_expand=True).web_read_group(
            domain,
            ['stage_id'],
            list(dict.fromkeys(aggregates)),
            auto_unfold=True,
            opening_info=[],
            unfold_read_specification=specification,
            unfold_read_default_limit=80,
        )

    groups = function()['groups']
    assert sum(group['__count'] for group in groups) == number
    assert sum(len(group.get('__records', ())) for group in groups) == 4 * min(80, number // 4)
    return function


def contenders(env, number):
    admin = env.ref('base.user_admin')
    groups = env.ref('support_council.group_manager') | env.ref('sales_team.group_sale_manager')
    admin.group_ids |= groups
    env = env(user=admin, context={'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
    present = ['|', ('date_end', '=', False), ('date_end', '>=', 'today')]
    return {
        'crm.lead': open_board(
            env,
            'crm.lead',
            [('type', '=', 'opportunity'), ('team_id.name', '=', TEAM)],
            number,
        ),
        'support.council': open_board(
            env, 'support.council', [('area_id.name', '=', AREA), *present], number
        ),
    }


def goal(spent, yardstick, number):
    ratio = 0.4 if number >= 100_000 else 0.5
    return f'{ratio}x', spent <= ratio * yardstick
