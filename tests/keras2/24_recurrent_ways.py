# recurrent layers: gaps in the sequences, backwards, with states, of several sizes
import numpy as np
from keras.layers import GRU, LSTM, Bidirectional, Dense, Input, Masking, SimpleRNN
from keras.models import Model, Sequential

np.random.seed(24)
x = np.random.randn(10, 7, 3)
gaps = np.random.rand(10, 7) < 0.4
gaps[0] = True  # nothing is left
gaps[1, :4] = True  # nothing at first
gaps[2] = np.arange(7) > 3  # nothing in the end
x[gaps] = 0
whole = np.random.randn(10, 7, 3)
y_last, y_all = np.random.randn(10, 2), np.random.randn(10, 7, 2)
outputs, trained = [], []


def both(model, x, y):
    outputs.append(model.predict(x))
    model.compile(loss="mse", optimizer="sgd")
    history = model.fit(x, y, batch_size=4, epochs=2, verbose=0)
    trained.append(np.array(history.history["loss"]))
    trained.extend(model.get_weights())


for kind in (LSTM, GRU, SimpleRNN):
    for units, options, all_steps, masked in [
        (5, {}, False, True),
        (5, {"go_backwards": True}, True, True),
        (40, {"use_bias": False}, True, False),
        (70, {"unit_forget_bias": False} if kind is LSTM else {}, False, False),
    ]:
        model = Sequential()
        if masked:
            model.add(Masking(input_shape=(7, 3)))
        else:
            options = dict(options, input_shape=(7, 3))
        model.add(kind(units, return_sequences=all_steps, **options))
        model.add(Dense(2))
        both(model, x if masked else whole, y_all if all_steps else y_last)

# from both ends, the second layer over what the first says at every step
model = Sequential()
model.add(Masking(input_shape=(7, 3)))
model.add(Bidirectional(LSTM(6, return_sequences=True)))
model.add(Bidirectional(GRU(4), merge_mode="sum"))
model.add(Dense(2))
both(model, x, y_last)

# a state that the next layer begins with, and one that the next batch begins with
inputs = Input((7, 3))
seen, h, c = LSTM(6, return_state=True)(inputs)
again = LSTM(6, return_sequences=True)(inputs, initial_state=[h, c])
both(Model(inputs, Dense(2)(again)), whole, y_all)

model = Sequential()
model.add(SimpleRNN(5, stateful=True, batch_input_shape=(5, 7, 3)))
model.add(Dense(2))
model.compile(loss="mse", optimizer="sgd")
for _ in range(2):
    model.fit(whole, y_last, batch_size=5, epochs=1, shuffle=False, verbose=0)
trained.extend(model.get_weights())
outputs.append(model.predict(whole, batch_size=5))
outputs = np.concatenate([one.ravel() for one in outputs])
trained = np.concatenate([one.ravel() for one in trained])
