"""The parts of `DynamicRnnEstimator`: cells, inputs, losses and predictions."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.feature_column.context import concatenate_context_input
from compat.contrib.learn.keys import PredictionKey, ProblemType
from compat.count import opseed
from compat.nn import rnn_cell

tf1 = tf.compat.v1


class PredictionType:
    """Whether there is a prediction at the end, or at each step.

    Source: `rnn_common.PredictionType` of `tf.contrib.learn`.
    """

    SINGLE_VALUE = 1
    MULTIPLE_VALUE = 2


class RNNKeys:
    """Keys of features and predictions of recurrent networks.

    Source: `rnn_common.RNNKeys` of `tf.contrib.learn`.
    """

    FINAL_STATE_KEY = "final_state"
    LABELS_KEY = "__labels__"
    SEQUENCE_LENGTH_KEY = "sequence_length"
    STATE_PREFIX = "rnn_cell_state"


class Target(NamedTuple):
    """What is to be predicted.

    Args:
        n_classes: How many classes, or `None` for a number.
        logits_dimension: Last dimension of the activations.
    """

    n_classes: int | None
    logits_dimension: int


def target_of(problem_type: int, num_classes: Any) -> Target:
    """What a problem is to predict.

    Raises:
        ValueError: For another problem, or a classification without classes.
    """
    if problem_type == ProblemType.LINEAR_REGRESSION:
        return Target(None, 1)
    if problem_type != ProblemType.CLASSIFICATION:
        raise ValueError(
            "problem_type must be either ProblemType.LINEAR_REGRESSION or "
            f"ProblemType.CLASSIFICATION; got {problem_type}"
        )
    if not num_classes:
        raise ValueError(
            "For CLASSIFICATION problem_type, num_classes must be specified."
        )
    if num_classes < 2:
        raise ValueError("n_classes must be > 1 for classification.")
    return Target(num_classes, 1 if num_classes == 2 else num_classes)


def cell_of(num_units: Any, cell_type: Any, keep_probabilities: Any = None) -> Any:
    """A cell of one or several layers.

    Args:
        num_units: Units of the layers: a number, or a list.
        cell_type: `"basic_rnn"`, `"lstm"`, `"gru"`, or a class of cells.
        keep_probabilities: What is kept before each layer and after the last.

    Raises:
        ValueError: For another number of probabilities.
    """
    units = num_units if isinstance(num_units, list | tuple) else [num_units]
    kinds = {
        "basic_rnn": rnn_cell.BasicRNNCell,
        "lstm": rnn_cell.LSTMCell,
        "gru": rnn_cell.GRUCell,
    }
    made = kinds.get(cell_type, cell_type)
    if not issubclass(made, rnn_cell.RNNCell):
        raise ValueError(
            f"The supported cell types are {list(kinds)}, and classes of cells; "
            f"received {cell_type}."
        )
    cells = [made(one) for one in units]
    if keep_probabilities:
        if len(keep_probabilities) != len(cells) + 1:
            raise ValueError(
                "The number of dropout probabilities must be one greater than the "
                f"number of cells. Got {len(cells)} cells and "
                f"{len(keep_probabilities)} dropout probabilities."
            )
        *before, after = keep_probabilities
        kept = [1.0] * (len(cells) - 1) + [after]
        cells = [
            rnn_cell.DropoutWrapper(cell, into, out)
            for cell, into, out in zip(cells, before, kept, strict=True)
        ]
    return cells[0] if len(cells) == 1 else rnn_cell.MultiRNNCell(cells)


def inputs_of(features: Any, sequence_columns: Any, context_columns: Any) -> Any:
    """The input of each step, with the context behind it."""
    found = layers.sequence_input_from_feature_columns(
        columns_to_tensors=features, feature_columns=sequence_columns
    )
    if context_columns is None:
        return found
    context = layers.input_from_feature_columns(
        columns_to_tensors=features, feature_columns=context_columns
    )
    opseed.account(10)  # 1.15 checked ranks and dtypes by ops
    return concatenate_context_input(context, found)


def state_name(place: int) -> str:
    """The key of one part of a state."""
    return f"{RNNKeys.STATE_PREFIX}_{place}"


def initial_state_of(features: Any, cell: Any) -> Any:
    """The state that features bring, or `None`."""
    flat = tf.nest.flatten(cell.state_size)
    keys = [state_name(place) for place in range(len(flat))]
    if not any(key in features for key in keys):
        return None
    missing = [key for key in keys if key not in features]
    if missing:
        raise ValueError(f"expected states {keys} among the features, lack {missing}")
    return tf.nest.pack_sequence_as(cell.state_size, [features[key] for key in keys])


def state_by_key(state: Any) -> dict[str, Any]:
    """The parts of a state by their keys."""
    with tf1.name_scope("state_tuple_to_dict"):
        return {
            state_name(place): tf1.identity(part, name=state_name(place))
            for place, part in enumerate(tf.nest.flatten(state))
        }


def masked(activations: Any, labels: Any, lengths: Any) -> tuple[Any, Any]:
    """Activations and labels of the steps that there are, one below the other."""
    with tf1.name_scope("mask_activations_and_labels"):
        shape = tf1.shape(labels)
        if lengths is None:
            size = shape[0] * shape[1]
            tail = activations.shape[2:].as_list()
            flat = tf1.reshape(activations, [size, *tail] if tail else [size])
            return flat, tf1.reshape(labels, [size])
        mask = tf1.sequence_mask(lengths, shape[1])
        return tf1.boolean_mask(activations, mask), tf1.boolean_mask(labels, mask)


def last_of(activations: Any, lengths: Any) -> Any:
    """The activations of each sequence's last step."""
    with tf1.name_scope("select_last_activations"):
        shape = tf1.shape(activations)
        batch, steps, units = shape[0], shape[1], shape[2]
        flat = tf1.reshape(activations, [-1, units])
        ends = steps if lengths is None else tf.cast(lengths, tf.int32)
        found = tf1.gather(flat, tf.range(batch) * steps + ends - 1)
        found.set_shape([activations.shape[0], activations.shape[2]])
        return found


