"""`tf.contrib.learn.RunConfig`: where and how an Estimator runs."""

from __future__ import annotations

import collections
import json
import os
from typing import Any

import tensorflow as tf

from compat.contrib.learn.keys import Environment, TaskType
from compat.estimator import config as core

tf1 = tf.compat.v1

# What changes no result, and so does not tell one configuration from another.
_ANY = (
    "tf_random_seed",
    "save_summary_steps",
    "save_checkpoints_steps",
    "save_checkpoints_secs",
    "session_config",
    "keep_checkpoint_max",
    "keep_checkpoint_every_n_hours",
    "log_step_count_steps",
)


class ClusterConfig:
    """What TF_CONFIG says of the machines that work together.

    Args:
        master: Where a training runs; by TF_CONFIG where it is left out.
        evaluation_master: Where an evaluation runs.

    Source: `tf.contrib.learn.estimators.ClusterConfig`.
    """

    def __init__(self, master: Any = None, evaluation_master: Any = None) -> None:
        found = _tf_config()
        environment = found.get("environment", Environment.LOCAL)
        task = found.get("task", {})
        kind, number = task.get("type"), self.get_task_id()
        cluster = tf1.train.ClusterSpec(found.get("cluster", {}))
        self._task_type, self._task_id = kind, number
        self._cluster_spec = cluster
        self._master = _master(cluster, kind, number) if master is None else master
        self._num_ps_replicas = _count(cluster, TaskType.PS)
        workers = _count(cluster, TaskType.WORKER)
        self._num_worker_replicas = workers + _count(cluster, TaskType.MASTER)
        self._environment = environment
        if not kind:
            self._is_chief = number == 0
        elif environment == Environment.CLOUD:
            self._is_chief = kind == TaskType.MASTER
        else:
            self._is_chief = kind == TaskType.WORKER and number == 0
        self._evaluation_master = evaluation_master or ""

    @property
    def cluster_spec(self) -> Any:
        """The machines."""
        return self._cluster_spec

    @property
    def environment(self) -> Any:
        """One of `Environment`."""
        return self._environment

    @property
    def evaluation_master(self) -> Any:
        """Where an evaluation runs."""
        return self._evaluation_master

    @property
    def is_chief(self) -> Any:
        """Whether this process writes checkpoints."""
        return self._is_chief

    @property
    def master(self) -> Any:
        """Where a training runs."""
        return self._master

    @property
    def num_ps_replicas(self) -> Any:
        """How many parameter servers there are."""
        return self._num_ps_replicas

    @property
    def num_worker_replicas(self) -> Any:
        """How many workers there are, the master among them."""
        return self._num_worker_replicas

    @property
    def task_id(self) -> Any:
        """Which of the tasks of its type this process is."""
        return self._task_id

    @property
    def task_type(self) -> Any:
        """One of `TaskType`, or `None`."""
        return self._task_type

    @staticmethod
    def get_task_id() -> int:
        """The number of the task in TF_CONFIG, 0 without one."""
        number = _tf_config().get("task", {}).get("index")
        return int(number) if number else 0


