"""The pages of the labs, in English and Korean, from their sources and traces."""

from __future__ import annotations

import ast
import html
import re
import shutil
from functools import cache
from pathlib import Path

import facing
import yaml

from compat import check
from compat.names import pages
from lab12.labs.catalogue import LABS, Lab
from lab12.record.trace import Trace
from lab12.show import plots

HERE = Path(__file__).resolve().parent
NUMBERS = HERE.parent / "numbers.md"

WORDS = {
    "en": {
        "changes": "Changes from {}",
        "code": "Side by side",
        "copy": "copy the file",
        "shared": "{}: read once, used by both labs",
        "numbers": "Numbers",
        "plots": "Plots",
        "run": "Run it",
        "alone": "Only the recorded run of TensorFlow 1.15.5 is drawn: run "
        "`make compare`, then `make docs`, for all three.",
    },
    "ko": {
        "changes": "{}에서 바뀐 점",
        "code": "나란히 보기",
        "copy": "파일 복사",
        "shared": "{}: 한 번 읽고 두 실습에서 씁니다",
        "numbers": "수치",
        "plots": "그림",
        "run": "실행하기",
        "alone": "기록해 둔 TensorFlow 1.15.5의 실행만 그렸습니다. 셋을 함께 보려면 "
        "`make compare` 다음에 `make docs`를 실행하세요.",
    },
}


@cache
def korean() -> dict[str, dict[str, str]]:
    """The Korean of the labs' texts, by lab and, for several labs, in `common`."""
    return yaml.safe_load((HERE / "ko.yml").read_text(encoding="utf-8"))


def translated(lab: Lab) -> tuple[str, list[str], list[str]]:
    """A lab's title, first paragraphs and changes in Korean.

    Raises:
        ValueError: When the English has changed since, or was never translated.
    """
    head, listed = facing.changes(lab.modern.read_text(encoding="utf-8"))
    texts = {**korean()["common"], **korean().get(lab.name, {})}
    texts = {**{one: one for one in head if one.startswith("    ")}, **texts}
    missing = [text for text in (lab.title, *head, *listed) if text not in texts]
    if missing:
        raise ValueError(
            f"expected the Korean of {missing[0]!r} ({lab.name}) in {HERE.name}/ko.yml"
        )
    return texts[lab.title], [texts[one] for one in head], [texts[i] for i in listed]


def page(lab: Lab, language: str, drawn: list[str], alone: bool) -> str:
    """A lab's page in Markdown.

    Args:
        lab: The lab.
        language: `en` or `ko`.
        drawn: Its plots, as paths from the page.
        alone: Whether they show TensorFlow 1.15.5 alone.
    """
    words = WORDS[language]
    legacy = lab.legacy.read_text(encoding="utf-8")
    modern = lab.modern.read_text(encoding="utf-8")
    title, (head, listed) = lab.title, facing.changes(modern)
    if language == "ko":
        title, head, listed = translated(lab)
    rows = facing.rows(legacy, modern)
    up = "../"  # the Korean pages are a site of their own
    old = "Keras 2" if lab.keras2 else "TensorFlow 1.x"
    parts = ["---", "hide: [navigation, toc]", "---", ""]  # the width is for the code
    parts += [f"# {lab.name}: {title}", ""]
    for text in head:
        parts += [text if text.startswith("    ") else _shown(text), ""]
    parts += [f"## {words['run']}", ""]
    parts += ["```", f"compat run -m lab12.legacy.{lab.name}"]
    parts += [f"python -m lab12.modern.{lab.name}", f"lab12 compare {lab.name}", "```"]
    parts += ["", f"## {words['changes'].format(old)}", ""]
    parts += [f"- {_shown(text)}" for text in listed]
    parts += ["", f"## {words['code']}", ""]
    heads, files = (old, "Keras 3"), (legacy, modern)
    parts += [facing.table(rows, heads, notes(lab, up), files, words["copy"])]
    for one in shared(lab):
        parts += ["", f"## {words['shared'].format(one.name)}", ""]
        parts += ["```python", one.read_text(encoding="utf-8").rstrip(), "```"]
    parts += ["", f"## {words['numbers']}", "", numbers(lab)]
    if drawn:
        parts += [
            "",
            f"## {words['plots']}",
            "",
            *([words["alone"], ""] if alone else []),
        ]
        parts += [f"![{lab.name}: {Path(one).stem}]({up}{one})" for one in drawn]
    return "\n".join(parts) + "\n"


def shared(lab: Lab) -> list[Path]:
    """The files beside a twin that it imports, and those that they import."""
    found = imported(lab.modern)
    for path in found:  # grows while it is gone through
        found += [one for one in imported(path) if one not in found]
    return found


def imported(path: Path) -> list[Path]:
    """The files beside one that it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = dict.fromkeys(one.name for node in imports for one in node.names)
    files = [path.with_name(f"{name}.py") for name in named]
    return [one for one in files if one.is_file()]


def notes(lab: Lab, up: str) -> dict[int, str]:
    """What to write instead of the names that a legacy script uses, by line."""
    found: dict[int, str] = {}
    for finding in check.check_text(lab.legacy.read_text(encoding="utf-8")).findings:
        verdict = finding.verdict
        if not verdict.keras3:
            continue
        name = html.escape(verdict.name)
        if page := pages.page(verdict.name):
            link = f"{up}{page}"
            name = f'<a href="{link}">{name}</a>'
        text = f"{name}: {_marked(verdict.keras3)}"
        found[finding.line] = "<br>".join(filter(None, [found.get(finding.line), text]))
    return found


def _shown(text: str) -> str:
    """A sentence as Markdown: `<unk>` is no HTML."""
    return text.replace("<", "&lt;")


def _marked(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text, quote=False))


def numbers(lab: Lab) -> str:
    """The lab's part of docs/numbers.md, without its title."""
    text = NUMBERS.read_text(encoding="utf-8")
    part = re.search(rf"^## {lab.name}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    if part is None:
        return ""
    return re.sub(r"^###? ", "#### ", part[1].strip(), flags=re.M)


def draw(lab: Lab, compared: Path, folder: Path) -> tuple[list[str], bool]:
    """Put a lab's plots into a folder.

    Args:
        lab: The lab.
        compared: What `lab12 compare --out` wrote; may be missing.
        folder: Where the plots go.

    Returns:
        Their names, and whether they show the golden alone.
    """
    made = sorted((compared / "plots").glob(f"{lab.name}*.png"))
    folder.mkdir(parents=True, exist_ok=True)
    if made:
        for one in made:
            shutil.copy(one, folder / one.name)
        return [one.name for one in made], False
    written = plots.draw(lab, {"tf115": Trace.load(lab.golden)}, folder)
    return [one.name for one in written], True


def all_labs() -> list[Lab]:
    return [lab for lab in LABS if lab.golden.is_file()]
