"""Ask the real TensorFlow 1.15.5 for its public surface and keep the answer.

    python -m tests.record surface

starts the oracle, which runs this same file as a script, and then renews

  * tests/goldens/signatures.json: every name with kind, signature and members;
  * compat/names/surface.csv: column `signature`; a name without a row gets one, with
    state `refused` and the note "not yet provided". No other column is touched.

Plain Python 3.7 to 3.13, no package needed but the oracle's own.
"""

import csv
import inspect
import io
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[0:0] = [str(ROOT)]
from tests.starting import clean, oracle  # noqa: E402

GOLDEN = ROOT / "tests" / "goldens" / "signatures.json"
TABLE = ROOT / "compat" / "names" / "surface.csv"
COLUMNS = ["name", "state", "signature", "keras3", "note", "test"]

# Modules whose public names (dir without underscore) each get a row. The contrib
# modules have trimmed their namespaces to what they allow, so nothing leaks here.
MODULES = [
    "tf.contrib.rnn",
    "tf.contrib.seq2seq",
    "tf.contrib.legacy_seq2seq",
    "tf.contrib.layers",
    "tf.contrib.cudnn_rnn",
    "tf.contrib.crf",
    "tf.contrib.framework",
    "tf.contrib.framework.nest",
    "tf.contrib.training",
    "tf.contrib.copy_graph",
    "tf.contrib.lookup",
    "tf.contrib.learn",
    "tf.contrib.recurrent",
    "tf.contrib.distributions",
    "tf.contrib.distributions.bijectors",
    "tf.contrib.losses",
    "tf.contrib.metrics",
    "tf.contrib.opt",
    "tf.contrib.eager",
    "tf.contrib.eager.metrics",
    "tf.contrib.image",
    "tf.contrib.integrate",
    "tf.contrib.nn",
    "tf.contrib.predictor",
    "tf.contrib.resampler",
    "tf.contrib.signal",
    "tf.contrib.sparsemax",
    "tf.contrib.stateless",
    "tf.contrib.summary",
    "tf.contrib.tpu",
    "tf.contrib.util",
    "tf.contrib.losses.metric_learning",
    "tf.contrib.data",
    "tf.contrib.estimator",
    "tf.contrib.feature_column",
    "tf.estimator",
    "tf.estimator.experimental",
    "tf.estimator.export",
    "tf.estimator.inputs",
    "tf.layers",
    "tf.nn.rnn_cell",
]
NOT_PUBLIC = ("absolute_import", "division", "print_function")

# Modules that let their imports leak: their own functions and classes, and those that
# are public in another module here, are in scope.
LEAKING = [
    "tf.contrib.layers.feature_column",
    "tf.contrib.learn.datasets",
    "tf.contrib.learn.datasets.base",
    "tf.contrib.learn.datasets.mnist",
    "tf.contrib.learn.graph_actions",
    "tf.contrib.learn.head",
    "tf.contrib.learn.io",
    "tf.contrib.learn.models",
    "tf.contrib.learn.learn_runner",
    "tf.contrib.learn.monitors",
    "tf.contrib.learn.utils",
    "tf.contrib.slim",
    "tf.contrib.slim.data_decoder",
    "tf.contrib.slim.data_provider",
    "tf.contrib.slim.dataset",
    "tf.contrib.slim.dataset_data_provider",
    "tf.contrib.slim.evaluation",
    "tf.contrib.slim.learning",
    "tf.contrib.slim.model_analyzer",
    "tf.contrib.slim.parallel_reader",
    "tf.contrib.slim.prefetch_queue",
    "tf.contrib.slim.queues",
    "tf.contrib.slim.summaries",
    "tf.contrib.slim.tfexample_decoder",
    "tf.contrib.slim.nets.alexnet",
    "tf.contrib.slim.nets.inception",
    "tf.contrib.slim.nets.overfeat",
    "tf.contrib.slim.nets.resnet_utils",
    "tf.contrib.slim.nets.resnet_v1",
    "tf.contrib.slim.nets.resnet_v2",
    "tf.contrib.slim.nets.vgg",
]

# What modules are names of theirs though 1.15 had them elsewhere.
STANDING_FOR = [
    "tf.contrib.slim.nets",
]
# Public in no module: helpers of one file.
HELPERS = ("trunc_normal", "arg_scope", "add_arg_scope")

