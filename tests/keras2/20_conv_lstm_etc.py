# layers that are seldom seen
import numpy as np
from keras.layers import (
    AveragePooling1D,
    Bidirectional,
    ConvLSTM2D,
    Conv2D,
    Dense,
    ELU,
    Flatten,
    GRU,
    Permute,
    PReLU,
    RepeatVector,
    Reshape,
    SimpleRNN,
    TimeDistributed,
    UpSampling1D,
    ZeroPadding1D,
    Cropping1D,
    add,
    average,
    maximum,
    multiply,
    subtract,
    Input,
    RNN,
    SimpleRNNCell,
    StackedRNNCells,
    LSTMCell,
    GRUCell,
)
from keras.models import Model, Sequential

np.random.seed(17)
m1 = Sequential(
    [
        Reshape((3, 4), input_shape=(12,)),
        Permute((2, 1)),
        ZeroPadding1D(1),
        AveragePooling1D(2),
        UpSampling1D(2),
        Cropping1D(1),
        SimpleRNN(3, go_backwards=True),
        RepeatVector(2),
        Bidirectional(GRU(2, return_sequences=True), merge_mode="sum"),
        TimeDistributed(Dense(2)),
        PReLU(),
        Flatten(),
        ELU(0.5),
        Dense(1),
    ]
)
x1 = np.random.rand(5, 12)
o1 = m1.predict(x1)
m2 = Sequential(
    [
        ConvLSTM2D(
            2, (2, 2), padding="same", input_shape=(3, 4, 4, 1), return_sequences=True
        ),
        TimeDistributed(Conv2D(1, 3)),
        Flatten(),
    ]
)
o2 = m2.predict(np.random.rand(2, 3, 4, 4, 1))
i = Input((4,))
a, b = Dense(3)(i), Dense(3)(i)
m3 = Model(
    i,
    [add([a, b]), average([a, b]), maximum([a, b]), multiply([a, b]), subtract([a, b])],
)
o3 = np.array(m3.predict(np.random.rand(3, 4)))
s = Input((5, 2))
m4 = Model(s, RNN(StackedRNNCells([LSTMCell(3), GRUCell(2), SimpleRNNCell(4)]))(s))
o4 = m4.predict(np.random.rand(3, 5, 2))
