# TensorFlow 1.x
import tensorflow as tf

image = tf.reshape(tf.range(9.0), [1, 3, 3, 1])
moved = tf.contrib.image.translate(image, [1.0, 0.0])  # one to the right
with tf.Session() as session:
    print(session.run(moved)[0, :, :, 0].tolist())

# Keras 3
from keras import ops

image = ops.reshape(ops.arange(9, dtype="float32"), (1, 3, 3, 1))
# From a place of the output to that of the input.
transform = ops.convert_to_tensor([[1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
moved = ops.image.affine_transform(image, transform, interpolation="nearest")
print(ops.convert_to_numpy(moved)[0, :, :, 0].tolist())
