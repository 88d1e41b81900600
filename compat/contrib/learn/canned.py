"""The deep, the wide, and the wide and deep Estimators' model functions."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from compat.contrib import layers
from compat.contrib.learn import model_parts as parts

tf1 = tf.compat.v1


def deep(features: Any, labels: Any, mode: Any, params: Any, config: Any = None) -> Any:
    """The model function of hidden layers."""
    head, columns = params["head"], params["feature_columns"]
    optimizer = params.get("optimizer") or "Adagrad"
    multipliers = params.get("embedding_lr_multipliers") or {}
    features = parts.features_of(features)
    parent = "dnn"
    with tf1.variable_scope(
        parent,
        values=tuple(features.values()),
        partitioner=parts.partitioner(config),
    ):
        inner = "input_from_feature_columns"
        net = parts.deep_input(
            features,
            columns,
            inner,
            parent,
            config,
            params.get("input_layer_min_slice_size"),
        )
        net = parts.hidden_layers(
            net,
            params["hidden_units"],
            "",
            parent,
            parts.activation_of(params.get("activation_fn")),
            params.get("dropout"),
            mode,
        )
        logits = parts.deep_logits(net, head.logits_dimension, "", parent)

        def train_op_fn(loss: Any) -> Any:
            return layers.optimize_loss(
                loss=loss,
                global_step=tf1.train.get_global_step(),
                learning_rate=parts.LEARNING_RATE,
                optimizer=parts.optimizer_of(optimizer),
                gradient_multipliers=parts.embedding_multipliers(
                    multipliers, parent, f"{parent}/{inner}"
                ),
                clip_gradients=params.get("gradient_clip_norm"),
                name=parent,
                summaries=[],  # the loss is summarized by the head
            )

        return head.create_model_fn_ops(
            features=features,
            mode=mode,
            labels=labels,
            train_op_fn=train_op_fn,
            logits=logits,
        )


def wide(features: Any, labels: Any, mode: Any, params: Any, config: Any = None) -> Any:
    """The model function of a wide model."""
    head, columns = params["head"], params["feature_columns"]
    clip = params.get("gradient_clip_norm")
    features = parts.features_of(features)
    parent = "linear"
    with tf1.variable_scope(
        parent,
        values=tuple(features.values()),
        partitioner=parts.partitioner(config, 64 << 20),
    ) as scope:
        logits, _, _ = parts.wide_logits(
            features,
            columns,
            head.logits_dimension,
            scope,
            parent,
            params.get("joint_weights", False),
        )

        def train_op_fn(loss: Any) -> Any:
            step = tf1.train.get_global_step()
            variables = tf1.get_collection(parent)
            gradients = tf1.gradients(loss, variables)
            if clip:
                gradients, _ = tf1.clip_by_global_norm(gradients, clip)
            optimizer = params["optimizer"]
            if optimizer is None:
                optimizer = tf1.train.FtrlOptimizer(
                    parts.wide_learning_rate(len(columns))
                )
            elif isinstance(optimizer, str):
                optimizer = layers.OPTIMIZER_CLS_NAMES[optimizer](learning_rate=0.1)
            else:
                optimizer = parts.optimizer_of(optimizer)
            return optimizer.apply_gradients(
                zip(gradients, variables, strict=True), global_step=step
            )

        return head.create_model_fn_ops(
            features=features,
            mode=mode,
            labels=labels,
            train_op_fn=train_op_fn,
            logits=logits,
        )


def combined(
    features: Any, labels: Any, mode: Any, params: Any, config: Any = None
) -> Any:
    """The model function of a wide and a deep model together."""
    head = params["head"]
    wide_columns = params.get("linear_feature_columns")
    deep_columns = params.get("dnn_feature_columns")
    clip = params.get("gradient_clip_norm")
    multipliers = params.get("embedding_lr_multipliers") or {}
    fixed = params["fix_global_step_increment_bug"]
    if not wide_columns and not deep_columns:
        raise ValueError(
            "Either linear_feature_columns or dnn_feature_columns must be defined."
        )
    features = parts.features_of(features)
    deep_scope = "dnn"
    inner = "input_from_feature_columns"
    deep_logits = None
    if deep_columns:
        if not params["dnn_hidden_units"]:
            raise ValueError(
                "dnn_hidden_units must be defined when dnn_feature_columns is "
                "specified."
            )
        with tf1.variable_scope(
            deep_scope,
            values=tuple(features.values()),
            partitioner=parts.partitioner(config),
        ):
            net = parts.deep_input(
                features,
                deep_columns,
                inner,
                deep_scope,
                config,
                params.get("input_layer_min_slice_size"),
            )
            net = parts.hidden_layers(
                net,
                params["dnn_hidden_units"],
                "",
                deep_scope,
                parts.activation_of(params.get("dnn_activation_fn")),
                params.get("dnn_dropout"),
                mode,
            )
            deep_logits = parts.deep_logits(net, head.logits_dimension, "", deep_scope)
    wide_scope = "linear"
    wide_logits = None
    if wide_columns:
        with tf1.variable_scope(
            wide_scope,
            values=tuple(features.values()),
            partitioner=parts.partitioner(config, 64 << 20),
        ) as scope:
            wide_logits, _, _ = parts.wide_logits(
                features,
                wide_columns,
                head.logits_dimension,
                scope,
                wide_scope,
                params.get("joint_linear_weights", False),
            )
            parts.summarize(wide_logits, scope.name)
    if deep_logits is not None and wide_logits is not None:
        logits = deep_logits + wide_logits
    else:
        logits = deep_logits if deep_logits is not None else wide_logits

    def train_op_fn(loss: Any) -> Any:
        ops = []
        step = tf1.train.get_global_step()
        if deep_logits is not None:
            ops.append(
                layers.optimize_loss(
                    loss=loss,
                    global_step=step,
                    learning_rate=parts.LEARNING_RATE,
                    optimizer=parts.optimizer_of(
                        params.get("dnn_optimizer") or "Adagrad"
                    ),
                    gradient_multipliers=parts.embedding_multipliers(
                        multipliers, deep_scope, f"{deep_scope}/{inner}"
                    ),
                    clip_gradients=clip,
                    variables=tf1.get_collection(deep_scope),
                    name=deep_scope,
                    summaries=[],
                    increment_global_step=not fixed,
                )
            )
        if wide_logits is not None:
            ops.append(
                layers.optimize_loss(
                    loss=loss,
                    global_step=step,
                    learning_rate=parts.wide_learning_rate(len(wide_columns)),
                    optimizer=parts.optimizer_of(
                        params.get("linear_optimizer") or "Ftrl"
                    ),
                    clip_gradients=clip,
                    variables=tf1.get_collection(wide_scope),
                    name=wide_scope,
                    summaries=[],
                    increment_global_step=not fixed,
                )
            )
        grouped = tf1.group(*ops)
        if not fixed:
            return grouped
        with tf.control_dependencies([grouped]):
            return tf1.assign_add(step, 1).op

    return head.create_model_fn_ops(
        features=features,
        mode=mode,
        labels=labels,
        train_op_fn=train_op_fn,
        logits=logits,
    )
