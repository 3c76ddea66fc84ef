# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import support_activity_figure
from . import support_meeting_paper
from . import support_month_status
from . import support_progress
from . import support_schedule
from . import support_schedule_paper
