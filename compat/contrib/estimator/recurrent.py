"""`tf.contrib.estimator.RNNClassifier` and `RNNEstimator`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat import layers
from compat.contrib.estimator.extenders import clip_gradients_by_norm
from compat.contrib.feature_column import sequence_input_layer
from compat.contrib.feature_column.context import concatenate_context_input
from compat.estimator.canned import heads, parts
from compat.estimator.estimator import Estimator
from compat.estimator.modes import ModeKeys
from compat.nn import rnn_cell
from compat.nn.recurrent import dynamic_rnn

tf1 = tf.compat.v1

_NOT_GIVEN = object()
_LEARNING_RATE = 0.05
_CLIP_NORM = 5.0


def _cell_class(cell_type: Any) -> Any:
    kinds = {
        "basic_rnn": rnn_cell.BasicRNNCell,
        "lstm": rnn_cell.BasicLSTMCell,
        "gru": rnn_cell.GRUCell,
    }
    found = kinds.get(cell_type, cell_type)
    if not issubclass(found, rnn_cell.RNNCell):
        raise ValueError(
            f"Supported cell types are {list(kinds)}, and classes of cells; received "
            f"{cell_type}."
        )
    return found


def cell_fn_of(num_units: Any, cell_type: Any = "basic_rnn") -> Any:
    """Make a function from a mode to a cell of several layers.

    Args:
        num_units: Units of each layer.
        cell_type: `"basic_rnn"`, `"lstm"`, `"gru"`, or a class.
    """

    def rnn_cell_fn(mode: Any) -> Any:
        del mode
        cells = [_cell_class(cell_type)(num_units=units) for units in num_units]
        return cells[0] if len(cells) == 1 else rnn_cell.MultiRNNCell(cells)

    return rnn_cell_fn


def _joined(context: Any, sequence: Any) -> Any:
    """A context behind each step's input, with the ops that checked them in 1.15."""
    from compat.count import opseed

    opseed.account(10)
    return concatenate_context_input(context, sequence)


def _last(outputs: Any, lengths: Any) -> Any:
    """The outputs at each sequence's last step."""
    with tf1.name_scope("select_last_activations", values=[outputs, lengths]):
        shape = tf1.shape(outputs)
        batch, steps, units = shape[0], shape[1], shape[2]
        first = tf.range(batch) * steps
        places = tf1.to_int64(first) + lengths - 1
        flat = tf1.reshape(outputs, [batch * steps, units])
        found = tf1.gather(flat, places)
        found.set_shape(tf.TensorShape([outputs.shape[0], outputs.shape[2]]))
        return found


def logit_fn_builder(
    output_units: int,
    rnn_cell_fn: Any,
    sequence_feature_columns: Any,
    context_feature_columns: Any,
    input_layer_partitioner: Any,
    return_sequences: bool = False,
) -> Any:
    """Make a function from features and mode to logits, and what it saw of sequences.

    Args:
        output_units: Dimension of the logits.
        rnn_cell_fn: From a mode to a cell.
        sequence_feature_columns: Columns of sequences.
        context_feature_columns: Columns of what is the same at each step.
        input_layer_partitioner: Of the embeddings.
        return_sequences: Whether there are logits for each step.
    """

    def rnn_logit_fn(features: Any, mode: Any) -> Any:
        with tf1.variable_scope(
            "sequence_input_layer",
            values=tuple(features.values()),
            partitioner=input_layer_partitioner,
        ):
            inputs, lengths = sequence_input_layer(features, sequence_feature_columns)
            tf1.summary.histogram("sequence_length", lengths)
            if context_feature_columns:
                context = tf1.feature_column.input_layer(
                    features, context_feature_columns
                )
                inputs = _joined(context, inputs)
        cell = rnn_cell_fn(mode)
        outputs, _ = dynamic_rnn(
            cell, inputs, sequence_length=lengths, dtype=tf.float32, time_major=False
        )
        if not return_sequences:
            outputs = _last(outputs, lengths)
        with tf1.variable_scope("logits", values=(outputs,)):
            logits = layers.dense(
                outputs,
                units=output_units,
                activation=None,
                kernel_initializer=tf1.glorot_uniform_initializer(),
            )
        return logits, tf1.sequence_mask(lengths)

    return rnn_logit_fn


