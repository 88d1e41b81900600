"""compat convert: checkpoints that TensorFlow 1.15.5 wrote, in Keras 3 layers."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from compat import cli, migrate
from compat.errors import UsageError
from compat.migrate import checkpoint, convert, files, layers, pieces, proof
from tests.cases.values import ramp
from tests.migrate.record import GOLDEN, ROOT, oracle, run
from tests.starting import clean

BATCH, TIME, INPUTS, WORDS = 2, 4, 3, 5
# What 1.15.5 computed, in float32: six digits.
FORWARD = 1e-6
TOLD = {"mine/x/rnn/own_name": "lstm"}
CHECKPOINTS = ["char_rnn", "gru_v1.ckpt", "gru_1_0", "gru_0_x.ckpt", "both_ways"]
CHECKPOINTS.append("cells")


@pytest.fixture(scope="module")
def expected():
    with np.load(GOLDEN / "outputs.npz") as file:
        return dict(file)


@pytest.fixture(scope="module")
def found():
    """The layers of each checkpoint."""
    return {
        name: migrate.from_checkpoint(
            str(GOLDEN / name), layers=TOLD if name == "cells" else None
        )
        for name in CHECKPOINTS
    }


def outputs(piece, x):
    options = {"return_sequences": True} if layers.is_recurrent(piece) else {}
    return np.asarray(migrate.layer(piece, **options)(x))


def chained(some, x):
    """The outputs of layers one after the other."""
    given = []
    for piece in some:
        x = outputs(piece, x)
        given.append(x)
    return given


def compare(ours, theirs):
    assert ours.dtype == theirs.dtype
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=FORWARD)


# Against the real 1.15.5.


@pytest.mark.parametrize("forget_bias", [0.0, 0.5, 1.0])
def test_char_rnn_computes_what_115_did(forget_bias, expected):
    found = migrate.from_checkpoint(str(GOLDEN / "char_rnn"), forget_bias)
    described = [layers.describe(piece) for piece in found.pieces]
    assert described == ["Embedding(5, 3)", "LSTM(2)", "LSTM(4)", "Dense(5)"]
    ids = np.arange(BATCH * TIME).reshape(BATCH, TIME) % WORDS
    *_, output, logits = chained(found.pieces, ids)
    compare(output, expected[f"char_rnn|output|{forget_bias}"])
    compare(logits, expected[f"char_rnn|logits|{forget_bias}"])
    steps = {name for name, why in found.left.items() if why != pieces.OPTIMIZER}
    assert steps == {"global_step"}


@pytest.mark.parametrize("name", ["gru_v1.ckpt", "gru_1_0", "gru_0_x.ckpt"])
def test_gru_of_each_format_and_spelling(name, found, expected):
    described = [layers.describe(piece) for piece in found[name].pieces]
    gru = [f"GRU({units}, reset_after=False)" for units in (2, 3)]
    assert described == [*gru, "Dense(2)"]
    *_, output, logits = chained(found[name].pieces, ramp([BATCH, TIME, INPUTS]))
    compare(output, expected[f"{name}|output"])
    compare(logits, expected[f"{name}|logits"])


def test_both_directions(found, expected):
    by_scope = {}
    for piece in found["both_ways"].pieces:
        by_scope.setdefault(piece.scope.partition("/")[0], []).append(piece)
    assert sorted(by_scope) == ["cudnn_lstm", "gru", "lstm", "rnn"]
    for scope, some in by_scope.items():
        x = ramp([BATCH, TIME, INPUTS])
        compare(chained(some, x)[-1], expected[f"both_ways|{scope}"])


CELLS = """\
basic_rnn basic_lstm lstm peepholes projected everything block block_peepholes gru
block_gru block_gru_v2 cudnn_lstm cudnn_gru layer_norm no_layer_norm ugrnn nas nas_all
coupled coupled_all ind_rnn indy_gru indy_lstm sru fused double mine by_hand unnamed
no_bias""".split()


@pytest.mark.parametrize("scope", CELLS)
def test_each_cell(scope, found, expected):
    every = found["cells"].pieces
    (piece,) = (p for p in every if p.scope.partition("/")[0] == scope)
    theirs = expected[f"cells|{scope}"]
    x = ramp([BATCH, TIME, INPUTS], dtype=theirs.dtype)
    compare(outputs(piece, x), theirs)


def test_what_is_not_mapped_says_why():
    left = migrate.from_checkpoint(str(GOLDEN / "cells")).left
    assert "--layer mine/x/rnn/own_name=lstm" in left["mine/x/rnn/own_name/kernel"]
    assert "counter" in left["counter"]
    assert "no kind of layer" in left["batch_normalization/gamma"]
    assert len(left) == 7


# The proof.


@pytest.fixture(scope="module")
def gaps(found, written_back):
    """The proof of all pieces of these tests, in one process: part to (piece, gap)."""
    parts = {
        "mapped": [piece for name in CHECKPOINTS for piece in found[name].pieces],
        "broken": list(broken()),
        "written back": written_back[1].pieces,
    }
    every = [piece for some in parts.values() for piece in some]
    proved = iter(zip(every, migrate.prove(every), strict=True))
    return {name: [next(proved) for _ in some] for name, some in parts.items()}


def test_every_mapping_is_proved(gaps):
    some = gaps["mapped"]
    assert len(some) > 45
    assert {p.scope: gap for p, gap in some if not gap <= proof.BOUND} == {}


def broken():
    """Pieces with a mistake each: (what, piece whose Keras side is wrong)."""

    class Wrong(pieces.Piece):
        def weights(self):
            return self.wrong(super().weights())

    def make(name, place, wrong):
        piece = migrate.from_checkpoint(str(GOLDEN / name)).pieces[place]
        made = Wrong(**vars(piece))
        made.wrong = wrong
        return made

    def swapped(count, one, other):
        def change(weights):
            order = list(range(count))
            order[one], order[other] = other, one
            return [
                np.concatenate([np.split(w, count, -1)[g] for g in order], -1)
                for w in weights
            ]

        return change

    def no_forget_bias(weights):
        units = weights[1].shape[0]
        weights[2][units : 2 * units] -= 1
        return weights

    def the_other_way_round(weights):
        return weights[3:] + weights[:3]

    for one in range(4):
        for other in range(one):
            yield make("char_rnn", 1, swapped(4, one, other))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        yield make("gru_1_0", 0, swapped(3, one, other))
    yield make("char_rnn", 1, no_forget_bias)
    yield make("both_ways", 2, the_other_way_round)
    yield make("char_rnn", 0, lambda weights: [weights[0][::-1]])
    yield make("char_rnn", 3, lambda weights: [weights[0], weights[1] + 1e-5])


def test_the_proof_sees_a_wrong_mapping(gaps):
    """The tester is tested: swapped gates, no forget bias, swapped directions, …"""
    assert len(gaps["broken"]) == 13
    for piece, gap in gaps["broken"]:
        assert gap > proof.BOUND, piece.scope


# Files, and the way back.


def same(one, other, atol=0.0):
    assert sorted(one) == sorted(other)
    for name, array in one.items():
        assert array.dtype == other[name].dtype, name
        np.testing.assert_allclose(array, other[name], rtol=0, atol=atol)


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_there_and_back(name, found, tmp_path):
    """The .npz, read and written as a checkpoint: the names and numbers of 1.x."""
    target = str(tmp_path / "weights.npz")
    migrate.save(target, found[name].pieces)
    migrate.to_checkpoint(str(tmp_path / "back.ckpt"), migrate.load(target))
    whole = checkpoint.read(str(GOLDEN / name))
    mapped = {key: whole[key] for key in whole if key not in found[name].left}
    # to add a forget bias of 1 and take it off rounds in the last place
    same(checkpoint.read(str(tmp_path / "back.ckpt")), mapped, 1.2e-7)


def test_the_weights_file_loads_into_the_model_one_would_write(tmp_path, expected):
    import keras

    found = migrate.from_checkpoint(str(GOLDEN / "char_rnn"))
    target = str(tmp_path / "char_rnn.weights.h5")
    migrate.save(target, found.pieces)
    model = keras.Sequential([
        keras.layers.Embedding(WORDS, INPUTS),
        keras.layers.LSTM(2, return_sequences=True),
        keras.layers.LSTM(4, return_sequences=True),
        keras.layers.Dense(WORDS),
    ])  # fmt: skip
    ids = np.arange(BATCH * TIME).reshape(BATCH, TIME) % WORDS
    model(ids)
    model.load_weights(target)
    compare(np.asarray(model(ids)), expected["char_rnn|logits|1.0"])


def test_layers_that_do_not_follow_one_another_have_no_weights_file(found, tmp_path):
    with pytest.raises(UsageError, match="convert to a .npz"):
        migrate.save(str(tmp_path / "x.weights.h5"), found["cells"].pieces)


def model_of_everything():
    import keras

    from compat.migrate import cells

    k = keras.layers
    keras.utils.set_random_seed(5)
    return keras.Sequential([
        keras.Input((TIME,), dtype="int32"),
        k.Embedding(WORDS, INPUTS),
        k.LSTM(3, return_sequences=True),
        k.GRU(2, return_sequences=True, reset_after=False),
        k.GRU(2, return_sequences=True, bias_initializer="random_normal"),
        k.SimpleRNN(2, return_sequences=True),
        k.Bidirectional(k.LSTM(2, return_sequences=True)),
        k.Dropout(0.5),
        k.RNN(cells.PeepholeLSTMCell(3, projection=2), return_sequences=True),
        k.RNN(cells.PeepholeLSTMCell(3, projection=2, use_peepholes=False),
              return_sequences=True),
        k.RNN(cells.LayerNormLSTMCell(3), return_sequences=True),
        k.RNN(cells.CoupledInputForgetGateLSTMCell(3, use_peepholes=True,
                                                   forget_bias=0.5),
              return_sequences=True),
        k.RNN(cells.NASCell(3, 2, use_bias=True), return_sequences=True),
        k.RNN(cells.UGRNNCell(3), return_sequences=True),
        k.RNN(cells.SRUCell(2), return_sequences=True),
        k.RNN(cells.IndRNNCell(2), return_sequences=True),
        k.RNN(cells.IndyGRUCell(2), return_sequences=True),
        k.RNN(cells.IndyLSTMCell(2), return_sequences=True),
        k.Dense(3),
        k.Dense(2, use_bias=False),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def written_back(tmp_path_factory):
    """A model, what is found in the checkpoint made of it, and that one's path."""
    folder = tmp_path_factory.mktemp("back")
    model = model_of_everything()
    model.save(folder / "model.keras")
    source, target = str(folder / "model.keras"), str(folder / "model.ckpt")
    return model, convert.back(source, target, forget_bias=1.0), target


