"""The training loop of slim, under a `tf.train.Supervisor`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from compat.contrib.slim.learning.timelines import chrome_trace

tf1 = tf.compat.v1

_USE_DEFAULT = 0


def train_step(
    sess: Any, train_op: Any, global_step: Any, train_step_kwargs: dict[str, Any]
) -> tuple[Any, Any]:
    """Make one training step, log it, and say whether it is the last.

    Args:
        sess: The session.
        train_op: What makes the step, and gives the loss.
        global_step: The step's counter.
        train_step_kwargs: May have tensors `should_stop`, `should_log` and
            `should_trace`, the last of them with `logdir`; and a `summary_writer`.

    Returns:
        The loss, and whether training is to stop.

    Raises:
        ValueError: For `should_trace` without `logdir`.

    Source: `tf.contrib.slim.learning.train_step`.
    """
    begun = time.time()
    options = metadata = None
    if "should_trace" in train_step_kwargs:
        if "logdir" not in train_step_kwargs:
            raise ValueError(
                "logdir must be present in train_step_kwargs when "
                "should_trace is present"
            )
        if sess.run(train_step_kwargs["should_trace"]):
            options = tf1.RunOptions(trace_level=tf1.RunOptions.FULL_TRACE)
            metadata = tf1.RunMetadata()
    total_loss, step = sess.run(
        [train_op, global_step], options=options, run_metadata=metadata
    )
    seconds = time.time() - begun
    if metadata is not None:
        path = os.path.join(train_step_kwargs["logdir"], f"tf_trace-{step}.json")
        tf1.logging.info("Writing trace to %s", path)
        with tf1.gfile.Open(path, "w") as stream:
            stream.write(chrome_trace(metadata.step_stats))
        if "summary_writer" in train_step_kwargs:
            train_step_kwargs["summary_writer"].add_run_metadata(
                metadata, f"run_metadata-{step}"
            )
    if "should_log" in train_step_kwargs and sess.run(train_step_kwargs["should_log"]):
        tf1.logging.info(
            "global step %d: loss = %.4f (%.3f sec/step)", step, total_loss, seconds
        )
    should_stop = False
    if "should_stop" in train_step_kwargs:
        should_stop = sess.run(train_step_kwargs["should_stop"])
    return total_loss, should_stop


def _wait_for_step(sess: Any, global_step: Any, step: int) -> None:
    while tf1.train.global_step(sess, global_step) < step:
        tf1.logging.info("Waiting for step %d before starting training.", step)
        time.sleep(1.0)


def _check(
    train_op: Any,
    logdir: str | None,
    number_of_steps: int | None,
    startup_delay_steps: int,
    sync_optimizer: Any,
    **needs_logdir: tuple[Any, Any],
) -> None:
    if train_op is None:
        raise ValueError("train_op cannot be None.")
    if logdir is None:
        for name, (given, default) in needs_logdir.items():
            if given is not default and given != default:
                raise ValueError(f"Cannot provide {name} because logdir=None")
    if sync_optimizer is not None and startup_delay_steps > 0:
        raise ValueError(
            "startup_delay_steps must be zero when sync_optimizer is supplied."
        )
    if number_of_steps is not None and number_of_steps <= 0:
        raise ValueError("`number_of_steps` must be either None or a positive number.")


def _is_default(value: Any) -> bool:
    return value is _USE_DEFAULT or (isinstance(value, int) and value == _USE_DEFAULT)


def _step_kwargs(
    global_step: Any,
    number_of_steps: int | None,
    log_every_n_steps: int,
    trace_every_n_steps: int | None,
    logdir: str | None,
) -> dict[str, Any]:
    kwargs: dict[str, Any] = {}
    with tf1.name_scope("train_step"):
        if number_of_steps:
            kwargs["should_stop"] = tf.greater_equal(global_step, number_of_steps)
        else:
            kwargs["should_stop"] = tf1.constant(False)
        if log_every_n_steps > 0:
            kwargs["should_log"] = tf.equal(tf1.mod(global_step, log_every_n_steps), 0)
        if trace_every_n_steps is not None:
            kwargs["should_trace"] = tf.equal(
                tf1.mod(global_step, trace_every_n_steps), 0
            )
            kwargs["logdir"] = logdir
    return kwargs


def train(
    train_op: Any,
    logdir: str | None,
    train_step_fn: Callable[..., tuple[Any, Any]] = train_step,
    train_step_kwargs: Any = _USE_DEFAULT,
    log_every_n_steps: int = 1,
    graph: Any = None,
    master: str = "",
    is_chief: bool = True,
    global_step: Any = None,
    number_of_steps: int | None = None,
    init_op: Any = _USE_DEFAULT,
    init_feed_dict: Any = None,
    local_init_op: Any = _USE_DEFAULT,
    init_fn: Any = None,
    ready_op: Any = _USE_DEFAULT,
    summary_op: Any = _USE_DEFAULT,
    save_summaries_secs: int = 600,
    summary_writer: Any = _USE_DEFAULT,
    startup_delay_steps: int = 0,
    saver: Any = None,
    save_interval_secs: int = 600,
    sync_optimizer: Any = None,
    session_config: Any = None,
    session_wrapper: Any = None,
    trace_every_n_steps: int | None = None,
    ignore_live_threads: bool = False,
) -> Any:
    """Train until a number of steps, the end of the input, or a stop.

    Args:
        train_op: What a step runs; gives the loss.
        logdir: Folder of checkpoints and summaries, or `None` for none.
        train_step_fn: What makes a step: see `train_step`.
        train_step_kwargs: What it is given as last argument.
        log_every_n_steps: How often a step is logged.
        graph: By default the default graph.
        master: As for `tf.train.Supervisor`, like all not named below.
        is_chief: The same.
        global_step: By default the graph's.
        number_of_steps: Value of `global_step` to stop at, or `None`.
        init_op: Runs first; by default the variables' initializers.
        init_feed_dict: What it is fed.
        local_init_op: Runs next; by default local variables' and tables'.
        init_fn: Called with the session after that.
        ready_op: Empty where all variables have values.
        summary_op: By default all summaries.
        save_summaries_secs: Seconds between summaries.
        summary_writer: Writes them.
        startup_delay_steps: For what step one that is not the chief waits.
        saver: Saves checkpoints; by default all variables.
        save_interval_secs: Seconds between checkpoints.
        sync_optimizer: A `tf.train.SyncReplicasOptimizer`, or a list of them.
        session_config: A `tf.ConfigProto`.
        session_wrapper: From the session to what takes its place.
        trace_every_n_steps: How often a step is traced, or `None`.
        ignore_live_threads: Whether threads that do not end are an error.

    Returns:
        The last loss.

    Raises:
        ValueError: For arguments that do not go together.

    Source: `tf.contrib.slim.learning.train`.
    """
    _check(
        train_op,
        logdir,
        number_of_steps,
        startup_delay_steps,
        sync_optimizer,
        summary_op=(None if _is_default(summary_op) else summary_op, None),
        saver=(saver, None),
        trace_every_n_steps=(trace_every_n_steps, None),
    )
    if isinstance(sync_optimizer, tf1.train.SyncReplicasOptimizer):
        sync_optimizer = [sync_optimizer]
    queue_runners: list[Any] = []
    token_ops: list[Any] = []
    ready_for_local_init_op = None
    graph = graph or tf1.get_default_graph()
    with graph.as_default():
        if global_step is None:
            global_step = tf1.train.get_or_create_global_step()
        saver = saver or tf1.train.Saver()
        if sync_optimizer is not None:
            for one in sync_optimizer:
                if not isinstance(one, tf1.train.SyncReplicasOptimizer):
                    raise ValueError(
                        "`sync_optimizer` must be a tf.train.SyncReplicasOptimizer."
                    )
        with tf1.name_scope("init_ops"):
            if _is_default(init_op):
                init_op = tf1.global_variables_initializer()
            if _is_default(ready_op):
                ready_op = tf1.report_uninitialized_variables()
            if _is_default(local_init_op):
                local_init_op = tf.group(
                    tf1.local_variables_initializer(), tf1.tables_initializer()
                )
            if sync_optimizer is not None:
                waits = [] if local_init_op is None else [local_init_op]
                with tf1.control_dependencies(waits):
                    local_init_op = [
                        one.chief_init_op if is_chief else one.local_step_init_op
                        for one in sync_optimizer
                    ]
                ready_for_local_init_op = [
                    one.ready_for_local_init_op for one in sync_optimizer
                ]
        if _is_default(summary_op):
            summary_op = tf1.summary.merge_all()
        if _is_default(summary_writer):
            summary_writer = tf1.train.Supervisor.USE_DEFAULT
        if is_chief and sync_optimizer is not None:
            for one in sync_optimizer:
                token_ops.append(one.get_init_tokens_op())
                queue_runners.append(one.get_chief_queue_runner())
        if _is_default(train_step_kwargs):
            train_step_kwargs = _step_kwargs(
                global_step,
                number_of_steps,
                log_every_n_steps,
                trace_every_n_steps if is_chief else None,
                logdir,
            )
    supervisor = tf1.train.Supervisor(
        graph=graph,
        is_chief=is_chief,
        logdir=logdir,
        init_op=init_op,
        init_feed_dict=init_feed_dict,
        local_init_op=local_init_op,
        ready_for_local_init_op=ready_for_local_init_op,
        ready_op=ready_op,
        summary_op=summary_op,
        summary_writer=summary_writer,
        global_step=global_step,
        saver=saver,
        save_summaries_secs=save_summaries_secs,
        save_model_secs=save_interval_secs,
        init_fn=init_fn,
    )
    if summary_writer is not None:
        train_step_kwargs["summary_writer"] = supervisor.summary_writer

    def run() -> Any:
        total_loss = None
        with supervisor.managed_session(
            master, start_standard_services=False, config=session_config
        ) as sess:
            tf1.logging.info("Starting Session.")
            if session_wrapper is not None:
                tf1.logging.info(
                    "Wrapping session with wrapper function: %s", session_wrapper
                )
                sess = session_wrapper(sess)
            if is_chief:
                if logdir:
                    supervisor.start_standard_services(sess)
            elif startup_delay_steps > 0:
                first = min(startup_delay_steps, number_of_steps or sys.maxsize)
                _wait_for_step(sess, global_step, first)
            threads = supervisor.start_queue_runners(sess)
            tf1.logging.info("Starting Queues.")
            if is_chief and sync_optimizer is not None:
                supervisor.start_queue_runners(sess, queue_runners)
                sess.run(token_ops)
            try:
                while not supervisor.should_stop():
                    total_loss, should_stop = train_step_fn(
                        sess, train_op, global_step, train_step_kwargs
                    )
                    if should_stop:
                        tf1.logging.info("Stopping Training.")
                        supervisor.request_stop()
                        break
            except tf.errors.OutOfRangeError as ended:
                tf1.logging.info("Caught OutOfRangeError. Stopping Training. %s", ended)
            if logdir and supervisor.is_chief:
                tf1.logging.info("Finished training! Saving model to disk.")
                supervisor.saver.save(
                    sess, supervisor.save_path, global_step=supervisor.global_step
                )
                supervisor.stop(
                    threads,
                    close_summary_writer=True,
                    ignore_live_threads=ignore_live_threads,
                )
        return total_loss

    while True:
        try:
            return run()
        except tf.errors.AbortedError:  # another worker went away and came back
            tf1.logging.info("Retrying training!")
