"""Generated programs do under compat what they did on TensorFlow 1.15.5."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.programs import compare, golden, opdiff, opseeds
from tests.programs.generator import program


@pytest.fixture(scope="module")
def recorded() -> dict[int, compare.Record]:
    return golden.load()


@pytest.fixture(scope="module")
def under_compat(tmp_path_factory: pytest.TempPathFactory) -> dict[int, compare.Record]:
    programs = {number: program(number) for number in golden.NUMBERS}
    return compare.run(
        sys.executable, programs, tmp_path_factory.mktemp("programs") / "compat.npz"
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", golden.NUMBERS)
def test_the_recorded_sample(
    number: int,
    recorded: dict[int, compare.Record],
    under_compat: dict[int, compare.Record],
) -> None:
    found = compare.difference(recorded[number], under_compat[number])
    assert found is None, f"{found}; see: python -m tests.programs {number} --show"


@pytest.mark.slow
@pytest.mark.oracle
def test_programs_no_one_recorded(tmp_path: Path) -> None:
    if compare.oracle() is None:
        pytest.skip("no TensorFlow 1.15 here")
    programs = {number: program(number) for number in range(1000, 1010)}
    assert compare.compare(programs, tmp_path, lambda text: None) == {}


def _altered(record: compare.Record, part: str) -> compare.Record:
    values = list(record.values)
    ops = [[list(op) for op in graph] for graph in record.random_ops]
    index = next(i for i, (n, v) in enumerate(values) if v.dtype.kind == "f" and v.size)
    name, value = values[index]
    if part == "a number":
        values[index] = name, value + np.float32(1e-4) * np.maximum(1, np.abs(value))
    elif part == "a name":
        values[index] = name + "_1", value
    elif part == "a shape":
        values[index] = name, value[None]
    elif part == "an op seed":
        ops[0][0][3] += 1
    elif part == "an op's name":
        ops[0][0][1] += "_1"
    elif part == "one op fewer":
        del ops[0][-1]
    elif part == "a nan":
        values[index] = name, value * np.nan
    return dataclasses.replace(record, values=values, random_ops=ops)


@pytest.mark.parametrize(
    "part",
    [
        "a number",
        "a name",
        "a shape",
        "an op seed",
        "an op's name",
        "one op fewer",
        "a nan",
    ],
)
def test_an_alteration_is_seen(part: str, recorded: dict[int, compare.Record]) -> None:
    record = next(r for r in recorded.values() if r.random_ops and r.random_ops[0])
    assert compare.difference(record, record) is None
    assert compare.difference(record, _altered(record, part)) is not None
    assert compare.difference(_altered(record, part), record) is not None


def test_a_failure_is_a_difference(recorded: dict[int, compare.Record]) -> None:
    record = recorded[0]
    failed = dataclasses.replace(record, error="Traceback …\nValueError: no")
    assert "failed under compat" in (compare.difference(record, failed) or "")
    assert "failed on 1.15" in (compare.difference(failed, record) or "")


def test_a_number_gives_the_same_program_always() -> None:
    assert program(7) == program(7)
    assert len({program(number) for number in range(200)}) == 200


def test_the_programs_cover_what_they_are_for() -> None:
    text = "".join(program(number) for number in golden.NUMBERS)
    wanted = (
        "BasicRNNCell BasicLSTMCell LSTMCell GRUCell use_peepholes num_proj cell_clip "
        "DropoutWrapper ResidualWrapper DeviceWrapper MultiRNNCell dynamic_rnn "
        "bidirectional_dynamic_rnn static_rnn static_bidirectional_rnn raw_rnn "
        "time_major sequence_length initial_state fully_connected layers.dense "
        "embedding_lookup random_normal truncated_normal random_shuffle multinomial "
        "clip_by_global_norm name_scope reuse= AUTO_REUSE Adam RMSProp Ftrl Adadelta "
        "Adagrad Momentum sequence_loss l2_regularizer"
    )
    assert [word for word in wanted.split() if word not in text] == []
    assert any(program(n).count("tf.Graph()") == 2 for n in golden.NUMBERS)


@pytest.mark.slow
def test_op_seeds_after_expressions_and_their_gradients() -> None:
    expected, received = opseeds.load(), opseeds.run(sys.executable)
    assert list(expected) == opseeds.expressions(), f"run `{golden.RENEW}`"
    different = {code for code in expected if expected[code] != received[code]}
    assert different == set(opseeds.KNOWN)


def test_snippets_are_split_at_their_names() -> None:
    text = "x = 1\n# --- one\ny = x\n# --- two\nz = x\n"
    named = {"one": "x = 1\n\ny = x\n", "two": "x = 1\n\nz = x\n"}
    assert opdiff.snippets(text) == named
    assert opdiff.snippets("x = 1\n") == {"snippet": "x = 1\n"}
