"""The loss and the training step of a generated program."""

from __future__ import annotations

from tests.programs.choices import Choices, Source
from tests.programs.networks import Shape

OPTIMIZERS = (
    "tf.train.GradientDescentOptimizer({rate})",
    "tf.train.MomentumOptimizer({rate}, 0.9)",
    "tf.train.MomentumOptimizer({rate}, 0.9, use_nesterov=True)",
    "tf.train.AdamOptimizer({rate}, epsilon=1e-3)",
    "tf.train.AdamOptimizer({rate}, epsilon=1e-3)",
    "tf.train.AdamOptimizer(learning_rate={rate}, beta1=0.5, epsilon=1e-2)",
    "tf.train.RMSPropOptimizer({rate}, epsilon=1e-3)",
    "tf.train.RMSPropOptimizer({rate}, momentum=0.5, centered=True, epsilon=1e-3)",
    "tf.train.AdagradOptimizer({rate})",
    "tf.train.AdadeltaOptimizer({rate}, epsilon=1e-3)",
    "tf.train.FtrlOptimizer({rate}, l1_regularization_strength=0.001)",
    "tf.train.ProximalGradientDescentOptimizer("
    "{rate}, l2_regularization_strength=0.01)",
    "tf.train.ProximalAdagradOptimizer({rate})",
)


def loss(choose: Choices, source: Source, shape: Shape, last_only: bool) -> None:
    """Write the lines from `logits` to `loss`.

    Args:
        choose: The program's choices.
        source: Where to write.
        shape: The program's sizes.
        last_only: Whether the logits are of the last step alone.
    """
    add = source.add
    targets = "targets[:, -1]" if last_only else "targets"
    one_hot = f"tf.one_hot({targets}, {shape.classes})"
    losses = [
        "tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits("
        f"labels={targets}, logits=logits))",
        f"tf.reduce_mean(tf.square(logits - {one_hot}))",
        f"tf.reduce_sum(tf.square(logits - {one_hot}))",
        f"tf.losses.mean_squared_error({one_hot}, logits)",
        f"tf.losses.sparse_softmax_cross_entropy({targets}, logits)",
        f"tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels={one_hot}, "
        "logits=logits))",
        f"-tf.reduce_mean(tf.reduce_sum({one_hot} * tf.log("
        "tf.nn.softmax(logits) + 1e-3), axis=-1))",
        f"tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels={one_hot}, "
        "logits=logits))",
    ]
    weights = f"tf.sequence_mask(lengths, {shape.time}, dtype=tf.float32)"
    if choose.chance(0.5):
        weights = "tf.ones_like(targets, dtype=tf.float32)"
    averages = choose.one(
        ["", ", average_across_batch=False", ", average_across_timesteps=False"]
    )
    sequence = f"tf.contrib.seq2seq.sequence_loss(logits, targets, {weights}{averages})"
    if not last_only and choose.chance(0.4):
        add(f"loss = tf.reduce_mean({sequence})" if averages else f"loss = {sequence}")
    else:
        add(f"loss = {choose.one(losses)}")
    if choose.chance(0.2):
        add(
            "loss += 0.01 * tf.add_n("
            "[tf.nn.l2_loss(v) for v in tf.trainable_variables()])"
        )
    elif choose.chance(0.2):
        add("loss = loss + tf.losses.get_regularization_loss()")


def train(choose: Choices, source: Source) -> None:
    """Write the lines from `loss` to `train`, and the gradients to keep."""
    add = source.add
    rate = choose.one(["0.1", "0.01", "0.05"])
    step = ""
    if choose.chance(0.2):
        add("global_step = tf.Variable(0, trainable=False, name='global_step')")
        add(f"rate = tf.train.exponential_decay({rate}, global_step, 2, 0.9)")
        rate, step = "rate", ", global_step=global_step"
    add(f"optimizer = {choose.one(OPTIMIZERS).format(rate=rate)}")
    clip = choose.one(["", "", "global", "value", "norm"])
    if clip == "global":
        add("variables = tf.trainable_variables()")
        add("gradients, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), 1.0)")
        add("pairs = [(g, v) for g, v in zip(gradients, variables) if g is not None]")
        add(f"train = optimizer.apply_gradients(pairs{step})")
    elif clip:
        ends = "-0.5, 0.5" if clip == "value" else "0.5"
        add("pairs = [(g, v) for g, v in optimizer.compute_gradients(loss)]")
        add(
            f"pairs = [(tf.clip_by_{clip}(g, {ends}), v) "
            "for g, v in pairs if g is not None]"
        )
        add(f"train = optimizer.apply_gradients(pairs{step})")
    else:
        add(f"train = optimizer.minimize(loss{step})")
        if choose.chance(0.5):
            add("pairs = optimizer.compute_gradients(loss)")
        else:
            add("pairs = list(zip(tf.gradients(loss, tf.trainable_variables()),")
            add("                 tf.trainable_variables()))")
    add("pairs = [(g, v) for g, v in pairs if g is not None]")
    add("gradients = [tf.convert_to_tensor(g) for g, _ in pairs]")
    add("gradient_names = ['gradient/' + v.op.name for _, v in pairs]")
