# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs in Odoo's Python (started by pictures.py): a browser walks the demo city's screens.

Usage: python inside_pictures.py ADDRESS CHROMIUM REPORT.pdf FOLDER
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FLAGS = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    *(['--no-sandbox'] if os.geteuid() == 0 else []),
]
DESK, PHONE = (1400, 900), (360, 740)
PLANNED = '.o_data_row:has-text("北山"):has-text("案内済") >> nth=0 >>'
CITY = '.o_data_row:has-text("四半期報告書"):has-text("あおぞら市") >> .o_data_cell[name=area_id]'
SURVEY = '.o_data_row:has-text("国の実施状況調査") >> nth=0 >> .o_data_cell[name=area_id]'
# The pointer's traces and what hovers over the page are no part of a screen.
CALM = """
    *, *::before, *::after { transition: none !important; animation: none !important; }
    .o_notification_manager, .o-tooltip { display: none !important; }
"""


class Camera:
    """A browser window of one size, logged in as one person of the demo."""

    def __init__(self, browser, address, folder, login, size=DESK):
        width, height = size
        self.folder = folder
        self.context = browser.new_context(
            base_url=address,
            locale='ja-JP',
            timezone_id='Asia/Tokyo',
            viewport={'width': width, 'height': height},
            has_touch=size == PHONE,
        )
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.page.goto('/web/login')
        self.page.fill('input[name=login]', login)
        self.page.fill('input[name=password]', login)
        self.page.click('.oe_login_buttons button[type=submit]')
        self.page.wait_for_selector('.o_main_navbar')

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.context.close()

    def open(self, path, selector):
        self.page.goto(f'/odoo/{path}')
        self.wait(selector)

    def click(self, selector, then=None):
        self.page.click(selector)
        if then:
            self.wait(then)

    def wait(self, selector):
        self.page.wait_for_selector(selector)

    def take(self, name, height=None):
        """Write docs/images/NAME.png of the window, or of its upper part."""
        self.page.add_style_tag(content=CALM)
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(1_000)
        clip = None
        if height:
            width = self.page.viewport_size['width']
            clip = {'x': 0, 'y': 0, 'width': width, 'height': height}
        save(self.page.screenshot(clip=clip), self.folder / f'{name}.png')


def save(content, path, mode='RGB'):
    """Write a picture as small as it gets without a loss."""
    picture = Image.open(io.BytesIO(content)).convert(mode)
    picture.save(path, optimize=True)
    print(f'{path.name}  {picture.width} x {picture.height}  {path.stat().st_size // 1000} kB')


