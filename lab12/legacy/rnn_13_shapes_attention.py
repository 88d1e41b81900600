# Lab 12, rnn_13, the fifth shape: many to many with a shift in time. One RNN reads a
# short English phrase, another writes it in French or Korean, and attention lets the
# writer look back at each word read.
#
# python rnn_13_shapes_attention.py [fr|ko]
import collections
import gzip
import os
import re
import sys
import zlib

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn, seq2seq

tf.set_random_seed(777)  # the same numbers in every run

epochs = 50
batch_size = 64
learning_rate = 0.003
hidden_size = 64
longest = 5  # words in a phrase
least = 3  # a word that is seldom met cannot be learnt
PAD, GO, END = 0, 1, 2


def stop(expected, received):
    script = os.path.basename(__file__)
    print(script + ": expected", expected + ", received", received, file=sys.stderr)
    sys.exit(2)


language = sys.argv[1] if len(sys.argv) > 1 else "fr"
if language not in ("fr", "ko") or len(sys.argv) > 2:
    stop("fr or ko", " ".join(sys.argv[1:]))

# the phrases: English, French, Korean, with tabs between
here = os.path.dirname(os.path.abspath(__file__))
name = os.path.join("data", "phrases.tsv.gz")
path = os.path.join(here, "..", name)
if not os.path.exists(path):
    path = os.path.join(here, "..", "..", name)
if not os.path.exists(path):
    stop("the phrases that come with the labs", "nothing at %r" % path)
with gzip.open(path, "rb") as f:
    lines = f.read().decode("utf-8").split("\n")[:-1]


def words(text):
    return re.findall(r"\w+|[^\w\s]", text.lower())


rows = [line.split("\t") for line in lines]
column = 1 if language == "fr" else 2
pairs = [(words(row[0]), words(row[column])) for row in rows if row[column]]
pairs = [(a, b) for a, b in pairs if len(a) <= longest and len(b) <= longest]
kept = 0
while kept != len(pairs):  # a phrase that goes may take a word below the least
    kept = len(pairs)
    counts = [collections.Counter(w for pair in pairs for w in pair[i]) for i in (0, 1)]
    pairs = [
        pair
        for pair in pairs
        if all(counts[i][w] >= least for i in (0, 1) for w in pair[i])
    ]

read = ["", "<s>", "</s>"] + sorted(counts[0])
write = ["", "<s>", "</s>"] + sorted(counts[1])


def padded(phrases, vocabulary, length):
    rows = [[vocabulary.index(w) for w in phrase] for phrase in phrases]
    return np.array([row + [PAD] * (length - len(row)) for row in rows], "int32")


# a tenth is held out, chosen by a sum over the English
held_out = [zlib.crc32(" ".join(a).encode("utf-8")) % 10 == 0 for a, _ in pairs]
order = np.random.RandomState(777).permutation(len(pairs))
train = [pairs[i] for i in order if not held_out[i]]
test = [pairs[i] for i in order if held_out[i]]
print("phrases:", len(pairs), "training:", len(train), "held out:", len(test))
print("words to read:", len(read), "to write:", len(write))


def arrays(some):
    source = padded([a for a, _ in some], read, longest)
    given = padded([["<s>"] + b for _, b in some], write, longest + 1)
    wanted = padded([b + ["</s>"] for _, b in some], write, longest + 1)
    return source, given, wanted


X = tf.placeholder(tf.int32, [None, longest])
G = tf.placeholder(tf.int32, [None, longest + 1])  # the phrase so far, at each step
Y = tf.placeholder(tf.int32, [None, longest + 1])  # the word that comes next
lengths = tf.reduce_sum(tf.to_int32(tf.not_equal(X, PAD)), axis=1)
batch = tf.shape(X)[0]

read_embedding = tf.get_variable("read_embedding", [len(read), hidden_size])
write_embedding = tf.get_variable("write_embedding", [len(write), hidden_size])

