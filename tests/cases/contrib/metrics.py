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


def twice(tf, pair):
    """A metric's name and value, after two updates."""
    value, update = pair
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        for _ in range(2):
            session.run(update)
        return [value.name, update.name, repr(session.run(value).round(5).tolist())]


def given(tf):
    shares, labels = tf.constant([0.2, 0.8, 0.4, 0.9]), tf.constant([0, 1, 1, 1])
    return shares, labels, tf.constant([1.0, 0.5, 1.0, 2.0])


@case(gradients=False)
def rates(tf):
    lib = tf.contrib.metrics
    shares, labels, weights = given(tf)
    taken = shares > 0.5
    made = [
        lib.streaming_false_positive_rate(taken, labels, weights),
        lib.streaming_false_negative_rate(taken, labels, name="missed"),
        lib.streaming_false_positive_rate_at_thresholds(shares, labels, [0.1, 0.5]),
        lib.streaming_false_negative_rate_at_thresholds(
            shares, labels, [0.3, 0.5], weights, ["values"], ["updates"]
        ),
    ]
    for part in ("true_positives", "false_negatives", "true_negatives"):
        function = getattr(lib, "streaming_" + part + "_at_thresholds")
        made.append(function(shares, labels, [0.3, 0.5], weights))
    made.append(lib.streaming_false_positives_at_thresholds(shares, labels, [0.1, 0.3]))
    return {
        "names": [v.name for v in tf.local_variables()],
        "seen": [twice(tf, pair) for pair in made],
        "collections": [len(tf.get_collection(x)) for x in ("values", "updates")],
        "next": tf.zeros([1]),
    }


@case(gradients=False)
def on_a_threshold(tf):
    lib = tf.contrib.metrics
    given = tf.constant([0.25, 0.5, 0.5, 0.75]), tf.constant([1, 1, 0, 0])
    seen = []
    for part in ("true_positives", "false_positives"):
        function = getattr(lib, "streaming_" + part + "_at_thresholds")
        seen.append(twice(tf, function(*given, thresholds=[0.25, 0.5])))
    return {"seen": seen, "next": tf.zeros([1])}


@case(gradients=False)
def best(tf):
    lib = tf.contrib.metrics
    shares, labels, weights = given(tf)
    made = [
        lib.f1_score(labels, shares, weights, num_thresholds=5),
        lib.precision_at_recall(labels, shares, 0.5, weights, num_thresholds=5),
        lib.recall_at_precision(labels, shares, 0.7, weights, num_thresholds=5),
    ]
    points = [
        lib.streaming_curve_points(labels, shares, weights, num_thresholds=5),
        lib.streaming_curve_points(labels, shares, num_thresholds=4, curve="PR"),
    ]
    return {
        "names": [v.name for v in tf.local_variables()],
        "seen": [twice(tf, pair) for pair in made + points],
        "curve": error(lambda: lib.streaming_curve_points(labels, shares, curve="a")),
        "recall": error(lambda: lib.precision_at_recall(labels, shares, 2.0)),
        "precision": error(lambda: lib.recall_at_precision(labels, shares, 2.0)),
    }


@case(gradients=False)
def moments(tf):
    lib = tf.contrib.metrics
    shares, labels, weights = given(tf)
    other = tf.cast(labels, tf.float32) - 0.3 * shares
    rows = tf.constant([[0.1, 0.5, 0.2], [0.7, 0.2, 0.1]])
    top = tf.constant([[1, 2], [0, 1]], tf.int64)
    classes = tf.constant([[2], [2]], tf.int64)
    made = [
        lib.count(shares, weights),
        lib.count(shares),
        lib.streaming_recall_at_k(rows, tf.constant([2, 2]), 2),
        lib.streaming_sparse_precision_at_top_k(top, classes, name="top"),
        lib.sparse_recall_at_top_k(classes, top),
        lib.streaming_covariance(shares, other, weights),
        lib.streaming_covariance(shares, other, name="cov"),
        lib.streaming_pearson_correlation(shares, other, weights),
    ]
    return {
        "names": [v.name for v in tf.local_variables()],
        "seen": [twice(tf, pair) for pair in made],
        "next": tf.zeros([1]),
    }


@case(gradients=False)
def best_of_whole_numbers(tf):
    """Shares that are whole numbers, weights in a column, a precision to be reached."""
    lib = tf.contrib.metrics
    whole = tf.constant([1, 0, 0, 1]), tf.constant([1, 0, 1, 1])
    column = tf.constant([[1.0], [0.5], [1.0], [2.0]])
    shares, labels = (
        tf.constant([0.1, 0.9, 0.8, 0.5]),
        tf.constant([1.0, 1.0, 1.0, 0.0]),
    )
    made = [
        lib.f1_score(*whole, weights=column, num_thresholds=5),
        lib.recall_at_precision(labels, shares, 0.7, strict_mode=True),
        lib.recall_at_precision(labels, shares, 1.0, strict_mode=True, name="all"),
    ]
    return {"seen": [twice(tf, pair) for pair in made], "next": tf.zeros([1])}


@case(gradients=False)
def of_columns(tf):
    lib = tf.contrib.metrics
    column, flat = tf.constant([[0], [1], [1], [2]]), tf.constant([0, 1, 2, 2])
    weights = tf.constant([[1.0], [2.0], [1.0], [1.0]])
    made = [
        lib.cohen_kappa(column, tf.expand_dims(flat, 1), 3),
        lib.cohen_kappa(column, flat, 3, weights, name="weighted"),
        lib.streaming_concat(tf.ones([2, 3]), axis=-1),
    ]
    return {
        "seen": [twice(tf, pair) for pair in made],
        "few": error(lambda: lib.cohen_kappa(column, flat, 1)),
        "axis": error(lambda: lib.streaming_concat(tf.ones([2, 3]), axis=-3)),
        "next": tf.zeros([1]),
    }


@case(gradients=False)
def together(tf):
    lib = tf.contrib.metrics
    shares, labels, weights = given(tf)
    chosen = tf.constant([0, 1, 0, 1])
    made = [
        lib.streaming_concat(shares),
        lib.streaming_concat(tf.ones([2, 3]), axis=1, max_size=5),
        lib.cohen_kappa(labels, chosen, 2),
        lib.cohen_kappa(labels, chosen, 2, weights, name="weighted"),
    ]
    return {
        "names": [v.name for v in tf.local_variables()],
        "seen": [twice(tf, pair)[2] for pair in made],
        "shapes": [str(pair[0].shape) for pair in made],
        "axis": error(lambda: lib.streaming_concat(shares, axis=3)),
    }
