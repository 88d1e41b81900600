"""What compat says in an error, in the language of its reader."""

from __future__ import annotations

from compat import words
from compat.errors import Refused, RefusedImport, UsageError
from compat.run import error_text


def translate(error: BaseException) -> None:
    """Have an error that ends in its reader's sight say ours in his language.

    A script that catches it has read it in English.

    Args:
        error: One that nobody caught.
    """
    if words.language() == "en" or not error.args:
        return
    said, again = error.args[0], error_text.AGAIN
    if isinstance(error, (Refused, RefusedImport, UsageError)):
        error.args = (words.said(str(error)),)
        if isinstance(error, ImportError):
            error.msg = error.args[0]
    elif isinstance(said, str) and again in said:
        error.args = (said.replace(again, words.said(again)),)
