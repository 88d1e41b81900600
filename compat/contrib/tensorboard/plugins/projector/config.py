"""What TensorBoard's embedding projector is to show, written as its text file.

The messages are plain classes: TensorBoard is not needed to write the file it reads.
"""

from __future__ import annotations

import os
from typing import Any

import tensorflow as tf

FILE = "projector_config.pbtxt"


_ESCAPES = {9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 39: "\\'", 92: "\\\\"}


def _quoted(value: Any) -> str:
    """A number, or text with its escapes, as the text format writes them."""
    if not isinstance(value, str):
        return str(value)
    shown = (
        _ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}")
        for byte in value.encode()
    )
    return f'"{"".join(shown)}"'


class _Repeated(list[Any]):
    """A list of messages that makes its own members."""

    def __init__(self, kind: type) -> None:
        super().__init__()
        self._kind = kind

    def add(self, **fields: Any) -> Any:
        """Append a new message and give it."""
        self.append(self._kind(**fields))
        return self[-1]


class _Message:
    """Named fields, each with its default; other names are an error.

    Args:
        **fields: Values to set.
    """

    _FIELDS: dict[str, Any] = {}

    def __init__(self, **fields: Any) -> None:
        for name, default in self._FIELDS.items():
            object.__setattr__(self, name, default())
        for name, value in fields.items():
            if isinstance(getattr(self, name), list):
                getattr(self, name).extend(value)
            else:
                setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._FIELDS or isinstance(getattr(self, name), list):
            raise AttributeError(
                f"expected one of {sorted(self._FIELDS)} that is no list, received "
                f"{name}"
            )
        kind = type(getattr(self, name))
        if not isinstance(value, kind):
            raise TypeError(f"{name}: expected {kind.__name__}, received {value!r}")
        object.__setattr__(self, name, value)

    def lines(self, indent: str = "") -> list[str]:
        """The message in protocol buffer text format, line by line."""
        found: list[str] = []
        for name in self._FIELDS:
            value = getattr(self, name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, _Message):
                    inner = one.lines(indent + "  ")
                    if inner or isinstance(value, list):
                        found += [f"{indent}{name} {{", *inner, f"{indent}}}"]
                elif isinstance(value, list) or one:
                    found.append(f"{indent}{name}: {_quoted(one)}")
        return found

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in self.lines())


class SpriteMetadata(_Message):
    """One picture that holds a small picture of each row of an embedding."""

    _FIELDS = {"image_path": str, "single_image_dim": list}
    image_path: str
    single_image_dim: list[int]


class EmbeddingInfo(_Message):
    """One embedding: the variable, and the file that names its rows."""

    _FIELDS = {
        "tensor_name": str,
        "metadata_path": str,
        "bookmarks_path": str,
        "tensor_shape": list,
        "sprite": SpriteMetadata,
        "tensor_path": str,
    }
    tensor_name: str
    metadata_path: str
    bookmarks_path: str
    tensor_shape: list[int]
    sprite: SpriteMetadata
    tensor_path: str


class ProjectorConfig(_Message):
    """All embeddings to show."""

    _FIELDS = {
        "model_checkpoint_path": str,
        "embeddings": lambda: _Repeated(EmbeddingInfo),
        "model_checkpoint_dir": str,
    }
    model_checkpoint_path: str
    embeddings: Any
    model_checkpoint_dir: str


def visualize_embeddings(summary_writer: Any, config: ProjectorConfig) -> None:
    """Write the file that TensorBoard's projector looks for, beside the summaries.

    Args:
        summary_writer: A `tf.summary.FileWriter`, whose folder is used.
        config: What to show.

    Raises:
        ValueError: For a writer without a folder.

    Source: `tf.contrib.tensorboard.plugins.projector.visualize_embeddings`.
    """
    folder = summary_writer.get_logdir()
    if folder is None:
        raise ValueError("Summary writer must have a logdir")
    if isinstance(folder, bytes):
        folder = folder.decode()
    with tf.io.gfile.GFile(os.path.join(folder, FILE), "w") as stream:
        stream.write(str(config))
