"""Shows a report: for people, a line a use; for programs, JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from compat import words
from compat.check.checker import Report
from compat.check.findings import Finding
from compat.names import pages


def text(report: Report, summary_only: bool = False) -> str:
    """The report for people."""
    lines = [] if summary_only else [_line(finding) for finding in report.findings]
    return "\n".join([*lines, *_summary(report)])


def _place(finding: Finding) -> str:
    cell = "" if finding.cell is None else f":cell {finding.cell}"
    return f"{finding.path}{cell}:{finding.line}"


def _line(finding: Finding) -> str:
    verdict = finding.verdict
    state = words.said(verdict.state)
    if finding.caught and _refused(finding):
        state += f" ({words.said('caught')})"
    said = f"{_place(finding)}: {verdict.name}: {state}"
    if verdict.note:
        said += f": {words.said(verdict.note)}"
    if not verdict.keras3:
        return said
    end = "" if said.endswith("?") else "."
    where = pages.page(verdict.name)  # both codes are there, side by side
    told = "" if where is None else f" [{where}]"
    return f"{said}{end} Keras 3: {words.said(verdict.keras3)}{told}"


def _refused(finding: Finding) -> bool:
    return finding.verdict.state == "refused"


def _summary(report: Report) -> list[str]:
    states = Counter(finding.verdict.state for finding in report.findings)
    names = {finding.verdict.name for finding in report.findings}
    lines = []
    if report.findings:
        lines.append("")
    for state in ("refused", "approximate"):
        some = Counter(f.verdict.name for f in report.findings if _is(f, state))
        heading = words.said(state)
        lines += [
            f"{heading}: {name} ({count})" for name, count in sorted(some.items())
        ]
    said = f"{_many(len(report.files), 'file')}, "
    said += f"{_many(len(report.findings), 'use')} of {_many(len(names), 'name')}"
    if report.findings:
        parts = [f"{n} {state}" for state, n in sorted(states.items())]
        said += f": {', '.join(parts)}"
    caught = sum(f.caught and _refused(f) for f in report.findings)
    if caught:
        said += f" ({caught} of the refused caught by the code itself)"
    if report.unread:
        said += f"; {len(report.unread)} not read"
    return [*lines, words.said(said)]


def _is(finding: Finding, state: str) -> bool:
    return finding.verdict.state == state


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def as_json(report: Report) -> str:
    """The report for programs."""
    findings: list[dict[str, Any]] = [
        {
            "file": finding.path,
            "cell": finding.cell,
            "line": finding.line,
            "column": finding.column,
            "name": finding.verdict.name,
            "state": finding.verdict.state,
            "caught": finding.caught,
            "keras3": finding.verdict.keras3,
            "note": finding.verdict.note,
            "page": pages.page(finding.verdict.name),
            "rule": finding.verdict.rule,
        }
        for finding in report.findings
    ]
    states = Counter(finding.verdict.state for finding in report.findings)
    whole = {
        "files": report.files,
        "findings": findings,
        "unread": report.unread,
        "summary": {
            "files": len(report.files),
            "uses": len(findings),
            **{state: states[state] for state in ("exact", "approximate", "refused")},
            "stops": sum(finding.stops for finding in report.findings),
        },
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)
