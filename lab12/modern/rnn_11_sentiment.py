"""Lab 12, rnn_11: is a review good or bad? Words in pieces, and an LSTM from both ends.

    python rnn_11_sentiment.py [--reviews CSV] [--epochs N] [--rate R] [--longest N]

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
- Reading and words in pieces, batches and yardsticks, which the two labs share, are in
  reviews.py and reviews_training.py.
- Same layers, same default initial values; from the same seed other ones.
"""

try:
    import reviews  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.rnn_11_sentiment
    from lab12.modern import reviews

options = reviews.options(epochs=3, rate=1e-3)
train, test = reviews.read(options)

# All arguments are good: now Keras, which takes seconds to import.
import keras
import numpy as np

try:
    import reviews_training as training
except ModuleNotFoundError:
    from lab12.modern import reviews_training as training

keras.utils.set_random_seed(777)
train_batches, test_batches = training.Batches(train), training.Batches(test)


def build(mask):
    model = keras.Sequential(
        [
            keras.Input([None], dtype="int32"),
            keras.layers.Embedding(reviews.vocab_size, 64, mask_zero=mask),
            keras.layers.Bidirectional(keras.layers.LSTM(64)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        optimizer=training.Adam(options.rate),
        metrics=[training.accuracy],
    )
    return model


samples = [
    "The movie was cool. The animation and the graphics were out of this world. "
    "I would recommend this movie.",
    "The movie was not good. The animation and the graphics were terrible. "
    "I would not recommend this movie.",
]
histories, start = {}, None
for mask in (False, True):
    title = "masked" if mask else "not masked"
    model = build(mask)
    if start is None:
        start = model.get_weights()
    model.set_weights(start)  # both from the same weights: only the mask differs
    counts = [layer.count_params() for layer in model.layers]
    print("parameters:", " + ".join(map(str, counts)), "=", model.count_params())
    history = model.fit(
        train_batches,
        epochs=options.epochs,
        validation_data=test_batches,
        shuffle=False,
        verbose=2,
    )
    histories[title] = history.history
    test_loss, test_accuracy = model.evaluate(test_batches, verbose=0)
    print(f"{title}: test loss {test_loss:.6f} accuracy {test_accuracy:.6f}")
    share = training.accuracy_without_padding(model, test)
    print(f"{title}: accuracy without padding {share:.6f}")
    for text in samples:
        codes = reviews.encode(text)
        alone = model.predict_on_batch(np.array([codes]))[0, 0]
        padded = model.predict_on_batch(np.array([codes + [0] * len(codes)]))[0, 0]
        print(f"{title}: {text[:24]}...", end=" ")
        print(f"without padding {alone:.6f}, with padding {padded:.6f}")

share = training.bag_of_words(train, test)
print(f"bag of words, logistic regression: test accuracy {share:.6f}")
training.draw(histories, share)
