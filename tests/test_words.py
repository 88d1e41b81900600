"""What the commands say is there in Korean too, and English stays as it is."""

from __future__ import annotations

import argparse
import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from compat import cli, particles, words
from compat.survey import page
from lab12 import arguments
from lab12.show import table

ROOT = Path(__file__).resolve().parent.parent
MADE = runpy.run_path(str(ROOT / "docs" / "make_catalogue.py"))
TEXTS = MADE["parsed"](MADE["CATALOGUE"].read_text(encoding="utf-8"))
KOREAN = words.Catalogue(TEXTS)


def test_every_message_has_its_korean():
    missing = {k: at for k, at in MADE["messages"]().items() if k not in TEXTS}
    # a reason in surface.csv, and a hint, stay English until somebody translates them
    reasons = [key for key, at in missing.items() if at in ("notes", "hints")]
    wanted = set(missing) - set(reasons)
    assert not wanted, "add it to lab12.po and run python docs/make_catalogue.py"
    assert len(reasons) < 30, reasons
    assert len(MADE["messages"]()) > 250
    for key, text in TEXTS.items():
        if key and re.sub(r"`{}`|[^A-Za-z]", "", text):  # more than names and codes
            assert re.search("[가-힣]", text) or len(text) < 14, key


def test_the_catalogue_that_is_shipped_is_made_from_its_source():
    mo = MADE["CATALOGUE"].with_suffix(".mo")
    assert mo.read_bytes() == MADE["compiled"](TEXTS), "python docs/make_catalogue.py"
    assert words.read(str(mo)) == TEXTS


def test_a_translation_has_the_values_of_its_message():
    for key, text in TEXTS.items():
        values = re.findall(r"\{\d*\}", text)
        numbered = sorted(int(v[1:-1]) for v in values if v != "{}")
        assert not numbered or numbered == list(range(len(values))), key
        assert key.count("{}") == len(values), key
        assert set(re.findall(r"%\(?\w+\)?\w?", key)) == set(
            re.findall(r"%\(?\w+\)?\w?", text)
        ), key


SAID = {
    "compat: expected the path of a Python script, received 'a.py': no such file": (
        "compat: Python 스크립트의 경로가 필요합니다. 받은 것: 'a.py': "
        "그런 파일이 없습니다"
    ),
    "compat: a b.py:12: tf.nope was never in TensorFlow 1.15; did you mean tf.a or "
    "tf.b?": (
        "compat: a b.py:12: tf.nope은(는) TensorFlow 1.15에 있었던 적이 없습니다. "
        "혹시 tf.a나 tf.b입니까?"
    ),
    "2 files, 1 use of 1 name: 1 refused (1 of the refused caught by the code "
    "itself)": (
        "파일 2개, 쓰임 1곳, 이름 1개: 지원하지 않음 1 "
        "(그 가운데 1은 코드가 스스로 처리함)"
    ),
    "compat: stopped after 3 of 9 scripts; the same command goes on": (
        "compat: 스크립트 9개 가운데 3개에서 멈췄습니다. 같은 명령으로 이어서 합니다"
    ),
    # code in a hint is as it was, and no joint
    "lab.py:3: tf.nn.x: exact. Keras 3: `f(a, options); b`": (
        "lab.py:3: tf.nn.x: exact. Keras 3: `f(a, options); b`"
    ),
    "layer  Keras 3\n4 variables mapped, 0 not; layers: 2 proved; largest max|Δ| 1e-8; "
    "wrote w.npz": (
        "layer  Keras 3\n변수 4개를 옮기고 0개는 옮기지 않음; 층: 검증됨 2; 가장 큰 "
        "max|Δ| 1e-8; 쓴 파일: w.npz"
    ),
    "a subclass of `keras.Layer`": "`keras.Layer`의 하위 클래스",
    "the argument `loss` of `model.compile(optimizer, loss)`": (
        "`model.compile(optimizer, loss)`의 인자 `loss`"
    ),
    "compat: a.py:1: SyntaxError: expected UTF-8 text, received UTF-16: save it as "
    "UTF-8": (
        "compat: a.py:1: SyntaxError: UTF-8 텍스트가 필요한데 UTF-16 텍스트를 "
        "받았습니다: UTF-8로 저장하세요"
    ),
    "compat: a.py:3: IndentationError: expected an indented block after 'if' statement "
    "on line 2: print(x)": (
        "compat: a.py:3: IndentationError: 2행의 'if' statement 다음에는 들여쓴 줄이 "
        "필요합니다: print(x)"
    ),
    "1 file, 0 uses of 0 names; 1 not read": (
        "파일 1개, 쓰임 0곳, 이름 0개; 1개는 읽지 못함"
    ),
    # what a user calls a file, and what is nobody's message, stays
    "compat: names: no such file or folder": (
        "compat: names: 그런 파일이나 폴더가 없습니다"
    ),
    "Traceback (most recent call last):": "Traceback (most recent call last):",
    "": "",
}


