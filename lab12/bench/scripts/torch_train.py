"""The step of tf1_train.py in PyTorch.

python torch_train.py THREADS BATCH TIME CLASSES HIDDEN [LAYERS [lstm|gru|rnn]]
"""

import sys

import blocks
import numpy as np
import torch

at_start = blocks.memory()
threads, batch, length, classes, hidden = (int(number) for number in sys.argv[1:6])
layers = int(sys.argv[6]) if len(sys.argv) > 6 else 2
kind = sys.argv[7] if len(sys.argv) > 7 else "lstm"

torch.set_num_threads(threads)
torch.manual_seed(777)
random = np.random.RandomState(777)
x_data = torch.from_numpy(random.randn(batch, length, classes).astype("float32"))
y_data = torch.from_numpy(random.randint(0, classes, (batch, length)))

kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}
network = kinds[kind](classes, hidden, layers, batch_first=True)
dense = torch.nn.Linear(hidden, classes)
loss_of = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.Adam([*network.parameters(), *dense.parameters()], 0.01)


def step():
    optimizer.zero_grad()
    outputs, _ = network(x_data)
    loss = loss_of(dense(outputs).flatten(0, 1), y_data.flatten())
    loss.backward()
    optimizer.step()
    loss.item()


blocks.serve(blocks.timed(step), at_start)