# Modules that are in scope for these names only (the first one lets imports leak).
SINGLE_NAMES = [
    "tf.contrib.grid_rnn.Grid1BasicLSTMCell",
    "tf.contrib.grid_rnn.Grid1BasicRNNCell",
    "tf.contrib.grid_rnn.Grid1LSTMCell",
    "tf.contrib.grid_rnn.Grid2BasicLSTMCell",
    "tf.contrib.grid_rnn.Grid2BasicRNNCell",
    "tf.contrib.grid_rnn.Grid2GRUCell",
    "tf.contrib.grid_rnn.Grid2LSTMCell",
    "tf.contrib.grid_rnn.Grid3LSTMCell",
    "tf.contrib.grid_rnn.GridRNNCell",
    "tf.contrib.learn.preprocessing.ByteProcessor",
    "tf.contrib.learn.preprocessing.CategoricalProcessor",
    "tf.contrib.learn.preprocessing.CategoricalVocabulary",
    "tf.contrib.learn.preprocessing.VocabularyProcessor",
    "tf.contrib.learn.preprocessing.tokenizer",
    "tf.nn.bidirectional_dynamic_rnn",
    "tf.nn.dynamic_rnn",
    "tf.nn.raw_rnn",
    "tf.nn.static_bidirectional_rnn",
    "tf.nn.static_rnn",
    "tf.nn.static_state_saving_rnn",
]

# Public in 1.15 and gone from tf.compat.v1: they would otherwise be told "never was".
GONE_SINCE = [
    "tf.config.experimental_list_devices",
    "tf.contrib.tensorboard.plugins.projector",
    "tf.data.experimental.CheckpointInputPipelineHook",
    "tf.data.experimental.MapVectorizationOptions",
    "tf.data.experimental.StatsAggregator",
    "tf.data.experimental.StatsOptions",
    "tf.data.experimental.bytes_produced_stats",
    "tf.data.experimental.latency_stats",
    "tf.estimator",
    "tf.layers.experimental.keras_style_scope",
    "tf.layers.experimental.set_keras_style",
    "tf.lite.experimental.get_potentially_supported_ops",
    "tf.lite.experimental.nn",
    "tf.pywrap_tensorflow",
    "tf.tpu.experimental.AdagradParameters",
    "tf.tpu.experimental.AdamParameters",
    "tf.tpu.experimental.StochasticGradientDescentParameters",
]

# Where old code reaches in; recorded: which public objects are found there.
DEEP_PATHS = [
    "tensorflow.contrib.crf.python.ops.crf",
    "tensorflow.contrib.cudnn_rnn.python.layers.cudnn_rnn",
    "tensorflow.contrib.framework.python.ops.arg_scope",
    "tensorflow.contrib.framework.python.ops.variables",
    "tensorflow.contrib.grid_rnn.python.ops.grid_rnn_cell",
    "tensorflow.contrib.layers.python.layers",
    "tensorflow.contrib.layers.python.layers.initializers",
    "tensorflow.contrib.layers.python.layers.layers",
    "tensorflow.contrib.layers.python.layers.regularizers",
    "tensorflow.contrib.legacy_seq2seq.python.ops.seq2seq",
    "tensorflow.contrib.lookup.lookup_ops",
    "tensorflow.contrib.recurrent.python.ops.functional_rnn",
    "tensorflow.contrib.recurrent.python.ops.recurrent",
    "tensorflow.contrib.rnn.python.ops.core_rnn_cell",
    "tensorflow.contrib.rnn.python.ops.fused_rnn_cell",
    "tensorflow.contrib.rnn.python.ops.gru_ops",
    "tensorflow.contrib.rnn.python.ops.lstm_ops",
    "tensorflow.contrib.rnn.python.ops.rnn",
    "tensorflow.contrib.rnn.python.ops.rnn_cell",
    "tensorflow.contrib.seq2seq.python.ops.attention_wrapper",
    "tensorflow.contrib.seq2seq.python.ops.basic_decoder",
    "tensorflow.contrib.seq2seq.python.ops.beam_search_decoder",
    "tensorflow.contrib.seq2seq.python.ops.beam_search_ops",
    "tensorflow.contrib.seq2seq.python.ops.decoder",
    "tensorflow.contrib.seq2seq.python.ops.helper",
    "tensorflow.contrib.seq2seq.python.ops.loss",
    "tensorflow.contrib.training.python.training.hparam",
    "tensorflow.contrib.training.python.training.training",
    "tensorflow.python.layers.base",
    "tensorflow.python.layers.core",
    "tensorflow.python.layers.layers",
    "tensorflow.python.layers.normalization",
    "tensorflow.python.ops.rnn",
    "tensorflow.python.ops.rnn_cell",
    "tensorflow.python.ops.rnn_cell_impl",
]


def called(name, publics):
    """Choose among the public names of one object one that ends in `name`, or None."""
    same = [public for public in publics if public.rpartition(".")[2] == name]
    return same[0] if same else None


