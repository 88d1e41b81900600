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


def of_structure(tf, dataset, most):
    made = tf.data.Iterator.from_structure(dataset.output_types, dataset.output_shapes)
    begin, element = made.make_initializer(dataset), made.get_next()
    with tf.Session() as session:
        session.run(begin)
        return [session.run(element).tolist() for _ in range(most)]


@case
def of_a_structure(tf):
    """Only where an iterator is made of the dataset itself 1.15 joined the two."""
    tf.set_random_seed(7)
    made = tf.data.Dataset.range(6).shuffle(4, seed=3).repeat(3).batch(2)
    joined = tf.contrib.data.shuffle_and_repeat(4, 3, seed=3)
    return {
        "structure": of_structure(tf, made, 9),
        "itself": taken(tf, made),
        "joined": of_structure(tf, tf.data.Dataset.range(6).apply(joined), 18),
        "count": next_seed(tf),
    }


@case
def twice_and_with_another(tf):
    """Shuffled and repeated twice, and one that is joined to one that is not."""
    tf.set_random_seed(7)
    data = tf.data.Dataset
    inner = data.range(4).shuffle(3, seed=3).repeat(2)
    both = data.zip((inner, data.range(9).repeat(2))).map(lambda x, y: 10 * x + y)
    return {
        "twice": taken(tf, inner.shuffle(3, seed=5).repeat(2)),
        "zipped": taken(tf, both),
        "chained": taken(tf, inner.concatenate(data.range(3)).batch(3)),
        "left": of_structure(tf, both, 8),
    }


@case
def of_every_kind_of_element(tf):
    """Rows of one shape, rows of several, sparse ones, words, parts in parts."""
    tf.set_random_seed(7)
    data = tf.data.Dataset
    matrix = tf.reshape(tf.range(60), [10, 3, 2])
    made = {
        "matrix": data.from_tensor_slices(matrix),
        "words": data.from_tensor_slices([["a", "b"], ["c", "d"], ["e", "f"]]),
        "parts": data.range(7).map(lambda x: ((x, x + 1), {"a": x > 3})),
        "lengths": data.range(7).map(lambda x: tf.fill([x], x)),
        "long": data.range(100),
    }
    found = {}
    for name, one in made.items():
        one = one.shuffle(4, seed=3).repeat(3)
        found[name] = [str(each) for each in taken(tf, one, 120)]
        found[name + " shapes"] = str(one.output_shapes)
    indices, values = [[0, 1], [1, 0], [2, 2]], [5, 6, 7]
    sparse = data.from_tensor_slices(tf.SparseTensor(indices, values, [3, 4]))
    sparse = sparse.map(tf.sparse_tensor_to_dense).shuffle(2, seed=3).repeat(2)
    found["sparse"] = taken(tf, sparse)
    return found


@case
def begun_anew_in_the_middle(tf):
    tf.set_random_seed(7)
    made = tf.data.Dataset.range(50).shuffle(20, seed=3).repeat()
    first, second = (made.make_initializable_iterator() for _ in range(2))
    elements = first.get_next(), second.get_next()
    found = []
    with tf.Session() as session:
        session.run(second.initializer)
        for _ in range(40):
            session.run(first.initializer)
            found.append([int(one) for one in session.run(elements)])
    return found


@case
def with_options(tf):
    tf.set_random_seed(7)
    found = {}

    def off(options):
        options.experimental_optimization.apply_default_optimizations = False

    def apart(options):
        options.experimental_optimization.shuffle_and_repeat_fusion = False

    def joined(options):
        off(options)
        options.experimental_optimization.shuffle_and_repeat_fusion = True

    def threads(options):
        options.experimental_threading.private_threadpool_size = 2
        options.experimental_threading.max_intra_op_parallelism = 1

    for change in (off, apart, joined, threads):
        options = tf.data.Options()
        change(options)
        made = tf.data.Dataset.range(6).shuffle(4, seed=3).repeat(2)
        made = made.with_options(options)
        found[change.__name__] = taken(tf, made), next_seed(tf)
        one = made.make_one_shot_iterator().get_next()
        with tf.Session() as session:
            told = [int(session.run(one)) for _ in range(6)]
        found[change.__name__ + " one shot"] = told, next_seed(tf)
    return found
