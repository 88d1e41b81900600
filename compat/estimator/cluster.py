"""What TF_CONFIG says of the machines that train together."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

tf1 = tf.compat.v1


class TaskType:
    """What a process of a cluster does."""

    MASTER = "master"
    PS = "ps"
    WORKER = "worker"
    CHIEF = "chief"
    EVALUATOR = "evaluator"


def settle(config: Any, found: dict[str, Any]) -> None:
    """Set on a `RunConfig` what follows from TF_CONFIG.

    Args:
        config: The `RunConfig`.
        found: TF_CONFIG, read.

    Raises:
        ValueError: For a cluster that makes no sense.
        TypeError: For a service that is not a dict.
    """
    config._service = _service(found)
    config._cluster_spec = tf1.train.ClusterSpec(found.get("cluster", {}))
    task = found.get("task", {})
    if not config._cluster_spec.as_dict():
        _local(config, found, task)
        return
    jobs = config._cluster_spec.as_dict()
    _check_chief(jobs)
    config._task_type, config._task_id = _task(config._cluster_spec, task)
    if config._task_type == TaskType.EVALUATOR:
        if TaskType.MASTER in jobs:
            raise ValueError(
                "If `master` node exists in `cluster`, task_type `evaluator` is not "
                "supported."
            )
        there = found.get("eval_session_master", "")
        _be(config, "", there, chief=False, ps=0, workers=0, number=None)
        config._cluster_spec = tf1.train.ClusterSpec({})
        return
    lead = TaskType.MASTER if TaskType.MASTER in jobs else TaskType.CHIEF
    _be(
        config,
        found.get("session_master", _master(config, jobs)),
        "",
        chief=config._task_type == lead,
        ps=len(jobs.get(TaskType.PS, ())),
        workers=len(jobs.get(TaskType.WORKER, ())) + 1,
        number=_number(config, jobs, lead),
    )
    if config._session_config is None:
        config._session_config = _session_config(config)


def _be(
    config: Any,
    master: str,
    evaluation_master: str,
    *,
    chief: bool,
    ps: int,
    workers: int,
    number: int | None,
) -> None:
    config._global_id_in_cluster = number
    config._master, config._evaluation_master = master, evaluation_master
    config._is_chief = chief
    config._num_ps_replicas, config._num_worker_replicas = ps, workers


def _service(found: dict[str, Any]) -> Any:
    service = found.get("service")
    if service is not None and not isinstance(service, dict):
        raise TypeError(
            'If "service" is set in TF_CONFIG, it must be a dict. Given '
            f"{type(service)}"
        )
    return service


def _local(config: Any, found: dict[str, Any], task: dict[str, Any]) -> None:
    config._task_type = task.get("type", TaskType.WORKER)
    config._task_id = int(task.get("index", 0))
    if config._task_type != TaskType.WORKER:
        raise ValueError(
            'If "cluster" is not set in TF_CONFIG, task type must be WORKER.'
        )
    if config._task_id != 0:
        raise ValueError('If "cluster" is not set in TF_CONFIG, task index must be 0.')
    _be(
        config,
        found.get("session_master", ""),
        found.get("eval_session_master", ""),
        chief=True,
        ps=0,
        workers=1,
        number=0,
    )


def _task(spec: Any, task: dict[str, Any]) -> tuple[str, int]:
    kind, index = task.get("type"), task.get("index")
    jobs = spec.as_dict()
    if TaskType.CHIEF not in jobs and TaskType.MASTER not in jobs:
        raise ValueError(
            'If "cluster" is set in TF_CONFIG, it must have one "chief" node.'
        )
    if not kind:
        raise ValueError('If "cluster" is set in TF_CONFIG, task type must be set.')
    if index is None:
        raise ValueError('If "cluster" is set in TF_CONFIG, task index must be set.')
    index = int(index)
    if index < 0:
        raise ValueError("Task index must be non-negative number.")
    if kind == TaskType.EVALUATOR:
        return kind, index
    seen = (
        f"in the cluster_spec:\n{spec}\n\nNote that these values may be coming from "
        "the TF_CONFIG environment variable."
    )
    if kind not in jobs:
        raise ValueError(f"{kind} is not a valid task_type {seen}")
    if index >= len(jobs[kind]):
        raise ValueError(f"{index} is not a valid task_id for task_type {kind} {seen}")
    return kind, index


def _check_chief(jobs: dict[str, Any]) -> None:
    if TaskType.MASTER in jobs and TaskType.CHIEF in jobs:
        raise ValueError(
            "If `master` node exists in `cluster`, job `chief` is not supported."
        )
    for job in (TaskType.CHIEF, TaskType.MASTER):
        if len(jobs.get(job, ())) > 1:
            raise ValueError(
                f'The "cluster" in TF_CONFIG must have only one "{job}" node.'
            )


def _master(config: Any, jobs: dict[str, Any]) -> str:
    if list(jobs) in ([TaskType.CHIEF], [TaskType.MASTER]):  # alone
        return ""
    address = jobs[config._task_type][config._task_id]
    return f"{config._protocol or 'grpc'}://{address}"


def _number(config: Any, jobs: dict[str, Any], lead: str) -> int:
    before = 0
    order = [lead, *sorted(set(jobs) - {lead, TaskType.PS}), TaskType.PS]
    for job in order:
        if job == config._task_type:
            return before + config._task_id
        before += len(jobs.get(job, ()))
    return before


def _session_config(config: Any) -> Any:
    kind = config._task_type
    seen = {
        TaskType.PS: ["/job:ps", "/job:worker", "/job:chief", "/job:master"],
        TaskType.CHIEF: ["/job:ps", "/job:chief"],
        TaskType.MASTER: ["/job:ps", "/job:master"],
        TaskType.WORKER: ["/job:ps", f"/job:worker/task:{config._task_id}"],
    }
    if kind not in seen:
        return None
    return tf1.ConfigProto(
        allow_soft_placement=True,
        graph_options=tf1.GraphOptions(
            rewrite_options=rewrite_options(),
        ),
        device_filters=seen[kind],
    )


def rewrite_options() -> Any:
    """The graph optimizer's options of an Estimator: one round."""
    options = tf1.GraphOptions().rewrite_options
    options.meta_optimizer_iterations = options.ONE
    return options
