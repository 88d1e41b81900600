"""Lab 12, rnn_01: words of different lengths, and why padding must not count.

    python rnn_01_basic_04_dynamic.py [LENGTH LENGTH LENGTH]

Changes from TensorFlow 1.x:
- dynamic_rnn(..., sequence_length=...) -> a mask, True for the real steps.
- zero_output_for_mask=True: without it Keras repeats the last real output past a
  word's end, where TensorFlow 1.x gave zeros. The state is that of the last real
  step in both.
- sequence_loss(logits, targets, weights) -> SparseCategoricalCrossentropy, a loss for
  each step, then the weighted mean. (Its own mean would divide by all the steps,
  those of weight 0 too.)
- return_state=True hands out h and c, in this order; LSTMStateTuple was (c, h).
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import sys

import keras
import numpy as np

keras.utils.set_random_seed(777)

hidden_size = 2
one_hot = dict(zip("helo", np.eye(4), strict=True))
words = ["hello", "eolll", "lleel"]
steps = 5


def stop(expected, received):
    script = "rnn_01_basic_04_dynamic.py"
    print(f"{script}: expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


lengths = [5, 3, 4]
if len(sys.argv) > 1:
    if len(sys.argv) != 1 + len(words):
        stop("3 lengths, one for each word", len(sys.argv) - 1)
    for i, text in enumerate(sys.argv[1:]):
        try:
            lengths[i] = int(text)
        except ValueError:
            stop("whole numbers as lengths", repr(text))
        if not 0 <= lengths[i] <= steps:
            stop("lengths from 0 to 5, the letters in a word", lengths[i])

x_data = np.array([[one_hot[c] for c in word] for word in words], dtype="float32")
print("input shape:", x_data.shape, "lengths:", lengths)
real_step = np.arange(steps) < np.array(lengths)[:, np.newaxis]  # [batch, time]

letters = keras.Input(x_data.shape[1:])
mask = keras.Input([steps], dtype="bool")
lstm = keras.layers.LSTM(
    hidden_size, return_sequences=True, return_state=True, zero_output_for_mask=True
)
model = keras.Model([letters, mask], lstm(letters, mask=mask))

out, h, c = model.predict([x_data, real_step], verbose=0)

# The two outputs serve as logits of two classes: is the letter a vowel? Past a
# word's end the outputs are zeros, so each padded step puts log(2) = 0.693147
# into a loss that weighs all steps alike, whatever the layer has learned.
vowels = np.array([[int(c in "eo") for c in word] for word in words])
cross_entropy = keras.losses.SparseCategoricalCrossentropy(
    from_logits=True, reduction="none"
)
step_loss = keras.ops.convert_to_numpy(cross_entropy(vowels, out))  # [batch, time]
padded = step_loss.mean()
masked = (step_loss * real_step).sum() / (real_step.sum() + 1e-12)

print("output shape:", out.shape)
for word, length, rows in zip(words, lengths, out, strict=True):
    print(word, "length", length)
    print(rows)

# the state is that of each word's last real step, so h is the output there
print("last states, h:")
print(h)
for i, length in enumerate(lengths):
    real = out[i, length - 1] if length else np.zeros(hidden_size, "float32")
    print("output at the last real step of", words[i], real, (real == h[i]).all())
zeros = [not out[i, length:].any() for i, length in enumerate(lengths)]
print("all outputs past the lengths are 0.0:", all(zeros))

print(f"loss, padding counted: {padded:.6f}   padding left out: {masked:.6f}")
