# Sentences of numbers, their lengths fed; embeddings, a bidirectional LSTM, one class
# for each sentence. Everything in a class with build_graph.
import numpy as np
import tensorflow as tf


class Config(object):
    vocab_size = 20
    embed_size = 5
    hidden = 4
    num_classes = 2
    max_len = 6
    lr = 0.02
    epochs = 3
    batch_size = 10


class Classifier(object):
    def __init__(self, config):
        self.config = config
        self.build_graph()

    def build_graph(self):
        cfg = self.config
        self.inputs = tf.placeholder(tf.int32, [None, cfg.max_len], name="inputs")
        self.lengths = tf.placeholder(tf.int32, [None], name="lengths")
        self.labels = tf.placeholder(tf.int64, [None], name="labels")
        with tf.variable_scope("embedding"):
            table = tf.get_variable(
                "table",
                [cfg.vocab_size, cfg.embed_size],
                initializer=tf.random_uniform_initializer(-0.1, 0.1),
            )
            embedded = tf.nn.embedding_lookup(table, self.inputs)
        with tf.variable_scope("encoder"):
            cell_fw = tf.nn.rnn_cell.LSTMCell(cfg.hidden)
            cell_bw = tf.nn.rnn_cell.LSTMCell(cfg.hidden)
            (output_fw, output_bw), _ = tf.nn.bidirectional_dynamic_rnn(
                cell_fw,
                cell_bw,
                embedded,
                sequence_length=self.lengths,
                dtype=tf.float32,
            )
            outputs = tf.concat([output_fw, output_bw], axis=-1)
        pooled = tf.reduce_max(outputs, axis=1)
        self.logits = tf.layers.dense(pooled, cfg.num_classes)
        self.predictions = tf.argmax(self.logits, axis=-1)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=self.labels, logits=self.logits
        )
        self.loss = tf.reduce_mean(losses)
        self.train_op = tf.train.AdamOptimizer(cfg.lr).minimize(self.loss)


def batches(size, arrays):
    for start in range(0, len(arrays[0]), size):
        yield [a[start : start + size] for a in arrays]


def main():
    config = Config()
    random = np.random.RandomState(1)
    x = random.randint(1, config.vocab_size, [30, config.max_len])
    n = random.randint(1, config.max_len + 1, [30])
    y = (x[:, 0] > 9).astype("int64")
    net = Classifier(config)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(config.epochs):
            total = 0.0
            for bx, bn, by in batches(config.batch_size, [x, n, y]):
                feed = {net.inputs: bx, net.lengths: bn, net.labels: by}
                _, loss = sess.run([net.train_op, net.loss], feed_dict=feed)
                total += loss
            print("epoch %d loss %.4f" % (epoch, total))
        found = sess.run(net.predictions, {net.inputs: x, net.lengths: n})
        print("right:", (found == y).mean())


if __name__ == "__main__":
    main()
