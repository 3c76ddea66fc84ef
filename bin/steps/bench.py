# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make bench SIZE=tiny|small|full: we against core crm and raw SQL, in a database of its own.

Machines differ and are noisy, so only ratios count: the rounds of both sides are interleaved in one
run (tests/bench/run.py).
"""

import os
import subprocess

import databases
import odoo_source
import postgres
import setup
from common import ADDONS, LOCAL, ROOT, Stop, main, read, say, write
from python_env import PYTHON

SIZES = ('tiny', 'small', 'full')


def command():
    size = os.environ.get('SIZE') or 'tiny'
    if size not in SIZES:
        raise Stop(f'SIZE={size} is not one of {", ".join(SIZES)}.')
    environment, _started = setup.ensure(dev=True)
    name = f'support_bench_{size}'
    stamp = LOCAL / f'{name}.stamp'
    code = databases.addons_hash()
    runner = [PYTHON, ROOT / 'tests/bench/run.py']
    if read(stamp) != code or name not in postgres.databases():
        fresh = f'{name}_new'
        base = databases.base('bench', environment, odoo_source.ensure())
        databases.copy(base, fresh)
        say('bench', 'installing crm and our addons')
        databases.install('bench', environment, fresh, f'crm,{ADDONS[-1]}')
        say('bench', f'filling the database ({size})')
        subprocess.run([*runner, 'fill', fresh, size], env=environment, cwd=ROOT, check=True)
        databases.rename(fresh, name)
        write(stamp, code)
    done = subprocess.run([*runner, 'measure', name, size], env=environment, cwd=ROOT, check=False)
    return done.returncode


if __name__ == '__main__':
    main(command)
