# Lab 12, rnn_09: ten characters of a nursery rhyme, and the next one, by Keras 2.
#
# python rnn_09_sixpence_many_to_one.py [TEXT ...]
#
# Learns the rhyme, keeps the model and the mapping of characters to numbers in this
# folder, loads them again, and continues each TEXT by 20 characters.
import os
import pickle
import sys

import numpy as np
import tensorflow as tf
from keras.layers import LSTM, Dense
from keras.models import Sequential, load_model
from keras.preprocessing.sequence import pad_sequences
from keras.utils import to_categorical

np.random.seed(7)
tf.set_random_seed(7)  # the same numbers in every run

length = 10  # characters to look at
epochs = 100
hidden_size = 75


def stop(expected, received):
    script = "rnn_09_sixpence_many_to_one.py"
    print(script + ":", "expected", expected + ", received", received, file=sys.stderr)
    sys.exit(2)


# the text: the two verses, words and lines joined by single spaces
here = os.path.dirname(os.path.abspath(__file__))
name = os.path.join("data", "sixpence.txt")
path = os.path.join(here, "..", name)
if not os.path.exists(path):
    path = os.path.join(here, "..", "..", name)
with open(path) as f:
    text = " ".join(f.read().split())

alphabet = sorted(set(text))
vocab_size = len(alphabet)
mapping_c2i = {c: i for i, c in enumerate(alphabet)}
print("characters:", len(text), "vocabulary:", vocab_size)

# texts to continue: as in the rhyme, from its middle, and from elsewhere
seeds = sys.argv[1:] or ["Sing a son", "king was i", "hello worl"]
for seed in seeds:
    for c in seed:
        if c not in mapping_c2i:
            stop("characters of the rhyme, one of %r" % "".join(alphabet), repr(c))
    if not seed:
        stop("a text to continue", "an empty one")

# windows of eleven characters: ten to read, and the one that follows
encoded = [mapping_c2i[c] for c in text]
windows = [encoded[i - length : i + 1] for i in range(length, len(encoded))]
windows = np.array(windows)
X = to_categorical(windows[:, :-1], num_classes=vocab_size)
y = to_categorical(windows[:, -1], num_classes=vocab_size)
print("X:", X.shape, "y:", y.shape)

model = Sequential()
model.add(LSTM(hidden_size, input_shape=(length, vocab_size)))
model.add(Dense(vocab_size, activation="softmax"))
model.summary()
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X, y, epochs=epochs, shuffle=False, verbose=2)

# written beside, then renamed: a whole file or none
model.save("sixpence_many_to_one.part.h5")
os.replace("sixpence_many_to_one.part.h5", "sixpence_many_to_one.h5")
with open("sixpence_many_to_one.part.pkl", "wb") as f:
    pickle.dump(mapping_c2i, f)
os.replace("sixpence_many_to_one.part.pkl", "sixpence_many_to_one.pkl")

model = load_model("sixpence_many_to_one.h5")
with open("sixpence_many_to_one.pkl", "rb") as f:
    mapping_c2i = pickle.load(f)
mapping_i2c = {i: c for c, i in mapping_c2i.items()}


def generate(seed, nb_chars=20):
    result = seed
    for _ in range(nb_chars):
        codes = [mapping_c2i[c] for c in result]
        codes = pad_sequences([codes], maxlen=length, truncating="pre")
        one_hot = to_categorical(codes, num_classes=vocab_size)
        code = model.predict_classes(one_hot, verbose=0)
        result += mapping_i2c[code[0]]
    return result


loss, accuracy = model.evaluate(X, y, verbose=0)
print("loss: %.6f accuracy: %.6f" % (loss, accuracy))
for seed in seeds:
    print("%r -> %r" % (seed, generate(seed)))
