"""A variational recurrent network with `tf.contrib.distributions` (Chung et al., 2015).

Waves with noise: prior, posterior and decoder are distributions inside a cell of its
own, and the loss is their divergence and the likelihood, over `dynamic_rnn`.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

ds = tf.contrib.distributions
layers = tf.contrib.layers

UNITS, LATENT, STEPS, BATCH = 16, 3, 12, 20


class VRNNCell(tf.contrib.rnn.RNNCell):
    """h, and from it a prior; z from the posterior; x from z and h."""

    def __init__(self, x_dim, h_dim, z_dim):
        super(VRNNCell, self).__init__()
        self.x_dim, self.h_dim, self.z_dim = x_dim, h_dim, z_dim
        self.rnn = tf.contrib.rnn.GRUCell(h_dim)

    @property
    def state_size(self):
        return self.h_dim

    @property
    def output_size(self):
        return (self.z_dim,) * 4 + (self.x_dim,) * 2

    def gaussian(self, inputs, size, scope):
        with tf.variable_scope(scope):
            hidden = layers.fully_connected(inputs, self.h_dim, tf.nn.relu)
            mean = layers.fully_connected(hidden, size, None)
            scale = layers.fully_connected(hidden, size, tf.nn.softplus) + 1e-3
        return ds.MultivariateNormalDiag(mean, scale, name=scope)

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or type(self).__name__):
            x, noise = inputs
            prior = self.gaussian(state, self.z_dim, "prior")
            phi_x = layers.fully_connected(x, self.h_dim, scope="phi_x")
            posterior = self.gaussian(
                tf.concat([phi_x, state], 1), self.z_dim, "posterior"
            )
            z = posterior.loc + posterior.scale.matvec(noise)
            phi_z = layers.fully_connected(z, self.h_dim, scope="phi_z")
            decoder = self.gaussian(tf.concat([phi_z, state], 1), self.x_dim, "decoder")
            _, state = self.rnn(tf.concat([phi_x, phi_z], 1), state)
        outputs = []
        for one in (prior, posterior, decoder):
            outputs += [one.mean(), one.stddev()]
        return tuple(outputs), state


def waves(rng, count):
    phase = rng.uniform(0, 2 * np.pi, [count, 1])
    time = np.arange(STEPS)[None] * 0.6
    values = np.stack([np.sin(phase + time), np.cos(phase + time)], -1)
    return (values + 0.05 * rng.randn(count, STEPS, 2)).astype(np.float32)


def main(_):
    tf.set_random_seed(6)
    rng = np.random.RandomState(1)
    x = tf.placeholder(tf.float32, [None, STEPS, 2], "x")
    # What is drawn is drawn once for all steps: a loop draws in any order.
    standard = ds.Normal(tf.zeros([LATENT]), tf.ones([LATENT]))
    noise = standard.sample([tf.shape(x)[0], STEPS])
    cell = VRNNCell(2, UNITS, LATENT)
    outputs, _ = tf.nn.dynamic_rnn(cell, (x, noise), dtype=tf.float32)
    prior = ds.MultivariateNormalDiag(outputs[0], outputs[1])
    posterior = ds.MultivariateNormalDiag(outputs[2], outputs[3])
    decoder = ds.Independent(ds.Normal(outputs[4], outputs[5]), 1)
    kl = tf.reduce_mean(tf.reduce_sum(ds.kl_divergence(posterior, prior), 1))
    likelihood = tf.reduce_mean(tf.reduce_sum(decoder.log_prob(x), 1))
    loss = kl - likelihood
    optimizer = tf.train.AdamOptimizer(0.003)
    grads_and_vars = optimizer.compute_gradients(loss)
    grads_and_vars = [
        (tf.clip_by_norm(gradient, 10.0), variable)
        for gradient, variable in grads_and_vars
    ]
    train = optimizer.apply_gradients(grads_and_vars)
    for variable in tf.trainable_variables():
        print(variable.op.name, variable.shape)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(1, 41):
            fetches = [loss, kl, likelihood, train]
            values = sess.run(fetches, {x: waves(rng, BATCH)})[:3]
            print(
                "step %d loss %.6f kl %.6f likelihood %.6f" % ((step,) + tuple(values))
            )
        quality = sess.run(
            [tf.reduce_mean(prior.entropy()), tf.reduce_mean(decoder.entropy())],
            {x: waves(rng, BATCH)},
        )
        print("entropy of prior %.5f, of decoder %.5f" % tuple(quality))


if __name__ == "__main__":
    tf.app.run()