def _predictions(logits: Any, target: Target, probabilities: bool) -> dict[str, Any]:
    if target.n_classes is None:
        return {PredictionKey.SCORES: tf1.squeeze(logits, axis=[1])}
    if target.n_classes == 2:
        logits = tf1.concat([tf1.zeros_like(logits), logits], 1)
    found = {}
    if probabilities:
        found[PredictionKey.PROBABILITIES] = tf1.nn.softmax(logits)
    found[PredictionKey.CLASSES] = tf1.argmax(logits, 1)
    return found


def at_the_end(
    activations: Any, lengths: Any, target: Target, probabilities: bool
) -> dict[str, Any]:
    """Predictions of whole sequences."""
    with tf1.name_scope("SingleValuePrediction"):
        return _predictions(last_of(activations, lengths), target, probabilities)


def at_each_step(
    activations: Any, target: Target, probabilities: bool
) -> dict[str, Any]:
    """Predictions of every step."""
    with tf1.name_scope("MultiValuePrediction"):
        shape = tf1.shape(activations)
        flat = tf1.reshape(activations, [-1, shape[2]])
        flat.set_shape([None, activations.shape[2]])
        return {
            key: tf1.reshape(
                value,
                tf1.concat([shape[:2], tf1.shape(value)[1:]], 0),
                name=key,
            )
            for key, value in _predictions(flat, target, probabilities).items()
        }


def _loss(logits: Any, labels: Any, target: Target) -> Any:
    if target.n_classes is None:
        if labels.shape.rank == 1:
            labels = tf1.expand_dims(labels, 1)
        errors = tf1.squared_difference(logits, tf1.to_float(labels))
    elif target.n_classes == 2:
        if labels.shape.rank == 1:
            labels = tf1.expand_dims(labels, 1)
        errors = tf1.nn.sigmoid_cross_entropy_with_logits(
            labels=tf1.to_float(labels), logits=logits
        )
    else:
        if labels.shape.rank == 2:
            labels = tf1.squeeze(labels, axis=[1])
        errors = tf1.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits
        )
    return tf1.reduce_mean(errors, name="loss")


def loss_of_steps(activations: Any, labels: Any, lengths: Any, target: Target) -> Any:
    """The mean loss of all steps that there are."""
    with tf1.name_scope("MultiValueLoss"):
        flat, flat_labels = masked(activations, labels, lengths)
        return _loss(flat, flat_labels, target)


def loss_of_the_end(activations: Any, labels: Any, lengths: Any, target: Target) -> Any:
    """The mean loss of whole sequences."""
    with tf1.name_scope("SingleValueLoss"):
        return _loss(last_of(activations, lengths), labels, target)
