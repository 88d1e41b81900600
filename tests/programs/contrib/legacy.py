"""Programs around tf.contrib.legacy_seq2seq."""

from __future__ import annotations

from tests.programs.contrib.seq2seq import WORDS
from tests.programs.generator import Program
from tests.programs.networks import cell as core_cell
from tests.programs.networks import optional

L = "tf.contrib.legacy_seq2seq."


class Legacy(Program):
    """Writes a program around tf.contrib.legacy_seq2seq."""

    family = "contrib "
    own_seeds = 0.0
    longest = 3
    few_runs = 1
    again = 0.4

    def _placeholders(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        shape.classes, shape.known_batch = (
            WORDS,
            shape.known_batch or choose.chance(0.5),
        )
        batch = str(shape.batch) if shape.known_batch else "None"
        self.words = True
        self.after = choose.number(2, 3)
        for name, time in (
            ("words", shape.time),
            ("before", self.after),
            ("targets", self.after),
        ):
            add(f"{name} = tf.placeholder(tf.int32, [{batch}, {time}])")
            add(f"feed[{name}] = data.randint(0, {WORDS}, [{shape.batch}, {time}])")
        add(f"weights = tf.placeholder(tf.float32, [{batch}, {self.after}])")
        add(f"feed[weights] = data.rand({shape.batch}, {self.after})")
        add("keep_prob = 0.75")

    def _cell(self, units: int) -> str:
        choose = self.choose
        text = core_cell(choose, self.shape, units).replace(", name='lstm'", "")
        if choose.chance(0.2):
            text = f"tf.contrib.rnn.DropoutWrapper({text}, output_keep_prob=keep_prob)"
        if choose.chance(0.3):
            text = f"tf.contrib.rnn.MultiRNNCell([{text} for _ in range(2)])"
        return text

    def _network(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        self.last_only = False
        units = choose.number(2, 5)
        add("sources = tf.unstack(words, axis=1)")
        add("earlier = tf.unstack(before, axis=1)")
        cell = self._cell(units)
        add(f"cell = {cell}")
        kind = choose.one(
            "basic tied decoder attention rnn rnn attended attended shared "
            "one2many".split()
        )
        scope = optional(choose, (0.2, "scope='mine'"))
        fed = optional(
            choose,
            (0.2, "feed_previous=True"),
        ) or optional(choose, (0.2, "feed_previous=tf.constant(True)"))
        if kind in ("basic", "tied", "decoder", "attention"):
            add(f"embedding = tf.get_variable('embedding', [{WORDS}, {units}])")
            add("xs = [tf.nn.embedding_lookup(embedding, x) for x in sources]")
            add("ys = [tf.nn.embedding_lookup(embedding, y) for y in earlier]")
        if kind in ("basic", "tied"):
            add(f"found, state = {L}{kind}_rnn_seq2seq(xs, ys, cell{scope})")
        elif kind == "decoder":
            loop = optional(choose, (0.4, "loop_function=lambda last, i: last * 0.5"))
            loop = loop.replace("last * 0.5", f"last[:, :{units}] * 0.5")
            add("_, state = tf.nn.static_rnn(cell, xs, dtype=tf.float32)")
            add(f"found, state = {L}rnn_decoder(ys, state, cell{loop}{scope})")
        elif kind == "attention":
            given = optional(
                choose,
                (0.3, "num_heads=2"),
                (0.3, "output_size=3"),
                (0.3, "initial_state_attention=True"),
            )
            add("columns, state = tf.nn.static_rnn(cell, xs, dtype=tf.float32)")
            add("memory = tf.stack(columns, axis=1)")
            given = f"ys, state, memory, cell{given}{scope}"
            add(f"found, state = {L}attention_decoder({given})")
        elif kind == "one2many":
            # All begin with the state of the one encoder.
            own = f"{{'a': {cell}, 'b': {cell}}}"
            add(f"found, state = {L}one2many_rnn_seq2seq(")
            add("    sources, {'a': earlier, 'b': earlier[:2]}, cell,")
            add(
                f"    {own}, {WORDS}, {{'a': {WORDS}, 'b': {WORDS}}}, "
                f"{shape.size}{fed}{scope})"
            )
            add(
                "found = [x + 0.5 * found['b'][min(i, 1)] "
                "for i, x in enumerate(found['a'])]"
            )
        else:
            name = {
                "rnn": "embedding_rnn_seq2seq",
                "attended": "embedding_attention_seq2seq",
                "shared": "embedding_tied_rnn_seq2seq",
            }[kind]
            words = f"{WORDS}" if kind == "shared" else f"{WORDS}, {WORDS}"
            given = ""
            if kind == "attended":
                given = optional(
                    choose, (0.3, "num_heads=2"), (0.3, "initial_state_attention=True")
                )
            projected = choose.chance(0.3)
            if projected:
                add(f"out_w = tf.get_variable('out_w', [{units}, {WORDS}])")
                add(f"out_b = tf.get_variable('out_b', [{WORDS}])")
                given += ", output_projection=(out_w, out_b)"
            add(f"found, state = {L}{name}(")
            add(
                f"    sources, earlier, cell, {words}, {shape.size}{given}{fed}{scope})"
            )
            if projected:
                add("found = [tf.nn.xw_plus_b(x, out_w, out_b) for x in found]")
        add("outputs = tf.stack(found, axis=1)")
        if kind in ("basic", "tied", "decoder", "attention"):
            add(
                f"found = [tf.layers.dense(x, {WORDS}, "
                "name='head', reuse=i > 0 or None)"
            )
            add("         for i, x in enumerate(found)]")
        add("logits = tf.stack(found, axis=1)")

    def _loss(self) -> None:
        choose, add = self.choose, self.source.add
        given = optional(
            choose,
            (0.3, "average_across_timesteps=False"),
        )
        kind = choose.one(["sequence_loss", "sequence_loss_by_example"])
        if kind == "sequence_loss":
            given += optional(choose, (0.3, "average_across_batch=False"))
        add("found = tf.unstack(logits, axis=1)")
        add(f"loss = {L}{kind}(")
        add(
            "    found, tf.unstack(targets, axis=1), tf.unstack(weights, axis=1)"
            + given
            + ")"
        )
        add("loss = tf.reduce_mean(loss)")
