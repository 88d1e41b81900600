# encoder and decoder, and the two models for decoding step by step
import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Model

np.random.seed(2)
latent, tokens = 7, 5
encoder_inputs = Input(shape=(None, tokens))
encoder = LSTM(latent, return_state=True)
_, state_h, state_c = encoder(encoder_inputs)
states = [state_h, state_c]
decoder_inputs = Input(shape=(None, tokens))
decoder_lstm = LSTM(latent, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=states)
decoder_dense = Dense(tokens, activation="softmax")
decoder_outputs = decoder_dense(decoder_outputs)
model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy")
e = np.eye(tokens)[np.random.randint(tokens, size=(12, 6))]
d = np.eye(tokens)[np.random.randint(tokens, size=(12, 4))]
t = np.roll(d, -1, axis=1)
history = model.fit([e, d], t, batch_size=4, epochs=3, validation_split=0.25, verbose=0)
encoder_model = Model(encoder_inputs, states)
in_h, in_c = Input(shape=(latent,)), Input(shape=(latent,))
o, h, c = decoder_lstm(decoder_inputs, initial_state=[in_h, in_c])
decoder_model = Model([decoder_inputs, in_h, in_c], [decoder_dense(o), h, c])
values = encoder_model.predict(e[:1])
target = np.zeros((1, 1, tokens))
decoded = []
for _ in range(4):
    out, h, c = decoder_model.predict([target] + values)
    decoded.append(int(np.argmax(out[0, -1])))
    target = np.eye(tokens)[decoded[-1]].reshape(1, 1, tokens)
    values = [h, c]
last = out
