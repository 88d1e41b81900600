"""Python 2 scripts run as they are: translated in memory, line by line."""

import traceback

import pytest

from compat.run import loading, python2
from compat.script import language

pytest.importorskip("fissix", reason="the translator is the extra py2")

TRANSLATED = [
    ("print 'a', 1", "a 1\n"),
    ("print 'a',\nprint 'b'", "a b\n"),
    ("print 3 / 2, -3 / 2, 3 / 2.0", "1 -2 1.5\n"),
    ("x = 7\nx /= 2\nprint x", "3\n"),
    ("from __future__ import division\nprint 3 / 2", "1.5\n"),
    ("import numpy as np\nprint np.array([3, 4]) / 2", "[1 2]\n"),
    ("import numpy as np\nprint np.array([3.0, 4.0]) / 2", "[1.5 2. ]\n"),
    ("print `1`, 0777, 10L, 0xFFL", "1 511 10 255\n"),
    ("try:\n    raise ValueError, 'no'\nexcept ValueError, e:\n    print e", "no\n"),
    ("exec 'y = 5'\nprint y", "5\n"),
    ("print {1: 2}.has_key(1), 1 <> 2", "True True\n"),
    ("print {1: 2}.keys()[0], {1: 2}.items()", "1 [(1, 2)]\n"),
    ("print map(abs, [-1]), filter(None, [0, 1]), zip([1], [2])", "[1] [1] [(1, 2)]\n"),
    ("print reduce(lambda a, b: a + b, xrange(4)), long(2), unichr(65)", "6 2 A\n"),
    ("print sorted([1, 3, 2], cmp=lambda a, b: cmp(b, a))", "[3, 2, 1]\n"),
    ("import cPickle as p, StringIO\nprint p.loads(p.dumps(1))", "1\n"),
    ("def f((a, b), c):\n    return a + b + c\nprint f((1, 2), 3)", "6\n"),
    ("if True:\n        a = 1\n\tprint a", "1\n"),
]


@pytest.mark.parametrize(("source", "printed"), TRANSLATED)
def test_translated(source, printed, capsys):
    exec(loading.compiled(source.encode(), "lab.py"), {"__name__": "__main__"})
    out, err = capsys.readouterr()
    assert out == printed
    assert err == (
        "compat: lab.py is Python 2: translated in memory, the file is unchanged\n"
    )


def test_python_2_that_python_3_parses_too_needs_to_be_told(capsys):
    for py2, printed in ((False, "1.5\n"), (True, "1\n")):
        exec(loading.compiled(b"print(3 / 2)", "lab.py", py2), {})
        assert capsys.readouterr().out == printed


def test_line_numbers_stay():
    source = "def f((a, b), (c, d)):\n    pass\n\n\nprint 1\nraise KeyError, 'here'\n"
    try:
        exec(python2.compiled(source.encode(), "lab.py"), {})
    except KeyError as error:
        assert traceback.extract_tb(error.__traceback__)[-1].lineno == 6


NOT_PYTHON_2 = [
    ("x = (1,\n", "an open bracket"),
    ("def f(:\n    pass\n", "no name of an argument"),
    ("x = 1 +\n", "half an expression"),
    ("print 'a' 'b' +\n", "half an expression in Python 2 too"),
    ("for x in range(3) print(x)\n", "a missing colon"),
    ("def f(x: int):\n    print 'a'\n", "an annotation"),
    ("x = f'{1}'\nprint x\n", "an f-string"),
    ("print('a', end='')\nprint 'b'\n", "print is a function above"),
    (
        "class A(B):\n    def f(self):\n        super().f()\n        print 1\n",
        "super()",
    ),
    ("async def f():\n    print 1\n", "async"),
    ("def f() -> int:\n    exec 'a'\n", "a type of what is returned"),
    ("try:\n    pass\nexcept A, e:\n    raise B from e\n", "raise … from"),
    ("x = 1_000\nraise E, 'm'\n", "a long number"),
    ("x = 5abc\n", "no number"),
]

# What only looks like Python 3, in strings, comments and names.
PYTHON_2 = [
    "s = \"f'x' :=\"\nprint s",
    "# -> def f(x: int): async def\nprint 1",
    "def f(x={1: 2}, y=lambda a: a): pass\nprint 1",
    "from __future__ import print_function\nprint('a', end='')\nx = 10L",
    "'''\nasync def f\n'''\nprint 1",
    "d = {'a': b''}\nprint(d), `d`",
]


@pytest.mark.parametrize(("source", "why"), NOT_PYTHON_2)
def test_other_errors_stay_as_python_3_says_them(source, why, capsys):
    with pytest.raises(SyntaxError) as raised:
        loading.compiled(source.encode(), "lab.py")
    with pytest.raises(SyntaxError) as python3:
        compile(source, "lab.py", "exec")
    assert raised.value.msg == python3.value.msg, why
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("source", PYTHON_2)
def test_what_looks_like_python_3_in_a_text_is_none(source):
    loading.compiled(source.encode(), "lab.py")


@pytest.fixture
def no_translator(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(language.importlib, "import_module", missing)


HINT = r"pip install 'lab12\[py2\]'"


def test_no_translator(no_translator):
    """Says what Python 3 says of it, and what is missing."""
    with pytest.raises(SyntaxError, match=rf"Missing parentheses in .*{HINT}"):
        loading.compiled(b"print 1", "lab.py")
    with pytest.raises(language.UsageError, match=HINT):
        loading.compiled(b"print(1)", "lab.py", py2=True)


@pytest.mark.parametrize(("source", "why"), NOT_PYTHON_2)
def test_errors_in_python_3_need_no_translator(source, why, no_translator):
    with pytest.raises(SyntaxError) as raised:
        loading.compiled(source.encode(), "lab.py")
    with pytest.raises(SyntaxError) as python3:
        compile(source, "lab.py", "exec")
    said = raised.value.msg.partition("; if it is Python 2")
    assert said[0] == python3.value.msg, why
    assert not said[1] or "too" in why
