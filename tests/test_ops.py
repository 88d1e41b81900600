"""Calls of TensorFlow's functions build what they built on TensorFlow 1.15.5."""

from __future__ import annotations

import copy
import inspect
import sys

import pytest

from tests.ops import calls, compare, golden, table
from tests.starting import oracle


@pytest.mark.slow
def test_a_sample_of_calls_differs_where_it_is_known_to_and_nowhere_else() -> None:
    expected = golden.load()
    assert list(expected) == golden.sample(), f"run `{golden.RENEW}`"
    received = compare.run(sys.executable, list(expected))
    known = golden.known()
    wrong = compare.differences(expected, received)
    assert wrong == {call: known[call] for call in expected if call in known}


@pytest.mark.slow
@pytest.mark.oracle
def test_calls_no_one_recorded_differ_only_where_their_function_is_known_to() -> None:
    python = oracle()
    if python is None:
        pytest.skip("no TensorFlow 1.15 here")
    some = calls.calls(seed=1)[::30]
    expected, received = (compare.run(p, some) for p in (python, sys.executable))
    wrong = compare.differences(expected, received)
    known = {table.function(call) for call in golden.known()}
    assert [call for call in wrong if table.function(call) not in known] == []


def _public() -> set[str]:
    """The public functions, classes and constants that the tables are about."""
    import tensorflow as tf

    found = set()
    for part in (
        "",
        "nn.",
        "math.",
        "image.",
        "losses.",
        "metrics.",
        "train.",
        "data.",
    ):
        module = tf.compat.v1
        for name in filter(None, part.split(".")):
            module = getattr(module, name)
        for name in dir(module):
            if not name.startswith("_") and not inspect.ismodule(getattr(module, name)):
                found.add(f"tf.{part}{name}")
    return found


def test_every_public_name_is_in_a_table_or_left_out_with_a_reason() -> None:
    named, left_out = calls.named(), calls.left_out()
    assert sorted(_public() - named - left_out.keys()) == []
    assert sorted(named & left_out.keys()) == []
    assert all(len(reason) > 10 for reason in left_out.values())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("seed", 1),
        ("back_seed", 1),
        ("out", [["X:0", "float32", [3]]]),
        ("back", []),
        ("error", "ValueError"),
    ],
)
def test_an_alteration_is_seen(part: str, value: object) -> None:
    records = golden.load()
    call = next(c for c in records if records[c].get("back") and "loop" not in c)
    altered = copy.deepcopy(records)
    altered[call][part] = value
    assert compare.differences({call: records[call]}, records) == {}
    assert list(compare.differences({call: records[call]}, altered)) == [call]


def test_calls_are_drawn_the_same_way_always_and_each_alternative_has_its_turn() -> (
    None
):
    template = "tf.f({x},{0|1})"
    assert calls.drawn(template, 5) == calls.drawn(template, 5)
    many = calls.drawn(template, 12)
    assert {text[5:-3] for text in many} == set(calls.KINDS["x"].split("|"))
    assert {text[-2] for text in many} == {"0", "1"}
