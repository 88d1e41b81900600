"""`lab12 report`: one HTML file that needs nothing beside it."""

import base64
import json
import re
from html.parser import HTMLParser

import pytest

from lab12 import cli

PNG = b"\x89PNG\r\n\x1a\n and so on"


def finding(name, ok, value, said):
    return {"name": name, "ok": ok, "value": value, "said": said}


@pytest.fixture
def compared(tmp_path):
    meta = {
        "script": "rnn_02_hello_rnn.py",
        "script_sha256": "0123456789abcdef",
        "argv": ["<text>"],
        "seed": 777,
        "seconds_total": 3.25,
        "tensorflow": "2.21.0",
        "keras": "3.15.1",
        "numpy": "2.4.6",
        "python": "3.11.7",
        "platform": "Linux",
    }
    found = [
        finding("names", True, None, "2 variables"),
        finding("training", False, 0.00321, "step 17: loss 0.5 & 0.6"),
        finding("seed", None, None, "other signs"),
    ]
    run = {"meta": meta, "steps": 2000, "findings": found}
    data = {
        "reference": "golden",
        "ok": False,
        "reasons": ["rnn_02_hello_rnn compat: training: step 17"],
        "labs": {"rnn_02_hello_rnn": {"compat": run}},
    }
    (tmp_path / "comparison.json").write_text(json.dumps(data))
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "rnn_02_hello_rnn.loss.png").write_bytes(PNG)
    return tmp_path


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.links += [v for k, v in attrs if k in {"src", "href"}]
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_it_holds_all_and_needs_nothing(compared, capsys):
    out = compared / "report.html"
    assert cli.main(["report", "--compared", str(compared), "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    reader = Reader(text)
    assert reader.open == []
    contents, picture = reader.links
    name = contents.removeprefix("#")
    assert f'<h2 id="{name}">' in text
    coded = picture.removeprefix("data:image/png;base64,")
    assert base64.b64decode(coded) == PNG
    assert "<text>" in reader.text and "<text>" not in text
    for said in ("step 17: loss 0.5 & 0.6", "0.0032", "2.21.0", "seed 777", "3.2 s"):
        assert said in reader.text
    words = re.findall(r">(holds|does not hold|not promised)<", text)
    assert words == ["does not hold", "holds", "does not hold", "not promised"]
    assert "prefers-color-scheme: dark" in text and 'lang="en"' in text
    assert "lab12 compare rnn_02_hello_rnn" in reader.text
    assert capsys.readouterr().out == f"wrote {out}\n"


@pytest.mark.parametrize(
    "written, said",
    [
        (None, "run lab12 compare"),
        ("{", "as lab12 compare writes it"),
        ("[]", "as lab"),
    ],
)
def test_what_is_no_comparison_is_said_and_nothing_lost(
    tmp_path, capsys, written, said
):
    if written is not None:
        (tmp_path / "comparison.json").write_text(written)
    out = tmp_path / "report.html"
    out.write_text("the last one")
    assert cli.main(["report", "--compared", str(tmp_path), "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("lab12: expected") and error.count("\n") == 1
    assert said in error
    assert out.read_text() == "the last one"
    assert [p.name for p in tmp_path.glob("part-*")] == []
