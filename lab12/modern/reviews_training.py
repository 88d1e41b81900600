"""What rnn_11 and rnn_12 share with Keras: batches, an Adam, yardsticks, the plot.

Both labs import it; it is no lab.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression


class Batches(keras.utils.PyDataset):
    """Batches of 64, each padded with zeros to its own longest review."""

    def __init__(self, reviews, size=64):
        super().__init__()
        self.x, self.y, self.size = reviews.x, reviews.y, size

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, i):
        rows = slice(i * self.size, (i + 1) * self.size)
        padded = keras.utils.pad_sequences(self.x[rows], padding="post")
        return padded, self.y[rows]


class Adam(keras.optimizers.Adam):
    """Adds up an embedding's gradient, word by word, before it is squared."""

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(keras.ops.add(gradient, 0.0), variable, learning_rate)


def accuracy(y, logits):
    # metrics=['accuracy'], as in the lecture, draws the line at 0.5, as if these were
    # probabilities; between logits it is 0
    return keras.ops.cast((logits > 0) == (y > 0.5), "float32")


def accuracy_without_padding(model, test):
    """Accuracy with reviews of one length at a time: nothing to pad."""
    right = 0
    for length in sorted({len(one) for one in test.x}):
        same = [i for i, one in enumerate(test.x) if len(one) == length]
        logits = model.predict_on_batch(np.array([test.x[i] for i in same]))
        right += ((logits > 0) == (test.y[same] > 0.5)).sum()
    return right / len(test.x)


def bag_of_words(train, test):
    """The yardstick's accuracy: which words there are, and no order."""
    words = CountVectorizer()
    regression = LogisticRegression(max_iter=1000)
    regression.fit(words.fit_transform(train.texts), train.y.ravel())
    return regression.score(words.transform(test.texts), test.y.ravel())


def draw(histories, yardstick):
    """Each training's accuracy and loss, epoch by epoch, and on the test's reviews."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    for axis, metric in zip(axes, ("accuracy", "loss"), strict=True):
        for title, told in histories.items():
            axis.plot(told[metric], label=f"training, {title}")
            axis.plot(told[f"val_{metric}"], "--", label=f"test, {title}")
        axis.set(xlabel="epoch", ylabel=metric)
    axes[0].axhline(yardstick, color="gray", linewidth=1, label="bag of words")
    axes[0].legend()
    plt.tight_layout()
    plt.show()
