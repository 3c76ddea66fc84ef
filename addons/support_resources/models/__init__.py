# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_company
from . import res_config_settings
from . import support_activity
from . import support_handover
from . import support_need
from . import support_need_category
from . import support_resource
from . import support_resource_category
from . import support_resource_event
from . import support_resource_venue
from . import support_venue_class
from . import support_venue_headcount
