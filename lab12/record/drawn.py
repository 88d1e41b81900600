"""Weights that TensorFlow drew from two seeds, kept as the seeds.

`tf.random_uniform` is Philox 4x32-10 (Salmon et al. 2011) in every version of
TensorFlow: the graph's seed is the key, the op's own the upper half of the counter.
Kernels and embeddings are most of a golden, and a line of text brings them back to
the last bit. The module also runs on Python 3.7.
"""

from __future__ import annotations

import numpy as np

OPS = 10**7  # Keras 2 draws an op's seed below this; op counts are far below it


def uniform(seed, op_seed, limit, shape):
    """What `tf.random_uniform(shape, -limit, limit)` draws from these seeds.

    Args:
        seed: The graph's.
        op_seed: The op's own, or the number of ops before it.
        limit: float32.
        shape: Of the result.

    Returns:
        float32 `shape`.
    """
    count = int(np.prod(shape))
    block = np.arange((count + 3) // 4, dtype=np.uint64)
    words = np.stack(_philox(seed, block, np.uint64(op_seed)), -1).reshape(-1)[:count]
    return _between(words, limit).reshape(shape)


def said(value, seed):
    """The line that `again` reads, or None for weights that were not drawn so.

    Args:
        value: float32 weights.
        seed: The graph's.
    """
    if value.dtype != np.float32 or value.size < 8 or value.ndim < 2:
        return None
    start = value.reshape(-1)[:4].astype(np.float64)
    words = _philox(seed, np.uint64(0), np.arange(OPS, dtype=np.uint64))
    unit = [_between(word, np.float32(1)) for word in words]
    near = np.ones(OPS, bool)
    for i in range(1, 4):  # whatever the limit, the proportions are the same
        near &= np.abs(start[i] * unit[0] - start[0] * unit[i]) < 1e-5 * np.abs(
            start[0]
        )
    largest = np.abs(value).max()
    for op_seed in np.flatnonzero(near).tolist():
        limit = np.float32(start[0] / unit[0][op_seed])
        for _ in range(64):  # rounding leaves a few candidates from here up
            limit = np.nextafter(limit, np.float32(0))
        for _ in range(128):
            if limit >= largest and np.array_equal(
                uniform(seed, op_seed, limit, value.shape[-1:]),
                value.reshape(-1, value.shape[-1])[0],
            ):
                sides = ",".join(map(str, value.shape))
                numbers = seed, op_seed, float(limit).hex(), sides
                line = "drawn %d %d %s %s" % numbers
                if np.array_equal(again(line), value):
                    return line
            limit = np.nextafter(limit, np.float32(np.inf))
    return None


def again(line):
    """The weights that `said` wrote a line for: `drawn SEED OP_SEED LIMIT SHAPE`."""
    _, seed, op_seed, limit, sides = line.split()
    shape = tuple(map(int, sides.split(",")))
    return uniform(int(seed), int(op_seed), np.float32(float.fromhex(limit)), shape)


def _between(words, limit):
    """Random words as float32 in [-limit, limit), by the kernel's own arithmetic."""
    bits = (words.astype(np.uint32) & np.uint32(0x7FFFFF)) | np.uint32(0x3F800000)
    unit = bits.view(np.float32) - np.float32(1)
    return unit * (limit - -limit) - limit


def _philox(seed, block, op_seed):
    """The four words of each block, uint64 that hold 32 bits."""
    low, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    block, op_seed = np.broadcast_arrays(block, op_seed)
    a, b, c, d = block & low, block >> shift, op_seed & low, op_seed >> shift
    key0, key1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        one, two = a * np.uint64(0xD2511F53), c * np.uint64(0xCD9E8D57)
        a = (two >> shift) ^ b ^ np.uint64(key0)
        c = (one >> shift) ^ d ^ np.uint64(key1)
        b, d = two & low, one & low
        key0, key1 = (key0 + 0x9E3779B9) & 0xFFFFFFFF, (key1 + 0xBB67AE85) & 0xFFFFFFFF
    return a, b, c, d
