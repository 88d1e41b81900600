"""Cases: helpers, BasicDecoder, dynamic_decode. Plain TensorFlow 1.x."""

import numpy as np
import tensorflow as tf

from tests.cases.registry import family

case = family(
    __name__,
    "squares, texts",
    initial=1e-7,
    why="an initial value is scaled in another order of two products",
)

rnn = tf.contrib.rnn
seq2seq = tf.contrib.seq2seq
BATCH, TIME, DEPTH, WORDS = 3, 4, 3, 5
LENGTHS = [4, 0, 2]


def values(*shape, **given):
    """Numbers between -1 and 1 that no swap of axes leaves alone."""
    dtype = given.get("dtype", np.float32)
    size = int(np.prod(shape))
    return (np.sin(np.arange(size) * 1.7 + 0.3)).reshape(shape).astype(dtype)


def inputs(dtype=np.float32, batch=BATCH, time=TIME):
    return tf.constant(values(batch, time, DEPTH, dtype=dtype))


def embedding(depth=DEPTH, dtype=tf.float32):
    return tf.get_variable("embedding", [WORDS, depth], dtype)


def decode(cell, helper, state=None, layer=None, dtype=tf.float32, batch=None, **given):
    if state is None:
        state = cell.zero_state(helper.batch_size if batch is None else batch, dtype)
    decoder = seq2seq.BasicDecoder(cell, helper, state, layer)
    return dict(zip("ofl", seq2seq.dynamic_decode(decoder, **given)))


def training(make=rnn.BasicLSTMCell, lengths=LENGTHS, major=False, layer=True, **given):
    def build():
        x = inputs()
        if major:
            x = tf.transpose(x, [1, 0, 2])
        helper = seq2seq.TrainingHelper(x, lengths, time_major=major)
        dense = tf.layers.Dense(WORDS) if layer else None
        return decode(make(4), helper, None, dense, **given)

    return build


def stacked(units):
    return rnn.MultiRNNCell([rnn.BasicLSTMCell(units), rnn.GRUCell(3)])


def training_unknown():
    x = tf.placeholder_with_default(inputs(), [None, None, DEPTH])
    lengths = tf.placeholder_with_default(tf.constant(LENGTHS), [None])
    helper = seq2seq.TrainingHelper(x, lengths)
    return decode(rnn.GRUCell(4), helper, layer=tf.layers.Dense(2, use_bias=False))


def training_double():
    helper = seq2seq.TrainingHelper(inputs(np.float64), LENGTHS)
    return decode(rnn.BasicLSTMCell(4), helper, dtype=tf.float64, impute_finished=True)


def training_numpy():
    helper = seq2seq.TrainingHelper(values(BATCH, TIME, DEPTH), LENGTHS, name="mine")
    layer = tf.layers.Dense(2, activation=tf.nn.relu)
    return (
        helper.inputs,
        helper.sequence_length,
        decode(rnn.GRUCell(4), helper, layer=layer),
    )


def training_small():
    helper = seq2seq.TrainingHelper(inputs(batch=1, time=1), [1])
    return decode(rnn.BasicRNNCell(4), helper, impute_finished=True)


def steps():
    helper = seq2seq.TrainingHelper(inputs(), LENGTHS)
    cell = rnn.GRUCell(4)
    decoder = seq2seq.BasicDecoder(
        cell, helper, cell.zero_state(BATCH, tf.float32), tf.layers.Dense(WORDS)
    )
    sizes = str((decoder.output_size, decoder.output_dtype, decoder.batch_size))
    finished, first, state = decoder.initialize()
    outputs = decoder.step(tf.constant(0), first, state)
    more = decoder.step(tf.constant(3), first, state, name="again")
    own = [decoder.tracks_own_finished, helper.sample_ids_dtype.name]
    return finished, first, state, outputs, more, sizes, own


