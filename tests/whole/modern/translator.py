"""The translator in Keras 3.

Changes from TensorFlow 1.x:
- lookup tables from files -> lists, and their `index`; StringLookup for many words.
- contrib.data's buckets -> one padded array: the sentences are short. For long ones,
  tf.data's `bucket_by_sequence_length`.
- AttentionWrapper, which feeds attention back into the cell -> layers.Attention above
  the decoder; compat.migrate.blocks.AttentionRNN feeds it back.
- BeamSearchDecoder -> greedy words; compat.migrate.blocks.beam_search has beams.
- three graphs that share checkpoints -> one model, for all.
- averaged checkpoints -> use_ema of the optimizer.
- gradients clipped by hand -> global_clipnorm.
"""

import random

import keras
import numpy as np
from keras import layers, ops

WORDS = "zero one two three four five six seven eight nine and".split()
SOURCE = ["<pad>", "<unk>", *WORDS]
TARGET = ["<pad>", "<s>", "</s>", *(str(i) for i in range(10))]

keras.utils.set_random_seed(7)
rng = random.Random(3)
pairs = []
for _ in range(384):
    numbers = [rng.randrange(10) for _ in range(rng.randrange(1, 5))]
    source = []
    for i, number in enumerate(numbers):
        if i and rng.random() < 0.3:
            source.append("and")
        source.append(WORDS[number])
    pairs.append((source, [str(number) for number in reversed(numbers)]))


def padded(rows, vocabulary, length):
    ids = [[vocabulary.index(word) for word in row] for row in rows]
    return np.array([row + [0] * (length - len(row)) for row in ids], "int32")


sources = padded([source for source, _ in pairs], SOURCE, 8)
inputs = padded([["<s>", *target] for _, target in pairs], TARGET, 6)
outputs = padded([[*target, "</s>"] for _, target in pairs], TARGET, 6)

read = keras.Input([None], dtype="int32")
written = keras.Input([None], dtype="int32")
x = layers.Embedding(len(SOURCE), 16, mask_zero=True)(read)
x = layers.Dropout(0.1)(x)
memory, *states = layers.Bidirectional(
    layers.LSTM(24, return_sequences=True, return_state=True)
)(x)
state = [layers.concatenate(states[0::2]), layers.concatenate(states[1::2])]
y = layers.Embedding(len(TARGET), 16, mask_zero=True)(written)
y = layers.LSTM(48, return_sequences=True)(y, initial_state=state)
context = layers.Attention(use_scale=True)([y, memory])
y = layers.Dense(24, "tanh", use_bias=False)(layers.concatenate([y, context]))
model = keras.Model([read, written], layers.Dense(len(TARGET), use_bias=False)(y))
model.compile(
    keras.optimizers.Adam(0.01, global_clipnorm=1.0, use_ema=True, ema_momentum=0.9),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0),
)
history = model.fit([sources, inputs], outputs, 32, epochs=12, verbose=0)
print("loss", *(f"{loss:.4f}" for loss in history.history["loss"]))

for sentence in ("one two", "three and four nine", "eight"):
    source = padded([sentence.split()], SOURCE, 8)
    said = ["<s>"]
    while said[-1] != "</s>" and len(said) < 7:
        logits = model([source, padded([said], TARGET, len(said))])
        said.append(TARGET[int(ops.argmax(logits[0, -1]))])
    print(sentence, "->", " ".join(said[1:-1]))
