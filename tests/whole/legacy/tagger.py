"""A sequence tagger by `tf.estimator`, with a CRF, as they were written in 2018.

Words and their letters to names of people and places: vocabularies from files, fused
LSTM from both ends, `crf_log_likelihood`, `crf_decode`, metrics, early stopping,
predictions.
"""

from __future__ import print_function

import os
import random
import tempfile

import tensorflow as tf

TAGS = ["O", "B-PER", "I-PER", "B-LOC"]
FIRST = "anna peter maria jonas laura felix".split()
LAST = "stone rivers miller archer".split()
PLACES = "paris london seoul cairo lima".split()
FRAMES = [
    "PER lives in LOC .",
    "we met PER near LOC yesterday .",
    "LOC is old .",
    "PER and PER left LOC .",
    "is PER here ?",
]


class LossHook(tf.train.SessionRunHook):
    """Prints each step's loss."""

    def before_run(self, run_context):
        graph = run_context.session.graph
        loss = graph.get_collection(tf.GraphKeys.LOSSES)[0]
        return tf.train.SessionRunArgs([tf.train.get_global_step(), loss])

    def after_run(self, run_context, run_values):
        step, loss = run_values.results
        print("step %d loss %.6f" % (step, loss))


def sentence(rng):
    words, tags = [], []
    for slot in rng.choice(FRAMES).split():
        if slot == "PER":
            words.append(rng.choice(FIRST))
            tags.append("B-PER")
            if rng.random() < 0.5:
                words.append(rng.choice(LAST))
                tags.append("I-PER")
        elif slot == "LOC":
            words.append(rng.choice(PLACES))
            tags.append("B-LOC")
        else:
            words.append(slot)
            tags.append("O")
    return words, tags


def write_vocabularies(folder):
    words = sorted(set(FIRST + PLACES + LAST[:2] + " ".join(FRAMES).split()))
    letters = sorted(set("".join(FIRST + PLACES + LAST)))
    for name, items in (("words", words), ("chars", letters), ("tags", TAGS)):
        with open(os.path.join(folder, name), "w") as f:
            f.write("\n".join(items) + "\n")
    return {name: os.path.join(folder, name) for name in ("words", "chars", "tags")}


