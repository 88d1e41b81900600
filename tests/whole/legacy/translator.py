"""Sequence to sequence with attention, in the manner of the NMT tutorial of 2017.

Sentences of numbers to their digits: files and vocabularies, datasets in buckets,
lookup tables, attention, three graphs that share checkpoints, averaged checkpoints,
and beam search from the average.
"""

from __future__ import print_function

import collections
import os
import random
import tempfile

import numpy as np
import tensorflow as tf

UNK, SOS, EOS = "<unk>", "<s>", "</s>"
WORDS = "zero one two three four five six seven eight nine and".split()

hparams = tf.contrib.training.HParams(
    num_units=24,
    embedding_size=16,
    batch_size=32,
    num_buckets=3,
    bucket_width=2,
    learning_rate=0.01,
    decay_factor=0.9,
    max_gradient_norm=1.0,
    dropout=0.1,
    beam_width=3,
    length_penalty=0.6,
    steps=30,
    seed=7,
)


class BatchedInput(
    collections.namedtuple(
        "BatchedInput",
        "initializer source target_input target_output source_length target_length",
    )
):
    pass


def write_files(folder):
    rng = random.Random(3)
    pairs = []
    for _ in range(384):
        numbers = [rng.randrange(10) for _ in range(rng.randrange(1, 5))]
        source = []
        for i, number in enumerate(numbers):
            if i and rng.random() < 0.3:
                source.append("and")
            source.append(WORDS[number])
        pairs.append((" ".join(source), " ".join(str(n) for n in reversed(numbers))))
    for name, part in (("train", pairs[:360]), ("dev", pairs[360:])):
        for side, language in enumerate(("en", "num")):
            with open(os.path.join(folder, name + "." + language), "w") as f:
                f.write("\n".join(pair[side] for pair in part) + "\n")
    for language, words in (("en", WORDS), ("num", [str(i) for i in range(10)])):
        with open(os.path.join(folder, "vocab." + language), "w") as f:
            f.write("\n".join([UNK, SOS, EOS] + list(words)) + "\n")


def create_tables(folder):
    return [
        tf.contrib.lookup.index_table_from_file(
            os.path.join(folder, "vocab." + language), default_value=0
        )
        for language in ("en", "num")
    ]


def get_iterator(folder, name, source_table, target_table, shuffle):
    source = tf.data.TextLineDataset(os.path.join(folder, name + ".en"))
    target = tf.data.TextLineDataset(os.path.join(folder, name + ".num"))
    sos = tf.cast(target_table.lookup(tf.constant(SOS)), tf.int32)
    eos = tf.cast(target_table.lookup(tf.constant(EOS)), tf.int32)
    dataset = tf.data.Dataset.zip((source, target))
    if shuffle:
        dataset = dataset.shuffle(500, seed=hparams.seed)
    dataset = dataset.map(
        lambda src, tgt: (tf.string_split([src]).values, tf.string_split([tgt]).values)
    ).prefetch(100)
    dataset = dataset.filter(
        lambda src, tgt: tf.logical_and(tf.size(src) > 0, tf.size(tgt) > 0)
    )
    dataset = dataset.map(
        lambda src, tgt: (
            tf.cast(source_table.lookup(src), tf.int32),
            tf.cast(target_table.lookup(tgt), tf.int32),
        )
    )
    dataset = dataset.map(
        lambda src, tgt: (
            src,
            tf.concat([[sos], tgt], 0),
            tf.concat([tgt, [eos]], 0),
        )
    )
    dataset = dataset.map(
        lambda src, tgt_in, tgt_out: (
            src,
            tgt_in,
            tgt_out,
            tf.size(src),
            tf.size(tgt_in),
        )
    )

    def batching_func(x):
        return x.padded_batch(
            hparams.batch_size,
            padded_shapes=([None], [None], [None], [], []),
            padding_values=(2, 2, 2, 0, 0),
        )

    def key_func(unused_1, unused_2, unused_3, src_len, tgt_len):
        bucket_id = tf.maximum(
            src_len // hparams.bucket_width, tgt_len // hparams.bucket_width
        )
        return tf.to_int64(tf.minimum(hparams.num_buckets, bucket_id))

    def reduce_func(unused_key, windowed_data):
        return batching_func(windowed_data)

    batched = dataset.apply(
        tf.contrib.data.group_by_window(
            key_func=key_func, reduce_func=reduce_func, window_size=hparams.batch_size
        )
    )
    iterator = batched.make_initializable_iterator()
    return BatchedInput(iterator.initializer, *iterator.get_next())


