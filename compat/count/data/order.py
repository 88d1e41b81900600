"""The order in which 1.15 gave the elements of a dataset that is shuffled and repeated.

Its graph optimizer made one op of `shuffle(…).repeat(…)`. That op draws its numbers for
all epochs from one generator, where a shuffle alone begins a new one with each epoch,
whose seed is drawn.
"""

from __future__ import annotations

import collections
import secrets

import numpy as np

_ROUNDS = 10
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_BLOCKS = 256


def philox(seed: int, seed2: int, first: int, blocks: int) -> np.ndarray:
    """Numbers of the generator Philox 4x32-10 that TensorFlow draws from.

    Args:
        seed: Its key.
        seed2: The upper half of its counter.
        first: The lower half, of the first block.
        blocks: How many blocks of four numbers.

    Returns:
        uint32 `[4 · blocks]`.
    """
    counters = np.arange(first, first + blocks, dtype=np.uint64)
    words = [
        (counters & _LOW).astype(np.uint32),
        (counters >> np.uint64(32)).astype(np.uint32),
        np.full(blocks, seed2 & 0xFFFFFFFF, np.uint32),
        np.full(blocks, seed2 >> 32 & 0xFFFFFFFF, np.uint32),
    ]
    keys = [np.uint32(seed & 0xFFFFFFFF), np.uint32(seed >> 32 & 0xFFFFFFFF)]
    with np.errstate(over="ignore"):
        for _ in range(_ROUNDS):
            one = words[0].astype(np.uint64) * _MULTIPLIERS[0]
            two = words[2].astype(np.uint64) * _MULTIPLIERS[1]
            words = [
                (two >> np.uint64(32)).astype(np.uint32) ^ words[1] ^ keys[0],
                (two & _LOW).astype(np.uint32),
                (one >> np.uint64(32)).astype(np.uint32) ^ words[3] ^ keys[1],
                (one & _LOW).astype(np.uint32),
            ]
            keys = [keys[0] + _WEYL[0], keys[1] + _WEYL[1]]
    return np.stack(words, axis=1).reshape(-1)


class Order:
    """From the elements that come to those that go, by their numbers.

    Args:
        buffer_size: How many elements wait.
        seed: The first seed.
        seed2: The second one; with both 0, any order.
        count: How many epochs there are; without end below zero.
    """

    def __init__(self, buffer_size: int, seed: int, seed2: int, count: int) -> None:
        self._size, self._count = buffer_size, count
        if seed == 0 and seed2 == 0:
            seed, seed2 = secrets.randbits(63), secrets.randbits(63)
        self._seeds = seed, seed2
        self._block = 0
        self._drawn: collections.deque[int] = collections.deque()
        self._buffer: dict[int, int] = {}  # place → element
        # of each epoch, from where to where its elements are in the buffer
        self._slices = collections.deque([[0, 0]])
        self._epoch = 0
        self._came = False
        self.ended = count == 0

    def _random(self) -> int:
        if not self._drawn:
            self._drawn.extend(philox(*self._seeds, self._block, _BLOCKS).tolist())
            self._block += _BLOCKS
        return self._drawn.popleft()

    def came(self, element: int) -> list[int]:
        """An element came; give those that go.

        Args:
            element: Its number.
        """
        self._came = True
        last = self._slices[-1]
        self._buffer[last[1] % self._size] = element
        last[1] += 1
        return [self._one()] if len(self._buffer) == self._size else []

    def epoch_ended(self) -> list[int]:
        """An epoch is over; give the elements that go."""
        self._epoch += 1
        end = self._slices[-1][1]
        self._slices.append([end, end])
        over = self._count >= 0 and self._epoch >= self._count
        if not over and (self._came or self._count >= 0):
            return []
        self.ended = True
        return [self._one() for _ in range(len(self._buffer))]

    def _one(self) -> int:
        while self._slices[0][0] == self._slices[0][1]:
            self._slices.popleft()
        first = self._slices[0]
        place = (first[0] + self._random() % (first[1] - first[0])) % self._size
        begin = first[0] % self._size
        chosen = self._buffer[place]
        self._buffer[place] = self._buffer[begin]
        del self._buffer[begin]
        first[0] += 1
        return chosen
