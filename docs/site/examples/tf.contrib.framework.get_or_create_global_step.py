# TensorFlow 1.x
import tensorflow as tf

x = tf.get_variable("x", initializer=1.0)
step = tf.contrib.framework.get_or_create_global_step()
train = tf.train.GradientDescentOptimizer(0.1).minimize(x * x, global_step=step)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(train)
    print(int(sess.run(step)))

# Keras 3
import keras

x = keras.Variable(1.0)
optimizer = keras.optimizers.SGD(0.1)
optimizer.build([x])
optimizer.apply([2 * x.value], [x])
print(int(optimizer.iterations.numpy()))
