# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import meeting_paper
from . import activity_export
from . import activity_sheet
from . import progress
from . import roster
from . import schedule
