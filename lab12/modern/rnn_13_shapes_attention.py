"""Lab 12, rnn_13, the fifth shape: many to many with a shift in time.

    python rnn_13_shapes_attention.py [fr|ko]

One RNN reads a short English phrase, another writes it in French or Korean, and
attention lets the writer look back at each word read.

Changes from TensorFlow 1.x:
- tf.contrib.seq2seq is gone: TrainingHelper, BasicDecoder and dynamic_decode -> a loop
  over the steps; AttentionWrapper -> six lines in it.
- LuongAttention's memory_layer and the wrapper's attention_layer -> Dense without bias.
- get_variable and embedding_lookup -> Embedding; sequence_length -> mask_zero, and
  zero_output_for_mask: Keras repeats the last output past the end, 1.x gave zeros.
- sequence_loss -> a loss that divides by the number of words, not by that of steps.
- GreedyEmbeddingHelper -> calling the model again with what it has written.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras. Keras 3 squares
  an Embedding's sparse gradient before it adds up what a repeated word gets: an Adam of
  three lines adds first, as TensorFlow 1.x did.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import collections
import gzip
import re
import sys
import zlib
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(777)

epochs = 50
batch_size = 64
learning_rate = 0.003
hidden_size = 64
longest = 5  # words in a phrase
least = 3  # a word that is seldom met cannot be learnt
PAD, GO, END = 0, 1, 2


def stop(expected, received):
    script = Path(__file__).name
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


language = sys.argv[1] if len(sys.argv) > 1 else "fr"
if language not in ("fr", "ko") or len(sys.argv) > 2:
    stop("fr or ko", " ".join(sys.argv[1:]))

# the phrases: English, French, Korean, with tabs between
above = Path(__file__).resolve().parents
path = above[1] / "data" / "phrases.tsv.gz"
if not path.exists():
    path = above[2] / "data" / "phrases.tsv.gz"
if not path.exists():
    stop("the phrases that come with the labs", f"nothing at {str(path)!r}")
lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")[:-1]


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


class Translator(keras.Model):
    """From what is read, and the words written so far, the scores of the next ones."""

    def __init__(self):
        super().__init__()
        self.read_embedding = keras.layers.Embedding(
            len(read), hidden_size, mask_zero=True
        )
        self.write_embedding = keras.layers.Embedding(len(write), hidden_size)
        self.encoder = keras.layers.LSTM(
            hidden_size,
            return_sequences=True,
            return_state=True,
            unroll=True,
            zero_output_for_mask=True,
        )
        self.memory_layer = keras.layers.Dense(hidden_size, use_bias=False)
        self.cell = keras.layers.LSTMCell(hidden_size)
        self.attention_layer = keras.layers.Dense(hidden_size, use_bias=False)
        self.output_layer = keras.layers.Dense(len(write))

    def call(self, inputs, with_looks=False):
        source, given = inputs
        memory, h, c = self.encoder(self.read_embedding(source))
        keys = self.memory_layer(memory)  # [batch, words read, units]
        nothing = keras.ops.where(source != PAD, 0.0, -np.inf)  # no look at padding
        so_far = self.write_embedding(given)
        attention = keras.ops.zeros_like(h)
        attentions, looks = [], []
        for step in range(longest + 1):
            x = keras.ops.concatenate([so_far[:, step], attention], axis=-1)
            _, (h, c) = self.cell(x, [h, c])
            look = keras.ops.sum(h[:, None] * keys, axis=-1) + nothing
            look = keras.ops.softmax(look)
            context = keras.ops.sum(look[:, :, None] * memory, axis=1)
            attention = self.attention_layer(keras.ops.concatenate([h, context], -1))
            attentions.append(attention)
            looks.append(look)
        scores = self.output_layer(keras.ops.stack(attentions, axis=1))
        return (scores, keras.ops.stack(looks, axis=1)) if with_looks else scores


def sequence_loss(wanted, scores):
    crossent = keras.losses.sparse_categorical_crossentropy(
        wanted, scores, from_logits=True
    )
    weights = keras.ops.cast(wanted != PAD, "float32")  # padding is no mistake
    return keras.ops.sum(crossent * weights) / keras.ops.sum(weights)


def translate(source, with_looks=False):
    """Write word by word, each time the one with the highest score."""
    codes = np.full([len(source), longest + 2], PAD, "int32")
    codes[:, 0] = GO
    for step in range(longest + 1):
        scores, looks = model((source, codes[:, :-1]), with_looks=True)
        codes[:, step + 1] = np.argmax(scores[:, step], axis=-1)
    return (codes[:, 1:], np.array(looks)) if with_looks else codes[:, 1:]


def text(codes):
    codes = list(codes)
    codes = codes[: codes.index(END)] if END in codes else codes
    return " ".join(write[code] for code in codes)


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is squared."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(tf.convert_to_tensor(gradient), variable, learning_rate)


source, given, wanted = arrays(train)
print("shapes:", source.shape, "->", wanted.shape + (len(write),))
batches = tf.data.Dataset.from_tensor_slices(((source, given), wanted))
batches = batches.batch(batch_size).cache()
model = Translator()
model.compile(
    loss=sequence_loss,
    optimizer=Adam(learning_rate, epsilon=1e-8),
    steps_per_execution=len(batches),  # an epoch in one call
)


def show(epoch, logs):
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1} loss {logs['loss']:.6f}")


model.fit(
    batches.repeat(),  # one iterator for all epochs
    epochs=epochs,
    steps_per_epoch=len(batches),
    shuffle=False,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
)

source, given, wanted = arrays(test)
scores = model.predict((source, given), batch_size=len(test), verbose=0)
assert scores.shape == wanted.shape + (len(write),)
for title, some in (("training", train), ("held out", test)):
    source, given, wanted = arrays(some)
    codes = translate(source)
    answers = [" ".join(b) for _, b in some]
    right = [text(row) == answer for row, answer in zip(codes, answers, strict=True)]
    print(f"{title}: {np.mean(right):.4f} of the phrases right")
    for row, (a, _), answer in list(zip(codes, some, answers, strict=True))[:5]:
        print(f"  {' '.join(a)} -> {text(row)} ({answer})")

# where the writer looks, phrase by phrase
shown = sorted(train, key=lambda pair: -len(pair[0]) - len(pair[1]))[:3]
codes, seen = translate(arrays(shown)[0], with_looks=True)
figure, axes = plt.subplots(1, 3, figsize=(12, 4))
for i, axis in enumerate(axes):
    output = text(codes[i]).split() + ["</s>"]
    looks = seen[i, : len(output), : len(shown[i][0])]
    axis.imshow(looks, cmap="Greys", vmin=0, vmax=1)
    axis.set_xticks(range(len(shown[i][0])), shown[i][0], rotation=45)
    axis.set_yticks(range(len(output)), output)
plt.tight_layout()
plt.show()
