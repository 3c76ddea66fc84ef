# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import support_area_paper
from . import support_report_correct
from . import support_report_create
from . import support_report_draft
from . import support_report_submit
