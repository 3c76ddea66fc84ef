# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the pages say of the repository is there: files, pictures, every model."""

import re
from pathlib import Path

import pytest
from common import ADDONS, ROOT

PAGES = [
    page
    for page in sorted(ROOT.rglob('*.md'))
    if not {'.local', 'out', 'node_modules'} & set(page.relative_to(ROOT).parts)
]
LINK = re.compile(r'\]\((?!https?:)([^)#]+)')


@pytest.mark.parametrize('page', PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_exists(page):
    linked = LINK.findall(page.read_text(encoding='utf-8'))
    assert [target for target in linked if not (page.parent / target).exists()] == []


def test_every_picture_is_shown():
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding='utf-8'))
    }
    assert set((ROOT / 'docs/images').iterdir()) - shown == set()


def test_every_decision_is_in_the_index():
    folder = ROOT / 'docs/decisions'
    listed = set(LINK.findall((folder / 'README.md').read_text(encoding='utf-8')))
    assert {file.name for file in folder.glob('0*.md')} == listed


def test_the_map_names_every_model_and_no_other():
    page = (ROOT / 'docs/architecture.md').read_text(encoding='utf-8')
    table = page.partition('## Where a model is')[2].partition('\n## ')[0]
    words = {word.removeprefix('·') for word in re.findall(r'`([·\w]+)`', table)}
    files = {
        file.stem.removeprefix('support_')
        for addon in ADDONS
        for folder in ('models', 'report', 'wizard')
        for file in Path(ROOT, 'addons', addon, folder).glob('*.py')
        if file.stem != '__init__'
    }
    assert words == files
