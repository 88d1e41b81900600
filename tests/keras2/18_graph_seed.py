# both seeds, and a session prepared for Keras
import random as rn

import numpy as np
import tensorflow as tf

np.random.seed(42)
rn.seed(12345)
session_conf = tf.ConfigProto(
    intra_op_parallelism_threads=1, inter_op_parallelism_threads=1
)
from keras import backend as K

tf.set_random_seed(1234)
sess = tf.Session(graph=tf.get_default_graph(), config=session_conf)
K.set_session(sess)
from keras.layers import Dense, Dropout, SimpleRNN
from keras.models import Sequential

model = Sequential()
model.add(SimpleRNN(5, input_shape=(4, 2)))
model.add(Dropout(0.3))
model.add(Dense(1))
model.compile(loss="mse", optimizer="nadam")
x = np.random.rand(12, 4, 2)
history = model.fit(x, x[:, 0, :1], epochs=3, batch_size=4, verbose=0)
version = tf.__version__
