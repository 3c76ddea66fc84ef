# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every step shares: places, progress lines, commands with a log, errors that tell the way."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / '.local'
LOGS = LOCAL / 'log'
OUT = ROOT / 'out'
ADDONS = ['support_council', 'support_resources', 'support_reports']
IS_ROOT = os.geteuid() == 0

_started = time.monotonic()
_print_lock = threading.Lock()
_children = set()


class Stop(Exception):
    """A step failed in a known way; the text says what happened and what to do."""


def say(step, text):
    """Print one progress line, with the seconds since the command began."""
    with _print_lock:
        print(
            f'{time.monotonic() - _started:6.1f} s  {step:<8} {text}', file=sys.stderr, flush=True
        )


def main(function):
    """Run a command's function; known errors are one line, an interrupt is no traceback."""
    # kill and a closed terminal end a step like Ctrl-C: children are stopped, half-made things stay
    # marked as such
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        sys.exit(function())
    except Stop as error:
        print(f'\n{error}', file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(
            '\nInterrupted. Start the same command again: it goes on from what is finished.',
            file=sys.stderr,
        )
        sys.exit(130)


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


@contextlib.contextmanager
def setup_lock():
    """Let one set-up at a time work in .local."""
    try:
        LOCAL.mkdir(exist_ok=True)
        lock = (LOCAL / 'lock').open('w')
    except PermissionError:
        raise Stop(
            f'{LOCAL} belongs to another user. '
            'Run the command as that user, or remove the directory as its owner.'
        ) from None
    with lock:
        waited = time.monotonic()
        while not _taken(lock):
            if time.monotonic() - waited > 2:
                say('set-up', 'another set-up is running in this directory; waiting for it')
                waited = float('inf')
            time.sleep(0.1)
        yield


def _taken(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def run(step, command, remedy, note=None, **options):
    """Run a command, its output in .local/log/STEP.log, and say now and then how far it is.

    ``note(line)`` may turn a line of output into a progress text; in a silence it is asked with an
    empty line. A failure prints the end of the log and ``remedy``.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f'{step}.log'
    said = time.monotonic()
    start = said
    with log.open('a', encoding='utf-8') as file:
        file.write(f'\n$ {" ".join(map(str, command))}\n')
        file.flush()
        begin = file.tell()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors='replace',
            **options,
        )
        _children.add(process)
        alive = threading.Event()

        def heartbeat():
            nonlocal said
            while not alive.wait(1):
                if time.monotonic() - said > 10:
                    said = time.monotonic()
                    say(step, (note and note('')) or f'... still working ({said - start:.0f} s)')

        threading.Thread(target=heartbeat, daemon=True).start()
        try:
            for line in process.stdout:
                file.write(line)
                text = note(line) if note else None
                if text and time.monotonic() - said > 2:
                    said = time.monotonic()
                    say(step, text)
            process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            _children.discard(process)
            alive.set()
            process.stdout.close()
    if process.returncode:
        with log.open(encoding='utf-8', errors='replace') as file:
            file.seek(begin)
            tail = file.read().splitlines()[-15:]
        raise Stop(
            '\n'.join([*tail, '', f'{step} failed (all of it: {log.relative_to(ROOT)}). {remedy}'])
        )


def stop_children():
    """Stop the commands that run in other threads, which an interrupt does not reach."""
    for process in list(_children):
        process.terminate()


def odoo_note(line):
    """Progress text from a line of Odoo's log while it installs."""
    found = re.search(r'Loading module (\S+) \((\d+)/(\d+)\)', line)
    return found and f'module {found[2]} of {found[3]}: {found[1]}'


def free_port(wanted):
    """Return the wanted port of the loopback interface, or the next free one."""
    for port in range(wanted, wanted + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
            return port
    raise Stop(f'No free port from {wanted} to {wanted + 199}. Set PORT=... to another range.')


def remove(path):
    """Remove a file or a directory, if it is there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def write(path, text):
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f'{path.name}.tmp')
    temporary.write_text(text, encoding='utf-8')
    temporary.replace(path)


def read(path):
    """Return a file's text, or an empty one when there is none."""
    try:
        return path.read_text(encoding='utf-8')
    except (FileNotFoundError, NotADirectoryError):
        return ''
