# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make test: the addons in Odoo's runner, the repository's own tests by pytest, two at a time.

The first lane installs support_council alone, with its tests; the second one the addons that build
on it, with theirs, and then runs what needs all of them. The browser's tests have a copy of that
database, in the first lane: nobody may be in a database while it is copied.

The last line is ``N passed, N failed, N skipped``. A log line of level WARNING or above counts as a
failure unless tests/known_warnings.txt knows it, and so does a browser test that was skipped where
Chromium could be installed.
"""

import concurrent.futures
import os
import threading
import time
import xml.etree.ElementTree as ElementTree

import databases
import odoo_log
import odoo_source
import postgres
import setup
import system
from common import ADDONS, LOCAL, LOGS, ROOT, Stop, free_port, main, remove, run, say, stop_children
from python_env import PYTHON

NAME = 'support_test'
FIRST, *OTHERS = ADDONS
ALONE = f'{NAME}_first'
COMPLETE = f'{NAME}_complete'
BUDGET_MINUTES, WARN_MINUTES = 15, 13
# Before the first tour Odoo builds the scripts of every active page: half of that minute is for
# pages that no test opens.
ARCHIVE_UNUSED_PAGES = """
    UPDATE ir_ui_view
       SET active = false
     WHERE key IN (
        'mail.discuss_public_channel_template',
        'web.qunit_suite',
        'web.test_helpers',
        'web.unit_tests_suite'
     )
