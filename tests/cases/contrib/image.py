"""Cases for tf.contrib.image and tf.contrib.resampler."""

from tests.cases.registry import family
from tests.cases.running import op_count
from tests.cases.values import Kept, error, ramp

case = family(__name__, manner="told", output=1e-5, why="splines add up many numbers")


def ran(tf, *tensors):
    """What tensors are."""
    with tf.Session() as session:
        return [Kept(value) for value in session.run(list(tensors))]


@case
def turned(tf):
    lib = tf.contrib.image
    one, batch = tf.constant(ramp([3, 4])), tf.constant(ramp([2, 3, 4, 2]))
    made = [
        lib.rotate(one, 0.5),
        lib.rotate(batch, [0.1, -2.0], "BILINEAR", name="turn"),
        lib.rotate(batch[0], 1),
        lib.translate(batch, [1, -1]),
        lib.translate(batch, [[1.5, 0.0], [0.0, 1.0]], interpolation="BILINEAR"),
        lib.transform(one, [1, 0, 1, 0.5, 1, 0, 0, 0]),
        lib.transform(tf.cast(abs(batch) * 10, tf.uint8), [[1, 0, 1, 0, 1, 0, 0, 0.0]]),
        lib.transform(batch, [1, 0, 1, 0, 1, 0, 0.1, 0.0], output_shape=[2, 5]),
        tf.gradients(lib.rotate(batch, 0.5, "BILINEAR"), batch)[0],
    ]
    seen = {"next": op_count(tf), "names": [t.name for t in made]}
    seen["shapes"] = [str(tensor.shape) for tensor in made]
    seen["values"] = ran(tf, *made)
    seen["type"] = error(lambda: lib.rotate(tf.constant([["a"]]), 1.0))
    seen["rank"] = error(lambda: lib.rotate(tf.zeros([1]), 1.0))
    seen["angles"] = error(lambda: lib.rotate(one, [[1.0]]))
    seen["moves"] = error(lambda: lib.translate(one, 1.0))
    seen["shape"] = error(
        lambda: lib.transform(one, [1, 0, 1, 0, 1, 0, 0, 0.0], output_shape=[1, 2, 3])
    )
    return seen


@case
def matrices(tf):
    lib = tf.contrib.image
    rows = tf.constant([[1.0, 0.5, 1, 0, 1, 2, 0.1, 0], [2.0, 0, 1, 0, 1, 0, 0, 0]])
    made = [
        lib.compose_transforms(rows, [1.0, 0, 1, 0, 1, 2, 0, 0], rows),
        lib.flat_transforms_to_matrices(rows),
        lib.matrices_to_flat_transforms(2.0 * tf.eye(3)),
        lib.translations_to_projective_transforms([[1, 2], [3, 4]]),
        lib.angles_to_projective_transforms([0.5, 1.0], 3.0, 4.0),
    ]
    seen = {"next": op_count(tf), "values": ran(tf, *made)}
    seen["flat"] = error(lambda: lib.flat_transforms_to_matrices(1.0))
    seen["square"] = error(lambda: lib.matrices_to_flat_transforms([1.0]))
    return seen


@case
def bent(tf):
    lib = tf.contrib.image
    batch = tf.constant(ramp([1, 5, 6, 2]))
    flow = 3.0 * tf.constant(ramp([1, 5, 6, 2], 5))
    points = tf.constant([[[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [3.0, 0.5]]])
    values = tf.constant(ramp([1, 4, 2]))
    asked = tf.constant([[[0.5, 0.5], [0.0, 1.0]]])
    warped = lib.dense_image_warp(batch, flow)
    made = [warped] + tf.gradients(warped, [batch, flow])
    for order in (1, 2, 3, 4, 6):
        made.append(lib.interpolate_spline(points, values, asked, order))
    made.append(lib.interpolate_spline(points, values, asked, 2, 0.5))
    moved = points + 0.5
    made += lib.sparse_image_warp(batch, points, moved)
    made += lib.sparse_image_warp(batch, points, moved, 1, 0.1, 1)
    made += lib.sparse_image_warp(batch, points, moved, num_boundary_points=2)
    return {"shapes": [str(t.shape) for t in made], "values": ran(tf, *made)}


@case
def resampled(tf):
    data = tf.constant(ramp([2, 4, 3, 2]))
    places = tf.constant(3.0 * ramp([2, 3, 2, 2], 4) + 1.0)
    seen = tf.contrib.resampler.resampler(data, places)
    after = op_count(tf)
    made = [seen] + tf.gradients(seen, [data, places])
    return {"next": after, "shape": seen.shape, "values": ran(tf, *made)}
