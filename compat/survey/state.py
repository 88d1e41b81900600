"""The results of a survey, a line each, written as they come."""

from __future__ import annotations

import fcntl
import json
import os
from typing import Any

from compat import writing
from compat.errors import UsageError

_FORMAT = 1


class State:
    """The file of a survey's results.

    Args:
        path: Where it is; made when it is not there.
        options: What must be the same for results to be taken over.
        again: Whether a survey that was stopped begins anew.
        failed: Whether results that failed are left out, those of an ended survey too.
        work: The folder of this survey's copies.

    Attributes:
        results: What is known already, by the script's name.
        note: What became of an earlier file; empty when there was none.
        left: The folder of copies that a killed survey may have left; or empty.

    Raises:
        UsageError: The file is no survey's, or another survey is using it.
    """

    def __init__(
        self,
        path: str,
        options: dict[str, Any],
        again: bool,
        failed: bool,
        work: str,
    ) -> None:
        self._path, self.results, self.note = path, {}, ""
        try:
            self._file = open(path, "a+b")
        except OSError as error:
            raise UsageError(
                f"expected {path} to be a file to write: {error.strerror}"
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise UsageError(f"{path}: another survey is using it") from None
        head, lines, ended, end = self._read()
        self.left = head.get("work", "")
        keep = bool(lines) and not again and (failed or not ended)
        if keep and head["options"] != options:
            self.note, keep = "begins anew: it was stopped with other options", False
        if keep:
            self.results = {line["name"]: line for line in lines}
            if failed:
                self.results = {n: r for n, r in self.results.items() if not r["fails"]}
            self.note = f"goes on: {len(self.results)} results are taken from {path}"
        self._file.truncate(end if keep and not failed else 0)
        first = {"survey": _FORMAT, "options": options, "work": work}
        if keep and not failed:
            self._write(first)
        else:
            self._write(first, *self.results.values())

    def _read(self) -> tuple[dict[str, Any], list[dict[str, Any]], bool, int]:
        """The head, the results, whether it ended, where the last whole line does."""
        self._file.seek(0)
        data = self._file.read()
        end = data.rfind(b"\n") + 1
        lines = data[:end].splitlines()
        if not data:
            return {}, [], False, 0
        try:
            found = [json.loads(line) for line in lines]
            heads = [line for line in found if "survey" in line]
            if "survey" not in found[0] or heads[-1]["survey"] != _FORMAT:
                raise ValueError
        except (ValueError, LookupError, TypeError):
            self._file.close()
            raise UsageError(
                f"{self._path}: expected the results of a survey, received another file"
            ) from None
        results = [line for line in found[1:] if "name" in line]
        return heads[-1], results, any("end" in line for line in found), end

    def add(self, result: dict[str, Any]) -> None:
        """Keep one result."""
        self.results[result["name"]] = result
        self._write(result)

    def end(self) -> None:
        """Say that the survey is whole: the next one begins anew."""
        self._write({"end": True})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, *lines: dict[str, Any]) -> None:
        content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        with writing.named(self._path):
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
