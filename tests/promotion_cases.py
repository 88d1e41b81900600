"""Arithmetic of NumPy's values and Python's, drawn, and what comes out of it.

Run by Python 3.7 with NumPy 1.18 as it stands, and by `compat` as legacy code.
"""

import json
import operator
import random
import re
import sys
import warnings

import numpy as np

TYPES = (
    "bool_ int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 "
    "complex64 complex128"
).split()
PYTHON = (
    "True False 0 1 2 7 100 200 300 -1 -7 40000 70000 100000 3000000000".split()
    + (
        "-40000 9223372036854775808 1180591620717411303424 0.0 0.1 0.5 2.5 -1.5 1e5 "
        "1e10 1e39 3.3e38 (1+2j) 2j"
    ).split()
)
BINARY = "+ - * / // % ** << >> & | ^ == != < <= > >=".split()
INPLACE = "+ - * / // % ** << >> & | ^".split()
UFUNCS = (
    "add subtract multiply divide true_divide floor_divide mod power maximum minimum "
    "equal less greater_equal bitwise_and arctan2 hypot fmod logaddexp"
).split()
NUMBERS = [0, 1, 2, 3, 7, 100, 120, 200, 250]


# What drawing does not reach.
STATEMENTS = """
r = [int(np.searchsorted([0.1, 0.5, 1.0], np.array([x]))) for x in (0.3, 0.7)]
r = 'loss %f, step %d, %s' % (np.array([1.25]), np.array([[7]]), np.array([1.5]))
r = '%(loss).2f %(loss)s %%' % {'loss': np.array([1.25])}
r = '%*.*f|' % (8, 3, np.array([1.25]))
r = '%d' % np.array([2.9])
r = 'a'; r %= ()
r = math.exp(np.array([0.5])) + math.pow(np.array([[2.0]]), 3)
r = math.floor(np.array([2.5]))
r = math.trunc(np.array([2.5]))
r = complex(np.array([2.5]))
r = chr(np.array([65]))
r = range(np.array([3]))
r = [1, 2, 3][np.array([1])]
r = np.zeros(3); r[0] = np.array([5.0]); r[1] += np.array([2.0])
r = np.zeros((2, 2)); r[0, 1] = np.array([[5.0]]); r[1][0] = np.array([3])
r = np.zeros(2, int); r[1] = np.array([2.7])
r = np.array([np.array([1.5]), 2.0], dtype=np.float32)
r = {}; r['a'] = np.array([1]); r = float(r['a'])
r = float(np.matrix([[3]]))
r = sum(np.array([200, 100, 50], np.uint8))
r = sum([np.float32(0.1)] * 3)
r = sum(np.float32(x) for x in (0.1, 0.2))
r = sum([0.1] * 10)
r = sum(x for x in [0.1] * 10)
r = sum([0.1] * 10, 0.5)
r = sum([[1], [2]], [])
r = sum([], 0.0)
r = sum([1, 2, 0.5, 1e100, 1, -1e100])
r = sum(np.ones((2, 3), np.float32))
r = 0.; a = np.float32(1.1)\nfor _ in range(3): r += a
r = 0\nfor x in np.array([200, 100], np.uint8): r += x
r = np.uint8(200); r += 100
r = np.array([200], np.uint8); a = r; r += 100; r = a
r = np.arange(3, dtype=np.float32); r[1:] *= np.float64(2)
r = [1, 2]; a = r; a += [3]
r = np.float32(0.1) == 0.1
r = np.float32(0.1) < 0.1 <= np.float32(0.1)
r = np.array([[1, 2], [3, 4]]) == np.array([1, 2, 3])
r = np.array([[1, 2], [3, 4]]) != np.array([1, 2, 3])
r = np.array([1, 2]) == None
a = 'a'; r = np.array([1, 2]) == a
r = -np.uint8(1) + 0
r = round(np.float32(2.567), 1)
r = round(np.float64(2.5))
r = round(2.567, 1)
r = divmod(np.float32(7), 2)
r = 2 ** np.int8(10)
r = pow(np.uint8(200), 2)
r = np.float32(1) if np.float32(0.1) > 0.1 else np.float32(2)
r = (lambda x: x * 2)(np.uint8(200))
r = [x + 100 for x in np.array([200], np.uint8)][0]
r = (lambda x, y=np.uint8(200) + 100: y)(1)
r = eval('a + 100', {'a': np.uint8(200)})
a = {'a': np.uint8(200)}; exec('b = a + 100', a); r = a['b']
a = {'a': np.uint8(200)}; exec(compile('b = a + 100', 'f', 'exec'), a); r = a['b']
class A(object): n = np.uint8(200) + 100\nr = A.n
class A(object): n = 0.\na = A(); a.n += np.float32(1.1); r = a.n
r = np.array(1, copy=False) + np.array([1], copy=False)
r = np.fromstring(b'ab', np.uint8)
r = np.fromstring('1 2', sep=' ')
r = np.issubdtype(np.float32, float) and np.issubdtype(np.int8, int)
r = np.issubdtype(np.int8, float)
r = np.unique(np.array([[1, 2], [1, 2]]), return_inverse=True)[1]
r = np.unique([3, 1, 3], True, True)[2]
r = np.sum(x for x in [1, 2])
r = np.can_cast(5, np.uint8) and np.can_cast(100, np.int8)
r = np.can_cast(300, np.uint8)
r = np.find_common_type([np.float32], [np.float64])
r = np.find_common_type([np.int32], [np.float64])
r = np.cast['f'](1)
r = np.nbytes[np.float32]
r = np.obj2sctype('f')(1)
r = np.sctype2char(np.float32)
r = np.typeDict['float32'](1)
r = [len(v) for k, v in sorted(np.sctypes.items())]
r = np.alen([1, 2]) + np.issctype(np.int8)
r = np.msort([2, 1])
r = np.fastCopyAndTranspose(np.arange(4).reshape(2, 2))
r = np.add.reduce([1, 2]) + np.add.nin + isinstance(np.add, np.ufunc)
r = np.maximum([1, 2], np.uint8(3))
r = np.where([True, False], np.ones(2, 'f'), np.float64(2))
r = np.arange(4).tostring()
r = np.arange(4.0).ptp()
r = np.zeros(3); r.itemset(1, 5)
r = np.arange(4).reshape(2, 2).ptp(axis=0)
r = np.arange(2).newbyteorder()
r = getattr(np.arange(2), 'tostring')() if hasattr(np.arange(2), 'tostring') else 0
""".strip().splitlines()


