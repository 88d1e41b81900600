"""Programs around tf.contrib.seq2seq: an encoder, a decoder that is trained, and one
that decodes by itself with the same weights."""

from __future__ import annotations

from tests.programs.choices import Choices
from tests.programs.generator import Program
from tests.programs.networks import ACTIVATIONS, initializer, optional
from tests.programs.networks import cell as core_cell

S = "tf.contrib.seq2seq."
WORDS = 6  # the last of them ends a sequence


def mechanism(choose: Choices, units: int) -> str:
    """Return the text of an attention mechanism over `memory`."""
    kind = choose.one(["Bahdanau", "Bahdanau", "Luong", "Luong", "monotonic"])
    spans = choose.one(
        [", memory_sequence_length=spans", ", memory_sequence_length=spans", ""]
    )
    if kind == "Bahdanau":
        size = choose.number(2, 5)
        given = optional(
            choose,
            (0.4, "normalize=True"),
            (0.1, f"probability_fn={S}hardmax"),
            (0.2, "name='Attend'"),
        )
        return f"{S}BahdanauAttention({size}, memory{spans}{given})"
    if kind == "Luong":
        given = optional(
            choose, (0.4, "scale=True"), (0.2, "probability_fn=tf.nn.sigmoid")
        )
        return f"{S}LuongAttention({units}, memory{spans}{given})"
    mode = choose.one(["'parallel'", "'recursive'", "'hard'"])
    given = f", mode={mode}" + optional(choose, (0.4, "score_bias_init=-0.5"))
    if choose.chance(0.5):
        given += optional(choose, (0.5, "normalize=True"))
        return f"{S}BahdanauMonotonicAttention({units}, memory{spans}{given})"
    given += optional(choose, (0.5, "scale=True"))
    return f"{S}LuongMonotonicAttention({units}, memory{spans}{given})"


