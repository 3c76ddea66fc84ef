# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A submitted report outlives an upgrade; what is changed behind Odoo's back is found.

Works on a copy of the test database with a real ``odoo -u``, for an upgrade commits.
"""

import os
import shutil
import subprocess
from datetime import date

import pytest
from conftest import ROOT

DAY = date(2015, 5, 1)


@pytest.fixture(scope='module')
def copied(database):
    """Return the name of a copy of the test database, which others may be using meanwhile."""
    databases = pytest.importorskip('databases')
    if not shutil.which('pg_dump'):
        pytest.skip('pg_dump is not here')
    name = f'{database}_upgrade'
    databases.drop(name)
    subprocess.run(['createdb', name], check=True)
    with subprocess.Popen(['pg_dump', '--no-owner', database], stdout=subprocess.PIPE) as dump:
        subprocess.run(['psql', '-q', '-o', os.devnull, name], stdin=dump.stdout, check=True)
    assert dump.returncode == 0
    if (databases.FILES / database).exists():
        shutil.copytree(databases.FILES / database, databases.FILES / name, copy_function=os.link)
    yield name
    databases.drop(name)


def in_database(name, work):
    """Return ``work(env)``, which is kept; nothing of this process stays connected."""
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    config.parse_config(['-d', name, '--no-http'], setup_logging=False)
    try:
        with Registry(name).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {'lang': 'ja_JP', 'tz': 'Asia/Tokyo'}))
    finally:
        Registry.delete(name)
        close_db(name)


def submit(env):
    """Submit a report of a city with two areas; return its id."""
    from odoo.fields import Command

    visit = env.ref('support_council.activity_kind_visit')
    areas = env['support.area']
    city = areas.create({'name': '更新市', 'is_tier1': True})
    parts = areas.create([{'name': name, 'parent_id': city.id} for name in ('北', '南')])
    commission = env['support.commission'].create({'name': '更新前の事業'})
    env['support.activity'].create(
        {
            'date': DAY,
            'event_name': 'サロン',
            'area_id': parts[0].id,
            'area_ids': [Command.set(parts[1].ids)],
            'commission_id': commission.id,
            'count_ids': [Command.create({'kind_id': visit.id, 'quantity': 3})],
        }
    )
    form = env.ref('support_reports.form_quarterly')
    contract = env['support.contract'].create(
        {
            'name': '委託契約',
            'commission_id': commission.id,
            'date_start': date(2015, 4, 1),
            'date_end': date(2016, 3, 31),
            'area_id': city.id,
            'area_ids': [Command.set(parts.ids)],
            'form_line_ids': [Command.create({'form_id': form.id})],
        }
    )
    reports = contract.form_line_ids._create_reports(DAY)
    reports.text_ids.text = '特になし'
    reports[1:].action_review()
    reports[0]._submit()
    return reports[0].id


def evidence(env, report_id):
    """Return everything that was submitted: figures, texts, rows and bytes."""
    report = env['support.report'].browse(report_id)
    values = env['support.report.value'].search([('report_id', '=', report.id)], order='id')
    return (
        report.snapshot,
        report.checksum,
        report.state,
        [(value.month_key, value.indicator_id.id, value.value) for value in values],
        report.text_ids.mapped('text'),
        [(name, content) for name, content in report._render_files()],
    )


def odoo(name, *arguments):
    python = os.environ['PYTHON']
    command = [python, '-m', 'odoo', 'server', '-d', name, '--stop-after-init', '--no-http']
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def check_data(name):
    """Return the exit code of ``make check-data DB=name`` and what it says."""
    done = subprocess.run(
        [ROOT / 'bin/run', 'check_data'],
        env={**os.environ, 'DB': name},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_submitted_report_outlives_an_upgrade(copied):
    report_id = in_database(copied, submit)
    before = in_database(copied, lambda env: evidence(env, report_id))
    assert len(before[5]) == 2
    odoo(copied, '-u', 'support_council,support_resources,support_reports')
    assert in_database(copied, lambda env: evidence(env, report_id)) == before
    code, said = check_data(copied)
    assert code == 0, said

    def tamper(env):
        env.cr.execute(
            'UPDATE support_report_value SET value = value + 1 WHERE id ='
            ' (SELECT min(id) FROM support_report_value WHERE report_id = %s)',
            [report_id],
        )

    in_database(copied, tamper)
    code, said = check_data(copied)
    assert code == 1
    assert '更新市' in said
    assert 'records' in said
