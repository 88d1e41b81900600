"""Lab 12, rnn_06: seven days of a share's prices, and the close of the eighth.

    python rnn_06_stock_prediction.py [CSV]

The CSV holds Open,High,Low,Volume,Close, a line a day, the newest day first; lines
that start with # are comments.

Changes from TensorFlow 1.x:
- Placeholders, Session and feed_dict -> a model, compile() and fit().
- A Session.run for each step -> epochs of 100 steps: of an epoch fit() tells the mean
  loss.
- outputs[:, -1] -> LSTM without return_sequences, which hands out the last output.
- fully_connected(..., activation_fn=None) -> Dense(1). Mind the defaults:
  fully_connected has a ReLU unless told otherwise, Dense has no activation.
- The sum of squares -> MeanSquaredError(reduction="sum").
- Adam's epsilon is written out: 1e-8 in TensorFlow 1.x, 1e-7 in Keras.
- The lecture's own min-max formula -> scikit-learn's MinMaxScaler.
- Reading the CSV, which the two labs share, is in stock_prices.py.
- The weights start elsewhere (orthogonal recurrent kernel, gates i, f, c, o).
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.preprocessing import MinMaxScaler

try:
    import stock_prices  # beside this file
except ModuleNotFoundError:  # python -m lab12.modern.rnn_06_stock_prediction
    from lab12.modern import stock_prices

keras.utils.set_random_seed(777)

epochs = 10  # of 100 steps each
learning_rate = 0.01
window = 7  # days to look at
hidden_size = 10

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
print("days:", len(prices), "training:", len(train_y), "test:", len(test_y))

model = keras.Sequential(
    [
        keras.Input([window, prices.shape[1]]),
        # many to one: the output of the seventh day
        keras.layers.LSTM(hidden_size),
        keras.layers.Dense(1),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate, epsilon=1e-8),
    loss=keras.losses.MeanSquaredError(reduction="sum"),
)


# an epoch: all days a hundred times, a step for all of them at once
model.fit(
    np.tile(train_x, [100, 1, 1]),
    np.tile(train_y, [100, 1]),
    batch_size=len(train_x),
    epochs=epochs,
    shuffle=False,
    verbose=2,
)

predicted = model.predict(test_x, batch_size=len(test_x), verbose=0)

# root mean square errors, scaled and in dollars, beside the forecast that needs no
# network: the close of the day before
low, dollars = scaler.data_min_[-1], scaler.data_range_[-1]
rmse = np.sqrt(np.mean((predicted - test_y) ** 2))
naive = np.sqrt(np.mean((test_x[:, -1, -1:] - test_y) ** 2))
print(f"test RMSE: {rmse:.6f} ({rmse * dollars:.2f} dollars)")
print(f"same as yesterday: {naive:.6f} ({naive * dollars:.2f} dollars)")

plt.plot(test_y * dollars + low, label="true")
plt.plot(predicted * dollars + low, label="predicted")
plt.xlabel("test day")
plt.ylabel("close in dollars")
plt.legend()
plt.show()
