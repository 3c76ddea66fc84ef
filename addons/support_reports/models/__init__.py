# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import support_activity
from . import support_activity_count
from . import support_contract
from . import support_contract_form
from . import support_council
from . import support_report
from . import support_report_block
from . import support_report_builder
from . import support_report_check
from . import support_report_file
from . import support_report_form
from . import support_report_indicator
from . import support_report_pdf
from . import support_report_part
from . import support_report_text
from . import support_report_value
from . import support_report_xlsx
