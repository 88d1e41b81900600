"""The pages under docs/ are what their commands make of the tables."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize("page", ["surface", "keras_surface"])
def test_the_page_of_names_is_made_from_the_table(page):
    made = runpy.run_path(str(DOCS / f"make_{page}.py"))["page"]()
    written = (DOCS / f"{page.replace('_', '-')}.md").read_text(encoding="utf-8")
    assert written == made, f"renew it: python docs/make_{page}.py"
