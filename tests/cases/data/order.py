"""Cases for tf.data: the order of what is shuffled and repeated."""

from tests.cases.registry import family

case = family(__name__, "told")

PARTS = [
    (6, 4, 2, 3),
    (6, 4, -1, 3),
    (5, 100, -1, 11),
    (12, 5, 3, 0),
    (7, 7, -1, 2**33 + 5),
    (1, 3, 4, 1),
    (9, 1, 2, 4),
    (10, 3, 1, 9),
    (0, 3, 2, 9),
    (40, 16, -1, 1),
]


def taken(tf, dataset, most=50):
    iterator = dataset.make_initializable_iterator()
    element = iterator.get_next()
    found = []
    with tf.Session() as session:
        session.run(iterator.initializer)
        try:
            while len(found) < most:
                found.append(session.run(element))
        except tf.errors.OutOfRangeError:
            pass
    return [one.tolist() if hasattr(one, "tolist") else one for one in found]


def next_seed(tf):
    """The op seed that the next random op takes: 1.15's number of ops so far."""
    made = tf.random_uniform([2]).graph.get_operations()
    return [op for op in made if op.type == "RandomUniform"][-1].get_attr("seed2")


@case
def shuffled_and_repeated(tf):
    tf.set_random_seed(7)
    data = tf.data.Dataset
    seen = {
        "%d %d %d %d" % part: taken(
            tf, data.range(part[0]).shuffle(part[1], seed=part[3]).repeat(part[2])
        )
        for part in PARTS
    }
    six = data.range(6)
    seen["without"] = taken(tf, six.shuffle(4, 3, False).repeat(2))
    seen["between"] = taken(tf, six.shuffle(4, 3).map(lambda x: x + 1).repeat(2))
    seen["batches"] = taken(tf, six.shuffle(4, seed=3).batch(3).repeat(2))
    seen["before"] = taken(tf, six.repeat(2).shuffle(4, seed=3))
    return seen


@case
def without_a_seed(tf):
    tf.set_random_seed(7)
    six = tf.data.Dataset.range(6)
    first = taken(tf, six.shuffle(4).repeat(2))
    return {"first": first, "count": next_seed(tf)}


@case
def applied(tf):
    tf.set_random_seed(7)
    six = tf.data.Dataset.range(6)
    both = [tf.data.experimental.shuffle_and_repeat, tf.contrib.data.shuffle_and_repeat]
    return [
        [taken(tf, six.apply(make(4, 2, seed=3))), taken(tf, six.apply(make(4)), 20)]
        for make in both
    ] + [next_seed(tf)]


@case
def elements_of_several_parts(tf):
    tf.set_random_seed(7)
    made = tf.data.Dataset.from_tensor_slices({"a": [1, 2, 3], "b": ["x", "y", "z"]})
    made = made.shuffle(2).repeat(3)
    iterator = made.make_initializable_iterator()
    element = iterator.get_next()
    with tf.Session() as session:
        orders = []
        for _ in range(2):  # an iterator begins anew
            session.run(iterator.initializer)
            orders.append([str(session.run(element)) for _ in range(9)])
    return {"orders": orders, "shapes": str(made.output_shapes)}


@case
def one_shot(tf):
    tf.set_random_seed(7)
    made = tf.data.Dataset.range(5).shuffle(3).repeat().batch(4)
    element = made.make_one_shot_iterator().get_next()
    with tf.Session() as session:
        return [session.run(element).tolist() for _ in range(6)]
