# TensorFlow 1.x
import tensorflow as tf

dataset = tf.data.Dataset.range(10).apply(tf.contrib.data.batch_and_drop_remainder(4))
element = dataset.make_one_shot_iterator().get_next()
with tf.Session() as session:
    print(session.run(element).tolist(), session.run(element).tolist())

# Keras 3
import tensorflow as tf

dataset = tf.data.Dataset.range(10).batch(4, drop_remainder=True)
print(*(batch.numpy().tolist() for batch in dataset))
