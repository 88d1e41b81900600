# TensorFlow 1.x
import numpy as np
import tensorflow as tf

score = np.array([[1.0, 0.0], [0.0, 0.4], [0.0, 2.0]])
transition = np.array([[0.5, 0.0], [0.0, 0.5]])
path, best = tf.contrib.crf.viterbi_decode(score, transition)
print([int(tag) for tag in path], "%.1f" % best)

# Keras 3
import numpy as np

score = np.array([[1.0, 0.0], [0.0, 0.4], [0.0, 2.0]])
transition = np.array([[0.5, 0.0], [0.0, 0.5]])
best, back = score[0], []
for step in score[1:]:
    ways = best[:, None] + transition
    back.append(ways.argmax(axis=0))
    best = ways.max(axis=0) + step
path = [int(best.argmax())]
for pointers in reversed(back):
    path.insert(0, int(pointers[path[0]]))
print(path, "%.1f" % best.max())
