"""What a dataset was made of."""

from __future__ import annotations

from typing import Any


def shuffled_parts(dataset: Any) -> tuple[Any, Any, Any, Any] | None:
    """Of a dataset that was shuffled anew in each epoch: its input, buffer and seeds.

    Private names: ``DatasetV1Adapter._dataset``, ``shuffle_op._ShuffleDataset`` and its
    ``_input_dataset``, ``_buffer_size``, ``_seed``, ``_seed2`` and
    ``_reshuffle_each_iteration``; seen in 2.16 to 2.21. Without them what is shuffled
    and repeated has another order than in 1.15.

    Returns:
        `None` for every other dataset.
    """
    try:
        from tensorflow.python.data.ops import shuffle_op

        inner = getattr(dataset, "_dataset", dataset)
        if not isinstance(inner, shuffle_op._ShuffleDataset):
            return None
        if inner._reshuffle_each_iteration is False:
            return None
        return inner._input_dataset, inner._buffer_size, inner._seed, inner._seed2
    except (ImportError, AttributeError):
        return None
