"""Lab 12, rnn_02: teach an LSTM 'hihello'. It reads 'hihell' and is to answer with
the letter that comes next, 'ihello'.

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, and a GradientTape in a tf.function
  that XLA compiles (jit_compile): so small a step is a handful of kernels then.
- A Session.run for each step -> many steps in one call of another tf.function: fit()
  with an epoch for each takes many times as long.
- No zero_state: a Keras layer starts from zeros unless it is told otherwise.
- sequence_loss with weights of 1 -> SparseCategoricalCrossentropy(from_logits=True).
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- A prediction after each step -> the next step's own: its forward pass starts from the
  same weights.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(777)

steps = 2000
learning_rate = 0.1

text = "hihello"
letters = ["h", "i", "e", "l", "o"]
index = [letters.index(c) for c in text]

sequence_length = len(text) - 1  # 6 letters in, 6 letters out
input_dim = len(letters)  # one-hot
hidden_size = len(letters)  # the outputs are the scores of the 5 letters

x_data = np.eye(input_dim, dtype="float32")[np.newaxis, index[:-1]]  # h i h e l l
y_data = np.array([index[1:]])  # i h e l l o

# the LSTM's outputs are the logits: they stay between -1 and 1, so the loss cannot
# come near 0
model = keras.Sequential(
    [
        keras.Input([sequence_length, input_dim]),
        keras.layers.LSTM(hidden_size, return_sequences=True, unroll=True),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)


@tf.function(jit_compile=True)
def train_step():
    """Make one step; the loss and the answer before it."""
    with tf.GradientTape() as tape:
        scores = model(x_data)
        loss = model.compute_loss(y=y_data, y_pred=scores)
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply(gradients, model.trainable_variables)
    return loss, tf.argmax(scores, axis=-1)


@tf.function
def train(count):
    """Make so many steps; the loss before the last one, the answers before each."""
    loss, answers = 0.0, tf.TensorArray(tf.int64, count)
    for i in tf.range(count):
        loss, answer = train_step()
        answers = answers.write(i, answer)
    return loss, answers.stack()


done, right = 0, []
for step in [*range(20), *range(99, steps, 100)]:  # those to print
    loss_now, answers = train(tf.constant(step + 1 - done))
    done = step + 1
    right += np.all(answers == y_data, axis=(1, 2)).tolist()
    answer = model.predict_on_batch(x_data).argmax(axis=-1)
    answer_text = "".join(letters[i] for i in answer[0])
    print(step, f"loss: {loss_now:.7f}", "prediction:", answer, answer_text)

answer = model.predict(x_data, verbose=0).argmax(axis=-1)
print("to learn:", text[:-1], "->", text[1:])
print("predicted:", "".join(letters[i] for i in answer[0]))
first_right = right.index(True) - 1 if True in right else None
print("right for the first time after step:", first_right)
