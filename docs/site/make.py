"""Writes the reference's pages from the table, the scripts and the traces, builds it.

python docs/site/make.py [COMPARED]   (what `lab12 compare --out` wrote; out/ if unset)

Pages go to out/docs/pages, the site to out/docs/site: open out/docs/site/index.html.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import labs  # noqa: E402
import names  # noqa: E402
import yaml  # noqa: E402

OUT = ROOT / "out" / "docs"
SHIM = "assets/iframe-worker.js"


def differences() -> str:
    """The table of what differs by default, each row with its test."""
    lines = ["| | TensorFlow 1.x | Keras 3 | what to write | test |"]
    lines.append("| --- | --- | --- | --- | --- |")
    with (HERE / "differences.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cells = [
                row[k].replace("|", "\\|") for k in ("what", "tf1", "keras3", "write")
            ]
            lines.append("| " + " | ".join([*cells, f"`{row['test']}`"]) + " |")
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
    here = pages / "differences.md"
    here.write_text(here.read_text("utf-8") + "\n" + differences(), encoding="utf-8")
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
    (pages / "names").mkdir()
    listed = []
    for key, rows in names.families().items():
        file = names.file(key)
        (pages / "names" / file).write_text(names.page(key, rows), encoding="utf-8")
        listed.append({"other parts" if key == "others" else key: f"names/{file}"})
    others = sorted(p.name for p in HERE.parent.glob("*.md") if p.name != "surface.md")
    return [
        {"lab12": "index.md"},
        {"Labs": navigation["en"]},
        {"Names": listed},
        {"Moving": ["differences.md", "checkpoints.md", "limits.md"]},
        {"More": others},
        {"한국어": ["ko/index.md", *navigation["ko"]]},
    ]


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
    settings = yaml.safe_load((HERE / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = OUT / "pages"
    settings["nav"] = write(pages, compared)
    settings["docs_dir"], settings["site_dir"] = str(pages), str(OUT / "site")
    made = OUT / "mkdocs.yml"
    made.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    code = subprocess.run(
        [*build, "--config-file", str(made)],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ).returncode
    if not code:
        at_hand(OUT / "site")
        print(f"open {OUT / 'site' / 'index.html'}")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
