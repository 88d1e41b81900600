"""Lab 12, rnn_10: a nursery rhyme, and the next character at every step.

    python rnn_10_sixpence_many_to_many.py [TEXT ...]

Learns the rhyme, keeps the model and the mapping of characters to numbers in this
folder, loads them again, and continues each TEXT by 20 characters.

Changes from Keras 2:
- model.add(...) -> a list of layers; input_shape= of the first layer -> keras.Input.
- predict_classes(x), which is gone -> predict(x).argmax(axis=-1).
- pad_sequences(..., truncating="pre") on texts long enough -> the last ten characters.
  A shorter text is filled with spaces in front: 0, which pad_sequences puts there, is
  the space's number.
- The .h5 file -> Keras 3's own .keras file; the pickled mapping -> JSON, which runs no
  code when it is loaded.
- LSTM(..., return_sequences=True) and the Dense layer on every step stay as they were.
- The weights start elsewhere: from the same seed Keras 3 draws others.
"""

import json
import os
import sys
from pathlib import Path

import keras
import numpy as np

keras.utils.set_random_seed(7)

length = 10  # characters to look at
epochs = 150  # more than rnn_09: most of the loss is about the first steps
hidden_size = 75


def stop(expected, received):
    script = "rnn_10_sixpence_many_to_many.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


# the text: the two verses, words and lines joined by single spaces
above = Path(__file__).resolve().parents
path = above[1] / "data" / "sixpence.txt"
if not path.exists():
    path = above[2] / "data" / "sixpence.txt"
text = " ".join(path.read_text(encoding="utf-8").split())

alphabet = sorted(set(text))
vocab_size = len(alphabet)
mapping_c2i = {c: i for i, c in enumerate(alphabet)}
print("characters:", len(text), "vocabulary:", vocab_size)

# texts to continue: as in the rhyme, from its middle, and from elsewhere
seeds = sys.argv[1:] or ["Sing a son", "king was i", "hello worl"]
for seed in seeds:
    for c in seed:
        if c not in mapping_c2i:
            stop(f"characters of the rhyme, one of {''.join(alphabet)!r}", repr(c))
    if not seed:
        stop("a text to continue", "an empty one")

# windows of eleven characters: ten to read, and the ten that follow each of these
encoded = np.array([mapping_c2i[c] for c in text])
windows = np.lib.stride_tricks.sliding_window_view(encoded, length + 1)
X = keras.utils.to_categorical(windows[:, :-1], num_classes=vocab_size)
y = keras.utils.to_categorical(windows[:, 1:], num_classes=vocab_size)
print("X:", X.shape, "y:", y.shape)

model = keras.Sequential(
    [
        keras.Input([length, vocab_size]),
        # the output of every step
        keras.layers.LSTM(hidden_size, return_sequences=True),
        keras.layers.Dense(vocab_size, activation="softmax"),
    ]
)
model.summary()
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X, y, epochs=epochs, shuffle=False, verbose=2)

# written beside, then renamed: a whole file or none
model.save("sixpence_many_to_many.part.keras")
os.replace("sixpence_many_to_many.part.keras", "sixpence_many_to_many.keras")
beside = Path("sixpence_many_to_many.part.json")
beside.write_text(json.dumps(mapping_c2i), encoding="utf-8")
beside.replace("sixpence_many_to_many.json")

model = keras.models.load_model("sixpence_many_to_many.keras")
mapping = Path("sixpence_many_to_many.json").read_text(encoding="utf-8")
mapping_c2i = json.loads(mapping)
mapping_i2c = {i: c for c, i in mapping_c2i.items()}


def generate(seed, nb_chars=20):
    result = seed
    for _ in range(nb_chars):
        codes = [mapping_c2i[c] for c in result.rjust(length)[-length:]]
        one_hot = keras.utils.to_categorical([codes], num_classes=vocab_size)
        answer = model.predict_on_batch(one_hot)  # of one text: predict() is for many
        result += mapping_i2c[int(answer[0, -1].argmax())]  # after the last step
    return result


loss, accuracy = model.evaluate(X, y, verbose=0)
print(f"loss: {loss:.6f} accuracy: {accuracy:.6f}")
# the first steps know too little: one letter has many that may follow it
right = model.predict(X, verbose=0).argmax(axis=-1) == windows[:, 1:]
print(
    "accuracy of each step:", " ".join(f"{share:.6f}" for share in right.mean(axis=0))
)
for seed in seeds:
    print(f"{seed!r} -> {generate(seed)!r}")
