"""The pages under docs/ are what their commands make of the tables."""

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_page_of_names_is_made_from_the_table():
    made = runpy.run_path(str(DOCS / "make_surface.py"))["page"]()
    written = (DOCS / "surface.md").read_text(encoding="utf-8")
    assert written == made, "renew it: python docs/make_surface.py"
