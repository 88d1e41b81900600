"""Names drawn at random: `compat check` refuses what a run refuses, and nothing else.

A child answers for the runs, one line of code each, so that hypothesis can shrink what
differs. The names are those of the tables, of the modules of today's TensorFlow and of
the public ones, and spellings of them that never were.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compat.check.checker import check_text
from compat.check.names import core
from compat.names import places, resolver, surface, text

CHILD = """\
import importlib, json, sys
import tensorflow as tf
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "code" in asked:
            exec(asked["code"], {"__name__": "drawn", "__file__": __file__})
            said = ""
        else:
            module = importlib.import_module("tensorflow." + asked["names of"])
            said = dir(getattr(module, "_real", module))
    except (AttributeError, ImportError) as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps(said), file=sys.__stdout__, flush=True)
"""

# Modules below tensorflow.python that old code reached into, and what they are today.
INNER = """
    client.session data.ops.dataset_ops data.util.nest eager.context
    framework.constant_op framework.dtypes framework.errors_impl framework.function
    framework.graph_util framework.ops framework.random_seed framework.tensor_shape
    framework.tensor_util layers.base layers.core layers.utils lib.io.file_io
    lib.io.tf_record ops.array_ops ops.check_ops ops.clip_ops ops.control_flow_ops
    ops.control_flow_util ops.data_flow_ops ops.embedding_ops ops.gen_array_ops
    ops.gen_math_ops ops.gradients ops.gradients_impl ops.init_ops ops.io_ops
    ops.linalg_ops ops.logging_ops ops.lookup_ops ops.losses.losses ops.losses.util
    ops.math_ops ops.nn ops.nn_impl ops.nn_ops ops.parsing_ops
    ops.partitioned_variables ops.random_ops ops.resource_variable_ops ops.rnn
    ops.rnn_cell ops.rnn_cell_impl ops.sparse_ops ops.standard_ops ops.state_ops
    ops.string_ops ops.summary_ops ops.tensor_array_ops ops.variable_scope
    ops.variables platform.app platform.flags platform.gfile
    platform.resource_loader platform.test platform.tf_logging pywrap_tensorflow
    summary.summary training.adam training.checkpoint_utils
    training.learning_rate_decay training.moving_averages training.optimizer
    training.queue_runner training.saver training.session_run_hook
    training.slot_creator training.training_util util.compat util.deprecation
    util.nest util.tf_export util.tf_inspect
""".split()

FILES = sorted(
    row.name for row in places.rows().values() if row.origin.endswith("old file")
)
PUBLIC = sorted({*surface.table(), *(n for n in core() if "(" not in n)})
MODULES = sorted({name.rpartition(".")[0] for name in PUBLIC} - {"tf", ""})


class Runs:
    """A process under compat that runs lines of code."""

    def __init__(self, script: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "compat", "run", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )

    def ask(self, **what: str):
        assert self.child.stdin is not None and self.child.stdout is not None
        print(json.dumps(what), file=self.child.stdin, flush=True)
        return json.loads(self.child.stdout.readline())


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    script = tmp_path_factory.mktemp("drawn") / "drawn.py"
    script.write_text(CHILD)
    runs = Runs(str(script))
    yield runs
    runs.child.communicate()


def _in_module(module: str) -> list[str]:
    """Names that a module may have: today's own, and those of the tables."""
    path = module.removeprefix("tf.")
    public = places.public_of_file(path) or resolver.stands_for(path) or path
    rows = [n.rpartition(".") for n in PUBLIC]
    names = {last for head, _, last in rows if head == f"tf.{public}"}
    names |= places.inside(path) | set(text.names_of(resolver.real(path)) or ())
    return sorted(name for name in names if name.isidentifier() and name[:2] != "__")


@st.composite
def drawn(draw):
    """A module, and a name that it may have, spelled right or wrong."""
    inner = [f"tf.python.{name}" for name in INNER]
    files = [f"tf.{name}" for name in FILES]
    module = draw(st.sampled_from(inner) | st.sampled_from(files + MODULES))
    name = draw(st.sampled_from(_in_module(module) or ["no_such"]))
    change = draw(st.sampled_from(["", "", "", "_before", "behind", "other"]))
    if change == "_before":
        name = f"_{name}"
    elif change == "behind":
        name += "_no"
    elif change == "other":
        other = draw(st.sampled_from(inner + files + MODULES))
        name = draw(st.sampled_from(_in_module(other) or ["no_such"]))
    return module, name


def _spelled(module: str, name: str, way: str) -> str:
    full = "tensorflow" + module.removeprefix("tf")
    head, _, last = full.rpartition(".")
    return {
        "from": f"from {full} import {name}",
        "module": f"from {head} import {last} as m; m.{name}",
        "import as": f"import {full} as m; m.{name}",
        "dotted": f"{module}.{name}",
    }[way]


@given(drawn(), st.sampled_from(["from", "module", "import as", "dotted"]))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_check_refuses_what_a_run_refuses(runs, found, way):
    code = "import tensorflow as tf; tf.Session; " + _spelled(*found, way)
    refused = [f for f in check_text(code).findings if f.verdict.state == "refused"]
    error = runs.ask(code=code)
    assert bool(refused) == bool(error), (code, error, refused)


def test_what_rows_give_of_compat_is_there(runs):
    """Every `ours` row names what compat has, by the process that has TensorFlow."""
    wheres = {
        r.where + ("" if ":" in r.where else ":" + r.name.rpartition(".")[2])
        for r in places.rows().values()
        if r.origin == "ours"
    }
    code = "from importlib import import_module as i\n" + "\n".join(
        "i('compat.{}').{}".format(*where.rstrip("()").split(":")) for where in wheres
    )
    assert runs.ask(code=code) == ""
    assert {row.origin for row in places.rows().values()} <= set(places.ORIGINS)