def single_cell():
    return tf.contrib.rnn.BasicLSTMCell(hparams.num_units, forget_bias=1.0)


class Model(object):
    def __init__(self, mode, source, source_length, batch=None):
        self.mode = mode
        initializer = tf.random_uniform_initializer(-0.1, 0.1, seed=hparams.seed)
        tf.get_variable_scope().set_initializer(initializer)
        source_size, self.target_size = len(WORDS) + 3, 13
        self.source_length = source_length
        with tf.variable_scope("embeddings", dtype=tf.float32):
            embedding_encoder = tf.get_variable(
                "embedding_encoder", [source_size, hparams.embedding_size]
            )
            self.embedding_decoder = tf.get_variable(
                "embedding_decoder", [self.target_size, hparams.embedding_size]
            )
        with tf.variable_scope("dynamic_seq2seq", dtype=tf.float32):
            with tf.variable_scope("encoder"):
                embedded = tf.nn.embedding_lookup(embedding_encoder, source)
                if mode == tf.contrib.learn.ModeKeys.TRAIN:
                    embedded = tf.nn.dropout(embedded, 1.0 - hparams.dropout)
                outputs, states = tf.nn.bidirectional_dynamic_rnn(
                    single_cell(),
                    single_cell(),
                    embedded,
                    dtype=tf.float32,
                    sequence_length=source_length,
                )
                self.memory, self.state = tf.concat(outputs, -1), states
            self.build_decoder(batch)
        self.saver = tf.train.Saver(tf.global_variables(), max_to_keep=5)

    def build_decoder(self, batch):
        infer = self.mode == tf.contrib.learn.ModeKeys.INFER
        projection = tf.layers.Dense(
            self.target_size, use_bias=False, name="output_projection"
        )
        memory, lengths, state = self.memory, self.source_length, self.state
        batch_size = tf.size(lengths)
        if infer:
            memory, lengths, state = [
                tf.contrib.seq2seq.tile_batch(value, hparams.beam_width)
                for value in (memory, lengths, state)
            ]
            batch_size = batch_size * hparams.beam_width
        with tf.variable_scope("decoder") as scope:
            mechanism = tf.contrib.seq2seq.LuongAttention(
                hparams.num_units,
                memory,
                memory_sequence_length=lengths,
                scale=True,
            )
            cell = tf.contrib.rnn.MultiRNNCell([single_cell() for _ in range(2)])
            cell = tf.contrib.seq2seq.AttentionWrapper(
                cell,
                mechanism,
                attention_layer_size=hparams.num_units,
                alignment_history=False,
                name="attention",
            )
            initial = cell.zero_state(batch_size, tf.float32).clone(cell_state=state)
            if infer:
                decoder = tf.contrib.seq2seq.BeamSearchDecoder(
                    cell=cell,
                    embedding=self.embedding_decoder,
                    start_tokens=tf.fill([tf.size(self.source_length)], 1),
                    end_token=2,
                    initial_state=initial,
                    beam_width=hparams.beam_width,
                    output_layer=projection,
                    length_penalty_weight=hparams.length_penalty,
                )
                outputs, _, _ = tf.contrib.seq2seq.dynamic_decode(
                    decoder,
                    maximum_iterations=tf.reduce_max(self.source_length) * 2,
                    scope=scope,
                )
                self.sample = tf.transpose(outputs.predicted_ids, [0, 2, 1])
                self.scores = outputs.beam_search_decoder_output.scores
                return
            embedded = tf.nn.embedding_lookup(
                self.embedding_decoder, batch.target_input
            )
            helper = tf.contrib.seq2seq.TrainingHelper(embedded, batch.target_length)
            decoder = tf.contrib.seq2seq.BasicDecoder(cell, helper, initial)
            outputs, _, _ = tf.contrib.seq2seq.dynamic_decode(
                decoder, swap_memory=True, scope=scope
            )
            logits = projection(outputs.rnn_output)
        crossent = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=batch.target_output, logits=logits
        )
        weights = tf.sequence_mask(
            batch.target_length, tf.shape(batch.target_output)[1], dtype=tf.float32
        )
        self.loss = tf.reduce_sum(crossent * weights) / tf.to_float(batch_size)
        self.predict_count = tf.reduce_sum(batch.target_length)
        if self.mode == tf.contrib.learn.ModeKeys.TRAIN:
            self.build_update()

    def build_update(self):
        self.global_step = tf.Variable(0, trainable=False, name="global_step")
        rate = tf.train.exponential_decay(
            hparams.learning_rate, self.global_step, 20, hparams.decay_factor, True
        )
        params = tf.trainable_variables()
        gradients = tf.gradients(self.loss, params, colocate_gradients_with_ops=True)
        clipped, self.norm = tf.clip_by_global_norm(
            gradients, hparams.max_gradient_norm
        )
        self.update = tf.train.AdamOptimizer(rate).apply_gradients(
            zip(clipped, params), global_step=self.global_step
        )


