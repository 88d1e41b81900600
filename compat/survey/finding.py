"""Finds what a survey runs: scripts, notebooks, and the lines of a list."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from compat.check import sources
from compat.errors import UsageError
from compat.survey import imports

_CODE = (".py", ".ipynb", ".pyw")
_NEVER = {"__init__.py", "setup.py", "conftest.py"}


@dataclass(frozen=True)
class Task:
    """Something to run.

    Attributes:
        root: The folder that is copied.
        path: The script, relative to the root; `-m NAME` for a module.
        folder: The working folder, relative to the root.
        args: Its arguments.
    """

    root: str
    path: str
    folder: str
    args: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As people and the state know it: the root's own name, the path, arguments."""
        base = os.path.basename(os.path.abspath(self.root))
        if self.is_module:
            within = os.path.normpath(os.path.join(base, self.folder))
            return _joined([within, *self.path.split(), *self.args])
        return _joined([f"{base}/{self.path}", *self.args])

    @property
    def is_module(self) -> bool:
        """Whether it is `-m NAME`."""
        return self.path.startswith("-m ")

    @property
    def is_notebook(self) -> bool:
        """Whether it is a Jupyter notebook."""
        return self.path.endswith(".ipynb")

    def line(self) -> list[str]:
        """What follows `python` in its working folder."""
        if self.is_module:
            return ["-m", self.path[3:], *self.args]
        return [os.path.relpath(self.path, self.folder), *self.args]

    def digest(self) -> str:
        """Tells this text of it from another one."""
        text = self.path.encode()
        if not self.is_module:
            with open(os.path.join(self.root, self.path), "rb") as stream:
                text = stream.read()
        return hashlib.sha256(text).hexdigest()[:16]


@dataclass
class Found:
    """What there is to run, and what was left out.

    Attributes:
        scripts: What to run.
        modules: How many files are run by the scripts that import them.
        unread: One line for each file that could not be read.
    """

    scripts: list[Task]
    modules: int = 0
    unread: tuple[str, ...] = ()


def find_scripts(paths: list[str]) -> Found:
    """What is to be run of folders, scripts and lists.

    Args:
        paths: A folder: all below it that uses TensorFlow or Keras; a .py or .ipynb;
            any other file is a list, a line each: `[FOLDER:] PATH ARGS…`, or
            `FOLDER: -m MODULE ARGS…`, run in FOLDER in a copy of the list's folder.

    Raises:
        UsageError: For a path that is not there, or a line that is no such line.
    """
    found = Found([])
    for path in paths:
        if os.path.isdir(path):
            _below(path, found)
        elif not os.path.exists(path):
            raise UsageError(f"{path}: no such file or folder")
        elif path.endswith(_CODE):
            found.scripts.append(_one(path))
        else:
            found.scripts += _listed(path)
    found.scripts = list(dict.fromkeys(found.scripts))
    return found


def _one(path: str, args: tuple[str, ...] = ()) -> Task:
    root, name = os.path.split(os.path.abspath(path))
    return Task(root, name, ".", args)


def _below(folder: str, found: Found) -> None:
    root = os.path.abspath(folder)
    files, unread = [], []
    for path in sources.files([root]):
        if os.path.isfile(path) and os.access(path, os.R_OK):
            files.append(path)
        else:
            what = "a dangling link" if os.path.islink(path) else "cannot be read"
            unread.append(f"{path}: {what}")
    uses = imports.Uses(root, files)
    for path in files:
        if os.path.basename(path) in _NEVER or not uses.legacy(path):
            continue
        if uses.imported(path) and not uses.has_main(path):
            found.modules += 1
            continue
        short = os.path.relpath(path, root)
        found.scripts.append(Task(root, short, os.path.dirname(short) or "."))
    found.unread += (*unread, *uses.unread)


def _listed(path: str) -> Iterator[Task]:
    try:
        with open(path, encoding="utf-8") as stream:
            lines = stream.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: expected a list of scripts, a line each, received: {error}"
        ) from None
    beside = os.path.dirname(os.path.abspath(path))
    for number, line in enumerate(lines, start=1):
        try:
            words = shlex.split(line, comments=True)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: {error}: {line.strip()}") from None
        if words:
            yield _of_line(words, beside, f"{path}:{number}")


def _of_line(words: list[str], beside: str, where: str) -> Task:
    folder = ""
    if len(words) > 1 and words[0].endswith(":"):
        folder = os.path.normpath(os.path.join(beside, words.pop(0)[:-1]))
        if not os.path.isdir(folder):
            raise UsageError(f"{where}: {folder}: no such folder")
    file = os.path.normpath(os.path.join(folder or beside, words[0]))
    is_module = words[0] == "-m"
    if is_module and not (folder and words[1:]):
        raise UsageError(f"{where}: expected FOLDER: -m MODULE, received {words}")
    if not is_module and not os.path.isfile(file):
        raise UsageError(f"{where}: {file}: no such file")
    folder = folder or os.path.dirname(file)
    root = beside if _is_below(folder, beside) else folder
    inside = os.path.relpath(folder, root)
    if is_module:
        return Task(root, f"-m {words[1]}", inside, tuple(words[2:]))
    if not _is_below(file, root):
        raise UsageError(f"{where}: {file} is outside of {root}, which is copied")
    return Task(root, os.path.relpath(file, root), inside, tuple(words[1:]))


def _joined(words: list[str]) -> str:
    """As a shell takes it; letters of any alphabet need no quotes."""
    return " ".join(
        word if re.fullmatch(r"[\w@%+=:,./-]+", word) else shlex.quote(word)
        for word in words
    )


def _is_below(path: str, folder: str) -> bool:
    return os.path.join(path, "").startswith(os.path.join(folder, ""))
