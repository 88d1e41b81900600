"""Lab 12, rnn_13, the fifth shape: many to many with a shift in time.

    python rnn_13_shapes_attention.py [fr|ko]

One RNN reads a short English phrase, another writes it in French or Korean, and
attention lets the writer look back at each word read.

Changes from TensorFlow 1.x:
- tf.contrib.seq2seq is gone: AttentionWrapper, BasicDecoder and dynamic_decode -> a
  layer of our own, whose steps keras.ops.scan takes.
- LuongAttention -> keras.layers.Attention; its memory_layer, and the wrapper's
  attention_layer, -> Dense without bias.
- get_variable and embedding_lookup -> Embedding; sequence_length -> mask_zero, and
  zero_output_for_mask: Keras repeats the last output past the end, 1.x gave zeros.
- sequence_loss with weights -> SparseCategoricalCrossentropy(ignore_class=0), whose
  mean is over the words that are left.
- GreedyEmbeddingHelper -> asking the model again with what it has written.
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras. On TensorFlow,
  Keras squares an Embedding's gradient before it adds up what a repeated word gets: an
  Adam of three lines adds first, as 1.x did, and JAX and PyTorch do.
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
from keras import layers, ops

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


class Writer(layers.Layer):
    """An LSTM that looks back at what was read, at each step (Luong et al. 2015).

    Its input is the word so far beside the last step's attention.
    """

    def __init__(self, units):
        super().__init__()
        self.units = units
        self.memory_layer = layers.Dense(units, use_bias=False, name="memory_layer")
        self.cell = layers.LSTMCell(units)
        self.attention = layers.Attention()
        self.attention_layer = layers.Dense(
            units, use_bias=False, name="attention_layer"
        )

    def build(self, words_shape, memory_shape, h_shape, c_shape):
        self.memory_layer.build(memory_shape)
        self.cell.build((None, words_shape[-1] + self.units))
        self.attention_layer.build((None, self.units + memory_shape[-1]))

    def call(self, words, memory, h, c, memory_mask=None):
        keys = self.memory_layer(memory)  # [batch, words read, units]

        def step(state, word):
            h, c, attention, _ = state
            x = ops.concatenate([word, attention], axis=-1)
            _, (h, c) = self.cell(x, [h, c])
            context, look = self.attention(
                [h[:, None], memory, keys],
                mask=[None, memory_mask],  # no look at padding
                return_attention_scores=True,
            )
            x = ops.concatenate([h, context[:, 0]], axis=-1)
            state = h, c, self.attention_layer(x), look[:, 0]
            return state, state

        start = h, c, ops.zeros_like(h), ops.zeros_like(memory[:, :, 0])
        _, states = ops.scan(step, start, ops.swapaxes(words, 0, 1))  # time first
        _, _, attentions, looks = (ops.swapaxes(one, 0, 1) for one in states)
        return attentions, looks

    def compute_output_shape(self, words_shape, memory_shape, h_shape, c_shape):
        batch, steps, _ = words_shape
        return (batch, steps, self.units), (batch, steps, memory_shape[1])


def translate(source):
    """Write word by word, each time the one with the highest score."""
    codes = np.full([len(source), longest + 2], PAD, "int32")
    codes[:, 0] = GO
    for step in range(longest + 1):
        scores, looks = looking.predict([source, codes[:, :-1]], verbose=0)
        codes[:, step + 1] = scores[:, step].argmax(axis=-1)
    return codes[:, 1:], looks


def text(codes):
    codes = list(codes)
    codes = codes[: codes.index(END)] if END in codes else codes
    return " ".join(write[code] for code in codes)


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is squared."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(ops.add(gradient, 0.0), variable, learning_rate)


to_read = keras.Input([longest], dtype="int32")
so_far = keras.Input([longest + 1], dtype="int32")  # the phrase written, at each step
vectors = layers.Embedding(len(read), hidden_size, mask_zero=True)(to_read)
encoder = layers.LSTM(
    hidden_size, return_sequences=True, return_state=True, zero_output_for_mask=True
)
memory, h, c = encoder(vectors)
words_so_far = layers.Embedding(len(write), hidden_size)(so_far)
attentions, looks = Writer(hidden_size)(words_so_far, memory, h, c)
scores = layers.Dense(len(write), name="output")(attentions)
model = keras.Model([to_read, so_far], scores)
looking = keras.Model([to_read, so_far], [scores, looks])  # the same layers
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(
        from_logits=True,
        ignore_class=PAD,  # padding is no mistake
    ),
    optimizer=Adam(learning_rate, epsilon=1e-8),
)

source, given, wanted = arrays(train)
print("shapes:", source.shape, "->", wanted.shape + (len(write),))


def show(epoch, logs):
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1} loss {logs['loss']:.6f}")


model.fit(
    [source, given],
    wanted,
    batch_size=batch_size,
    epochs=epochs,
    shuffle=False,
    verbose=0,
    callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=show)],
)

source, given, wanted = arrays(test)
scores = model.predict([source, given], verbose=0)
assert scores.shape == wanted.shape + (len(write),)
for title, some in (("training", train), ("held out", test)):
    source, given, wanted = arrays(some)
    codes, _ = translate(source)
    answers = [" ".join(b) for _, b in some]
    right = [text(row) == answer for row, answer in zip(codes, answers, strict=True)]
    print(f"{title}: {np.mean(right):.4f} of the phrases right")
    for row, (a, _), answer in list(zip(codes, some, answers, strict=True))[:5]:
        print(f"  {' '.join(a)} -> {text(row)} ({answer})")

# where the writer looks, phrase by phrase
shown = sorted(train, key=lambda pair: -len(pair[0]) - len(pair[1]))[:3]
codes, seen = translate(arrays(shown)[0])
figure, axes = plt.subplots(1, 3, figsize=(12, 4))
for i, axis in enumerate(axes):
    output = text(codes[i]).split() + ["</s>"]
    looks = seen[i, : len(output), : len(shown[i][0])]
    axis.imshow(looks, cmap="Greys", vmin=0, vmax=1)
    axis.set_xticks(range(len(shown[i][0])), shown[i][0], rotation=45)
    axis.set_yticks(range(len(output)), output)
plt.tight_layout()
plt.show()
