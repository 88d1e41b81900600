# TensorFlow 1.x
import tensorflow as tf

tfd = tf.contrib.distributions
posterior = tfd.MultivariateNormalDiag([0.5, -1.0], [0.8, 1.2])
prior = tfd.MultivariateNormalDiag([0.0, 0.0], [1.0, 1.0])
divergence = tfd.kl_divergence(posterior, prior)
density = posterior.log_prob([0.0, 0.0])
with tf.Session() as session:
    print("%.4f %.4f" % tuple(session.run([divergence, density])))

# Keras 3
import math

from keras import ops

mean, scale = ops.array([0.5, -1.0]), ops.array([0.8, 1.2])
variance = ops.square(scale)
divergence = ops.sum(variance + ops.square(mean) - 1 - ops.log(variance)) / 2
density = -ops.sum(ops.square(mean / scale) + math.log(2 * math.pi)) / 2
density -= ops.sum(ops.log(scale))
print("%.4f %.4f" % (divergence, density))
