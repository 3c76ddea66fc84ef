# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P3: a card is dragged to another stage: with dated history and audit, crm with tracking.

Both sides get what the web client sends: ``web_save`` with the fields of the board's cards.
"""

TITLE = 'P3 drag to another stage'
SIZES = {'tiny': 100, 'small': 1_000, 'full': 10_000}


def fill(env, number):
    """Create as many councils and leads, spread over four stages each."""
    stages = env['support.council.stage'].search([])
    area = env['support.area'].create({'name': 'ベンチ区', 'is_tier2': True})
    councils = env['support.council'].create(
        [
            {
                'name': f'第{index}協議体',
                'area_id': area.id,
                'stage_id': stages[0].id,
            }
            for index in range(number)
        ]
    )
    assert len(councils) == number
    crm_stages = env['crm.stage'].search([])
    env['crm.lead'].with_context(tracking_disable=True).create(
        [
            {
                'name': f'商談{index}',
                'type': 'opportunity',
                'stage_id': crm_stages[index % len(crm_stages)].id,
            }
            for index in range(number)
        ]
    )


def card_fields(env, model):
    """Return the read specification of the fields on the cards of a model's board."""
    view = env[model].get_view(view_type='kanban')
    fields = env[model].fields_get(view['models'][model])
    named = {'fields': {'display_name': {}}}
    relations = ('many2one', 'many2many', 'one2many')
    return {name: named if field['type'] in relations else {} for name, field in fields.items()}


def drag(env, model, record, stages):
    specification = card_fields(env, model)

    def function():
        target = stages[1] if record.stage_id == stages[0] else stages[0]
        record.web_save({'stage_id': target.id}, specification)
        env.flush_all()
        env.cr.precommit.run()

    return function


def contenders(env, number):
    admin = env.ref('base.user_admin')
    groups = env.ref('support_council.group_manager') | env.ref('sales_team.group_sale_manager')
    admin.group_ids |= groups
    env = env(user=admin, context={'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
    lead = env['crm.lead'].search([('type', '=', 'opportunity')], limit=1)
    council = env['support.council'].search([('area_id.name', '=', 'ベンチ区')], limit=1)
    return {
        'crm.lead': drag(env, 'crm.lead', lead, env['crm.stage'].search([], limit=2)),
        'support.council': drag(
            env, 'support.council', council, env['support.council.stage'].search([], limit=2)
        ),
    }


def goal(spent, yardstick, _number):
    return '0.4x', spent <= 0.4 * yardstick
