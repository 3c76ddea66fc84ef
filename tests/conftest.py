# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fixtures of the repository's own tests.

``make test`` names a database with all three addons in SUPPORT_TEST_DB; by hand:
``SUPPORT_TEST_DB=mine bin/run only tests/casebook -k ikeda``. Tests without these fixtures need
neither Odoo nor a database.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / 'bin/steps'))
sys.path.append(str(ROOT / 'bin'))


@pytest.fixture(scope='session')
def database():
    """Return the name of the database with all three addons."""
    name = os.environ.get('SUPPORT_TEST_DB')
    if not name:
        pytest.skip('SUPPORT_TEST_DB names no database: start make test, or see tests/conftest.py')
    return name


@pytest.fixture(scope='session')
def registry(database):
    """Load Odoo's registry of the test database, once for all tests."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-d', database, '--no-http'], setup_logging=False)
    return Registry(database)


@pytest.fixture(scope='module')
def shared_env(registry):
    """Return an environment for data that the tests of one module share.

    Everything is rolled back at its end.
    """
    from odoo.api import SUPERUSER_ID, Environment

    with registry.cursor() as cr:
        cr.commit = cr.flush  # nothing of a test may stay
        yield Environment(cr, SUPERUSER_ID, {'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
        cr.rollback()


@pytest.fixture
def env(shared_env):
    """Return an environment of one test; what it writes is taken back at its end."""
    cr = shared_env.cr
    shared_env.flush_all()
    cr.execute('SAVEPOINT one_test')
    yield shared_env
    shared_env.invalidate_all(flush=False)
    cr.execute('ROLLBACK TO SAVEPOINT one_test')
