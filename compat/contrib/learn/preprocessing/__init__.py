"""`tf.contrib.learn.preprocessing`."""

from compat.contrib.learn.preprocessing.categories import (
    CategoricalProcessor,
    CategoricalVocabulary,
)
from compat.contrib.learn.preprocessing.text import (
    ByteProcessor,
    VocabularyProcessor,
    tokenizer,
)

__all__ = [
    "ByteProcessor",
    "CategoricalProcessor",
    "CategoricalVocabulary",
    "VocabularyProcessor",
    "tokenizer",
]
