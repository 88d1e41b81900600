"""Lab 12, rnn_03: the same for any text; letters, sizes and lengths follow from it.

    python rnn_03_char_sequence.py [TEXT]

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, and a GradientTape in a tf.function
  that makes many steps in one call: fit() with an epoch for each takes several times
  as long.
- tf.one_hot in the graph -> rows of np.eye before it.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- A prediction after each step -> the next step's own: its forward pass starts from the
  same weights.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import sys

import keras
import numpy as np
import tensorflow as tf

# Not 777: from about one start in ten, and from that one, a letter stays wrong. Scores
# between -1 and 1 cannot punish a wrong letter much.
keras.utils.set_random_seed(3)

steps = 3000
learning_rate = 0.1


def stop(expected, received):
    script = "rnn_03_char_sequence.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


if len(sys.argv) > 2:
    stop("one text (in quotes)", f"{len(sys.argv) - 1} arguments")
text = sys.argv[1] if len(sys.argv) > 1 else "if you want you"
if len(set(text)) < 2:
    stop("a text with two different characters or more", repr(text))

# sorted: the order of a set changes from run to run, and the results with it
letters = sorted(set(text))
number = {c: i for i, c in enumerate(letters)}
index = [number[c] for c in text]

sequence_length = len(text) - 1
num_classes = len(letters)
hidden_size = len(letters)  # the outputs are the scores of the letters

# all letters but the last, one-hot; the letter that follows each
x_data = np.eye(num_classes, dtype="float32")[np.newaxis, index[:-1]]
y_data = np.array([index[1:]])

model = keras.Sequential(
    [
        keras.Input([sequence_length, num_classes]),
        keras.layers.LSTM(hidden_size, return_sequences=True, unroll=True),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


@tf.function
def train(count):
    """Make so many steps; the loss before the last one, the answers before each."""
    loss, answers = 0.0, tf.TensorArray(tf.int64, count)
    for i in tf.range(count):
        with tf.GradientTape() as tape:
            scores = model(x_data)
            loss = model.compute_loss(y=y_data, y_pred=scores)
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)
        answers = answers.write(i, tf.argmax(scores, axis=-1))
    return loss, answers.stack()


done, right = 0, []
for step in [*range(20), *range(99, steps, 100)]:  # those to print
    loss_now, answers = train(tf.constant(step + 1 - done))
    done = step + 1
    right += np.all(answers == y_data, axis=(1, 2)).tolist()
    answer = model.predict_on_batch(x_data).argmax(axis=-1)
    answer_text = "".join(letters[i] for i in answer[0])
    print(step, f"loss: {loss_now:.7f}", "prediction:", answer_text)

answer = model.predict(x_data, verbose=0).argmax(axis=-1)
print("to learn:", text[:-1], "->", text[1:])
print("predicted:", "".join(letters[i] for i in answer[0]))
first_right = right.index(True) - 1 if True in right else None
print("right for the first time after step:", first_right)
