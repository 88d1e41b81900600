"""`lab12 report`: a comparison as one HTML file, to hand in or to attach."""

from __future__ import annotations

import base64
import html
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from compat import words, writing
from lab12 import __version__
from lab12.labs.catalogue import BY_NAME
from lab12.runs.engines import BACKENDS, COMPARED

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #ccc;
  --good: #006d4c; --bad: #a40000; --soft: #f4f4f4; --link: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181b;
  --line: #444; --good: #5cd6a8; --bad: #ff8b8b; --soft: #22262b; --link: #8ab4f8; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem; color: var(--ink); background: var(--paper); }
a { color: var(--link); }
nav ul { columns: 15rem; padding-left: 1.2rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; overflow-wrap: anywhere; } h2 { margin-top: 2.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; }
th, td { border: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: left;
  vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.ok { color: var(--good); } .fail { color: var(--bad); font-weight: 700; }
img { max-width: 100%; height: auto; background: #fff; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.85rem; }
pre { background: var(--soft); padding: 0.6rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { margin: 1rem auto; }
  th, td { padding: 0.15rem 0.3rem; } table { font-size: 0.75rem; } }
"""


class ReportError(Exception):
    """A comparison that is not there, or is not one."""


def load(folder: Path) -> dict[str, Any]:
    """What `lab12 compare` wrote into `folder`.

    Raises:
        ReportError: When there is none.
    """
    path = folder / "comparison.json"
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        data["labs"], data["ok"], data["reasons"]
    except FileNotFoundError:
        raise ReportError(
            f"expected a comparison in {folder}, found no comparison.json: "
            "run lab12 compare"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise _unread(path, error) from None
    return data


def _unread(path: Path, error: Exception) -> ReportError:
    said = f"{type(error).__name__}: {error}"[:200]
    return ReportError(f"expected {path} as lab12 compare writes it, received: {said}")


def page(folder: Path) -> str:
    """The report as HTML: result, versions, a part for each lab, how to repeat it.

    Args:
        folder: What `lab12 compare --out` wrote.

    Raises:
        ReportError: When there is no comparison there.
    """
    data = load(folder)
    try:
        return _page(data, folder)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _unread(folder / "comparison.json", error) from None


def _page(data: Mapping[str, Any], folder: Path) -> str:
    names = list(data["labs"])
    said = "all that must hold holds" if data["ok"] else "something does not hold"
    parts = [
        "<!doctype html>",
        f'<html lang="{words.language()}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>lab12: {_said(f'{len(names)} labs compared')}</title>",
        f"<style>{STYLE}</style></head><body>",
        f"<h1>{_said('TensorFlow 1.x and Keras 3, compared')}</h1>",
        f'<p class="{_class(data["ok"])}">{_said(f"{len(names)} labs: {said}")}.</p>',
    ]
    if data["reasons"]:
        parts += ["<ul>", *(f"<li>{_text(r)}</li>" for r in data["reasons"]), "</ul>"]
    parts += [_contents(data), f"<h2>{_said('Versions')}</h2>", _versions(data)]
    for name in names:
        parts += _lab(name, data["labs"][name], folder / "plots")
    parts += [f"<h2>{_said('Repeat it')}</h2>", f"<pre>lab12 compare {' '.join(names)}"]
    parts += [f"lab12 report --out report.html</pre><p>lab12 {__version__}.</p>"]
    return "\n".join([*parts, "</body></html>", ""])


def _contents(data: Mapping[str, Any]) -> str:
    """The labs, each with what was found of it in a word."""
    lines = []
    for name, runs in data["labs"].items():
        found = [one["ok"] for run in runs.values() for one in run["findings"]]
        said = _result(False not in found)
        lines.append(f'<li><a href="#{_text(name)}">{_text(name)}</a> {said}</li>')
    title = _said("Contents")
    return f'<nav aria-label="{title}"><ul>{"".join(lines)}</ul></nav>'


def write(folder: Path, path: Path) -> None:
    """Write the report of the comparison in `folder` to `path`.

    Raises:
        ReportError: When there is no comparison there.
        OSError: When it cannot be written; what was at `path` stays.
    """
    text = page(folder)
    with writing.whole(path) as beside:
        Path(beside).write_text(text, encoding="utf-8")


def _lab(name: str, runs: Mapping[str, Any], plots: Path) -> list[str]:
    title = BY_NAME[name].title if name in BY_NAME else ""
    parts = [f'<h2 id="{_text(name)}">{_text(name)}</h2>', f"<p>{_said(title)}.</p>"]
    rows = [
        (
            _text(engine),
            _said(finding["name"]),
            _result(finding["ok"]),
            "" if finding["value"] is None else f"{finding['value']:.2g}",
            _said(finding["said"]),
        )
        for engine, run in runs.items()
        for finding in run["findings"]
    ]
    parts.append(_table(("engine", "what", "result", "figure", "said"), rows, {3}))
    for picture in sorted(plots.glob(f"{name}.*png")):
        coded = base64.b64encode(picture.read_bytes()).decode()
        alt = _text(picture.stem)
        parts.append(f'<p><img alt="{alt}" src="data:image/png;base64,{coded}"></p>')
    commands = [
        f"{engine}: {' '.join([run['meta']['script'], *run['meta']['argv']])}"
        f"  (seed {run['meta']['seed']}, sha256 {run['meta']['script_sha256'][:12]}, "
        f"{run['steps']} steps, {run['meta']['seconds_total']:.1f} s)"
        for engine, run in runs.items()
    ]
    return [*parts, f"<pre>{_text(chr(10).join(commands))}</pre>"]


def _versions(data: Mapping[str, Any]) -> str:
    rows = {}
    for runs in data["labs"].values():
        for engine, run in runs.items():
            meta = run["meta"]
            backend = meta.get("backend", "tensorflow")
            rows[engine, meta[backend], meta["platform"]] = (
                f"{_text(engine)}: {_said(COMPARED.get(engine, ''))}",
                _text(f"{BACKENDS[backend]} {meta[backend]}"),
                *(_text(meta[k] or "") for k in ("keras", "numpy")),
                _text(meta["python"].split()[0]),
                _text(meta["platform"]),
            )
    head = ("engine", "framework", "Keras", "NumPy", "Python", "machine")
    reference = (
        "TensorFlow 1.15.5 ran here"
        if data["reference"] == "tf115"
        else "the recorded runs of TensorFlow 1.15.5 stood in for it"
    )
    here = _text(platform.platform())
    table = _table(head, list(rows.values()), set())
    return f"{table}<p>{_said(f'Reference: {reference}. Report made on {here}.')}</p>"


def _table(
    head: Sequence[str], rows: Iterable[Sequence[str]], numbers: set[int]
) -> str:
    lines = ["<tr>" + "".join(f"<th>{_said(cell)}</th>" for cell in head) + "</tr>"]
    for row in rows:
        cells = (
            f'<td class="number">{cell}</td>' if i in numbers else f"<td>{cell}</td>"
            for i, cell in enumerate(row)
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table>{"".join(lines)}</table></div>'


def _class(ok: bool | None) -> str:
    return {True: "ok", False: "fail", None: ""}[ok]


def _result(ok: bool | None) -> str:
    word = {True: "holds", False: "does not hold", None: "not promised"}[ok]
    return f'<span class="{_class(ok)}">{_said(word)}</span>'


def _text(text: object) -> str:
    return html.escape(str(text))


def _said(text: str) -> str:
    """The same in the reader's language."""
    return _text(words.said(text))