def test_a_keras_model_becomes_a_checkpoint(written_back, gaps):
    model, found, target = written_back
    assert found.left == {}
    assert [piece.kind.name for piece in found.pieces] == sorted(
        (piece.kind.name for piece in found.pieces),
        key=lambda name: (name != "embedding", name == "dense"),
    )
    mine = migrate.from_keras(model)
    assert len(mine) == len(found.pieces) == len(model.layers) - 1
    read = {piece.scope: piece for piece in found.pieces}
    for piece in mine:
        for one, other in zip(
            piece.weights(), read[piece.scope].weights(), strict=True
        ):
            np.testing.assert_allclose(one, other, rtol=0, atol=1.2e-7)
    names = set(checkpoint.read(target))
    assert "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel" in names
    assert "bidirectional_rnn/bw/basic_lstm_cell/bias" in names
    assert {"embedding/embeddings", "dense_1/kernel", "dense/bias"} <= names
    assert max(gap for _, gap in gaps["written back"]) <= proof.BOUND


@pytest.mark.oracle
def test_115_restores_what_was_written_back(found, tmp_path):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    target = str(tmp_path / "back")
    migrate.to_checkpoint(target, found["char_rnn"].pieces)
    code = (
        "import sys, numpy as np, tensorflow as tf\n"
        "names = tf.train.list_variables(sys.argv[1])\n"
        "made = {n: tf.get_variable(n, s) for n, s in names}\n"
        "with tf.Session() as s:\n"
        "    tf.train.Saver().restore(s, sys.argv[1])\n"
        "    np.savez(sys.argv[2], **{n: s.run(v) for n, v in made.items()})\n"
    )
    out = tmp_path / "restored.npz"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code, target, str(out)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=clean(),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    whole = checkpoint.read(str(GOLDEN / "char_rnn"))
    with np.load(out) as file:
        same(dict(file), {name: whole[name] for name in file.files}, 1.2e-7)