def _model_fn(
    head: Any, given: dict[str, Any], cell_fn: Any, return_sequences: bool = False
) -> Any:
    def model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        parts.check_features(features)
        with tf1.variable_scope(
            "rnn",
            values=tuple(features.values()),
            partitioner=parts.partitioner(config),
        ):
            cut = given["input_layer_partitioner"] or parts.partitioner(
                config, 64 << 20
            )
            logit_fn = logit_fn_builder(
                head.logits_dimension,
                cell_fn,
                given["sequence_feature_columns"],
                given["context_feature_columns"],
                cut,
                return_sequences,
            )
            logits, _ = logit_fn(features, mode)
            optimizer = parts.optimizer_of(given["optimizer"], _LEARNING_RATE)
            if isinstance(given["optimizer"], str) and mode == ModeKeys.TRAIN:
                optimizer = clip_gradients_by_norm(optimizer, _CLIP_NORM)
            return head.create_estimator_spec(
                features=features,
                mode=mode,
                labels=labels,
                optimizer=optimizer,
                logits=logits,
            )

    return model_fn


def _cell_fn(num_units: Any, cell_type: Any, rnn_cell_fn: Any) -> Any:
    """The function that makes the cell.

    Raises:
        ValueError: If a function is given, and units or a type beside it.
    """
    if rnn_cell_fn and (num_units or cell_type is not _NOT_GIVEN):
        raise ValueError(
            "num_units and cell_type must not be specified when using rnn_cell_fn"
        )
    if rnn_cell_fn:
        return rnn_cell_fn
    kind = "basic_rnn" if cell_type is _NOT_GIVEN else cell_type
    return cell_fn_of(num_units, kind)


class RNNClassifier(Estimator):
    """A classifier of sequences.

    Args:
        sequence_feature_columns: Columns of sequences.
        context_feature_columns: Columns of what is the same at each step.
        num_units: Units of each layer.
        cell_type: `"basic_rnn"`, `"lstm"`, `"gru"`, or a class of cells.
        rnn_cell_fn: From a mode to a cell, in place of units and type.
        model_dir: Folder for checkpoints and events.
        n_classes: How many classes.
        weight_column: Key of the examples' weights, or a numeric column.
        label_vocabulary: Names of the classes.
        optimizer: An optimizer, its name, or a function that makes it; with a name,
            gradients are clipped to a norm of 5.
        loss_reduction: A `tf.losses.Reduction`.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.

    Raises:
        ValueError: If `rnn_cell_fn` is given with units or a type.

    Source: `tf.contrib.estimator.RNNClassifier`.
    """

    def __init__(
        self,
        sequence_feature_columns: Any,
        context_feature_columns: Any = None,
        num_units: Any = None,
        cell_type: Any = _NOT_GIVEN,
        rnn_cell_fn: Any = None,
        model_dir: Any = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Adagrad",
        loss_reduction: str = tf1.losses.Reduction.SUM_OVER_BATCH_SIZE,
        input_layer_partitioner: Any = None,
        config: Any = None,
    ) -> None:
        given = dict(locals())
        cell_fn = _cell_fn(num_units, cell_type, rnn_cell_fn)
        head = heads.of_classes(
            n_classes, weight_column, label_vocabulary, loss_reduction
        )
        super().__init__(_model_fn(head, given, cell_fn), model_dir, config)


class RNNEstimator(Estimator):
    """A recurrent network under any head.

    Args:
        head: The head.
        sequence_feature_columns: Columns of sequences.
        context_feature_columns: Columns of what is the same at each step.
        num_units: Units of each layer.
        cell_type: `"basic_rnn"`, `"lstm"`, `"gru"`, or a class of cells.
        rnn_cell_fn: From a mode to a cell, in place of units and type.
        return_sequences: Refused but for heads of sequences, which were not public.
        model_dir: Folder for checkpoints and events.
        optimizer: An optimizer, its name, or a function that makes it; with a name,
            gradients are clipped to a norm of 5.
        input_layer_partitioner: Of the embeddings.
        config: A `RunConfig`.

    Raises:
        ValueError: If `rnn_cell_fn` is given with units or a type, or sequences are
            asked of a head that has none.

    Source: `tf.contrib.estimator.RNNEstimator`.
    """

    def __init__(
        self,
        head: Any,
        sequence_feature_columns: Any,
        context_feature_columns: Any = None,
        num_units: Any = None,
        cell_type: Any = _NOT_GIVEN,
        rnn_cell_fn: Any = None,
        return_sequences: bool = False,
        model_dir: Any = None,
        optimizer: Any = "Adagrad",
        input_layer_partitioner: Any = None,
        config: Any = None,
    ) -> None:
        given = dict(locals())
        cell_fn = _cell_fn(num_units, cell_type, rnn_cell_fn)
        if return_sequences:
            raise ValueError(
                "Provided head must be a `_SequentialHead` object when "
                "`return_sequences` is set to True."
            )
        super().__init__(_model_fn(head, given, cell_fn), model_dir, config)