def take_screens(browser, address, folder):
    city, ready = '.o_data_row:has-text("北山")', '.o_form_view .o_form_sheet'
    with Camera(browser, address, folder, 'manager') as camera:
        camera.open('support-councils', '.o_kanban_record')
        camera.take('board')
        camera.open('support-rhythm', '.o_kanban_record')
        camera.click('.o_search_panel button')
        camera.take('rhythm')
        camera.open('support-councils', '.o_kanban_record')
        camera.click('.o_kanban_record:has-text("北山")', ready)
        camera.click('.o_notebook a[name=history]', 'div[name=milestone_ids] .o_data_row')
        camera.take('council')
        camera.click('.o_form_statusbar button:has-text("名簿")', '.modal table.paper-grid')
        camera.take('roster')
        camera.open('support-progress', '.o_support_progress tbody tr')
        camera.take('progress', height=620)
        camera.open('support-coordinators', city)
        camera.click(f'{city} >> nth=0', ready)
        camera.click('button[name=action_hand_over]', 'div[name=successor_person_id] input')
        camera.page.fill('div[name=successor_person_id] input', '松本')
        camera.click('.ui-menu-item a:has-text("松本") >> nth=0')
        camera.click('div[name=date] input, div[name=date] button')
        camera.page.fill('div[name=date] input', '2030-04-01')
        camera.page.press('div[name=date] input', 'Enter')
        camera.click('button[name=action_start]')
        camera.click('.modal-footer .btn-primary', 'div[name=line_ids] .o_data_row')
        camera.take('handover')
        camera.open('support-meetings', '.o_data_row')
        camera.click('.o_data_row:has-text("北山") .o_data_cell[name=name] >> nth=0', ready)
        camera.take('meeting')
    with Camera(browser, address, folder, 'coordinator') as camera:
        camera.open('support-today', '.o_support_today')
        camera.take('today')
        camera.open('support-plan', '.fc-event')
        camera.take('plan')
        camera.open('support-meetings', '.o_data_row')
        camera.click(f'{PLANNED} .o_data_cell[name=name]', ready)
        take_papers(camera)
        camera.open('support-activity-log', '.o_data_row')
        camera.click('.o_data_row .o_data_cell[name=event_name] >> nth=0', ready)
        camera.take('log')
    with Camera(browser, address, folder, 'coordinator', PHONE) as camera:
        camera.open('support-today', '.o_support_today')
        camera.take('today_phone')
        camera.open('support-activity-log/new', '.support-stepper')
        camera.take('entry_phone')
        camera.open('support-meetings', '.o_kanban_record')
        camera.click('.o_kanban_record:has-text("北山"):has-text("案内済") >> nth=0', ready)
        camera.click('button[name=action_open_answers]', '.o_kanban_record button')
        camera.take('answers_phone')
        camera.open('support-councils', '.o_kanban_record')
        camera.take('board_phone')
        camera.open('support-activity-log', '.o_kanban_record')
        camera.click('.o_kanban_record >> nth=0', ready)
        camera.take('log_phone')
    with Camera(browser, address, folder, 'reporter') as camera:
        camera.open('support-reports', '.o_data_row')
        camera.take('reports')
        take_report(camera)
        camera.open('support-deadlines', '.o_data_row')
        camera.take('deadlines', height=620)
        camera.open('support-reports', '.o_data_row')
        if camera.page.locator(SURVEY).count():
            camera.click(SURVEY, '.o_support_report_plain')
            camera.take('survey')
        camera.open('action-support_council.support_area_action', '.o_data_row')
        camera.click('.o_data_row:has-text("北山") .o_data_cell >> nth=0', ready)
        area = re.search(r'/(\d+)', camera.page.url)[1]
        take_file(camera, f'/support_reports/area/{area}/sheet', 'area_sheet')
    with Camera(browser, address, folder, 'reporter', PHONE) as camera:
        camera.open('support-reports', '.o_kanban_record')
        camera.click('.o_kanban_record:has-text("差戻し") >> nth=0', '.o_support_report_missing')
        camera.take('report_phone')


def take_report(camera):
    """Take the report of the last completed quarter, and the one before, which was replaced."""
    ready = '.o_form_view .o_support_report_figures'
    camera.click(f'{CITY} >> nth=1', ready)
    camera.take('report_check')
    camera.click('.o_support_report_table tbody tr >> nth=1 >> .o_support_figure >> nth=1')
    camera.wait('.o_support_figure_card')
    camera.take('figure_card')
    camera.click('.modal .btn-close')
    camera.click('.o_notebook a[name=texts]', '.o_support_branch_texts')
    camera.page.locator('.o_notebook_headers').evaluate('tabs => tabs.scrollIntoView()')
    camera.take('report_texts')
    camera.open('support-reports', '.o_data_row')
    camera.click(f'{CITY} >> nth=2', ready)
    camera.click('.o_notebook a[name=differences]', '.o_support_difference')
    camera.take('differences', height=780)


def take_papers(camera):
    """Write the first pages of papers of the meeting that is shown."""
    meeting = re.search(r'/(\d+)', camera.page.url)[1]
    for paper in ('notice', 'agenda', 'sheet'):
        take_file(camera, f'/support_council/meeting/{meeting}/{paper}.pdf', f'paper_{paper}')


def take_file(camera, path, name):
    """Write the first page of a PDF file that the server sends."""
    answer = camera.context.request.get(path)
    with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
        file.write(answer.body())
        file.flush()
        take_pages(file.name, camera.folder, [name])


def take_pages(paper, folder, names=('report', 'report_back')):
    """Write the first pages of a PDF file, as many as there are names."""
    for number, name in enumerate(names, 1):
        side = ['-f', str(number), '-l', str(number)]
        command = ['pdftoppm', '-r', '96', '-png', *side, paper]
        page = subprocess.run(command, capture_output=True, check=True).stdout
        save(page, folder / f'{name}.png', mode='L')


def main(address, chromium, paper, folder):
    folder = Path(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        take_screens(browser, address, folder)
        browser.close()
    take_pages(paper, folder)


if __name__ == '__main__':
    main(*sys.argv[1:])