def evaluate(folder, checkpoint):
    with tf.Graph().as_default(), tf.Session() as sess:
        tables = create_tables(folder)
        batch = get_iterator(folder, "dev", tables[0], tables[1], shuffle=False)
        model = Model(
            tf.contrib.learn.ModeKeys.EVAL, batch.source, batch.source_length, batch
        )
        model.saver.restore(sess, checkpoint)
        sess.run(tf.tables_initializer())
        sess.run(batch.initializer)
        total, count = 0.0, 0
        while True:
            try:
                loss, words, size = sess.run(
                    [model.loss, model.predict_count, tf.size(batch.source_length)]
                )
            except tf.errors.OutOfRangeError:
                break
            total, count = total + loss * size, count + words
        return np.exp(total / count)


def average(folder, checkpoints):
    values = {}
    for path in checkpoints:
        for name, _ in tf.contrib.framework.list_variables(path):
            value = tf.contrib.framework.load_variable(path, name)
            values[name] = values.get(name, 0) + value / float(len(checkpoints))
    with tf.Graph().as_default(), tf.Session() as sess:
        for name in sorted(values):
            dtype = np.int32 if name == "global_step" else np.float32
            tf.get_variable(name, initializer=np.asarray(values[name], dtype))
        sess.run(tf.global_variables_initializer())
        path = os.path.join(folder, "averaged")
        return tf.train.Saver().save(sess, path, write_meta_graph=False)


def infer(folder, checkpoint, sentences):
    with tf.Graph().as_default(), tf.Session() as sess:
        source_table, _ = create_tables(folder)
        back = tf.contrib.lookup.index_to_string_table_from_file(
            os.path.join(folder, "vocab.num"), default_value=UNK
        )
        placeholder = tf.placeholder(tf.string, [None])
        dataset = tf.data.Dataset.from_tensor_slices(placeholder)
        dataset = dataset.map(lambda src: tf.string_split([src]).values)
        dataset = dataset.map(lambda src: tf.cast(source_table.lookup(src), tf.int32))
        dataset = dataset.map(lambda src: (src, tf.size(src)))
        dataset = dataset.padded_batch(2, ([None], []), (2, 0))
        iterator = dataset.make_initializable_iterator()
        source, lengths = iterator.get_next()
        model = Model(tf.contrib.learn.ModeKeys.INFER, source, lengths)
        words = back.lookup(tf.to_int64(model.sample))
        model.saver.restore(sess, checkpoint)
        sess.run(tf.tables_initializer())
        sess.run(iterator.initializer, {placeholder: sentences})
        found = []
        while True:
            try:
                for beams in sess.run(words):
                    best = [word.decode() for word in beams[0]]
                    found.append(" ".join(best).split(" " + EOS)[0])
            except tf.errors.OutOfRangeError:
                return found


def main(_):
    folder = tempfile.mkdtemp()
    write_files(folder)
    checkpoints = []
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(hparams.seed)
        tables = create_tables(folder)
        batch = get_iterator(folder, "train", tables[0], tables[1], shuffle=True)
        model = Model(
            tf.contrib.learn.ModeKeys.TRAIN, batch.source, batch.source_length, batch
        )
        for variable in tf.trainable_variables():
            print(variable.op.name, variable.shape)
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        sess.run(batch.initializer)
        for step in range(1, hparams.steps + 1):
            try:
                loss, norm, shape, _ = sess.run(
                    [model.loss, model.norm, tf.shape(batch.source), model.update]
                )
            except tf.errors.OutOfRangeError:
                sess.run(batch.initializer)
                continue
            print("step %d batch %s loss %.6f norm %.6f" % (step, shape, loss, norm))
            if step % 10 == 0:
                path = os.path.join(folder, "translate.ckpt")
                checkpoints.append(
                    model.saver.save(sess, path, global_step=model.global_step)
                )
    for path in [average(folder, checkpoints[-2:])]:
        name = os.path.basename(path)
        print("%s: perplexity %.5f" % (name, evaluate(folder, path)))
    sentences = ["one two", "three and four nine", "eight", "zero six and six"]
    for sentence, found in zip(sentences, infer(folder, path, sentences)):
        print("%s -> %s" % (sentence, found))


if __name__ == "__main__":
    tf.app.run()
