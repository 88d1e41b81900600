"""What a data set is made of: files, how they are read, how they are decoded."""

from __future__ import annotations

from typing import Any


class Dataset:
    """The description of a data set.

    Args:
        data_sources: Its files, as a path, a pattern, or a list of them.
        reader: A class of `tf.ReaderBase`'s kind.
        decoder: A `DataDecoder`.
        num_samples: How many samples there are.
        items_to_descriptions: What each item means.
        **kwargs: Further attributes.

    Source: `tf.contrib.slim.dataset.Dataset`.
    """

    def __init__(
        self,
        data_sources: Any,
        reader: Any,
        decoder: Any,
        num_samples: int,
        items_to_descriptions: dict[str, str],
        **kwargs: Any,
    ) -> None:
        kwargs["data_sources"] = data_sources
        kwargs["reader"] = reader
        kwargs["decoder"] = decoder
        kwargs["num_samples"] = num_samples
        kwargs["items_to_descriptions"] = items_to_descriptions
        self.__dict__.update(kwargs)