def _numpy_value(draw):
    name = draw.choice(TYPES)
    shape = draw.choice(["", "", "", "0", "1", "3", "2,3", "1,1"])
    count = {"": 1, "0": 1, "1": 1, "3": 3, "2,3": 6, "1,1": 1}[shape]
    most = {"bool_": 1, "int8": 120}.get(name, 250)
    numbers = [min(draw.choice(NUMBERS), most) for _ in range(count)]
    if name[0] in "fc":
        numbers = [n / draw.choice([1, 3, 10]) for n in numbers]
    if name[0] in "ifc":
        numbers = [n * draw.choice([1, 1, -1]) for n in numbers]
    if shape == "":
        return f"np.{name}({numbers[0]!r})"
    if shape == "0":
        return f"np.array({numbers[0]!r}, np.{name})"
    return f"np.array({numbers!r}, np.{name}).reshape({shape})"


def drawn(seed, count):
    """Statements that set `r`, for names `a` and `b` of their own."""
    draw = random.Random(seed)
    cases = []
    for _ in range(count):
        a = _numpy_value(draw)
        b = draw.choice(PYTHON) if draw.random() < 0.5 else _numpy_value(draw)
        form = draw.random()
        if form < 0.6:
            if draw.random() < 0.4:
                a, b = b, a
            body = f"r = a {draw.choice(BINARY)} b"
        elif form < 0.75:
            body = f"a {draw.choice(INPLACE)}= b\nr = a"
        elif form < 0.9:
            body = f"r = np.{draw.choice(UFUNCS)}(a, b)"
        else:
            body = draw.choice(
                [
                    "r = sum([a, b])",
                    "r = pow(a, b)",
                    "r = divmod(a, b)",
                    "r = float(a)",
                    "r = int(a)",
                    "r = '%.4g' % (a,)",
                    "r = '%d of %s' % (a, b)",
                    "r = np.where([True], a, b)",
                    "r = np.result_type(a, b)",
                    "r = np.clip(a, 0, b)",
                    "r = round(a, 1)",
                    "r = math.sqrt(abs(a))",
                    "r = np.zeros(3); r[1] = a",
                    "r = np.zeros(3, np.float32); r[1] += a",
                ]
            )
        if not _otherwise(f"{a} {b}", body):
            cases.append(f"a = {a}; b = {b}\n{body}")
    return cases


def _otherwise(operands, body):
    """What is listed as other than then (docs/numpy1.md): NumPy's own loops are."""
    divides = any(name in body for name in ("//", "**", "pow", "%", "floor", "mod"))
    grows = any(name in body for name in ("**", "<<", "pow", "= b", "np."))
    if grows and "11805" in operands:  # an integer of Python's, without end
        return True
    complex_ = "complex" in operands or "j" in operands
    by_zero = divides and re.search(r"\b(0|0\.0|False)\b", operands)
    return complex_ and (divides or "np." in body) or by_zero


def _shown(value):
    if isinstance(value, (tuple, list)):
        return [_shown(one) for one in value]
    if isinstance(value, np.dtype):
        return ["dtype", value.str]
    bools = isinstance(value, (bool, np.bool_))
    if isinstance(value, (np.generic, np.ndarray)) and not bools:
        numbers = np.asarray(value).ravel()
        if numbers.dtype.kind == "c":
            numbers = [part for n in numbers for part in (n.real, n.imag)]
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        return [kind, value.dtype.str, list(value.shape), [_number(n) for n in numbers]]
    if isinstance(value, np.bool_):
        value = bool(value)
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    return [type(value).__name__, value if isinstance(value, str) else _number(value)]


def _number(value):
    value = value.item() if isinstance(value, np.generic) else value
    return value if isinstance(value, (bool, int)) else repr(float(value))


def results(cases, run, numpy=np):
    """What each case gives.

    Args:
        cases: Of `drawn`.
        run: `exec`, or the same of legacy code.
        numpy: The `numpy` that they see.
    """
    found = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for case in cases:
            space = {"np": numpy, "math": __import__("math"), "operator": operator}
            try:
                run(case, space)
                found.append(_shown(space["r"]))
            except Exception:
                found.append(["error"])
    return found


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    cases = [line.replace("\\n", "\n") for line in STATEMENTS] if not seed else []
    cases += drawn(seed, count)
    json.dump({"cases": cases, "results": results(cases, exec)}, sys.stdout, indent=0)


if __name__ == "__main__":
    main()
