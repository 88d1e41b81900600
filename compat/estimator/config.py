"""`tf.estimator.RunConfig`: where and how an Estimator runs."""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import tensorflow as tf

from compat.estimator import arguments, cluster

tf1 = tf.compat.v1

USE_DEFAULT = object()  # an argument was left out, where `None` says something else

_REPLACEABLE = [
    "model_dir",
    "tf_random_seed",
    "save_summary_steps",
    "save_checkpoints_steps",
    "save_checkpoints_secs",
    "session_config",
    "keep_checkpoint_max",
    "keep_checkpoint_every_n_hours",
    "log_step_count_steps",
    "train_distribute",
    "device_fn",
    "protocol",
    "eval_distribute",
    "experimental_distribute",
    "experimental_max_worker_delay_secs",
    "session_creation_timeout_secs",
]

_BOTH = "`save_checkpoints_steps` and `save_checkpoints_secs` cannot be both set."


class RunConfig:
    """The configuration of an Estimator's runs.

    Args:
        model_dir: Folder for checkpoints and events.
        tf_random_seed: Seed of the graphs.
        save_summary_steps: How often summaries are saved, in steps.
        save_checkpoints_steps: How often checkpoints are saved, in steps.
        save_checkpoints_secs: How often checkpoints are saved, in seconds; 600 where
            neither is given.
        session_config: A `tf.ConfigProto`.
        keep_checkpoint_max: How many checkpoints are kept.
        keep_checkpoint_every_n_hours: How often one is kept for good.
        log_step_count_steps: How often the loss and the speed are logged.
        train_distribute: None: strategies are refused.
        device_fn: From an op to its device.
        protocol: `"grpc"`, or `None`.
        eval_distribute: As `train_distribute`.
        experimental_distribute: As `train_distribute`.
        experimental_max_worker_delay_secs: Longest delay of a worker's start.
        session_creation_timeout_secs: How long a worker waits for its session.

    Raises:
        ValueError: For a value that makes no sense.

    Source: `tf.estimator.RunConfig`.
    """

    def __init__(
        self,
        model_dir: Any = None,
        tf_random_seed: Any = None,
        save_summary_steps: Any = 100,
        save_checkpoints_steps: Any = USE_DEFAULT,
        save_checkpoints_secs: Any = USE_DEFAULT,
        session_config: Any = None,
        keep_checkpoint_max: Any = 5,
        keep_checkpoint_every_n_hours: Any = 10000,
        log_step_count_steps: Any = 100,
        train_distribute: Any = None,
        device_fn: Any = None,
        protocol: Any = None,
        eval_distribute: Any = None,
        experimental_distribute: Any = None,
        experimental_max_worker_delay_secs: Any = None,
        session_creation_timeout_secs: Any = 7200,
    ) -> None:
        steps, secs = save_checkpoints_steps, save_checkpoints_secs
        if steps is USE_DEFAULT and secs is USE_DEFAULT:
            steps, secs = None, 600
        elif secs is USE_DEFAULT:
            secs = None
        elif steps is USE_DEFAULT:
            steps = None
        elif steps is not None and secs is not None:
            raise ValueError(_BOTH)
        found = json.loads(os.environ.get("TF_CONFIG", "{}"))
        if found:
            tf1.logging.info("TF_CONFIG environment variable: %s", found)
        self._set(
            model_dir=_model_dir(found, model_dir),
            tf_random_seed=tf_random_seed,
            save_summary_steps=save_summary_steps,
            save_checkpoints_steps=steps,
            save_checkpoints_secs=secs,
            session_config=session_config,
            keep_checkpoint_max=keep_checkpoint_max,
            keep_checkpoint_every_n_hours=keep_checkpoint_every_n_hours,
            log_step_count_steps=log_step_count_steps,
            train_distribute=train_distribute,
            device_fn=device_fn,
            protocol=protocol,
            eval_distribute=eval_distribute,
            experimental_distribute=experimental_distribute,
            experimental_max_worker_delay_secs=experimental_max_worker_delay_secs,
            session_creation_timeout_secs=session_creation_timeout_secs,
        )
        cluster.settle(self, found)

    def _set(self, **values: Any) -> None:
        if (
            values.get("save_checkpoints_steps") is not None
            and values.get("save_checkpoints_secs") is not None
        ):
            raise ValueError(_BOTH)
        for name, value in values.items():
            if name.endswith("_distribute") and value is not None:
                raise NotImplementedError(
                    f"tf.estimator.RunConfig: expected no {name}, received "
                    f"{type(value).__name__}: Estimators train on one device here. "
                    "In Keras 3: keras.distribution.DataParallel()"
                )
            _check(name, value)
            setattr(self, f"_{name}", value)

    @property
    def cluster_spec(self) -> Any:
        """The machines that work together."""
        return self._cluster_spec  # type: ignore[attr-defined]

    @property
    def device_fn(self) -> Any:
        """From an op to its device, or `None`."""
        return self._device_fn  # type: ignore[attr-defined]

    @property
    def evaluation_master(self) -> Any:
        """Where an evaluation runs."""
        return self._evaluation_master  # type: ignore[attr-defined]

    @property
    def is_chief(self) -> Any:
        """Whether this process writes checkpoints."""
        return self._is_chief  # type: ignore[attr-defined]

    @property
    def master(self) -> Any:
        """Where a training runs."""
        return self._master  # type: ignore[attr-defined]

    @property
    def num_ps_replicas(self) -> Any:
        """How many parameter servers there are."""
        return self._num_ps_replicas  # type: ignore[attr-defined]

    @property
    def num_worker_replicas(self) -> Any:
        """How many workers there are, the chief among them."""
        return self._num_worker_replicas  # type: ignore[attr-defined]

    @property
    def task_id(self) -> Any:
        """Which of the tasks of its type this process is."""
        return self._task_id  # type: ignore[attr-defined]

    @property
    def global_id_in_cluster(self) -> Any:
        """Which of all tasks this process is; `None` for an evaluator."""
        return self._global_id_in_cluster  # type: ignore[attr-defined]

    @property
    def task_type(self) -> Any:
        """A `TaskType`."""
        return self._task_type  # type: ignore[attr-defined]

    @property
    def tf_random_seed(self) -> Any:
        """Seed of the graphs, or `None`."""
        return self._tf_random_seed  # type: ignore[attr-defined]

    @property
    def save_summary_steps(self) -> Any:
        """How often summaries are saved, in steps."""
        return self._save_summary_steps  # type: ignore[attr-defined]

    @property
    def save_checkpoints_secs(self) -> Any:
        """How often checkpoints are saved, in seconds, or `None`."""
        return self._save_checkpoints_secs  # type: ignore[attr-defined]

    @property
    def session_config(self) -> Any:
        """A `tf.ConfigProto`, or `None`."""
        return self._session_config  # type: ignore[attr-defined]

    @property
    def save_checkpoints_steps(self) -> Any:
        """How often checkpoints are saved, in steps, or `None`."""
        return self._save_checkpoints_steps  # type: ignore[attr-defined]

    @property
    def keep_checkpoint_max(self) -> Any:
        """How many checkpoints are kept."""
        return self._keep_checkpoint_max  # type: ignore[attr-defined]

    @property
    def session_creation_timeout_secs(self) -> Any:
        """How long a worker waits for its session."""
        return self._session_creation_timeout_secs  # type: ignore[attr-defined]

    @property
    def keep_checkpoint_every_n_hours(self) -> Any:
        """How often a checkpoint is kept for good."""
        return self._keep_checkpoint_every_n_hours  # type: ignore[attr-defined]

    @property
    def log_step_count_steps(self) -> Any:
        """How often the loss and the speed are logged, in steps."""
        return self._log_step_count_steps  # type: ignore[attr-defined]

    @property
    def experimental_max_worker_delay_secs(self) -> Any:
        """Longest delay of a worker's start, or `None`."""
        return self._experimental_max_worker_delay_secs  # type: ignore[attr-defined]

    @property
    def model_dir(self) -> Any:
        """Folder for checkpoints and events, or `None`."""
        return self._model_dir  # type: ignore[attr-defined]

    @property
    def service(self) -> Any:
        """What TF_CONFIG said of the platform's service, or `None`."""
        return self._service  # type: ignore[attr-defined]

    @property
    def train_distribute(self) -> Any:
        """The strategy of training, or `None`."""
        return self._train_distribute  # type: ignore[attr-defined]

    @property
    def eval_distribute(self) -> Any:
        """The strategy of evaluation, or `None`."""
        return self._eval_distribute  # type: ignore[attr-defined]

    @property
    def protocol(self) -> Any:
        """Protocol between the machines, or `None`."""
        return self._protocol  # type: ignore[attr-defined]

    def replace(self, **kwargs: Any) -> RunConfig:
        """A copy with other values.

        Args:
            **kwargs: Values by the names of the constructor.

        Raises:
            ValueError: For a name that cannot be replaced, or a wrong value.
        """
        unknown = [name for name in kwargs if name not in _REPLACEABLE]
        if unknown:
            raise ValueError(
                f"Replacing {unknown[0]} is not supported. Allowed properties are "
                f"{_REPLACEABLE}."
            )
        other = copy.deepcopy(self)
        if kwargs.get("save_checkpoints_steps") is not None:
            kwargs.setdefault("save_checkpoints_secs", None)
        if kwargs.get("save_checkpoints_secs") is not None:
            kwargs.setdefault("save_checkpoints_steps", None)
        other._set(**kwargs)
        return other


