"""The subwords of rnn_11 and rnn_12: sentencepiece's, and a text back exactly."""

import ast
import re
from pathlib import Path

import pytest

from lab12.labs.catalogue import DATA, PACKAGE

NAMES = ("subwords", "encode", "decode")
SCRIPTS = [
    PACKAGE / "legacy" / "rnn_11_sentiment.py",
    PACKAGE / "legacy" / "rnn_12_sentiment_stacked.py",
    PACKAGE / "modern" / "reviews.py",  # of both twins
]
TEXTS = [
    "Hello TensorFlow.",
    "The movie was cool. The animation and the graphics were out of this world.",
    "  two  spaces, and one at the end ",
    "tabs\tand\nnew lines\r\n",
    "영화가 정말 재미있었어요! 다시 보고 싶다.",
    "👍🏽 great 👨‍👩‍👧‍👦 film 🎬",
    "Amélie, naïve — “quoted”… <br /> <0x41> <unk> <pad>",
    "don't can't won't",
    "x",
    "",
]


def coder(script: Path, pieces: list[str]) -> dict:
    """The script's own functions, with this vocabulary."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    tree.body = [n for n in tree.body if getattr(n, "name", None) in NAMES]
    assert len(tree.body) == len(NAMES)
    pieces = [piece.replace("\N{LOWER ONE EIGHTH BLOCK}", " ") for piece in pieces]
    number = {piece: i for i, piece in enumerate(pieces)}
    own = {"re": re, "pieces": pieces, "number": number}
    own |= {"vocab_size": len(pieces), "known": {}}
    exec(compile(tree, str(script), "exec"), own)
    return own


def shipped() -> list[str]:
    return (DATA / "subwords.txt").read_text(encoding="utf-8").split("\n")[:-1]


@pytest.mark.parametrize(
    "script", SCRIPTS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
@pytest.mark.parametrize("text", [*TEXTS, "a block ▁ that stands for a space"])
def test_a_text_comes_back_exactly(script, text):
    own = coder(script, shipped())
    codes = own["encode"](text)
    assert own["decode"](codes) == text
    assert all(1 < code < 8185 for code in codes)


def test_the_vocabulary_has_the_lecture_s_size():
    pieces = shipped()
    assert len(pieces) == len(set(pieces)) == 8185
    assert pieces[:2] == ["<pad>", "<unk>"]
    assert pieces[2:258] == [f"<0x{byte:02X}>" for byte in range(256)]


def test_the_pieces_are_those_that_sentencepiece_finds(tmp_path):
    sentencepiece = pytest.importorskip("sentencepiece")
    reviews = (DATA / "README.md").read_text(encoding="utf-8").split("\n") * 3
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(reviews),
        model_prefix=str(tmp_path / "small"),
        model_type="bpe",
        vocab_size=600,
        pad_id=0,
        unk_id=1,
        bos_id=-1,
        eos_id=-1,
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        minloglevel=2,
    )
    theirs = sentencepiece.SentencePieceProcessor(
        model_file=str(tmp_path / "small.model")
    )
    pieces = [theirs.id_to_piece(i) for i in range(theirs.vocab_size())]
    ours = coder(SCRIPTS[0], pieces)
    sentences = DATA / "LICENSES.txt"
    for text in [*TEXTS, *sentences.read_text(encoding="utf-8").split("\n")]:
        assert ours["encode"](text) == theirs.encode(text), text


def test_the_scripts_split_alike():
    """One encoder, one way to hold reviews out, in the scripts and their twins."""
    held_out = {
        re.search(r"^ *(test = \[.*)$", script.read_text(encoding="utf-8"), re.M)[1]
        for script in SCRIPTS
    }
    assert len(held_out) == 1
    codes = {tuple(coder(s, shipped())["encode"](TEXTS[1])) for s in SCRIPTS}
    assert len(codes) == 1
