"""compat convert with the graph beside a checkpoint: TensorFlow 1.15.5 wrote both."""

import gzip
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from compat import cli, migrate
from compat.errors import UsageError
from compat.migrate import checkpoint, convert, layers, told
from tests.cases.values import ramp
from tests.migrate.record import GOLDEN

BATCH, TIME, INPUTS, WORDS = 2, 4, 3, 5
LEFT = {"conv1d/kernel", "conv1d/bias"}
# What the graph says, layer by layer, and 1.15.5's own outputs below agree with.
DESCRIBED = {
    "relu_rnn": 'SimpleRNN(2, activation="relu")',
    "no_forget": 'LSTM(2, activation="elu")',
    "clipped": "RNN(PeepholeLSTMCell(2, use_peepholes=False, forget_bias=0.3, "
    "cell_clip=0.1))",
    "clipped_projection": "RNN(PeepholeLSTMCell(2, projection=2, forget_bias=1.0, "
    "proj_clip=0.05))",
    "block": "LSTM(2)",
    "relu_gru": 'GRU(2, reset_after=False, activation="relu")',
    "layer_norm": "RNN(LayerNormLSTMCell(4, forget_bias=0.7))",
    "indy": "RNN(IndyLSTMCell(2, forget_bias=0.5))",
    "own": "LSTM(2)",
    "static": "GRU(2, reset_after=False)",
    "fused": "RNN(PeepholeLSTMCell(2, use_peepholes=False, forget_bias=0.5, "
    "cell_clip=0.1))",
    "keras_lstm": "LSTM(2, recurrent_activation=compat.migrate.hard_sigmoid)",
    "keras_gru": "GRU(2, reset_after=False, "
    "recurrent_activation=compat.migrate.hard_sigmoid)",
    "keras_after": 'GRU(2, reset_after=True, recurrent_activation="sigmoid")',
    "keras_simple": "SimpleRNN(2)",
    "Variable": 'Dense(3, activation="relu")',
    "Variable_1": "Dense(3)",
    "lookup": "Embedding(5, 3)",
    "tanh": 'Dense(2, activation="tanh")',
    "half": "GRU(2, reset_after=False)",
}


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graphs")
    for end in (".index", ".data-00000-of-00001"):
        shutil.copy(GOLDEN / f"graphs{end}", folder)
    with gzip.open(GOLDEN / "graphs.meta.gz") as file:
        (folder / "graphs.meta").write_bytes(file.read())
    return str(folder / "graphs")


@pytest.fixture(scope="module")
def found(prefix):
    return migrate.from_checkpoint(prefix)


@pytest.fixture(scope="module")
def gaps(found):
    return convert.prove_by_graph(found)


@pytest.fixture(scope="module")
def by_scope(found):
    return {piece.scope.partition("/")[0]: piece for piece in found.pieces}


@pytest.mark.parametrize("scope", DESCRIBED)
def test_what_the_graph_tells(scope, by_scope):
    piece = by_scope[scope]
    assert layers.describe(piece) == DESCRIBED[scope]
    assert piece.seen
    with np.load(GOLDEN / "outputs.npz") as file:
        theirs = file[f"graphs|{scope}"]
    x = ramp([BATCH, TIME, INPUTS], dtype=theirs.dtype)
    if scope == "lookup":
        x = np.arange(BATCH * TIME).reshape(BATCH, TIME) % WORDS
    options = {"return_sequences": True} if layers.is_recurrent(piece) else {}
    ours = np.asarray(migrate.layer(piece, **options)(x))
    bound = 5e-3 if scope == "half" else 1e-6
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=bound)


def test_every_layer_is_proved_by_the_graphs_own_run(found, gaps):
    bounds = [told.verdict(p, 0.0, True, False).bound for p in found.pieces]
    assert len(gaps) == len(DESCRIBED) + 4
    for piece, gap, bound in zip(found.pieces, gaps, bounds, strict=True):
        assert gap is not None and gap <= bound, piece.scope
    assert set(found.missing()) == LEFT


def test_two_stacks_are_no_bidirectional_layers(found):
    some = [p for p in found.pieces if p.scope.startswith("two_stacks")]
    assert [layers.describe(p) for p in some] == [
        "LSTM(2, go_backwards=True)", "LSTM(2, go_backwards=True)", "LSTM(2)", "LSTM(2)"
    ]  # fmt: skip


WRONG = [
    ("no_forget", {"forget_bias": 1.0}),
    ("no_forget", {"settings": {}}),
    ("clipped", {"settings": {}}),
    ("clipped_projection", {"settings": {}}),
    ("block", {"forget_bias": 1.0}),
    ("relu_gru", {"settings": {}}),
    ("layer_norm", {"forget_bias": 1.0}),
    ("indy", {"forget_bias": 1.0}),
    ("fused", {"forget_bias": 1.0}),
    ("keras_lstm", {"settings": {}}),
    ("Variable", {"settings": {}}),
    ("tanh", {"settings": {}}),
]


def test_the_proof_sees_a_wrong_setting(found, by_scope):
    """The tester is tested: what our side alone assumes is not proved."""
    wrong = [replace(by_scope[scope], **change) for scope, change in WRONG]
    gaps = convert.prove_by_graph(replace(found, pieces=wrong))
    for (scope, change), gap in zip(WRONG, gaps, strict=True):
        assert gap > 1e-3, (scope, change)


