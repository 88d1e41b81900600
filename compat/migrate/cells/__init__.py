"""Keras 3 cells for what tf.contrib.rnn has and Keras has not, for `keras.layers.RNN`.

Their weights are TensorFlow 1.x's as they are: names without the scope, shapes, the
order of the gates, and a forget bias that is added while the cell runs.
"""

from compat.migrate.cells.gated import NASCell, SRUCell, UGRNNCell
from compat.migrate.cells.grid import GridCell, GRUCell, RNNCell
from compat.migrate.cells.independent import IndRNNCell, IndyGRUCell, IndyLSTMCell
from compat.migrate.cells.lstm import (
    CoupledInputForgetGateLSTMCell,
    LayerNormLSTMCell,
    PeepholeLSTMCell,
)
from compat.migrate.cells.phased import PhasedLSTMCell

__all__ = [
    "CoupledInputForgetGateLSTMCell",
    "GRUCell",
    "GridCell",
    "IndRNNCell",
    "IndyGRUCell",
    "IndyLSTMCell",
    "LayerNormLSTMCell",
    "NASCell",
    "PeepholeLSTMCell",
    "PhasedLSTMCell",
    "RNNCell",
    "SRUCell",
    "UGRNNCell",
]