class RunConfig(ClusterConfig, core.RunConfig):  # type: ignore[misc]
    """The configuration of an Estimator's runs.

    Args:
        master: Where a training runs.
        num_cores: Threads within and between ops; 0 for as many as there are.
        log_device_placement: Whether devices are logged.
        gpu_memory_fraction: Share of a GPU's memory that is taken.
        tf_random_seed: Seed of the graphs.
        save_summary_steps: How often summaries are saved, in steps.
        save_checkpoints_secs: How often checkpoints are saved, in seconds.
        save_checkpoints_steps: The same in steps.
        keep_checkpoint_max: How many checkpoints are kept.
        keep_checkpoint_every_n_hours: How often one is kept for good.
        log_step_count_steps: How often the speed is logged.
        protocol: Between the machines.
        evaluation_master: Where an evaluation runs.
        model_dir: Folder for checkpoints and events.
        session_config: A `tf.ConfigProto`.
        session_creation_timeout_secs: How long a worker waits for its session.

    Source: `tf.contrib.learn.RunConfig`.
    """

    _USE_DEFAULT = 0

    def __init__(
        self,
        master: Any = None,
        num_cores: int = 0,
        log_device_placement: bool = False,
        gpu_memory_fraction: float = 1,
        tf_random_seed: Any = None,
        save_summary_steps: Any = 100,
        save_checkpoints_secs: Any = _USE_DEFAULT,
        save_checkpoints_steps: Any = None,
        keep_checkpoint_max: Any = 5,
        keep_checkpoint_every_n_hours: Any = 10000,
        log_step_count_steps: Any = 100,
        protocol: Any = None,
        evaluation_master: Any = "",
        model_dir: Any = None,
        session_config: Any = None,
        session_creation_timeout_secs: Any = 7200,
    ) -> None:
        super().__init__(master=master, evaluation_master=evaluation_master)
        self._train_distribute = None
        self._eval_distribute = None
        self._experimental_max_worker_delay_secs = None
        self._device_fn = None
        self._tf_config = tf1.ConfigProto(
            log_device_placement=log_device_placement,
            inter_op_parallelism_threads=num_cores,
            intra_op_parallelism_threads=num_cores,
            gpu_options=tf1.GPUOptions(
                per_process_gpu_memory_fraction=gpu_memory_fraction
            ),
        )
        self._tf_random_seed = tf_random_seed
        self._save_summary_steps = save_summary_steps
        self._save_checkpoints_secs = save_checkpoints_secs
        if save_checkpoints_secs == RunConfig._USE_DEFAULT:
            self._save_checkpoints_secs = (
                600 if save_checkpoints_steps is None else None
            )
        self._log_step_count_steps = log_step_count_steps
        self._protocol = protocol
        self._session_config = session_config
        self._save_checkpoints_steps = save_checkpoints_steps
        self._keep_checkpoint_max = keep_checkpoint_max
        self._keep_checkpoint_every_n_hours = keep_checkpoint_every_n_hours
        self._model_dir = _model_dir(model_dir)
        self._session_creation_timeout_secs = session_creation_timeout_secs

    @property
    def tf_config(self) -> Any:
        """The `tf.ConfigProto` of the arguments on threads and devices."""
        return self._tf_config

    def uid(self, whitelist: Any = None) -> str:
        """A text that tells configurations apart that may give other results.

        Args:
            whitelist: Names of properties that do not; some by default.
        """
        skipped = {"_" + name for name in (_ANY if whitelist is None else whitelist)}
        parts = []
        for name, value in sorted(vars(self).items()):
            if name in skipped:
                continue
            if name == "_cluster_spec":
                value = collections.OrderedDict(sorted(value.as_dict().items()))
                value = _shown(value)
            else:
                value = repr(value)
            parts.append(f"{name}={value}")
        return ", ".join(parts)


def _shown(ordered: Any) -> str:
    """An ordered dict as Python 3.7 showed it."""
    if not ordered:
        return "OrderedDict()"
    return f"OrderedDict([{', '.join(repr(item) for item in ordered.items())}])"


def _tf_config() -> dict[str, Any]:
    return json.loads(os.environ.get("TF_CONFIG") or "{}")


def _count(cluster: Any, kind: str) -> int:
    return len(cluster.as_dict().get(kind, []))


def _master(cluster: Any, kind: Any, number: int) -> str:
    """The address of this process's server.

    Raises:
        ValueError: If TF_CONFIG does not say which it is.
    """
    if not cluster or not kind:
        return ""
    jobs = cluster.jobs
    if kind not in jobs:
        raise ValueError(
            f"{kind} is not a valid task_type in the cluster_spec:\n{cluster}\n\n"
            "Note that these values may be coming from the TF_CONFIG environment "
            "variable."
        )
    addresses = cluster.job_tasks(kind)
    if not 0 <= number < len(addresses):
        raise ValueError(
            f"{number} is not a valid task_id for task_type {kind} in the "
            f"cluster_spec:\n{cluster}\n\n"
            "Note that these values may be coming from the TF_CONFIG environment "
            "variable."
        )
    return "grpc://" + addresses[number]


def _model_dir(given: Any) -> Any:
    there = _tf_config().get("model_dir")
    if there == "":
        raise ValueError("model_dir in TF_CONFIG should be non-empty.")
    if there is None:
        return given
    if given is not None and given != there:
        raise ValueError(
            "`model_dir` provided in RunConfig construct, if set, must have the same "
            f"value as the model_dir in TF_CONFIG. model_dir: {given}\n"
            f'TF_CONFIG["model_dir"]: {there}.\n'
        )
    tf1.logging.info("Using model_dir in TF_CONFIG: %s", there)
    return there
