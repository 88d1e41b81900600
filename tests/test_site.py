"""The reference's pages: their Korean, their pairs of paragraphs, their links."""

import csv
import html
import re
import sys
import unicodedata
from pathlib import Path

import pytest

from lab12.labs.catalogue import LABS

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "docs" / "site"
sys.path.insert(0, str(SITE))
try:
    import facing
    import labs
    import make
    import names
finally:
    sys.path.pop(0)

EACH = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)


@EACH
def test_every_lab_has_its_korean(lab):
    title, head, listed = labs.translated(lab)
    for text in (title, *head, *listed):
        called = text.startswith("    ") or "->" in text  # code, or mostly code
        assert called or re.search("[가-힣]", text), text


def test_no_korean_is_left_of_an_english_text_that_is_gone():
    texts = dict(labs.korean())
    wanted = {lab.name: _english(lab) for lab in LABS}
    wanted["common"] = set().union(*wanted.values())
    for name in wanted.keys() & texts.keys():
        assert not set(texts[name]) - wanted[name], name


def _english(lab):
    head, listed = facing.changes(lab.modern.read_text(encoding="utf-8"))
    return {lab.title, *head, *listed}


def test_a_text_without_korean_is_named(monkeypatch):
    kept = {**labs.korean(), "common": {}}
    monkeypatch.setattr(labs, "korean", lambda: kept)
    with pytest.raises(ValueError, match="expected the Korean of .* in site/ko.yml"):
        labs.translated(LABS[0])


@EACH
def test_side_by_side_keeps_every_line_of_both_scripts_in_order(lab):
    legacy, modern = (p.read_text(encoding="utf-8") for p in (lab.legacy, lab.modern))
    rows = facing.rows(legacy, modern)
    assert any(one and other for one, other in rows)
    for side, source in enumerate((legacy, modern)):
        cells = [row[side] for row in rows if row[side] is not None]
        lines = source.splitlines()
        shown = []
        for number, text in cells:
            block = text.split("\n")
            assert block == lines[number - 1 : number - 1 + len(block)]
            shown += range(number, number + len(block))
        assert shown == sorted(set(shown))
        left = [n for n in range(1, len(lines) + 1) if n not in set(shown)]
        beginning = shown[0]  # after the text that opens the script
        assert not [n for n in left if n > beginning and lines[n - 1].strip()]
        opens = "\n".join(lines[: beginning - 1]).strip()
        assert re.fullmatch(r'(#[^\n]*\n?)*|"""((?!""").)*"""', opens, re.S)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """All pages, with an empty file for each lab's plot."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "plots").mkdir()
    for lab in LABS:
        (folder / "plots" / f"{lab.name}.png").touch()
    (folder / "plots" / "rnn_05_long_char_stacked.loss.png").touch()
    navigation = make.write(folder / "pages", folder)
    return folder / "pages", navigation


_ID = re.compile(r"\{ #(\S+) \}")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`|<pre>.*?</pre>", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"")


def anchors(text):
    """The anchors of a page, as Python-Markdown makes them of its headings."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text), re.M):
        given = _ID.search(heading)
        plain = unicodedata.normalize("NFKD", heading.replace("`", ""))
        words = re.sub(r"[^\w\s-]", "", plain.encode("ascii", "ignore").decode())
        slug = re.sub(r"[-\s]+", "-", words.strip().lower())
        found.add(given[1] if given else slug)
    return found


def test_every_link_within_the_pages_arrives(pages):
    folder, navigation = pages
    checked = set()
    for page in folder.rglob("*.md"):
        text = _CODE.sub("", page.read_text(encoding="utf-8"))
        for groups in _LINK.findall(text):
            link = html.unescape("".join(groups))
            if "://" in link:
                continue
            path, _, anchor = link.partition("#")
            written = re.sub(r"\.html$", ".md", path)
            target = (page.parent / written).resolve() if path else page
            where = f"{page.relative_to(folder)}: {link}"
            assert target.is_file(), where
            if anchor:
                assert anchor in anchors(target.read_text(encoding="utf-8")), where
            checked.add((page.relative_to(folder).parts[0], bool(anchor)))
    assert checked >= {("labs", True), ("ko", True), ("ko", False), ("index.md", False)}
    listed = set(_files(navigation))
    assert listed == {p.relative_to(folder).as_posix() for p in folder.rglob("*.md")}
    assert {f"ko/labs/{lab.name}.md" for lab in labs.all_labs()} <= listed


def test_the_front_page_says_how_many_public_scripts_run(pages):
    folder, _ = pages
    for page, said in (
        ("index.md", r"Of \d+ public scripts that run on the real .* \d+ run here"),
        ("ko/index.md", r"공개 스크립트 \d+개 가운데 \d+개가"),
    ):
        assert re.search(said, (folder / page).read_text(encoding="utf-8")), page


def _files(navigation):
    for one in navigation:
        if isinstance(one, str):
            yield one
        else:
            for inside in one.values():
                yield from _files([inside] if isinstance(inside, str) else inside)


def test_every_name_has_its_heading_on_its_familys_page(pages):
    folder, _ = pages
    with (ROOT / "compat" / "names" / "surface.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        listed = [row["name"] for row in csv.DictReader(stream)]
    for above in ("", "ko/"):
        _names_of(folder / above / "names", listed)


def _names_of(folder, listed):
    read = {p.name: p.read_text("utf-8") for p in folder.glob("*.md")}
    seen = {name: set(text.splitlines()) for name, text in read.items()}
    for name in listed:
        # where check's hint says it is
        place, _, anchor = names.pages.page(name).partition("#")
        heading = f"## {name} {{ #{anchor} }}"
        page = place.removeprefix("names/").replace(".html", ".md")
        assert heading in seen[page], name
    given = [
        one for text in read.values() for one in re.findall(r"^## (\S+)", text, re.M)
    ]
    assert sorted(given) == sorted(listed)
    for name, text in read.items():
        ids = _ID.findall(text)
        assert len(ids) == len(set(ids)), name


def test_a_lab_s_page_has_the_files_that_its_twin_shares():
    """Read once, used twice: they are below the two codes, theirs too."""
    named = {lab.name: [one.name for one in labs.shared(lab)] for lab in LABS}
    both = ["rnn_texts.py", "rnn_training.py", "rnn_distributed.py"]
    assert named["char_rnn"] == named["word_rnn"] == both
    assert named["rnn_06_stock_prediction"] == ["stock_prices.py"]
    assert named["rnn_07_stock_linear"] == ["stock_prices.py"]
    assert named["rnn_11_sentiment"] == named["rnn_12_sentiment_stacked"]
    assert named["rnn_02_hello_rnn"] == []
