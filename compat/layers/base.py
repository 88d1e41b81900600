"""`tf.layers.Layer`: names, scopes, weights and losses of a TensorFlow 1.x layer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import tensorflow as tf

from compat.layers.input_spec import InputSpec

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


class Layer:
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
        self._graph: Any = None
        self._scope: Any = None
        self._call_scope: Any = None
        self._trainable_weights: list[Any] = []
        self._non_trainable_weights: list[Any] = []
        self._updates: list[Any] = []
        self._losses: list[Any] = []
        self._calls: list[tuple[Any, Any]] = []
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

    # What is asked of it.

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> Any:
        return self._dtype

    @property
    def graph(self) -> Any:
        return self._graph

    @property
    def scope_name(self) -> str:
        """Name of the layer's variable scope, known once it was called."""
        if not self._scope:
            raise ValueError(
                f'No name available for layer scope because the layer "{self._name}" has not '
                "been used yet. The scope name is determined the first time the layer instance "
                "is called. You must therefore call the layer before querying `scope_name`."
            )
        return self._scope.name

    @property
    def trainable_weights(self) -> list[Any]:
        own = self._trainable_weights if self.trainable else []
        return own + [w for layer in self._sublayers() for w in layer.trainable_weights]

    @property
    def non_trainable_weights(self) -> list[Any]:
        own = list(self._non_trainable_weights)
        if not self.trainable:
            own = self._trainable_weights + own
        return own + [
            w for layer in self._sublayers() for w in layer.non_trainable_weights
        ]

    @property
    def weights(self) -> list[Any]:
        return self.trainable_weights + self.non_trainable_weights

    @property
    def trainable_variables(self) -> list[Any]:
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Any]:
        return self.non_trainable_weights

    @property
    def variables(self) -> list[Any]:
        return self.weights

    @property
    def updates(self) -> list[Any]:
        return list(self._updates)

    @property
    def losses(self) -> list[Any]:
        return self._losses + [
            loss for layer in self._sublayers() for loss in layer.losses
        ]

    @property
    def input(self) -> Any:
        return self._only_call()[0]

    @property
    def output(self) -> Any:
        return self._only_call()[1]

    @property
    def input_shape(self) -> Any:
        return tf.nest.map_structure(lambda tensor: tensor.shape, self.input)

    @property
    def output_shape(self) -> Any:
        return tf.nest.map_structure(lambda tensor: tensor.shape, self.output)

    def get_updates_for(self, inputs: Any) -> list[Any]:
        return list(self._updates) if inputs is not None or self._updates else []

    def get_losses_for(self, inputs: Any) -> list[Any]:
        return [] if inputs is not None else self.losses

    def count_params(self) -> int:
        """How many numbers the weights hold."""
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on {self.name}, but the layer isn't built. "
                "You can build it manually via: "
                f"`{self.name}.build(batch_input_shape)`."
            )
        return sum(int(weight.shape.num_elements()) for weight in self.weights)

    def get_weights(self) -> list[Any]:
        """The weights' values, from the default session."""
        return tf1.get_default_session().run(self.weights)

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Load values into the weights, in the default session."""
        for variable, value in zip(self.weights, weights, strict=True):
            variable.load(value, tf1.get_default_session())

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Keep update ops, in `tf.GraphKeys.UPDATE_OPS` too."""
        for update in flatten(updates):
            self._updates.append(update)
            tf1.add_to_collection(tf1.GraphKeys.UPDATE_OPS, update)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Keep loss tensors, in `tf.GraphKeys.REGULARIZATION_LOSSES` too."""
        for loss in flatten(losses):
            self._losses.append(loss)
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
        trainable = True if trainable is None else bool(trainable)
        variables_before = len(tf1.global_variables())
        with tf1.variable_scope(
            self._scope, reuse=self.built or self._reuse, auxiliary_name_scope=False
        ):
            variable = tf1.get_variable(
                name,
                shape=shape,
                dtype=tf.as_dtype(dtype or self._dtype or tf.float32),
                initializer=initializer,
                trainable=trainable and self.trainable,
                constraint=constraint,
                use_resource=use_resource,
                synchronization=synchronization,
                aggregation=aggregation,
                partitioner=partitioner,
            )
        parts = list(variable) if hasattr(variable, "partitions") else [variable]
        if regularizer and len(tf1.global_variables()) > variables_before:
            self._regularize(name, parts, regularizer)
        (self._trainable_weights if trainable else self._non_trainable_weights).extend(
            parts
        )
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
        self._enter_graph(inputs)
        self._set_scope(scope)
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
                            self.add_loss(
                                self.activity_regularizer(output), inputs=inputs
                            )
        self._calls.append((inputs, outputs))
        self.built = True
        return outputs

    def __deepcopy__(self, memo: dict[int, Any]) -> Layer:
        import copy

        keep = {"_graph", "_scope", "_trainable_weights", "_non_trainable_weights"}
        result = type(self).__new__(type(self))
        memo[id(self)] = result
        for key, value in self.__dict__.items():
            setattr(result, key, value if key in keep else copy.deepcopy(value, memo))
        return result

    # The workings.

    def _sublayers(self) -> list[Layer]:
        seen: list[Layer] = []
        for value in self.__dict__.values():
            for item in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(item, Layer) and not any(item is other for other in seen):
                    seen.append(item)
        return seen

    def _only_call(self) -> tuple[Any, Any]:
        if len(self._calls) != 1:
            raise AttributeError(
                f"Layer {self.name} has {len(self._calls)} inbound nodes: expected one call, "
                "ask the tensors themselves"
            )
        return self._calls[0]

    def _enter_graph(self, inputs: Any) -> None:
        graph = tf1.get_default_graph()
        if self._graph is None:
            self._graph = graph
        elif self.built and self._graph is not graph and self.weights:
            raise ValueError(
                f"Input graph and Layer graph are not the same: {graph} is not {self._graph}"
            )

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
            spec.check(tensor, self.name, index)

    def _first_build(self, inputs: Any) -> None:
        leaves = flatten(inputs)
        if self._dtype is None and leaves:
            self._dtype = leaves[0].dtype.base_dtype.name
        self.build(tf.nest.map_structure(lambda tensor: tensor.shape, inputs))

    def _regularize(
        self, name: str, parts: list[Any], regularizer: Callable[[Any], Any]
    ) -> None:
        for part in parts:
            with tf1.colocate_with(part.op), tf1.name_scope(f"{name}/Regularizer"):
                self.add_loss(regularizer(part))


def _as_tensor(value: Any) -> Any:
    return value if tf.is_tensor(value) else tf.convert_to_tensor(value)
