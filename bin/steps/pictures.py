# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run pictures: take the pictures of docs/ from the demo city, in Japanese.

Works on a copy of the demo database with a server of its own, so the demo stays as it is.
"""

import subprocess

import databases
import demo
import odoo_source
import server
import setup
import system
from common import LOGS, OUT, ROOT, Stop, free_port, main, say
from python_env import PYTHON

NAME = 'support_pictures'
FOLDER = ROOT / 'docs/images'


def command():
    environment, _started = setup.ensure(dev=True, browser=True)
    chromium = system.chromium()
    if not chromium:
        raise Stop('No Chromium here: ask the administrator for the package chromium.')
    known = demo.ensure_demo(environment, odoo_source.ensure())
    databases.copy(demo.NAME, NAME)
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = LOGS / 'pictures-server.log'
    port = free_port(8169)
    process = server.start(environment, NAME, port, log)
    try:
        server.wait(process, port, log)
        say('pictures', f'taking them into {FOLDER.relative_to(ROOT)}')
        paper = next(OUT / name for name in known['files'] if name.endswith('.pdf'))
        taker = [PYTHON, ROOT / 'bin/steps/inside_pictures.py']
        done = subprocess.run(
            [*taker, server.address(port), chromium, paper, FOLDER],
            env=environment,
            cwd=ROOT,
            check=False,
        )
        return done.returncode
    finally:
        process.terminate()
        process.wait()
        databases.drop(NAME)


if __name__ == '__main__':
    main(command)
