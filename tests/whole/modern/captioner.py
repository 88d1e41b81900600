"""The captioner in Keras 3.

Changes from TensorFlow 1.x:
- slim's Inception narrowed -> a few convolutions; keras.applications.InceptionV3 for
  real pictures.
- the picture as the LSTM's first input -> its embedding in front of the words.
- placeholders, feeds and an inference graph -> one model, called word by word.
- optimize_loss -> compile and fit.
"""

import keras
import numpy as np
from keras import layers, ops

WORDS = "<S> </S> a red green blue bar left right on the".split()
SIZE, UNITS = 80, 24


def pictures(rng, count):
    images = np.zeros([count, SIZE, SIZE, 3], "float32")
    captions = []
    for image in images:
        color, side = rng.randint(3), rng.randint(2)
        start = 10 + 40 * side
        image[:, start : start + 20, color] = 1.0
        text = f"<S> a {WORDS[3 + color]} bar on the {WORDS[7 + side]} </S>"
        captions.append([WORDS.index(word) for word in text.split()])
    noise = 0.1 * rng.rand(*images.shape).astype("float32")
    return images + noise, np.array(captions, "int32")


keras.utils.set_random_seed(4)
image = keras.Input([SIZE, SIZE, 3])
words = keras.Input([None], dtype="int32")
x = image
for filters in (8, 8, 16):
    x = layers.Conv2D(filters, 3, 2, use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
x = layers.AveragePooling2D(3)(x)
x = layers.Dense(UNITS, use_bias=False)(layers.Flatten()(x))
embedded = layers.Embedding(len(WORDS), UNITS)(words)
x = layers.Concatenate(1)([layers.Reshape([1, UNITS])(x), embedded])
x = layers.LSTM(UNITS, return_sequences=True)(x)
model = keras.Model([image, words], layers.Dense(len(WORDS))(x[:, 1:]))
model.compile(
    keras.optimizers.Adam(0.01, global_clipnorm=5.0),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
rng = np.random.RandomState(2)
images, captions = pictures(rng, 160)
history = model.fit([images, captions[:, :-1]], captions[:, 1:], 8, epochs=4, verbose=0)
print("loss", *(f"{loss:.4f}" for loss in history.history["loss"]))
for picture in pictures(rng, 3)[0]:
    said = [0]
    while said[-1] != 1 and len(said) < 9:
        logits = model([picture[None], np.array([said], "int32")])
        said.append(int(ops.argmax(logits[0, -1])))
    print(" ".join(WORDS[word] for word in said[1:]))
