# TensorFlow 1.x
import tensorflow as tf

head = tf.estimator.MultiLabelHead(3)
labels, logits = [[1, 0, 1]], [[2.0, -1.0, 0.5]]
loss = head.loss(labels, logits)
likely = head.predictions(logits)["probabilities"]
with tf.Session() as session:
    print(round(float(session.run(loss)), 4))
    print([round(float(one), 4) for one in session.run(likely)[0]])

# Keras 3
import keras

loss = keras.losses.BinaryCrossentropy(from_logits=True)
logits = keras.ops.array([[2.0, -1.0, 0.5]])
print(round(float(loss(keras.ops.array([[1.0, 0.0, 1.0]]), logits)), 4))
print([round(float(one), 4) for one in keras.ops.sigmoid(logits)[0]])
