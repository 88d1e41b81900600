"""`typing.io` and `typing.re`, which were modules of their own."""

import types
import typing

io = types.SimpleNamespace(IO=typing.IO, TextIO=typing.TextIO, BinaryIO=typing.BinaryIO)
re = types.SimpleNamespace(Pattern=typing.Pattern, Match=typing.Match)
