# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""bin/run env: sets up what is missing and prints the variables for Odoo as shell lines."""

from common import main
from setup import print_environment

if __name__ == '__main__':
    main(print_environment)
