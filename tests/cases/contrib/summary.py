"""Cases for tf.contrib.summary: ops, and what is in the files of events."""

import glob
import os
import tempfile

from tests.cases.registry import family
from tests.cases.running import op_count

case = family(__name__, manner="told")


def events(tf, folder):
    """What a folder's files of events hold, in any order."""
    seen = []
    for path in glob.glob(os.path.join(folder, "*")):
        seen.append(path.rpartition(".")[2])
        for event in tf.train.summary_iterator(path):
            kinds = ("file_version", "graph_def")
            seen += [kind for kind in kinds if event.HasField(kind)]
            for value in event.summary.value:
                kind = value.WhichOneof("value")
                seen.append(" ".join([str(event.step), value.tag, kind]))
                if kind == "simple_value":
                    seen[-1] += " %.3f" % value.simple_value
    return sorted(seen)


def error(function):
    try:
        return str(function())
    except Exception as raised:
        return type(raised).__name__ + " " + str(raised).replace("<class", "").strip()


@case
def in_a_graph(tf):
    lib = tf.contrib.summary
    folder = tempfile.mkdtemp()
    step = tf.train.get_or_create_global_step()
    writer = lib.create_file_writer(folder, flush_millis=1000)
    early = lib.scalar("early", 1.0)
    with writer.as_default(), lib.always_record_summaries():
        loss = lib.scalar("loss", tf.constant(2.0))
        lib.histogram("spread", tf.constant([1.0, 2.0]))
        lib.image("picture", tf.zeros([1, 2, 2, 1]))
        lib.audio("sound", tf.zeros([1, 4, 1]), 16000, 1)
        lib.generic("tensor", tf.constant([1, 2]))
        lib.scalar("x", 1.5, family="fam", step=tf.constant(7, tf.int64))
        with tf.name_scope("scope"):
            lib.scalar("y", 1)
        before = lib.all_summary_ops()
        with lib.record_summaries_every_n_global_steps(2):
            second = lib.scalar("second", 1.0)
        with lib.never_record_summaries():
            never = lib.scalar("never", 1.0)
        flush = lib.flush()
        seen = {
            "next": op_count(tf),
            "names": [op.name for op in before + [second, never, flush, early]],
            "all": len(lib.all_summary_ops()),
            "record": lib.should_record_summaries().name,
        }
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            lib.initialize(graph=tf.get_default_graph(), session=session)
            session.run(before)
            ran = session.run([second, never])
            session.run(tf.assign_add(step, 1))
            ran += session.run([loss, second])
            session.run(flush)
            session.run(writer.close())
    seen["ran"] = [str(one) for one in ran]
    seen["events"] = events(tf, folder)
    return seen


@case
def edges(tf):
    lib = tf.contrib.summary
    none = lib.create_file_writer(None)
    kinds = [type(none).__name__, isinstance(none, lib.SummaryWriter)]
    with none.as_default():
        pass
    return {
        "kinds": kinds,
        "folders": [lib.eval_dir("a"), lib.eval_dir("a", "b")],
        "graph": error(lambda: lib.graph(1)),
        "initialize": error(lib.initialize),
        "ops": [len(lib.all_summary_ops()), len(lib.summary_writer_initializer_op())],
    }
