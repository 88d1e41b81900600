"""Exported models and Estimators as functions from arrays to arrays."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1

_DEFAULT = "serving_default"
_TAGS = "serve"


class Predictor:
    """A session, its inputs and its outputs: call it with a dict of arrays."""

    _graph: Any
    _session: Any
    _feed_tensors: dict[str, Any]
    _fetch_tensors: dict[str, Any]

    def __call__(self, input_dict: dict[str, Any]) -> dict[str, Any]:
        """Give the outputs for inputs.

        Args:
            input_dict: Arrays by the names of the inputs.

        Raises:
            ValueError: For names that are no inputs.
        """
        unknown = set(input_dict) - set(self._feed_tensors)
        if unknown:
            raise ValueError(
                "Got unexpected keys in input_dict: "
                f"{unknown}\nexpected: {set(self._feed_tensors)}"
            )
        feed = {
            self._feed_tensors[key]: value
            for key, value in input_dict.items()
            if key in self._feed_tensors
        }
        outputs: dict[str, Any] = self._session.run(
            fetches=self._fetch_tensors, feed_dict=feed
        )
        return outputs

    @property
    def graph(self) -> Any:
        """The graph."""
        return self._graph

    @property
    def session(self) -> Any:
        """The session."""
        return self._session

    @property
    def feed_tensors(self) -> dict[str, Any]:
        """The inputs, by name."""
        return self._feed_tensors

    @property
    def fetch_tensors(self) -> dict[str, Any]:
        """The outputs, by name."""
        return self._fetch_tensors

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__} with feed tensors {self._feed_tensors} and fetch_"
            f"tensors {self._fetch_tensors}"
        )


class SavedModelPredictor(Predictor):
    """A model that was exported."""

    def __init__(
        self,
        export_dir: Any,
        signature_def_key: str | None = None,
        signature_def: Any = None,
        input_names: Any = None,
        output_names: Any = None,
        tags: Any = None,
        graph: Any = None,
        config: Any = None,
    ):
        given = (signature_def_key, signature_def, input_names)
        if sum(one is not None for one in given) > 1:
            raise ValueError(
                "You must specify at most one of signature_def_key OR signature_def "
                "OR(input_names AND output_names)."
            )
        if (input_names is None) != (output_names is None):
            raise ValueError(
                "input_names and output_names must both be specified or both be "
                "unspecified."
            )
        tags = tags or _TAGS
        self._graph = graph or tf.Graph()
        with self._graph.as_default():
            self._session = tf1.Session(config=config)
            meta = tf1.saved_model.load(self._session, tags.split(","), export_dir)
        if input_names is None:
            if signature_def is None:
                # of a name that is not there, 1.15 made a signature of nothing
                signature_def = meta.signature_def[signature_def_key or _DEFAULT]
            input_names = {k: v.name for k, v in signature_def.inputs.items()}
            output_names = {k: v.name for k, v in signature_def.outputs.items()}
        self._feed_tensors = {
            key: self._graph.get_tensor_by_name(name)
            for key, name in input_names.items()
        }
        self._fetch_tensors = {
            key: self._graph.get_tensor_by_name(name)
            for key, name in output_names.items()
        }


class CoreEstimatorPredictor(Predictor):
    """An Estimator with the checkpoint that it is at."""

    def __init__(
        self,
        estimator: Any,
        serving_input_receiver_fn: Any,
        output_key: str | None = None,
        graph: Any = None,
        config: Any = None,
    ):
        output_key = output_key or _DEFAULT
        self._graph = graph or tf.Graph()
        with self._graph.as_default():
            receiver = serving_input_receiver_fn()
            spec = estimator.model_fn(
                receiver.features, None, "infer", estimator.config
            )
            outputs = spec.export_outputs
            if outputs is None or output_key not in outputs:
                known = (outputs or {}).keys()
                raise KeyError(f"output_key must be one of {known}; got {output_key}")
            signature = outputs[output_key].as_signature_def(receiver.receiver_tensors)
            checkpoint = tf.train.latest_checkpoint(estimator.model_dir)
            self._session = tf1.train.MonitoredSession(
                session_creator=tf1.train.ChiefSessionCreator(
                    config=config, checkpoint_filename_with_path=checkpoint
                )
            )
        self._feed_tensors = {
            key: self._graph.get_tensor_by_name(one.name)
            for key, one in signature.inputs.items()
        }
        self._fetch_tensors = {
            key: self._graph.get_tensor_by_name(one.name)
            for key, one in signature.outputs.items()
        }


def from_saved_model(
    export_dir: Any,
    signature_def_key: str | None = None,
    signature_def: Any = None,
    input_names: Any = None,
    output_names: Any = None,
    tags: Any = None,
    graph: Any = None,
    config: Any = None,
) -> Predictor:
    """A predictor of an exported model.

    Args:
        export_dir: The model's folder.
        signature_def_key: Which of its signatures; by default `serving_default`.
        signature_def: The signature itself.
        input_names: Dict from names of inputs to those of tensors.
        output_names: The same for outputs.
        tags: Tags of the model, with commas between; by default `serve`.
        graph: Graph to load it into.
        config: Of the session.

    Returns:
        A function from a dict of arrays to one.

    Raises:
        ValueError: For a signature that is given twice.

    Source: `tf.contrib.predictor.from_saved_model`.
    """
    return SavedModelPredictor(
        export_dir,
        signature_def_key=signature_def_key,
        signature_def=signature_def,
        input_names=input_names,
        output_names=output_names,
        tags=tags,
        graph=graph,
        config=config,
    )


def from_estimator(
    estimator: Any,
    serving_input_receiver_fn: Any,
    output_key: str | None = None,
    graph: Any = None,
    config: Any = None,
) -> Predictor:
    """A predictor of an Estimator at its last checkpoint.

    Args:
        estimator: The Estimator.
        serving_input_receiver_fn: Function that gives a `ServingInputReceiver`.
        output_key: Which of the `export_outputs`; by default `serving_default`.
        graph: Graph to build it in.
        config: Of the session.

    Returns:
        A function from a dict of arrays to one.

    Raises:
        TypeError: For what is no `tf.estimator.Estimator`.

    Source: `tf.contrib.predictor.from_estimator`.
    """
    if not hasattr(estimator, "model_fn"):
        raise TypeError(
            f"Expected estimator to be of type tf.estimator.Estimator, but got type "
            f"{type(estimator)}. Did you mean to call from_contrib_estimator?"
        )
    return CoreEstimatorPredictor(
        estimator, serving_input_receiver_fn, output_key, graph=graph, config=config
    )
