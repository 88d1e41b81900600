"""Korean particles after a value: which of two it is, by how the value ends when read.

A translation has both, `{}을(를)`; once the value is there, one is chosen. Hangul says
it by the last syllable's final consonant. Latin words are read as Korean readers of
code read them: a word without vowels, or in capitals, letter by letter; of the others
the endings that are always read alike. What could be read either way keeps both.
"""

from __future__ import annotations

import re

# both particles as translations write them: after a final consonant, and without
_PAIRS = {
    "은(는)": ("은", "는"),
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)나": ("이나", "나"),
}
_BOTH = re.compile("|".join(map(re.escape, _PAIRS)))

# how a value ends, but for what is not read: quotes, parentheses, asterisks
_END = re.compile(r"([가-힣]|[0-9]|[A-Za-z]+)[^가-힣0-9A-Za-z]*\Z")

# final consonants: none, that of ㄹ, or another
_NONE, _L, _ANOTHER = range(3)

# 영 일 이 삼 사 오 육 칠 팔 구
_DIGITS = (_ANOTHER, _L, _NONE, _ANOTHER, _NONE, _NONE, _ANOTHER, _L, _L, _NONE)

# 엘 엠 엔 알; the other letters' names end in a vowel
_LETTERS = {"l": _L, "m": _ANOTHER, "n": _ANOTHER, "r": _L}

# of words with a vowel: the longest that fits
_ENDINGS = {
    "ng": _ANOTHER,  # 링
    "n": _ANOTHER,  # 스캔
    "m": _ANOTHER,  # 스트림
    "l": _L,  # 셀
    "le": _L,  # 파일
    "me": _ANOTHER,  # 네임
    "ne": _ANOTHER,  # 라인
    **dict.fromkeys(("a", "i", "o", "u", "y", "r", "s", "x", "z", "v", "f"), _NONE),
    **dict.fromkeys(("se", "ce", "ze", "re", "ve", "ee", "ue", "ge"), _NONE),
    **dict.fromkeys(("d", "de", "te", "she", "che", "sh", "ch", "ey", "w"), _NONE),
}


def chosen(text: str) -> str:
    """A text with one particle of each two, where that can be told.

    Args:
        text: A Korean sentence, its values in it.
    """
    if not _BOTH.search(text):
        return text
    parts: list[str] = []
    start = 0
    for both in _BOTH.finditer(text):
        before = text[start : both.start()]
        start = both.end()
        final = _final("".join(parts) + before)
        if final is None:
            parts += [before, both[0]]
            continue
        with_one, without = _PAIRS[both[0]]
        after_l = both[0] == "(으)로" and final == _L
        parts += [before, without if final == _NONE or after_l else with_one]
    return "".join([*parts, text[start:]])


def _final(text: str) -> int | None:
    """What the last syllable of a text ends in; `None` where it cannot be told."""
    found = _END.search(text[-80:])
    if found is None:
        return None
    word = found[1]
    if "가" <= word <= "힣":
        consonant = (ord(word) - ord("가")) % 28
        return _L if consonant == 8 else _ANOTHER if consonant else _NONE
    if word.isdigit():
        return _DIGITS[int(word)]
    if word.isupper() or not re.search("[aeiouy]", word.lower()):
        return _LETTERS.get(word[-1].lower(), _NONE)
    word = re.split("(?<=[a-z])(?=[A-Z])", word)[-1]  # the last of BasicLSTMCell
    if word.isupper():
        return _LETTERS.get(word[-1].lower(), _NONE)
    for size in (3, 2, 1):
        if (final := _ENDINGS.get(word[-size:].lower())) is not None:
            return final
    return None
