"""Cases for tf.contrib.learn: modes, words as ids."""

import os
import tempfile

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)

TEXTS = [
    "This is a cat",
    "This must be boy",
    "This is a a dog, isn't it? HTTPServer and LikeThis",
    "",
    "Ünïcode wörds 12 x-ray THE",
]


def ids(rows):
    return [np.asarray(row).tolist() for row in rows]


@case
def modes(tf):
    keys = tf.contrib.learn.ModeKeys
    return {
        "names": [keys.TRAIN, keys.EVAL, keys.INFER],
        "valid": keys.validate(keys.TRAIN),
        "other": error(lambda: keys.validate("other")),
        "capitals": error(lambda: keys.validate("TRAIN")),
    }


@case
def tokenizer(tf):
    return {"words": list(tf.contrib.learn.preprocessing.tokenizer(TEXTS))}


@case
def vocabulary_processor(tf):
    make = tf.contrib.learn.preprocessing.VocabularyProcessor
    processor = make(max_document_length=4)
    first = ids(processor.fit_transform(iter(TEXTS[:2] + TEXTS)))
    later = np.array(list(processor.transform(["a new dog is this", "cat"])))
    return {
        "first": first,
        "later": later.tolist(),
        "dtype": later.dtype.name,
        "length": len(processor.vocabulary_),
        "reverse": list(processor.reverse(later)),
        "length given": processor.max_document_length,
    }


@case
def vocabulary_processor_trimmed(tf):
    make = tf.contrib.learn.preprocessing.VocabularyProcessor
    processor = make(6, min_frequency=1)
    return {
        "ids": ids(processor.fit_transform(TEXTS)),
        "length": len(processor.vocabulary_),
        "words": list(processor.reverse([[0, 1, 2]])),
    }


@case
def vocabulary_processor_with_own_parts(tf):
    P = tf.contrib.learn.preprocessing
    words = P.CategoricalVocabulary("?")
    for word in ["b", "a"]:
        words.add(word)
    processor = P.VocabularyProcessor(
        3, vocabulary=words, tokenizer_fn=lambda texts: (list(t) for t in texts)
    )
    before = ids(processor.transform(["abcd"]))
    frozen = ids(processor.fit(["cab"]).transform(["abcd", "d"]))
    return {
        "before": before,
        "frozen": frozen,
        "words": list(processor.reverse(frozen)),
    }


@case
def vocabulary_processor_on_disk(tf):
    make = tf.contrib.learn.preprocessing.VocabularyProcessor
    processor = make(4)
    processor.fit(TEXTS)
    path = os.path.join(tempfile.mkdtemp(), "vocabulary")
    processor.save(path)
    again = make.restore(path)
    return {"ids": ids(again.transform(TEXTS)), "type": type(again).__name__}


@case
def byte_processor(tf):
    processor = tf.contrib.learn.preprocessing.ByteProcessor(6)
    seen = list(processor.fit_transform(["abc", "longer than six", "\u00fc"]))
    return {
        "ids": ids(seen),
        "dtype": seen[0].dtype.name,
        "reverse": list(processor.reverse(seen)),
    }


@case
def categorical_vocabulary(tf):
    words = tf.contrib.learn.preprocessing.CategoricalVocabulary()
    for count, word in enumerate(["a", "b", "c", "b", "d", "d", "d"]):
        words.add(word, count)
    numbers = [words.get(w) for w in "abcde"]
    words.trim(3, 10)
    trimmed = [words.get(w) for w in "abcde"]
    words.freeze()
    return {
        "numbers": numbers,
        "trimmed": trimmed,
        "unknown": words.get("zz"),
        "reverse": [words.reverse(i) for i in range(len(words))],
        "not kept": error(
            lambda: tf.contrib.learn.preprocessing.CategoricalVocabulary(
                support_reverse=False
            ).reverse(0)
        ),
    }


@case
def categorical_processor(tf):
    P = tf.contrib.learn.preprocessing
    rows = [["0", "a"], ["1", "b"], ["1", "a"], ["", float("nan")]]
    each = P.CategoricalProcessor(min_frequency=1)
    shared = P.CategoricalProcessor(share=True)
    return {
        "each": ids(each.fit_transform(rows)),
        "shared": ids(shared.fit_transform(rows)),
        "new": ids(shared.transform([["b", "z"]])),
    }
