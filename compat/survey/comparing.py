"""Holds what one run printed against what another one did, number by number."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from compat.survey import printed
from compat.survey.arguments import TOLERANCE
from compat.survey.printed import Line, Number

SMALL = 1e-6
_MOST_LINES = 20_000


@dataclass
class Comparison:
    """What came of it.

    Attributes:
        verdict: `same`, `differ`, `none` (no number was printed), `unseeded`: the
            other one does not repeat most of its own decimals, or `rounding`: it
            drifts as well from weights moved by 1e-5.
        compared: How many numbers were compared.
        left_out: How many numbers the other one does not repeat.
        largest: The largest relative difference.
        first: The first difference: `line`, `expected`, `received`, `text`.
    """

    verdict: str
    compared: int = 0
    left_out: int = 0
    largest: float = 0.0
    first: dict[str, Any] | None = field(default=None)

    def as_dict(self) -> dict[str, Any]:
        """The fields, for JSON."""
        return asdict(self)


def same(one: Number, other: Number, tolerance: float) -> bool:
    """Whether two printed numbers are the same.

    Whole numbers are when they are equal; others when they differ by no more than the
    tolerance times the larger one, a millionth, or a unit of their last place.
    """
    a, b = one.value, other.value
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    unit = max(one.unit, other.unit)
    if not unit or not (math.isfinite(a) and math.isfinite(b)):
        return False
    larger = max(abs(a), abs(b))
    if unit > max(0.01, 0.05 * larger):  # 0.5 is not 0.6
        unit = 0.0
    allowed = max(tolerance * larger, SMALL, unit * (1 + 1e-9))
    return abs(a - b) <= allowed


def compare(
    expected: list[str],
    received: str,
    tolerance: float = TOLERANCE,
    nudged: str | None = None,
) -> Comparison:
    """Compare an output with that of the real TensorFlow.

    Args:
        expected: What the real one printed, once or several times; what it does not
            repeat is not compared.
        received: What is compared with it.
        tolerance: Of the larger number.
        nudged: What the real one printed from weights moved by 1e-5.
    """
    first = printed.lines(expected[0])
    varying: set[tuple[int, int]] = set()
    for again in expected[1:]:
        varying |= _varying(first, printed.lines(again), tolerance)
    decimals = [
        (i, k)
        for i, line in enumerate(first)
        for k, number in enumerate(line.numbers)
        if number.unit
    ]
    if decimals and len(varying.intersection(decimals)) * 2 > len(decimals):
        return Comparison("unseeded", left_out=len(varying))
    ours = printed.lines(received)
    if not (first or ours):
        return Comparison("none")
    found = Comparison("same", left_out=len(varying))
    for i, there, here in _aligned(first, ours):
        _compare_lines(found, i, there, here, varying, tolerance)
    if found.first is not None:
        found.verdict = "differ"
        if nudged is not None and _drifts(first, ours, nudged, varying, tolerance):
            found.verdict = "rounding"
    return found


def _drifts(
    first: list[Line],
    ours: list[Line],
    nudged: str,
    varying: set[tuple[int, int]],
    tolerance: float,
) -> bool:
    """Whether all differs by at most five times what rounding has changed till then."""
    moved = printed.lines(nudged)
    if not _shape(first) == _shape(ours) == _shape(moved):
        return False
    drift = 0.0
    for i, line in enumerate(first):
        for number, there in zip(line.numbers, moved[i].numbers, strict=True):
            drift = max(drift, _relative(number, there))
        for k, number in enumerate(line.numbers):
            here = ours[i].numbers[k]
            if (i, k) in varying or same(number, here, tolerance):
                continue
            # A whole number is a count: it flips where decimals have moved at all
            if not drift or (number.unit and _relative(number, here) > 5 * drift):
                return False
    return True


def _relative(one: Number, other: Number) -> float:
    a, b = one.value, other.value
    if a == b or not (math.isfinite(a) and math.isfinite(b)):
        return 0.0
    return abs(a - b) / max(abs(a), abs(b))


def _shape(lines: list[Line]) -> list[int]:
    return [len(line.numbers) for line in lines]


def _compare_lines(
    found: Comparison,
    i: int,
    there: Line | None,
    here: Line | None,
    varying: set[tuple[int, int]],
    tolerance: float,
) -> None:
    if there is None or here is None or len(there.numbers) != len(here.numbers):
        count = len(there.numbers) if there else 0
        if there and all((i, k) in varying for k in range(count)):
            return
        if there is None and varying:
            return  # the other one does not print the same lines again
        found.compared += count
        _differs(
            found,
            there or here,
            there.text if there else None,
            here.text if here else None,
        )
        return
    for k, (a, b) in enumerate(zip(there.numbers, here.numbers, strict=True)):
        if (i, k) in varying:
            continue
        found.compared += 1
        found.largest = max(found.largest, _relative(a, b))
        if not same(a, b, tolerance):
            _differs(found, there, a.text, b.text)


def _differs(
    found: Comparison, line: Line | None, expected: str | None, received: str | None
) -> None:
    if found.first is None and line is not None:
        found.first = {
            "line": line.at,
            "expected": (expected or "no such line")[:200],
            "received": (received or "no such line")[:200],
            "text": line.text[:200],
        }


def _varying(
    one: list[Line], other: list[Line], tolerance: float
) -> set[tuple[int, int]]:
    """Which numbers of one output are not those of the other."""
    found = set()
    for i, there, here in _aligned(one, other):
        if there is None:
            continue
        if here is None or len(there.numbers) != len(here.numbers):
            found |= {(i, k) for k in range(len(there.numbers))}
            continue
        for k, (a, b) in enumerate(zip(there.numbers, here.numbers, strict=True)):
            if not same(a, b, tolerance):
                found.add((i, k))
    return found


def _aligned(
    one: list[Line], other: list[Line]
) -> Iterator[tuple[int, Line | None, Line | None]]:
    """Lines of two outputs that belong together, with the place in the first one."""
    counts = [len(line.numbers) for line in one]
    if counts == [len(line.numbers) for line in other] or (
        max(len(one), len(other)) > _MOST_LINES
    ):
        for i in range(max(len(one), len(other))):
            yield (
                i,
                one[i] if i < len(one) else None,
                other[i] if i < len(other) else None,
            )
        return
    frames = [line.frame for line in one], [line.frame for line in other]
    for _, a, a_end, b, b_end in difflib.SequenceMatcher(
        None, *frames, autojunk=False
    ).get_opcodes():
        for step in range(max(a_end - a, b_end - b)):
            i, j = a + step, b + step
            yield (
                i,
                one[i] if i < a_end else None,
                other[j] if j < b_end else None,
            )
