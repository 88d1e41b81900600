"""A survey as one HTML file, to hand on: nothing of it lies elsewhere."""

from __future__ import annotations

import html
from typing import Any

from compat import words, writing
from compat.survey import showing

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #ccc;
  --good: #006d4c; --bad: #a40000; --soft: #f4f4f4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181b;
  --line: #444; --good: #5cd6a8; --bad: #ff8b8b; --soft: #22262b; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto;
  padding: 0 1rem; color: var(--ink); background: var(--paper); }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
.scroll { overflow-x: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; }
.figures b { display: block; font-size: 1.9rem; line-height: 1.2;
  font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; font-size: 0.875rem; width: 100%; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--soft); position: sticky; top: 0; overflow-wrap: normal;
  white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
td.short { white-space: nowrap; } td.name { min-width: 14rem; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
pre { background: var(--soft); padding: 0.6rem; overflow-x: auto; font-size: 0.8rem; }
summary { cursor: pointer; }
"""


def write(path: str, results: list[dict[str, Any]], found: dict[str, Any]) -> None:
    """Write the page; what was at `path` stays until it is whole.

    Args:
        path: Where to.
        results: As `Survey.judge` gave them.
        found: What else is known: `modules`, `unread`, `reference`, `tolerance`.

    Raises:
        OSError: It cannot be written.
    """
    with writing.whole(path) as part, open(part, "w", encoding="utf-8") as stream:
        stream.write(page(results, found))


def page(results: list[dict[str, Any]], found: dict[str, Any]) -> str:
    """The page as HTML: figures, kinds of failures, refused names, every script."""
    have = showing.figures(results)
    title = words.said(f"{have['runs']} of {have['counted']} scripts run")
    parts = [
        "<!doctype html>",
        f'<html lang="{words.language()}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        _figures(have),
        f"<p>{_text(_said(have, found))}</p>",
    ]
    for heading, column, counts in (
        (words.said("What fails, by kind"), "what", have["kinds"]),
        (words.said("Names that are refused"), "what", have["refused_names"]),
    ):
        if counts:
            rows = "".join(
                f'<tr><td class="number">{count}</td><td>{_text(what)}</td></tr>'
                for what, count in counts.items()
            )
            parts.append(
                f'<h2>{heading}</h2><div class="scroll"><table>'
                f"{_head('how many', column)}{rows}</table></div>"
            )
    if found["unread"]:
        lines = "".join(
            f"<li>{_text(words.said(line))}</li>" for line in found["unread"]
        )
        parts.append(f"<h2>{words.said('Not read')}</h2><ul>{lines}</ul>")
    # what asks for attention first
    ordered = sorted(results, key=lambda r: (not r["fails"], r["name"]))
    parts += [
        f'<h2>{words.said("Every script")}</h2><div class="scroll"><table>',
        _head(*_COLUMNS),
        *map(_row, ordered),
        "</table></div>",
    ]
    return "\n".join([*parts, "</body></html>", ""])


_COLUMNS = (
    *("script", "runs", "numbers printed", "first difference"),
    *("seconds here", "seconds there"),
)


def _head(*columns: str) -> str:
    cells = "".join(f"<th>{_text(words.said(one))}</th>" for one in columns)
    return f"<tr>{cells}</tr>"


def _figures(have: dict[str, Any]) -> str:
    shown = [("scripts in all", have["counted"]), ("that run", have["runs"])]
    if have["compared"]:
        shown += [("that were compared", have["compared"])]
        shown += [("same numbers", have["same"])]
    shown += [("refused", have["refused"]), ("fail otherwise", have["fails"])]
    boxes = "".join(f"<div><b>{n}</b>{words.said(name)}</div>" for name, n in shown)
    return f'<div class="figures">{boxes}</div>'


def _said(have: dict[str, Any], found: dict[str, Any]) -> str:
    text = words.said(f"Run by compat in {have['seconds']:.0f} s.")
    if not found["reference"]:
        return f"{text} " + words.said(
            "Nothing was compared: there was no TensorFlow 1.15 to compare to."
        )
    parts = [
        text,
        words.said(
            f"Compared with {found['reference']}: the exit code, and every number "
            f"printed, in order; whole numbers exactly, others within "
            f"{found['tolerance']:g} of the larger one or a unit of the last place "
            "printed. Times are left out."
        ),
    ]
    if have["unseeded"]:
        parts.append(
            words.said(
                f"{have['unseeded']} scripts that draw other numbers in every run "
                "there are left out, too."
            )
        )
    if have["rounding"]:
        parts.append(
            words.said(
                f"{have['rounding']} drift apart by rounding, as the real one does "
                "from weights moved by 1e-5."
            )
        )
    if have["runs_nowhere"]:
        parts.append(words.said(f"{have['runs_nowhere']} do not run there either."))
    return " ".join(parts)


def _row(result: dict[str, Any]) -> str:
    state = result["state"]
    there = result.get("there") or {}
    numbers = result.get("numbers")
    said = "" if numbers is None else showing._VERDICTS[numbers["verdict"]]
    detail = _text(words.said(showing.difference(result)))
    if result.get("said"):
        detail = (
            f"<details><summary>{detail}</summary><pre>{_text(result['said'])}</pre>"
            "</details>"
        )
    elif numbers and numbers["first"]:
        detail = (
            f"<details><summary>{detail}</summary><pre>"
            f"{_text(numbers['first']['text'])}</pre></details>"
        )
    good = "good" if state == "runs" else "bad" if result["fails"] else ""
    same = {"same": "good", "differ": "bad"}.get((numbers or {}).get("verdict", ""), "")
    return (
        f'<tr><td class="name">{_text(result["name"])}</td>'
        f'<td class="short {good}">{_text(words.said(state))}</td>'
        f'<td class="short {same}">{_text(words.said(said))}</td><td>{detail}</td>'
        f'<td class="number">{_seconds(result)}</td>'
        f'<td class="number">{_seconds(there)}</td></tr>'
    )


def _seconds(run: dict[str, Any]) -> str:
    return f"{run['seconds']:.1f}" if "seconds" in run else ""


def _text(text: str) -> str:
    return html.escape(str(text))
