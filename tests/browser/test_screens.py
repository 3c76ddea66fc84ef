# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every main screen opens in Japanese with the demo city, and its console stays silent.

The pictures are kept in .local/screens, to be looked at.
"""

import re
from pathlib import Path

import pytest

SCREENS = Path(__file__).resolve().parents[2] / '.local/screens'
JAPANESE = re.compile(r'[ぁ-んァ-ヶ一-龠]')
# action: what its first view shows
ACTIONS = {
    'support_council.support_today_action': '.o_support_today_page',
    'support_council.support_schedule_action': '.o_calendar_renderer',
    'support_council.support_council_action': '.o_kanban_record:not(.o_kanban_ghost)',
    'support_council.support_meeting_action': '.o_view_controller',
    'support_council.support_activity_action': '.o_data_row',
    'support_council.support_action_action': '.o_view_controller',
    'support_council.support_area_action': '.o_view_controller',
    'support_resources.support_resource_action': '.o_view_controller',
    'support_resources.support_need_action': '.o_view_controller',
    'support_reports.support_report_action': '.o_view_controller',
    'support_reports.support_contract_action': '.o_view_controller',
}


@pytest.mark.parametrize('action', ACTIONS)
def test_screen_opens(action, login):
    page = login('admin')
    page.goto(f'/odoo/action-{action}')
    page.wait_for_selector(f'.o_action_manager {ACTIONS[action]}')
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f'{action}.png')
    title = page.locator('.o_breadcrumb').first.inner_text()
    assert JAPANESE.search(title), f'not in Japanese: {title!r}'


def test_report_is_downloaded(login):
    """The city's report opens from the list, and its XLSX comes as a file of Excel."""
    page = login('reporter')
    page.goto('/odoo/action-support_reports.support_report_action')
    page.locator('.o_data_row .o_data_cell').first.click()
    page.wait_for_selector('.o_form_view')
    page.screenshot(path=SCREENS / 'report.png')
    with page.expect_download() as download:
        page.locator('button:has-text("Excel"), button[name*=xlsx]').first.click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith('.xlsx')
    assert content.startswith(b'PK')
