"""Legacy code computes as with NumPy 1.18, whichever NumPy is installed."""

import ast
import inspect
import json
import linecache
import math
import random
import re
import subprocess
import sys
import traceback
from pathlib import Path

import numpy
import promotion_cases
import pytest

from compat import era
from compat.era import code, rewrite
from compat.run import importing, loading
from compat.script import Script
from lab12.runs import engines

HERE = Path(__file__).parent
GOLDEN = HERE / "goldens" / "promotion.json"


def _legacy(source, space):
    exec(loading.compiled(source.encode(), "case.py"), space)


def _same(expected, found):
    """Equal, numbers to within rounding: NumPy's loops are others by now."""
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_same, expected, found))
    if type(expected) is type(found) is str:
        try:
            x, y = float(expected), float(found)
        except ValueError:
            return expected == found
        return math.isclose(x, y, rel_tol=2e-6) or (x != x and y != y)
    return type(expected) is type(found) and expected == found


def _differ(recorded):
    before = numpy.get_printoptions()
    found = promotion_cases.results(recorded["cases"], _legacy, era.numpy())
    numpy.set_printoptions(**before)
    era.numpy.cache_clear()  # it sets them
    return [
        (case, expected, mine)
        for case, expected, mine in zip(
            recorded["cases"], recorded["results"], found, strict=True
        )
        if not _same(expected, mine)
    ]


def test_drawn_arithmetic():
    assert _differ(json.loads(GOLDEN.read_text())) == []


def test_drawn_arithmetic_of_arguments_and_lists():
    """The same where functions, loops and lists hand the operands on."""
    recorded = json.loads(GOLDEN.read_text())
    cases, results = [], []
    for case, result in zip(recorded["cases"], recorded["results"], strict=True):
        first, _, body = case.partition("\n")
        if first.startswith("a = ") and "; b = " in first:
            inner = body.replace("\n", "\n        ")
            form = (
                f"def f(xs, r):\n    for a, b in xs:\n        {inner}\n    return r\n"
                f"{first}\nxs = [(1, 2)]\nxs[0] = a, b\nr = f(xs, None)"
            )
            cases.append(form)
            results.append(result)
    assert len(cases) > 300
    assert _differ({"cases": cases, "results": results}) == []


@pytest.mark.oracle
def test_fresh_arithmetic_against_the_real_one():
    try:
        python = engines.oracle()
    except engines.EngineError as error:
        pytest.skip(str(error))
    if python is None:
        pytest.skip("no TensorFlow 1.15.5")
    seed = random.randrange(1, 10**6)
    command = [str(python), str(HERE / "promotion_cases.py"), str(seed), "2000"]
    recorded = json.loads(subprocess.check_output(command, timeout=120))
    different = _differ(recorded)
    # one in eight thousand: integers of more than 64 bits, and the like
    assert len(different) <= 2, (seed, different)


def test_a_difference_is_seen():
    recorded = json.loads(GOLDEN.read_text())
    found = promotion_cases.results(recorded["cases"], exec)
    different = [
        case
        for case, expected, mine in zip(
            recorded["cases"], recorded["results"], found, strict=True
        )
        if not _same(expected, mine)
    ]
    if not numpy.__version__.startswith("1."):
        assert len(different) > 80


# --- which operators are replaced

LEFT_ALONE = {
    "a loop of numbers": "s = 0\nfor i in range(9):\n    s += i * i % 7",
    "an argument that is a number": "def f(n):\n    return [n % k + 1 for k in (1, 2)]",
    "a list that is gone through": "def f(xs):\n    s = 0\n    for x in xs:\n"
    "        s += x * x\n    return s",
    "letters": "n = {}\nfor c in 'abc'.lower():\n    n[c] = n.get(c, 0) + 1",
    "a matrix": "m = [[0] * 3 for _ in range(3)]\nm[1][2] += 2\nx = m[0][1] - m[1][2]",
    "a sieve": "f = [True] * 9\nfor i in range(9):\n    f[i] = f[i] and i % 2 == 0",
    "a text": "def f(x):\n    return 'a' + x + 'b', x + 'c'",
    "a comparison with a small number": "def f(x):\n    return x > 0.5 or x == -1",
    "what math gives": "import math\nr = math.sqrt(2) * 2 + math.pi",
}


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_left_alone(case):
    tree = rewrite.rewritten(ast.parse(LEFT_ALONE[case]))
    for node in ast.walk(tree):  # where arguments are numbers
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[0], ast.If):
            node.body = node.body[0].body
    text = ast.unparse(tree).replace("__lab12_type__", "")
    assert "__lab12_" not in text.replace("__lab12_numbers__", "")