def own(module, name, thing, public):
    """Whether a name of a module that leaks is its own, or public elsewhere."""
    if name.startswith("_") or inspect.ismodule(thing):
        return False
    if module == "tf.contrib.slim":
        return name in public
    found = getattr(thing, "__module__", "") or ""
    return found.startswith("tensorflow.contrib") and name not in HELPERS


def ask():
    """In the oracle: describe every name in scope and print the JSON."""
    import importlib

    import tensorflow as tf

    sys.path.insert(0, str(ROOT / "tests"))
    from describe_surface import describe, resolve

    names = ["tf.contrib." + name for name in dir(tf.contrib)]
    for module in MODULES:
        names += [module + "." + name for name in dir(resolve(tf, module))]
    names = [
        name
        for name in names
        if not name.rpartition(".")[2].startswith("_")
        and name.rpartition(".")[2] not in NOT_PUBLIC
    ]
    tf.contrib.slim.nets = importlib.import_module("tensorflow.contrib.slim.nets")
    layers, framework = dir(tf.contrib.layers), dir(tf.contrib.framework)
    public = set(layers) | set(framework)
    for module in LEAKING:
        there = resolve(tf, module)
        things = vars(there)
        names.append(module)
        names += [
            module + "." + name
            for name, thing in things.items()
            if own(module, name, thing, public)
        ]
    names = sorted(set(names + STANDING_FOR + SINGLE_NAMES + GONE_SINCE))
    things = {name: resolve(tf, name) for name in names}
    by_id = {}
    for name, thing in things.items():
        if inspect.isclass(thing) or inspect.isfunction(thing):
            by_id.setdefault(id(thing), []).append(name)
    deep = {}
    for path in DEEP_PATHS:
        module = importlib.import_module(path)
        found = {
            name: called(name, by_id.get(id(thing), ()))
            for name, thing in sorted(vars(module).items())
        }
        deep[path] = {name: public for name, public in found.items() if public}
    answer = {
        "recorded": {
            "tensorflow": tf.__version__,
            "python": sys.version.split()[0],
            "how": "python -m tests.record surface",
        },
        "same": sorted(group for group in by_id.values() if len(group) > 1),
        "deep": deep,
        "names": {name: describe(thing) for name, thing in things.items()},
    }
    print("SURFACE " + json.dumps(answer))


def ask_oracle(python):
    """Run `ask` in the oracle and give what it says."""
    done = subprocess.run(
        [python, "-W", "ignore", str(pathlib.Path(__file__).resolve())],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=clean(),
        timeout=300,
    )
    for line in done.stdout.decode("utf-8").splitlines():
        if line.startswith("SURFACE "):
            return json.loads(line[len("SURFACE ") :])
    raise RuntimeError("the oracle gave no surface:\n" + done.stderr.decode("utf-8"))


def write_beside(path, text):
    """Write a file under another name and rename it: never half a file."""
    beside = path.with_name(path.name + ".new")
    with open(str(beside), "w", encoding="utf-8", newline="") as stream:
        stream.write(text)
    os.replace(str(beside), str(path))


def renew_table(names):
    """Bring column `signature` up to date and add rows for names without one."""
    rows = {}
    if TABLE.exists():
        with open(str(TABLE), encoding="utf-8", newline="") as stream:
            rows = {row["name"]: row for row in csv.DictReader(stream)}
    for name, entry in names.items():
        row = rows.setdefault(name, dict.fromkeys(COLUMNS, ""))
        if not row["state"]:
            row.update(name=name, state="refused", note="not yet provided")
        row["signature"] = entry.get("accepts", entry["signature"])
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in sorted(rows))
    write_beside(TABLE, out.getvalue())


def dump(answer):
    """Write the answer as JSON, a name a line, so that a diff can be read."""
    lines = []
    for key, value in answer.items():
        if key == "recorded":
            lines.append('"recorded": ' + json.dumps(value))
            continue
        pairs = sorted(value.items()) if isinstance(value, dict) else value
        body = ",\n".join(
            "  " + json.dumps(pair[0]) + ": " + json.dumps(pair[1], sort_keys=True)
            if isinstance(value, dict)
            else "  " + json.dumps(pair)
            for pair in pairs
        )
        ends = "{}" if isinstance(value, dict) else "[]"
        lines.append(f'"{key}": {ends[0]}\n{body}\n{ends[1]}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(argv):
    """Renew the golden and the table."""
    answer = ask_oracle(oracle())
    write_beside(GOLDEN, dump(answer))
    renew_table(answer["names"])
    print(f"{len(answer['names'])} names recorded from {answer['recorded']}")
    return 0


if __name__ == "__main__":
    ask()