@pytest.mark.parametrize("text", SAID)
def test_a_message_is_found_by_what_it_was_made_from(text):
    assert KOREAN.said(text) == SAID[text]


PARTICLES = """
tf.nn.rnn_cell을 tf.contrib.rnn이 LSTM은 Dense가 TensorFlow가 JAX는 a.py를 word.txt는
`keras.ops.scan`으로 `x`로 `call()`로 `clear_session()`이 BasicLSTMCell을 GRUCell로
`name`으로 `variable`로 layers.Layer와 3이나 2나 '사전'이 사과를 물로 밥으로 rnn_06이
tf.nope을(를) `float`은(는) output(으)로 …을(를)
""".split()


@pytest.mark.parametrize("text", PARTICLES)
def test_a_particle_fits_what_is_before_it(text):
    """One of two where a reader would say that one; both where it could be either."""
    pairs = {"을": "을(를)", "를": "을(를)", "은": "은(는)", "는": "은(는)"}
    pairs |= {"이": "이(가)", "가": "이(가)", "와": "와(과)", "과": "와(과)"}
    pairs |= {"이나": "(이)나", "나": "(이)나", "으로": "(으)로", "로": "(으)로"}
    if text.endswith(("을(를)", "은(는)", "(으)로")):
        assert particles.chosen(text) == text
        return
    after = max((one for one in pairs if text.endswith(one)), key=len)
    open_ = text.removesuffix(after) + pairs[after]
    assert particles.chosen(open_) == text
    assert particles.chosen(f"{open_} {open_}") == f"{text} {text}"


def test_tables_line_up_by_what_a_terminal_shows(monkeypatch):
    monkeypatch.setattr(words, "_catalogue", lambda: KOREAN)
    lines = table.columns([("lab", "result"), ("rnn", "yes"), ("x", "NO")]).split("\n")
    assert lines == ["실습  결과", "rnn   예", "x     아니요"]


def run(*line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *line],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PYTHONUTF8": "1", **environment},
    )


@pytest.mark.parametrize(
    "environment, korean",
    [
        ({}, False),
        ({"LC_ALL": "ko_KR.UTF-8"}, True),
        ({"LANG": "ko_KR.UTF-8"}, True),
        ({"LANGUAGE": "ko:en", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, False),
        ({"LANG": "ja_JP.UTF-8"}, False),
        # it could not be shown
        ({"LANG": "ko_KR", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, False),
    ],
)
def test_the_locale_decides(environment, korean):
    for line, words_there in (
        (("compat", "run", "missing.py"), "그런 파일이 없습니다"),
        (("compat", "--help"), "사용법: compat"),
        (("lab12", "run"), "다음 인자가 필요합니다: LAB"),
    ):
        done = run(*line, **environment)
        assert (words_there in done.stdout + done.stderr) is korean, done


def test_what_programs_read_stays_english(tmp_path):
    (tmp_path / "a.py").write_text("import tensorflow as tf\ntf.contrib.nope.x\n")
    done = run("compat", "check", "--json", str(tmp_path / "a.py"), LANG="ko_KR.UTF-8")
    [finding] = json.loads(done.stdout)["findings"]
    assert finding["state"] == "refused" and finding["note"].startswith("never in")


def parsers(one: argparse.ArgumentParser):
    yield one
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def test_every_option_of_every_command_has_a_help_text():
    commands = dict.fromkeys(
        ["list", "run", "compare", "record", "why", "report", "table", "data", "bench"]
        + ["completion"]
    )
    for whole in (cli._parser(), arguments.parser(commands)):
        for one in parsers(whole):
            for action in one._actions:
                assert action.help or action.dest == "command", (one.prog, action)


def test_a_surveys_page_is_in_the_readers_language(monkeypatch):
    result = {"name": "a.py", "state": "fails", "fails": True, "seconds": 1.0}
    result |= {"kind": "ValueError", "said": "x", "numbers": None}
    found = {"modules": 0, "unread": ["b.py:1: not Python: invalid syntax"]}
    found |= {"reference": "", "tolerance": 1e-3}
    english = page.page([result], found)
    assert '<html lang="en">' in english and not re.search("[가-힣]", english)
    monkeypatch.setattr(words, "_catalogue", lambda: KOREAN)
    korean = re.sub(r"<style>.*?</style>", "", page.page([result], found), flags=re.S)
    assert '<html lang="ko">' in korean
    shown = re.sub(r"<[^>]*>", " ", korean).replace("TensorFlow", "")
    left = {"a", "b", "py", "x", "ValueError", "compat", "Python"}
    assert set(re.findall("[A-Za-z]+", shown)) <= left, shown
