"""keras.datasets: the files of `~/.keras/datasets`, and one line where they are not."""

from __future__ import annotations

from typing import Any

import keras

from compat.errors import UsageError

_LOADERS = ("load_data", "get_word_index")


def of(dataset: str, name: str) -> Any:
    """A loader of a data set, or `None`.

    Args:
        dataset: For example `imdb`.
        name: `load_data` or `get_word_index`.
    """
    if name not in _LOADERS:
        return None
    load: Any = getattr(getattr(keras.datasets, dataset), name, None)

    def loader(*args: Any, **kwargs: Any) -> Any:
        if "nb_words" in kwargs:  # Keras 1
            kwargs["num_words"] = kwargs.pop("nb_words")
        try:
            return load(*args, **kwargs)
        except Exception as error:
            if "URL fetch failure" not in str(error):
                raise
            raise UsageError(
                f"keras.datasets.{dataset}.{name}: expected its file below "
                "~/.keras/datasets, or a network to fetch it from: put the file there, "
                "or give its path (path='…')"
            ) from None

    return loader if load else None
