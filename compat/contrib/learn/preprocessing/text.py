"""Texts as ids of words or bytes."""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from compat.contrib.learn.preprocessing.categories import CategoricalVocabulary

_WORDS = re.compile(
    r"""
    [A-Z][A-Z]+ (?![a-z])      # capitals, if no small letter follows
    | [A-Z][a-z]+ (?=[A-Z])    # the first part of a word LikeThis
    | [\w'-]+                  # any other word
    """,
    re.VERBOSE,
)


def tokenizer(iterator: Iterable[str]) -> Iterator[list[str]]:
    """The words of each text.

    Source: `tf.contrib.learn.preprocessing.tokenizer`.
    """
    for text in iterator:
        yield _WORDS.findall(text)


class _ByteProcessor:
    """Texts as ids of bytes."""

    def __init__(self, max_document_length: int) -> None:
        self.max_document_length = max_document_length

    def fit(self, x: Any) -> _ByteProcessor:
        """Nothing to learn."""
        return self

    def fit_transform(self, x: Any) -> Iterator[Any]:
        """The ids."""
        return self.transform(x)

    def transform(self, x: Iterable[Any]) -> Iterator[Any]:
        """The ids of texts or bytes."""
        for document in x:
            raw = document.encode("utf-8") if isinstance(document, str) else document
            ids = np.frombuffer(raw, np.uint8)[: self.max_document_length]
            rest = self.max_document_length - len(ids)
            yield np.pad(ids, (0, rest), "constant")

    @staticmethod
    def reverse(x: Iterable[Any]) -> Iterator[str]:
        """The texts of ids."""
        for data in x:
            raw = np.trim_zeros(data.astype(np.int8), trim="b").tobytes()
            yield raw.decode("utf-8", errors="replace")


class _Unpickler(pickle.Unpickler):
    """Reads what 1.15 wrote, too: its modules are these."""

    def find_class(self, module: str, name: str) -> Any:
        if ".contrib.learn." in module and module.startswith("tensorflow"):
            from compat.contrib.learn import preprocessing

            return getattr(preprocessing, name)
        return super().find_class(module, name)


def ByteProcessor(max_document_length: int) -> _ByteProcessor:
    """Texts as ids of bytes; in 1.15 too, a function that makes the object.

    Args:
        max_document_length: Number of ids a text; longer ones are cut, shorter ones
            filled up with zeros.

    Source: `tf.contrib.learn.preprocessing.ByteProcessor`.
    """
    return _ByteProcessor(max_document_length)


class VocabularyProcessor:
    """Texts as ids of words.

    Args:
        max_document_length: Number of ids a text; longer ones are cut, shorter ones
            filled up with zeros.
        min_frequency: A word that comes so often or less is unknown.
        vocabulary: A `CategoricalVocabulary`, or `None` for a new one.
        tokenizer_fn: From texts to lists of words; by default `tokenizer`.

    Source: `tf.contrib.learn.preprocessing.VocabularyProcessor`.
    """

    def __init__(
        self,
        max_document_length: int,
        min_frequency: int = 0,
        vocabulary: Any = None,
        tokenizer_fn: Any = None,
    ) -> None:
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents: Iterable[str], unused_y: Any = None) -> Any:
        """Learn the words of texts."""
        for tokens in self._tokenizer(raw_documents):
            for token in tokens:
                self.vocabulary_.add(token)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents: Any, unused_y: Any = None) -> Iterator[Any]:
        """Learn, and give the ids."""
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents: Iterable[str]) -> Iterator[Any]:
        """The ids of texts, an int64 array each; 0 for words not known."""
        for tokens in self._tokenizer(raw_documents):
            ids = np.zeros(self.max_document_length, np.int64)
            for place, token in enumerate(tokens):
                if place >= self.max_document_length:
                    break
                ids[place] = self.vocabulary_.get(token)
            yield ids

    def reverse(self, documents: Iterable[Iterable[int]]) -> Iterator[str]:
        """The texts of ids, their words joined by spaces."""
        for ids in documents:
            yield " ".join(self.vocabulary_.reverse(number) for number in ids)

    def save(self, filename: str) -> None:
        """Write the processor to a file (pickled)."""
        with tf.io.gfile.GFile(filename, "wb") as stream:
            stream.write(pickle.dumps(self))

    @classmethod
    def restore(cls, filename: str) -> Any:
        """The processor that `save` wrote."""
        with tf.io.gfile.GFile(filename, "rb") as stream:
            return _Unpickler(io.BytesIO(stream.read())).load()
