"""A report as SARIF 2.1.0, which code hosts show beside the lines."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from compat import __version__
from compat.check.checker import Report
from compat.check.findings import Edit, Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"refused": "error", "approximate": "warning", "exact": "note"}
_STATES = {
    "exact": "Runs under compat with 1.15's numbers",
    "approximate": "Runs under compat, and differs from 1.15 in what is said",
    "refused": "Does not run under compat",
}


def text(report: Report) -> str:
    """The report as SARIF; columns count letters."""
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "compat check",
                "version": __version__,
                "rules": [
                    {"id": state, "shortDescription": {"text": said},
                     "defaultConfiguration": {"level": _LEVELS[state]}}
                    for state, said in _STATES.items()
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unread,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": line}}
                    for line in report.unread
                ],
            }
        ],
        "results": [_result(finding) for finding in report.findings],
    }  # fmt: skip
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _result(finding: Finding) -> dict[str, Any]:
    verdict = finding.verdict
    said = f"{verdict.name}: {verdict.state}"
    said += f": {verdict.note}" if verdict.note else ""
    said += f". Keras 3: {verdict.keras3}" if verdict.keras3 else ""
    region = {"startLine": finding.line, "startColumn": finding.column}
    if finding.cell is not None:  # a line of the notebook's file is none of the cell's
        said = f"cell {finding.cell}, line {finding.line}: {said}"
        region = {"startLine": 1}
    found: dict[str, Any] = {
        "ruleId": verdict.state,
        "level": "note" if finding.caught else _LEVELS[verdict.state],
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.path)},
                    "region": region,
                }
            }
        ],
    }
    if finding.edits:
        change = {
            "artifactLocation": {"uri": _uri(finding.path)},
            "replacements": [_replacement(edit) for edit in finding.edits],
        }
        found["fixes"] = [{"artifactChanges": [change]}]
    return found


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.start + 1,
            "endColumn": edit.end + 1,
        },
        "insertedContent": {"text": edit.text},
    }


def _uri(path: str) -> str:
    """A path below the folder as a relative reference, another one as a file's."""
    shown = os.path.relpath(path)
    if shown.startswith(".."):
        return "file://" + quote(os.path.abspath(path).replace(os.sep, "/"))
    return quote(shown.replace(os.sep, "/"))
