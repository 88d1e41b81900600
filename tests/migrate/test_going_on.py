"""compat convert into a model of the user's: training goes on where 1.15.5 stopped."""

import gzip
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from compat import cli
from tests.cases.values import ramp
from tests.migrate.record import GOLDEN

MODELS = Path(__file__).with_name("going_on_models.py")
STEPS = 12
CASES = ("adam", "momentum", "rmsprop")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The checkpoints with their graphs, a SavedModel and a frozen graph."""
    folder = tmp_path_factory.mktemp("going_on")
    for path in GOLDEN.glob("going_on*"):
        if path.suffix == ".gz":
            (folder / path.name[:-3]).write_bytes(gzip.decompress(path.read_bytes()))
        else:
            shutil.copy(path, folder)
    variables = folder / "saved" / "variables"
    variables.mkdir(parents=True)
    (folder / "going_on_saved_model.pb").rename(folder / "saved" / "saved_model.pb")
    for end in (".index", ".data-00000-of-00001"):
        shutil.copy(folder / f"going_on_adam{end}", variables / f"variables{end}")
    return folder


@pytest.fixture(scope="module")
def losses():
    with np.load(GOLDEN / "going_on.npz") as file:
        return dict(file)


def batch(name):
    if name == "adam":
        ids = np.arange(15).reshape(3, 5) * 7 % 6
        return ids[:, :-1], ids[:, 1:]
    return ramp([3, 4, 5]), np.float32(0.3) * np.ones([3, 4, 8 if name < "r" else 3])


def converted(source, name, target):
    asked = ["convert", str(source), "--model", f"{MODELS}:{name}", "-o", str(target)]
    return cli.main(asked)


def test_training_goes_on(folder, losses, tmp_path, capsys):
    import keras

    from compat.migrate.model import build

    for name in CASES:
        target = tmp_path / f"{name}.keras"
        assert converted(folder / f"going_on_{name}", name, target) == 0, name
        printed = capsys.readouterr()
        assert "slots to " in printed.out and ", and is " not in printed.out, name
        model = keras.models.load_model(target)
        x, y = batch(name)
        ours = [float(model.train_on_batch(x, y)) for _ in range(STEPS)]
        np.testing.assert_allclose(ours, losses[name], rtol=2e-5, err_msg=name)
    # weights alone: the optimizer has to be built before they are loaded
    target = tmp_path / "adam.weights.h5"
    assert converted(folder / "going_on_adam", "adam", target) == 0
    assert "optimizer: 14 slots to Adam, step 12" in capsys.readouterr().out
    model = build(f"{MODELS}:adam")
    model.optimizer.build(model.trainable_variables)
    model.load_weights(target)
    x, y = batch("adam")
    ours = [float(model.train_on_batch(x, y)) for _ in range(STEPS)]
    np.testing.assert_allclose(ours, losses["adam"], rtol=2e-5)


def test_losses_would_differ_without_the_optimizers_state(folder, losses, tmp_path):
    """The tester is tested."""
    import keras

    for name in CASES:
        target = tmp_path / f"{name}.keras"
        assert converted(folder / f"going_on_{name}", name, target) == 0
        model = keras.models.load_model(target)
        for one in model.optimizer.variables:
            if "learning_rate" not in one.path:
                one.assign(one * 0)
        x, y = batch(name)
        ours = [float(model.train_on_batch(x, y)) for _ in range(3)]
        assert np.abs(ours / losses[name][:3] - 1).max() > 1e-3, name


@pytest.mark.parametrize("source", ["saved", "saved/saved_model.pb",
                                    "going_on_frozen.pb"])  # fmt: skip
def test_other_sources(source, folder, losses, tmp_path, capsys):
    from compat.migrate.model import build

    target = tmp_path / "plain.weights.h5"
    assert converted(folder / source, "plain", target) == 0
    assert "4 proved" in capsys.readouterr().out
    model = build(f"{MODELS}:plain")
    model.load_weights(target)
    x, y = batch("adam")
    probs = np.exp(logits := model(x).numpy()) / np.exp(logits).sum(-1, keepdims=True)
    first = -np.log(np.take_along_axis(probs, y[:, :, None], 2)).mean()
    np.testing.assert_allclose(first, losses["adam"][0], rtol=1e-5)


def test_what_does_not_fit_is_said(folder, tmp_path, capsys):
    target = tmp_path / "o.weights.h5"
    assert converted(folder / "going_on_adam", "other", target) == 1
    said = capsys.readouterr().err
    assert "no LSTM with weights (5, 20), (5, 20), (20,) is left" in said
    assert "softmax_w: no Dense with weights (5, 6), (6,) is left" in said
    assert re.search(r"the model's dense(_\d+)? got nothing", said)
    assert "SGD has no place for the checkpoint's Adam, Adam_1" in said


def test_hyperparameters_that_differ_are_said(folder, tmp_path, capsys):
    import keras

    def build():
        model = keras.models.clone_model(models["adam"]())
        model.compile(keras.optimizers.Adam(0.05, beta_1=0.8), "mse")
        return model

    models = {}
    exec(MODELS.read_text(), models)
    from compat import migrate
    from compat.migrate import checkpoint
    from compat.migrate.model import give

    path = str(folder / "going_on_adam")
    found = migrate.from_checkpoint(path)
    given = give(build(), found, checkpoint.read(path))
    assert given.lines[1] == "optimizer: epsilon was 1e-06, and is 1e-07"
    assert len(given.lines) == 2
    model = models["other"]()
    model.compile("adam", "mse")
    other = give(model, migrate.from_checkpoint(path), checkpoint.read(path))
    assert "a token that is twice in a batch is squared twice" in other.lines[-1]
    assert "8 slots not given" in other.wrong[0]
    assert given.wrong == [] and given.unused == {} and given.empty == []


def test_json(folder, tmp_path, capsys):
    target = tmp_path / "a.keras"
    asked = ["convert", str(folder / "going_on_adam"), "--model", f"{MODELS}:adam"]
    assert cli.main([*asked, "-o", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["model"]
    assert [scope for _, scope in told["layers"]] == [
        "embedding",
        "rnn/multi_rnn_cell/cell_0/basic_lstm_cell",
        "rnn/multi_rnn_cell/cell_1/basic_lstm_cell",
        "softmax_w",
    ]


WRONG = [
    (["--model", f"{MODELS}:nothing"], "has no function nothing()"),
    (["--model", f"{MODELS}:fails"], "fails() failed: RuntimeError: no way"),
    (["--model", f"{MODELS}:gives_a_layer"], "to give a keras.Model, got Dense"),
    (["--model", f"{MODELS}:not_built"], "expected a model that is built"),
    (["--model", "nowhere.py:build"], "nowhere.py: no such file"),
    (["--model", "no_such_module"], "no_such_module: ModuleNotFoundError"),
    (["--model", f"{MODELS}:adam", "-o", "x.npz"], "an output .weights.h5 or .keras"),
]


@pytest.mark.parametrize(("more", "said"), WRONG)
def test_wrong_use(more, said, folder, tmp_path, monkeypatch, capsys):
    from compat.migrate import convert

    monkeypatch.setattr(convert, "prove_by_graph", lambda found: [0.0] * 4)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["convert", str(folder / "going_on_adam"), *more]) == 2
    printed = capsys.readouterr()
    assert said in printed.err and printed.err.count("\n") == 1


@pytest.mark.parametrize(("step", "counter", "found"), [
    (0, None, 0), (7, None, 7), (500, None, 500), (5000, 5003, 5003),
    (300000, 300001, 300001), (7, 1000, 7), (300000, None, None),
])  # fmt: skip
def test_the_step_by_the_powers(step, counter, found):
    import keras

    from compat.migrate.model import optimizers
    from compat.migrate.pieces import Found

    one, other = np.float32(0.9), np.float32(0.999)
    variables = {"beta1_power": one ** (step + 1), "beta2_power": other ** (step + 1)}
    if counter is not None:
        variables["global_step"] = np.array(counter)
    variables = {name: np.asarray(value) for name, value in variables.items()}
    assert optimizers._step(keras.optimizers.Adam(), Found(), variables) == found
