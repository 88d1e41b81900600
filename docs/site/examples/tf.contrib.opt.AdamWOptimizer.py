# TensorFlow 1.x
import tensorflow as tf

w = tf.get_variable("w", initializer=[1.0, 2.0])
loss = tf.reduce_sum(tf.square(w))
optimizer = tf.contrib.opt.AdamWOptimizer(weight_decay=0.01, learning_rate=0.1)
train = optimizer.minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(train)
    print("%.3f" % session.run(w)[1])

# Keras 3
import keras
from keras import ops

w = keras.Variable([1.0, 2.0])
gradient = 2 * w  # of the sum of squares
# The decay of Keras is multiplied by the learning rate.
optimizer = keras.optimizers.AdamW(0.1, weight_decay=0.1, epsilon=1e-8)
optimizer.apply([gradient], [w])
print("%.3f" % ops.convert_to_numpy(w)[1])
