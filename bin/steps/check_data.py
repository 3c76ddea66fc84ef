# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make check-data: compares reports, minutes and letters that are frozen with their checksums.

The database is $DB, else the demo city's. Ends with 1 when something is no longer what it was.
"""

import os
import subprocess

import demo
import postgres
import setup
from common import ROOT, Stop, main
from python_env import PYTHON


def command():
    environment, _started = setup.ensure()
    name = os.environ.get('DB') or demo.NAME
    if name not in postgres.databases():
        raise Stop(f'There is no database {name} here. Name yours: make check-data DB=...')
    checker = [PYTHON, ROOT / 'bin/steps/inside_check_data.py', name]
    return subprocess.run(checker, env=environment, cwd=ROOT, check=False).returncode


if __name__ == '__main__':
    main(command)
