"""The public names of keras 2.3.1 and of TensorFlow 1.15.5's tf.keras.

Needs keras 2.3.1 beside TensorFlow 1.15.5, which runs this file as a script.
"""

import inspect
import json
import sys
import types

DATASETS = "boston_housing cifar10 cifar100 fashion_mnist imdb mnist reuters".split()
MODULES = (
    "activations backend callbacks constraints initializers layers losses metrics "
    "models optimizers preprocessing.image preprocessing.sequence preprocessing.text "
    "regularizers utils wrappers.scikit_learn"
).split() + ["datasets." + name for name in DATASETS]
OWN = ("keras", "tensorflow.python", "tensorflow_core.python")
HELPERS = {"Layer", "Reduce", "SensitivitySpecificityBase", "clone_metric"}
HELPERS |= {"Sequential", "clone_metrics", "has_arg", "to_list"}


def lent(path, name, home):
    """Whether a module only imported a helper for itself."""
    if path == "utils":
        return False
    return home.startswith("keras.utils") or (
        path not in ("layers", "models") and name in HELPERS
    )


def module_of(top, path):
    for part in path.split("."):
        top = getattr(top, part, None)
    return top


def kind_of(value):
    return "class" if inspect.isclass(value) else "function"


def names(top, head):
    found = {}
    for path in MODULES:
        module = module_of(top, path)
        for name in dir(module) if module is not None else ():
            value = getattr(module, name)
            home = getattr(value, "__module__", None) or ""
            if name.startswith("_") or isinstance(value, types.ModuleType):
                continue
            if callable(value) and home.startswith(OWN) and not lent(path, name, home):
                found[".".join((head, path, name))] = kind_of(value)
    for name in ("Input", "Model", "Sequential"):
        found[head + "." + name] = kind_of(getattr(top, name))
    return found


def main(argv):
    from tests import starting

    golden = starting.ROOT / "tests" / "goldens" / "keras_names.json"
    command = [starting.oracle(), "-W", "ignore"]
    done = starting.run(command, "record/keras_surface.py", golden)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    import keras
    import tensorflow as tf

    recorded = {"keras": keras.__version__, "tensorflow": tf.__version__}
    every = names(keras, "keras")
    every.update(names(tf.keras, "tf.keras"))
    with open(sys.argv[1], "w") as stream:
        json.dump(
            {"recorded": recorded, "names": every}, stream, indent=0, sort_keys=True
        )
        stream.write("\n")
