"""Scripts in the ways of lecture 12's listings, in words of our own, a way each.

The listings themselves are not ours to copy; the labs are written anew. What the labs
write more carefully than a slide does is here: sessions that nobody closes, names with
spaces, a Keras of its time, `print(model.summary())`, plots in the middle, files that
one script leaves to the next.
"""

SCRIPTS = {}

SCRIPTS["cells.py"] = """\
import tensorflow as tf
import numpy as np
import pprint
pp = pprint.PrettyPrinter(indent=4)
sess = tf.InteractiveSession()
a = [1, 0, 0]; b = [0, 1, 0]; c = [0, 0, 1]
with tf.variable_scope('one_node') as scope:
    units = 2
    cell = tf.contrib.rnn.BasicRNNCell(num_units=units)
    letters = np.array([[a]], dtype=np.float32)
    pp.pprint(letters)
    outputs, _states = tf.nn.dynamic_rnn(cell, letters, dtype=tf.float32)
    sess.run(tf.global_variables_initializer())
    pp.pprint(outputs.eval().shape)
with tf.variable_scope('words') as scope:
    letters = np.array([[a, b, c], [c, b, a]], dtype=np.float32)
    cell = tf.contrib.rnn.BasicLSTMCell(num_units=5, forget_bias=1.0)
    outputs, _states = tf.nn.dynamic_rnn(cell, letters, sequence_length=[3, 2],
                                         dtype=tf.float32)
    sess.run(tf.global_variables_initializer())
    pp.pprint(outputs.eval()[1, 2])
    print(cell.output_size, cell.state_size)
with tf.variable_scope('start') as scope:
    size = 2
    cell = tf.contrib.rnn.BasicLSTMCell(num_units=5, state_is_tuple=True)
    state = cell.zero_state(size, tf.float32)
    outputs, _states = tf.nn.dynamic_rnn(cell, letters, initial_state=state,
                                         dtype=tf.float32)
    sess.run(tf.global_variables_initializer())
    print(_states.h.eval().shape, _states[0].get_shape())
with tf.variable_scope('flattened') as scope:
    inputs = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    w = np.arange(8, dtype=np.float32).reshape(4, 2)
    again = np.matmul(inputs.reshape(-1, 4), w).reshape(-1, 3, 2)
    print(again.shape)
"""

SCRIPTS["letters.py"] = """\
import tensorflow as tf
import numpy as np
from tensorflow.contrib import rnn
tf.set_random_seed(777)  # the same each time
sample = ("one long sentence, and a loss for each of its letters; "
          "slides break it over two lines.")
char_set = sorted(set(sample))
char_dic = {w: i for i, w in enumerate(char_set)}
hidden_size = len(char_set); num_classes = len(char_set); sequence_length = 10
dataX = []; dataY = []
for i in range(0, len(sample) - sequence_length):
    x_str = sample[i:i + sequence_length]
    y_str = sample[i + 1: i + sequence_length + 1]
    if i == 0: print(i, x_str, '->', y_str)
    dataX.append([char_dic[c] for c in x_str]); dataY.append([char_dic[c] for c in y_str])
batch_size = len(dataX)
X = tf.placeholder(tf.int32, [None, sequence_length])
Y = tf.placeholder(tf.int32, [None, sequence_length])
X_one_hot = tf.one_hot(X, num_classes)
print(X_one_hot)
def lstm_cell():
    return rnn.BasicLSTMCell(hidden_size, state_is_tuple=True)
multi_cells = rnn.MultiRNNCell([lstm_cell() for _ in range(2)], state_is_tuple=True)
outputs, _states = tf.nn.dynamic_rnn(multi_cells, X_one_hot, dtype=tf.float32)
X_for_fc = tf.reshape(outputs, [-1, hidden_size])
softmax_w = tf.get_variable("softmax_w", [hidden_size, num_classes])
softmax_b = tf.get_variable("softmax_b", [num_classes])
outputs = tf.matmul(X_for_fc, softmax_w) + softmax_b
outputs = tf.reshape(outputs, [batch_size, sequence_length, num_classes])
weights = tf.ones([batch_size, sequence_length])
sequence_loss = tf.contrib.seq2seq.sequence_loss(logits=outputs, targets=Y, weights=weights)
mean_loss = tf.reduce_mean(sequence_loss)
train_op = tf.train.AdamOptimizer(learning_rate=0.1).minimize(mean_loss)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for i in range(60):
    _, l, results = sess.run([train_op, mean_loss, outputs], feed_dict={X: dataX, Y: dataY})
    for j, result in enumerate(results):
        index = np.argmax(result, axis=1)
        if j == 0 and i % 20 == 0:
            print(i, j, ''.join([char_set[t] for t in index]), l)
results = sess.run(outputs, feed_dict={X: dataX})
for j, result in enumerate(results):
    index = np.argmax(result, axis=1)
    if j == 0: print(''.join([char_set[t] for t in index]), end='')
    else: print(char_set[index[-1]], end='')
"""

