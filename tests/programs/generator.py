"""Small TensorFlow 1.x programs from an integer seed.

A program is plain text: it imports tensorflow as tf, builds one or two graphs, trains
three steps, and leaves every number it saw in `kept`, a list of (name, array), and its
graphs in `graphs`. It runs by hand on TensorFlow 1.15 and under ``compat run``.
"""

from __future__ import annotations

from tests.programs.choices import Choices, Source
from tests.programs.networks import ACTIVATIONS, Shape, initializer, unrolled
from tests.programs.training import loss, train

RANDOM = (
    "tf.random_uniform([2, 3]{seed})",
    "tf.random_uniform([3], -1.0, 1.0{seed})",
    "tf.random_uniform([4], maxval=9, dtype=tf.int32{seed})",
    "tf.random_normal([2, 2], 0.5, 2.0{seed})",
    "tf.truncated_normal([3], stddev=0.3{seed})",
    "tf.random_shuffle(tf.range(7){seed})",
    "tf.random.shuffle(np.arange(5.0){seed})",
    "tf.multinomial(tf.log([[0.2, 0.3, 0.5]]), 4{seed})",
    "tf.random.categorical(tf.zeros([2, 3]), 3{seed})",
    "tf.random_gamma([3], 2.0{seed})",
    "tf.random_poisson(3.0, [3]{seed})",
    "tf.random_crop(np.arange(12.0).reshape(3, 4), [2, 2]{seed})",
    "tf.nn.dropout(tf.ones([2, 3]), 0.5{seed})",
    "tf.layers.dropout(tf.ones([2, 3]), 0.4, training=True{seed})",
    "tf.contrib.layers.dropout(tf.ones([2, 3]), 0.6{seed})",
    "tf.nn.dropout(tf.ones([2, 3]), rate=0.25{seed})",
)

PROLOGUE = '''\
"""Program {seed} of tests/programs: made, not written."""
import numpy as np
import tensorflow as tf

kept = []
graphs = []
one_thread = tf.ConfigProto(
    inter_op_parallelism_threads=1, intra_op_parallelism_threads=1)


def keep(name, value):
    kept.append((name, np.array(value)))

'''

SESSION = """\
    with tf.Session(config=one_thread) as sess:
        sess.run(tf.global_variables_initializer())
        for variable in tf.global_variables():
            keep("initial/" + variable.op.name, sess.run(variable))
        for name, tensor in random_ops:
            keep("random/" + name, sess.run(tensor))
        values = sess.run([outputs, logits, loss] + gradients, feed)
        for name, value in zip(["outputs", "logits", "loss"] + gradient_names, values):
            keep("first/" + name, value)
        for step in range(3):
            value, _ = sess.run([loss, train], feed)
            keep("loss/%d" % step, value)
        for name, tensor in late_ops:
            keep("late/" + name, sess.run(tensor, feed))
        for variable in tf.global_variables():
            keep("final/" + variable.op.name, sess.run(variable))
"""


TOGETHER = """\
            value, _ = sess.run([loss, train], feed)
            keep("loss/%d" % step, value)
"""

# A penalty on the weights may be read before or after they are updated in the same run.
APART = """\
            keep("loss/%d" % step, sess.run(loss, feed))
            sess.run(train, feed)
"""

# The same in little time: a run that fetches something new is made ready first, and
# the graph optimizer takes longer than the steps.
FEW_RUNS = """\
    one_thread.graph_options.rewrite_options.disable_meta_optimizer = True
    with tf.Session(config=one_thread) as sess:
        sess.run(tf.global_variables_initializer())
        variables = tf.global_variables()
        for variable, value in zip(variables, sess.run(variables)):
            keep("initial/" + variable.op.name, value)
        for (name, _), value in zip(random_ops, sess.run([t for _, t in random_ops])):
            keep("random/" + name, value)
        values = sess.run([outputs, logits, loss] + gradients, feed)
        for name, value in zip(["outputs", "logits", "loss"] + gradient_names, values):
            keep("first/" + name, value)
        for step in range(3):
            keep("loss/%d" % step, sess.run(loss, feed))
            sess.run(train, feed)
        for (name, _), value in zip(late_ops, sess.run([t for _, t in late_ops], feed)):
            keep("late/" + name, value)
        for variable, value in zip(variables, sess.run(variables)):
            keep("final/" + variable.op.name, value)
"""


