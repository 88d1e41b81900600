"""The recorder's part for scripts written for Keras 2: it rides on `fit` and the rest.

On engine `tf115` these are the models of Keras 2.3.1 and of TensorFlow 1.15's
`tf.keras`; on `compat` they are Keras 3's, which stand behind the old names. Runs on
Python 3.7 too.

Variables are named by their place, for Keras 3 numbers its layers otherwise than
Keras 2 did: `0.1.Dense/0.kernel` is the first weight of the second layer that has
weights, of the first model that was used. A model that was loaded from a file is
another one's copy and is not recorded.
"""

from __future__ import annotations

import functools
import inspect
import sys
import time
from typing import Any

import numpy as np

HEAD = 64  # rows of the training data that `forward` is computed for

TRAINING = ("fit", "fit_generator", "train_on_batch")
ASKING = (
    "predict",
    "predict_generator",
    "predict_on_batch",
    "evaluate",
    "evaluate_generator",
    "test_on_batch",
)


def libraries(engine):
    """The Keras modules that the script may use, each with its class of models.

    Raises:
        SystemExit: When Keras 2.3.1 is not there.
    """
    try:
        import keras
    except ImportError:
        sys.exit(
            "recorder: expected keras 2.3.1 beside TensorFlow 1.15.5, found none: "
            "make oracle"
        )
    if engine != "tf115":
        from compat.keras import optimizer
        from compat.keras.training import Training

        optimizer.COUNTED_FIRST = 0  # as the real one here: recorder_count.py
        return [(keras, Training)]
    if not keras.__version__.startswith("2."):
        sys.exit(
            "recorder: expected keras 2.3.1 beside TensorFlow 1.15.5, received "
            f"{keras.__version__}: make oracle"
        )
    import tensorflow as tf

    from lab12.record import recorder_count

    recorder_count.ride(keras)
    return [(keras, keras.Model), (tf.keras, tf.keras.Model)]


class Keras2Recorder:
    """Records one run of a Keras 2 script.

    Args:
        record: Where to; the recorder's `Record`.
        initial: The variables of another run to start from, or None.
        engine: `tf115` or `compat`; the one that fits this TensorFlow if None.
    """

    def __init__(self, record, initial, engine=None):
        import tensorflow as tf

        if engine is None:
            engine = "tf115" if tf.__version__.startswith("1.") else "compat"
        self.tf, self.record, self.given = tf, record, initial
        self.depth = 0
        self.models: list[Any] = []  # as they were used first
        self.loaded: list[Any] = []
        self.layers: dict[str, Any] = {}  # by the name that the trace gives them
        self.heads: dict[int, Any] = {}  # number of a model: rows it was trained on
        self.predict: dict[Any, Any] = {}  # by class: the function unwrapped
        for library, model in libraries(engine):
            self.ride_on(library, model)
        if engine != "tf115":
            from compat.keras import configs

            configs.model_of = self.loading(configs.model_of)

    def ride_on(self, library, model):
        self.predict[model] = model.predict
        for name in TRAINING + ASKING:
            function = getattr(model, name, None)
            if function is not None:
                setattr(model, name, self.wrapped(name, function, library))
        for module in (library.models, getattr(library, "saving", None)):
            if module is not None and hasattr(module, "load_model"):
                module.load_model = self.loading(module.load_model)
        for kind in {
            library.Model,
            library.Sequential,
        }:  # as Keras 3 loads a model, or clones
            made = vars(kind).get("from_config")
            if made is not None:
                kind.from_config = classmethod(self.loading(made.__func__))
        self.seeding(library)

    def seeding(self, library):
        """Keep the seed that Keras 3's `set_random_seed` is given."""
        utils = library.utils
        if hasattr(utils, "set_random_seed"):
            function = utils.set_random_seed

            def set_random_seed(seed):
                self.record.seed = seed
                function(seed)

            utils.set_random_seed = set_random_seed

    def loading(self, function):
        @functools.wraps(function)
        def load(*args, **kwargs):
            model = function(*args, **kwargs)
            self.loaded.append(model)
            return model

        return load

    def wrapped(self, name, function, library):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def call(model, *args, **kwargs):
            if self.depth:
                return function(model, *args, **kwargs)
            bound = signature.bind(model, *args, **kwargs)
            known = self.prepare(model, bound.arguments.get("x"))
            train = name in TRAINING and known is not None
            if train:
                self.heads.setdefault(known, head(bound.arguments.get("x")))
            if train and name != "train_on_batch":
                callbacks = bound.arguments.get("callbacks") or []
                if not isinstance(callbacks, (list, tuple)):
                    callbacks = [callbacks]
                ours = watching(library, self.record)
                bound.arguments["callbacks"] = [ours] + list(callbacks)
            self.depth += 1
            start = time.perf_counter()
            try:
                value = function(*bound.args, **bound.kwargs)
            finally:
                self.depth -= 1
            if train:
                self.record.seconds_steps += time.perf_counter() - start
            if name == "train_on_batch" and train:
                self.record.loss.append(float(np.ravel(value)[0]))
            elif name in ASKING and known is not None:
                self.saw(name, known, value)
            return value

        return call

    def saw(self, name, known, value):
        kind = "predict" if name.startswith("predict") else "evaluate"
        for part in self.tf.nest.flatten(value):
            part = np.asarray(part)
            shape = "x".join(map(str, part.shape)) or "loss"
            key = f"{kind}/{known}/{shape}"
            if kind == "predict" or key not in self.record.outputs:
                self.record.saw(key, part, classes=False)

    def prepare(self, model, x):
        """At a model's first use: give it its weights, keep its initial ones.

        Returns:
            The model's number, or None for one that was loaded.
        """
        for i, known in enumerate(self.models):
            if known is model:
                return i
        if any(model is one for one in self.loaded):
            return None
        number = len(self.models)
        known = self.layers.values()
        own = [one for one in parts(model) if not any(one is other for other in known)]
        place = f"{number}."
        if self.given and own and not any(n.startswith(place) for n in self.given):
            return None  # a copy there too
        self.models.append(model)
        if not model.weights and isinstance(x, np.ndarray):
            model.build((None,) + x.shape[1:])
        for i, layer in enumerate(parts(model)):
            if any(layer is known for known in self.layers.values()):
                continue  # two models share it
            name = f"{number}.{i}.{type(layer).__name__}"
            self.layers[name] = layer
            if self.given is not None:
                self.assign(name, self.given)
            self.record.initial.update(self.read(name))
        if self.record.seed is None:
            self.record.seed = self.tf.compat.v1.get_default_graph().seed
        return number

    def names(self, name):
        """The names of a layer's weights, in the order of `get_weights`."""
        last = [w.name.split("/")[-1].split(":")[0] for w in self.layers[name].weights]
        return [f"{name}/{i}.{one}" for i, one in enumerate(last)]

    def read(self, name):
        return dict(zip(self.names(name), self.layers[name].get_weights()))

    def assign(self, name, values):
        wanted = self.names(name)
        shapes = [value.shape for value in self.layers[name].get_weights()]
        received = [np.shape(values[one]) if one in values else None for one in wanted]
        if shapes != received:
            sys.exit(
                f"recorder: expected initial values of shapes {shapes} for {name}, "
                f"received {received}"
            )
        self.layers[name].set_weights([values[one] for one in wanted])

    def finish(self):
        """Keep the final values, then predict once more at the initial ones."""
        record = self.record
        for name in self.layers:
            record.final.update(self.read(name))
        for name in self.layers:
            self.assign(name, record.initial)
        self.depth += 1
        for number, x in self.heads.items():
            if x is None:
                continue
            model = self.models[number]
            predict = next(f for k, f in self.predict.items() if isinstance(model, k))
            value = predict(model, x, verbose=0)
            for i, part in enumerate(self.tf.nest.flatten(value)):
                record.forward[f"forward/{number}/{i}"] = np.asarray(part)


