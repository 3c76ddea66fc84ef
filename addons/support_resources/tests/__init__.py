# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_activity_links
from . import test_annex
from . import test_handover
from . import test_need
from . import test_resource_history
from . import test_rights
from . import test_search
from . import test_venue
from . import test_views
