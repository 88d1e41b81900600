"""Whether a script was written for TensorFlow 2: seen from its text, to say so."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from compat.script.source import Script

# Names that TensorFlow 2 has and 1.15.5 had not (asked of it)
_NAMES = set(
    """
    config.list_physical_devices config.run_functions_eagerly data.AUTOTUNE
    config.set_visible_devices distribute.MultiWorkerMirroredStrategy
    distribute.TPUStrategy experimental.numpy keras.activations.gelu
    keras.activations.swish keras.applications.EfficientNetB0
    keras.layers.CategoryEncoding keras.layers.Discretization
    keras.layers.EinsumDense keras.layers.Hashing keras.layers.MultiHeadAttention
    keras.layers.Normalization keras.layers.RandomFlip keras.layers.Rescaling
    keras.layers.Resizing keras.layers.StringLookup keras.layers.TextVectorization
    keras.optimizers.AdamW keras.optimizers.legacy keras.saving
    keras.preprocessing.image_dataset_from_directory
    keras.utils.image_dataset_from_directory keras.utils.set_random_seed
    keras.utils.split_dataset keras.utils.text_dataset_from_directory
    keras.utils.timeseries_dataset_from_array nn.gelu nn.silu random.Generator
    random.set_seed saved_model.LoadOptions summary.create_file_writer
    summary.trace_on train.CheckpointOptions
    """.split()
)
# What 1.15 had, too, but nobody wrote where eager execution was not turned on
_EAGER = {"GradientTape", "function"}
# Words of which one is in every script that is 1.x's, or both versions'
_FIRST = (
    *("enable_eager", "compat.v1", "enable_v2_behavior", "contrib", "Session"),
    *("placeholder", "get_variable", "__version__", "disable_v2", "version.VERSION"),
)


def sign(scripts: Iterable[Script]) -> str:
    """`PATH:LINE: tf.NAME`, by which a program is TensorFlow 2's; or empty.

    Args:
        scripts: Its modules, all of them. One that is 1.x's speaks for all.
    """
    found = [sign_in(script) for script in scripts]
    return "" if None in found else next(filter(None, found), "")


def sign_in(script: Script) -> str | None:
    """The same of one module; `None` where it is 1.x's, or may be."""
    if "tensorflow" not in script.text:
        return ""
    if any(word in script.text for word in _FIRST) or script.builds_a_graph:
        return None
    found = _sign(script.rough_tree)
    if found is None:
        return ""
    line, name = found
    cell, line = script.place(line)
    place = f"cell {cell}:{line}: " if cell else f"{line}: "
    if script.is_notebook and not cell:  # read in a hurry
        place = " "
    return f"{script.path}:{place}tf.{name}"


def _sign(tree: ast.Module) -> tuple[int, str] | None:
    """The first such name, and its line."""
    tensorflow = {"tensorflow": ""}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname and alias.name.split(".")[0] == "tensorflow":
                    tensorflow[alias.asname] = alias.name[len("tensorflow.") :]
        elif isinstance(node, ast.ImportFrom):
            module = str(node.module)
            if not node.level and module.split(".")[0] == "tensorflow":
                below = module[len("tensorflow.") :]
                for alias in node.names:
                    path = f"{below}.{alias.name}".lstrip(".")
                    tensorflow[alias.asname or alias.name] = path
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Name)):
            path = _path(node, tensorflow)
            if path in _NAMES or path in _EAGER:
                found.append((node.lineno, path))
    return min(found, default=None)


def _path(node: ast.expr, tensorflow: dict[str, str]) -> str:
    """What a name stands for, below TensorFlow; or empty."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in tensorflow:
        return ""
    return ".".join(filter(None, [tensorflow[node.id], *reversed(parts)]))