def generator_fn(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        words, tags = sentence(rng)
        chars = [list(word) for word in words]
        lengths = [len(word) for word in words]
        longest = max(lengths)
        chars = [word + ["<pad>"] * (longest - len(word)) for word in chars]
        yield ((words, len(words)), (chars, lengths)), tags


def input_fn(seed, count, params=None, shuffle_and_repeat=False):
    params = params or {}
    types = (((tf.string, tf.int32), (tf.string, tf.int32)), tf.string)
    shapes = ((([None], []), ([None, None], [None])), [None])
    defaults = ((("<pad>", 0), ("<pad>", 0)), "O")
    dataset = tf.data.Dataset.from_generator(
        lambda: generator_fn(seed, count), output_types=types, output_shapes=shapes
    )
    if shuffle_and_repeat:
        dataset = dataset.apply(
            tf.contrib.data.shuffle_and_repeat(100, params["epochs"], seed=1)
        )
    return dataset.padded_batch(params.get("batch_size", 20), shapes, defaults)


def model_fn(features, labels, mode, params):
    if isinstance(features, dict):
        features = (
            (features["words"], features["nwords"]),
            (features["chars"], features["nchars"]),
        )
    (words, nwords), (chars, nchars) = features
    dropout = params["dropout"]
    training = mode == tf.estimator.ModeKeys.TRAIN
    lookup = tf.contrib.lookup
    vocab_words = lookup.index_table_from_file(params["words"], num_oov_buckets=1)
    vocab_chars = lookup.index_table_from_file(params["chars"], num_oov_buckets=1)

    # Letters, by a convolution and the largest of each word.
    char_ids = vocab_chars.lookup(chars)
    table = tf.get_variable("chars_embeddings", [30, 8], tf.float32)
    embedded = tf.nn.embedding_lookup(table, char_ids)
    shape = tf.shape(embedded)
    flat = tf.reshape(embedded, [-1, shape[2], 8])
    mask = tf.sequence_mask(tf.reshape(nchars, [-1]), shape[2], tf.float32)
    flat = tf.layers.dropout(flat, dropout, training=training, seed=2)
    convolved = tf.layers.conv1d(flat * tf.expand_dims(mask, -1), 8, 3, padding="same")
    char_features = tf.reshape(
        tf.reduce_max(convolved, axis=1), [shape[0], shape[1], 8]
    )

    word_ids = vocab_words.lookup(words)
    table = tf.get_variable("words_embeddings", [40, 12], tf.float32)
    embedded = tf.concat([tf.nn.embedding_lookup(table, word_ids), char_features], -1)
    embedded = tf.layers.dropout(embedded, dropout, training=training, seed=3)

    t = tf.transpose(embedded, perm=[1, 0, 2])
    forward = tf.contrib.rnn.LSTMBlockFusedCell(10)
    backward = tf.contrib.rnn.TimeReversedFusedRNN(
        tf.contrib.rnn.LSTMBlockFusedCell(10)
    )
    output_fw, _ = forward(t, dtype=tf.float32, sequence_length=nwords)
    with tf.variable_scope("backward"):
        output_bw, _ = backward(t, dtype=tf.float32, sequence_length=nwords)
    output = tf.transpose(tf.concat([output_fw, output_bw], axis=-1), perm=[1, 0, 2])
    output = tf.layers.dropout(output, dropout, training=training, seed=4)

    logits = tf.layers.dense(output, len(TAGS))
    crf_params = tf.get_variable("crf", [len(TAGS)] * 2, dtype=tf.float32)
    pred_ids, _ = tf.contrib.crf.crf_decode(logits, crf_params, nwords)

    if mode == tf.estimator.ModeKeys.PREDICT:
        back = lookup.index_to_string_table_from_file(params["tags"])
        predictions = {
            "pred_ids": pred_ids,
            "tags": back.lookup(tf.to_int64(pred_ids)),
            "nwords": nwords,
        }
        return tf.estimator.EstimatorSpec(mode, predictions=predictions)

    vocab_tags = lookup.index_table_from_file(params["tags"])
    tags = vocab_tags.lookup(labels)
    log_likelihood, _ = tf.contrib.crf.crf_log_likelihood(
        logits, tags, nwords, crf_params
    )
    loss = tf.reduce_mean(-log_likelihood)
    tf.losses.add_loss(loss)
    weights = tf.sequence_mask(nwords, maxlen=tf.shape(tags)[1])
    metrics = {
        "acc": tf.metrics.accuracy(tags, pred_ids, weights),
        "f1_parts": tf.metrics.recall(
            tf.not_equal(tags, 0), tf.not_equal(pred_ids, 0), weights
        ),
    }
    for name, op in metrics.items():
        tf.summary.scalar(name, op[1])
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=metrics)
    train_op = tf.train.AdamOptimizer(0.02).minimize(
        loss, global_step=tf.train.get_or_create_global_step()
    )
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def main(_):
    folder = tempfile.mkdtemp()
    params = dict(write_vocabularies(folder), dropout=0.2, epochs=3, batch_size=20)
    config = tf.estimator.RunConfig(
        tf_random_seed=5, save_checkpoints_steps=20, model_dir=folder
    )
    estimator = tf.estimator.Estimator(model_fn, folder, config, params)
    train_spec = tf.estimator.TrainSpec(
        lambda: input_fn(1, 200, params, True), max_steps=30, hooks=[LossHook()]
    )
    eval_spec = tf.estimator.EvalSpec(
        lambda: input_fn(2, 40), throttle_secs=0, steps=None
    )
    tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec)
    for name in sorted(estimator.get_variable_names()):
        if "Adam" not in name:
            print(name, estimator.get_variable_value(name).shape)
    found = estimator.evaluate(lambda: input_fn(2, 40))
    print(" ".join("%s %.6f" % (key, found[key]) for key in sorted(found)))
    gold = generator_fn(3, 5)
    for predicted, (((words, _), _), tags) in zip(
        estimator.predict(lambda: input_fn(3, 5)), gold
    ):
        told = [tag.decode() for tag in predicted["tags"][: predicted["nwords"]]]
        print(" ".join("%s/%s" % pair for pair in zip(words, told)), told == tags)


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
