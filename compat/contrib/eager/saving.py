"""Variables saved and restored by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class Saver:
    """Saves variables, and restores them, in eager execution.

    Args:
        var_list: Variables, or a dict from names to them.

    Raises:
        RuntimeError: Where a graph is being built.

    Source: `tf.contrib.eager.Saver`.
    """

    def __init__(self, var_list: Any):
        if not tf.executing_eagerly():
            raise RuntimeError(
                "tfe.Saver can only be used when eager execution is enabled. Use "
                "tf.train.Saver when building graphs."
            )
        self._saver = tf1.train.Saver(var_list)

    def save(self, file_prefix: str, global_step: Any = None) -> str:
        """Write a checkpoint.

        Args:
            file_prefix: Beginning of its files' names.
            global_step: Number to put behind it.

        Returns:
            The checkpoint's prefix.

        Source: `tf.contrib.eager.Saver.save`.
        """
        prefix: str = self._saver.save(
            None, file_prefix, write_meta_graph=False, global_step=global_step
        )
        return prefix

    def restore(self, file_prefix: str) -> None:
        """Read a checkpoint.

        Args:
            file_prefix: The checkpoint's prefix.

        Source: `tf.contrib.eager.Saver.restore`.
        """
        self._saver.restore(None, file_prefix)


@contextmanager
def restore_variables_on_create(
    save_path: str | None, map_func: Callable[[str], str] | None = None
) -> Iterator[None]:
    """In the block, variables begin with what a checkpoint has under their names.

    Args:
        save_path: The checkpoint's prefix, or `None`: as without the block.
        map_func: From a variable's name to that in the checkpoint.

    Raises:
        ValueError: For a `map_func` that is no function.

    Source: `tf.contrib.eager.restore_variables_on_create`.
    """
    if not tf.executing_eagerly():
        raise RuntimeError(
            "Currently, restore_variables_on_create can only be used with eager "
            "execution enabled."
        )
    if not save_path:
        yield
        return
    if map_func is not None and not callable(map_func):
        raise ValueError(
            f"map_func must be callable: {map_func}",
        )
    reader = tf.train.load_checkpoint(save_path)
    known = reader.get_variable_to_shape_map()

    def created(next_creator: Any, **kwargs: Any) -> Any:
        variable = next_creator(**kwargs)
        key = variable.name.partition(":")[0]
        key = map_func(key) if map_func is not None else key
        if key in known:
            variable.assign(reader.get_tensor(key))
        return variable

    with tf1.variable_creator_scope(created):
        yield


class EagerVariableStore:
    """A place for the variables of `tf.get_variable` in eager execution.

    Args:
        store: Another one, whose variables it has, too.

    Source: `tf.contrib.eager.EagerVariableStore`.
    """

    def __init__(self, store: Any = None):
        self._variables: dict[str, Any] = {}
        if store is not None:
            if not isinstance(store, EagerVariableStore):
                raise ValueError(
                    "Cannot construct EagerVariableStore from a "
                    f"VariableStore object that does not store eager variables: {store}"
                )
            self._variables = store._variables

    @contextmanager
    def as_default(self) -> Iterator[None]:
        """In the block, `tf.get_variable` gives the store's variables.

        Source: `tf.contrib.eager.EagerVariableStore.as_default`.
        """

        def get(getter: Any, name: str, *args: Any, **kwargs: Any) -> Any:
            if name not in self._variables:
                self._variables[name] = getter(name, *args, **kwargs)
            return self._variables[name]

        scope = tf1.get_variable_scope()
        with tf1.variable_scope(scope, custom_getter=get, auxiliary_name_scope=False):
            yield

    def variables(self) -> list[Any]:
        """All its variables, by their names.

        Source: `tf.contrib.eager.EagerVariableStore.variables`.
        """
        return sorted(self._variables.values(), key=lambda variable: variable.name)

    def trainable_variables(self) -> list[Any]:
        """Those that are trained.

        Source: `tf.contrib.eager.EagerVariableStore.trainable_variables`.
        """
        return [variable for variable in self.variables() if variable.trainable]

    def non_trainable_variables(self) -> list[Any]:
        """Those that are not.

        Source: `tf.contrib.eager.EagerVariableStore.non_trainable_variables`.
        """
        return [variable for variable in self.variables() if not variable.trainable]

    def copy(self) -> EagerVariableStore:
        """A store of copies of the variables.

        Source: `tf.contrib.eager.EagerVariableStore.copy`.
        """
        other = EagerVariableStore()
        for key, variable in self._variables.items():
            other._variables[key] = tf1.Variable(
                variable.read_value(),
                name=variable.name.partition(":")[0],
                trainable=variable.trainable,
                use_resource=True,
            )
        return other
