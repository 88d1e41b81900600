"""`cgi`: escaping and parsing; no forms of a web server."""

from __future__ import annotations

from email.message import Message
from urllib.parse import parse_qs, parse_qsl

from compat.era.older import escape

__all__ = ["escape", "parse_header", "parse_qs", "parse_qsl"]


def parse_header(line: str) -> tuple[str, dict[str, str]]:
    """Parse a header like `text/html; charset=utf-8` into its value and options."""
    message = Message()
    message["content-type"] = line
    found = message.get_params(failobj=[("", "")])
    assert found is not None
    return found[0][0], {str(key): str(value) for key, value in found[1:]}
