"""Lab 12, rnn_07: rnn_06's task, seven days of prices and the close of the eighth, by
linear regression only: the exercise of the lecture.

    python rnn_07_stock_linear.py [CSV]

The CSV holds Open,High,Low,Volume,Close, a line a day, the newest day first; lines
that start with # are comments.

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- A Session.run for each step -> epochs of 200 steps: of an epoch fit() tells the mean
  loss.
- fully_connected(..., activation_fn=None) -> Dense(1). Mind the defaults:
  fully_connected has a ReLU unless told otherwise, Dense has no activation.
- MomentumOptimizer, which keeps the sum of gradients -> SGD(momentum=...), which keeps
  the step that they make. With a constant learning rate that is the same.
- The lecture's own min-max formula -> scikit-learn's MinMaxScaler.
- Reading the CSV, which the two labs share, is in stock_prices.py.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import MinMaxScaler

try:
    import stock_prices  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.rnn_07_stock_linear
    from lab12.modern import stock_prices

keras.utils.set_random_seed(777)

epochs = 10  # of 200 steps each
learning_rate = 1.0
momentum = 0.99
window = 7  # days to look at

prices = stock_prices.read(at_least=window + 2)  # oldest day first

# Scale each column to 0..1. As in the lecture, all the days are scaled at once: the
# smallest and the largest price of the test days are known in training, which a
# forecast in earnest could not know.
scaler = MinMaxScaler()
scaled = scaler.fit_transform(prices).astype("float32")

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
inputs = window * prices.shape[1]
train_x, test_x = train_x.reshape([-1, inputs]), test_x.reshape([-1, inputs])
yesterday = test_x[:, -1:]  # the last of the 35: the close of the seventh day
mean = train_x.mean(axis=0)
train_x, test_x = train_x - mean, test_x - mean
print("days:", len(prices), "training:", len(train_y), "test:", len(test_y))

model = keras.Sequential([keras.Input([inputs]), keras.layers.Dense(1)])
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate, momentum=momentum),
    loss=keras.losses.MeanSquaredError(),
)


# an epoch: all days two hundred times, a step for all of them at once
model.fit(
    np.tile(train_x, [200, 1]),
    np.tile(train_y, [200, 1]),
    batch_size=len(train_x),
    epochs=epochs,
    shuffle=False,
    verbose=2,
)

predicted = model.predict(test_x, batch_size=len(test_x), verbose=0)

# the closed form: the least squares that gradient descent goes down to
exact = LinearRegression().fit(train_x, train_y).predict(test_x)

# root mean square errors, scaled and in dollars, beside the forecast that needs no
# regression: the close of the day before
low, dollars = scaler.data_min_[-1], scaler.data_range_[-1]
rmse = np.sqrt(np.mean((predicted - test_y) ** 2))
closed = np.sqrt(np.mean((exact - test_y) ** 2))
naive = np.sqrt(np.mean((yesterday - test_y) ** 2))
print(f"test RMSE: {rmse:.6f} ({rmse * dollars:.2f} dollars)")
print(f"closed form: {closed:.6f} ({closed * dollars:.2f} dollars)")
print(f"same as yesterday: {naive:.6f} ({naive * dollars:.2f} dollars)")

plt.plot(test_y * dollars + low, label="true")
plt.plot(predicted * dollars + low, label="predicted")
plt.xlabel("test day")
plt.ylabel("close in dollars")
plt.legend()
plt.show()
