"""What a lab's script says of its arguments, for `lab12 run LAB --help`."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from compat import words
from lab12.labs.catalogue import Lab, UnknownLab, lab_named
from lab12.record import recorder_late


class ShowHelp(argparse.Action):
    """`--help`: of the command, and of the lab where one is named before it."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: Any
    ) -> None:
        named = getattr(namespace, "lab", None)
        try:
            lab = lab_named(named) if named else None
        except UnknownLab as error:
            parser.error(str(error))
        parser.print_help()
        if lab is not None:
            print(f"\n{of_lab(lab, namespace.engine)}")
        parser.exit()


def of_lab(lab: Lab, engine: str) -> str:
    """A lab's opening words and its options.

    Args:
        lab: The lab.
        engine: On `keras` it is the twin's script, on the others the legacy one.
    """
    script = lab.modern if engine == "keras" else lab.legacy
    source = script.read_text(encoding="utf-8")
    said = re.sub(r"\bpython (\w+)\.py\b", r"lab12 run \1", _opening(source))
    if engine == "keras":
        said = said.replace(f"lab12 run {lab.name}", f"{{}} {lab.name} --engine keras")
        said = said.replace("{}", "lab12 run")
    parts = [f"{lab.name}: {words.said(lab.title)}", said]
    if "argparse" in source and recorder_late.asks_first(source.encode()):
        parts.append(_options(script))
    return "\n\n".join(parts)


def _opening(source: str) -> str:
    """The text at the beginning of a script, without its title and list of changes."""
    text = ast.get_docstring(ast.parse(source))
    if text is None:
        lines = re.match(r"(#.*\n)*", source)
        text = re.sub(r"^# ?", "", lines[0] if lines else "", flags=re.MULTILINE)
    paragraphs = text.partition("Changes from ")[0].strip().split("\n\n")
    return "\n\n".join(paragraphs[1:]) or words.said("It takes no arguments.")


def _options(script: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(script), "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return "options" + done.stdout.partition("\noptions")[2].rstrip()
