# two inputs, shared layers, two outputs
import numpy as np
from keras.layers import LSTM, Dense, Embedding, Input, concatenate, dot
from keras.models import Model

np.random.seed(9)
left = Input(shape=(5,), dtype="int32", name="left")
right = Input(shape=(5,), dtype="int32", name="right")
embedding = Embedding(output_dim=4, input_dim=20)
encoder = LSTM(6)
a, b = encoder(embedding(left)), encoder(embedding(right))
merged = concatenate([a, b])
same = Dense(1, activation="sigmoid", name="same")(merged)
near = dot([a, b], axes=1, normalize=True, name="near")
model = Model(inputs=[left, right], outputs=[same, near])
model.compile(
    optimizer="rmsprop",
    loss={"same": "binary_crossentropy", "near": "mse"},
    loss_weights={"same": 1.0, "near": 0.2},
    metrics={"same": "accuracy"},
)
xl, xr = np.random.randint(20, size=(16, 5)), np.random.randint(20, size=(16, 5))
y = (xl[:, 0] > xr[:, 0]).astype(int)
history = model.fit([xl, xr], [y, y * 1.0], epochs=3, batch_size=4, verbose=0)
evaluated = model.evaluate({"left": xl, "right": xr}, {"same": y, "near": y}, verbose=0)
names = model.metrics_names
out_same, out_near = model.predict([xl, xr])
