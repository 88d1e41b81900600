"""Categories as ids."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np


class CategoricalVocabulary:
    """Words by id; 0 is the unknown word.

    Args:
        unknown_token: What id 0 is called.
        support_reverse: Whether to keep the words by id, too.

    Source: `tf.contrib.learn.preprocessing.CategoricalVocabulary`.
    """

    def __init__(
        self, unknown_token: str = "<UNK>", support_reverse: bool = True
    ) -> None:
        self._unknown_token = unknown_token
        self._mapping = {unknown_token: 0}
        self._support_reverse = support_reverse
        if support_reverse:
            self._reverse_mapping = [unknown_token]
        self._freq: dict[Any, int] = collections.defaultdict(int)
        self._freeze = False

    def __len__(self) -> int:
        return len(self._mapping)

    def freeze(self, freeze: bool = True) -> None:
        """Stop taking in new words, or begin again."""
        self._freeze = freeze

    def get(self, category: Any) -> int:
        """A word's id; a new word gets the next one, unless frozen."""
        if category not in self._mapping:
            if self._freeze:
                return 0
            self._mapping[category] = len(self._mapping)
            if self._support_reverse:
                self._reverse_mapping.append(category)
        return self._mapping[category]

    def add(self, category: Any, count: int = 1) -> None:
        """Count a word."""
        if self.get(category) <= 0:
            return
        self._freq[category] += count

    def trim(self, min_frequency: int, max_frequency: int = -1) -> None:
        """Keep words that came more often than `min_frequency`, most often first.

        Args:
            min_frequency: Words that came so often or less are dropped.
            max_frequency: Words that came so often or more are dropped; -1 for none.
        """
        by_word = sorted(
            self._freq.items(), key=lambda pair: (_is_str(pair[0]), pair[0])
        )
        ordered = sorted(by_word, key=lambda pair: pair[1], reverse=True)
        self._mapping = {self._unknown_token: 0}
        if self._support_reverse:
            self._reverse_mapping = [self._unknown_token]
        number = 1
        for category, count in ordered:
            if 0 < max_frequency <= count:
                continue
            if count <= min_frequency:
                break
            self._mapping[category] = number
            number += 1
            if self._support_reverse:
                self._reverse_mapping.append(category)
        self._freq = dict(ordered[: number - 1])

    def reverse(self, class_id: int) -> Any:
        """The word of an id.

        Raises:
            ValueError: Where words by id are not kept.
        """
        if not self._support_reverse:
            raise ValueError("expected support_reverse=True, received False")
        return self._reverse_mapping[class_id]


def _is_str(value: Any) -> bool:
    return isinstance(value, str)


class CategoricalProcessor:
    """Columns of categories as columns of ids.

    Args:
        min_frequency: A category that comes so often or less is unknown.
        share: Whether all columns share one vocabulary.
        vocabularies: List of vocabularies, one a column; or `None`.

    Source: `tf.contrib.learn.preprocessing.CategoricalProcessor`.
    """

    def __init__(
        self, min_frequency: int = 0, share: bool = False, vocabularies: Any = None
    ) -> None:
        self.min_frequency = min_frequency
        self.share = share
        self.vocabularies_ = vocabularies

    def freeze(self, freeze: bool = True) -> None:
        """Stop taking in new categories, or begin again."""
        for vocabulary in self.vocabularies_ or []:
            vocabulary.freeze(freeze)

    def fit(self, x: Iterable[Any], unused_y: Any = None) -> CategoricalProcessor:
        """Learn the categories of rows."""
        for row in x:
            if self.vocabularies_ is None:
                if self.share:
                    self.vocabularies_ = [CategoricalVocabulary()] * len(row)
                else:
                    self.vocabularies_ = [CategoricalVocabulary() for _ in row]
            for vocabulary, value in zip(self.vocabularies_, row, strict=False):
                if not _is_missing(value):
                    vocabulary.add(value)
        if self.min_frequency > 0:
            for vocabulary in self.vocabularies_ or []:
                vocabulary.trim(self.min_frequency)
        self.freeze()
        return self

    def fit_transform(self, x: Any, unused_y: Any = None) -> Iterator[Any]:
        """Learn, and give the ids."""
        self.fit(x)
        return self.transform(x)

    def transform(self, x: Iterable[Any]) -> Iterator[Any]:
        """The ids of rows; 0 for what is missing."""
        self.freeze()
        for row in x:
            ids = np.zeros(len(row), dtype=np.int64)
            for place, value in enumerate(row):
                if not _is_missing(value):
                    ids[place] = self.vocabularies_[place].get(value)
            yield ids


def _is_missing(value: Any) -> bool:
    return isinstance(value, float) and value != value
