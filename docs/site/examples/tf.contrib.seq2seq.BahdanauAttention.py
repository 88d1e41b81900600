# TensorFlow 1.x
import tensorflow as tf

memory = tf.ones([2, 7, 5])
attention = tf.contrib.seq2seq.BahdanauAttention(4, memory, [7, 3])
scores, _ = attention(tf.ones([2, 6]), attention.initial_state(2, tf.float32))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(scores.shape, sess.run(scores)[1].round(3).tolist())

# Keras 3
import keras
import numpy as np

memory, query = np.ones([2, 7, 5], "float32"), np.ones([2, 1, 6], "float32")
query = keras.layers.Dense(4, use_bias=False)(query)
keys = keras.layers.Dense(4, use_bias=False)(memory)
mask = np.arange(7) < np.array([[7], [3]])
_, scores = keras.layers.AdditiveAttention()(
    [query, keys, keys], mask=[None, mask], return_attention_scores=True
)
scores = np.asarray(scores)[:, 0]
print(scores.shape, scores[1].round(3).tolist())
