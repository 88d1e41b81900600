# TensorFlow 1.x
import numpy as np
import tensorflow as tf

processor = tf.contrib.learn.preprocessing.VocabularyProcessor(4)
print(np.array(list(processor.fit_transform(["to be or not"]))).tolist())

# Keras 3
import keras
import numpy as np

# frequent words first, from 2 on: 0 is padding, 1 the unknown word
layer = keras.layers.TextVectorization(output_sequence_length=4)
layer.set_vocabulary(["to", "be", "or", "not"])
print((np.asarray(layer(["to be or not"])) - 1).tolist())
