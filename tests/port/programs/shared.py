# The network is built by a module beside this script: network.py.
import numpy as np
import tensorflow as tf
from networks.network import Network

random = np.random.RandomState(1)
tf.set_random_seed(1)
x = random.normal(size=[24, 5, 3]).astype(np.float32)
y = x[:, ::2, 0].sum(axis=1) > 0

network = Network(3)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for step in range(6):
        for rows in (slice(0, 12), slice(12, 24)):
            loss = network.train(session, x[rows], y[rows].astype(np.int32), 0.02)
    print(loss, network.classes(session, x[:3]))