class Program:
    """Writes the text of one program.

    Its methods from `_placeholders` to `_train` write a part each: another family of
    programs puts its own in their place.
    """

    family = ""
    own_seeds = 0.1  # how often the ops carry seeds of their own, and the graph none
    again = 0.4  # how often the network is built twice
    longest = 5  # steps of a sequence
    few_runs = 0.9  # how often the session fetches all it can in one run

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.choose = Choices(seed)
        self.source = Source()
        self.shape = Shape(2, 3, 4, 3, True, False)

    def text(self) -> str:
        """Return the program's text."""
        self.source.add(
            *PROLOGUE.format(seed=f"{self.family}{self.seed}").splitlines(), ""
        )
        for number in range(2 if self.choose.chance(0.15) else 1):
            self._graph(number)
        self.source.add("if __name__ == '__main__':")
        self.source.add("    for name, value in kept:", "        print(name, value)")
        return self.source.text()

    def _own_seed(self) -> str:
        if self.shape.own_seeds or self.choose.chance(0.15):
            return f", seed={self.choose.number(1, 99)}"
        return ""

    def _random(self, into: str, most: int) -> None:
        for _ in range(self.choose.number(0, most)):
            text = self.choose.one(RANDOM).format(seed=self._own_seed())
            kind = text[3 : text.index("(")]
            self.source.add(f"{into}.append(('{kind}', {text}))")

    def _graph(self, number: int) -> None:
        choose, add = self.choose, self.source.add
        self.shape = Shape(
            batch=choose.number(1, 4),
            time=choose.number(2, self.longest),
            size=choose.number(2, 5),
            classes=choose.number(2, 5),
            known_batch=choose.chance(0.5),
            own_seeds=choose.chance(self.own_seeds),
        )
        add("with tf.Graph().as_default():")
        self.source.depth = 1
        add("graphs.append(tf.get_default_graph())")
        if not self.shape.own_seeds:
            add(f"tf.set_random_seed({choose.one([0, 1, 42, 777, 1234, 98765])})")
        add(f"data = np.random.RandomState({self.seed + 1000 * number})")
        add("random_ops, late_ops, feed = [], [], {}")
        self._placeholders()
        self._random("random_ops", 2)
        start = len(self.source.lines)
        scope = choose.chance(0.4) or self.shape.own_seeds
        if scope:
            chosen = ""
            if self.shape.own_seeds or choose.chance(0.5):
                chosen = f", initializer={initializer(choose, self.shape)}"
            if choose.chance(0.1):
                chosen += ", regularizer=tf.contrib.layers.l2_regularizer(0.001)"
            add("given = " + ("words" if self.words else "inputs"))
            add(f"with tf.variable_scope('model'{chosen}):")
            self.source.depth += 1
        inside = len(self.source.lines)
        if choose.chance(0.25):
            add("with tf.name_scope('inner'):")
            self.source.depth += 1
        self._network()
        network = self.source.lines[inside:]
        self.source.depth = 1
        if scope and choose.chance(self.again):
            self._again(network)
        self._loss()
        self._random("random_ops", 1)
        self._train()
        self._random("late_ops", 3)
        if choose.chance(0.2):
            add(f"late = tf.get_variable('late', [2, 3]{self._late_initializer()})")
        self.source.depth = 0
        few = self.few_runs == 1 or choose.chance(self.few_runs)
        session = FEW_RUNS if few else SESSION
        written = "".join(self.source.lines[start:])
        penalty = "regularizer=" in written and "get_regularization_loss" in written
        if penalty or "l2_loss(" in written:
            session = session.replace(TOGETHER, APART)
        add(*session.splitlines(), "")

    def _again(self, network: list[str]) -> None:
        """Build the same network once more on the variables it has already."""
        add = self.source.add
        add("first = outputs, logits")
        add(f"{'words' if self.words else 'inputs'} = given")
        reuse = self.choose.one(["True", "tf.AUTO_REUSE"])
        add(f"with tf.variable_scope('model', reuse={reuse}):")
        self.source.lines += network
        add("late_ops.append(('again', logits))")
        add("outputs, logits = first")

    def _late_initializer(self) -> str:
        if self.shape.own_seeds or self.choose.chance(0.5):
            return f", initializer={initializer(self.choose, self.shape)}"
        return ""

    def _placeholders(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        batch = str(shape.batch) if shape.known_batch else "None"
        full = f"[{shape.batch}, {shape.time}"
        self.words = choose.chance(0.3)
        if self.words:
            add(f"words = tf.placeholder(tf.int32, [{batch}, {shape.time}])")
            add(f"feed[words] = data.randint(0, 7, {full}])")
        else:
            sizes = f"[{batch}, {shape.time}, {shape.size}]"
            add(f"inputs = tf.placeholder(tf.float32, {sizes})")
            add(f"feed[inputs] = data.randn({full[1:]}, {shape.size})")
        add(f"targets = tf.placeholder(tf.int32, [{batch}, {shape.time}])")
        add(f"feed[targets] = data.randint(0, {shape.classes}, {full}])")
        add(f"lengths = tf.placeholder(tf.int32, [{batch}])")
        add(f"feed[lengths] = data.randint(0, {shape.time + 1}, [{shape.batch}])")
        add(f"feed[lengths][0] = {shape.time}")
        if choose.chance(0.5):
            add("keep_prob = tf.placeholder_with_default(0.75, [])")
        else:
            add("keep_prob = 0.75")

    def _network(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        if self.words:
            chosen = ""
            if choose.chance(0.4):
                chosen = f", initializer={initializer(choose, shape)}"
            elif shape.own_seeds:
                chosen = ", initializer=tf.random_uniform_initializer(-1, 1, seed=5)"
            if choose.chance(0.3) and not shape.own_seeds:
                drawn = f"tf.random_uniform([7, {shape.size}], -1.0, 1.0)"
                add(f"embedding = tf.Variable({drawn})")
            else:
                made = f"'embedding', [7, {shape.size}]{chosen}"
                add(f"embedding = tf.get_variable({made})")
            add("inputs = tf.nn.embedding_lookup(embedding, words)")
        elif choose.chance(0.1):
            add("inputs = inputs * 2.0 - 1.0")
        if choose.chance(0.15):
            add(f"inputs = tf.nn.dropout(inputs, keep_prob{self._own_seed()})")
        if choose.chance(0.12):
            width = shape.size
            add("outputs = inputs")
        else:
            width = self._unrolled(shape.size)
        if choose.chance(0.2):
            seed = self._own_seed()
            add(f"outputs = tf.layers.dropout(outputs, 0.3, training=True{seed})")
        if choose.chance(0.2):
            seed = self._own_seed()
            add(f"outputs = tf.contrib.layers.dropout(outputs, keep_prob{seed})")
        self.last_only = choose.chance(0.3)
        if self.last_only:
            add("outputs = outputs[:, -1]")
        self._head(width)

    def _unrolled(self, width: int) -> int:
        return unrolled(self.choose, self.shape, self.source, width)

    def _loss(self) -> None:
        loss(self.choose, self.source, self.shape, self.last_only)

    def _train(self) -> None:
        train(self.choose, self.source)

    def _head(self, width: int) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        kind = choose.number(0, 3)
        k = shape.classes
        given = ""
        if kind < 2 and (choose.chance(0.4) or shape.own_seeds):
            word = ["kernel", "weights"][kind]
            given += f", {word}_initializer={initializer(choose, shape)}"
            if choose.chance(0.4):
                given += f", {word}_regularizer=tf.contrib.layers.l2_regularizer(0.01)"
        if kind == 0:
            if choose.chance(0.3):
                given += f", activation={choose.one(ACTIVATIONS)}"
            add(f"logits = tf.layers.dense(outputs, {k}{given})")
        elif kind == 1:
            if choose.chance(0.7):
                given += (
                    f", activation_fn={choose.one(['None', 'tf.tanh', 'tf.nn.elu'])}"
                )
            add(f"logits = tf.contrib.layers.fully_connected(outputs, {k}{given})")
        else:
            ways = [f"softmax_w = tf.get_variable('softmax_w', [{width}, {k}]{{}})"]
            if not shape.own_seeds:
                ways.append(
                    f"softmax_w = tf.Variable(tf.random_normal([{width}, {k}]))"
                )
                drawn = f"tf.truncated_normal([{width}, {k}], stddev=0.1)"
                ways.append(f"softmax_w = tf.Variable({drawn})")
            add(choose.one(ways).format(self._late_initializer()))
            add(f"softmax_b = tf.Variable(tf.zeros([{k}]), name='softmax_b')")
            if self.last_only:
                add("logits = tf.matmul(outputs, softmax_w) + softmax_b")
            elif kind == 2:
                add(f"flat = tf.reshape(outputs, [-1, {width}])")
                add("logits = tf.nn.xw_plus_b(flat, softmax_w, softmax_b)")
                add(f"logits = tf.reshape(logits, [-1, {shape.time}, {k}])")
            else:
                add("logits = tf.tensordot(outputs, softmax_w, 1) + softmax_b")


def program(seed: int) -> str:
    """Return the text of the program with this number.

    Args:
        seed: Any whole number, 0 or more.
    """
    return Program(seed).text()