def _model_dir(found: dict[str, Any], given: Any) -> Any:
    there = found.get("model_dir")
    if there is None:
        return given
    if there == "":
        raise ValueError("model_dir in TF_CONFIG should be non-empty.")
    if given is not None and given != there:
        raise ValueError(
            "`model_dir` provided in RunConfig construct, if set, must have the same "
            f"value as the model_dir in TF_CONFIG. model_dir: {given}\n"
            f'TF_CONFIG["model_dir"]: {there}.\n'
        )
    tf1.logging.info("Using model_dir in TF_CONFIG: %s", there)
    return there


# Name → what must hold for a value that is not None, and how 1.15 said it.
_MUST: dict[str, tuple[Any, str]] = {
    "model_dir": (bool, "model_dir should be non-empty."),
    "save_summary_steps": (lambda n: n >= 0, "save_summary_steps should be >= 0"),
    "save_checkpoints_steps": (
        lambda n: n >= 0,
        "save_checkpoints_steps should be >= 0",
    ),
    "save_checkpoints_secs": (
        lambda n: n >= 0,
        "save_checkpoints_secs should be >= 0",
    ),
    "session_config": (
        lambda c: isinstance(c, tf1.ConfigProto),
        "session_config must be instance of ConfigProto",
    ),
    "keep_checkpoint_max": (lambda n: n >= 0, "keep_checkpoint_max should be >= 0"),
    "keep_checkpoint_every_n_hours": (
        lambda n: n > 0,
        "keep_checkpoint_every_n_hours should be > 0",
    ),
    "log_step_count_steps": (lambda n: n > 0, "log_step_count_steps should be > 0"),
    "tf_random_seed": (
        lambda n: isinstance(n, int),
        "tf_random_seed must be integer.",
    ),
    "device_fn": (
        lambda f: callable(f) and tuple(arguments.names(f)) == ("op",),
        'device_fn must be callable with exactly one argument "op".',
    ),
    "protocol": (
        lambda p: p in ("grpc", "grpc+verbs"),
        "protocol should be grpc or grpc+verbs",
    ),
    "experimental_max_worker_delay_secs": (
        lambda n: isinstance(n, int),
        "experimental_max_worker_delay_secs must be an integer if set.",
    ),
    "session_creation_timeout_secs": (
        lambda n: n > 0,
        "session_creation_timeout_secs should be > 0",
    ),
}


def _check(name: str, value: Any) -> None:
    holds, said = _MUST.get(name, (None, ""))
    if holds is not None and value is not None and not holds(value):
        raise ValueError(said)
