#!/usr/bin/env python3
# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Find idioms that Odoo 19 dropped or silently ignores, and breaches of rules of this project.

Usage: bin/check_odoo19.py [FILE...]   (without files: everything below addons/) A line that must
stay as it is ends with the comment ``odoo19: ok (reason)``. Each rule carries a bad sample; the
tests try every one of them.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
HEADER = '# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).'
ALLOWED = re.compile(r'odoo19: ok \(.+\)')


class Rule(NamedTuple):
    """A pattern, the files it applies to, what to write instead, a sample that it must find."""

    name: str
    suffixes: tuple
    pattern: str
    remedy: str
    sample: str
    but_not_in: str = ''  # a pattern over the path


PY, XML, JS = ('.py',), ('.xml',), ('.js',)
VIEWS = (*XML, *PY)

RULES = [
    # views
    Rule(
        'attrs',
        XML,
        r'\sattrs="',
        'invisible="...", readonly="...", required="..."',
        '<field name="a" attrs="{}"/>',
    ),
    Rule(
        'states',
        XML,
        r'<(field|button|div)[^>]*\sstates="',
        'invisible="state != ..."',
        '<button name="a" states="b"/>',
    ),
    Rule('tree', XML, r'<tree[\s>]|type="tree"', '<list>', '<tree string="A">'),
    Rule(
        'view-mode-tree',
        VIEWS,
        r'view_mode.{0,12}\btree\b',
        'list,form',
        '<field name="view_mode">tree,form</field>',
    ),
    Rule(
        'group-expand',
        XML,
        r'<group[^>]*\sexpand=',
        '<group> without attributes in a search view',
        '<group expand="0" string="Group By">',
    ),
    Rule(
        'group-by-title',
        XML,
        r'<group[^>]*\sstring="Group By',
        '<group> without attributes in a search view',
        '<group string="Group By">',
    ),
    Rule(
        'kanban-box',
        XML,
        r'kanban-box|oe_kanban_|kanban_color\(|kanban_getcolor',
        '<t t-name="card">, highlight_color=',
        '<t t-name="kanban-box">',
    ),
    Rule('chatter', XML, r'oe_chatter', '<chatter/>', '<div class="oe_chatter">'),
    Rule('qweb-esc', (*XML, *JS), r'\bt-(esc|raw)=', 't-out=', '<span t-esc="a"/>'),
    Rule(
        'settings-divs',
        XML,
        r'app_settings_block|o_settings_container',
        '<app><block><setting>',
        '<div class="app_settings_block">',
    ),
    Rule(
        'xpath-label',
        XML,
        r'expr="[^"]*@(string|title|class)\b',
        'by @name, or hasclass()',
        '<xpath expr="//page[@string=\'A\']">',
    ),
    Rule(
        'python-dates-in-domain',
        XML,
        r'context_today\(\)|datetime\.timedelta',
        "'today -30d' in the domain",
        "domain=\"[('d', '>', context_today())]\"",
        r'/demo/|/data/',
    ),
    Rule(
        'cron-fields',
        XML,
        r'name="(numbercall|doall)"',
        'nothing: both are gone',
        '<field name="numbercall">-1</field>',
    ),
    Rule('groups-id', VIEWS, r'\bgroups_id\b', 'group_ids', 'user.groups_id'),
    Rule(
        'group-users',
        XML,
        r'model="res\.groups"(?:(?!</record>)[\s\S])*name="(users|category_id)"',
        'user_ids, privilege_id',
        '<record model="res.groups" id="g"><field name="users"/></record>',
    ),
    Rule(
        'odoo-openerp-data',
        XML,
        r'<openerp>|<odoo>\s*<data>',
        '<odoo> alone, or <odoo noupdate="1">',
        '<openerp><data>',
    ),
    # models
    Rule(
        'sql-constraints',
        PY,
        r'_sql_constraints',
        "_name = models.Constraint('...', 'message')",
        '_sql_constraints = []',
    ),
    Rule(
        'create-index',
        PY,
        r'CREATE (UNIQUE )?INDEX',
        "models.Index('(a, b)')",
        "cr.execute('CREATE INDEX x')",
    ),
    Rule(
        'expression',
        PY,
        r'odoo\.osv|expression\.(AND|OR|TRUE|FALSE)',
        'odoo.fields.Domain',
        'from odoo.osv import expression',
    ),
    Rule(
        'read-group',
        PY,
        r'\.read_group\(|def read_group\(',
        '_read_group(domain, groupby, aggregates)',
        "self.read_group([], ['a'], ['b'])",
    ),
    Rule(
        'underscore-import',
        PY,
        r'from odoo import [^\n]*\b_\b',
        'self.env._()',
        'from odoo import _, models',
    ),
    Rule(
        'translation-percent',
        PY,
        r"""\b_\((['"]).*\1\)\s*%""",
        "self.env._('... %(name)s', name=...)",
        "raise UserError(self.env._('a %s') % b)",
    ),
    Rule('name-get', PY, r'def name_get\(', '_compute_display_name', 'def name_get(self):'),
    Rule(
        'route-json',
        PY,
        r"""type=(['"])json\1""",
        "type='jsonrpc'",
        "@http.route('/a', type='json')",
    ),
    Rule('xmlrpc', PY, r'\bxmlrpc\b', 'POST /json/2/...', 'import xmlrpc.client'),
    Rule(
        'sql-text',
        PY,
        r"""execute\(\s*(f['"]|(['"]).*\2\s*(%|\.format))""",
        'SQL(...) with parameters',
        "self.env.cr.execute(f'SELECT {a}')",
    ),
    Rule(
        'short-cuts',
        PY,
        r'self\._(cr|uid|context)\b',
        'self.env.cr, .uid, .context',
        'self._cr.execute(query)',
    ),
    Rule(
        'group-operator',
        PY,
        r'\bgroup_operator\b',
        'aggregator',
        "a = fields.Integer(group_operator='sum')",
    ),
    Rule(
        'create-single',
        PY,
        r'@api\.model\s+def create\(',
        '@api.model_create_multi def create(self, vals_list)',
        '@api.model\n    def create(self, vals):',
    ),
    Rule(
        'hook-arguments',
        PY,
        r'def \w*(hook|init)\w*\(cr, \w+\)',
        'def hook(env)',
        'def post_init_hook(cr, registry):',
    ),
    Rule(
        'group-expand-order',
        PY,
        r'def _\w*(group_expand|read_group)\w*\(self, \w+, domain, order\)',
        '(self, records, domain)',
        'def _read_group_stage_ids(self, stages, domain, order):',
    ),
    Rule(
        'check-access',
        PY,
        r'check_access_(rights|rule)\(',
        "check_access('write'), has_access('read')",
        "self.check_access_rights('write')",
    ),
    Rule(
        'user-has-groups',
        PY,
        r'user_has_groups\(',
        'self.env.user.has_group()',
        "self.user_has_groups('a.b')",
    ),
    Rule(
        'renamed-methods',
        PY,
        r'toggle_active|_check_recursion\(',
        'action_archive, _has_cycle()',
        'self.toggle_active()',
    ),
    Rule(
        'field-parameters',
        PY,
        r'track_visibility|\bstates=\{|auto_join=|\bunaccent=',
        'tracking=True; readonly= in the view; bypass_search_access=True',
        "a = fields.Char(track_visibility='always')",
    ),
    Rule('partner-fields', PY, r'partner\w*\.(mobile|title)\b', 'phone', 'self.partner_id.mobile'),
    Rule(
        'command-tuples',
        VIEWS,
        r'eval="[^"]*\(\s*4\s*,\s*(ref\(|[^,()]*\))'
        r'|\(\s*6\s*,\s*(0|_|False)\s*,|\[\(\s*4\s*,(?! id\)\])',
        'Command.set(), .link(), .create()',
        "{'a_ids': [(6, 0, ids)]}",
    ),
    Rule(
        'test-imports',
        PY,
        r'odoo\.tests\.common|SavepointCase',
        'from odoo.tests import Form, TransactionCase',
        'from odoo.tests.common import Form',
    ),
    Rule(
        'api-decorators', PY, r'@api\.(returns|one|multi)\b', 'nothing: they are gone', '@api.multi'
    ),
    Rule(
        'name-search-args',
        PY,
        r'name_search\([^)]*\bargs=',
        'name_search(name, domain)',
        "def name_search(self, name='', args=None):",
    ),
    Rule('old-urls', (*PY, *JS), r'/web#', '/odoo/...', "self.start_tour('/web#id=1', 'a')"),
    Rule(
        'odoo-module-comment',
        JS,
        r'@odoo-module',
        'nothing: every file is a module',
        '/** @odoo-module **/',
    ),
    Rule(
        'tuple-in-assert-raises',
        PY,
        r'assertRaises\(\(',
        'one error',
        'with self.assertRaises((A, B)):',
    ),
    # this project
    Rule(
        'today',
        PY,
        r'\bDate\.today|\bdate\.today\(|Date\.context_today|\bdatetime\.(now|today|utcnow)\(',
        'env.company._support_today(): a day is that of Japan',
        'fields.Date.today()',
    ),
    Rule(
        'commit', PY, r'\bcr\.commit\(', "env['ir.cron']._commit_progress()", 'self.env.cr.commit()'
    ),
    Rule(
        'private-data-in-log',
        PY,
        r'_logger\.\w+\([^)]*\b(name|kana|email|phone|street|birth\w*|display_name|login|vals)\b',
        'ids only',
        "_logger.info('saved %s', person.name)",
    ),
]


