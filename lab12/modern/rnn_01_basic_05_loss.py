"""Lab 12, rnn_01: the loss of a sequence. The surer the logits, the smaller the loss.

Changes from TensorFlow 1.x:
- tf.contrib.seq2seq.sequence_loss -> keras.losses.SparseCategoricalCrossentropy with
  from_logits=True, whose mean runs over batch and time; the order of the arguments
  is targets, logits. Weights of 1 are the default.
- Losses are computed at once: no graph, no Session.
"""

import keras
import numpy as np

# one sequence of three steps, the right class is 1 at each
targets = np.array([[1, 1, 1]])

rather_sure = np.array([[[0.3, 0.7]] * 3], dtype="float32")
very_sure = np.array([[[0.1, 0.9]] * 3], dtype="float32")

sequence_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
first = float(sequence_loss(targets, rather_sure))
second = float(sequence_loss(targets, very_sure))

print(f"loss of [0.3, 0.7]: {first:.6f}")
print(f"loss of [0.1, 0.9]: {second:.6f}")
