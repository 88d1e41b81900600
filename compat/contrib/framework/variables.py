"""Variables: made, found again, filled from checkpoints or values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.framework.arg_scope import add_arg_scope

tf1 = tf.compat.v1
Keys = tf1.GraphKeys

create_global_step = tf1.train.create_global_step
get_global_step = tf1.train.get_global_step
get_or_create_global_step = tf1.train.get_or_create_global_step
assert_global_step = tf1.train.assert_global_step


def assert_or_get_global_step(graph: Any = None, global_step_tensor: Any = None) -> Any:
    """Check a global step, or give the graph's.

    Source: `tf.contrib.framework.assert_or_get_global_step`.
    """
    if global_step_tensor is None:
        return get_global_step(graph)
    assert_global_step(global_step_tensor)
    return global_step_tensor


def get_name_scope() -> str:
    """The name scope in force, `""` at the top."""
    return tf1.get_default_graph().get_name_scope()


def get_variable_full_name(var: Any) -> str:
    """A variable's name in a checkpoint: for a part of one, that of the whole."""
    info = getattr(var, "_save_slice_info", None)
    return info.full_name if info else var.op.name


@add_arg_scope
def variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = True,
    collections: Any = None,
    caching_device: Any = None,
    device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    use_resource: bool | None = None,
    synchronization: Any = tf.VariableSynchronization.AUTO,
    aggregation: Any = tf.VariableAggregation.NONE,
) -> Any:
    """`tf.get_variable` on a device, in collections.

    Args:
        name: Name within the variable scope.
        device: Device, or function from an op to one.
        collections: By default `tf.GraphKeys.GLOBAL_VARIABLES`.
        shape: As all the others, for `tf.get_variable`.

    Returns:
        The variable.

    Source: `tf.contrib.framework.variable`.
    """
    wanted = list(collections if collections is not None else [Keys.GLOBAL_VARIABLES])
    getter: Callable[..., Any] = tf1.get_variable
    if custom_getter is not None:
        inner = tf1.get_variable

        def getter(*args: Any, **kwargs: Any) -> Any:
            return inner(*args, custom_getter=custom_getter, **kwargs)

    with tf1.device(device or ""):
        return getter(
            name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
            collections=list(dict.fromkeys(wanted)),
            caching_device=caching_device,
            partitioner=partitioner,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
        )


@add_arg_scope
def model_variable(
    name: str,
    shape: Any = None,
    dtype: Any = tf.float32,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = True,
    collections: Any = None,
    caching_device: Any = None,
    device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    use_resource: bool | None = None,
    synchronization: Any = tf.VariableSynchronization.AUTO,
    aggregation: Any = tf.VariableAggregation.NONE,
) -> Any:
    """`variable`, also in `tf.GraphKeys.MODEL_VARIABLES`.

    Source: `tf.contrib.framework.model_variable`.
    """
    return variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=[
            *(collections or []),
            Keys.GLOBAL_VARIABLES,
            Keys.MODEL_VARIABLES,
        ],
        caching_device=caching_device,
        device=device,
        partitioner=partitioner,
        custom_getter=custom_getter,
        use_resource=use_resource,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def _untrained(
    initial_value: Any,
    validate_shape: bool,
    name: str | None,
    use_resource: bool | None,
    key: str,
) -> Any:
    return tf1.Variable(
        initial_value,
        trainable=False,
        collections=[key],
        validate_shape=validate_shape,
        name=name,
        use_resource=use_resource,
    )


def local_variable(
    initial_value: Any,
    validate_shape: bool = True,
    name: str | None = None,
    use_resource: bool | None = None,
) -> Any:
    """A variable that is not trained, in `tf.GraphKeys.LOCAL_VARIABLES` only.

    Source: `tf.contrib.framework.local_variable`.
    """
    return _untrained(
        initial_value, validate_shape, name, use_resource, Keys.LOCAL_VARIABLES
    )


def global_variable(
    initial_value: Any,
    validate_shape: bool = True,
    name: str | None = None,
    use_resource: bool | None = None,
) -> Any:
    """A variable that is not trained, in `tf.GraphKeys.GLOBAL_VARIABLES`.

    Source: `tf.contrib.framework.global_variable`.
    """
    return _untrained(
        initial_value, validate_shape, name, use_resource, Keys.GLOBAL_VARIABLES
    )


def add_model_variable(var: Any) -> None:
    """Put a variable into `tf.GraphKeys.MODEL_VARIABLES`, once."""
    kept = tf1.get_collection(Keys.MODEL_VARIABLES)
    if not any(var is other for other in kept):
        tf1.add_to_collection(Keys.MODEL_VARIABLES, var)


def get_variables(
    scope: Any = None, suffix: str | None = None, collection: str = "variables"
) -> list[Any]:
    """The variables of a collection, of a scope, whose name ends with `suffix`.

    Args:
        scope: Start of the name, a pattern; or a variable scope.
        suffix: End of the name.
        collection: Name of the collection.

    Source: `tf.contrib.framework.get_variables`.
    """
    prefix = getattr(scope, "name", scope)
    if suffix is not None:
        suffix = suffix if ":" in suffix else f"{suffix}:0"
        prefix = f"{prefix or ''}.*{suffix}"
    return tf1.get_collection(collection, prefix)


