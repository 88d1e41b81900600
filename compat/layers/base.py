"""`tf.layers.Layer`: names, scopes, weights and losses of a TensorFlow 1.x layer."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import tensorflow as tf

from compat.layers.input_spec import InputSpec, check
from compat.layers.tracking import Tracked
from compat.layers.view import LayerView

tf1 = tf.compat.v1

_uids: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()


def to_snake_case(name: str) -> str:
    """`BasicLSTMCell` → `basic_lstm_cell`, TensorFlow 1.x's default layer name."""
    name = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    return f"private{name}" if name.startswith("_") else name


def _unique_name(base: str) -> str:
    graph_uids = _uids.setdefault(tf1.get_default_graph(), {})
    graph_uids[base] = graph_uids.get(base, 0) + 1
    return f"{base}_{graph_uids[base]}"


def flatten(structure: Any) -> list[Any]:
    """The leaves of a nested structure, `None` left out."""
    return [leaf for leaf in tf.nest.flatten(structure) if leaf is not None]


class Layer(LayerView, Tracked):
    """Base class of TensorFlow 1.x layers and RNN cells.

    A layer enters a variable scope at its first call, makes its weights there with
    `tf.get_variable`, and finds the same scope again at every later call.

    Args:
        trainable: Whether its weights go to `tf.GraphKeys.TRAINABLE_VARIABLES`.
        name: Name of the layer and of its variable scope; by default the class name.
        dtype: dtype of the weights; by default that of the first input.
        **kwargs: `_reuse` and `_scope`, as the functional layers pass them.

    Raises:
        TypeError: For any other keyword argument.

    Source: `tf.layers.Layer`.
    """

    def __init__(
        self,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        reuse = kwargs.pop("_reuse", None)
        scope = kwargs.pop("_scope", None)
        self.activity_regularizer = kwargs.pop("activity_regularizer", None)
        for key in kwargs:
            if key not in {
                "input_shape",
                "batch_input_shape",
                "batch_size",
                "weights",
                "autocast",
                "dynamic",
            }:
                raise TypeError("Keyword argument not understood:", key)
        self.trainable = trainable
        self.built = False
        self.input_spec: InputSpec | list[InputSpec] | None = None
        self._reuse = reuse
        self._dtype = tf.as_dtype(dtype).name if dtype is not None else None
        self._base_name = name or to_snake_case(type(self).__name__)
        self._name = name or _unique_name(self._base_name)
        self._scope: Any = None
        self._call_scope: Any = None
        self._trainable_weights: list[Any] = []
        self._non_trainable_weights: list[Any] = []
        self._updates: list[Any] = []
        self._losses: list[Any] = []
        self._unconditional: list[Any] = []
        self._eager_losses: list[Callable[[], Any]] = []
        self._kept_weights: dict[str, Any] = {}
        if scope:
            with tf1.variable_scope(scope) as captured:
                self._scope = captured

    # What a subclass may define.

    def build(self, input_shape: Any) -> None:
        """Make the weights; called once, before the first `call`."""
        self.built = True

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Compute the layer's outputs."""
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the outputs for inputs of `input_shape`."""
        raise NotImplementedError(
            f"{type(self).__name__} does not say its output shape"
        )

    # What a layer keeps.

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Keep update ops, in `tf.GraphKeys.UPDATE_OPS` too.

        Args:
            updates: Op, or tensor, or a list of such.
            inputs: `None` when the updates do not depend on the layer's inputs.
        """
        if tf.executing_eagerly():
            return
        for given in flatten(updates):
            update = given.op if tf.is_tensor(given) else given
            self._updates.append(update)
            if inputs is None:
                self._unconditional.append(update)
            tf1.add_to_collection(tf1.GraphKeys.UPDATE_OPS, update)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Keep loss tensors, in `tf.GraphKeys.REGULARIZATION_LOSSES` too.

        Args:
            losses: Scalar tensor, or a list of such.
            inputs: `None` when the losses do not depend on the layer's inputs.
        """
        for loss in flatten(losses):
            self._losses.append(loss)
            if inputs is None:
                self._unconditional.append(loss)
            tf1.add_to_collection(tf1.GraphKeys.REGULARIZATION_LOSSES, loss)

    def add_weight(
        self,
        name: str,
        shape: Any,
        dtype: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        trainable: bool | None = None,
        constraint: Any = None,
        use_resource: bool | None = None,
        synchronization: Any = tf.VariableSynchronization.AUTO,
        aggregation: Any = tf.VariableAggregation.NONE,
        partitioner: Any = None,
    ) -> Any:
        """A weight of the layer: `tf.get_variable` in the layer's scope.

        Args:
            name: Name within the layer's scope.
            shape: Its shape.
            dtype: Its dtype; by default the layer's, or float32.
            initializer: Its initializer; by default the scope's.
            regularizer: From the weight to a scalar loss, or `None`.
            trainable: By default true.
            constraint: Passed on, like all that follow.

        Returns:
            The variable.

        Source: `tf.layers.Layer.add_weight`.
        """
        if synchronization == tf.VariableSynchronization.ON_READ:
            if trainable:
                raise ValueError(
                    "Synchronization value can be set to VariableSynchronization."
                    "ON_READ only for non-trainable variables. You have specified "
                    "trainable=True and "
                    "synchronization=VariableSynchronization.ON_READ."
                )
            trainable = False
        trainable = True if trainable is None else bool(trainable)
        dtype = tf.as_dtype(dtype or self._dtype or tf.float32)
        if self._dtype is None:
            self._dtype = dtype.base_dtype.name
        self._set_scope()
        variables_before = len(tf1.global_variables())
        with tf1.variable_scope(
            self._scope, reuse=self.built or self._reuse, auxiliary_name_scope=False
        ):
            variable = tf1.get_variable(
                name,
                shape=shape,
                dtype=dtype,
                initializer=initializer,
                trainable=trainable and self.trainable,
                constraint=constraint,
                use_resource=use_resource,
                synchronization=synchronization,
                aggregation=aggregation,
                partitioner=partitioner,
            )
        parts = list(variable) if hasattr(variable, "as_tensor") else [variable]
        with tf.init_scope():  # a function's weights are those of what is around it
            eager = tf.executing_eagerly()
        if regularizer and eager:
            self._eager_losses.append(functools.partial(regularizer, variable))
        elif regularizer and len(tf1.global_variables()) > variables_before:
            self._regularize(name, parts, regularizer)
        if trainable and self.trainable and not tf.executing_eagerly():
            # A custom getter may have thought otherwise.
            collected = tf1.trainable_variables()
            with tf.init_scope():  # a function's variables are in the graph around it
                if not tf.executing_eagerly():
                    collected = tf1.trainable_variables()
            trainable = any(part is other for part in parts for other in collected)
        (self._trainable_weights if trainable else self._non_trainable_weights).extend(
            parts
        )
        self._keep(name, variable)
        return variable

    add_variable = add_weight

    def apply(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """The same as calling the layer."""
        return self(inputs, *args, **kwargs)

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Build the layer if need be, and compute its outputs.

        Args:
            inputs: Tensor, or nested structure of tensors.
            *args: Handed on to `call`.
            **kwargs: Handed on to `call`; `scope` names the variable scope.
        """
        scope = kwargs.pop("scope", None)
        self._set_scope(scope)
        if tf.executing_eagerly():
            self._losses.clear()
        reuse = True if self.built else self._reuse
        with tf1.variable_scope(
            self._scope, reuse=reuse, auxiliary_name_scope=False
        ) as current:
            with tf1.name_scope(self._name_scope_for(current)):
                inputs = tf.nest.map_structure(_as_tensor, inputs)
                self._check(inputs)
                if not self.built:
                    self._first_build(inputs)
                outputs = self.call(inputs, *args, **kwargs)
                if self.activity_regularizer is not None:
                    for output in flatten(outputs):
                        with tf1.name_scope("ActivityRegularizer"):
                            loss = self.activity_regularizer(output)
                            batch = tf1.cast(tf1.shape(output)[0], loss.dtype)
                            self.add_loss(loss / batch, inputs=inputs)
        return outputs

    def __deepcopy__(self, memo: dict[int, Any]) -> Layer:
        import copy

        keep = {"_scope", "_trainable_weights", "_non_trainable_weights"}
        result = type(self).__new__(type(self))
        memo[id(self)] = result
        for leaf in tf.nest.flatten(list(self.__dict__.values())):
            if isinstance(leaf, (tf.Tensor, tf.Operation, tf.Variable)):
                memo[id(leaf)] = leaf  # what is in a graph stays what it is
        for key, value in self.__dict__.items():
            setattr(result, key, value if key in keep else copy.deepcopy(value, memo))
        return result

    # The workings.

    def _set_scope(self, scope: Any = None) -> None:
        if self._scope is not None:
            return
        if self._reuse:
            opened = tf1.variable_scope(scope if scope is not None else self._base_name)
        else:
            opened = tf1.variable_scope(scope, default_name=self._base_name)
        with opened as captured:
            self._scope = captured

    def _name_scope_for(self, current_scope: Any) -> str:
        return current_scope.original_name_scope

    def _check(self, inputs: Any) -> None:
        if self.input_spec is None:
            return
        specs = (
            self.input_spec
            if isinstance(self.input_spec, (list, tuple))
            else [self.input_spec]
        )
        for index, (spec, tensor) in enumerate(
            zip(specs, flatten(inputs), strict=False)
        ):
            check(spec, tensor, self.name, index)

    def _first_build(self, inputs: Any) -> None:
        leaves = flatten(inputs)
        if self._dtype is None and leaves:
            self._dtype = leaves[0].dtype.base_dtype.name
        self.build(tf.nest.map_structure(lambda tensor: tensor.shape, inputs))
        self.built = True

    def _regularize(
        self, name: str, parts: list[Any], regularizer: Callable[[Any], Any]
    ) -> None:
        for part in parts:
            with tf1.colocate_with(part.op), tf1.name_scope(f"{name}/Regularizer"):
                self.add_loss(regularizer(part))


def _as_tensor(value: Any) -> Any:
    return value if tf.is_tensor(value) else tf.convert_to_tensor(value)