def test_moving_averages(prefix, found):
    (piece,) = (
        p
        for p in migrate.from_checkpoint(prefix, average=True).pieces
        if p.scope == "Variable"
    )
    whole = checkpoint.read(prefix)
    average = whole["Variable/ExponentialMovingAverage"]
    np.testing.assert_array_equal(piece.weights()[0], average)
    assert np.abs(average - whole["Variable"]).max() > 0
    with pytest.raises(ValueError, match="expected moving averages"):
        migrate.from_checkpoint(str(GOLDEN / "char_rnn"), average=True)


def test_a_bias_of_one_row_goes_back_as_it_was(found, tmp_path):
    migrate.save(str(tmp_path / "all.npz"), found.pieces)
    again = migrate.load(str(tmp_path / "all.npz"))
    migrate.to_checkpoint(str(tmp_path / "back"), again)
    read = checkpoint.read(str(tmp_path / "back"))
    assert read["Variable_2"].shape == (1, INPUTS)
    assert [layers.describe(p) for p in again] == [
        layers.describe(p) for p in found.pieces
    ]


def test_the_command(prefix, tmp_path, capsys):
    target = str(tmp_path / "c.npz")
    assert cli.main(["convert", prefix, "-o", target]) == 1
    printed = capsys.readouterr()
    assert "24 proved" in printed.out and "assumed" not in printed.out
    assert "2 not mapped (conv1d/bias, conv1d/kernel)" in printed.err
    assert cli.main(["convert", prefix, "-o", target, "--leave", "conv1d/*",
                     "--json"]) == 0  # fmt: skip
    said = json.loads(capsys.readouterr().out)
    assert {one["verdict"] for one in said["layers"]} == {"proved"}
    assert said["notes"] == [f"left out by name: {name}" for name in sorted(LEFT)]
    with pytest.raises(UsageError, match="nothing: no variable"):
        from compat.migrate import command

        command._leave(found_nothing(), ["nothing"])


def found_nothing():
    from compat.migrate.pieces import Found

    return Found()


# A checkpoint without names or a graph.


def values(**shapes):
    return {
        name: ramp(shape, place).astype("float32")
        for place, (name, shape) in enumerate(shapes.items())
    }


def find(variables, **told):
    from compat.migrate.finding import find_pieces

    return find_pieces(variables, **told)


def test_no_bias_is_guessed_where_several_fit():
    some = values(Variable=[3, 4], Variable_1=[4, 4], Variable_2=[4], Variable_3=[4])
    found = find(some)
    assert found.pieces == [] and len(found.missing()) == 4
    found = find(some, layers={"Variable,Variable_3": "dense", "Variable_1": "dense"})
    assert [piece.names for piece in found.pieces] == [
        ["Variable", "Variable_3"], ["Variable_1"]
    ]  # fmt: skip
    assert set(found.missing()) == {"Variable_2"}


def test_no_dense_beside_a_recurrent_kernel():
    some = {
        "lstm/kernel": ramp([3, 20]),
        "lstm/recurrent_kernel": ramp([5, 20]),
        "lstm/bias": ramp([20]),
        "odd/kernel": ramp([3, 20]),
        "odd/recurrent_kernel": ramp([7, 20]),
        "odd/bias": ramp([20]),
    }
    found = find(some)
    assert [piece.kind.name for piece in found.pieces] == ["keras_lstm"]
    assert set(found.missing()) == {"odd/kernel", "odd/recurrent_kernel", "odd/bias"}


@pytest.mark.parametrize(("layer", "said"), [
    ({"a,b": "dense"}, "shapes"),
    ({"a": "lstm"}, "expected the variables kernel,bias of a lstm"),
    ({"a": "nothing"}, "expected a kind among"),
])  # fmt: skip
def test_layers_told_wrongly(layer, said):
    with pytest.raises(ValueError, match=said):
        find(values(a=[3, 4], b=[5]), layers=layer)


# The way back lists what it does not write.


def test_the_way_back_lists_what_it_does_not_write(tmp_path, capsys):
    import keras

    k = keras.layers
    inner = keras.Sequential([k.Input((None, 3)), k.LSTM(2, return_sequences=True)])
    model = keras.Sequential([
        k.Input((4, 3)),
        inner,
        k.Conv1D(3, 2, name="convolution"),
        k.BatchNormalization(name="normalization"),
        k.RNN([k.GRUCell(2, reset_after=False), k.LSTMCell(2)], return_sequences=True),
        k.GRU(2, reset_after=False, activation="relu", return_sequences=True),
        k.LSTM(2, recurrent_activation="hard_sigmoid", name="hard"),
        k.Dense(2, activation="softmax"),
    ])  # fmt: skip
    from compat.migrate import keras_model

    found = keras_model.found_in(model)
    assert set(found.left) == {"convolution", "normalization", "hard"}
    kinds = [piece.kind.name for piece in found.pieces]
    assert kinds == ["lstm", "gru", "lstm", "gru", "dense"]
    assert found.pieces[3].settings == {"activation": "relu"}
    with pytest.raises(UsageError, match="convolution: a Conv1D"):
        migrate.from_keras(model)
    source, target = str(tmp_path / "m.keras"), str(tmp_path / "m.ckpt")
    model.save(source)
    assert cli.main(["convert", source, "-o", target]) == 1
    printed = capsys.readouterr()
    assert "give it activation='relu'" in printed.out
    assert "3 not mapped (convolution, hard, normalization)" in printed.err
    names = set(checkpoint.read(target))
    assert "rnn/multi_rnn_cell/cell_2/basic_lstm_cell/kernel" in names
