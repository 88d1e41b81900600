"""Writes the reference's pages from the table, the scripts and the traces, builds it.

python docs/site/make.py [COMPARED]   (what `lab12 compare --out` wrote; out/ if unset)

Pages go to out/docs/pages, the site to out/docs/site: open out/docs/site/index.html.
The Korean pages, below ko/, are a site of their own with its own search; each page
leads to the other language's.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import labs  # noqa: E402
import names  # noqa: E402
import yaml  # noqa: E402

OUT = ROOT / "out" / "docs"
SHIM = "assets/iframe-worker.js"


HEADS = {
    "en": "| | TensorFlow 1.x | Keras 3 | what to write |",
    "ko": "| | TensorFlow 1.x | Keras 3 | 무엇을 쓰나 |",
}


PUBLIC = "<!-- public scripts -->"
SURVEYED = {
    "en": "Of {} public scripts that run on the real TensorFlow 1.15.5, {} run here: "
    "[which, and what differs](public-scripts.md).",
    "ko": "실제 TensorFlow 1.15.5에서 실행되는 공개 스크립트 {}개 가운데 {}개가 "
    '여기서도 실행됩니다: <a href="../public-scripts.html">무엇이 다른지(영어)</a>.',
}


def public_scripts(language: str) -> str:
    """How many of them run, as docs/public-scripts.md has it.

    Raises:
        ValueError: When it has no such rows.
    """
    text = (HERE.parent / "public-scripts.md").read_text(encoding="utf-8")
    counts = []
    for row in ("scripts and notebooks that run on the real 1.15.5", "run"):
        found = re.search(rf"^\| {row} \|.*\| (\d+)[^|]*\|$", text, re.MULTILINE)
        if found is None:
            raise ValueError(f"expected a row {row!r} in public-scripts.md")
        counts.append(found[1])
    return SURVEYED[language].format(*counts)


def differences(language: str) -> str:
    """The table of what differs by default; `differences.csv` names each row's test."""
    lines = [HEADS[language], "| --- | --- | --- | --- |"]
    file = {"en": "differences.csv", "ko": "differences.ko.csv"}[language]
    with (HERE / file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cells = [
                row[k].replace("|", "\\|") for k in ("what", "tf1", "keras3", "write")
            ]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def write(pages: Path, compared: Path) -> list:
    """Write every page.

    Args:
        pages: The folder to write to; what is in it goes.
        compared: The folder of a comparison, for the plots.

    Returns:
        The site's navigation.
    """
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(HERE / "pages", pages)
    for page in (HERE.parent).glob("*.md"):
        if page.name != "surface.md":  # the pages of names are the same table
            shutil.copy(page, pages / page.name)
    for picture in (HERE.parent).glob("*.png"):
        shutil.copy(picture, pages / picture.name)
        shutil.copy(picture, pages / "ko" / picture.name)
    for language, folder in (("en", pages), ("ko", pages / "ko")):
        here = folder / "differences.md"
        text = f"{here.read_text('utf-8')}\n{differences(language)}"
        here.write_text(text, encoding="utf-8")
        here = folder / "index.md"
        text = here.read_text("utf-8").replace(PUBLIC, public_scripts(language))
        here.write_text(text, encoding="utf-8")
    navigation: dict[str, list] = {"en": [], "ko": []}
    folders = {"en": "labs", "ko": "ko/labs"}
    for folder in folders.values():
        (pages / folder).mkdir()
    for lab in labs.all_labs():
        drawn, alone = labs.draw(lab, compared, pages / "plots")
        drawn = [f"plots/{name}" for name in drawn]
        for language, folder in folders.items():
            path = f"{folder}/{lab.name}.md"
            text = labs.page(lab, language, drawn, alone)
            (pages / path).write_text(text, encoding="utf-8")
            navigation[language].append({lab.name: path})
    shutil.copytree(pages / "plots", pages / "ko" / "plots", dirs_exist_ok=True)
    shutil.copytree(pages / "assets", pages / "ko" / "assets", dirs_exist_ok=True)
    listed: dict[str, list] = {}
    for language, above in (("en", ""), ("ko", "ko/")):
        (pages / above / "names").mkdir()
        listed[language] = []
        for key, rows in names.pages.families().items():
            path = f"{above}names/{names.file(key)}"
            text = names.page(key, rows, language)
            (pages / path).write_text(text, encoding="utf-8")
            listed[language].append({names.title(key, language): path})
    others = sorted(p.name for p in HERE.parent.glob("*.md") if p.name != "surface.md")
    moving = ["differences.md", "checkpoints.md", "limits.md"]
    return [
        {"lab12": "index.md"},
        {"Labs": navigation["en"]},
        {"Names": listed["en"]},
        {"Moving": moving},
        {"More": others},
        {
            "한국어": [
                "ko/index.md",
                {"실습": navigation["ko"]},
                {"이름": listed["ko"]},
                {"옮기기": [f"ko/{one}" for one in moving]},
            ]
        },
    ]


def below(navigation: Any, folder: str) -> Any:
    """The same navigation, of pages that a site in `folder` calls without it."""
    if isinstance(navigation, str):
        return navigation.removeprefix(folder)
    if isinstance(navigation, dict):
        return {key: below(value, folder) for key, value in navigation.items()}
    return [below(one, folder) for one in navigation]


def build(navigation: list, language: str) -> int:
    """Build the site of one language; 0, or what the builder ends with."""
    settings = yaml.safe_load((HERE / "mkdocs.yml").read_text(encoding="utf-8"))
    pages, site = OUT / "pages", OUT / "site"
    settings["theme"]["custom_dir"] = str(HERE / "theme")
    if language == "ko":
        pages, site = pages / "ko", site / "ko"
        settings["theme"]["language"] = "ko"
        settings["site_name"] = "lab12 (한국어)"
        [inner] = [one["한국어"] for one in navigation if "한국어" in one]
        settings["nav"] = below([{"lab12": inner[0]}, *inner[1:]], "ko/")
    else:
        settings["exclude_docs"] = "/ko/"
        settings["nav"] = [one for one in navigation if "한국어" not in one]
    korean = OUT / "pages" / "ko"
    both = [p.relative_to(korean).with_suffix(".html") for p in korean.rglob("*.md")]
    settings["extra"] = {**settings.get("extra", {}), "both": sorted(map(str, both))}
    settings["docs_dir"], settings["site_dir"] = str(pages), str(site)
    made = OUT / f"mkdocs-{language}.yml"
    made.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    return subprocess.run(
        [*line, "--config-file", str(made)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ).returncode


def at_hand(site: Path) -> None:
    """Let pages load the search's shim from the site; the theme names a host."""
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = page.read_text(encoding="utf-8")
        local = re.sub(r"https://[^\"]*/iframe-worker/shim", f"{up}{SHIM}", text)
        page.write_text(local, encoding="utf-8")


def main(argv: list[str]) -> int:
    """Write the pages and build the site; 0, or what the builder ends with."""
    compared = Path(argv[0]) if argv else ROOT / "out"
    start = time.monotonic()

    def said(text: str) -> None:
        print(f"{time.monotonic() - start:4.0f} s  {text}", flush=True)

    said("writing the pages")
    navigation = write(OUT / "pages", compared)
    for language, name in (("en", "English"), ("ko", "Korean")):
        count = len(list((OUT / "pages").rglob("*.md")))
        said(f"building the {name} site (of {count} pages in all)")
        if code := build(navigation, language):
            return code
    at_hand(OUT / "site")
    said(f"open {OUT / 'site' / 'index.html'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
