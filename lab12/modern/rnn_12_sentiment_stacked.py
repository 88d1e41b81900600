"""Lab 12, rnn_12: rnn_11 with two LSTMs on top of each other, and dropout.

    python rnn_12_sentiment_stacked.py [--reviews CSV] [OPTIONS, see --help]

The CSV holds text,label,source with these names in its first line, label 1 for good
and 0 for bad. Without one: the 2,979 sentences that come with the labs. They are few;
`lab12 data get reviews` gets 33,530 reviews.

Changes from Keras 2:
- keras.utils.Sequence -> keras.utils.PyDataset; pad_sequences moved to keras.utils.
- tf.set_random_seed and np.random.seed -> keras.utils.set_random_seed.
- keras.backend (K.cast, K.greater, ...) -> keras.ops.
- model.fit(..., verbose=2) says its epochs in other words.
- Adam's epsilon stays 1e-7, Keras 2's too (TensorFlow 1.x had 1e-8). On TensorFlow,
  Keras 3 squares an Embedding's gradient before it adds up what a repeated word gets:
  an Adam of three lines adds first, as Keras 2 did, and JAX and PyTorch do.
- Reading, words in pieces and batches, which the two labs share, are in reviews.py.
- Same layers, same default initial values; from the same seed other ones, and dropout
  strikes others.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np

try:
    import reviews  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.rnn_12_sentiment_stacked
    from lab12.modern import reviews
Batches, encode, vocab_size = reviews.Batches, reviews.encode, reviews.vocab_size

keras.utils.set_random_seed(777)

options = reviews.options(epochs=2, rate=2e-3)
(train, train_y), (test, test_y) = reviews.read(options.reviews)
print("vocabulary:", vocab_size)
sample = "Hello TensorFlow."
print([(code, reviews.pieces[code]) for code in encode(sample)])
assert reviews.decode(encode(sample)) == sample

train_x = [encode(text)[: options.longest] for text in train]
test_x = [encode(text)[: options.longest] for text in test]


def build(mask):
    model = keras.Sequential(
        [
            keras.Input([None], dtype="int32"),
            keras.layers.Embedding(vocab_size, 64, mask_zero=mask),
            # the second reads what the first says at every step
            keras.layers.Bidirectional(keras.layers.LSTM(64, return_sequences=True)),
            keras.layers.Bidirectional(keras.layers.LSTM(32)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        optimizer=reviews.Adam(options.rate),
        metrics=[reviews.accuracy],
    )
    return model


samples = [
    "The movie was good. The animation and the graphics were fantastic. "
    "I would recommend this movie.",
    "The movie was not good. The animation and the graphics were terrible. "
    "I would not recommend this movie.",
]
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
start = None
for mask in (False, True):
    title = "masked" if mask else "not masked"
    model = build(mask)
    if start is None:
        start = model.get_weights()
    model.set_weights(start)  # both from the same weights: only the mask differs
    counts = [layer.count_params() for layer in model.layers]
    print("parameters:", " + ".join(map(str, counts)), "=", model.count_params())
    history = model.fit(
        Batches(train_x, train_y),
        epochs=options.epochs,
        validation_data=Batches(test_x, test_y),
        shuffle=False,
        verbose=2,
    )
    for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
        axis.plot(history.history[metric], label=f"training, {title}")
        axis.plot(history.history[f"val_{metric}"], "--", label=f"test, {title}")
    test_loss, test_accuracy = model.evaluate(Batches(test_x, test_y), verbose=0)
    print(f"{title}: test loss {test_loss:.6f} accuracy {test_accuracy:.6f}")
    share = reviews.accuracy_without_padding(model, test_x, test_y)
    print(f"{title}: accuracy without padding {share:.6f}")
    for text in samples:
        codes = encode(text)
        alone = model.predict_on_batch(np.array([codes]))[0, 0]
        padded = model.predict_on_batch(np.array([codes + [0] * len(codes)]))[0, 0]
        print(f"{title}: {text[:24]}...", end=" ")
        print(f"without padding {alone:.6f}, with padding {padded:.6f}")

share = reviews.bag_of_words(train, train_y, test, test_y)
print(f"bag of words, logistic regression: test accuracy {share:.6f}")

for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
    axis.set_xlabel("epoch")
    axis.set_ylabel(metric)
axes[0].axhline(share, color="gray", linewidth=1, label="bag of words")
axes[0].legend()
plt.tight_layout()
plt.show()
