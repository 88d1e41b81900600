"""Metrics as objects, eager or in a graph."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import summary

tf1 = tf.compat.v1


class Metric:
    """A quantity gathered over many batches.

    A subclass says in `build` which variables it has (by `add_variable`), in `call` how
    a batch changes them, and in `result` what they give.

    Args:
        name: Name; by default the class's.
        use_global_variables: Whether its variables are saved and initialized with
            those of the model, not with the local ones.

    Source: `tf.contrib.eager.metrics.Metric`.
    """

    def __init__(self, name: str | None = None, use_global_variables: bool = False):
        self._use_global_variables = use_global_variables
        self._built = False
        self._vars: list[Any] = []
        self._initial_values: dict[Any, Any] = {}
        self._updates: list[Any] = []
        self._name = name or self.__class__.__name__
        clean = (one if one.isalnum() or one in "_.-" else "_" for one in self._name)
        self._scope = "".join(clean).lstrip("_")
        with tf1.name_scope(None, default_name=self._scope) as scope:
            self._construction_scope = scope

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take a batch in.

        Source: `tf.contrib.eager.metrics.Metric.__call__`.
        """
        if not self._built:
            with tf1.variable_scope(self._scope), tf1.init_scope():
                self.build(*args, **kwargs)
            self._built = True
        if tf.executing_eagerly():
            return self.call(*args, **kwargs)
        return tf.function(self.call)(*args, **kwargs)  # runs what changes, too

    @property
    def name(self) -> str:
        """The metric's name.

        Source: `tf.contrib.eager.metrics.Metric.name`.
        """
        return self._name

    @property
    def variables(self) -> list[Any]:
        """The metric's variables.

        Source: `tf.contrib.eager.metrics.Metric.variables`.
        """
        return self._vars

    def init_variables(self) -> Any:
        """Begin anew; in a graph, the op that does so.

        Source: `tf.contrib.eager.metrics.Metric.init_variables`.
        """
        if tf.executing_eagerly():
            for variable in self._vars:
                variable.assign(self._initial_values[variable.ref()])
            return None
        return tf.group(*[variable.initializer for variable in self._vars])

    def build(self, *args: Any, **kwargs: Any) -> None:
        """Make the variables: called before the first `call`.

        Source: `tf.contrib.eager.metrics.Metric.build`.
        """

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Change the variables by a batch.

        Source: `tf.contrib.eager.metrics.Metric.call`.
        """
        raise NotImplementedError("Metrics must define a call() member function")

    def result(self) -> Any:
        """What the metric is by now.

        Source: `tf.contrib.eager.metrics.Metric.result`.
        """
        raise NotImplementedError("Metrics must define a result() member function")

    def value(self) -> Any:
        """`result`; in eager execution, the function that gives it.

        Source: `tf.contrib.eager.metrics.Metric.value`.
        """
        return self.result if tf.executing_eagerly() else self.result()

    def aggregate(self, metrics: Any) -> None:
        """Gather what others have seen, too.

        Args:
            metrics: List of metrics of the same class.

        Source: `tf.contrib.eager.metrics.Metric.aggregate`.
        """
        for metric in metrics:
            if self.__class__ != metric.__class__:
                raise TypeError(
                    f"{self.__class__} != {metric.__class__}",
                )
        for variables in zip(*[metric._vars for metric in metrics], strict=True):
            self._vars[len(self._updates)].assign_add(tf.add_n(list(variables)))

    def add_variable(
        self, name: str, shape: Any = None, dtype: Any = None, initializer: Any = None
    ) -> Any:
        """Make a variable; in `build` alone.

        Args:
            name: Its name.
            shape: Its shape.
            dtype: Its type.
            initializer: Function that gives what it begins with.

        Source: `tf.contrib.eager.metrics.Metric.add_variable`.
        """
        if self._built:
            raise RuntimeError("Can't call add_variable() except in build().")
        keys = tf1.GraphKeys
        is_global = self._use_global_variables
        places = [keys.GLOBAL_VARIABLES if is_global else keys.LOCAL_VARIABLES]
        if not tf.executing_eagerly():
            places.append(keys.METRIC_VARIABLES)
        variable = tf1.get_variable(
            name,
            shape,
            dtype,
            initializer,
            trainable=False,
            collections=places,
            use_resource=True,
        )
        self._vars.append(variable)
        if tf.executing_eagerly():
            self._initial_values[variable.ref()] = variable.read_value()
        return variable


class Mean(Metric):
    """The mean of numbers.

    Args:
        name: Name.
        dtype: Type of the sums.
        use_global_variables: As in `Metric`.

    Source: `tf.contrib.eager.metrics.Mean`.
    """

    def __init__(
        self,
        name: str | None = None,
        dtype: Any = tf.float64,
        use_global_variables: bool = False,
    ):
        super().__init__(name=name, use_global_variables=use_global_variables)
        self.dtype = dtype

    def build(self, *args: Any, **kwargs: Any) -> None:
        """Make the sum and the weights' sum.

        Source: `tf.contrib.eager.metrics.Mean.build`.
        """
        del args, kwargs
        zeros = tf1.zeros_initializer
        self.numer = self.add_variable("numer", (), self.dtype, zeros)
        self.denom = self.add_variable("denom", (), self.dtype, zeros)

    def call(self, values: Any, weights: Any = None) -> Any:
        """Take numbers in.

        Args:
            values: Tensor.
            weights: Tensor of their weights, of a shape that can be spread.

        Returns:
            The arguments.

        Source: `tf.contrib.eager.metrics.Mean.call`.
        """
        if weights is None:
            values = tf.convert_to_tensor(values)
            count = tf.size(values)
            self.denom.assign_add(tf1.cast(count, self.dtype))
            total = tf.reduce_sum(values)
            self.numer.assign_add(tf1.cast(total, self.dtype))
            return values
        weights = tf1.cast(weights, self.dtype)
        self.denom.assign_add(tf.reduce_sum(weights))
        weighted = tf1.cast(values, self.dtype) * weights
        self.numer.assign_add(tf.reduce_sum(weighted))
        return values, weights

    def result(self, write_summary: bool = True) -> Any:
        """The mean.

        Args:
            write_summary: Whether to write it for TensorBoard.

        Source: `tf.contrib.eager.metrics.Mean.result`.
        """
        mean = self.numer / self.denom
        if write_summary:
            summary.scalar(self.name, mean)
        return mean


class _Share(Mean):
    """The share of what is right."""

    def __init__(self, name: str | None = None, dtype: Any = tf.float64):
        super().__init__(name=name, dtype=dtype)

    def _compared(self, labels: Any, predictions: Any, weights: Any) -> Any:
        right = tf.equal(labels, predictions)
        super().call(tf1.cast(right, self.dtype), weights=weights)
        given = (labels, predictions)
        return given if weights is None else (*given, weights)


def _check(labels: Any, predictions: Any) -> None:
    check = tf1.assert_equal(
        tf.shape(labels),
        tf.shape(predictions),
        message="Shapes of labels and predictions are unequal",
    )
    del check


class Accuracy(_Share):
    """The share of predictions that are their labels.

    Args:
        name: Name.
        dtype: Type of the sums.

    Source: `tf.contrib.eager.metrics.Accuracy`.
    """

    def call(  # type: ignore[override]
        self, labels: Any, predictions: Any, weights: Any = None
    ) -> Any:
        """Take predictions in.

        Args:
            labels: Tensor.
            predictions: Tensor of the same shape.
            weights: Tensor of weights.

        Source: `tf.contrib.eager.metrics.Accuracy.call`.
        """
        _check(labels, predictions)
        return self._compared(labels, predictions, weights)


class CategoricalAccuracy(_Share):
    """The share of rows whose largest number is where their label's is.

    Args:
        name: Name.
        dtype: Type of the sums.

    Source: `tf.contrib.eager.metrics.CategoricalAccuracy`.
    """

    def call(  # type: ignore[override]
        self, labels: Any, predictions: Any, weights: Any = None
    ) -> Any:
        """Take predictions in.

        Args:
            labels: Tensor `[batch, classes]`.
            predictions: Tensor of the same shape.
            weights: Tensor of weights.

        Source: `tf.contrib.eager.metrics.CategoricalAccuracy.call`.
        """
        _check(labels, predictions)
        labels, predictions = tf.argmax(labels, -1), tf.argmax(predictions, -1)
        return self._compared(labels, predictions, weights)


class BinaryAccuracy(_Share):
    """The share of predictions on their label's side of a threshold.

    Args:
        threshold: The threshold.
        name: Name.
        dtype: Type of the sums.

    Source: `tf.contrib.eager.metrics.BinaryAccuracy`.
    """

    def __init__(
        self, threshold: float, name: str | None = None, dtype: Any = tf.float64
    ):
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold

    def call(  # type: ignore[override]
        self, labels: Any, predictions: Any, weights: Any = None
    ) -> Any:
        """Take predictions in.

        Args:
            labels: Tensor.
            predictions: Tensor of the same shape.
            weights: Tensor of weights.

        Source: `tf.contrib.eager.metrics.BinaryAccuracy.call`.
        """
        _check(labels, predictions)
        predictions = tf.greater_equal(predictions, self.threshold)
        labels = tf1.cast(labels, tf.bool)
        return self._compared(labels, predictions, weights)


class SparseAccuracy(_Share):
    """The share of rows whose largest number is where their label says.

    Args:
        name: Name.
        dtype: Type of the sums.

    Source: `tf.contrib.eager.metrics.SparseAccuracy`.
    """

    def call(  # type: ignore[override]
        self, labels: Any, predictions: Any, weights: Any = None
    ) -> Any:
        """Take predictions in.

        Args:
            labels: Tensor `[batch]` of classes.
            predictions: Tensor `[batch, classes]`.
            weights: Tensor of weights.

        Source: `tf.contrib.eager.metrics.SparseAccuracy.call`.
        """
        predictions = tf.argmax(predictions, -1)
        labels = tf1.cast(labels, tf.int64)
        _check(labels, predictions)
        return self._compared(labels, predictions, weights)