SCRIPTS["prices.py"] = """\
import tensorflow as tf
import numpy as np
import matplotlib
import os
tf.set_random_seed(777)
if "DISPLAY" not in os.environ:
    matplotlib.use('Agg')  # travis
import matplotlib.pyplot as plt
def MinMaxScaler(data):
    numerator = data - np.min(data, 0); denominator = np.max(data, 0) - np.min(data, 0)
    return numerator / (denominator + 1e-7)  # no division by zero
timesteps = seq_length = 7; data_dim = 5; output_dim = 1
np.savetxt('daily.csv', np.cumsum(np.random.RandomState(0).randn(80, 5), 0) + 50,
           delimiter=',', header='Open,High,Low,Volume,Close')
xy = np.loadtxt('daily.csv', delimiter=',')
xy = xy[::-1]  # in the order of time
xy = MinMaxScaler(xy)
x = xy; y = xy[:, [-1]]
dataX = []; dataY = []
for i in range(0, len(y) - seq_length):
    dataX.append(x[i:i + seq_length]); dataY.append(y[i + seq_length])
train_size = int(len(dataY) * 0.7); test_size = len(dataY) - train_size
trainX, testX = np.array(dataX[0:train_size]), np.array(dataX[train_size:len(dataX)])
trainY, testY = np.array(dataY[0:train_size]), np.array(dataY[train_size:len(dataY)])
X = tf.placeholder(tf.float32, [None, seq_length, data_dim])
Y = tf.placeholder(tf.float32, [None, 1])
cell = tf.contrib.rnn.BasicLSTMCell(num_units=10, state_is_tuple=True,
                                    activation=tf.tanh)
outputs, _states = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
Y_pred = tf.contrib.layers.fully_connected(outputs[:, -1], output_dim,
                                           activation_fn=None)
loss = tf.reduce_sum(tf.square(Y_pred - Y))
optimizer = tf.train.AdamOptimizer(0.01); train = optimizer.minimize(loss)
targets = tf.placeholder(tf.float32, [None, 1])
predictions = tf.placeholder(tf.float32, [None, 1])
rmse = tf.sqrt(tf.reduce_mean(tf.square(targets - predictions)))
with tf.Session() as sess:
    init = tf.global_variables_initializer()
    sess.run(init)
    for i in range(100):
        _, step_loss = sess.run([train, loss], feed_dict={X: trainX, Y: trainY})
        if i % 33 == 0: print("[step: {}] loss: {}".format(i, step_loss))
    test_predict = sess.run(Y_pred, feed_dict={X: testX})
    rmse_val = sess.run(rmse, feed_dict={targets: testY, predictions: test_predict})
    print("RMSE: {}".format(rmse_val))
    plt.plot(testY); plt.plot(test_predict)
    plt.xlabel("Time Period"); plt.ylabel("Stock Price")
    plt.show()
"""