"""
# Arguments of pytest by title; what needs a browser and what needs facts of municipalities is timed
# on its own.
SUITES = {
    'repository': ['tests', '--ignore=tests/browser', '--ignore=tests/casebook'],
    'casebook': ['tests/casebook'],
    'browser': ['tests/browser'],
}


class Report:
    """Collects results and minutes part by part and prints them."""

    def __init__(self):
        self.total = odoo_log.Result()
        self.parts = []
        self.begin = time.monotonic()
        self.lock = threading.Lock()

    def add(self, title, function, *arguments):
        """Run a part of the tests: ``function(*arguments)`` returns its Result."""
        begin = time.monotonic()
        result = function(*arguments)
        with self.lock:
            self.spent(title, begin)
            self.total += result
        say(
            'test',
            f'{title}: {result.passed} passed, {result.failed} failed, {result.skipped} skipped',
        )

    def spent(self, title, begin):
        """Note the minutes of a part that began at a time of the monotonic clock."""
        self.parts.append((title, (time.monotonic() - begin) / 60))

    def close(self):
        """Print what failed, minutes per part and the last line; return the exit code."""
        for heading, lines in (
            ('Failed:', self.total.failures),
            (
                'Unexpected lines in the log (mend them, or see tests/known_warnings.txt):',
                self.total.unexpected,
            ),
        ):
            if lines:
                print('\n'.join(['', heading, *(f'  {line}' for line in dict.fromkeys(lines))]))
        minutes = (time.monotonic() - self.begin) / 60
        total = self.total
        print(
            '\nMinutes:',
            ', '.join(f'{title} {spent:.1f}' for title, spent in self.parts),
            f'- {minutes:.1f} in all, two at a time',
        )
        if minutes > WARN_MINUTES:
            print(f'Slow: {minutes:.1f} minutes; the budget is {BUDGET_MINUTES}.')
        print(
            f'\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped',
            flush=True,
        )
        return 1 if self.total.failed or not self.total.tests else 0


def checked(result, title):
    """Turn unexpected log lines and avoidable skips into failures of their own."""
    if result.unexpected and not result.failed:
        result.tests += 1
        result.failed += 1
        result.failures.append(f'{title}: {len(result.unexpected)} unexpected line(s) in the log')
    if result.without_browser and system.can_install():
        result.tests += 1
        result.failed += 1
        result.failures.append(
            f'{title}: {result.without_browser} browser test(s) skipped, though Chromium could come'
        )
    return result


def addon_tests(environment, database, addon, patterns):
    """Install an addon into a database with its own tests, and return their Result."""
    say('test', f'{addon}: installing it with its tests')
    log = LOGS / f'test-{addon}.log'
    remove(log)
    command = [
        PYTHON,
        '-m',
        'odoo',
        'server',
        '-d',
        database,
        '-i',
        addon,
        '--test-tags',
        f'/{addon}',
        '--stop-after-init',
        '--http-port',
        # not the one that the other lane is about to take
        str(free_port(18800 if addon == FIRST else 18850)),
        '--logfile',
        log,
        '--log-level',
        'info',
    ]
    crashed = None
    try:
        run(
            f'run-{addon}',
            command,
            '',
            note=lambda _line: f'{addon}: {_last_module(log)}',
            env=environment,
            cwd=ROOT,
        )
    except Stop as error:
        crashed = str(error)
    result = odoo_log.judge(_lines(log), patterns)
    if (crashed and not result.failed) or not result.tests:
        result.tests += 1
        result.failed += 1
        tail = '\n    '.join(_lines(log)[-12:])
        result.failures.append(
            f'{addon}: {"not installed" if crashed else "no test ran"}\n    {tail}'
        )
    return checked(result, addon)


def _lines(log):
    return log.read_text(encoding='utf-8', errors='replace').splitlines() if log.exists() else []


def _last_module(log):
    """Tell how far the runner is, from the end of its log."""
    for line in reversed(_lines(log)[-200:]):
        found = odoo_log.LINE.match(line)
        if found and (found['text'].startswith('Starting ') or 'Loading module' in found['text']):
            return found['text'].removesuffix(' ...')
    return 'starting'


def pytest_suite(environment, database, title, patterns):
    """Run a suite by pytest; return its Result, the lines of the servers it started included."""
    arguments = SUITES[title]
    if not any(ROOT.joinpath(path).exists() for path in arguments if not path.startswith('-')):
        return odoo_log.Result()
    junit = LOCAL / f'junit-{title}.xml'
    server_log = LOGS / f'test-{title}-server.log'
    remove(junit)
    remove(server_log)
    command = [PYTHON, '-m', 'pytest', *arguments, '-q', f'--junitxml={junit}']
    variables = {'SUPPORT_TEST_DB': database, 'SUPPORT_SERVER_LOG': str(server_log)}
    crashed = None
    try:
        run(
            'test',
            command,
            '',
            note=lambda line: line.strip() and f'{title}: {line.strip()[:90]}',
            cwd=ROOT,
            env={**environment, **variables},
        )
    except Stop as error:
        crashed = str(error)
    result = odoo_log.Result()
    if junit.exists():
        for case in ElementTree.parse(junit).iter('testcase'):
            result.tests += 1
            if case.find('failure') is not None or case.find('error') is not None:
                result.failed += 1
                problem = (
                    case.find('failure') if case.find('failure') is not None else case.find('error')
                )
                message = (problem.get('message') or '').splitlines()
                result.failures.append(
                    f'{case.get("classname")}.{case.get("name")}: {message[0] if message else ""}'
                )
            elif case.find('skipped') is not None:
                result.skipped += 1
                result.without_browser += 'No Chromium' in (
                    case.find('skipped').get('message') or ''
                )
    if crashed and not result.failed and result.tests:
        result.tests += 1
        result.failed += 1
        result.failures.append(f'{title}: pytest stopped early\n{crashed}')
    result.unexpected = odoo_log.judge(_lines(server_log), patterns).unexpected
    return checked(result, title)


def first_lane(report, environment, patterns, complete):
    """Test the first addon where nothing of the others is, and all of them in a browser."""
    report.add(FIRST, addon_tests, environment, ALONE, FIRST, patterns)
    complete.wait()
    report.add('browser', pytest_suite, environment, COMPLETE, 'browser', patterns)


def second_lane(report, environment, patterns, complete):
    """Test the other addons, and then what needs all of them."""
    try:
        databases.install('test', environment, NAME, FIRST)
        for addon in OTHERS:
            report.add(addon, addon_tests, environment, NAME, addon, patterns)
        databases.copy(NAME, COMPLETE)
    finally:
        complete.set()
    for title in ('repository', 'casebook'):
        report.add(title, pytest_suite, environment, NAME, title, patterns)


def command():
    report = Report()
    environment, started = setup.ensure(dev=True, browser=True)
    patterns = odoo_log.known_warnings()
    base = databases.base('test', environment, odoo_source.ensure())
    for name in (ALONE, NAME):
        databases.copy(base, name)
        postgres.query(name, ARCHIVE_UNUSED_PAGES)
    report.spent('set-up', report.begin)
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as other:
            complete = threading.Event()
            first = other.submit(first_lane, report, environment, patterns, complete)
            try:
                second_lane(report, environment, patterns, complete)
            except BaseException:
                stop_children()
                raise
            first.result()
    finally:
        if started and os.environ.get('CI'):
            postgres.stop()
    return report.close()


if __name__ == '__main__':
    main(command)
