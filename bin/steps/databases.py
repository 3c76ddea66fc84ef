# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases of Odoo: made under a temporary name, renamed when finished, so none is half made."""

import contextlib
import hashlib
import os
import shutil
import subprocess

import postgres
from common import ADDONS, LOCAL, LOGS, ROOT, odoo_note, remove, run, say
from odoo_source import series
from python_env import PYTHON

# what our addons depend on: installing it takes most of the time, so one database with it in
# Japanese is kept to copy
DEPENDENCIES = 'base,mail,calendar,portal,web_hierarchy,base_import'
FILES = LOCAL / 'data/filestore'
REMEDY = 'Start the same command again; if it stays, make clean and try once more.'


def odoo(step, environment, *arguments, remedy=REMEDY):
    """Run Odoo's command line and show its progress."""
    run(step, [PYTHON, '-m', 'odoo', *arguments], remedy, note=odoo_note, env=environment, cwd=ROOT)


def install(step, environment, database, modules):
    """Install modules into a database (created when missing), in Japanese."""
    options = ['-i', modules, '--load-language', 'ja_JP', '--stop-after-init', '--no-http']
    odoo(step, environment, 'server', '-d', database, *options)


@contextlib.contextmanager
def building_assets(environment, name):
    """Build a database's scripts and styles beside what is done with it.

    It is worth waiting for, never a failure.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / 'assets.log').open('w') as log:
        command = [PYTHON, ROOT / 'bin/steps/inside_assets.py', name]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield
            process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise


def base(step, environment, home):
    """Return the name of a database that holds what our addons depend on."""
    age = os.stat(home / 'odoo/release.py').st_mtime
    key = f'{home} {series(home / "odoo")} {age} {DEPENDENCIES}'
    name = f'support_base_{hashlib.sha256(key.encode()).hexdigest()[:8]}'
    existing = postgres.databases()
    if name not in existing:
        for old in existing:
            if old.startswith('support_base_'):
                drop(old)
        say(step, 'a database with what our addons depend on, in Japanese (once; half a minute)')
        install(step, environment, f'{name}_new', DEPENDENCIES)
        rename(f'{name}_new', name)
    return name


def drop(name):
    """Remove a database with its files, if there is one."""
    postgres.query('postgres', f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    remove(FILES / name)


def copy(source, name):
    """Copy a database with its files (as links: Odoo never changes one), replacing the target."""
    drop(name)
    postgres.query('postgres', f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if (FILES / source).exists():
        shutil.copytree(FILES / source, FILES / name, copy_function=os.link)


def rename(source, name):
    """Rename a finished database, replacing what has the name."""
    drop(name)
    if (FILES / source).exists():
        (FILES / source).rename(FILES / name)
    postgres.query('postgres', f'ALTER DATABASE "{source}" RENAME TO "{name}"')


def addons_hash():
    """Return a hash over the addons: another one means that a database must be updated."""
    digest = hashlib.sha256()
    for addon in ADDONS:
        for path in sorted((ROOT / 'addons' / addon).rglob('*')):
            if path.is_file() and '__pycache__' not in path.parts and 'tests' not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