REPLACED = {
    "a list that may end at once": "def f(xs, k):\n    for x in xs:\n"
    "        if x + 1 == k[0]:\n            break\n    return x - k[0]",
    "a list that a call may change": "def f(xs):\n    for x in xs:\n        g()\n"
    "        h = xs[0] + 1",
    "an argument": "def f(a):\n    a = [a]\n    return a[0] + 1",
    "what a call gives": "x = g()\ny = x + 1",
    "an attribute": "self.total += loss",
    "a list that someone else fills": "a = []\nfill(a)\nb = a[0] + 1",
    "a list under another name": "a = [1]\nb = a\nb.append(g())\nc = a[1] + 1",
    "a list in a list": "a = [[1]]\nr = a[0]\nr.append(g())\nc = a[0][1] + 1",
    "a list of lists that leaks": "a = [[1]]\nf(a[0])\nc = a[0][0] + 1",
    "a list that a loop fills": "a = [[1]]\nfor r in a:\n    f(r)\nc = a[0][0] + 1",
    "a list that a function fills": "a = [1]\ndef f():\n    a[0] = g()\nb = a[0] + 1",
    "a global of a function": "n = 1\ndef f():\n    global n\n    n = g()\nm = n + 1",
    "a nonlocal": "def f():\n  n = 1\n  def g():\n    nonlocal n\n    n = h()\n"
    "  g()\n  return n + 1",
    "a stored value": "a = [0]\na[0] = g()\nb = a[0] * 2",
    "an appended value": "a = []\na.append(g())\nb = a[0] * 2",
    "a bound method": "a = []\nf = a.append\nf(g())\nb = a[0] * 2",
    "unpacking": "a, b = g()\nc = a * b",
    "a shadowed builtin": "from m import len\na = len(3) + 1",
    "all of a module": "from m import *\na = sum([1]) + 1",
    "an exception": "try:\n    f()\nexcept E as e:\n    x = e + 1",
    "a default": "def f(x=g()):\n    x = h(x)\n    return x / 3",
    "an argument of a lambda": "f = lambda x: x + 1",
    "a class": "class A:\n    n = g()\n    m = n + 1",
}


@pytest.mark.parametrize("case", REPLACED)
def test_replaced(case):
    text = ast.unparse(rewrite.rewritten(ast.parse(REPLACED[case])))
    assert "__lab12_" in text and "__lab12_plain__" not in text


def test_a_function_that_calls_itself():
    source = (
        "def f(n):\n    if n < 2:\n        return n\n    return f(n - 1) + f(n - 2)\n"
    )
    text = ast.unparse(rewrite.rewritten(ast.parse(source)))
    assert text.count("__lab12_add__") == 1  # not where the argument is a number
    space = {}
    _legacy(source, space)
    assert space["f"](10) == 55 and space["f"](numpy.uint8(14)) == 377
    other = source.replace("return n\n", "return g()\n")
    text = ast.unparse(rewrite.rewritten(ast.parse(other)))
    assert text.count("__lab12_add__") == 2
    rebound = source + "f = cached(f)\n"
    text = ast.unparse(rewrite.rewritten(ast.parse(rebound)))
    assert text.count("__lab12_add__") == 2


def test_a_list_is_looked_through_before_it_is_trusted():
    source = "def f(xs):\n    s = 0\n    for x in xs:\n        s += x * 2\n    return s"
    space = {}
    _legacy(source, space)
    assert space["f"]([1, 2.5]) == 7 and space["f"]((1, 2)) == 6
    assert space["f"]([100, numpy.uint8(200)]) == 600
    assert space["f"](numpy.array([200, 100], numpy.uint8)) == 600
    assert space["f"](iter([numpy.uint8(200)])) == 400


ALONE = {
    "import os, json\nfrom collections import Mapping": True,
    "import numpy as np": False,
    "from helper import f": False,
    "from . import f": False,
    "import pickle\nx = pickle.load(f)": False,
    "exec(text)": False,
    "print 1": False,
}


@pytest.mark.parametrize("source", ALONE)
def test_a_program_without_numpy_keeps_its_operators(source, monkeypatch):
    monkeypatch.setattr(code, "_alone", False)
    code.look([Script("a.py", source.encode()), Script("b.py", b"import sys")])
    assert code._alone is ALONE[source]
    code.look([])
    assert not code._alone
    text = "def f(a, b):\n    return a + b, a == b, int(a), math.exp(a)"
    kept = rewrite.rewritten(ast.parse(text), alone=True)
    assert ast.unparse(kept) == ast.unparse(ast.parse(text))


def test_lines_and_sources_stay(tmp_path):
    file = tmp_path / "lab.py"
    text = (
        "import numpy as np\n\n\ndef f(a, b):\n    '''Adds.'''\n    c = (a +\n"
        "         g(b))\n    d = [0]\n    d[a] = c\n    return d\n\n\n"
        "def g(b):\n    return b / 0\n\n\ndef h(a):\n    return 1 + [a][0]\n"
    )
    file.write_text(text)
    space = {"__name__": "lab"}
    exec(loading.compiled(text.encode(), str(file)), space)
    with pytest.raises(ZeroDivisionError) as raised:
        space["f"](1, 2)
    frames = traceback.extract_tb(raised.value.__traceback__)
    assert [f.lineno for f in frames if f.filename == str(file)] == [7, 14]
    with pytest.raises(TypeError) as raised:
        space["h"]("a")
    frames = traceback.extract_tb(raised.value.__traceback__)
    assert [f.lineno for f in frames if f.filename == str(file)] == [18]
    assert frames[-1].filename.startswith("<frozen compat")
    linecache.checkcache()
    assert space["f"].__doc__ == "Adds."
    assert (
        inspect.getsource(space["f"])
        == text[text.index("def f") :].split("\n\n")[0] + "\n"
    )


