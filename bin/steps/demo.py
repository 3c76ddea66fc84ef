# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make demo, make report: a fictitious city, its report in out/, a server on localhost."""

import datetime
import json
import os
import sys

import databases
import odoo_source
import postgres
import server
import setup
from common import ADDONS, LOCAL, OUT, ROOT, Stop, main, read, run, say, write
from python_env import PYTHON

NAME = 'support_demo'
STATE = LOCAL / 'demo.json'


def ensure_demo(environment, home, again=False):
    """Create or update the demo database and its report.

    Return what inside_demo.py told: files and logins.
    """
    code = databases.addons_hash()
    exists = NAME in postgres.databases()
    known = json.loads(read(STATE) or '{}') if exists else {}
    # a new month may complete a quarter
    key = {'code': code, 'month': f'{datetime.date.today():%Y-%m}'}
    files_there = all((OUT / name).exists() for name in known.get('files', ['missing']))
    if not again and files_there and {name: known.get(name) for name in key} == key:
        return known
    if not exists:
        fresh = f'{NAME}_new'
        databases.copy(databases.base('demo', environment, home), fresh)
        say('demo', 'installing our three addons')
        databases.install('demo', environment, fresh, ADDONS[-1])
        with databases.building_assets(environment, fresh):
            known = _inside(environment, fresh)
        databases.rename(fresh, NAME)
    else:
        if known.get('code') != code:
            say('demo', 'the addons have changed: updating the database')
            options = [
                '-d',
                NAME,
                '-i',
                ADDONS[-1],
                '-u',
                ','.join(ADDONS),
                '--stop-after-init',
                '--no-http',
            ]
            databases.odoo('demo', environment, 'server', *options)
        with databases.building_assets(environment, NAME):
            known = _inside(environment, NAME)
    write(STATE, json.dumps({**known, **key}))
    return known


def _inside(environment, name):
    say('demo', 'loading the city and writing its quarterly report')
    answer = {}

    def note(line):
        if line.startswith('{'):
            answer.update(json.loads(line))
        return line.strip() if line.startswith('demo ') else None

    command = [PYTHON, ROOT / 'bin/steps/inside_demo.py', name, OUT]
    run('demo', command, databases.REMEDY, note=note, env=environment, cwd=ROOT)
    if not answer.get('files'):
        raise Stop('The demo city has no quarterly report: see .local/log/demo.log.')
    return answer


def command():
    only_report = '--report' in sys.argv
    wanted = int(os.environ.get('PORT') or 8069)
    detach = os.environ.get('DETACH') not in (None, '', '0')
    running = server.running()
    if running and not only_report:
        print(f'The demo is already running: {running}  (make stop ends it)')
        return 0
    environment, _started = setup.ensure(browser=False)
    home = odoo_source.ensure()
    known = ensure_demo(environment, home, again=only_report)
    lines = [f'  out/{name}' for name in known['files']]
    print('\n'.join(['', 'The quarterly report of the demo city:', *lines]), flush=True)
    if only_report:
        return 0
    return server.serve(environment, NAME, wanted, detach, known['logins'])


if __name__ == '__main__':
    main(command)
