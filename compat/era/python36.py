"""What Python 3.6's standard library had and a later one has not, for legacy code.

`gone.json` lists it, name by name (`tests/record/stdlib.py` compares the libraries).
`older.KEPT`, `changed.METHODS` and `CHANGED` have what scripts use; `MODULES` says of
each module that is gone whether `compat/era/modules` keeps it, and else what to do;
`REFUSED` says the same of single names. What the running Python still has is its own.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from compat.era.changed import CHANGED, METHODS
from compat.era.older import KEPT, PYTHON2
from compat.errors import Refused, RefusedImport

# Module that is gone → "" where it is kept, else what to do.
MODULES: dict[str, str] = {
    "cgi": "",
    "distutils": "",
    "dummy_threading": "",
    "imghdr": "",
    "imp": "",
    "pipes": "",
    "aifc": "pip install standard-aifc, or write soundfile",
    "asynchat": "pip install pyasynchat, or write asyncio",
    "asyncore": "pip install pyasyncore, or write asyncio",
    "audioop": "pip install audioop-lts",
    "binhex": "there is no other",
    "cgitb": "pip install legacy-cgi, or write traceback",
    "chunk": "pip install standard-chunk",
    "crypt": "pip install legacy-crypt, or write hashlib.scrypt",
    "formatter": "write textwrap",
    "macpath": "write posixpath",
    "macurl2path": "write urllib.request.url2pathname",
    "mailcap": "pip install standard-mailcap",
    "nis": "there is no other",
    "nntplib": "pip install standard-nntplib",
    "ossaudiodev": "write sounddevice",
    "parser": "write ast",
    "smtpd": "pip install aiosmtpd",
    "sndhdr": "pip install standard-sndhdr",
    "spwd": "there is no other",
    "sunau": "pip install standard-sunau, or write soundfile",
    "symbol": "write ast",
    "telnetlib": "pip install standard-telnetlib",
    "uu": "write base64",
    "xdrlib": "pip install standard-xdrlib, or write struct",
}

# Name that is gone → what to write.
REFUSED: dict[str, str] = {
    "asyncio.coroutines.CoroWrapper": "write async def",
    "asyncio.coroutines.debug_wrapper": "write async def",
    "ast.Bytes": "write ast.Constant",
    "ast.Ellipsis": "write ast.Constant",
    "binascii.a2b_hqx": "write base64",
    "binascii.b2a_hqx": "write base64",
    "binascii.rlecode_hqx": "write zlib",
    "binascii.rledecode_hqx": "write zlib",
    "codecs.unicode_internal_decode": "write 'utf-32'",
    "codecs.unicode_internal_encode": "write 'utf-32'",
    "gettext.bind_textdomain_codeset": "text is Unicode",
    "gettext.ldgettext": "write gettext.dgettext",
    "gettext.ldngettext": "write gettext.dngettext",
    "gettext.lgettext": "write gettext.gettext",
    "gettext.lngettext": "write gettext.ngettext",
    "importlib.abc.Finder": "write importlib.abc.MetaPathFinder",
    "importlib.util.module_for_loader": "write exec_module",
    "importlib.util.set_loader": "write exec_module",
    "importlib.util.set_package": "write exec_module",
    "pkgutil.ImpImporter": "write importlib.machinery.FileFinder",
    "pkgutil.ImpLoader": "write importlib.machinery.SourceFileLoader",
    "sqlite3.OptimizedUnicode": "write str",
    "sqlite3.enable_shared_cache": "write a URI with cache=shared",
    "ssl.RAND_pseudo_bytes": "write secrets.token_bytes",
    "ssl.match_hostname": "write SSLContext.check_hostname",
    "ssl.wrap_socket": "write SSLContext.wrap_socket",
    "sys.callstats": "there is no other",
    "sys.get_coroutine_wrapper": "write sys.set_coroutine_origin_tracking_depth",
    "sys.set_coroutine_wrapper": "write sys.set_coroutine_origin_tracking_depth",
    "webbrowser.Galeon": "write webbrowser.get",
    "webbrowser.Grail": "write webbrowser.get",
    "webbrowser.Netscape": "write webbrowser.get",
}

NAMES = {
    *(name.rpartition(".")[2] for name in (*KEPT, *CHANGED, *REFUSED)),
    *(name.rpartition(".")[2] for name in METHODS),
}
NAMES_OF_PYTHON2 = NAMES | {name.rpartition(".")[2] for name in PYTHON2}

NOTHING = object()


def of_module(module: ModuleType, name: str, python2: bool = False) -> Any:
    """A module's name as in Python 3.6.

    Args:
        module: The module, of the running Python.
        name: The name.
        python2: Whether Python 2's names count too.

    Returns:
        `NOTHING` where there was none.

    Raises:
        Refused: It is not provided.
    """
    path = f"{module.__name__}.{name}"
    if path in CHANGED:
        return CHANGED[path](getattr(module, name))
    if hasattr(module, name):
        return getattr(module, name)
    make = KEPT.get(path) or (PYTHON2.get(path) if python2 else None)
    if make is not None:
        return make()
    if path in REFUSED or path in gone()["names"]:
        instead = REFUSED.get(path, "compat keeps what scripts use")
        raise Refused(f"{path} was in Python 3.6; this is {_running()}: {instead}")
    return NOTHING


def _running() -> str:
    return f"Python {sys.version_info[0]}.{sys.version_info[1]}"


@functools.cache
def gone() -> dict[str, dict[str, str]]:
    """The table: `modules`, `names`, `methods`, `arguments` → the first without it."""
    file = Path(__file__).with_name("gone.json")
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def of_object(holder: Any, name: str) -> Any:
    """A method that objects of a class had, or `NOTHING`."""
    for kind in holder.__mro__ if isinstance(holder, type) else type(holder).__mro__:
        method = METHODS.get(f"{kind.__module__}.{kind.__qualname__}.{name}")
        if method is not None:
            return method if isinstance(holder, type) else method.__get__(holder)
    return NOTHING


class Overlay(ModuleType):
    """A module as `from module import name` sees it in legacy code.

    Args:
        real: The module of the running Python.
    """

    def __init__(self, real: ModuleType) -> None:
        super().__init__(real.__name__)
        self.__dict__["_real"] = real
        if hasattr(real, "__path__"):
            self.__path__ = real.__path__

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return _all(self._real)
        found = of_module(self._real, name, python2=True)
        if found is NOTHING:
            return getattr(self._real, name)
        return found


def _all(real: ModuleType) -> list[str]:
    """What `from module import *` takes: what it took, where that is known."""
    names = getattr(real, "__all__", None)
    if names is None:
        names = [name for name in vars(real) if not name.startswith("_")]
    kept = [n for n in KEPT if n.rpartition(".")[0] == real.__name__]
    return [*names, *(n.rpartition(".")[2] for n in kept if n not in names)]


def overlay(real: ModuleType, wanted: Iterable[str]) -> ModuleType:
    """What an import from a module is given.

    Args:
        real: The module.
        wanted: The names.

    Raises:
        RefusedImport: One is not provided.
    """
    other = "*" in wanted
    for name in wanted:
        path = f"{real.__name__}.{name}"
        if path in CHANGED:
            other = True
        elif not hasattr(real, name) and name != "*":
            try:
                other = of_module(real, name, python2=True) is not NOTHING or other
            except Refused as error:
                raise RefusedImport(str(error), name=path) from None
    return Overlay(real) if other else real


def module(name: str, real_import: Callable[[str], ModuleType]) -> ModuleType:
    """A module that is gone, or below one that is.

    Args:
        name: Its path.
        real_import: Imports a module.

    Raises:
        RefusedImport: It is not provided.
    """
    try:
        return real_import(name)
    except ModuleNotFoundError as missing:
        if not name.startswith(str(missing.name)):
            raise
    top = name.partition(".")[0]
    if MODULES[top]:
        raise RefusedImport(
            f"{top} was in Python 3.6; this is {_running()}: {MODULES[top]}",
            name=name,
        )
    try:
        return real_import(f"compat.era.modules.{name}")
    except ModuleNotFoundError:
        raise RefusedImport(
            f"{name} was in Python 3.6; this is {_running()}, and of {top} compat "
            "keeps what scripts use",
            name=name,
        ) from None
