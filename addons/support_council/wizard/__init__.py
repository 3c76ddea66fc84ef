# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import base_import_import
from . import support_activity_colleague
from . import support_activity_export
from . import support_activity_sheet
from . import support_council_roster
from . import support_council_succession
from . import support_meeting_postpone
from . import support_phone_memo
from . import support_reason
from . import support_user_archive
from . import support_schedule_print
