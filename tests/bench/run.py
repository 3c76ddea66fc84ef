# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fill a database and measure in it; started by ``make bench``.

A benchmark is a module ``pN`` with ``TITLE``, ``SIZES`` ({size: number}), ``fill(env, number)`` and
``contenders(env, number)``, which returns functions by name, the yardstick first, and ``goal(spent,
yardstick, number)`` (in ms), which returns the goal as text and whether it is met. It may have
``ROUNDS`` of its own, and ``notes(env, number)``, which returns one more figure: what it is, its
value and its goal as texts, and whether that is met.

The last lines say which goals were met. A missed one is no error: seconds depend on the machine.
"""

import gc
import importlib
import statistics
import sys
import time
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config

BENCHMARKS = ['p1', 'p2', 'p3', 'p4', 'p10', 'p10_xlsx', 'p10_bundle']
ROUNDS = 11


def measure(env, functions, rounds=ROUNDS):
    """Call the functions in turn; return {name: (median ms, statements)} of all rounds."""
    times = {name: [] for name in functions}
    statements = {}
    for function in functions.values():  # warm
        undone(env, function)
    gc.disable()
    try:
        for _round in range(rounds):
            for name, function in functions.items():
                before = env.cr.sql_log_count
                times[name].append(undone(env, function))
                statements[name] = env.cr.sql_log_count - before - 2  # the savepoint's own
            gc.collect()
    finally:
        gc.enable()
    return {name: (statistics.median(values), statements[name]) for name, values in times.items()}


def undone(env, function):
    """Return the milliseconds of one call, whose effect is taken back.

    Records are not in the cache, as at the begin of a request; what Odoo keeps for long is.
    """
    env.invalidate_all()
    env.cr.execute('SAVEPOINT one_round')
    begin = time.perf_counter()
    function()
    spent = (time.perf_counter() - begin) * 1000
    env.cr.precommit.clear()
    env.invalidate_all(flush=False)
    env.cr.execute('ROLLBACK TO SAVEPOINT one_round')
    return spent


def report(benchmark, number, results, rounds=ROUNDS):
    """Print one benchmark; return (what, value, goal, met) of everything that has a goal."""
    (yardstick, (base, base_statements)), *others = results.items()
    print(f'\n{benchmark.TITLE} ({number:,}; medians of {rounds} interleaved rounds)')
    print(f'  {yardstick:<34} {base:8.2f} ms  {base_statements:4} statements')
    figures = []
    for name, (spent, statements) in others:
        goal, met = benchmark.goal(spent, base, number)
        ratio = f'{spent / base:.2f}x'
        print(f'  {name:<34} {spent:8.2f} ms  {statements:4} statements  {ratio}', flush=True)
        figures.append((f'{benchmark.TITLE}: {name}', ratio, goal, met))
    return figures


def summarize(figures):
    """Print the last lines: every goal, and how many were met."""
    print('\nGoals')
    for what, value, goal, met in figures:
        print(f'  {"met" if met else "MISSED":<6}  {what:<52} {value:>8}  at most {goal}')
    met = sum(figure[-1] for figure in figures)
    print(f'{met} met, {len(figures) - met} missed', flush=True)


def main(action, database, size):
    sys.path.insert(0, str(Path(__file__).parent))
    config.parse_config(['-d', database, '--no-http', '--log-level', 'warn'], setup_logging=True)
    figures = []
    with Registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'lang': 'ja_JP', 'tz': 'Asia/Tokyo'})
        for name in BENCHMARKS:
            benchmark = importlib.import_module(name)
            number = benchmark.SIZES[size]
            if action == 'fill':
                print(f'  {benchmark.TITLE}: {number:,}', flush=True)
                benchmark.fill(env, number)
                env.flush_all()
                cr.commit()
            else:
                rounds = getattr(benchmark, 'ROUNDS', ROUNDS)
                results = measure(env, benchmark.contenders(env, number), rounds)
                figures += report(benchmark, number, results, rounds)
                if hasattr(benchmark, 'notes'):
                    figures.append(benchmark.notes(env, number))
                cr.rollback()
        if action == 'fill':
            cr._cnx.autocommit = True
            cr.execute('VACUUM ANALYZE')
    if action == 'measure':
        summarize(figures)


if __name__ == '__main__':
    main(*sys.argv[1:])
