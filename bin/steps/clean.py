# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""make clean: removes everything that was fetched or made (.local, out).

The next make demo starts from nothing.
"""

import postgres
import server
from common import LOCAL, OUT, main, remove


def command():
    server.stop()
    if not postgres.external():
        postgres.erase()
    for path in (LOCAL, OUT):
        remove(path)
    print('Removed .local and out.')


if __name__ == '__main__':
    main(command)
