"""char_rnn and word_rnn on several devices or hosts: tf.distribute, on TensorFlow.

The one place of the twins that names a backend. `fit` does the work: each replica reads
its own places of the text with states of its own, and Keras adds their gradients up.
"""

import functools

import keras
import tensorflow as tf

try:
    import rnn_training as training  # beside this file
except ModuleNotFoundError:
    from lab12.modern import rnn_training as training


class JointAdam(training.Adam):
    """Clips the joint gradient: by itself Keras would clip each replica's."""

    def apply(self, gradients, variables=None):
        gradients = [keras.ops.add(one, 0.0) for one in gradients]
        gradients = tf.distribute.get_replica_context().all_reduce("mean", gradients)
        super().apply(gradients, variables)


class JointStateful(training.Stateful):
    """What Keras's fit() can train on several hosts: x and y in one array, y one on."""

    def call(self, both):
        return super().call(both[:, :-1])

    def compute_loss(self, x, y, y_pred, *args, **kwargs):
        return super().compute_loss(x, x[:, 1:], y_pred, *args, **kwargs)

    def train_step(self, both):
        """Its logs have an axis: along it fit() takes the mean over several hosts."""
        logs = super().train_step(both)
        return {name: keras.ops.reshape(value, [1]) for name, value in logs.items()}


class Several(training.OneDevice):
    """All devices of this host, or the hosts of TF_CONFIG."""

    def __init__(self, args):
        kinds = {
            "mirrored": tf.distribute.MirroredStrategy,
            "multiworker": tf.distribute.MultiWorkerMirroredStrategy,
        }
        self.strategy = kinds[args.distribute]()  # before anything else runs
        self.scope = self.strategy.scope
        self.replicas = self.strategy.num_replicas_in_sync

    def Stateful(self, network, rows):
        """A state is each replica's own."""
        own = {"aggregation": "only_first_replica", "synchronization": "on_read"}
        variable = functools.partial(keras.Variable, **own)
        return JointStateful(network, rows // self.replicas, variable)

    def Adam(self, rate, epsilon, global_clipnorm):
        # of the mean over the replicas, which Keras adds up again
        return JointAdam(
            rate, epsilon=epsilon, global_clipnorm=global_clipnorm / self.replicas
        )

    def shared_out(self, windows):
        """Each worker reads the rows that it answers for."""
        rows, steps = len(windows.places), windows.steps

        def of_worker(context):
            some = rows // context.num_input_pipelines
            first = context.input_pipeline_id * some

            def batches():
                for i in range(len(windows)):
                    yield windows.both(i)[first : first + some]

            shape = tf.TensorSpec([some, steps + 1], tf.int32)
            dataset = tf.data.Dataset.from_generator(batches, output_signature=shape)
            return dataset.rebatch(rows // self.replicas).prefetch(2)

        return self.strategy.distribute_datasets_from_function(of_worker)

    def values(self, state):
        local = self.strategy.experimental_local_results(state.value)
        return [one.numpy() for one in local]

    def assign(self, state, values):
        local = self.strategy.experimental_local_results(state.value)
        for one, value in zip(local, values, strict=True):
            one.assign(value)

    def all_at(self, step):
        """Whether no worker is behind this one."""
        mine = self.strategy.run(lambda: tf.constant(float(step)))
        return step <= self.strategy.reduce("MEAN", mine, axis=None)
