"""What can be trained, and what can be evaluated."""

from __future__ import annotations

import abc
from typing import Any


class Trainable(abc.ABC):
    """Something that can be trained.

    Source: `tf.contrib.learn.Trainable`.
    """

    @abc.abstractmethod
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        steps: Any = None,
        batch_size: Any = None,
        monitors: Any = None,
        max_steps: Any = None,
    ) -> Any:
        """Train."""
        raise NotImplementedError


class Evaluable(abc.ABC):
    """Something that can be evaluated.

    Source: `tf.contrib.learn.Evaluable`.
    """

    @property
    @abc.abstractmethod
    def model_dir(self) -> Any:
        """Folder of its checkpoints."""
        raise NotImplementedError

    @abc.abstractmethod
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        feed_fn: Any = None,
        batch_size: Any = None,
        steps: Any = None,
        metrics: Any = None,
        name: Any = None,
        checkpoint_path: Any = None,
        hooks: Any = None,
    ) -> Any:
        """Evaluate."""
        raise NotImplementedError


class WithParams:
    """Arguments of the constructor as scikit-learn asks for them."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Values of attributes that are no part of the inside.

        Args:
            deep: Whether those of objects among them come, too.
        """
        found: dict[str, Any] = {}
        for name, value in vars(self).items():
            if name.startswith("_"):
                continue
            found[name] = value
            if deep and hasattr(value, "get_params"):
                inner = value.get_params()
                found.update((f"{name}__{key}", one) for key, one in inner.items())
        return found

    def set_params(self, **params: Any) -> Any:
        """Set some of them.

        Args:
            **params: By name.

        Raises:
            ValueError: For a name that is none.
        """
        known = self.get_params(deep=True)
        for name, value in params.items():
            head, _, rest = name.partition("__")
            if head not in known:
                raise ValueError(
                    f"Invalid parameter {head} for estimator {type(self).__name__}"
                )
            if rest:
                known[head].set_params(**{rest: value})
            else:
                setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        given = ", ".join(
            f"{name}={value!r}"
            for name, value in sorted(self.get_params(deep=False).items())
        )
        return f"{type(self).__name__}({given})"
