# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run env: prints the variables for Odoo's process as shell lines (used by bin/odoo.

sets up what is missing).
"""

from common import main
from setup import print_environment

if __name__ == '__main__':
    main(print_environment)
