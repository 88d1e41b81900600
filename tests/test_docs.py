"""The pages under docs/ are what their commands make of the tables."""

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize("page", ["surface", "keras_surface", "architecture"])
def test_the_page_is_made_from_what_it_shows(page):
    made = runpy.run_path(str(DOCS / f"make_{page}.py"))["page"]()
    written = (DOCS / f"{page.replace('_', '-')}.md").read_text(encoding="utf-8")
    assert written == made, f"renew it: python docs/make_{page}.py"


def test_the_korean_readme_keeps_step_with_the_english_one():
    """The same headings, commands and pages, in the same order where order matters."""
    english, korean = (_parts(DOCS.parent / f"README{kind}.md") for kind in ("", ".ko"))
    assert english["headings"] == korean["headings"]
    assert english["commands"] == korean["commands"]
    assert english["pages"] - korean["pages"] == {"README.ko.md"}
    assert korean["pages"] - english["pages"] == {"README.md"}


def _parts(path):
    text = path.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    lines = (re.sub(r"\s*#.*", "", line) for line in blocks.splitlines())
    return {
        "headings": re.findall(r"^#+ ", text, re.MULTILINE),
        "commands": [line.rstrip() for line in lines if line.strip()],
        "pages": set(re.findall(r"\]\(([^)#]*)", text)),
    }


def test_commands_name_no_file_of_the_repository():
    """They work where the package is installed; make and `pip install .` do not."""
    for name in ("README.md", "README.ko.md"):
        for line in _parts(DOCS.parent / name)["commands"]:
            assert not re.search(r"\b(lab12|compat|data|tests)/", line), (name, line)