@pytest.mark.oracle
def test_the_goldens_are_what_115_writes(tmp_path, expected):
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15.5 here (make oracle)")
    done = run(python, tmp_path)
    assert done.returncode == 0, done.stderr
    for name in [*CHECKPOINTS, "graphs"]:
        same(checkpoint.read(str(tmp_path / name)), checkpoint.read(str(GOLDEN / name)))
    with np.load(tmp_path / "outputs.npz") as file:
        same(dict(file), expected, 1e-7)  # sums may be taken in another order


def test_the_pages_code_runs(capsys, monkeypatch):
    page = ROOT / "docs" / "site" / "pages" / "checkpoints.md"
    (code,) = re.findall("```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(GOLDEN)
    monkeypatch.setattr(migrate, "prove", lambda some: [0.0] * len(some))
    exec(code, {})
    assert capsys.readouterr().out == "2 (3, 8) (2, 8) (8,)\n"


# The command.


def test_the_command(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(convert, "prove", lambda some: [0.0] * len(some))
    target = str(tmp_path / "c.npz")
    assert cli.main(["convert", str(GOLDEN / "char_rnn"), "-o", target]) == 0
    printed = capsys.readouterr().out
    assert "LSTM(2)" in printed and "not mapped: global_step" in printed
    assert "7 variables mapped, 17 not" in printed and target in printed
    assert len(files.load(target)) == 4
    command = ["convert", str(GOLDEN / "cells"), "-o", target, "--json"]
    command += ["--layer", "mine/x/rnn/own_name=lstm", "--forget-bias", "0.5"]
    assert cli.main(command) == 1  # batch normalization is not mapped
    assert "4 not mapped (batch_normalization/beta" in capsys.readouterr().err
    command += ["--leave", "batch_normalization/*"]
    assert cli.main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert "mine/x/rnn/own_name" in [one["scope"] for one in told["layers"]]
    assert len(told["not_mapped"]) == 1 and told["output"] == target
    assert {one["verdict"] for one in told["layers"]} == {"assumed"}
    monkeypatch.setattr(convert, "prove", lambda some: [0.0, 2e-6, 0.0, float("nan")])
    assert cli.main(["convert", str(GOLDEN / "char_rnn"), "-o", target]) == 1
    said = capsys.readouterr().err
    assert "not proved" in said and "cell_0" in said and "fully_connected" in said


WITHOUT = [
    ("forget bias 1, tanh, no clipping, no dropout inside", 2),
    ("no activation", 1),
]


def test_without_a_graph_it_says_what_it_assumed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(convert, "prove", lambda some: [0.0] * len(some))
    target = str(tmp_path / "c.npz")
    assert cli.main(["convert", str(GOLDEN / "char_rnn"), "-o", target]) == 0
    printed = capsys.readouterr().out
    assert "proved" not in printed and "no graph (.meta) beside" in printed
    for said, times in WITHOUT:
        assert printed.count(f"assumed: {said}") == times
    command = ["convert", str(GOLDEN / "char_rnn"), "-o", target, "--forget-bias", "1"]
    assert cli.main(command) == 0
    assert "forget bias" not in capsys.readouterr().out


def test_a_proof_that_fails_is_no_proof(tmp_path, capsys, monkeypatch):
    def fails(some):
        raise RuntimeError("TensorFlow 1.x's side of the proof failed:\nwhy")

    monkeypatch.setattr(convert, "prove", fails)
    target = tmp_path / "c.npz"
    assert cli.main(["convert", str(GOLDEN / "char_rnn"), "-o", str(target)]) == 1
    assert "side of the proof failed" in capsys.readouterr().err
    assert not target.exists()


WRONG = [
    (["nowhere"], "nowhere: no such checkpoint"),
    (["."], "no checkpoint in this folder"),
    (["text.txt"], "not a readable checkpoint"),
    (["{golden}/char_rnn", "--layer", "rnn"], "expected --layer SCOPE=KIND"),
    (["{golden}/char_rnn", "--layer", "rnn=lstn"], "expected a kind among"),
    (["{golden}/char_rnn", "--layer", "no/where=lstm"], "below no/where"),
    (["{golden}/char_rnn", "-o", "no/where.npz"], "no/where.npz: cannot be written"),
    (["{golden}/char_rnn", "-o", "x.h5"], "expected an output .npz or .weights.h5"),
    (["nowhere.npz"], "nowhere.npz: no such file"),
    (["text.npz"], "expected a .npz that `compat convert` wrote"),
    (["text.keras"], "not a Keras 3 model"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_use(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(convert, "prove", lambda some: [0.0] * len(some))
    monkeypatch.chdir(tmp_path)
    for name in ("text.txt", "text.npz", "text.keras"):
        (tmp_path / name).write_text("not a checkpoint")
    arguments = [one.format(golden=GOLDEN) for one in arguments]
    assert cli.main(["convert", *arguments]) == 2
    printed = capsys.readouterr()
    assert said in printed.err and printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize("end", ["", ".index", ".data-00000-of-00001"])
def test_any_file_of_a_checkpoint_names_it(end):
    path = str(GOLDEN / "char_rnn")
    assert checkpoint.checkpoint_prefix(path + end) == path


@pytest.mark.parametrize(("files", "asked", "found"), [
    (["m-7.index", "m-10.index"], "m", "m-10"),
    (["m-7.index", "m-10.index"], "m-7", "m-7"),
    (["m-7-00000-of-00002", "m-7-00001-of-00002"], "m-7.meta", "m-7-?????-of-?????"),
    (["m2.index", "m-last.index"], "m", None),
])  # fmt: skip
def test_the_step_in_a_name(files, asked, found, tmp_path):
    for name in files:
        (tmp_path / name).touch()
    asked = str(tmp_path / asked)
    if found is None:
        with pytest.raises(UsageError, match="no such checkpoint"):
            checkpoint.checkpoint_prefix(asked)
    else:
        assert checkpoint.checkpoint_prefix(asked) == str(tmp_path / found)


def test_the_latest_checkpoint_of_a_folder(tmp_path):
    (tmp_path / "checkpoint").write_text('model_checkpoint_path: "b"\n')
    for name in ("a", "b"):
        checkpoint.write(str(tmp_path / name), {name: np.ones(2, "float32")})
    assert list(checkpoint.read(str(tmp_path))) == ["b"]


def test_a_target_without_a_folder(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        checkpoint.write(str(tmp_path / "no" / "where"), {"a": np.ones(2)})


def test_check_and_convert_do_without_each_other():
    """`compat check` imports neither NumPy nor TensorFlow."""
    code = (
        "import sys; from compat import cli\n"
        "code = cli.main(['check', 'tests/cases/values.py'])\n"
        "assert not {'numpy', 'tensorflow', 'keras'} & set(sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL)
    assert done.returncode == 0
