"""A recurrent text classifier by `tf.estimator`, with embeddings and buckets.

Reviews to good or bad: `bucket_by_sequence_length`, `embed_sequence`, a GRU read at
each review's last word, `optimize_loss`, an export, and predictions from it.
"""

from __future__ import print_function

import random
import tempfile

import tensorflow as tf

GOOD = "great lovely funny warm clever moving bright".split()
BAD = "dull poor slow cold stupid empty grey".split()
COMMON = "the a film story with its and of very really quite plot actors".split()
VOCABULARY = COMMON + GOOD + BAD + ["not"]
MAX_LENGTH = 14


class LossHook(tf.train.SessionRunHook):
    """Prints each step's loss."""

    def begin(self):
        self.loss = tf.get_default_graph().get_tensor_by_name("loss_of_step:0")

    def before_run(self, run_context):
        return tf.train.SessionRunArgs([tf.train.get_global_step(), self.loss])

    def after_run(self, run_context, run_values):
        print("step %d loss %.6f" % tuple(run_values.results))


def review(rng):
    good = rng.random() < 0.5
    words = []
    for _ in range(rng.randrange(2, 5)):
        words += [rng.choice(COMMON) for _ in range(rng.randrange(3))]
        if rng.random() < 0.2:
            words += ["not", rng.choice(BAD if good else GOOD)]
        else:
            words.append(rng.choice(GOOD if good else BAD))
    return words[:MAX_LENGTH], int(good)


def make_input_fn(seed, count, epochs, shuffle):
    def examples():
        rng = random.Random(seed)
        for _ in range(count):
            words, label = review(rng)
            yield [VOCABULARY.index(word) + 1 for word in words], label

    def input_fn():
        dataset = tf.data.Dataset.from_generator(
            examples, (tf.int64, tf.int64), ([None], [])
        )
        if shuffle:
            dataset = dataset.shuffle(100, seed=11)
        dataset = dataset.repeat(epochs)
        dataset = dataset.map(lambda words, label: (words, tf.size(words), label))
        dataset = dataset.apply(
            tf.contrib.data.bucket_by_sequence_length(
                lambda words, length, label: length, [5, 9], [16, 16, 16]
            )
        )
        words, lengths, labels = dataset.make_one_shot_iterator().get_next()
        return {"words": words, "lengths": lengths}, labels

    return input_fn


def model_fn(features, labels, mode, params):
    training = mode == tf.estimator.ModeKeys.TRAIN
    embedded = tf.contrib.layers.embed_sequence(
        features["words"], vocab_size=len(VOCABULARY) + 1, embed_dim=params["embed"]
    )
    embedded = tf.layers.dropout(embedded, 0.2, training=training)
    cell = tf.nn.rnn_cell.GRUCell(params["units"])
    outputs, _ = tf.nn.dynamic_rnn(
        cell, embedded, features["lengths"], dtype=tf.float32
    )
    batch = tf.range(tf.shape(outputs)[0])
    last = tf.stack([batch, tf.to_int32(features["lengths"]) - 1], axis=1)
    state = tf.contrib.layers.layer_norm(tf.gather_nd(outputs, last))
    logits = tf.contrib.layers.fully_connected(state, 1, activation_fn=None)

    logistic = tf.sigmoid(logits)
    classes = tf.to_int64(logits > 0)
    predictions = {"logits": logits, "logistic": logistic, "classes": classes}
    if mode == tf.estimator.ModeKeys.PREDICT:
        export = tf.estimator.export.PredictOutput(predictions)
        return tf.estimator.EstimatorSpec(
            mode, predictions=predictions, export_outputs={"predict": export}
        )
    labels = tf.expand_dims(labels, 1)
    loss = tf.losses.sigmoid_cross_entropy(labels, logits)
    if mode == tf.estimator.ModeKeys.EVAL:
        metrics = {
            "accuracy": tf.metrics.accuracy(labels, classes),
            "auc": tf.metrics.auc(labels, logistic),
            "precision": tf.contrib.metrics.streaming_precision(classes, labels),
        }
        return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=metrics)
    tf.identity(loss, "loss_of_step")
    train_op = tf.contrib.layers.optimize_loss(
        loss=loss,
        global_step=tf.train.get_global_step(),
        learning_rate=params["rate"],
        optimizer="Adam",
        clip_gradients=1.0,
        learning_rate_decay_fn=lambda rate, step: tf.train.exponential_decay(
            rate, step, 20, 0.9
        ),
        summaries=["loss", "gradient_norm"],
    )
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def main(_):
    params = {"embed": 12, "units": 16, "rate": 0.02}
    config = tf.estimator.RunConfig(tf_random_seed=3, log_step_count_steps=None)
    estimator = tf.estimator.Estimator(
        model_fn, tempfile.mkdtemp(), config=config, params=params
    )
    estimator.train(make_input_fn(1, 400, 3, True), steps=40, hooks=[LossHook()])
    for name in estimator.get_variable_names():
        if "Adam" not in name and "Loss" not in name:
            print(name, estimator.get_variable_value(name).shape)
    found = estimator.evaluate(make_input_fn(2, 100, 1, False))
    print(" ".join("%s %.5f" % (key, found[key]) for key in sorted(found)))

    def serving_input_receiver_fn():
        words = tf.placeholder(tf.int64, [None, None], "words")
        lengths = tf.placeholder(tf.int64, [None], "lengths")
        receivers = {"words": words, "lengths": lengths}
        return tf.estimator.export.ServingInputReceiver(receivers, receivers)

    folder = estimator.export_savedmodel(
        tempfile.mkdtemp(), serving_input_receiver_fn, as_text=False
    )
    predict = tf.contrib.predictor.from_saved_model(
        folder.decode(), signature_def_key="predict"
    )
    for text in ("a really great film", "the plot of a dull and poor story"):
        ids = [[VOCABULARY.index(word) + 1 for word in text.split()]]
        told = predict({"words": ids, "lengths": [len(ids[0])]})
        print(text, told["classes"][0, 0], "%.4f" % told["logistic"][0, 0])


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
