# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo city never grows old: loaded on any day it is alive in every stage.

The days are those on which calendars break: the middle of a quarter, the first day of a fiscal
year (the last quarter belongs to another contract) and a 29 February.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

ADDONS = Path(__file__).resolve().parents[1] / 'addons'
ORDER = ['support_council', 'support_resources', 'support_reports']
DAYS = [date(2026, 11, 20), date(2027, 4, 1), date(2028, 2, 29)]


@pytest.fixture(params=DAYS, ids=str)
def city(request, env, monkeypatch):
    """Load the demo on a day and return ``(environment, day)``."""
    from odoo.tools.convert import convert_file

    today = request.param
    monkeypatch.setattr(type(env['res.company']), '_support_today', lambda company: today)
    # What is entered is of the same day.
    monkeypatch.setattr(env.cr, 'now', lambda: datetime.combine(today, time(3)))
    # Hashing the passwords takes longer than everything else, and nobody logs in here.
    monkeypatch.setattr(type(env['res.users']), '_set_password', lambda users: None)
    mails = env['mail.mail'].search_count([])
    for addon in ORDER:
        for path in sorted((ADDONS / addon / 'demo').glob('*.xml')):
            convert_file(env, addon, f'demo/{path.name}', {}, mode='init', noupdate=True)
    env.flush_all()
    assert env['mail.mail'].search_count([]) == mails
    return env, today


def test_the_city_is_alive_on_any_day(city):
    env, today = city
    _check_councils(env)
    _check_meetings(env, today)
    _check_log(env, today)
    _check_reports(env, today)
    _check_people(env)


def _demo(env, model):
    """Return the demo's records of a model, whatever else the test database holds."""
    area = env.ref('support_council.demo_area_city')
    return env[model].search([('area_id', 'child_of', area.id)])


def _check_councils(env):
    councils = _demo(env, 'support.council')
    assert set(councils.stage_id) == set(env['support.council.stage'].search([]))
    assert councils.filtered('is_rotting').mapped('next_step') == ['stalled']
    assert {'on_track', 'no_meeting', 'stalled'} <= set(councils.mapped('next_step'))
    for link in councils.meeting_link_ids.filtered(lambda link: link.kind_id.code == 'council'):
        assert not link.council_id.launch_date or link.meeting_date >= link.council_id.launch_date


def _check_meetings(env, today):
    meetings = _demo(env, 'support.meeting')
    states = set(meetings.mapped('state'))
    assert states == {
        'planned', 'invited', 'held', 'drafted', 'confirmed', 'cancelled', 'postponed',
    }  # fmt: skip
    assert len(env.ref('support_council.demo_meeting_joint').council_ids) == 2
    postponed = meetings.filtered(lambda meeting: meeting.state == 'postponed')
    assert postponed.postponed_to_ids.state == 'planned'
    for meeting in meetings - postponed:
        assert (meeting.state in ('planned', 'invited')) == (meeting.date > today)
    actions = _demo(env, 'support.action').filtered(lambda action: action.state == 'open')
    assert any(action.date_deadline < today for action in actions)
    assert any(action.date_deadline > today for action in actions)


def _check_log(env, today):
    entries = _demo(env, 'support.activity').with_context(active_test=False)
    assert len(entries) > 150
    assert max(entries.mapped('date')) <= today
    assert {'done', 'provisional'} <= set(entries.mapped('state'))
    assert entries.filtered('area_ids')
    assert entries.filtered(lambda entry: len(entry.participant_ids) > 1)
    assert not entries.filtered('count_warning')
    quarter = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
    needs = _demo(env, 'support.need').filtered(lambda need: need.source == 'watch')
    last = {need.month_key for need in needs if need.date < quarter}
    assert len(last) == 3


def _quarterly(reports):
    return reports.filtered(lambda report: report.form_id.kind == 'quarterly')


def _check_reports(env, today):
    papers = _demo(env, 'support.report')
    kinds = set(env['support.report.form'].search([]).mapped('kind'))
    assert set(papers.form_id.mapped('kind')) == kinds
    assert {'submitted', 'draft'} <= set((papers - _quarterly(papers)).mapped('state'))
    for paper in papers - _quarterly(papers):
        data = env['support.report.builder'].build(paper)
        assert any(table['rows'] for table in data['tables']), paper.display_name
    newsletter = _demo(env, 'support.newsletter')
    assert newsletter.section_ids
    assert not newsletter.text_warning
    reports = _quarterly(papers)
    cities = reports.filtered(lambda report: report.scope == 'city' and report.is_current)
    *earlier, over, running = cities.sorted('date_start')
    # a quarter before that was submitted, asked about and replaced
    assert [(report.state, report.version) for report in earlier] == [('submitted', 2)]
    assert over.date_end < today <= running.date_end
    assert over.date_end == running.date_start - timedelta(days=1)
    assert timedelta(0) <= over.date_due - today <= timedelta(days=16)
    assert [len(report.child_ids) for report in (over, running)] == [6, 6]
    assert all(text.text for text in over.text_ids)
    assert not any(text.text for text in (running | running.child_ids).text_ids)
    assert {'draft', 'review', 'returned'} <= set(over.child_ids.mapped('state'))
    data = env['support.report.builder'].build(over)
    months = data['counts']['rows'][:3]
    assert all(cell['value'] > 0 for row in months for cell in row['cells'])
    assert env['support.report']._demo_reports() == over


def _check_people(env):
    coordinators = _demo(env, 'support.coordinator')
    areas = [coordinator.area_id for coordinator in coordinators]
    assert len(areas) == 12
    assert all(areas.count(area) == 2 for area in areas)
    limited = env.ref('support_council.demo_user_area')
    seen = env['support.council'].with_user(limited).search([])
    assert seen.area_id == env.ref('support_council.demo_area_kawabe')
    users = env['ir.model.data'].search([('model', '=', 'res.users'), ('name', '=like', 'demo_%')])
    people = env['res.users'].browse(users.mapped('res_id'))
    assert len(people) == 7
    assert not any(people.mapped('email'))
    assert set(people.mapped('lang')) == {'ja_JP'}
