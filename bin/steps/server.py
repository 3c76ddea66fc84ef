# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Start and stop the demo's server; wait until it answers."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time

from common import LOCAL, LOGS, ROOT, Stop, free_port, read, remove, say, write
from python_env import PYTHON

STATE = LOCAL / 'server.json'


def running():
    """Return the address of the demo's server, or None."""
    state = json.loads(read(STATE) or '{}')
    if not state or not _is_ours(state['pid']):
        return None
    return address(state['port'])


def _is_ours(pid):
    return b'odoo' in _command_line(pid)


def _command_line(pid):
    try:
        with open(f'/proc/{pid}/cmdline', 'rb') as file:
            return file.read()
    except OSError:
        return b''


def address(port):
    return f'http://localhost:{port}'


def answers(port):
    """Tell whether the login page comes."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    try:
        connection.request('GET', '/web/login')
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def start(environment, database, port, log):
    """Start Odoo on a port of the loopback interface, its output in a log."""
    command = [
        PYTHON,
        '-m',
        'odoo',
        'server',
        '-d',
        database,
        '--db-filter',
        f'^{database}$',
        '--http-port',
        str(port),
    ]
    with log.open('w') as output:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def wait(process, port, log):
    """Wait until the server answers; tell the end of its log when it died."""
    deadline = time.monotonic() + 120
    while not answers(port):
        if process.poll() is not None:
            raise Stop(
                '\n'.join(
                    [
                        *read(log).splitlines()[-15:],
                        '',
                        f'The server stopped. All of it: {log.relative_to(ROOT)}',
                    ]
                )
            )
        if time.monotonic() > deadline:
            process.terminate()
            raise Stop(f'The server did not answer within 120 s. See {log.relative_to(ROOT)}.')
        time.sleep(0.05)


def serve(environment, database, wanted, detach, logins):
    """Serve the database until Ctrl-C, or in the background."""
    port = free_port(wanted)
    if port != wanted:
        say('server', f'port {wanted} is taken: using {port}')
    LOGS.mkdir(exist_ok=True)
    log = LOGS / 'server.log'
    process = start(environment, database, port, log)
    write(STATE, json.dumps({'pid': process.pid, 'port': port}))
    finished = False
    try:
        wait(process, port, log)
        say('server', 'ready')
        print(f'\nOpen {address(port)}  (login / password)')
        for login, name in logins:
            print(f'  {login} / {login}  {name}')
        if detach:
            print('\nRunning in the background; make stop ends it.', flush=True)
            finished = True
            return 0
        print('\nCtrl-C ends it. What happens: .local/log/server.log', flush=True)
        process.wait()
        raise Stop(f'The server stopped by itself. See {log.relative_to(ROOT)}.')
    except KeyboardInterrupt:
        print(
            '\nStopped. make demo starts again in seconds; make stop ends the database server too.',
            file=sys.stderr,
        )
        return 0
    finally:
        if not finished:
            stop()


def stop():
    """Stop the demo's server. Return whether it ran."""
    state = json.loads(read(STATE) or '{}')
    if not state or not _is_ours(state['pid']):
        remove(STATE)
        return False
    os.kill(state['pid'], signal.SIGTERM)
    for _attempt in range(200):
        with contextlib.suppress(ChildProcessError):  # it is no zombie of ours
            os.waitpid(state['pid'], os.WNOHANG)
        if not _is_ours(state['pid']):
            break
        time.sleep(0.05)
    else:
        os.kill(state['pid'], signal.SIGKILL)
    remove(STATE)
    return True
