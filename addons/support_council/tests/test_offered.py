# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo.tests import tagged

from .common import SupportCommon

# What a reader's buttons may do: open, print and fetch, nothing that writes somebody's record.
READING = (
    'action_open',
    'action_print',
    'action_paper',
    'action_pdf',
    'action_xlsx',
    'action_blank',
    'action_export',
    'action_download',
    'action_reveal',
)


@tagged('post_install', '-at_install')
class TestOffered(SupportCommon):
    def _offered(self, user):
        """Return the buttons of our own models' screens as (model, view, method) for this user."""
        views = (
            self.env['ir.ui.view']
            .search(
                [
                    ('model', '=like', 'support.%'),
                    ('type', 'in', ('form', 'list', 'kanban')),
                    ('mode', '=', 'primary'),
                ]
            )
            .filtered(
                lambda view: view.xml_id.startswith(('support_council.', 'support_resources.'))
            )
        )
        found = set()
        for view in views:
            model = self.env[view.model].with_user(user)
            # a job is the reader's own: an export that she started, she also stops
            if view.model == 'support.job' or model._transient or not model.has_access('read'):
                continue
            arch = etree.fromstring(model.get_view(view.id, view.type)['arch'])
            found |= {
                (view.model, view.xml_id, button.get('name'))
                for button in arch.xpath("//*[@type='object' and @name]")
            }
        return found

    def test_reader_is_offered_nothing_that_refuses_her(self):
        offered = self._offered(self.reader)
        self.assertIn(
            ('support.meeting', 'support_council.support_meeting_view_form', 'action_open_entry'),
            offered,
        )
        self.assertFalse(
            sorted(button for button in offered if not button[2].startswith(READING)),
            'Hide the button by its groups, or name its method in READING if it only reads.',
        )

    def test_coordinator_keeps_the_buttons(self):
        methods = {method for _model, _view, method in self._offered(self.user)}
        self.assertLessEqual(
            {'action_hold', 'action_confirm', 'action_answer_present', 'action_repeat'}, methods
        )