with tf.variable_scope("encoder"):
    memory, state = tf.nn.dynamic_rnn(
        rnn.BasicLSTMCell(hidden_size),
        tf.nn.embedding_lookup(read_embedding, X),
        sequence_length=lengths,
        dtype=tf.float32,
    )

attention = seq2seq.LuongAttention(hidden_size, memory, lengths)
cell = seq2seq.AttentionWrapper(
    rnn.BasicLSTMCell(hidden_size),
    attention,
    attention_layer_size=hidden_size,
    alignment_history=True,
)
initial_state = cell.zero_state(batch, tf.float32).clone(cell_state=state)
output_layer = tf.layers.Dense(len(write), name="output")


def decode(helper):
    decoder = seq2seq.BasicDecoder(cell, helper, initial_state, output_layer)
    with tf.variable_scope("decoder", reuse=tf.AUTO_REUSE):
        # past the end of a phrase: zeros
        return seq2seq.dynamic_decode(
            decoder, impute_finished=True, maximum_iterations=longest + 1
        )


# in training the writer is told the right words so far, in use its own
steps = tf.fill([batch], longest + 1)
helper = seq2seq.TrainingHelper(tf.nn.embedding_lookup(write_embedding, G), steps)
logits = decode(helper)[0].rnn_output
weights = tf.to_float(tf.not_equal(Y, PAD))  # padding is no mistake
loss = seq2seq.sequence_loss(logits, Y, weights)
train_op = tf.train.AdamOptimizer(learning_rate).minimize(loss)

helper = seq2seq.GreedyEmbeddingHelper(write_embedding, tf.fill([batch], GO), END)
written, last_state, _ = decode(helper)
looks = last_state.alignment_history.stack()  # [steps, batch, words read]


def text(codes):
    codes = list(codes)
    codes = codes[: codes.index(END)] if END in codes else codes
    return " ".join(write[code] for code in codes)


sess = tf.Session()
sess.run(tf.global_variables_initializer())
source, given, wanted = arrays(train)
print("shapes:", source.shape, "->", wanted.shape + (len(write),))
for epoch in range(epochs):
    losses = []
    for i in range(0, len(train), batch_size):
        part = slice(i, i + batch_size)
        feed = {X: source[part], G: given[part], Y: wanted[part]}
        losses.append(sess.run([train_op, loss], feed_dict=feed)[1])
    if epoch % 10 == 9:
        print("epoch %d loss %.6f" % (epoch + 1, np.mean(losses)))

for title, some in (("training", train), ("held out", test)):
    source, given, wanted = arrays(some)
    codes = sess.run(written.sample_id, feed_dict={X: source})
    answers = [" ".join(b) for _, b in some]
    right = [text(row) == answer for row, answer in zip(codes, answers)]
    print("%s: %.4f of the phrases right" % (title, np.mean(right)))
    for row, (a, _), answer in list(zip(codes, some, answers))[:5]:
        print("  %s -> %s (%s)" % (" ".join(a), text(row), answer))
scores = sess.run(logits, feed_dict={X: source, G: given})
assert scores.shape == wanted.shape + (len(write),)

# where the writer looks, phrase by phrase
shown = sorted(train, key=lambda pair: -len(pair[0]) - len(pair[1]))[:3]
source = arrays(shown)[0]
codes, seen = sess.run([written.sample_id, looks], feed_dict={X: source})
figure, axes = plt.subplots(1, 3, figsize=(12, 4))
for i, axis in enumerate(axes):
    output = text(codes[i]).split() + ["</s>"]
    axis.imshow(
        seen[: len(output), i, : len(shown[i][0])], cmap="Greys", vmin=0, vmax=1
    )
    axis.set_xticks(range(len(shown[i][0])))
    axis.set_xticklabels(shown[i][0], rotation=45)
    axis.set_yticks(range(len(output)))
    axis.set_yticklabels(output)
plt.tight_layout()
plt.show()
sess.close()