def findings(path, text):
    """Return (line number, rule) for everything that the rules find in a file's text."""
    lines = text.splitlines()
    found = []
    for rule in RULES:
        if path.suffix not in rule.suffixes or (
            rule.but_not_in and re.search(rule.but_not_in, path.as_posix())
        ):
            continue
        for match in re.finditer(rule.pattern, text):
            number = text.count('\n', 0, match.start()) + 1
            if not ALLOWED.search(lines[number - 1]):
                found.append((number, rule))
    return found


def header_is_missing(text):
    lines = text.splitlines()
    first = (
        lines[1] if lines and lines[0].startswith('#!') and len(lines) > 1 else (lines or [''])[0]
    )
    return bool(lines) and first != HEADER


def main(arguments):
    only_headers = '--headers' in arguments
    paths = [Path(argument) for argument in arguments if argument != '--headers']
    paths = paths or [
        path
        for path in sorted((ROOT / 'addons').rglob('*'))
        if path.suffix in ('.py', '.xml', '.js')
    ]
    count = 0
    for path in paths:
        if '/static/lib/' in path.as_posix():
            continue
        text = path.read_text(encoding='utf-8')
        shown = path.relative_to(ROOT) if path.is_absolute() and path.is_relative_to(ROOT) else path
        found = [] if only_headers else findings(path, text)
        for number, rule in sorted(found, key=lambda item: item[0]):
            count += 1
            print(f'{shown}:{number}: {rule.name}: write {rule.remedy}')
        if path.suffix == '.py' and header_is_missing(text):
            count += 1
            print(f'{shown}:1: header: the first line is "{HEADER}"')
    return 1 if count else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
