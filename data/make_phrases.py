"""Make phrases.tsv.gz again: short English phrases with their French and Korean.

    pip download --no-deps emoji==2.16.0 \\
        jupyterlab-language-pack-fr-FR==4.5.post3 \\
        jupyterlab-language-pack-ko-KR==4.5.post3
    python data/make_phrases.py FOLDER_OF_THE_THREE_WHEELS [OUT.tsv.gz]

Names of emoji and the words of JupyterLab's menus and messages, as people translated
them. Kept are phrases of up to six words without digits, placeholders or markup, that
differ from the English; each English phrase once (the emoji's name, where it has two
translations), in alphabetical order. A column is empty where there is no translation.
"""

import gzip
import hashlib
import json
import os
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator

PACKAGES = {
    "emoji-2.16.0-py3-none-any.whl": (
        "c4230d80640def9071599ff56b1b5950fe13a2a94c0da98c5deab12431b24330"
    ),
    "jupyterlab_language_pack_fr_fr-4.5.post3-py2.py3-none-any.whl": (
        "9f6ce9d4e64b367ff084a2313af29d6ad8a02d1d08000f3e6c53e2856fa9a11f"
    ),
    "jupyterlab_language_pack_ko_kr-4.5.post3-py2.py3-none-any.whl": (
        "a7ca15848e6fc47ecf35e83a791e2ae9dd26bbfdbc8503567593f908f86c51f4"
    ),
}
TEXT = "d0ab5ca9c67a49124f6e95f46f20dd5935b88e41564d736b3e9cbdf1b8782c2a"
LANGUAGES = ("fr", "ko")
WORDS = 6
# letters and spaces, with marks inside or at the end of a sentence
PHRASE = re.compile(r"[^\W\d_][^\W\d_ ,'’!?.-]*(?:[ ,'’!?.-]+[^\W\d_]+)*[.!?]?")


def stop(said: str) -> None:
    print(f"make_phrases.py: {said}", file=sys.stderr)
    sys.exit(2)


def tidy(text: str) -> str:
    """Composed letters, straight apostrophes, single spaces, no dots for a dialog."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("\xa0", " ")
    return " ".join(text.removesuffix("…").removesuffix("...").split())


def emoji_names(wheel: str) -> Iterator[tuple[str, str, str]]:
    """Language, English name, its translation; without the variants of skin."""
    with zipfile.ZipFile(wheel) as package:

        def names(suffix: str) -> dict[str, str]:
            path = f"emoji/unicode_codes/emoji{suffix}.json"
            found: dict[str, str] = json.loads(package.read(path))
            return found

        english = json.loads(package.read("emoji/unicode_codes/emoji.json"))
        for language in LANGUAGES:
            for sign, name in names(f"_{language}").items():
                if english[sign]["status"] == 2 and "skin_tone" not in (
                    phrase := english[sign]["en"]
                ):
                    yield (
                        language,
                        phrase.strip(":").replace("_", " "),
                        name.strip(":").replace("_", " "),
                    )


def messages(wheel: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Language, English message, its translation."""
    with zipfile.ZipFile(wheel) as package:
        for path in sorted(package.namelist()):
            if "/LC_MESSAGES/" in path and path.endswith(".json"):
                for english, translated in json.loads(package.read(path)).items():
                    if english and isinstance(translated, list) and translated[0]:
                        yield language, english.rpartition("\x04")[2], translated[0]


def table(folder: str) -> str:
    """The lines: English, French, Korean, with tabs between."""
    emoji, french, korean = (os.path.join(folder, name) for name in PACKAGES)
    found: dict[str, dict[str, str]] = {}
    for source in (emoji_names(emoji), messages(french, "fr"), messages(korean, "ko")):
        for language, english, translated in source:
            english, translated = tidy(english), tidy(translated)
            fits = all(
                PHRASE.fullmatch(text) and len(text.split()) <= WORDS
                for text in (english, translated)
            )
            if fits and english.lower() != translated.lower():
                row = found.setdefault(english.lower(), {"en": english})
                row.setdefault(language, translated)
    rows = [found[key] for key in sorted(found)]
    return "".join(
        f"{row['en']}\t{row.get('fr', '')}\t{row.get('ko', '')}\n" for row in rows
    )


def main(argv: list[str]) -> int:
    """Write the phrases, compressed; refuse any other packages and any other result."""
    if len(argv) not in (2, 3) or not os.path.isdir(argv[1]):
        stop("expected the folder of " + ", ".join(PACKAGES))
    for name, expected in PACKAGES.items():
        path = os.path.join(argv[1], name)
        if not os.path.isfile(path):
            stop(f"expected {path}, which is not there")
        with open(path, "rb") as stream:
            digest = hashlib.sha256(stream.read()).hexdigest()
        if digest != expected:
            stop(f"{name}: expected sha256 {expected}, received {digest}")
    text = table(argv[1]).encode()
    digest = hashlib.sha256(text).hexdigest()
    if digest != TEXT:
        stop(f"expected a text of sha256 {TEXT}, received {digest}")
    here = os.path.dirname(os.path.abspath(__file__))
    out = argv[2] if len(argv) == 3 else os.path.join(here, "phrases.tsv.gz")
    with open(out + ".part", "wb") as stream:
        stream.write(gzip.compress(text, 9, mtime=0))
    os.replace(out + ".part", out)
    lines = text.count(b"\n")
    print(f"{out}: {lines} phrases, {os.path.getsize(out)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
