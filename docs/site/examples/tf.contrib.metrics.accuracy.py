# TensorFlow 1.x
import tensorflow as tf

predictions, labels = tf.constant([1, 0, 2, 2]), tf.constant([1, 0, 1, 2])
accuracy = tf.contrib.metrics.accuracy(predictions, labels)
with tf.Session() as session:
    print("%.2f" % session.run(accuracy))

# Keras 3
from keras import ops

predictions, labels = ops.array([1, 0, 2, 2]), ops.array([1, 0, 1, 2])
print("%.2f" % ops.mean(ops.cast(ops.equal(predictions, labels), "float32")))