def get_model_variables(scope: Any = None, suffix: str | None = None) -> list[Any]:
    """`get_variables` of `tf.GraphKeys.MODEL_VARIABLES`."""
    return get_variables(scope, suffix, Keys.MODEL_VARIABLES)


def get_local_variables(scope: Any = None, suffix: str | None = None) -> list[Any]:
    """`get_variables` of `tf.GraphKeys.LOCAL_VARIABLES`."""
    return get_variables(scope, suffix, Keys.LOCAL_VARIABLES)


def get_trainable_variables(scope: Any = None, suffix: str | None = None) -> list[Any]:
    """`get_variables` of `tf.GraphKeys.TRAINABLE_VARIABLES`."""
    return get_variables(scope, suffix, Keys.TRAINABLE_VARIABLES)


def get_variables_by_suffix(suffix: str, scope: Any = None) -> list[Any]:
    """The variables whose name ends with `suffix`."""
    return get_variables(scope=scope, suffix=suffix)


def get_variables_by_name(given_name: str, scope: Any = None) -> list[Any]:
    """The variables whose last part of the name is `given_name`."""
    suffix = f"/{given_name}:0|^{given_name}:0"
    return get_variables(scope=scope, suffix=suffix)


def get_unique_variable(var_op_name: str) -> Any:
    """The one variable of that name.

    Raises:
        ValueError: Where there is none, or more than one.
    """
    found = get_variables(scope=var_op_name)
    if not found:
        raise ValueError(f"Couldn't find variable {var_op_name}")
    exact = [one for one in found if one.op.name == var_op_name]
    if len(exact) != 1:
        raise ValueError(
            f"Variable {var_op_name} does not uniquely identify a variable"
        )
    return exact[0]


def get_variables_to_restore(include: Any = None, exclude: Any = None) -> list[Any]:
    """The variables of the scopes in `include`, less those of `exclude`.

    Args:
        include: List of scope names; by default all variables.
        exclude: List of scope names.

    Raises:
        TypeError: For an argument that is no list.

    Source: `tf.contrib.framework.get_variables_to_restore`.
    """
    for what, scopes in (("include", include), ("exclude", exclude)):
        if scopes is not None and not isinstance(scopes, (list, tuple)):
            raise TypeError(f"{what} is provided but is not a list or a tuple.")
    kept = _of_scopes(include) if include is not None else get_variables()
    left = {id(one) for one in _of_scopes(exclude or [])}
    return [one for one in kept if id(one) not in left]


def _of_scopes(scopes: Iterable[Any]) -> list[Any]:
    return [one for scope in scopes for one in get_variables(scope)]


def filter_variables(
    var_list: Iterable[Any],
    include_patterns: Iterable[str] | None = None,
    exclude_patterns: Iterable[str] | None = None,
    reg_search: bool = True,
) -> list[Any]:
    """The variables whose name fits some of the patterns and none of the others.

    Args:
        var_list: Variables.
        include_patterns: Patterns of which one must fit; by default all pass.
        exclude_patterns: Patterns of which none may fit.
        reg_search: Whether a pattern may fit anywhere, or only from the start.

    Source: `tf.contrib.framework.filter_variables`.
    """
    fits = re.search if reg_search else re.match

    def any_fits(patterns: Iterable[str], var: Any) -> bool:
        return any(fits(pattern, var.name) for pattern in patterns)

    kept = list(var_list)
    if include_patterns is not None:
        wanted = list(include_patterns)
        kept = [var for var in kept if any_fits(wanted, var)]
    if exclude_patterns is not None:
        unwanted = list(exclude_patterns)
        kept = [var for var in kept if not any_fits(unwanted, var)]
    return kept


def assign_from_values(var_names_to_values: dict[str, Any]) -> tuple[Any, Any]:
    """An op that fills variables, and the feeds it needs.

    Args:
        var_names_to_values: From a variable's name to a NumPy array.

    Returns:
        The op, and a dict from placeholders to values.

    Raises:
        ValueError: For a name that no variable has.

    Source: `tf.contrib.framework.assign_from_values`.
    """
    feeds, assigns = {}, []
    for name, value in var_names_to_values.items():
        found = tf1.get_collection(Keys.GLOBAL_VARIABLES, f"^{re.escape(name)}:")
        if not found:
            raise ValueError(f"Variable {name} wasn't found")
        var = found[0]
        with tf1.control_dependencies(None):
            fed = tf1.placeholder(var.dtype.base_dtype, name=f"placeholder/{name}")
        fed.set_shape(var.shape)
        assigns.append(var.assign(fed))
        feeds[fed] = np.asarray(value).reshape(var.shape.as_list())
    return tf.group(*assigns), feeds


def assign_from_values_fn(var_names_to_values: dict[str, Any]) -> Callable[[Any], Any]:
    """A function from a session that fills variables; see `assign_from_values`."""
    op, feeds = assign_from_values(var_names_to_values)
    return lambda session: session.run(op, feeds)