def test_a_failed_store_is_the_scripts_own_error():
    source = "class A:\n    pass\na, v = A(), 1\ntry:\n    a[0] = len(str(v)) and v\n"
    source += "except TypeError as e:\n    r = e\n"
    space = {}
    _legacy(source, space)
    assert "item assignment" in str(space["r"]) and space["r"].__context__ is None


def test_nothing_is_held_that_the_script_let_go():
    source = (
        "import weakref\nclass A: pass\nkept = {}\nkept['a'] = A()\n"
        "seen = weakref.ref(kept['a'])\nkept['b'] = seen()\nkept.clear()\n"
    )
    space = {}
    _legacy(source, space)
    assert space["seen"]() is None
    assert not [name for name in space if name.startswith("__lab12_")]


def test_order_of_evaluation_stays():
    source = (
        "log = []\n"
        "def t(x):\n    log.append(x)\n    return x\n"
        "class A:\n    n = 1\na = A()\n"
        "def change():\n    a.n = 10\n    return 1\n"
        "a.n += change()\n"
        "b = {1: 2}\nb[t(1)] += t(5)\nc = t(2) + t(3) * t(4)\n"
        "d = t(1) < t(2) < t(3)\n"
    )
    spaces = {}, {}
    _legacy(source, spaces[0])
    exec(source, spaces[1])
    assert spaces[0]["log"] == spaces[1]["log"]
    assert spaces[0]["a"].n == spaces[1]["a"].n == 2 and spaces[0]["b"] == {1: 7}


def test_code_of_strings_sees_its_own_names():
    source = (
        "def f(a):\n    b = 2\n    return eval('a + b'), eval(' a * b')\n"
        "r = f(3)\nexec('c = 1')\ns = c\n"
        "try:\n    eval('1 +')\nexcept SyntaxError as e:\n    m = e.msg\n"
    )
    space = {}
    _legacy(source, space)
    assert space["r"] == (5, 6) and space["s"] == 1 and "invalid syntax" in space["m"]


def test_nobody_else_computes_so():
    code.install()
    if not numpy.__version__.startswith("1."):
        assert numpy.uint8(200) + numpy.uint8(1) * 1 == 201
        assert type(numpy.float32(1) * 2.0) is numpy.float32
    assert sum([0.1] * 10) == (
        1.0 if sys.version_info >= (3, 12) else 0.1 * 10 - 2**-53
    )


PICKLES = """
import pickle, io
import numpy as np
array = (b"cnumpy.core.multiarray\\n_reconstruct\\n(cnumpy\\nndarray\\n(I0\\ntS'b'\\ntR"
         b"(I1\\n(I2\\ntcnumpy\\ndtype\\n(S'f8'\\nI0\\nI1\\ntR(I3\\nS'<'\\nNNNI-1\\nI-1\\n"
         b"I0\\ntbI00\\nS'\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00\\\\xf8?\\\\x00\\\\x00"
         b"\\\\x00\\\\x00\\\\x00\\\\x00\\\\x04@'\\ntb.")
scalar = (b"cnumpy.core.multiarray\\nscalar\\n(cnumpy\\ndtype\\n(S'f4'\\nI0\\n"
          b"I1\\ntR(I3\\nS'<'\\nNNNI-1\\nI-1\\nI0\\ntbS'\\\\x00\\\\x00`@'\\ntR.")
r = []
for load in (
    lambda b: pickle.loads(b, encoding='latin1'),
    lambda b: pickle.load(io.BytesIO(b), encoding='latin1'),
    lambda b: pickle._loads(b, encoding='latin1'),
    lambda b: np.load(io.BytesIO(b), allow_pickle=True, encoding='latin1'),
):
    r.append([load(array).tolist(), float(load(scalar))])
"""


def test_pickles_of_then(monkeypatch):
    """As Python 2 and NumPy 1 wrote them, by whatever reads them."""
    monkeypatch.setattr("builtins.__import__", importing._import)
    space = {}
    importing.tell(space)
    before = numpy.get_printoptions()
    _legacy(PICKLES, space)
    numpy.set_printoptions(**before)
    era.numpy.cache_clear()
    assert space["r"] == [[[1.5, 2.5], 3.5]] * 4


def test_the_page_names_tests_that_exist():
    """The page names tests that exist."""
    page = (HERE.parent / "docs" / "numpy1.md").read_text()
    for file, name in re.findall(r"tests/(\w+\.py)::(\w+)", page):
        assert f"def {name}(" in (HERE / file).read_text(), name


def test_long_expressions_of_data():
    text = "import numpy as np\nx = 1\nr = " + " + ".join(["x"] * 400)
    space = {}
    _legacy(text, space)
    assert space["r"] == 400


def test_a_syntax_error_is_said_once():
    with pytest.raises(SyntaxError) as raised:
        loading.compiled(b"x = (1,\n", "case.py")
    assert raised.value.__context__ is None and "never closed" in raised.value.msg
