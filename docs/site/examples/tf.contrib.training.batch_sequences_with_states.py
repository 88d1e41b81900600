# TensorFlow 1.x
import tensorflow as tf

batch = tf.contrib.training.batch_sequences_with_states(
    input_key="song",
    input_sequences={"x": tf.random_uniform([6, 4])},
    input_context={},
    input_length=None,
    initial_states={"h": tf.zeros([8])},
    num_unroll=3,
    batch_size=1,
)
cell = tf.nn.rnn_cell.GRUCell(8)
steps = tf.unstack(batch.sequences["x"], 3, axis=1)
outputs, state = tf.nn.static_state_saving_rnn(cell, steps, batch, "h")
print(len(outputs), cell.output_size)

# Keras 3
import keras

x = keras.random.uniform([1, 6, 4])
layer = keras.layers.GRU(8, stateful=True, return_sequences=True)
layer.reset_state()  # before the first piece of each sequence
for piece in keras.ops.split(x, 2, axis=1):
    outputs = layer(piece)  # starts where the piece before it ended
print(outputs.shape[1], outputs.shape[2])
