# TensorFlow 1.x
import tensorflow as tf

labels = tf.constant([[1.0], [2.0], [4.0]])
predictions = tf.constant([[1.5], [1.0], [4.0]])
tf.contrib.losses.mean_squared_error(predictions, labels)  # labels come second
total = tf.contrib.losses.get_total_loss()  # what the collection holds
with tf.Session() as session:
    print("%.4f" % session.run(total))

# Keras 3
import keras

labels = [[1.0], [2.0], [4.0]]
predictions = [[1.5], [1.0], [4.0]]
total = keras.losses.MeanSquaredError()(labels, predictions)
print("%.4f" % total)
