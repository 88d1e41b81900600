"""Generated programs do under compat what they did on TensorFlow 1.15.5."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import asked_for

from tests.programs import compare, golden, opdiff, opseeds

FAMILIES = golden.FAMILIES
SAMPLE = [(name, number) for name in FAMILIES for number in FAMILIES[name].numbers]
program = FAMILIES["core"].program
Records = dict[tuple[str, int], compare.Record]


@pytest.fixture(scope="module")
def recorded() -> Records:
    return {
        (name, number): record
        for name, family in FAMILIES.items()
        for number, record in golden.load(family).items()
    }


@pytest.fixture(scope="module")
def under_compat(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Records:
    """Those of both samples that are asked for, in one process."""
    test = "test_the_recorded_sample"
    numbers = asked_for(request, test, "number")
    sample = list(zip(asked_for(request, test, "family"), numbers, strict=True))
    programs = {
        index: FAMILIES[name].program(number)
        for index, (name, number) in enumerate(sample)
    }
    out = tmp_path_factory.mktemp("programs") / "compat.npz"
    records = compare.run(sys.executable, programs, out)
    return {key: records[index] for index, key in enumerate(sample)}


@pytest.mark.slow
@pytest.mark.parametrize(("family", "number"), SAMPLE)
def test_the_recorded_sample(
    family: str, number: int, recorded: Records, under_compat: Records
) -> None:
    key = (family, number)
    found = compare.difference(recorded[key], under_compat[key])
    see = f"python -m tests.programs --family {family} {number} --show"
    assert found is None, f"{found}; see: {see}"


@pytest.mark.slow
@pytest.mark.oracle
@pytest.mark.parametrize("family", FAMILIES)
def test_programs_no_one_recorded(family: str, tmp_path: Path) -> None:
    if compare.oracle() is None:
        pytest.skip("no TensorFlow 1.15 here")
    made = FAMILIES[family].program
    programs = {number: made(number) for number in range(1000, 1010)}
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
def test_an_alteration_is_seen(part: str, recorded: Records) -> None:
    record = next(r for r in recorded.values() if r.random_ops and r.random_ops[0])
    assert compare.difference(record, record) is None
    assert compare.difference(record, _altered(record, part)) is not None
    assert compare.difference(_altered(record, part), record) is not None


def test_beams_as_good_as_one_another_may_change_places() -> None:
    scores = np.array([[[-1.0, -2.0, -2.0]], [[-1.0, -2.0, -3.0]]], np.float32)
    found = np.array([[[3, 2, 1]], [[3, 2, 1]]])
    record = compare.Record("", [], [("late/found", found), ("late/scores", scores)])

    def other(row: int) -> str | None:
        altered = found.copy()
        altered[row] = [[3, 1, 2]]
        values = [("late/found", altered), ("late/scores", scores)]
        return compare.difference(record, dataclasses.replace(record, values=values))

    assert other(0) is None
    assert other(1) is not None


def test_a_failure_is_a_difference(recorded: Records) -> None:
    record = recorded["core", 0]
    failed = dataclasses.replace(record, error="Traceback …\nValueError: no")
    assert "failed under compat" in (compare.difference(record, failed) or "")
    assert "failed on 1.15" in (compare.difference(failed, record) or "")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_number_gives_the_same_program_always(family: str) -> None:
    made = FAMILIES[family].program
    assert made(7) == made(7)
    assert len({made(number) for number in range(200)}) == 200


def test_the_programs_cover_what_they_are_for() -> None:
    numbers = FAMILIES["core"].numbers
    text = "".join(program(number) for number in numbers)
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
    assert any(program(n).count("tf.Graph()") == 2 for n in numbers)


def test_the_programs_of_contrib_cover_what_they_are_for() -> None:
    texts = [FAMILIES["contrib"].program(number) for number in range(300)]
    wanted = (
        "LSTMBlockCell GRUBlockCell( GRUBlockCellV2 LSTMBlockFusedCell UGRNNCell "
        "FusedRNNCellAdaptor TimeReversedFusedRNN LayerNormBasicLSTMCell NASCell "
        "IndRNNCell IndyGRUCell IndyLSTMCell SRUCell IntersectionRNNCell GLSTMCell "
        "CoupledInputForgetGateLSTMCell PhasedLSTMCell Conv1DLSTMCell GridLSTMCell "
        "BidirectionalGridLSTMCell CudnnCompatibleLSTMCell CudnnCompatibleGRUCell "
        "AttentionCellWrapper HighwayWrapper InputProjectionWrapper "
        "OutputProjectionWrapper stack_bidirectional_dynamic_rnn "
        "stack_bidirectional_rnn BahdanauAttention LuongAttention "
        "BahdanauMonotonicAttention LuongMonotonicAttention alignment_history "
        "attention_layer_size output_attention=False TrainingHelper "
        "ScheduledEmbeddingTrainingHelper ScheduledOutputTrainingHelper "
        "GreedyEmbeddingHelper SampleEmbeddingHelper BeamSearchDecoder tile_batch "
        "impute_finished coverage_penalty length_penalty basic_rnn_seq2seq "
        "tied_rnn_seq2seq rnn_decoder attention_decoder embedding_rnn_seq2seq "
        "embedding_attention_seq2seq embedding_tied_rnn_seq2seq one2many "
        "sequence_loss_by_example crf_log_likelihood crf_decode layers.conv2d "
        "batch_norm layer_norm embed_sequence bow_encoder arg_scope optimize_loss "
        "l1_l2_regularizer separable_conv2d conv2d_transpose reuse="
    )
    assert [w for w in wanted.split() if not any(w in text for text in texts)] == []
    # Each part of tf.contrib has its turn in the sample that is recorded.
    assert len(FAMILIES["contrib"].numbers) >= 3 * 7


@pytest.mark.slow
def test_op_seeds_after_expressions_and_their_gradients() -> None:
    expected, received = opseeds.load(), opseeds.run(sys.executable)
    assert list(expected) == opseeds.expressions(), f"run `{golden.RENEW}`"
    assert opseeds.differences(expected, received) == opseeds.KNOWN


def test_a_known_difference_of_op_seeds_is_known_by_its_value() -> None:
    expected = opseeds.load()
    code = next(iter(opseeds.KNOWN))
    moved = {**expected, code: [int(seed) + 5 for seed in expected[code]]}
    assert opseeds.differences(expected, expected) == {}
    assert opseeds.differences(expected, moved) == {code: [5] * len(expected[code])}


def test_snippets_are_split_at_their_names() -> None:
    text = "x = 1\n# --- one\ny = x\n# --- two\nz = x\n"
    named = {"one": "x = 1\n\ny = x\n", "two": "x = 1\n\nz = x\n"}
    assert opdiff.snippets(text) == named
    assert opdiff.snippets("x = 1\n") == {"snippet": "x = 1\n"}
