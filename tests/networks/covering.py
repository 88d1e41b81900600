"""Few and cheap networks that have all pairs of factor values between them."""

from __future__ import annotations

import collections
import random
from typing import Any

from tests.networks import factors

# About what one costs to build and differentiate, in layers of a short loop.
_CELLS = {"gru": 1.3, "rnn": 0.5, "relu": 0.5, "peepholes": 1.6, "projected": 1.5}
_GRADIENTS = {"none": 1.0, "stopped": 2.0, "loss": 2.2, "clipped": 2.3, "of_keep": 2.4}
_WRITTEN_OUT = {"static", "static_bidirectional", "state_saving"}


def cost(network: dict[str, Any]) -> float:
    """About how long a network takes, both ways."""
    directions = 1 + ("bidirectional" in network["function"])
    layers = network["layers"] * _CELLS.get(network["cell"], 1.0)
    if network["wrappers"] != "none":
        layers += 0.6 * (network["layers"] if network["wrappers"] != "around" else 1)
        layers += 0.4 * (network["wrappers"] in ("both", "nested"))
        layers += 0.3 * (network["keep_state"] != "one")
    if network["lengths"] != "none":
        layers += 1.5 + 0.4 * network["layers"]
    if network["function"] in _WRITTEN_OUT:
        layers *= {"one": 1, "known": 4, "long": 20}.get(network["time"], 1)
    else:
        layers = 1.5 * (layers + 1)
    layers *= directions * (1 + (network["scope"] in ("reuse", "shared")))
    layers *= {"cond": 2, "while": 2.5, "map_fn": 2.5, "function": 2}.get(
        network["inside"], 1
    )
    layers += 3 * (network["inputs"] == "network")
    if network["initial"] == "encoder":
        layers += 4 * directions * network["layers"]
    return 6 + layers * _GRADIENTS.get(network["gradient"], 3.3)


class _Table:
    """Values as bits: which go together, and which pairs are still missing."""

    def __init__(self) -> None:
        self.values = [(f, v) for f, all in factors.FACTORS.items() for v in all]
        self.factors = {f: 0 for f in factors.FACTORS}
        for index, (factor, _) in enumerate(self.values):
            self.factors[factor] |= 1 << index
        self.goes = [0] * len(self.values)
        for index, (factor, value) in enumerate(self.values):
            for other, (its, one) in enumerate(self.values):
                if its != factor and factors.is_possible({factor: value, its: one}):
                    self.goes[index] |= 1 << other
        self.missing = list(self.goes)

    def candidate(self, source: random.Random) -> list[int] | None:
        """A network of many missing pairs, around one of them."""
        first = source.choice([i for i, others in enumerate(self.missing) if others])
        second = source.choice(list(_bits(self.missing[first])))
        chosen, left = [first, second], self.goes[first] & self.goes[second]
        done = {self.values[one][0] for one in chosen}
        waiting = [factor for factor in self.factors if factor not in done]
        source.shuffle(waiting)
        while waiting:
            so_far = sum(1 << one for one in chosen)
            now = self.factors[waiting.pop()]
            fitting = [
                one
                for one in _bits(left & now)
                if all(left & self.goes[one] & self.factors[f] for f in waiting)
            ]
            if not fitting:
                return None
            source.shuffle(fitting)
            chosen.append(
                max(fitting, key=lambda one: _count(self.missing[one] & so_far))
            )
            left &= self.goes[chosen[-1]]
        return chosen

    def gain(self, chosen: list[int]) -> int:
        """How many missing pairs it has."""
        mask = sum(1 << one for one in chosen)
        return sum(_count(self.missing[one] & mask) for one in chosen) // 2

    def cover(self, chosen: list[int]) -> None:
        """Miss its pairs no more."""
        mask = sum(1 << one for one in chosen)
        for one in chosen:
            self.missing[one] &= ~mask

    def network(self, chosen: list[int]) -> dict[str, Any]:
        """From factor to value."""
        found = dict(self.values[one] for one in chosen)
        return {factor: found[factor] for factor in factors.FACTORS}


def _bits(mask: int) -> Any:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _count(mask: int) -> int:
    return bin(mask).count("1")


def networks(seed: int = 1, tries: int = 40) -> list[dict[str, Any]]:
    """Networks that have all pairs between them.

    Args:
        seed: Of the drawing.
        tries: How many are drawn for each that is taken.
    """
    table, source = _Table(), random.Random(seed)
    found: list[dict[str, Any]] = []
    while any(table.missing):
        drawn = [table.candidate(source) for _ in range(tries)]
        best = max(
            (one for one in drawn if one is not None),
            key=lambda one: table.gain(one) / cost(table.network(one)),
        )
        table.cover(best)
        found.append(table.network(best))
    return _cheaper(found)


def _cheaper(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same pairs with fewer networks, and with cheaper values where any will do."""
    seen = collections.Counter(pair for one in found for pair in factors.pairs(one))
    left = []
    for network in sorted(found, key=cost, reverse=True):
        seen.subtract(factors.pairs(network))
        if all(seen[pair] for pair in factors.pairs(network)):
            continue
        needed = {pair for pair in factors.pairs(network) if not seen[pair]}
        for factor, values in factors.FACTORS.items():
            others = [{**network, factor: value} for value in values]
            fitting = filter(factors.is_possible, others)
            network = min((o for o in fitting if needed <= factors.pairs(o)), key=cost)
        seen.update(factors.pairs(network))
        left.append(network)
    return left