def greedy(limit=5, function=False, layer=True, **given):
    def build():
        table = embedding()
        lookup = (lambda ids: tf.nn.embedding_lookup(table, ids)) if function else table
        helper = seq2seq.GreedyEmbeddingHelper(lookup, [1, 2, 3], 4)
        dense = tf.layers.Dense(WORDS, name="out") if layer else None
        cell = rnn.BasicLSTMCell(4 if layer else WORDS)
        return decode(
            cell, helper, layer=dense, batch=BATCH, maximum_iterations=limit, **given
        )

    return build


def sampled(temperature=None, seed=None):
    def build():
        helper = seq2seq.SampleEmbeddingHelper(
            embedding(), tf.constant([0, 2, 1]), 4, temperature, seed
        )
        cell = rnn.GRUCell(4)
        dense = tf.layers.Dense(WORDS)
        return decode(cell, helper, layer=dense, maximum_iterations=tf.constant(6))

    return build


def scheduled_embedding(probability=0.5, **given):
    def build():
        helper = seq2seq.ScheduledEmbeddingTrainingHelper(
            inputs(), LENGTHS, embedding(), probability, **given
        )
        cell, dense = rnn.BasicLSTMCell(4), tf.layers.Dense(WORDS)
        # one iteration at a time: else the draws of two may change places
        return decode(cell, helper, layer=dense, parallel_iterations=1)

    return build


def scheduled_output(probability=0.5, auxiliary=False, function=False, **given):
    def build():
        more = dict(given)
        if auxiliary:
            more["auxiliary_inputs"] = tf.constant(values(BATCH, TIME, 2) * 0.5)
        if function:
            more["next_inputs_fn"] = tf.layers.Dense(DEPTH, name="next")
        x = inputs()
        if given.get("time_major"):
            x = tf.transpose(x, [1, 0, 2])
        helper = seq2seq.ScheduledOutputTrainingHelper(x, LENGTHS, probability, **more)
        dense = tf.layers.Dense(DEPTH)
        return decode(rnn.GRUCell(4), helper, layer=dense, parallel_iterations=1)

    return build


def custom():
    x = inputs()

    def initialize():
        return tf.constant([False, False, True]), x[:, 0]

    def sample(time, outputs, state):
        return tf.cast(tf.argmax(outputs, -1), tf.int32) + time

    def following(time, outputs, state, sample_ids):
        return tf.fill([BATCH], time >= 2), outputs[:, :DEPTH], state * 0.5

    helper = seq2seq.CustomHelper(initialize, sample, following)
    return decode(rnn.GRUCell(4), helper, batch=BATCH)


def inference(shaped=False):
    def build():
        helper = seq2seq.InferenceHelper(
            lambda outputs: outputs * 0.5 + 0.1,
            [4],
            tf.float32,
            tf.constant(values(BATCH, 4)),
            lambda ids: tf.reduce_sum(ids, -1) > 1.0,
            (lambda ids: ids - 0.25) if shaped else None,
        )
        return decode(rnn.GRUCell(4), helper, maximum_iterations=4)

    return build


class Counting(seq2seq.Decoder):
    """A decoder of one's own, that tracks what has finished by itself."""

    batch_size = BATCH
    output_size = {"a": tf.TensorShape([2]), "b": tf.TensorShape([])}
    output_dtype = {"a": tf.float32, "b": tf.int32}
    own = False

    @property
    def tracks_own_finished(self):
        return self.own

    def initialize(self, name=None):
        return tf.constant([False, True, False]), tf.zeros([BATCH, 2]), tf.zeros([3, 1])

    def step(self, time, inputs, state, name=None):
        output = {"a": inputs + 1.0, "b": tf.fill([BATCH], time)}
        finished = tf.equal(time, [1, 2, 3]) | (time > 3)
        return output, state + 1.0, inputs * 2 + 1, finished

    def finalize(self, outputs, final_state, sequence_lengths):
        return outputs, (final_state * 2, sequence_lengths)


class Tracking(Counting):
    own = True


def own_decoder(kind, **given):
    def build():
        return seq2seq.dynamic_decode(kind(), **given)

    return build


def wrong(function):
    """A case that raises."""

    def build():
        cell = rnn.GRUCell(4)
        helper = seq2seq.TrainingHelper(inputs(), LENGTHS)
        function(cell, helper, cell.zero_state(BATCH, tf.float32))
        raise AssertionError("no error")

    return build


