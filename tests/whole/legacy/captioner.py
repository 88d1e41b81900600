"""Captions of images: slim's Inception and an LSTM, in the manner of im2txt of 2016.

Pictures of a bar to a sentence on it: `inception_v3_base` narrowed, its average as the
LSTM's first input, `dynamic_rnn` over the caption, `optimize_loss`, and greedy words.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib.slim.python.slim.nets.inception_v3 import inception_v3_base

slim = tf.contrib.slim

WORDS = [
    "<S>",
    "</S>",
    "a",
    "red",
    "green",
    "blue",
    "bar",
    "left",
    "right",
    "on",
    "the",
]
SIZE, UNITS = 80, 24


def pictures(rng, count):
    images = np.zeros([count, SIZE, SIZE, 3], np.float32)
    captions = []
    for image in images:
        color, side = rng.randint(3), rng.randint(2)
        start = 10 + 40 * side
        image[:, start : start + 20, color] = 1.0
        text = "<S> a %s bar on the %s </S>" % (WORDS[3 + color], WORDS[7 + side])
        captions.append([WORDS.index(word) for word in text.split()])
    return images + 0.1 * rng.rand(*images.shape).astype(np.float32), captions


class ShowAndTellModel(object):
    def __init__(self, mode):
        self.mode = mode
        self.initializer = tf.random_uniform_initializer(-0.08, 0.08)
        self.images = tf.placeholder(tf.float32, [None, SIZE, SIZE, 3], "images")
        self.build_image_embeddings()
        self.build_model()

    def build_image_embeddings(self):
        batch_norm_params = {
            "is_training": self.mode == "train",
            "decay": 0.9,
            "epsilon": 0.001,
            "variables_collections": {
                "beta": None,
                "gamma": None,
                "moving_mean": ["moving_vars"],
                "moving_variance": ["moving_vars"],
            },
        }
        with slim.arg_scope(
            [slim.conv2d, slim.fully_connected],
            weights_regularizer=slim.l2_regularizer(0.00004),
        ):
            with slim.arg_scope(
                [slim.conv2d],
                weights_initializer=tf.truncated_normal_initializer(stddev=0.1),
                activation_fn=tf.nn.relu,
                normalizer_fn=slim.batch_norm,
                normalizer_params=batch_norm_params,
            ):
                net, self.end_points = inception_v3_base(
                    self.images,
                    final_endpoint="Mixed_5b",
                    depth_multiplier=0.1,
                    min_depth=4,
                    scope="InceptionV3",
                )
                with tf.variable_scope("logits"):
                    shape = net.get_shape()
                    net = slim.avg_pool2d(net, shape[1:3], padding="VALID")
                    net = slim.flatten(net, scope="flatten")
        with tf.variable_scope("image_embedding") as scope:
            self.image_embeddings = tf.contrib.layers.fully_connected(
                inputs=net,
                num_outputs=UNITS,
                activation_fn=None,
                weights_initializer=self.initializer,
                biases_initializer=None,
                scope=scope,
            )

    def build_model(self):
        self.input_seqs = tf.placeholder(tf.int64, [None, None], "input_seqs")
        self.target_seqs = tf.placeholder(tf.int64, [None, None], "target_seqs")
        self.input_mask = tf.placeholder(tf.int64, [None, None], "input_mask")
        with tf.variable_scope("seq_embedding"), tf.device("/cpu:0"):
            embedding_map = tf.get_variable(
                "map", [len(WORDS), UNITS], initializer=self.initializer
            )
            seq_embeddings = tf.nn.embedding_lookup(embedding_map, self.input_seqs)
        lstm_cell = tf.contrib.rnn.BasicLSTMCell(num_units=UNITS, state_is_tuple=True)
        with tf.variable_scope("lstm", initializer=self.initializer) as lstm_scope:
            zero_state = lstm_cell.zero_state(
                batch_size=tf.shape(self.image_embeddings)[0], dtype=tf.float32
            )
            _, initial_state = lstm_cell(self.image_embeddings, zero_state)
            lstm_scope.reuse_variables()
            if self.mode == "inference":
                tf.concat(axis=1, values=initial_state, name="initial_state")
                state_feed = tf.placeholder(
                    tf.float32, [None, sum(lstm_cell.state_size)], "state_feed"
                )
                state_tuple = tf.split(value=state_feed, num_or_size_splits=2, axis=1)
                outputs, state_tuple = lstm_cell(
                    tf.squeeze(seq_embeddings, axis=[1]), state_tuple
                )
                tf.concat(axis=1, values=state_tuple, name="state")
            else:
                outputs, _ = tf.nn.dynamic_rnn(
                    cell=lstm_cell,
                    inputs=seq_embeddings,
                    sequence_length=tf.reduce_sum(self.input_mask, 1),
                    initial_state=initial_state,
                    dtype=tf.float32,
                    scope=lstm_scope,
                )
        outputs = tf.reshape(outputs, [-1, lstm_cell.output_size])
        with tf.variable_scope("logits") as logits_scope:
            logits = tf.contrib.layers.fully_connected(
                inputs=outputs,
                num_outputs=len(WORDS),
                activation_fn=None,
                weights_initializer=self.initializer,
                scope=logits_scope,
            )
        if self.mode == "inference":
            tf.nn.softmax(logits, name="softmax")
            return
        targets = tf.reshape(self.target_seqs, [-1])
        weights = tf.to_float(tf.reshape(self.input_mask, [-1]))
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=targets, logits=logits
        )
        batch_loss = tf.div(
            tf.reduce_sum(losses * weights), tf.reduce_sum(weights), name="batch_loss"
        )
        tf.losses.add_loss(batch_loss)
        self.total_loss = tf.losses.get_total_loss()
        self.train_op = tf.contrib.layers.optimize_loss(
            loss=self.total_loss,
            global_step=tf.train.get_or_create_global_step(),
            learning_rate=0.01,
            optimizer="Adam",
            clip_gradients=5.0,
            learning_rate_decay_fn=lambda rate, step: tf.train.exponential_decay(
                rate, step, 25, 0.8, staircase=True
            ),
        )


def main(_):
    rng = np.random.RandomState(2)
    path = tf.test.get_temp_dir() + "/captioner"
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(4)
        model = ShowAndTellModel("train")
        print(len(tf.trainable_variables()), len(tf.get_collection("moving_vars")))
        sess.run(tf.global_variables_initializer())
        for step in range(1, 31):
            images, captions = pictures(rng, 8)
            captions = np.array(captions)
            loss, applied = sess.run(
                [model.total_loss, model.train_op],
                {
                    model.images: images,
                    model.input_seqs: captions[:, :-1],
                    model.target_seqs: captions[:, 1:],
                    model.input_mask: np.ones_like(captions[:, 1:]),
                },
            )
            print("step %d loss %.6f" % (step, loss))
        tf.train.Saver().save(sess, path)
    with tf.Graph().as_default(), tf.Session() as sess:
        ShowAndTellModel("inference")
        tf.train.Saver().restore(sess, path)
        images, _ = pictures(rng, 3)
        for image in images:
            state = sess.run("lstm/initial_state:0", {"images:0": [image]})
            word, told = 0, []
            while word != 1 and len(told) < 8:
                probabilities, state = sess.run(
                    ["softmax:0", "lstm/state:0"],
                    {"input_seqs:0": [[word]], "lstm/state_feed:0": state},
                )
                word = int(np.argmax(probabilities[0]))
                told.append(WORDS[word])
            print(" ".join(told))


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