def parts(model):
    """The layers of a model that have weights, those of the models in it among them."""
    for layer in model.layers:
        if hasattr(layer, "layers") and hasattr(layer, "fit"):
            yield from parts(layer)
        elif layer.weights:
            yield layer


def head(x):
    """The first rows of the training data, or None where they cannot be looked at."""
    if isinstance(x, dict):
        return {key: np.asarray(value)[:HEAD] for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [np.asarray(one)[:HEAD] for one in x]
    if hasattr(x, "__getitem__") and hasattr(x, "__len__") and not hasattr(x, "shape"):
        return head(x[0][0])  # batches, a keras.utils.Sequence
    return np.asarray(x)[:HEAD] if isinstance(x, np.ndarray) else None


def watching(library, record):
    """A callback that keeps the loss of each batch, and what is said of each epoch."""

    class Watching(library.callbacks.Callback):  # type: ignore[name-defined,misc]
        def on_epoch_begin(self, epoch, logs=None):
            self.before = 0.0, 0.0

        def on_train_batch_end(self, batch, logs=None):
            record.loss.append(batch_loss(self, logs))

        def on_epoch_end(self, epoch, logs=None):
            record.saw_epoch(logs)

    return Watching()


def batch_loss(callback, logs):
    """The loss of the batch that has just ended.

    Keras 2 says it, and so does `compat`. Keras 3 says the mean since the epoch began,
    of which the sums of its first metric give the last batch's part, as far as these
    float32 sums have digits left for it.
    """
    if hasattr(callback.model, "_last_batch"):  # of compat's
        return logs["loss"]
    metrics = getattr(callback.model, "metrics", None) or [None]
    mean = metrics[0]
    if getattr(mean, "name", "") != "loss" or not hasattr(mean, "total"):
        return logs["loss"]
    total, count = float(mean.total), float(mean.count)
    loss = (total - callback.before[0]) / (count - callback.before[1])
    callback.before = total, count
    return loss