H = seq2seq
ERRORS = {
    "lengths_rank": lambda c, h, s: H.TrainingHelper(inputs(), [[1, 2, 3]]),
    "start_rank": lambda c, h, s: H.GreedyEmbeddingHelper(embedding(), [[1]], 4),
    "end_rank": lambda c, h, s: H.GreedyEmbeddingHelper(embedding(), [1], [4]),
    "probability_rank": lambda c, h, s: H.ScheduledEmbeddingTrainingHelper(
        inputs(), LENGTHS, embedding(), [[0.5]]
    ),
    "probability_rank_output": lambda c, h, s: H.ScheduledOutputTrainingHelper(
        inputs(), LENGTHS, [0.5]
    ),
    "not_a_helper": lambda c, h, s: H.BasicDecoder(c, "helper", s),
    "not_a_cell": lambda c, h, s: H.BasicDecoder(3, h, s),
    "not_a_layer": lambda c, h, s: H.BasicDecoder(c, h, s, tf.nn.relu),
    "not_a_decoder": lambda c, h, s: H.dynamic_decode(h),
    "limit_rank": lambda c, h, s: H.dynamic_decode(
        H.BasicDecoder(c, h, s), maximum_iterations=[3]
    ),
    "custom_batch_size": lambda c, h, s: H.CustomHelper(1, 2, 3).batch_size,
    "abstract_batch_size": lambda c, h, s: H.Helper(),
    "keras_layer": lambda c, h, s: H.BasicDecoder(c, h, s, tf.keras.layers.Dense(2)),
    "several_outputs": lambda c, h, s: H.GreedyEmbeddingHelper(
        embedding(), [1], 4
    ).sample(0, (s, s), s),
}


def after(build, number):
    def both():
        result = build()
        return result, tf.random_normal([2]), tf.get_variable("v", [2, number])

    return both


DECODING = {
    "training": training(),
    "training_gru": training(rnn.GRUCell, layer=False),
    "training_stacked": training(stacked, impute_finished=True),
    "training_major": training(major=True, output_time_major=True),
    "training_limit": training(maximum_iterations=2, scope="mine"),
    "training_impute_limit": training(impute_finished=True, maximum_iterations=3),
    "training_parallel": training(parallel_iterations=1, swap_memory=True),
    "training_over": training(lengths=[0, 0, 0]),
    "training_unknown": training_unknown,
    "training_double": training_double,
    "training_numpy": training_numpy,
    "training_small": training_small,
    "training_after": after(training(), 3),
    "steps": steps,
    "greedy": greedy(),
    "greedy_function": greedy(function=True),
    "greedy_no_layer": greedy(layer=False, impute_finished=True),
    "greedy_one": greedy(limit=1),
    "sampled": sampled(),
    "sampled_cold": sampled(0.5, 11),
    "scheduled_embedding": scheduled_embedding(),
    "scheduled_embedding_seeds": scheduled_embedding(0.9, seed=3, scheduling_seed=4),
    "scheduled_embedding_never": scheduled_embedding(0.0),
    "scheduled_output": scheduled_output(),
    "scheduled_output_always": scheduled_output(1.0, seed=5),
    "scheduled_output_auxiliary": scheduled_output(auxiliary=True, function=True),
    "scheduled_output_aux_major": scheduled_output(function=True, name="mine"),
    "scheduled_output_never": scheduled_output(0.0),
    "custom": custom,
    "inference": inference(),
    "inference_shaped": inference(True),
    "own_decoder": own_decoder(Counting),
    "own_decoder_imputed": own_decoder(Counting, impute_finished=True),
    "own_decoder_limited": own_decoder(Counting, maximum_iterations=2),
    "tracking": own_decoder(Tracking),
    "tracking_imputed": own_decoder(Tracking, impute_finished=True),
}
case.table(DECODING.items())
case.table((("wrong_" + name, wrong(made)) for name, made in ERRORS.items()))
