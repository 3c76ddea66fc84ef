# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The checker of old idioms finds each bad sample and leaves good code alone."""

from pathlib import Path

import check_odoo19
import pytest

GOOD = """from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tests import TransactionCase


class SupportThing(models.Model):
    _name = 'support.thing'
    _name_uniq = models.Constraint('unique(name)', 'The name is taken.')

    group_ids = fields.Many2many('res.groups', tracking=True)
    amount = fields.Integer(aggregator='sum')

    @api.model_create_multi
    def create(self, vals_list):
        _logger.info('%s things', len(vals_list))
        today = self.env.company._support_today()
        self._read_group([], ['name'], ['__count'])
        raise ValueError(self.env._('%(day)s is taken', day=today))
"""


@pytest.mark.parametrize('rule', check_odoo19.RULES, ids=lambda rule: rule.name)
def test_each_rule_finds_its_sample(rule):
    path = Path(f'addons/support_x/models/sample{rule.suffixes[0]}')
    names = [found.name for _number, found in check_odoo19.findings(path, rule.sample)]
    assert rule.name in names


def test_good_code_passes():
    assert check_odoo19.findings(Path('addons/support_x/models/good.py'), GOOD) == []


def test_a_line_with_a_reason_passes():
    path = Path('addons/support_x/models/a.py')
    assert check_odoo19.findings(path, 'cr.commit()')
    assert not check_odoo19.findings(path, 'cr.commit()  # odoo19: ok (a cursor of its own)')
    assert check_odoo19.findings(path, 'cr.commit()  # odoo19: ok'), 'a reason is asked for'


def test_the_header_comes_first():
    assert check_odoo19.header_is_missing('import os\n')
    assert not check_odoo19.header_is_missing(f'{check_odoo19.HEADER}\nimport os\n')
    assert not check_odoo19.header_is_missing(f'#!/usr/bin/env python3\n{check_odoo19.HEADER}\n')
    assert not check_odoo19.header_is_missing('')
