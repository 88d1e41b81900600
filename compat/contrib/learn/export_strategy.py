"""`tf.contrib.learn.ExportStrategy`: how and under which name a model is exported."""

from __future__ import annotations

import collections
from typing import Any

from compat.estimator import arguments


class ExportStrategy(
    collections.namedtuple(
        "ExportStrategy", ["name", "export_fn", "strip_default_attrs"]
    )
):
    """A name and a function that exports an Estimator.

    Args:
        name: Of the folder below `export`.
        export_fn: From an Estimator and a folder to the folder of the export.
        strip_default_attrs: Whether attributes with their default are left out.

    Source: `tf.contrib.learn.ExportStrategy`.
    """

    def __new__(cls, name: str, export_fn: Any, strip_default_attrs: Any = None) -> Any:
        return super().__new__(cls, name, export_fn, strip_default_attrs)

    def export(
        self,
        estimator: Any,
        export_path: Any,
        checkpoint_path: Any = None,
        eval_result: Any = None,
    ) -> Any:
        """Export an Estimator.

        Args:
            estimator: The Estimator.
            export_path: The folder.
            checkpoint_path: The weights; by default the last ones.
            eval_result: Values of an evaluation.

        Returns:
            What the function returns.

        Raises:
            ValueError: If it does not take what is given.
        """
        names = arguments.names(self.export_fn)
        given: dict[str, Any] = {}
        if checkpoint_path is not None:
            given["checkpoint_path"] = checkpoint_path
        if eval_result is not None and "eval_result" in names:
            given["eval_result"] = eval_result
        if self.strip_default_attrs is not None and "strip_default_attrs" in names:
            given["strip_default_attrs"] = self.strip_default_attrs
        return self.export_fn(estimator, export_path, **given)
