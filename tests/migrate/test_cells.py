"""Cells of ours in `keras.layers.RNN`: their settings, saving, and training."""

import numpy as np
import pytest

from tests.cases.values import ramp

CELLS = [
    ("PeepholeLSTMCell", {"projection": 2, "cell_clip": 0.5, "proj_clip": 0.2}),
    ("PeepholeLSTMCell", {"use_peepholes": False, "activation": "relu"}),
    ("LayerNormLSTMCell", {"forget_bias": 0.5}),
    ("CoupledInputForgetGateLSTMCell", {"use_peepholes": True, "projection": 2}),
    ("NASCell", {"projection": 2, "use_bias": True}),
    ("UGRNNCell", {"forget_bias": 0.5}),
    ("SRUCell", {}),
    ("IndRNNCell", {"activation": "relu"}),
    ("IndyGRUCell", {}),
    ("IndyLSTMCell", {"forget_bias": 0.5}),
]


@pytest.mark.parametrize(("name", "options"), CELLS)
def test_cell_is_saved_and_trains(name, options, tmp_path):
    import keras

    from compat.migrate import cells

    keras.utils.set_random_seed(1)  # weights by which no ReLU is dead
    cell = getattr(cells, name)(3, **options)
    model = keras.Sequential([keras.Input((4, 2)), keras.layers.RNN(cell)])
    x = ramp([2, 4, 2])
    before = np.asarray(model(x))
    assert before.shape == (2, cell.output_size)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(np.asarray(again(x)), before)
    config = again.layers[0].cell.get_config()
    assert {key: config[key] for key in options} == options
    model.compile("sgd", "mse")
    model.train_on_batch(x, np.zeros_like(before))
    assert np.abs(np.asarray(model(x)) - before).max() > 0


def test_units_are_checked():
    from compat.migrate import cells

    with pytest.raises(ValueError, match="expected units of 1 or more, received 0"):
        cells.UGRNNCell(0)
