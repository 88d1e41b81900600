"""What the tables of these tests are compared with."""

from compat.check import check_text

HEAD = "import tensorflow as tf\n"


def found(code):
    """`line name state` of each use in a piece of code; `tf` is TensorFlow there."""
    report = check_text(HEAD + code)
    return [f"{f.line - 1} {f.verdict.name} {f.verdict.state}" for f in report.findings]


def verdicts(code):
    """The verdicts on a piece of code; `tf` is TensorFlow there."""
    return [f.verdict for f in check_text(HEAD + code).findings]
