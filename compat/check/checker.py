"""Puts reading, following names and the rules together."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from compat.check import names, sources
from compat.check.findings import Finding, Verdict
from compat.check.rules import RULES
from compat.check.scopes import Names
from compat.check.uses import Use
from compat.check.visitor import Visitor
from compat.errors import UsageError
from compat.keras import mode


@dataclass
class Report:
    """What was found in some files.

    Args:
        files: Those that were read.
        findings: In the order of the files and lines.
        unread: What could not be read or parsed, one line each.
    """

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Checker:
    """Checks files; keeps the names of each for those that import it."""

    def __init__(self) -> None:
        self._names: dict[str, Names] = {}

    def file(self, path: str, report: Report) -> None:
        """Check one file and add what is found to a report.

        Raises:
            UsageError: When it cannot be read at all.
        """
        self.source(sources.read(path), report)

    def source(self, source: sources.Source, report: Report) -> None:
        """Check one file that is read, and add what is found to a report."""
        visitor = self._followed(source)
        report.files.append(source.path)
        report.unread += source.unread
        found = []
        own_graph = mode.builds_a_graph(source.tree)  # Keras 2 is tf_keras then
        for use in visitor.uses:
            verdict = judged(use)
            if verdict is not None and not (verdict.rule == "keras2" and own_graph):
                cell, line = source.place(use.line)
                place = source.path, cell, line, use.column
                found.append(Finding(*place, use.caught, verdict))
        if not any(finding.verdict.sure for finding in found):
            return
        found.sort(key=lambda f: (f.cell or 0, f.line, f.column))
        report.findings += dict.fromkeys(found)

    def _followed(self, source: sources.Source) -> Visitor:
        folder = os.path.dirname(os.path.abspath(source.path))
        visitor = Visitor(lambda name, level: self._beside(folder, name, level))
        visitor.run(source.tree)
        return visitor

    def _beside(self, folder: str, name: str, level: int) -> Names | None:
        """The names of a module beside a file, or in a folder above it."""
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        path = os.path.join(folder, *name.split("."))
        for candidate in (f"{path}.py", os.path.join(path, "__init__.py")):
            if not os.path.isfile(candidate):
                continue
            if candidate not in self._names:
                self._names[candidate] = {}  # for modules that import each other
                try:
                    tree = sources.read(candidate)
                except UsageError:
                    return {}
                self._names[candidate] = self._followed(tree).top
            return self._names[candidate]
        return None


def judged(use: Use) -> Verdict | None:
    """What the rules say of a use: of the first way in which it does not stop."""
    verdicts = []
    for name in map(names.shown, use.names):
        for rule in RULES:
            verdict = rule(name, use)
            if verdict is not None:
                verdicts.append(verdict)
                break
    running = [verdict for verdict in verdicts if verdict.state != "refused"]
    found = running or verdicts
    return found[0] if found else None


def check_text(code: str, path: str = "<text>") -> Report:
    """Check a piece of code.

    Args:
        code: Of Python 3 or 2.
        path: As it is to be shown; modules beside it are looked for there.

    Raises:
        SyntaxError: When it is not Python.
        UsageError: When it is Python 2 and no translator is installed.
    """
    report = Report()
    Checker().source(sources.Source(path, sources.parsed(code.encode(), path)), report)
    return report


def check(paths: list[str]) -> Report:
    """Check files, folders and notebooks, without running them or TensorFlow.

    Args:
        paths: Scripts, notebooks, or folders of them.

    Raises:
        UsageError: For a path that is not there or that cannot be read.
    """
    report, checker = Report(), Checker()
    for path in dict.fromkeys(sources.files(paths)):
        checker.file(path, report)
    return report
