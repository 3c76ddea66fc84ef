# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the log of Odoo: results of tests, skipped tests, and lines that should not be there."""

import re
from dataclasses import dataclass, field

from common import ROOT, Stop, read

KNOWN = ROOT / 'tests/known_warnings.txt'
LINE = re.compile(r'^\d{4}-\d\d-\d\d \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[^:]+): (?P<text>.*)')
RESULT = re.compile(r'(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<tests>\d+) tests')
FAILURE = re.compile(r'^(FAIL|ERROR): ')
NO_BROWSER = 'Chrome executable not found'


@dataclass
class Result:
    """What one run of tests gave."""

    tests: int = 0
    failed: int = 0
    skipped: int = 0
    without_browser: int = 0
    failures: list = field(default_factory=list)
    unexpected: list = field(default_factory=list)

    @property
    def passed(self):
        return self.tests - self.failed - self.skipped

    def __iadd__(self, other):
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


def known_warnings():
    """Return the patterns of tests/known_warnings.txt.

    Each must stand below a comment that names its source.
    """
    patterns = []
    explained = False
    for number, line in enumerate(read(KNOWN).splitlines(), 1):
        if line.startswith('#'):
            explained = True
        elif line.strip():
            if not explained:
                raise Stop(
                    f'tests/known_warnings.txt, line {number}: '
                    'put a comment with the source above the pattern.'
                )
            patterns.append(re.compile(line))
        else:
            explained = False
    return patterns


def judge(lines, patterns):
    """Return the Result that the lines of a log tell."""
    result = Result()
    for line in lines:
        found = LINE.match(line)
        if not found:
            continue
        level, logger, text = found['level'], found['logger'], found['text']
        counted = RESULT.match(text)
        if logger == 'odoo.tests.result' and counted:
            result.failed += int(counted['failed']) + int(counted['errors'])
            result.tests += int(counted['tests'])
        elif level == 'INFO' and text.startswith('skipped '):
            result.skipped += 1
            result.without_browser += NO_BROWSER in text
        elif FAILURE.match(text):
            result.failures.append(text)
        elif level in ('WARNING', 'ERROR', 'CRITICAL') and not any(
            pattern.search(line) for pattern in patterns
        ):
            result.unexpected.append(line)
    return result
