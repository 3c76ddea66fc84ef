# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rights of every role on every model are those of tests/rights.csv, and its checker works."""

import io

import rights

ROW = {('support.need', 'reader'): ('1', '0', '0', '0', 'company')}


def test_the_database_has_the_agreed_rights(env):
    """A new model needs its rows: ``bin/rights DB --write`` adds them for the review."""
    assert rights.differences(rights.load(), rights.matrix(env)) == []


def test_equal_matrices_differ_in_nothing():
    assert rights.differences(ROW, dict(ROW)) == []


def test_a_model_without_a_row_is_named():
    assert rights.differences({}, ROW) == ['support.need: no row in tests/rights.csv for reader']


def test_a_model_without_any_row_is_one_line():
    found = {('support.need', role): ROW['support.need', 'reader'] for role in rights.ROLES}
    assert rights.differences({}, found) == [
        'support.need: no row in tests/rights.csv for all roles'
    ]


def test_a_row_without_a_model_is_named():
    (line,) = rights.differences(ROW, {})
    assert line == 'support.need: tests/rights.csv has rows without model or role for reader'


def test_a_differing_right_is_named():
    found = {('support.need', 'reader'): ('1', '0', '1', '0', '')}
    assert rights.differences(ROW, found) == [
        "support.need / reader: write is '1', tests/rights.csv says '0'",
        "support.need / reader: rows is '', tests/rights.csv says 'company'",
    ]


def test_written_and_read_again(tmp_path):
    stream = io.StringIO()
    rights.write(ROW, stream)
    path = tmp_path / 'rights.csv'
    path.write_text(stream.getvalue(), encoding='utf-8')
    assert rights.load(path) == ROW


def test_the_agreed_matrix_is_complete():
    """Every model has a row for every role; who has no group of ours may do nothing."""
    agreed = rights.load()
    models = {model for model, _role in agreed}
    assert agreed.keys() == {(model, role) for model in models for role in rights.ROLES}
    for (model, role), values in agreed.items():
        if role in ('internal', 'portal', 'private'):
            assert values[:4] == ('0', '0', '0', '0'), f'{role} has rights on {model}'
