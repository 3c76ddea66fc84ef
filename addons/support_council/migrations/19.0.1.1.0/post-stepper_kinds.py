# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.api import SUPERUSER_ID, Environment

# The kinds shipped with a row of their own in the form of an entry. They are data that the office
# may have changed, so an update does not load them again.
CODES = [
    'visit',
    'consultation',
    'meeting_attended',
    'training_held',
    'case_coordination',
    'area_meeting',
    'network',
]


def migrate(cr, version):
    """Give the shipped kinds their steppers where no kind has one yet."""
    kinds = Environment(cr, SUPERUSER_ID, {})['support.activity.kind']
    if not kinds.search_count([('is_stepper', '=', True)]):
        kinds.search([('code', 'in', CODES)]).is_stepper = True
