# TensorFlow 1.x
import tensorflow as tf

memory = tf.ones([2, 7, 5])
attention = tf.contrib.seq2seq.LuongAttention(6, memory, [7, 2])
scores, _ = attention(tf.ones([2, 6]), attention.initial_state(2, tf.float32))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(scores.shape, sess.run(scores)[1].round(3).tolist())

# Keras 3
import keras
import numpy as np

memory, query = np.ones([2, 7, 5], "float32"), np.ones([2, 1, 6], "float32")
keys = keras.layers.Dense(6, use_bias=False)(memory)
mask = np.arange(7) < np.array([[7], [2]])
_, scores = keras.layers.Attention()(
    [query, keys, keys], mask=[None, mask], return_attention_scores=True
)
scores = np.asarray(scores)[:, 0]
print(scores.shape, scores[1].round(3).tolist())
