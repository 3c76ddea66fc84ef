# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run setup [--dev] [--browser]: fetch what Odoo needs; nothing when it is there."""

import os
import shlex
import sys
import threading

import debian
import odoo_source
import postgres
import python_env
import system
from common import LOCAL, ROOT, Stop, main, read, say, setup_lock, write

CONF = LOCAL / 'odoo.conf'
DATA = LOCAL / 'data'
NO_BYTECODE = 'PYTHONDONTWRITEBYTECODE'
FONTS = LOCAL / 'fonts.conf'
FONTS_TEXT = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>{unpacked}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def ensure(dev=False, browser=False):
    """Fetch and start what is missing.

    Return the environment for Odoo's process and whether PostgreSQL was started.
    """
    if 'ODOO_HOME' in os.environ:
        odoo_source.find()  # a wrong one is told before anything is fetched
    with setup_lock():
        packages = system.missing(browser, postgres=not postgres.external())
        wanted = {'system': lambda: system.ensure(packages)} if packages else {}
        if not odoo_source.find():
            wanted['odoo'] = odoo_source.ensure
        python_first = 'python3-venv' in packages
        if not python_env.is_complete('requirements.lock') or (
            dev and not python_env.is_complete('requirements-dev.lock')
        ):
            wanted['python'] = lambda: python_env.ensure(dev)
        if python_first:
            wanted.pop('system')()
        _side_by_side(wanted)
        started = postgres.ensure()
        home = odoo_source.ensure()
        python_env.link_odoo(home)
        _configure(home)
    return environment(), started


def _side_by_side(steps):
    """Run the steps at the same time; the first failure is told when all have ended."""
    failures = []

    def guarded(step):
        try:
            step()
        except Stop as failure:
            failures.append(failure)

    threads = [
        threading.Thread(target=guarded, args=(step,), daemon=True) for step in steps.values()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)  # in short waits, so that an interrupt is heard
    if failures:
        raise Stop('\n\n'.join(map(str, failures)))


def _configure(home):
    DATA.mkdir(exist_ok=True)
    paths = ','.join(map(str, odoo_source.addons_paths(home)))
    text = (
        '# Written by bin/run setup. For an Odoo of your own see odoo.conf.example.\n[options]\n'
        f'addons_path = {paths}\ndata_dir = {DATA}\nhttp_interface = 127.0.0.1\nlist_db = False\n'
    )
    if read(CONF) != text:
        write(CONF, text)
    unpacked = debian.UNPACKED / 'usr/share/fonts'
    if unpacked.exists() and not FONTS.exists():
        write(FONTS, FONTS_TEXT.format(unpacked=unpacked, cache=LOCAL / 'fontcache'))


def environment():
    """Return the variables that Odoo's process needs besides our own."""
    variables = {
        **postgres.settings(),
        **postgres.libraries(),
        'ODOO_RC': str(CONF),
        'PYTHON': str(python_env.PYTHON),
    }
    if FONTS.exists():
        variables['FONTCONFIG_FILE'] = str(FONTS)
    # without compiled files beside the sources every start takes ten seconds instead of two
    inherited = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
    return {**inherited, **variables}


def print_environment():
    """Print shell lines for bin/odoo and for `eval "$(bin/run env)"`."""
    variables, _started = ensure()
    for name, value in variables.items():
        if os.environ.get(name) != value:
            print(f'export {name}={shlex.quote(value)}')
    print(f'unset {NO_BYTECODE}')


def command():
    ensure(dev='--dev' in sys.argv, browser='--browser' in sys.argv)
    say('set-up', f'complete in {LOCAL.relative_to(ROOT)}')


if __name__ == '__main__':
    main(command)
