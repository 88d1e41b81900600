"""Names of checkpoints, as TensorFlow 1.15 spells them."""

import numpy as np
import pytest

from compat.migrate import finding, spelling

NAMES = [
    ("rnn/basic_lstm_cell/kernel", "rnn/basic_lstm_cell/kernel"),
    ("rnn/basic_lstm_cell/weights", "rnn/basic_lstm_cell/kernel"),
    ("rnn/basic_lstm_cell/biases", "rnn/basic_lstm_cell/bias"),
    ("RNN/BasicLSTMCell/Linear/Matrix", "rnn/basic_lstm_cell/kernel"),
    ("RNN/MultiRNNCell/Cell0/GRUCell/Gates/Linear/Bias",
     "rnn/multi_rnn_cell/cell_0/gru_cell/gates/bias"),
    ("BiRNN/FW/LSTMCell/W_F_diag", "bi_rnn/fw/lstm_cell/W_F_diag"),
    ("rnn/lstm_cell/w_f_diag", "rnn/lstm_cell/w_f_diag"),
    ("rnn/coupled/W_0", "rnn/coupled/W_0"),
    ("rnn/gru_cell/w_ru", "rnn/gru_cell/gates/kernel"),
    ("rnn/gru_cell/b_c", "rnn/gru_cell/candidate/bias"),
    ("softmax_w", "softmax/kernel"),
    ("model/softmax_b", "model/softmax/bias"),
    ("fully_connected/weights", "fully_connected/kernel"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spelled"), NAMES)
def test_spelling(name, spelled):
    assert spelling.canonical(name) == spelled


def test_layers_come_in_the_order_of_their_numbers():
    shapes = {"kernel": (3, 4), "bias": (4,)}
    variables = {
        f"rnn/multi_rnn_cell/cell_{n}/basic_lstm_cell/{leaf}": np.ones(shape, "float32")
        for n in (10, 9, 0)
        for leaf, shape in shapes.items()
    }
    found = finding.find_pieces(variables)
    numbers = [piece.scope.split("/")[2] for piece in found.pieces]
    assert numbers == ["cell_0", "cell_9", "cell_10"]


def test_a_kernel_that_is_no_lstms_is_not_taken_for_one():
    variables = {
        "rnn/basic_lstm_cell/kernel": np.ones((3, 5), "float32"),
        "rnn/basic_lstm_cell/bias": np.ones(5, "float32"),
    }
    found = finding.find_pieces(variables)
    assert found.pieces == [] and len(found.left) == 2
