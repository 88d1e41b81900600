"""The variational recurrent network in Keras 3.

Changes from TensorFlow 1.x:
- tf.contrib.distributions -> the formulas of a normal distribution; the package
  tensorflow-probability has the distributions themselves.
- RNNCell -> a layer with `state_size` and `call(inputs, states)`, in keras.layers.RNN.
- dynamic_rnn's tuple of outputs -> one output, split.
- the loss by hand -> add_loss in a layer, and fit without targets.
"""

import keras
import numpy as np
from keras import layers, ops

UNITS, LATENT, STEPS = 16, 3, 12


class Gaussian(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.hidden = layers.Dense(UNITS, "relu")
        self.mean = layers.Dense(size)
        self.scale = layers.Dense(size, "softplus")

    def call(self, inputs):
        hidden = self.hidden(inputs)
        return self.mean(hidden), self.scale(hidden) + 1e-3


class VRNNCell(layers.Layer):
    """h, and from it a prior; z from the posterior; x from z and h."""

    def __init__(self):
        super().__init__()
        self.state_size, self.output_size = UNITS, 4 * LATENT + 4
        self.prior, self.posterior = Gaussian(LATENT), Gaussian(LATENT)
        self.decoder = Gaussian(2)
        self.phi_x = layers.Dense(UNITS, "relu")
        self.phi_z = layers.Dense(UNITS, "relu")
        self.rnn = layers.GRUCell(UNITS)

    def call(self, inputs, states):
        x, noise = inputs[:, :2], inputs[:, 2:]
        h = states[0]
        prior = self.prior(h)
        phi_x = self.phi_x(x)
        mean, scale = self.posterior(ops.concatenate([phi_x, h], 1))
        phi_z = self.phi_z(mean + scale * noise)
        decoder = self.decoder(ops.concatenate([phi_z, h], 1))
        _, states = self.rnn(ops.concatenate([phi_x, phi_z], 1), states)
        return ops.concatenate([*prior, mean, scale, *decoder], 1), states


class VRNN(keras.Model):
    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(6)
        self.steps = layers.RNN(VRNNCell(), return_sequences=True)

    def call(self, x):
        noise = keras.random.normal([*ops.shape(x)[:2], LATENT], seed=self.seeds)
        told = self.steps(ops.concatenate([x, noise], -1))
        cuts = [LATENT, 2 * LATENT, 3 * LATENT, 4 * LATENT, 4 * LATENT + 2]
        mean0, scale0, mean, scale, centre, width = ops.split(told, cuts, -1)
        apart = (ops.square(scale) + ops.square(mean - mean0)) / ops.square(scale0)
        kl = 0.5 * (apart - 1) + ops.log(scale0) - ops.log(scale)
        wrong = 0.5 * ops.square((x - centre) / width) + ops.log(width)
        likelihood = -wrong - 0.5 * np.log(2 * np.pi)
        kl = ops.mean(ops.sum(kl, (1, 2)))
        self.add_loss(kl - ops.mean(ops.sum(likelihood, (1, 2))))
        return centre


rng = np.random.RandomState(1)
phase = rng.uniform(0, 2 * np.pi, [800, 1])
time = np.arange(STEPS)[None] * 0.6
waves = np.stack([np.sin(phase + time), np.cos(phase + time)], -1)
waves = (waves + 0.05 * rng.randn(*waves.shape)).astype("float32")

keras.utils.set_random_seed(6)
model = VRNN()
model.compile(keras.optimizers.Adam(0.003, clipnorm=10.0))
history = model.fit(waves, batch_size=20, epochs=2, verbose=0)
print("loss", *(f"{loss:.4f}" for loss in history.history["loss"]))
