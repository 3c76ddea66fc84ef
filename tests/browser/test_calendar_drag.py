# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A planned meeting is dragged in the plan: the meeting and its event in the calendar follow."""

from datetime import datetime, timedelta

WEEKS = 6  # the demo city plans no further ahead


def call(page, model, method, *args, **kwargs):
    """Call a method of the server as the user of the page."""
    answer = page.evaluate(
        """async ([model, method, args, kwargs]) => {
            const response = await fetch(`/web/dataset/call_kw/${model}/${method}`, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", params: { model, method, args, kwargs } }),
            });
            return response.json();
        }""",
        [model, method, args, kwargs],
    )
    assert 'result' in answer, answer
    return answer['result']


def test_meeting_is_dragged_to_another_hour(login):
    page = login('coordinator')
    page.goto('/odoo/action-support_council.support_schedule_action')
    page.wait_for_selector('.o_calendar_renderer .fc-timegrid-slot-lane')
    row = call(
        page,
        'support.schedule',
        'search_read',
        [['source', '=', 'meeting'], ['allday', '=', False], ['user_id.login', '=', 'coordinator']],
        ['name', 'start', 'res_id'],
        order='start',
        limit=1,
    )[0]
    event = page.locator('.fc-timegrid-event', has_text=row['name']).first
    for _week in range(WEEKS):
        try:
            event.wait_for(timeout=3_000)
            break
        except Exception:  # the next week may show it
            page.locator('.o_calendar_button_next, .o_next').first.click()
    event.scroll_into_view_if_needed()
    box = event.bounding_box()
    height = page.locator('.fc-timegrid-slot-lane').first.bounding_box()['height']
    x, y = box['x'] + box['width'] / 2, box['y'] + 8
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x, y + 2 * height * step / 10)
    with page.expect_response(lambda response: 'support.schedule/write' in response.url):
        page.mouse.up()
    start = datetime.fromisoformat(row['start'])
    moved = call(page, 'support.meeting', 'read', [row['res_id']], ['start'])[0]
    assert datetime.fromisoformat(moved['start']) == start + timedelta(hours=1)
    events = call(
        page,
        'calendar.event',
        'search_read',
        [['support_meeting_id', '=', row['res_id']]],
        ['start'],
    )
    assert [one['start'] for one in events] == [moved['start']]
