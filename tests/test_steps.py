# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scripts behind make: what they read from logs, choose as places, and refuse."""

import re
import socket

import common
import debian
import odoo_log
import odoo_source
import postgres
import pytest

LOG = """\
2026-10-01 03:00:00,123 42 INFO t odoo.addons.support_x.tests.test_a: Starting TestA.test_x ...
2026-10-01 03:00:00,124 42 INFO t odoo.addons.support_x.tests.test_a: skipped TestA.test_y : why
2026-10-01 03:00:00,125 42 ERROR t odoo.addons.support_x.tests.test_a: FAIL: TestA.test_z
Traceback (most recent call last):
2026-10-01 03:00:01,000 42 WARNING t odoo.modules: a known line
2026-10-01 03:00:01,001 42 WARNING t odoo.modules: an unknown line
2026-10-01 03:00:02,000 42 ERROR t odoo.tests.result: 1 failed, 0 error(s) of 3 tests when loading
"""


def test_a_log_is_counted():
    result = odoo_log.judge(LOG.splitlines(), [re.compile('a known line')])
    assert (result.passed, result.failed, result.skipped) == (1, 1, 1)
    assert result.failures == ['FAIL: TestA.test_z']
    assert len(result.unexpected) == 1
    assert 'an unknown line' in result.unexpected[0]


def test_a_tour_without_browser_is_noted():
    line = '2026-10-01 03:00:00,124 42 INFO t odoo.tests: skipped T.t : Chrome executable not found'
    assert odoo_log.judge([line], []).without_browser == 1


def test_a_known_warning_names_its_source(tmp_path, monkeypatch):
    known = tmp_path / 'known_warnings.txt'
    monkeypatch.setattr(odoo_log, 'KNOWN', known)
    known.write_text('# odoo/a.py: cannot be avoided\nfirst\nsecond\n')
    assert [pattern.pattern for pattern in odoo_log.known_warnings()] == ['first', 'second']
    known.write_text('# odoo/a.py: cannot be avoided\nfirst\n\nsecond\n')
    with pytest.raises(common.Stop, match='line 4'):
        odoo_log.known_warnings()


def test_a_wrong_odoo_home_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv('ODOO_HOME', str(tmp_path))
    with pytest.raises(common.Stop, match='holds no Odoo') as error:
        odoo_source.find()
    assert '\n' not in str(error.value)
    package = tmp_path / 'odoo'
    package.mkdir()
    (package / 'release.py').write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    with pytest.raises(common.Stop, match=r'found: 18\.0'):
        odoo_source.find()
    (package / 'release.py').write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    assert odoo_source.find() == tmp_path


def test_a_half_written_odoo_is_not_taken(tmp_path, monkeypatch):
    monkeypatch.delenv('ODOO_HOME', raising=False)
    monkeypatch.setattr(odoo_source, 'HOME', tmp_path)
    monkeypatch.setattr(odoo_source, 'STAMP', tmp_path / '.complete')
    (tmp_path / 'odoo').mkdir()
    (tmp_path / 'odoo/release.py').write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    assert odoo_source.find() is None


def test_a_taken_port_gives_the_next():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert common.free_port(port) > port


def test_a_long_path_gets_a_short_socket(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, 'LOCAL', tmp_path / ('long' * 30))
    path = postgres.socket_folder() / postgres.SOCKET_NAME
    assert len(str(path)) <= postgres.LONGEST_SOCKET


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, '_account', lambda: None)
    monkeypatch.setattr(postgres.os, 'geteuid', lambda: 12345)
    with pytest.raises(common.Stop, match='belongs to somebody else'):
        postgres._own(tmp_path)


def test_a_database_url_is_understood(monkeypatch):
    monkeypatch.setenv('DATABASE_URL', 'postgresql://user:pa%40ss@db.example:5433/x')
    assert postgres.external() == {
        'PGHOST': 'db.example',
        'PGPORT': '5433',
        'PGUSER': 'user',
        'PGPASSWORD': 'pa@ss',
    }


def test_the_mirror_can_be_named(monkeypatch):
    monkeypatch.setenv('DEBIAN_MIRROR', 'http://mirror.example/debian')
    assert debian.mirrors() == ['http://mirror.example/debian']


def test_a_failed_step_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(common, 'ROOT', tmp_path)
    monkeypatch.setattr(common, 'LOGS', tmp_path / 'log')
    with pytest.raises(common.Stop) as error:
        common.run('try', ['sh', '-c', 'echo what happened; exit 3'], 'Do this.')
    assert 'what happened' in str(error.value)
    assert 'Do this.' in str(error.value)
