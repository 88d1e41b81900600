"""Cases for tf.contrib.metrics: each metric after two batches' updates."""

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)


def updated(pair):
    """What a metric's update gives the first time."""
    return pair[1]


@case(gradients=False)
def streaming(tf):
    lib = tf.contrib.metrics
    predicted = tf.constant([0.2, 0.8, 0.4, 0.9])
    chosen, labels = tf.constant([0, 1, 0, 1]), tf.constant([0, 1, 1, 1])
    weights = tf.constant([1.0, 0.0, 1.0, 1.0])
    made = [
        lib.streaming_mean(predicted, weights),
        lib.streaming_mean_tensor(predicted),
        lib.streaming_accuracy(chosen, labels),
        lib.streaming_precision(chosen, labels, weights),
        lib.streaming_recall(chosen, labels, name="recalled"),
        lib.streaming_auc(predicted, labels),
        lib.streaming_auc(predicted, labels, curve="PR", num_thresholds=5),
        lib.streaming_true_positives(chosen, labels),
        lib.streaming_false_negatives(chosen, labels),
        lib.streaming_mean_absolute_error(predicted, weights),
        lib.streaming_mean_squared_error(predicted, weights),
        lib.streaming_root_mean_squared_error(predicted, weights),
        lib.streaming_mean_relative_error(predicted, weights, predicted),
        lib.streaming_mean_iou(chosen, labels, 2),
        lib.streaming_percentage_less(predicted, 0.5),
        lib.streaming_precision_at_thresholds(predicted, labels, [0.5]),
        lib.streaming_recall_at_thresholds(predicted, labels, [0.5]),
        lib.streaming_sensitivity_at_specificity(predicted, labels, 0.5),
    ]
    names = [v.name for v in tf.local_variables()]
    values, updates = lib.aggregate_metrics(*made)
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        for _ in range(2):
            session.run(updates)
        seen = [repr(session.run(value).round(5).tolist()) for value in values]
    return {"names": names, "seen": seen, "next": tf.zeros([1])}


@case
def others(tf):
    lib = tf.contrib.metrics
    chosen, labels = tf.constant([0, 1, 0, 1]), tf.constant([0, 1, 1, 1])
    weights = tf.constant([1.0, 2.0, 3.0, 1.0])
    values, updates = lib.aggregate_metric_map(
        {"one": lib.streaming_mean(weights, name="one")}
    )
    return {
        "accuracy": lib.accuracy(chosen, labels),
        "weighted": lib.accuracy(chosen, labels, weights),
        "confusion": lib.confusion_matrix(labels, chosen),
        "sets": lib.set_size(lib.set_union([[1, 2]], [[2, 3]])),
        "map": [sorted(values), sorted(updates)],
        "floats": error(lambda: lib.accuracy(weights, weights)),
        "types": error(lambda: lib.accuracy(weights, labels)),
        "none": error(lib.aggregate_metrics),
        "of slim": tf.contrib.slim.metrics.streaming_mean is lib.streaming_mean,
    }
