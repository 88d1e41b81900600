# Lab 12, rnn_07: rnn_06's task, seven days of prices and the close of the eighth, by
# linear regression only: the exercise of the lecture.
#
# python rnn_07_stock_linear.py [CSV]
#
# The CSV holds Open,High,Low,Volume,Close, a line a day, the newest day first;
# lines that start with # are comments.
import os
import sys

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.linear_model import LinearRegression

tf.set_random_seed(777)  # the same numbers in every run

steps = 2000
learning_rate = 1.0
momentum = 0.99
window = 7  # days to look at
columns = ["Open", "High", "Low", "Volume", "Close"]


def stop(expected, received, place=""):
    script = "rnn_07_stock_linear.py"
    where = f"{place}: " if place else ""
    print(f"{script}: {where}expected {expected}, received {received}", file=sys.stderr)
    sys.exit(2)


# the data: the file named, or the one that comes with the labs
here = os.path.dirname(os.path.abspath(__file__))
name = os.path.join("data", "data-02-stock_daily.csv")
path = os.path.join(here, "..", name)
if not os.path.exists(path):
    path = os.path.join(here, "..", "..", name)
if len(sys.argv) > 2:
    stop("one CSV file", f"{len(sys.argv) - 1} arguments")
if len(sys.argv) > 1:
    path = sys.argv[1]
if not os.path.isfile(path):
    stop("a CSV file", f"{path!r}, which is not there")

prices = []
with open(path, "rb") as csv:
    for line_number, line in enumerate(csv, 1):
        line = line.decode("utf-8", "replace").strip()
        if not line or line.startswith("#"):
            continue
        try:
            day = [float(field) for field in line.split(",")]
        except ValueError:
            day = []
        if len(day) != len(columns) or not np.isfinite(day).all():
            stop("five numbers", repr(line), f"{path}, line {line_number}")
        prices.append(day)
if not prices:
    stop("lines of five numbers", "no such line", path)
if len(prices) < window + 2:
    stop(f"{window + 2} days or more", f"{len(prices)}", path)

prices = np.array(prices[::-1])  # oldest day first

# Scale each column to 0..1. As in the lecture, all the days are scaled at once: the
# smallest and the largest price of the test days are known in training, which a
# forecast in earnest could not know.
low, high = prices.min(axis=0), prices.max(axis=0)
for i, column in enumerate(columns):
    if low[i] == high[i]:
        stop(f"a {column} that changes", f"{low[i]:g} on every day", path)
scaled = (prices - low) / (high - low)

x_data = np.array([scaled[i : i + window] for i in range(len(scaled) - window)])
y_data = scaled[window:, -1:]  # the close of the day after each window
print(x_data[0], "->", y_data[0])

# the first 70 % of the time for training, the rest for the test
train_size = int(len(y_data) * 0.7)
train_x, test_x = x_data[:train_size], x_data[train_size:]
train_y, test_y = y_data[:train_size], y_data[train_size:]

# Seven days of five prices are 35 numbers that nearly agree with each other: gradient
# descent crawls along such a valley. With a mean of 0 for each, and momentum, it gets
# to the end of it.
inputs = window * len(columns)
train_x, test_x = train_x.reshape([-1, inputs]), test_x.reshape([-1, inputs])
yesterday = test_x[:, -1:]  # the last of the 35: the close of the seventh day
mean = train_x.mean(axis=0)
train_x, test_x = train_x - mean, test_x - mean
print("days:", len(prices), "training:", len(train_y), "test:", len(test_y))

X = tf.placeholder(tf.float32, [None, inputs])
Y = tf.placeholder(tf.float32, [None, 1])

prediction = tf.contrib.layers.fully_connected(X, 1, activation_fn=None)
loss = tf.reduce_mean(tf.square(prediction - Y))
train = tf.train.MomentumOptimizer(learning_rate, momentum).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(steps):
        _, loss_now = sess.run([train, loss], feed_dict={X: train_x, Y: train_y})
        if step % 200 == 0 or step == steps - 1:
            print(step, "loss:", loss_now)
    predicted = sess.run(prediction, feed_dict={X: test_x})

# the closed form: the least squares that gradient descent goes down to
exact = LinearRegression().fit(train_x, train_y).predict(test_x)

# root mean square errors, scaled and in dollars, beside the forecast that needs no
# regression: the close of the day before
dollars = high[-1] - low[-1]
rmse = np.sqrt(np.mean((predicted - test_y) ** 2))
closed = np.sqrt(np.mean((exact - test_y) ** 2))
naive = np.sqrt(np.mean((yesterday - test_y) ** 2))
print(f"test RMSE: {rmse:.6f} ({rmse * dollars:.2f} dollars)")
print(f"closed form: {closed:.6f} ({closed * dollars:.2f} dollars)")
print(f"same as yesterday: {naive:.6f} ({naive * dollars:.2f} dollars)")

plt.plot(test_y * dollars + low[-1], label="true")
plt.plot(predicted * dollars + low[-1], label="predicted")
plt.xlabel("test day")
plt.ylabel("close in dollars")
plt.legend()
plt.show()
