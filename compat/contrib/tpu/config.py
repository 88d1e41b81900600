"""`tf.contrib.tpu.RunConfig` and what it says of TPUs."""

from __future__ import annotations

import collections
import re
from typing import Any

from compat.estimator import config as core
from compat.estimator.cluster import TaskType

_CORES = (1, 2, 4, 8, 16, 32, 64, 128)

_Fields = collections.namedtuple(
    "_Fields",
    "iterations_per_loop num_shards num_cores_per_replica "
    "per_host_input_for_training tpu_job_name initial_infeed_sleep_secs "
    "input_partition_dims eval_training_input_configuration "
    "experimental_host_call_every_n_steps",
)


class InputPipelineConfig:
    """How the input is spread over TPUs.

    Source: `tf.contrib.tpu.InputPipelineConfig`.
    """

    PER_SHARD_V1 = 1
    PER_HOST_V1 = 2
    PER_HOST_V2 = 3
    BROADCAST = 4
    SLICED = 5


class TPUConfig(_Fields):
    """What a `RunConfig` says of TPUs; on CPUs it is kept and has no effect.

    Args:
        iterations_per_loop: Steps of one call, or a time such as `"60s"`.
        num_shards: How many parts a batch has.
        num_cores_per_replica: Cores of a replica of the model.
        per_host_input_for_training: An `InputPipelineConfig`; a bool for the first two.
        tpu_job_name: Of the TPUs.
        initial_infeed_sleep_secs: How long the first input waits, in seconds.
        input_partition_dims: How features and labels are cut.
        eval_training_input_configuration: Input of an evaluation within training.
        experimental_host_call_every_n_steps: How often the host is called.

    Raises:
        ValueError: For a value that makes no sense.
        TypeError: For a number of shards that is none.

    Source: `tf.contrib.tpu.TPUConfig`.
    """

    __slots__ = ()

    def __new__(
        cls,
        iterations_per_loop: Any = 2,
        num_shards: Any = None,
        num_cores_per_replica: Any = None,
        per_host_input_for_training: Any = True,
        tpu_job_name: Any = None,
        initial_infeed_sleep_secs: Any = None,
        input_partition_dims: Any = None,
        eval_training_input_configuration: Any = InputPipelineConfig.PER_HOST_V1,
        experimental_host_call_every_n_steps: Any = 1,
    ) -> Any:
        if not _is_span(iterations_per_loop):
            raise ValueError(
                "Invalid TPUConfig `iterations_per_loop` value. Value must be positive "
                "integer value or time-based value `<N><s|m|h>` where <N> is any"
                "positive integer and `s`, `m`, `h` are unit of time in seconds, "
                "minutes, hours respectively. Examples of valid values: `3600s`, "
                "`60m`, `1h`."
            )
        if num_shards is not None:
            check_positive("TPUConfig num_shards", num_shards)
        host = per_host_input_for_training
        if isinstance(host, bool):
            kinds = InputPipelineConfig
            host = kinds.PER_HOST_V1 if host else kinds.PER_SHARD_V1
        if input_partition_dims is not None:
            _check_partition(input_partition_dims, num_cores_per_replica, host)
        if num_cores_per_replica is not None and num_cores_per_replica not in _CORES:
            listed = ", ".join(map(str, _CORES))
            raise ValueError(
                f"num_cores_per_replica must be {listed}; got {num_cores_per_replica}"
            )
        known = (InputPipelineConfig.PER_HOST_V1, InputPipelineConfig.SLICED)
        if eval_training_input_configuration not in known:
            raise ValueError(
                "eval_training_input_configuration must be PER_HOST_V1 or SLICED; got "
                f"{eval_training_input_configuration}"
            )
        if initial_infeed_sleep_secs:
            check_positive(
                "TPUConfig initial_infeed_sleep_secs", initial_infeed_sleep_secs
            )
        return super().__new__(
            cls,
            iterations_per_loop,
            num_shards,
            num_cores_per_replica,
            host,
            tpu_job_name,
            initial_infeed_sleep_secs,
            input_partition_dims,
            eval_training_input_configuration,
            experimental_host_call_every_n_steps,
        )


class RunConfig(core.RunConfig):
    """A `tf.estimator.RunConfig` with a `TPUConfig`.

    Args:
        tpu_config: A `TPUConfig`.
        evaluation_master: Where an evaluation runs; as `master` by default.
        master: Where a training runs.
        cluster: A `ClusterResolver`, in place of `master`.
        **kwargs: Of `tf.estimator.RunConfig`.

    Raises:
        ValueError: If both `cluster` and `master` are given.

    Source: `tf.contrib.tpu.RunConfig`.
    """

    def __init__(
        self,
        tpu_config: Any = None,
        evaluation_master: Any = None,
        master: Any = None,
        cluster: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._tpu_config = tpu_config or TPUConfig()
        self._cluster = cluster
        if master is not None and cluster is not None:
            raise ValueError(
                "Both master and cluster arguments specified in the RunConfig. Use one "
                "or the other."
            )
        if cluster is not None:
            master = cluster.master()
            if cluster.cluster_spec():
                self._cluster_spec = cluster.cluster_spec()
        if master is not None:
            self._master = master
        if evaluation_master is not None:
            self._evaluation_master = evaluation_master
        elif master is not None and self.task_type != TaskType.EVALUATOR:
            self._evaluation_master = master

    @property
    def tpu_config(self) -> Any:
        """The `TPUConfig`."""
        return self._tpu_config

    @property
    def cluster(self) -> Any:
        """The `ClusterResolver`, or `None`."""
        return self._cluster

    def replace(self, **kwargs: Any) -> RunConfig:
        """A copy with other values, `tpu_config` among them.

        Args:
            **kwargs: Values by the names of the constructor.
        """
        if "tpu_config" not in kwargs:
            return super().replace(**kwargs)  # type: ignore[return-value]
        tpu_config = kwargs.pop("tpu_config")
        other: Any = super().replace(**kwargs)
        other._tpu_config = tpu_config
        return other  # type: ignore[no-any-return]


def check_positive(name: str, value: Any) -> None:
    """Check that a value is a whole number above 0.

    Raises:
        TypeError: If it is no whole number.
        ValueError: If it is not above 0.
    """
    if not isinstance(value, int):
        raise TypeError(f"{name} must be int, got {type(value)}")
    if value <= 0:
        raise ValueError(f"{name} must be positive, got {value}")


def _is_span(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[1-9]\d*[smh]", value) is not None
    return isinstance(value, int) and value > 0


def _check_partition(dims: Any, cores: Any, host: Any) -> None:
    if host != InputPipelineConfig.PER_HOST_V2:
        raise ValueError("input_partition_dims is only supported in PER_HOST_V2 mode.")
    if cores is None:
        raise ValueError("input_partition_dims requires setting num_cores_per_replica.")
    if len(dims) not in (1, 2):
        raise ValueError(
            "input_partition_dims must be a list/tuple with one or two elements."
        )
