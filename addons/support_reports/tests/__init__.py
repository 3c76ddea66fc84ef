# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_area_sheet
from . import test_contract
from . import test_report_builder
from . import test_report_card
from . import test_report_check
from . import test_report_draft
from . import test_report_due
from . import test_report_exchange
from . import test_report_files
from . import test_report_frozen
from . import test_report_life
from . import test_report_property
from . import test_report_rights
from . import test_report_tables
from . import test_report_tour
from . import test_report_yearly
from . import test_rhythm
