"""`optimize_loss`: gradients, clipping, summaries and the update in one call."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.count.ops.maths import clip_by_global_norm

tf1 = tf.compat.v1

OPTIMIZER_CLS_NAMES = {
    "Adagrad": tf1.train.AdagradOptimizer,
    "Adam": tf1.train.AdamOptimizer,
    "Ftrl": tf1.train.FtrlOptimizer,
    "Momentum": lambda learning_rate: tf1.train.MomentumOptimizer(
        learning_rate, momentum=0.9
    ),
    "RMSProp": tf1.train.RMSPropOptimizer,
    "SGD": tf1.train.GradientDescentOptimizer,
}

OPTIMIZER_SUMMARIES = [
    "learning_rate",
    "loss",
    "gradients",
    "gradient_norm",
    "global_gradient_norm",
]


def _after(updates: Any, tensor: Any) -> Any:
    with tf1.control_dependencies(list(updates)), tf1.colocate_with(tensor):
        return tf1.identity(tensor, name="control_dependency")


def _learning_rate(given: Any) -> Any:
    if tf.is_tensor(given) and given.shape.ndims == 0:
        return given
    if isinstance(given, float):
        if given < 0.0:
            raise ValueError(f"Invalid learning_rate {given}.")
        return tf1.get_variable(
            "learning_rate",
            [],
            trainable=False,
            initializer=tf1.constant_initializer(given),
        )
    raise ValueError(
        f"Learning rate should be 0d Tensor or float. Got {given} of type {type(given)}"
    )


def _optimizer(given: Any, rate: Any) -> Any:
    known = tf1.train.Optimizer
    if isinstance(given, str):
        if given not in OPTIMIZER_CLS_NAMES:
            raise ValueError(
                f"Optimizer name should be one of [{', '.join(OPTIMIZER_CLS_NAMES)}], "
                f"you provided {given}."
            )
        if rate is None:
            raise ValueError(
                "Learning rate is None, but should be specified if "
                f"optimizer is string ({given})."
            )
        return OPTIMIZER_CLS_NAMES[given](learning_rate=rate)
    if isinstance(given, type) and issubclass(given, known):
        if rate is None:
            raise ValueError(
                "Learning rate is None, but should be specified if "
                f"optimizer is class ({given})."
            )
        return given(learning_rate=rate)
    if isinstance(given, known):
        return given
    if callable(given):
        made = given(rate) if rate is not None else given()
        if isinstance(made, known):
            return made
        raise ValueError(
            "Unrecognized optimizer: function should return subclass of Optimizer. "
            f"Got {made}."
        )
    raise ValueError(
        "Unrecognized optimizer: should be string, subclass of Optimizer, instance of "
        f"subclass of Optimizer or function with one argument. Got {given}."
    )


def _noisy(gradients: list[Any], scale: float) -> list[Any]:
    result = []
    for gradient, variable in gradients:
        if gradient is None:
            result.append((None, variable))
            continue
        sparse = isinstance(gradient, tf.IndexedSlices)
        shape = gradient.dense_shape if sparse else gradient.shape
        noise = tf1.truncated_normal(shape) * scale
        result.append((gradient + noise, variable))
    return result


def _multiplied(gradients: list[Any], factors: dict[Any, Any]) -> list[Any]:
    names = {getattr(key, "name", key): factor for key, factor in factors.items()}
    result = []
    for gradient, variable in gradients:
        if gradient is not None and variable.name in names:
            factor = tf.cast(names[variable.name], gradient.dtype)
            if isinstance(gradient, tf.IndexedSlices):
                gradient = tf.IndexedSlices(
                    gradient.values * factor, gradient.indices, gradient.dense_shape
                )
            else:
                gradient = gradient * factor
        result.append((gradient, variable))
    return result


def _norm(gradients: list[Any]) -> Any:
    return tf1.global_norm([gradient for gradient, _ in gradients])


def optimize_loss(
    loss: Any,
    global_step: Any,
    learning_rate: Any,
    optimizer: Any,
    gradient_noise_scale: float | None = None,
    gradient_multipliers: dict[Any, Any] | None = None,
    clip_gradients: Any = None,
    learning_rate_decay_fn: Any = None,
    update_ops: Any = None,
    variables: Any = None,
    name: str | None = None,
    summaries: Any = None,
    colocate_gradients_with_ops: bool = False,
    increment_global_step: bool = True,
) -> Any:
    """The loss, as a tensor that also makes one training step when it is run.

    Args:
        loss: Scalar tensor.
        global_step: Scalar int tensor, by default the graph's; it counts the steps.
        learning_rate: Float, scalar tensor, or `None`.
        optimizer: Name in `OPTIMIZER_CLS_NAMES`, class, optimizer, or function from
            the learning rate to one.
        gradient_noise_scale: Scale of the noise on the gradients, or `None`.
        gradient_multipliers: From variables or their names to factors.
        clip_gradients: Global norm to clip to, or function of gradients and variables.
        learning_rate_decay_fn: From learning rate and step to the rate to use.
        update_ops: Ops to run before; by default those in `tf.GraphKeys.UPDATE_OPS`.
        variables: Variables to train; by default all trainable ones.
        name: Variable scope; by default `OptimizeLoss`.
        summaries: Some of `OPTIMIZER_SUMMARIES`; by default loss, learning rate and
            global norm.
        colocate_gradients_with_ops: Passed on to the optimizer.
        increment_global_step: Whether the step is counted here.

    Returns:
        The loss.

    Raises:
        ValueError: For a rate, optimizer, clipping or summary of no known kind.

    Source: `tf.contrib.layers.optimize_loss`.
    """
    loss = tf.convert_to_tensor(loss)
    if loss.shape.ndims not in (None, 0):
        raise ValueError(f"expected a scalar loss, received shape {loss.shape}")
    if global_step is None:
        global_step = tf1.train.get_global_step()
    else:
        tf1.train.assert_global_step(global_step)
    with tf1.variable_scope(name, "OptimizeLoss", [loss, global_step]):
        if update_ops is None:
            update_ops = set(tf1.get_collection(tf1.GraphKeys.UPDATE_OPS))
        if update_ops:
            loss = _after(update_ops, loss)
        rate = None if learning_rate is None else _learning_rate(learning_rate)
        if summaries is None:
            summaries = ["loss", "learning_rate", "global_gradient_norm"]
        for summary in summaries:
            if summary not in OPTIMIZER_SUMMARIES:
                raise ValueError(
                    f"Summaries should be one of [{', '.join(OPTIMIZER_SUMMARIES)}], "
                    f"you provided {summary}."
                )
        if rate is not None and learning_rate_decay_fn is not None:
            if global_step is None:
                raise ValueError("global_step is required for learning_rate_decay_fn.")
            rate = learning_rate_decay_fn(rate, global_step)
            if "learning_rate" in summaries:
                tf1.summary.scalar("learning_rate", rate)
        opt = _optimizer(optimizer, rate)
        gradients = opt.compute_gradients(
            loss,
            tf1.trainable_variables() if variables is None else variables,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gradient_noise_scale is not None:
            gradients = _noisy(gradients, gradient_noise_scale)
        if gradient_multipliers is not None:
            gradients = _multiplied(gradients, gradient_multipliers)
            if not gradients:
                raise ValueError("Empty list of (gradient, var) pairs.")
        if "global_gradient_norm" in summaries or "gradient_norm" in summaries:
            tf1.summary.scalar("global_norm/gradient_norm", _norm(gradients))
        if isinstance(clip_gradients, float):
            clipped, _ = clip_by_global_norm(
                [gradient for gradient, _ in gradients], clip_gradients
            )
            gradients = [
                (gradient, variable)
                for gradient, (_, variable) in zip(clipped, gradients, strict=True)
            ]
        elif callable(clip_gradients):
            gradients = clip_gradients(gradients)
        elif clip_gradients is not None:
            raise ValueError(f"Unknown type {type(clip_gradients)} for clip_gradients")
        if "loss" in summaries:
            tf1.summary.scalar("loss", loss)
        for gradient, variable in gradients:
            values = getattr(gradient, "values", gradient)
            if values is None:
                continue
            short = variable.name.replace(":", "_")
            if "gradients" in summaries:
                tf1.summary.histogram(f"gradients/{short}", values)
            if "gradient_norm" in summaries:
                tf1.summary.scalar(f"gradient_norm/{short}", tf1.global_norm([values]))
        if clip_gradients is not None and (
            "global_gradient_norm" in summaries or "gradient_norm" in summaries
        ):
            tf1.summary.scalar("global_norm/clipped_gradient_norm", _norm(gradients))
        updates = opt.apply_gradients(
            gradients,
            global_step=global_step if increment_global_step else None,
            name="train",
        )
        return _after([updates], loss)
