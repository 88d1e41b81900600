"""Compiles compat/locale/ko/LC_MESSAGES/lab12.po, the Korean of what the commands say.

python docs/make_catalogue.py

writes the .mo beside it and lists messages without Korean. A message is a text that the
code raises as a `UsageError` or kin, hands to `words.said`, or gives to argparse; `{}`
stands for its values. So are the tables that commands show.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "compat" / "locale" / "ko" / "LC_MESSAGES" / "lab12.po"

# exceptions whose text a command shows
ERRORS = {"UsageError", "EngineError", "TraceError", "UnknownLab", "UnknownData"}
ERRORS |= {"DataError", "GoldenError", "ReportError", "Unfit"}
# and one that a line of it shows, where compat/script raises it
SYNTAX = {"SyntaxError"}

# of argparse, in Python 3.10 to 3.13
ARGPARSE = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "show program's version number and exit",
    "%(prog)s: error: %(message)s\n",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "argument %(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "expected one argument",
    "expected at least one argument",
)

# Folders that say nothing of their own: 1.x's words, scripts, clones alone
SILENT = ("compat/examples", "compat/contrib", "compat/layers", "compat/estimator")
SILENT += ("lab12/bench", "lab12/legacy", "lab12/modern")


def template(node: ast.expr) -> str | None:
    """The text of a message, with `{}` for its values; `None` where it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (template(node.left) or "{}") + (template(node.right) or "{}")
    return None


def _of_call(node: ast.Call) -> Iterator[ast.expr]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in ERRORS or name == "said":
        yield from node.args
    if name in SYNTAX:
        yield from node.args[:1]
    if name in ("add_parser", "add_argument", "ArgumentParser", "command"):
        for keyword in node.keywords:
            if keyword.arg in ("help", "description", "epilog"):
                yield keyword.value
    if name == "command" or name in ("_out", "_labs"):
        yield from node.args[1:2]


def _given(function: ast.AST) -> Iterator[ast.expr]:
    """What a function shows: in a call, or by a variable that is in one."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    shown = {
        name.id
        for call in calls
        if getattr(call.func, "attr", "") == "said"
        for name in ast.walk(ast.Tuple(call.args, ast.Load()))
        if isinstance(name, ast.Name) and name.id in ("said", "held", "reason")
    }
    for call in calls:
        yield from _of_call(call)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in shown and not isinstance(function, ast.Module):
                yield from _either(node.value)


def _either(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    return [value]


def in_code() -> dict[str, str]:
    """The messages in the code, and where each is."""
    found: dict[str, str] = {}
    for file in sorted([*ROOT.glob("compat/**/*.py"), *ROOT.glob("lab12/**/*.py")]):
        path = file.relative_to(ROOT).as_posix()
        if path.startswith(SILENT):
            continue
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, (ast.FunctionDef, ast.Module)):
                for given in _given(function):
                    text = template(given) or ""
                    text = text.removeprefix("compat: ").removeprefix("lab12: ")
                    if len(re.sub(r"\{\}|[^A-Za-z]", "", text)) > 3:
                        found.setdefault(text, f"{path}:{given.lineno}")
    return found


def in_tables() -> dict[str, str]:
    """The texts of tables that commands show, and which table each is of."""
    from compat.names import surface
    from compat.survey import showing
    from lab12 import why
    from lab12.labs import catalogue, datasets
    from lab12.record import defaults
    from lab12.runs import engines
    from lab12.show import table

    tables = {
        "labs": [lab.title for lab in catalogue.LABS],
        "data": [one.title for one in datasets.DATASETS],
        "engines": list(engines.ENGINES.values()),
        "notes": [row.note for row in surface.table().values() if row.note],
        "states": list(surface.STATES),
        "survey": list(showing._VERDICTS.values()),
        "comparison": [*table.HEAD, *table.NOTES.values(), "yes", "NO", "other"],
        "why": [*why._HEAD, why.ALL, why.NONE, *defaults.DEFAULTS.values()],
    }
    unsaid = {"s", "-", ""}
    return {
        text: name
        for name, texts in tables.items()
        for text in texts
        if text not in unsaid
    }


def in_hints() -> dict[str, str]:
    """What to write in Keras 3, with `{}` for its code; what is code alone is not."""
    from compat.check import names
    from compat.check.rules import changed, older
    from compat.keras import refusals
    from compat.names import surface

    hints = [row.keras3 for row in surface.table().values() if row.keras3]
    hints += [*names.core().values(), *changed._CHANGED.values()]
    hints += [*older._NAMES.values(), *older._ARGUMENTS.values()]
    for reason in refusals.REFUSED.values():
        hints += reason.removeprefix("In Keras 3: ").split(". In Keras 3: ")
    keys = {re.sub(r"`[^`]*`", "`{}`", hint): hint for hint in hints}
    return dict.fromkeys((k for k in keys if re.search("[A-Za-z]{2}", k)), "hints")


def in_argparse() -> dict[str, str]:
    """argparse's own words."""
    return dict.fromkeys(ARGPARSE, "argparse")


def parsed(text: str) -> dict[str, str]:
    """The keys of a .po file and their translations, those alone that have one."""
    found: dict[str, list[str]] = {}
    key: list[str] = []
    part: list[str] = []
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "msgid":
            key = part = [ast.literal_eval(rest)]
        elif word == "msgstr":
            part = found["".join(key)] = [ast.literal_eval(rest)]
        elif line.startswith('"'):
            part.append(ast.literal_eval(line))
    return {key: "".join(parts) for key, parts in found.items() if "".join(parts)}


def compiled(texts: dict[str, str]) -> bytes:
    """The .mo file of translations."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    head = 28
    at = head + 16 * len(pairs)
    tables, content = [b"", b""], b""
    for side in range(2):
        for pair in pairs:
            tables[side] += struct.pack("<2I", len(pair[side]), at + len(content))
            content += pair[side] + b"\0"
    starts = (head, head + 8 * len(pairs))
    first = struct.pack("<7I", 0x950412DE, 0, len(pairs), *starts, 0, 0)
    return first + tables[0] + tables[1] + content


def messages() -> dict[str, str]:
    """All messages, and where each is."""
    return {**in_hints(), **in_tables(), **in_code(), **in_argparse()}


def main() -> int:
    """Write the .mo; 1 where Korean is missing."""
    texts = parsed(CATALOGUE.read_text(encoding="utf-8"))
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(texts))
    wanted = messages()
    missing = [key for key in wanted if key not in texts]
    for key in missing:
        print(f"no Korean ({wanted[key]}): {key!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
