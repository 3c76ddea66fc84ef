# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make stop: ends the demo's server and the private PostgreSQL."""

import postgres
import server
from common import main


def command():
    stopped = [
        name for name, stop in (('server', server.stop), ('PostgreSQL', postgres.stop)) if stop()
    ]
    print(f'Stopped: {", ".join(stopped) or "nothing was running"}.')


if __name__ == '__main__':
    main(command)
