# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""P10: all papers of a quarter in one go, XLSX and PDF, against the same papers one by one.

One by one means: as somebody would fetch them, each in a request of its own.
"""

TITLE = 'P10 all papers of a quarter'
SIZES = {'tiny': 4, 'small': 10, 'full': 26}
ROUNDS = 3
FACTOR = 1.1


def fill(env, number):
    """Add sheets of single areas to the report of P1."""
    city = env['support.report'].search([('contract_id.name', '=', 'ベンチ')], limit=1)
    areas = city.contract_id.area_ids.sorted()[:number]
    env['support.report'].create(
        [
            {
                'contract_id': city.contract_id.id,
                'form_id': city.form_id.id,
                'date_start': city.date_start,
                'date_end': city.date_end,
                'scope': 'area',
                'area_id': area.id,
                'parent_id': city.id,
            }
            for area in areas
        ]
    )


def contenders(env, number):
    city = env['support.report'].search(
        [('contract_id.name', '=', 'ベンチ'), ('scope', '=', 'city')]
    )
    reports = city | city.child_ids
    assert len(reports) == number + 1

    def one_by_one():
        for report in reports:
            env.invalidate_all()
            report._render_files()

    def in_one_go():
        job = env['support.job'].browse(city.action_bundle()['res_id'])
        while job.state in ('waiting', 'running'):
            job._run_step()
        assert job.state == 'done', job.message
        env.flush_all()

    return {
        f'{len(reports)} reports one by one': one_by_one,
        'one ZIP in the background': in_one_go,
    }


def goal(spent, yardstick, _number):
    return f'{FACTOR}x', spent <= FACTOR * yardstick
