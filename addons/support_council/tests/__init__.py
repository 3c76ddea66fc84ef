# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_activity
from . import test_audit
from . import test_council_history
from . import test_counting
from . import test_figures
from . import test_frozen
from . import test_japanese_date
from . import test_job
from . import test_kept
from . import test_meeting
from . import test_members
from . import test_paper
from . import test_private
from . import test_progress
from . import test_progress_paper
from . import test_searchable
