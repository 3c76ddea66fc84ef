# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server with the demo city and a browser page that notes what its console says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# what keeps Chromium quiet where there is no network; root cannot have a sandbox
FLAGS = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    *(['--no-sandbox'] if os.geteuid() == 0 else []),
]
# the web client asks for these and lives without them; nothing of ours
HARMLESS = ('Download the React DevTools',)


@pytest.fixture(scope='session')
def demo_database(database):
    """Copy the test database and load the demo city into the copy, as make demo does."""
    import databases
    import postgres

    name = f'{database}_city'
    databases.copy(database, name)
    out = ROOT / '.local/test-out'
    command = [sys.executable, ROOT / 'bin/steps/inside_demo.py', name, out]
    with databases.building_assets(dict(os.environ), name):
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert not done.returncode, done.stdout[-3000:] + done.stderr[-3000:]
    yield name
    postgres.query('postgres', f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope='session')
def server(demo_database):
    """Serve the demo city; return its address."""
    import server as servers
    from common import free_port

    log = Path(os.environ.get('SUPPORT_SERVER_LOG') or ROOT / '.local/log/test-browser-server.log')
    port = free_port(18900)
    process = servers.start(dict(os.environ), demo_database, port, log)
    servers.wait(process, port, log)
    yield servers.address(port)
    process.terminate()
    process.wait(30)


@pytest.fixture(scope='session')
def browser():
    """Start Debian's Chromium (or Chrome)."""
    import system
    from playwright.sync_api import sync_playwright

    path = system.chromium()
    if not path:
        pytest.skip('No Chromium here: apt-get install chromium')
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Console(list):
    """The errors that the pages of a test logged."""

    def note(self, message):
        if message.type == 'error' and not any(text in message.text for text in HARMLESS):
            self.append(message.text)


@pytest.fixture
def console():
    return Console()


@pytest.fixture
def page(browser, server, console):
    """Return a Japanese page; the test fails when its console shows an error."""
    context = browser.new_context(
        base_url=server,
        locale='ja-JP',
        timezone_id='Asia/Tokyo',
        viewport={'width': 1366, 'height': 900},
        accept_downloads=True,
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.on('console', console.note)
    page.on('pageerror', lambda error: console.append(str(error)))
    yield page
    context.close()
    assert not console, f'console errors: {console}'


@pytest.fixture(scope='session')
def sessions():
    """Keep the cookies of each person who logged in, so that each does it once."""
    return {}


@pytest.fixture
def login(page, sessions):
    """Return a function that logs in; the demo's passwords are the logins."""

    def log_in(name):
        if name in sessions:
            page.context.add_cookies(sessions[name])
            return page
        page.goto('/web/login')
        page.fill('input[name=login]', name)
        page.fill('input[name=password]', name)
        page.click('.oe_login_buttons button[type=submit]')
        page.wait_for_selector('.o_main_navbar')
        sessions[name] = page.context.cookies()
        return page

    return log_in
