# TensorFlow 1.x
import tensorflow as tf

mean = tf.contrib.eager.metrics.Mean()
update = mean([1.0, 2.0, 6.0])
with tf.Session() as session:
    session.run(mean.init_variables())
    session.run(update)
    print("%.1f" % session.run(mean.result()))

# Keras 3
import keras

mean = keras.metrics.Mean()
mean.update_state([1.0, 2.0, 6.0])
print("%.1f" % float(mean.result()))