SCRIPTS["verse.py"] = """\
import numpy as np
from pickle import dump, load
import matplotlib.pyplot as plt
from keras.utils import to_categorical
from keras.models import Sequential, load_model
from keras.layers import Dense, LSTM, SimpleRNN, RepeatVector
from keras.preprocessing.sequence import pad_sequences
text = "row row row your boat gently down the stream merrily merrily merrily "
chars = sorted(list(set(text)))
mapping_c2i = dict((c, i) for i, c in enumerate(chars)); vocab_size = len(mapping_c2i)
encoded = [mapping_c2i[char] for char in text]; length = 10
sequence = np.array([encoded[i-length:i+1] for i in range(length, len(encoded))])
X, y = sequence[:, :-1], sequence[:, -1]
X_oh = to_categorical(X, num_classes=vocab_size); y_oh = to_categorical(y, num_classes=vocab_size)
print(X_oh.shape, y_oh.shape)
np.random.seed(0)
model = Sequential(name="many-to-one RNN")
model.add(LSTM(20, input_shape=(X_oh.shape[1], X_oh.shape[2])))
model.add(Dense(vocab_size, activation='softmax'))
print(model.summary())
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
hist = model.fit(X_oh, y_oh, epochs=3, verbose=2)
model.save('model_verse.h5')
dump(mapping_c2i, open('mapping.pkl', 'wb'))
model = load_model('model_verse.h5'); mapping_c2i = load(open('mapping.pkl', 'rb'))
mapping_i2c = {v: k for k, v in mapping_c2i.items()}
def generate(model, seq_length, seed_text, nb_chars):
    in_text = seed_text
    for _ in range(nb_chars):
        codes = [mapping_c2i[char] for char in in_text]
        codes = pad_sequences([codes], maxlen=seq_length, truncating='pre')
        yhat = model.predict_classes(to_categorical(codes, num_classes=len(mapping_c2i)), verbose=0)
        in_text += mapping_i2c[yhat[0]]
    return in_text
print(len(generate(model, 10, 'row your b', 5)))
n = np.arange(15); s = np.sin(2*np.pi*0.125*n); steps = 3; X = []; Y = []
for i in range(0, s.shape[0]-1-steps, 1) :
    X.append(s[i:i+steps]); Y.append(s[i+steps])
X = np.array(X); Y = np.array(Y); X = np.expand_dims(X, axis=2)
model = Sequential()
model.add(SimpleRNN(10, input_shape=(3, 1)))
model.add(Dense(1, activation="linear"))
model.compile(loss='mse', optimizer='sgd')
before = model.predict(X); hist = model.fit(X, Y, epochs=20, verbose=0); after = model.predict(X)
plt.subplot(211); plt.plot(Y, 'ro-', label='targets'); plt.plot(before, 'bs-', label='before')
plt.plot(after, 'gx-', label='after'); plt.grid(); plt.legend()
plt.subplot(212); plt.plot(hist.history['loss']); plt.title('loss'); plt.grid()
plt.show()
print(hist.history['loss'][-1] < hist.history['loss'][0])
"""

SCRIPTS["reviews.py"] = """\
import tensorflow as tf
import numpy as np
import matplotlib.pyplot as plt
def plot_graphs(history, metric):
    plt.plot(history.history[metric]); plt.plot(history.history['val_'+metric], '')
    plt.xlabel("Epochs"); plt.ylabel(metric); plt.legend([metric, 'val_'+metric])
    plt.show()
draw = np.random.RandomState(0)
rows = [draw.randint(1, 20, size=draw.randint(3, 9)) for _ in range(60)]
labels = [int(row.sum() % 2) for row in rows]
examples = tf.data.Dataset.from_generator(lambda: zip(rows, labels), (tf.int64, tf.int64),
                                          (tf.TensorShape([None]), tf.TensorShape([])))
train_dataset = examples.shuffle(60).padded_batch(16, ([None], []))
test_dataset = examples.padded_batch(16, ([None], []))
model = tf.keras.Sequential([
    tf.keras.layers.Embedding(20, 8),
    tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(8, return_sequences=True)),
    tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(4)),
    tf.keras.layers.Dense(8, activation='relu'),
    tf.keras.layers.Dropout(0.5),
    tf.keras.layers.Dense(1)
])
model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
              optimizer=tf.keras.optimizers.Adam(1e-4), metrics=['accuracy'])
history = model.fit(train_dataset, epochs=2, validation_data=test_dataset,
                    validation_steps=2, verbose=0)
test_loss, test_acc = model.evaluate(test_dataset, verbose=0)
print('Test Loss: {:.1f}'.format(test_loss))
def pad_to_size(vec, size):
    vec.extend([0] * (size - len(vec)))
    return vec
one = tf.cast(pad_to_size([3, 4, 5], 64), tf.float32)
print(model.predict(tf.expand_dims(one, 0), steps=1).shape)
plot_graphs(history, 'acc')
"""
