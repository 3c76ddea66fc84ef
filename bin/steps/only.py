# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run only ARGUMENT...: the repository's own tests, without the addons' tests before them.

The database is $SUPPORT_TEST_DB, else the one that the last make test left.
"""

import os
import sys

import setup
import test
from common import ROOT, main
from python_env import PYTHON


def command():
    environment, _started = setup.ensure(dev=True)
    environment.setdefault('SUPPORT_TEST_DB', test.NAME)
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), '-m', 'pytest', *sys.argv[1:]], environment)


if __name__ == '__main__':
    main(command)
