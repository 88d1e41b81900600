"""The site and a report in a browser: nothing cut, enough contrast, two languages.

Needs mkdocs-material, playwright, axe-playwright-python and Chromium.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from lab12 import cli
from lab12.labs.catalogue import lab_named

pytest.importorskip("material", reason="pip install --group docs")
playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
    pytest.mark.filterwarnings("ignore"),
]

SITE = Path(__file__).resolve().parent.parent / "docs" / "site"
PAGES = (
    "index.html",
    "labs/rnn_02_hello_rnn.html",
    "labs/rnn_11_sentiment.html",
    "labs/rnn_13_shapes_attention.html",
    "labs/char_rnn.html",
    "labs/rnn_01_basic_04_dynamic.html",  # with statements that did not change
    "names/tf_contrib_rnn.html",
    "differences.html",
    "ko/index.html",
    "ko/labs/rnn_02_hello_rnn.html",
    "ko/names/tf_contrib_rnn.html",
    "404.html",
)

# how far what it holds is wider than a box of code, or the page than the window
WIDER = """
() => [...document.querySelectorAll("pre code, .md-content, body")]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.tagName + " " + one.textContent.slice(0, 60))
"""

# cells of a lab's two codes, side by side, whose lines go on in a second one
FOLDED = """
() => [...document.querySelectorAll(".twins pre > code")]
    .filter(one => {
        const style = getComputedStyle(one);
        const edges = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
        const lines = one.textContent.replace(/\\n$/, "").split("\\n").length;
        const high = one.getBoundingClientRect().height - edges;
        return high > (lines + 0.6) * parseFloat(style.lineHeight);
    })
    .map(one => one.textContent.slice(0, 60))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    sys.path.insert(0, str(SITE))
    try:
        import make
    finally:
        sys.path.pop(0)
    before, make.OUT = make.OUT, folder
    try:
        assert make.main([str(folder / "nothing")]) == 0
    finally:
        make.OUT = before
    return folder / "site"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as running:
        one = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def violations(page) -> list[str]:
    """What axe says of contrast and languages."""
    rules = ["color-contrast", "html-has-lang", "html-lang-valid", "valid-lang"]
    options = {"runOnly": {"type": "rule", "values": rules}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_code_is_cut_and_contrast_is_enough(site, browser, scheme):
    page = browser.new_page(
        viewport={"width": 1300, "height": 900}, color_scheme=scheme
    )
    wrong = {}
    for name in PAGES:
        page.goto(f"file://{site / name}")
        wrong[name] = violations(page) + page.evaluate(WIDER)
        if "labs/" in name:
            wrong[name] += page.evaluate(FOLDED)
        language = "ko" if name.startswith("ko/") else "en"
        assert page.get_attribute("html", "lang") == language
    assert not any(wrong.values()), wrong
    page.close()


def test_a_button_copies_a_whole_file(site, browser):
    lab = lab_named("char_rnn")
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"file://{site / 'labs' / 'char_rnn.html'}")
    for i, path in enumerate((lab.legacy, lab.modern)):
        page.locator(".twins .copy").nth(i).click()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied == path.read_text(encoding="utf-8")
    context.close()


def test_each_page_leads_to_the_other_language_and_searches_its_own(site):
    for name in PAGES[:-1]:
        text = (site / name).read_text(encoding="utf-8")
        [link] = re.findall(r'<p class="language">\s*<a[^>]* href="([^"]+)"', text)
        other = (site / name).parent / link
        assert other.resolve().is_file(), (name, link)
    for folder, korean in ((site, False), (site / "ko", True)):
        index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
        texts = " ".join(one["text"] + one["title"] for one in index["docs"])
        assert (len(re.findall("[가-힣]", texts)) > 3000) is korean, folder
        assert "tests/test_" not in " ".join(
            one["text"] for one in index["docs"] if one["location"][:6] == "names/"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_at_500_pixels(tmp_path, browser, scheme):
    lab = lab_named("rnn_02_hello_rnn")
    meta = {"tensorflow": "2.21.0", "keras": "3.15", "numpy": "2.4", "python": "3.11"}
    meta |= {"platform": "Linux x86_64", "script": lab.legacy.name, "argv": []}
    meta |= {"seed": 777, "script_sha256": "0" * 64, "seconds_total": 1.0}
    finding = {"name": "seed", "ok": True, "said": "max|Δ| 0", "value": 0.0}
    run = {"meta": meta, "steps": 10, "findings": [finding, {**finding, "ok": False}]}
    data = {"reference": "golden", "ok": False, "reasons": ["one"]}
    data["labs"] = {lab.name: {"compat": run}}
    (tmp_path / "comparison.json").write_text(json.dumps(data))
    out = tmp_path / "report.html"
    assert cli.main(["report", "--compared", str(tmp_path), "--out", str(out)]) == 0
    page = browser.new_page(viewport={"width": 500, "height": 900}, color_scheme=scheme)
    page.goto(f"file://{out}")
    assert not violations(page) + page.evaluate(WIDER)
    page.close()
