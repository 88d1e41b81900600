# TensorFlow 1.x
import tensorflow as tf

logits = tf.constant([[1.0, 0.5, -1.0]])
with tf.Session() as session:
    print(session.run(tf.contrib.sparsemax.sparsemax(logits)).tolist())

# Keras 3
from keras import ops


def sparsemax(logits):
    largest = ops.flip(ops.sort(logits, axis=-1), axis=-1)
    rank = ops.arange(1, logits.shape[-1] + 1, dtype=logits.dtype)
    sums = ops.cumsum(largest, axis=-1) - 1
    kept = ops.cast(largest * rank > sums, logits.dtype)
    count = ops.sum(kept, axis=-1, keepdims=True)
    threshold = (ops.sum(kept * largest, axis=-1, keepdims=True) - 1) / count
    return ops.relu(logits - threshold)


logits = ops.convert_to_tensor([[1.0, 0.5, -1.0]])
print(ops.convert_to_numpy(sparsemax(logits)).tolist())
