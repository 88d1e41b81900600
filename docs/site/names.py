"""The pages of TensorFlow 1.x names, a family a page, from compat/names/surface.csv."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import facing
import pairs as written

from compat import words
from compat.names import pages, surface
from compat.names.pages import anchor

EXAMPLES = Path(__file__).resolve().parent / "examples"

_SPLIT = "# Keras 3\n"


def file(key: str) -> str:
    """The file of a family's page, below `names/`."""
    return key.replace(".", "_") + ".md"


@cache
def files() -> dict[str, str]:
    """The file of the page that each name is on."""
    return {name: f"{stem}.md" for name, stem in pages.stems().items()}


@cache
def pairs() -> dict[str, tuple[str, str]]:
    """Names whose example is a short code of each: docs/site/pairs/."""
    return {name: (tf1, new) for name, tf1, new, _ in written.each(written.read())}


def example(name: str) -> tuple[str, str] | None:
    """The example of a name: TensorFlow 1.x code and Keras 3 code."""
    path = EXAMPLES / f"{name}.py"
    if not path.is_file():
        return pairs().get(name)
    one, found, other = path.read_text(encoding="utf-8").partition(_SPLIT)
    if not found:
        raise ValueError(f"expected a line {_SPLIT.strip()!r} in {path.name}")
    ast.parse(one), ast.parse(other)
    return one.partition("\n")[2].strip(), other.strip()


WORDS = {
    "en": {
        "others": "Other parts",
        "names": "{} names: {}.",
        "keras3": "Keras 3",
        "refused": "Why not",
        "differs": "What differs",
    },
    "ko": {
        "others": "그 밖의 부분",
        "names": "이름 {}개: {}.",
        "keras3": "Keras 3에서는",
        "refused": "왜 안 되나",
        "differs": "무엇이 다른가",
    },
}


@cache
def _korean() -> words.Catalogue:
    return words.Catalogue(words.read(words.KOREAN))


def _said(text: str, language: str) -> str:
    return _korean().said(text) if language == "ko" else text


def title(key: str, language: str = "en") -> str:
    """The title of a family's page."""
    return WORDS[language]["others"] if key == "others" else key


def page(key: str, rows: list[surface.Row], language: str = "en") -> str:
    """A family's page in Markdown, in English or Korean."""
    counts = ", ".join(
        f"{sum(row.state == state for row in rows)} {_said(state, language)}"
        if language == "en"
        else f"{_said(state, language)} {sum(row.state == state for row in rows)}"
        for state in surface.STATES
    )
    parts = [f"# {title(key, language)}"]
    parts += [WORDS[language]["names"].format(len(rows), counts), ""]
    for row in rows:
        parts += _entry(row, language)
    return "\n".join(parts) + "\n"


def _entry(row: surface.Row, language: str) -> list[str]:
    own = WORDS[language]
    parts = [f"## {row.name} {{ #{anchor(row.name)} }}", ""]
    state = _said(row.state, language)
    parts.append(f'<span class="state {row.state}">{state}</span>')
    if row.signature and row.signature not in {"module", "class", "value"}:
        last = row.name.rpartition(".")[2]
        parts += ["", "```python", f"{last}{row.signature}", "```"]
    if row.keras3:
        parts += ["", f"**{own['keras3']}:** {_said(row.keras3, language)}"]
    if row.note:
        says = own["refused" if row.state == "refused" else "differs"]
        parts += ["", f"**{says}:** {_said(row.note, language)}"]
    shown = example(row.name)
    if shown is not None:
        found = [((1, shown[0]), (1, shown[1]))]
        heads = ("TensorFlow 1.x", "Keras 3")
        copy = {"en": "copy", "ko": "복사"}[language]
        parts += ["", facing.table(found, heads, {}, shown, copy)]
    return [*parts, ""]
