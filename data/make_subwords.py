"""Make subwords.txt again: the 8185 pieces that sentencepiece learns from reviews.

    pip install sentencepiece
    lab12 data get reviews
    python data/make_subwords.py $(lab12 data path reviews) [OUT.txt]

Byte-pair encoding, learned from the training part of the reviews (every review whose
CRC-32 is not divisible by five; rnn_11 and rnn_12 split alike). Piece 0 stands for
padding, 1 for the unknown (never used), the next 256 for single bytes: any text can be
written in pieces, and the pieces give it back.
"""

import csv
import hashlib
import os
import sys
import tempfile
import zlib

REVIEWS = "d4acac55fe7f38d09d551abf248647e257ec1ee13f5bb9ce524c2fb0b613675d"
TEXT = "47de15752bae24b790052853796866ac45f441b37b8770299f4a3183960ab0fc"
SIZE = 8185


def stop(said: str) -> None:
    print(f"make_subwords.py: {said}", file=sys.stderr)
    sys.exit(2)


def training_texts(path: str) -> list[str]:
    """The reviews for training, each once."""
    csv.field_size_limit(10**9)
    with open(path, encoding="utf-8", newline="") as stream:
        texts = [row["text"].replace("<br />", " ") for row in csv.DictReader(stream)]
    return [
        text for text in dict.fromkeys(texts) if zlib.crc32(text.encode("utf-8")) % 5
    ]


def learn(texts: list[str]) -> str:
    """The pieces, a line each, in the order of their numbers."""
    try:
        import sentencepiece
    except ImportError:
        stop("expected sentencepiece: pip install 'lab12[subwords]'")
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "subwords")
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_prefix=prefix,
            model_type="bpe",
            vocab_size=SIZE,
            pad_id=0,
            unk_id=1,
            bos_id=-1,
            eos_id=-1,
            byte_fallback=True,
            # the text as it is: no letter changed, no space added or taken away
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            add_dummy_prefix=False,
            max_sentence_length=20000,
            minloglevel=2,
        )
        with open(prefix + ".vocab", encoding="utf-8", newline="") as stream:
            lines = stream.read().split("\n")
    pieces = [line.rpartition("\t")[0] for line in lines if line]
    if len(pieces) != SIZE:
        stop(f"expected {SIZE} pieces, received {len(pieces)}")
    return "\n".join(pieces) + "\n"


def main(argv: list[str]) -> int:
    """Write the pieces; refuse any other reviews and any other result."""
    if len(argv) not in (2, 3) or not os.path.isfile(argv[1]):
        stop("expected the path of the reviews: lab12 data path reviews")
    with open(argv[1], "rb") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    if digest != REVIEWS:
        stop(f"expected reviews of sha256 {REVIEWS}, received {digest}")
    text = learn(training_texts(argv[1])).encode()
    digest = hashlib.sha256(text).hexdigest()
    if digest != TEXT:
        stop(
            f"expected pieces of sha256 {TEXT}, received {digest}: another release of "
            "sentencepiece than 0.2.3?"
        )
    here = os.path.dirname(os.path.abspath(__file__))
    out = argv[2] if len(argv) == 3 else os.path.join(here, "subwords.txt")
    with open(out + ".part", "wb") as stream:
        stream.write(text)
    os.replace(out + ".part", out)
    print(f"{out}: {SIZE} pieces, {os.path.getsize(out)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
