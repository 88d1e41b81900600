# TensorFlow 1.x
import tensorflow as tf

columns = tf.contrib.feature_column
words = columns.sequence_categorical_column_with_identity("words", 5)
features = {"words": tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [4, 2, 1], [2, 2])}
inputs, lengths = columns.sequence_input_layer(
    features, [tf.feature_column.embedding_column(words, 3)]
)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    values, sizes = session.run([inputs, lengths])
print(list(values.shape), sizes.tolist())

# Keras 3
import keras
import numpy as np

words = np.array([[4, 2], [1, 0]])  # 0 is padding
embedding = keras.layers.Embedding(5, 3, mask_zero=True)
mask = embedding.compute_mask(words)
print(list(embedding(words).shape), keras.ops.sum(mask, 1).numpy().tolist())
