"""`tf.nn.rnn_cell`."""

from compat.nn.rnn_cell.base import RNNCell
from compat.nn.rnn_cell.basic import BasicRNNCell, GRUCell
from compat.nn.rnn_cell.dropout_wrapper import DropoutWrapper
from compat.nn.rnn_cell.lstm import BasicLSTMCell, LSTMCell, LSTMStateTuple
from compat.nn.rnn_cell.multi import MultiRNNCell
from compat.nn.rnn_cell.wrappers import DeviceWrapper, ResidualWrapper

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "GRUCell",
    "LSTMCell",
    "LSTMStateTuple",
    "MultiRNNCell",
    "RNNCell",
    "ResidualWrapper",
]