class Seq2seq(Program):
    """Writes a program around tf.contrib.seq2seq."""

    family = "contrib "
    own_seeds = 0.0
    longest = 3
    few_runs = 1
    again = 0.0

    def _placeholders(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        shape.classes = WORDS
        batch = str(shape.batch) if shape.known_batch else "None"
        steps = choose.one([str(shape.time), "None"])
        self.after = choose.number(2, 4)  # steps of the decoder
        self.words = True
        for name, time, known in (
            ("words", shape.time, steps),
            ("before", self.after, self.after),
            ("targets", self.after, self.after),
        ):
            add(f"{name} = tf.placeholder(tf.int32, [{batch}, {known}])")
            add(f"feed[{name}] = data.randint(0, {WORDS}, [{shape.batch}, {time}])")
        for name, low, high in (
            ("spans", 1, shape.time),
            ("lengths", 0, self.after),
        ):
            add(f"{name} = tf.placeholder(tf.int32, [{batch}])")
            add(f"feed[{name}] = data.randint({low}, {high + 1}, [{shape.batch}])")
            add(f"feed[{name}][0] = {high}")
        add("keep_prob = 0.75")

    def _cell(self) -> str:
        choose = self.choose
        text = core_cell(choose, self.shape, self.units).replace(", name='lstm'", "")
        if choose.chance(0.2):
            text = f"tf.contrib.rnn.LSTMBlockCell({self.units})"
        if choose.chance(0.2):
            text = f"tf.contrib.rnn.DropoutWrapper({text}, output_keep_prob=keep_prob)"
        if choose.chance(0.3):
            text = f"tf.contrib.rnn.MultiRNNCell([{text} for _ in range(2)])"
        return text

    def _network(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        self.units = choose.number(2, 5)
        self.batch = str(shape.batch) if shape.known_batch else "tf.shape(words)[0]"
        self.last_only = False
        chosen = ""
        if choose.chance(0.5):
            chosen = f", initializer={initializer(choose, shape)}"
        add(
            f"embedding = tf.get_variable('embedding', [{WORDS}, {shape.size}]{chosen})"
        )
        cell = self._cell()
        spans = ", sequence_length=spans" if choose.chance(0.6) else ""
        add("with tf.variable_scope('encoder'):")
        add(f"    encoder = {cell}")
        add("    memory, state = tf.nn.dynamic_rnn(")
        add(
            "        encoder, tf.nn.embedding_lookup(embedding, words)"
            f"{spans}, dtype=tf.float32, parallel_iterations=1)"
        )
        self._decoder(cell)
        self._helper()
        add("result, final, ends = decode(helper, memory, spans, state)")
        add("outputs = logits = result.rnn_output")
        add("late_ops.append(('samples', result.sample_id))")
        add("late_ops.append(('ends', ends))")
        if self.history:
            add("late_ops.append(('alignments', final.alignment_history.stack()))")
        self._inference()

    def _decoder(self, cell: str) -> None:
        """Write `decode`, which builds a decoder the first time and reuses it then."""
        choose, add = self.choose, self.source.add
        attends = choose.chance(0.75)
        self.history = False
        self.monotonic = False
        add("", "def decode(helper, memory, spans, state, reuse=None, width=0):")
        add("    with tf.variable_scope('decode', reuse=reuse):")
        self.source.depth += 2
        add(f"cell = {cell}")
        if attends:
            several = choose.chance(0.15)
            texts = [mechanism(choose, self.units) for _ in range(1 + several)]
            if several:
                texts = [text.replace(", name='Attend'", "") for text in texts]
            made = f"[{', '.join(texts)}]" if several else texts[0]
            add(f"attention = {made}")
            given = ""
            size = choose.number(2, 5)
            if choose.chance(0.6):
                sizes = f"[{size}, {size + 1}]" if several else str(size)
                given += f", attention_layer_size={sizes}"
            self.history = not several and choose.chance(0.3)
            if self.history:
                given += ", alignment_history=width == 0"
            given += optional(
                choose,
                (0.15, "output_attention=False"),
                (0.15, "name='attending'"),
                (
                    0.1,
                    "cell_input_fn=lambda inputs, attention: "
                    "tf.concat([attention * 0.5, inputs], -1)",
                ),
            )
            add(f"cell = {S}AttentionWrapper(cell, attention{given})")
            add("count = tf.shape(spans)[0]")
            add("first = cell.zero_state(count, tf.float32).clone(cell_state=state)")
        else:
            add("first = state")
        dense = f"tf.layers.Dense({WORDS}, use_bias={choose.chance(0.5)}"
        dense += optional(
            choose,
            (0.3, f"kernel_initializer={initializer(choose, self.shape)}"),
            (0.2, f"activation={choose.one(ACTIVATIONS)}"),
            (0.3, "name='projection'"),
        )
        add(f"dense = {dense})")
        penalty = optional(
            choose,
            (0.3, "length_penalty_weight=0.6"),
            (0.3 * (attends and not self.history), "coverage_penalty_weight=0.2"),
        )
        add("if width:")
        add(f"    decoder = {S}BeamSearchDecoder(")
        add(f"        cell, embedding, tf.fill([{self.batch}], 1), {WORDS - 1}, first,")
        add(f"        width, dense{penalty})")
        add("else:")
        add(f"    decoder = {S}BasicDecoder(cell, helper, first, dense)")
        given = optional(
            choose, (0.3, "impute_finished=width == 0"), (0.2, "scope='steps'")
        )
        add(f"return {S}dynamic_decode(")
        add(
            "    decoder, "
            "maximum_iterations=None if width == 0 and reuse is None else 5,"
        )
        add(f"    parallel_iterations=1{given})")
        self.source.depth -= 2
        add("")

    def _helper(self) -> None:
        choose, add = self.choose, self.source.add
        kind = choose.one("training training training embedding output".split())
        add("following = tf.nn.embedding_lookup(embedding, before)")
        if kind == "training":
            if choose.chance(0.3):
                add("following = tf.transpose(following, [1, 0, 2])")
                add(f"helper = {S}TrainingHelper(following, lengths, time_major=True)")
            else:
                add(f"helper = {S}TrainingHelper(following, lengths)")
        else:
            given = optional(choose, (0.3, "seed=3"))
            chance = choose.one([0.2, 0.5, 0.9])
            if kind == "embedding":
                given += optional(choose, (0.3, "scheduling_seed=5"))
                add(f"helper = {S}ScheduledEmbeddingTrainingHelper(")
                add(f"    following, lengths, embedding, {chance}{given})")
            else:
                size = self.shape.size
                add(f"follow = tf.layers.Dense({size}, tf.tanh, name='follow')")
                add(f"helper = {S}ScheduledOutputTrainingHelper(")
                add(f"    following, lengths, {chance}, next_inputs_fn=follow{given})")

    def _inference(self) -> None:
        """Write a decoder that feeds itself, with the weights of the trained one."""
        choose, add = self.choose, self.source.add
        kind = choose.one("greedy greedy sample beam beam none".split())
        starts = f"tf.fill([{self.batch}], 1)"
        if kind == "greedy":
            add(f"own = {S}GreedyEmbeddingHelper(embedding, {starts}, {WORDS - 1})")
        elif kind == "sample":
            given = optional(choose, (0.4, "softmax_temperature=0.5"), (0.4, "seed=9"))
            given = f"embedding, {starts}, {WORDS - 1}{given}"
            add(f"own = {S}SampleEmbeddingHelper({given})")
        if kind in ("greedy", "sample"):
            add("said, _, ends = decode(own, memory, spans, state, True)")
            add("late_ops.append(('said', said.sample_id))")
            add("late_ops.append(('scores', said.rnn_output))")
            add("late_ops.append(('said ends', ends))")
        elif kind == "beam":
            width = choose.number(1, 3)
            add(f"tiled = [{S}tile_batch(t, {width}) for t in (memory, spans)]")
            add(f"own_state = {S}tile_batch(state, {width})")
            add(
                "found, last, ends = decode("
                f"None, tiled[0], tiled[1], own_state, True, {width})"
            )
            add("late_ops.append(('found', found.predicted_ids))")
            add("late_ops.append(('scores', found.beam_search_decoder_output.scores))")
            add("late_ops.append(('log_probs', last.log_probs))")
            add("late_ops.append(('found ends', ends))")

    def _loss(self) -> None:
        choose, add = self.choose, self.source.add
        add(f"weights = tf.sequence_mask(lengths, {self.after}, dtype=tf.float32)")
        how = choose.one(
            [
                "",
                "",
                ", average_across_timesteps=False",
                ", average_across_batch=False",
                ", average_across_timesteps=False, average_across_batch=False, "
                "sum_over_timesteps=True, sum_over_batch=True",
            ]
        )
        loss = f"{S}sequence_loss(logits, targets, weights{how})"
        add(f"loss = tf.reduce_sum({loss})" if how else f"loss = {loss}")
        if choose.chance(0.15):
            add(
                "loss += 0.01 * tf.add_n("
                "[tf.nn.l2_loss(v) for v in tf.trainable_variables()])"
            )
