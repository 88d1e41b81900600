# TensorFlow 1.x
import tensorflow as tf

logits = tf.constant([[1.0, 0.5, -1.0]])
with tf.Session() as session:
    print(session.run(tf.contrib.sparsemax.sparsemax(logits)).tolist())

# Keras 3
from keras import ops

from compat.migrate import blocks

logits = ops.convert_to_tensor([[1.0, 0.5, -1.0]])
print(ops.convert_to_numpy(blocks.sparsemax(logits)).tolist())
